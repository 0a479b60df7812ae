/* events/grouper.c -- join or new, story by story, and events that turn out to be one.
 *
 * The window (events/window.c) finds stories that share telling terms with the new one.
 * Their events are compared with it: nearness (events/nearness.c, learned) to each of an
 * event's stories, and the mean of that. The event with the greatest mean takes the story
 * if the mean reaches the model's `join`; average linkage neither chains nor splinters.
 *
 * Second look: other events that reach `join` as well may be the same happening, told in
 * other words before this story came. The mean over all pairs of stories of the two
 * events, the new story counted in, decides by the same `join`; so what comes out is what
 * average linkage would have made of all stories at once, but for what could not be known
 * when a story came. Only events near the new story can have come nearer to each other,
 * so no others are looked at.
 *
 * Of large events no more than a sample is compared, evenly spread over their life; so a
 * story costs no more than (EVENTS_MOST * MEMBERS_MOST + PLACEMENT_MERGES * PAIRED_MOST
 * squared) pairs, whatever the window holds.
 *
 * A stray (grouper.h) is compared with the same events by a bar of its own, and has to share
 * STRAY_SHARES terms with the nearest story: of a text of three sentences four words are a
 * great share, and not many. (Of train.jsonl's reports that are as near, 1 in 250 shares
 * fewer.) One that waits is
 * compared again when a story comes with which it shares telling terms, with the event of that
 * story alone: GROUPER_RECALLS * MEMBERS_MOST pairs. It is asked as if it came then, so what
 * it joins is what it would have joined coming last.
 *
 * A copy of a story that is known (events/reprints.h) goes where that one went, and is looked
 * for before all this, among the newest stories: copies come within days.  */
#include "events/grouper.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "events/reprints.h"
#include "events/strays.h"
#include "events/window.h"

#define EVENTS_MOST 24  /* compared with one story: the true one is among the first ten */
#define MEMBERS_MOST 24 /* stories of one event that a new one is compared with */
#define PAIRED_MOST 12  /* stories of each of two events that may be one */
#define STRAY_SHARES 12 /* terms that a stray and the nearest story have, at least */
#define PART_BAR 0.2F   /* lower than `join`: it takes two such parts, of two events */
#define PART_SHARES 8
#define RECALL_MISSES 2 /* strays that do not belong, likeliest first: then no more are asked */
#define COPIED_MOST (1U << 18) /* stories that copies are looked for among: 0.3 GB of sketches */

struct event {
	uint64_t number;
	VEC(uint32_t) story; /* ascending; none: merged into another, or all forgotten */
	VEC(uint64_t) side;  /* of decisions that keep it from others; few */
};

struct candidate {      /* an event, against the story that came */
	uint32_t event; /* index into event[] */
	uint64_t number;
	float mean;
	float nearest;
	uint32_t story; /* the nearest */
};

struct scratch { /* of one proposal */
	struct window_worth worth[LIMIT_STORY_TERMS];
	struct nearness_asked *asked, *member;
	uint32_t near[LIMIT_CANDIDATES];
	struct candidate candidate[EVENTS_MOST];
	size_t candidates;
};

struct grouper {
	struct nearness_model model;
	struct window *window;
	VEC(struct event) event;
	uint32_t *by_number; /* open addressing into event[], value + 1 */
	size_t numbers;
	struct scratch *scratch;
	struct reprints *reprints; /* of the window's stories from `unsketched` on, in order */
	uint32_t unsketched;
	struct strays *strays;
};

/* -- numbers of events --------------------------------------------------------------------- */

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

/* -- life ---------------------------------------------------------------------------------- */

struct grouper *grouper_new_with(const struct nearness_model *m)
{
	struct grouper *g = memory_zalloc(sizeof *g);

	g->model = *m;
	g->window = window_new();
	g->scratch = memory_zalloc(sizeof *g->scratch);
	g->reprints = reprints_new();
	g->strays = strays_new();
	g->scratch->asked = nearness_asked_new();
	g->scratch->member = nearness_asked_new();
	index_numbers(g, 1024);
	return g;
}

struct grouper *grouper_new(void)
{
	struct nearness_model model;
	bool built_in = nearness_built_in(&model);

	CHECK(built_in);
	return grouper_new_with(&model);
}

