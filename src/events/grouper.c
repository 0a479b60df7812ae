/* grouper.c -- join or new, story by story, over an inverted index of terms.
 *
 * A story is a vector of terms, weighted by how often it says them and how rare they
 * are, in the news at large (events/background.h) and among the stories seen. Its
 * nearness to an event is the mean cosine to the event's stories (average linkage,
 * which neither chains nor splinters), helped by the nearest of them; how far apart
 * they lie in time takes away. One logistic decision, weights in NEARNESS below, were
 * fitted on AIID's articles split by incident (docs/METHOD.md).
 *
 * A copy of a story that is known (events/reprints.h) goes where that one went.
 * Terms that more than POSTINGS stories share say nothing and are not walked, so the
 * cost of a story is bounded by its terms, whatever the window holds.
 *
 * What it does not do: merge two events that turn out to be one, or split.  */
#include "events/grouper.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "events/background.h"
#include "events/reprints.h"

#define POSTINGS 4000 /* stories with a term beyond which it is not walked */
#define DAY_MS 86400000.0

/* joined when bias + mean * m + nearest * n + few / members + days * ln(1 + d)
 * is not negative. */
static const struct {
	float bias, mean, nearest, few, days;
} NEARNESS = {-3.0F, 21.0F, 4.0F, -0.25F, -0.2F};

struct posting {
	uint32_t story;
	float weight;
};

struct slot { /* of the table of terms; cap 0: free */
	uint64_t term;
	struct posting *at;
	size_t len, cap;
};

struct member { /* a story that was accepted */
	struct hash128 article;
	int64_t date_ms;
	uint32_t event; /* index into event[] */
	float length;   /* of its vector when it came */
};

struct event {
	uint64_t number;
	uint32_t members;
};

struct scratch {    /* of one proposal */
	float *sum; /* by story: dot product so far */
	size_t sum_cap;
	VEC(uint32_t) touched;
	float *total, *nearest; /* by event */
	uint32_t *best;         /* by event: its nearest story */
	size_t event_cap;
	VEC(uint32_t) events;
};

struct grouper {
	VEC(struct member) story;
	VEC(struct event) event;
	struct slot *slot;
	size_t slots, used;  /* slots is a power of two */
	uint32_t *by_number; /* open addressing into event[], value + 1 */
	size_t numbers;
	struct scratch *scratch;
	struct reprints *reprints; /* numbered as story[] */
};

/* -- tables ------------------------------------------------------------------------------- */

static struct slot *slot_of(const struct grouper *g, uint64_t term)
{
	size_t at = (term * 0x9E3779B97F4A7C15ULL >> 20) & (g->slots - 1);

	while (g->slot[at].cap && g->slot[at].term != term)
		at = (at + 1) & (g->slots - 1);
	return &g->slot[at];
}

static void grow_slots(struct grouper *g)
{
	struct slot *old = g->slot;
	size_t count = g->slots;

	g->slots = count ? count * 2 : 4096;
	g->slot = memory_zalloc(g->slots * sizeof *g->slot);
	for (size_t i = 0; i < count; i++)
		if (old[i].cap)
			*slot_of(g, old[i].term) = old[i];
	memory_free(old);
}

static void post(struct grouper *g, uint64_t term, struct posting posting)
{
	struct slot *s;

	if (g->used * 2 >= g->slots)
		grow_slots(g);
	s = slot_of(g, term);
	if (!s->cap) {
		g->used++;
		s->term = term;
	}
	s->at = memory_array(s->at, &s->cap, s->len + 1, sizeof *s->at);
	s->at[s->len++] = posting;
}

static uint32_t *number_place(const struct grouper *g, uint64_t number)
{
	size_t at = (number * 0x9E3779B97F4A7C15ULL >> 20) & (g->numbers - 1);

	while (g->by_number[at] && g->event.at[g->by_number[at] - 1].number != number)
		at = (at + 1) & (g->numbers - 1);
	return &g->by_number[at];
}

static void index_numbers(struct grouper *g, size_t size)
{
	memory_free(g->by_number);
	g->numbers = size;
	g->by_number = memory_zalloc(size * sizeof *g->by_number);
	for (uint32_t i = 0; i < g->event.len; i++)
		*number_place(g, g->event.at[i].number) = i + 1;
}

static uint32_t event_index(struct grouper *g, uint64_t number)
{
	uint32_t *place = number_place(g, number);

	if (*place)
		return *place - 1;
	VEC_PUSH(&g->event, ((struct event){.number = number}));
	if (g->event.len * 2 >= g->numbers)
		index_numbers(g, g->numbers * 2);
	else
		*place = (uint32_t)g->event.len;
	return (uint32_t)g->event.len - 1;
}

struct grouper *grouper_new(void)
{
	struct grouper *g = memory_zalloc(sizeof *g);

	g->scratch = memory_zalloc(sizeof *g->scratch);
	g->reprints = reprints_new();
	grow_slots(g);
	index_numbers(g, 1024);
	return g;
}