void grouper_free(struct grouper *g)
{
	if (!g)
		return;
	nearness_asked_free(g->scratch->asked);
	nearness_asked_free(g->scratch->member);
	memory_free(g->scratch);
	reprints_free(g->reprints);
	strays_free(g->strays);
	for (size_t i = 0; i < g->event.len; i++) {
		VEC_FREE(&g->event.at[i].story);
		VEC_FREE(&g->event.at[i].side);
	}
	VEC_FREE(&g->event);
	memory_free(g->by_number);
	window_free(g->window);
	memory_free(g);
}

/* -- join or new ----------------------------------------------------------------------------- */

/* The i-th of `of` stories that stand for an event: all, or evenly spread. */
static uint32_t sampled(const struct event *e, size_t i, size_t of)
{
	return e->story.at[i * e->story.len / of];
}

static size_t at_most(const struct event *e, size_t most)
{
	return e->story.len < most ? e->story.len : most;
}

static float nearness(const struct grouper *g, const struct nearness_asked *a, uint32_t story)
{
	float feature[NEARNESS_COUNT];

	nearness_features(feature, a, g->window, story);
	return nearness_of(&g->model, feature);
}

static void compare(struct candidate *c, const struct grouper *g)
{
	const struct event *e = &g->event.at[c->event];
	size_t of = at_most(e, MEMBERS_MOST);
	uint32_t member[MEMBERS_MOST] = {0};
	float sum = 0;

	for (size_t i = 0; i < of; i++)
		member[i] = sampled(e, i, of);
	window_expect(g->window, member, of);
	for (size_t i = 0; i < of; i++) {
		float near = nearness(g, g->scratch->asked, member[i]);

		sum += near;
		if (near > c->nearest) {
			c->nearest = near;
			c->story = member[i];
		}
	}
	c->mean = sum / (float)of;
}

/* Whether somebody said that what is on those sides is not of that event. */
static bool is_kept_from(const struct event *e, const struct grouper_bond *bond)
{
	for (size_t i = 0; i < bond->sides; i++)
		for (size_t k = 0; k < e->side.len; k++)
			if ((bond->side[i] ^ 1) == e->side.at[k])
				return true;
	return false;
}

/* The events of the stories that share telling terms, compared. */
static void find_candidates(const struct grouper *g, size_t near, const struct grouper_bond *bond)
{
	struct scratch *s = g->scratch;

	s->candidates = 0;
	for (size_t i = 0; i < near && s->candidates < EVENTS_MOST; i++) {
		uint32_t event = window_story(g->window, s->near[i])->event;
		size_t k = 0;

		while (k < s->candidates && s->candidate[k].event != event)
			k++;
		if (k < s->candidates || is_kept_from(&g->event.at[event], bond))
			continue;
		s->candidate[k] = (struct candidate){
			.event = event, .number = g->event.at[event].number, .story = s->near[i]};
		compare(&s->candidate[k], g);
		s->candidates++;
	}
}

/* A copy is placed with the story it is most like, whatever their terms say. */
static bool is_reprint(struct placement *out, const struct grouper *g, const struct story *story,
		       const struct grouper_bond *bond)
{
	struct reprint like;
	const struct window_story *original;

	if (!reprints_find(&like, 1, g->reprints, &story->fingerprint))
		return false;
	original = window_story(g->window, g->unsketched + like.story);
	if (is_kept_from(&g->event.at[original->event], bond))
		return false;
	*out = (struct placement){.event = g->event.at[original->event].number,
				  .how = PLACED_REPRINT,
				  .similarity = like.containment,
				  .nearest = original->article};
	return true;
}

static int by_mean(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->mean != y->mean)
		return x->mean > y->mean ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* -- the second look -------------------------------------------------------------------------- */

/* Mean nearness of the stories of two events. */
static float linkage(const struct grouper *g, const struct event *a, const struct event *b)
{
	size_t of_a = at_most(a, PAIRED_MOST), of_b = at_most(b, PAIRED_MOST);
	float sum = 0;

	for (size_t i = 0; i < of_a; i++) {
		struct window_worth worth[LIMIT_STORY_TERMS];
		uint32_t n = sampled(a, i, of_a);
		const struct window_story *story = window_story(g->window, n);
		size_t terms = window_weigh_stored(worth, g->window, n);

		nearness_ask(g->scratch->member, worth, terms, story->date_ms, story->words);
		for (size_t k = 0; k < of_b; k++)
			sum += nearness(g, g->scratch->member, sampled(b, k, of_b));
	}
	return sum / (float)(of_a * of_b);
}

static void put_merge(struct placement *p, uint64_t number, float mean)
{
	uint64_t older = number < p->event ? number : p->event;

	p->merge_nearness[p->merge_count] = mean;
	p->merge[p->merge_count++] = number < p->event ? p->event : number;
	p->event = older;
}

static bool kept_apart(const struct event *a, const struct event *b)
{
	struct grouper_bond bond = {.side = a->side.at, .sides = a->side.len};

	return is_kept_from(b, &bond);
}

/* Whether the i-th candidate may be one with the first and those that are to be. */
static bool may_merge(const struct grouper *g, const struct placement *p, size_t i)
{
	const struct candidate *c = g->scratch->candidate;
	const struct event *other = &g->event.at[c[i].event];

	if (kept_apart(&g->event.at[c[0].event], other))
		return false;
	for (size_t k = 1; k < i; k++)
		for (size_t n = 0; n <= p->merge_count; n++) {
			uint64_t taken = n < p->merge_count ? p->merge[n] : p->event;

			if (c[k].number == taken && kept_apart(&g->event.at[c[k].event], other))
				return false;
		}
	return true;
}

/* Candidates lie nearest first; the first is the event that takes the story. */
static void propose_merges(struct placement *out, const struct grouper *g)
{
	const struct scratch *s = g->scratch;
	const struct event *home = &g->event.at[s->candidate[0].event];

	for (size_t i = 1; i < s->candidates && s->candidate[i].mean >= g->model.join &&
			   out->merge_count < PLACEMENT_MERGES;
	     i++) {
		const struct event *other = &g->event.at[s->candidate[i].event];
		float members = (float)home->story.len;
		float mean;

		if (!may_merge(g, out, i))
			continue;
		mean = (linkage(g, home, other) * members + s->candidate[i].mean) / (members + 1);
		if (mean >= g->model.join)
			put_merge(out, other->number, mean);
	}
}

static void ask(const struct grouper *g, const struct story *story)
{
	struct scratch *s = g->scratch;

	window_weigh(s->worth, g->window, story);
	nearness_ask(s->asked, s->worth, story->term_count, story->date_ms,
		     story->fingerprint.words);
}

static bool is_stray(const struct story *s)
{
	return s->label == LABEL_UNRELATED;
}

static void join(struct placement *out, const struct grouper *g, const struct candidate *c,
		 float bar)
{
	*out = (struct placement){.event = g->event.at[c->event].number,
				  .how = PLACED_JOINED,
				  .similarity = c->mean,
				  .bar = bar,
				  .nearest = window_story(g->window, c->story)->article};
}

static bool is_near(const struct grouper *g, const struct story *s, const struct candidate *c)
{
	if (!is_stray(s))
		return c->mean >= g->model.join;
	return c->mean >= g->model.stray &&
	       nearness_shared(g->scratch->asked, g->window, c->story) >= STRAY_SHARES;
}

/* The candidates for a story that was asked about, nearest first. */
static void find_nearest(const struct grouper *g, const struct story *story,
			 const struct grouper_bond *bond)
{
	struct scratch *s = g->scratch;
	size_t near =
		window_near(s->near, LIMIT_CANDIDATES, g->window, s->worth, story->term_count);

	find_candidates(g, near, bond);
	qsort(s->candidate, s->candidates, sizeof *s->candidate, by_mean);
}

/* Into the event that it has to be in. */
static void join_bound(struct placement *out, const struct grouper *g, uint64_t number)
{
	uint32_t place = *number_place(g, number);
	struct candidate c;

	CHECK(place > 0);
	c = (struct candidate){.event = place - 1, .story = g->event.at[place - 1].story.at[0]};
	compare(&c, g);
	join(out, g, &c, 0);
}

void grouper_propose_bound(struct placement *out, const struct grouper *g,
			   const struct story *story, const struct grouper_bond *bond)
{
	struct scratch *s = g->scratch;
	float bar = is_stray(story) ? g->model.stray : g->model.join;

	*out = (struct placement){.how = is_stray(story) ? PLACED_WAITING : PLACED_NEW};
	if (!bond->event && is_reprint(out, g, story, bond))
		return;
	ask(g, story);
	if (bond->event) {
		join_bound(out, g, bond->event);
		return;
	}
	find_nearest(g, story, bond);
	if (s->candidates == 0 || !is_near(g, story, &s->candidate[0]))
		return;
	join(out, g, &s->candidate[0], bar);
	if (!is_stray(story))
		propose_merges(out, g);
}