static void free_slots(struct grouper *g)
{
	for (size_t i = 0; i < g->slots; i++)
		memory_free(g->slot[i].at);
	memory_free(g->slot);
	g->slot = NULL;
	g->slots = g->used = 0;
}

void grouper_free(struct grouper *g)
{
	struct scratch *s;

	if (!g)
		return;
	s = g->scratch;
	free_slots(g);
	memory_free(s->sum);
	memory_free(s->total);
	memory_free(s->nearest);
	memory_free(s->best);
	VEC_FREE(&s->touched);
	VEC_FREE(&s->events);
	memory_free(s);
	reprints_free(g->reprints);
	memory_free(g->by_number);
	VEC_FREE(&g->story);
	VEC_FREE(&g->event);
	memory_free(g);
}

/* -- nearness ------------------------------------------------------------------------------ */

static float rarity(const struct grouper *g, uint64_t term, size_t seen)
{
	float all = (float)background_texts() + (float)g->story.len + 1;

	return logf(all / ((float)background_count(term) + (float)seen + 1));
}

static float length_of(const struct grouper *g, const struct story *s)
{
	float square = 0;

	for (size_t i = 0; i < s->term_count; i++) {
		float w = s->term[i].weight *
			  rarity(g, s->term[i].term, slot_of(g, s->term[i].term)->len);

		square += w * w;
	}
	return square > 0 ? sqrtf(square) : 1;
}

static void make_room(struct scratch *s, const struct grouper *g)
{
	size_t old = s->sum_cap;

	s->sum = memory_array(s->sum, &s->sum_cap, g->story.len + 1, sizeof *s->sum);
	if (s->sum_cap > old)
		memset(s->sum + old, 0, (s->sum_cap - old) * sizeof *s->sum);
	if (s->event_cap >= g->event.len)
		return;
	s->event_cap = g->event.len * 2;
	s->total = memory_grow(s->total, s->event_cap * sizeof *s->total);
	s->nearest = memory_grow(s->nearest, s->event_cap * sizeof *s->nearest);
	s->best = memory_grow(s->best, s->event_cap * sizeof *s->best);
	memset(s->nearest, 0, s->event_cap * sizeof *s->nearest);
	memset(s->total, 0, s->event_cap * sizeof *s->total);
}

/* Dot products with every story that shares a term worth walking. */
static void touch(struct scratch *s, const struct grouper *g, const struct story *story)
{
	s->touched.len = 0;
	for (size_t i = 0; i < story->term_count; i++) {
		const struct slot *slot = slot_of(g, story->term[i].term);
		float rare, mine;

		if (!slot->len || slot->len > POSTINGS)
			continue;
		rare = rarity(g, story->term[i].term, slot->len);
		mine = story->term[i].weight * rare * rare;
		for (size_t k = 0; k < slot->len; k++) {
			uint32_t other = slot->at[k].story;

			if (s->sum[other] == 0)
				VEC_PUSH(&s->touched, other);
			s->sum[other] += mine * slot->at[k].weight;
		}
	}
}

/* From stories to their events; clears the sums by story. */
static void gather(struct scratch *s, const struct grouper *g, float length)
{
	s->events.len = 0;
	for (size_t i = 0; i < s->touched.len; i++) {
		uint32_t n = s->touched.at[i], e = g->story.at[n].event;
		float cosine = s->sum[n] / (length * g->story.at[n].length);

		s->sum[n] = 0;
		if (s->total[e] == 0 && s->nearest[e] == 0)
			VEC_PUSH(&s->events, e);
		s->total[e] += cosine;
		if (cosine > s->nearest[e] || (cosine == s->nearest[e] && n < s->best[e])) {
			s->nearest[e] = cosine;
			s->best[e] = n;
		}
	}
}

static float days_between(int64_t a, int64_t b)
{
	return a && b ? (float)(fabs((double)(a - b)) / DAY_MS) : 0;
}

static float decision(const struct grouper *g, const struct story *story, uint32_t e)
{
	const struct scratch *s = g->scratch;
	float members = (float)g->event.at[e].members;
	float days = days_between(story->date_ms, g->story.at[s->best[e]].date_ms);

	return NEARNESS.bias + NEARNESS.mean * s->total[e] / members +
	       NEARNESS.nearest * s->nearest[e] + NEARNESS.few / members +
	       NEARNESS.days * log1pf(days);
}

/* A copy is placed with the story it is most like, whatever their terms say. */
static bool is_reprint(struct placement *out, const struct grouper *g, const struct story *story)
{
	struct reprint like;
	const struct member *m;

	if (!reprints_find(&like, 1, g->reprints, &story->fingerprint))
		return false;
	m = &g->story.at[like.story];
	*out = (struct placement){.event = g->event.at[m->event].number,
				  .how = PLACED_REPRINT,
				  .similarity = like.containment,
				  .nearest = m->article};
	return true;
}