void grouper_propose(struct placement *out, const struct grouper *g, const struct story *story)
{
	grouper_propose_bound(out, g, story, &(struct grouper_bond){0});
}

/* -- round-ups ------------------------------------------------------------------------------ */

/* The event that a part reports; false: none that is known. */
static bool find_part(struct grouper_share *out, const struct grouper *g,
		      const struct roundup_part *part)
{
	struct scratch *s = g->scratch;
	const struct candidate *best = s->candidate;

	ask(g, &part->story);
	find_nearest(g, &part->story, &(struct grouper_bond){0});
	if (s->candidates == 0 || best->mean < PART_BAR ||
	    nearness_shared(s->asked, g->window, best->story) < PART_SHARES)
		return false;
	*out = (struct grouper_share){
		.event = best->number,
		.nearest = window_story(g->window, best->story)->article,
		.share = part->share,
		.similarity = best->mean,
	};
	return true;
}

size_t grouper_shares(struct grouper_share out[ROUNDUP_PARTS], const struct grouper *g,
		      const struct roundup *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct grouper_share one;
		size_t k = 0;

		if (!find_part(&one, g, &r->part[i]))
			continue;
		while (k < count && out[k].event != one.event)
			k++;
		if (k == count)
			out[count++] = one;
		else
			out[k].share += one.share;
	}
	return count < 2 ? 0 : count;
}

/* -- recalling strays ------------------------------------------------------------------------- */

/* Whether the stray is near enough to that event as it is now. */
static bool belongs(struct placement *out, const struct grouper *g, const struct story *stray,
		    const struct story *came, uint32_t event)
{
	struct candidate c = {.event = event, .story = g->event.at[event].story.at[0]};
	struct reprint like;

	if (reprints_are(&like, &stray->fingerprint, &came->fingerprint)) {
		*out = (struct placement){.event = g->event.at[event].number,
					  .how = PLACED_REPRINT,
					  .similarity = like.containment,
					  .nearest = came->article};
		return true;
	}
	ask(g, stray);
	compare(&c, g);
	if (!is_near(g, stray, &c))
		return false;
	join(out, g, &c, g->model.stray);
	return true;
}

static int by_stray(const void *a, const void *b)
{
	const struct recall *x = a, *y = b;

	return x->stray < y->stray ? -1 : x->stray > y->stray;
}

size_t grouper_recall(struct recall out[GROUPER_RECALLS], const struct grouper *g,
		      const struct story *s, uint64_t event)
{
	uint32_t near[GROUPER_RECALLS], place = *number_place(g, event);
	size_t count, found = 0, misses = 0;

	if (is_stray(s) || place == 0)
		return 0;
	count = strays_near(near, GROUPER_RECALLS, g->strays, s);
	for (size_t i = 0; i < count; i++) {
		struct story_term term[LIMIT_STORY_TERMS];
		struct story stray;

		strays_story(&stray, term, g->strays, near[i]);
		if (!belongs(&out[found].placement, g, &stray, s, place - 1)) {
			if (++misses == RECALL_MISSES)
				break;
			continue;
		}
		out[found].article = stray.article;
		out[found++].stray = near[i];
	}
	qsort(out, found, sizeof *out, by_stray);
	return found;
}

void grouper_take(struct grouper *g, const struct recall *r)
{
	struct story_term term[LIMIT_STORY_TERMS];
	struct story stray;

	strays_story(&stray, term, g->strays, r->stray);
	CHECK(hash128_eq(stray.article, r->article));
	grouper_accept(g, &stray, &r->placement);
	strays_take(g->strays, r->stray);
}

void grouper_wait(struct grouper *g, const struct story *s, bool taken)
{
	strays_add(g->strays, s, taken);
}

/* -- accepting --------------------------------------------------------------------------------- */

/* The stories of one event become another's; they stay in order. */
static void move_stories(struct grouper *g, uint32_t from, uint32_t to)
{
	struct event *f = &g->event.at[from], *t = &g->event.at[to];
	size_t a = t->story.len, b = f->story.len, at = a + b;

	if (from == to)
		return;
	for (size_t i = 0; i < b; i++)
		window_story(g->window, f->story.at[i])->event = to;
	VEC_RESERVE(&t->story, at);
	t->story.len = at;
	while (b > 0) {
		bool theirs = a == 0 || f->story.at[b - 1] > t->story.at[a - 1];

		t->story.at[--at] = theirs ? f->story.at[--b] : t->story.at[--a];
	}
	VEC_FREE(&f->story);
	for (size_t i = 0; i < f->side.len; i++)
		VEC_PUSH(&t->side, f->side.at[i]);
	VEC_FREE(&f->side);
}