static void choose(struct placement *out, const struct grouper *g, const struct story *story)
{
	struct scratch *s = g->scratch;
	float best = 0;

	for (size_t i = 0; i < s->events.len; i++) {
		uint32_t e = s->events.at[i];
		const struct member *near = &g->story.at[s->best[e]];
		float d = decision(g, story, e);

		if (d >= 0 && d > best) {
			best = d;
			out->event = g->event.at[e].number;
			out->how = PLACED_JOINED;
			out->similarity = s->nearest[e] > 1 ? 1 : s->nearest[e];
			out->nearest = near->article;
		}
	}
	for (size_t i = 0; i < s->events.len; i++)
		s->total[s->events.at[i]] = s->nearest[s->events.at[i]] = 0;
}

void grouper_propose(struct placement *out, const struct grouper *g, const struct story *s)
{
	*out = (struct placement){.how = PLACED_NEW};
	if (is_reprint(out, g, s))
		return;
	make_room(g->scratch, g);
	touch(g->scratch, g, s);
	gather(g->scratch, g, length_of(g, s));
	choose(out, g, s);
}

void grouper_accept(struct grouper *g, const struct story *s, const struct placement *p)
{
	struct member m = {.article = s->article, .date_ms = s->date_ms, .length = length_of(g, s)};
	uint32_t n = (uint32_t)g->story.len;

	CHECK(p->event != 0);
	m.event = event_index(g, p->event);
	g->event.at[m.event].members++;
	VEC_PUSH(&g->story, m);
	reprints_add(g->reprints, &s->fingerprint, s->date_ms);
	for (size_t i = 0; i < s->term_count; i++)
		post(g, s->term[i].term, (struct posting){n, s->term[i].weight});
}

/* -- forgetting and checking --------------------------------------------------------------- */

/* Where each story goes when the forgotten ones are taken out; UINT32_MAX: nowhere. */
static uint32_t *kept_places(struct grouper *g, int64_t date_ms)
{
	uint32_t *place = memory_alloc((g->story.len + 1) * sizeof *place);
	uint32_t kept = 0;

	for (size_t i = 0; i < g->story.len; i++) {
		struct member m = g->story.at[i];
		bool stays = m.date_ms == 0 || m.date_ms >= date_ms;

		place[i] = stays ? kept : UINT32_MAX;
		if (stays)
			g->story.at[kept++] = m;
		else
			g->event.at[m.event].members--;
	}
	g->story.len = kept;
	return place;
}

static void forget_events(struct grouper *g)
{
	uint32_t *place = memory_alloc((g->event.len + 1) * sizeof *place);
	uint32_t kept = 0;

	for (size_t i = 0; i < g->event.len; i++) {
		place[i] = kept;
		if (g->event.at[i].members)
			g->event.at[kept++] = g->event.at[i];
	}
	g->event.len = kept;
	for (size_t i = 0; i < g->story.len; i++)
		g->story.at[i].event = place[g->story.at[i].event];
	memory_free(place);
	index_numbers(g, g->numbers);
}

void grouper_forget_before(struct grouper *g, int64_t date_ms)
{
	uint32_t *place = kept_places(g, date_ms);
	struct slot *old = g->slot;
	size_t count = g->slots;

	g->slot = NULL;
	g->slots = g->used = 0;
	grow_slots(g);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < old[i].len; k++) {
			struct posting p = old[i].at[k];

			if (place[p.story] == UINT32_MAX)
				continue;
			p.story = place[p.story];
			post(g, old[i].term, p);
		}
		memory_free(old[i].at);
	}
	memory_free(old);
	memory_free(place);
	reprints_forget_before(g->reprints, date_ms);
	forget_events(g);
}

void grouper_check(const struct grouper *g)
{
	size_t members = 0, used = 0;

	for (size_t i = 0; i < g->event.len; i++) {
		members += g->event.at[i].members;
		CHECK(*number_place(g, g->event.at[i].number) == i + 1);
	}
	CHECK(members == g->story.len);
	CHECK(reprints_count(g->reprints) == g->story.len);
	reprints_check(g->reprints);
	for (size_t i = 0; i < g->story.len; i++)
		CHECK(g->story.at[i].event < g->event.len && g->story.at[i].length > 0);
	for (size_t i = 0; i < g->slots; i++) {
		const struct slot *s = &g->slot[i];

		used += s->cap > 0;
		CHECK(s->len <= s->cap);
		CHECK(!s->cap || slot_of(g, s->term) == s);
		for (size_t k = 0; k < s->len; k++) {
			CHECK(s->at[k].story < g->story.len);
			CHECK(k == 0 || s->at[k - 1].story < s->at[k].story);
		}
	}
	CHECK(used == g->used && used * 2 <= g->slots);
	for (size_t i = 0; i < g->scratch->sum_cap; i++)
		CHECK(g->scratch->sum[i] == 0);
}