void grouper_accept(struct grouper *g, const struct story *s, const struct placement *p)
{
	uint32_t event, n;

	if (p->how == PLACED_WAITING) {
		grouper_wait(g, s, false);
		return;
	}
	CHECK(p->event != 0 && p->merge_count <= PLACEMENT_MERGES);
	event = event_index(g, p->event);
	for (size_t i = 0; i < p->merge_count; i++) {
		uint32_t from = *number_place(g, p->merge[i]);

		if (from > 0) /* else all its stories are forgotten */
			move_stories(g, from - 1, event);
	}
	n = window_add(g->window, s, event);
	VEC_PUSH(&g->event.at[event].story, n);
	reprints_add(g->reprints, &s->fingerprint, s->date_ms);
	if (reprints_count(g->reprints) < COPIED_MOST)
		return;
	reprints_forget_first(g->reprints, COPIED_MOST / 2);
	g->unsketched += COPIED_MOST / 2;
}

void grouper_keep_apart(struct grouper *g, uint64_t event, uint64_t side)
{
	uint32_t place = *number_place(g, event);
	struct event *e;

	if (place == 0)
		return;
	e = &g->event.at[place - 1];
	for (size_t i = 0; i < e->side.len; i++)
		if (e->side.at[i] == side)
			return;
	VEC_PUSH(&e->side, side);
}

uint64_t grouper_event_of(const struct grouper *g, size_t story)
{
	return g->event.at[window_story(g->window, (uint32_t)story)->event].number;
}

/* -- forgetting and checking ------------------------------------------------------------------- */

/* Takes out the events that have no story any more. */
static void forget_events(struct grouper *g)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < g->event.len; i++) {
		struct event *e = &g->event.at[i];

		if (e->story.len == 0) {
			VEC_FREE(&e->story);
			VEC_FREE(&e->side);
			continue;
		}
		for (size_t k = 0; k < e->story.len; k++)
			window_story(g->window, e->story.at[k])->event = kept;
		g->event.at[kept++] = *e;
	}
	g->event.len = kept;
	index_numbers(g, g->numbers);
}

/* The stories that stay are the same ones there as in the window. */
static void forget_copied(struct grouper *g, const uint32_t *place, size_t count, int64_t date_ms)
{
	uint32_t unsketched = 0;

	for (size_t i = 0; i < g->unsketched && i < count; i++)
		unsketched += place[i] != WINDOW_NOTHING;
	g->unsketched = unsketched;
	reprints_forget_before(g->reprints, date_ms);
}

void grouper_forget_before(struct grouper *g, int64_t date_ms)
{
	size_t count = window_count(g->window);
	uint32_t *place = window_forget_before(g->window, date_ms);

	forget_copied(g, place, count, date_ms);
	strays_forget_before(g->strays, date_ms);
	for (uint32_t i = 0; i < g->event.len; i++) {
		struct event *e = &g->event.at[i];
		size_t kept = 0;

		for (size_t k = 0; k < e->story.len; k++)
			if (place[e->story.at[k]] != WINDOW_NOTHING)
				e->story.at[kept++] = place[e->story.at[k]];
		e->story.len = kept;
	}
	memory_free(place);
	forget_events(g);
}

void grouper_check(const struct grouper *g)
{
	size_t stories = 0;

	for (uint32_t i = 0; i < g->event.len; i++) {
		const struct event *e = &g->event.at[i];

		CHECK(*number_place(g, e->number) == i + 1);
		for (size_t k = 0; k < e->story.len; k++) {
			CHECK(e->story.at[k] < window_count(g->window));
			CHECK(k == 0 || e->story.at[k - 1] < e->story.at[k]);
			CHECK(window_story(g->window, e->story.at[k])->event == i);
		}
		stories += e->story.len;
	}
	CHECK(stories == window_count(g->window) && g->event.len * 2 <= g->numbers);
	window_check(g->window);
	CHECK(g->unsketched + reprints_count(g->reprints) == window_count(g->window));
	reprints_check(g->reprints);
	strays_check(g->strays);
}
