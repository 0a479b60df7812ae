/* events/window.c -- stories in columns, terms in a table, postings in blocks.
 *
 * For a million stories every byte of a term counts 200 million times. So a term is kept
 * once, under a number, and a story is a run of numbers and a run of bytes (weight and
 * place) in chunks that never move; growing never holds two copies of anything large.
 *
 * Only the WINDOW_TELLING terms of a story that tell most (how often it says them, by how
 * rare they are) are indexed. They are enough to *find* an event's stories; how near two
 * stories are is measured on all their terms afterwards (events/nearness.c).
 *
 * The index's lists (events/postings.h) lead from the newest story back. They are walked
 * rarest term first until WINDOW_WALK entries were seen.
 *
 * What a story's 200 terms need lies anywhere in two gigabytes. So it is asked for in rounds
 * (first all slots, then all terms, then all lists): waits for memory overlap.
 *
 * A term's rarity counts its texts in a background of news, where "Tesla" is rare, and
 * among the stories seen, where it is not; the second count grows with the archive and
 * soon rules. Rarities enter lengths and products with the power 1.5. */
#include "events/window.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/sort.h"
#include "events/background.h"
#include "events/postings.h"

#define WINDOW_TELLING 48 /* terms indexed of a story; 24 find 1 % fewer of its event */
#define WINDOW_WALK 3000  /* entries looked at for one story: a third of a millisecond */
#define AMONG_TEXTS 0.1F  /* what a text of the background counts against a story seen */
#define RARE_LEAST 0.001F
#define CACHE_LINE 64
#define CHUNK 3000000 /* terms of stories in one allocation: 15 MB, touched as they come */

struct term {
	uint64_t hash;
	uint32_t stories; /* in how many it stands */
	uint32_t list;    /* of the newest of them */
	float texts;      /* in the background */
	uint8_t kind;
};

struct chunk {
	uint32_t term[CHUNK];
	uint8_t byte[CHUNK];
};

struct near {       /* of one search */
	float *sum; /* by story */
	size_t cap;
	uint32_t entry[WINDOW_WALK]; /* of the lists, one after another */
	size_t end[WINDOW_TELLING];  /* of each list */
	uint32_t touched[WINDOW_WALK];
};

struct window {
	VEC(struct window_story) story;
	VEC(struct term) term;
	uint32_t *slot; /* open addressing into term[], number + 1 */
	size_t slots;   /* a power of two */
	struct postings *postings;
	VEC(struct chunk *) chunk;
	uint32_t filled; /* of all chunks together */
	struct near *near;
};

/* -- terms ------------------------------------------------------------------------------- */

static size_t first_slot(const struct window *w, uint64_t hash)
{
	return (hash * 0x9E3779B97F4A7C15ULL >> 20) & (w->slots - 1);
}

static uint32_t *slot_of(const struct window *w, uint64_t hash)
{
	size_t at = first_slot(w, hash);

	while (w->slot[at] && w->term.at[w->slot[at] - 1].hash != hash)
		at = (at + 1) & (w->slots - 1);
	return &w->slot[at];
}

static void grow_slots(struct window *w)
{
	size_t bytes;

	w->slots = w->slots ? w->slots * 2 : 4096;
	bytes = w->slots * sizeof *w->slot;
	memory_free(w->slot);
	w->slot = bytes < MEMORY_LARGE_PAGE ? memory_alloc(bytes) : memory_large(bytes);
	memset(w->slot, 0, bytes);
	for (uint32_t i = 0; i < w->term.len; i++)
		*slot_of(w, w->term.at[i].hash) = i + 1;
}

/* Asks for all of a story's terms. */
static void expect(const struct window *w, const struct story *s)
{
	for (size_t i = 0; i < s->term_count; i++)
		__builtin_prefetch(&w->slot[first_slot(w, s->term[i].term)]);
	for (size_t i = 0; i < s->term_count; i++) {
		uint32_t slot = w->slot[first_slot(w, s->term[i].term)];

		if (slot)
			__builtin_prefetch(&w->term.at[slot - 1]);
	}
}

static uint32_t term_number(struct window *w, uint64_t hash, uint8_t kind)
{
	uint32_t *slot = slot_of(w, hash);

	if (*slot)
		return *slot - 1;
	VEC_PUSH(&w->term, ((struct term){.hash = hash,
					  .list = POSTINGS_NONE,
					  .kind = kind,
					  .texts = (float)background_count(hash)}));
	*slot = (uint32_t)w->term.len;
	if (w->term.len * 2 > w->slots)
		grow_slots(w);
	return (uint32_t)w->term.len - 1;
}

static void post(struct window *w, struct term *t, uint32_t story)
{
	t->list = postings_add(w->postings, t->list, t->stories, story);
}

/* -- life -------------------------------------------------------------------------------- */

struct window *window_new(void)
{
	struct window *w = memory_zalloc(sizeof *w);

	w->near = memory_zalloc(sizeof *w->near);
	w->postings = postings_new();
	grow_slots(w);
	return w;
}

static void free_inside(struct window *w)
{
	for (size_t i = 0; i < w->chunk.len; i++)
		memory_free(w->chunk.at[i]);
	VEC_FREE(&w->chunk);
	VEC_FREE(&w->story);
	VEC_FREE(&w->term);
	postings_free(w->postings);
	memory_free(w->slot);
	memory_free(w->near->sum);
	memory_free(w->near);
}

void window_free(struct window *w)
{
	if (!w)
		return;
	free_inside(w);
	memory_free(w);
}

size_t window_count(const struct window *w)
{
	return w->story.len;
}

struct window_story *window_story(const struct window *w, uint32_t n)
{
	return &w->story.at[n];
}

struct window_terms window_terms(const struct window *w, uint32_t n)
{
	const struct window_story *s = &w->story.at[n];
	const struct chunk *c;

	if (s->term_count == 0)
		return (struct window_terms){0};
	c = w->chunk.at[s->first / CHUNK];
	return (struct window_terms){c->term + s->first % CHUNK, c->byte + s->first % CHUNK,
				     s->term_count};
}

/* In two rounds: where a story's terms lie stands in the story. */
void window_expect(const struct window *w, const uint32_t *story, size_t count)
{
	for (size_t i = 0; i < count; i++)
		__builtin_prefetch(&w->story.at[story[i]]);
	for (size_t i = 0; i < count; i++) {
		struct window_terms terms = window_terms(w, story[i]);
		const char *at = (const char *)terms.term;

		for (size_t k = 0; k < terms.len * sizeof *terms.term; k += CACHE_LINE)
			__builtin_prefetch(at + k);
		for (size_t k = 0; k < terms.len; k += CACHE_LINE)
			__builtin_prefetch(terms.byte + k);
	}
}

/* -- worth ------------------------------------------------------------------------------- */

/* Never nothing: a count may be rounded up beyond all. */
static float rarity(float all, float with)
{
	return with < all ? logf(all / with) + RARE_LEAST : RARE_LEAST;
}

struct telling {
	float worth;
	uint32_t term, at;
};

/* The most telling first; those that are not known yet stay as they lay. */
SORT_OF(struct telling, sort_telling,
	a->worth != b->worth ? a->worth > b->worth
	: a->term != b->term ? a->term < b->term
			     : a->at < b->at)

static void order(struct window_worth *out, const struct window_worth *worth, size_t count)
{
	struct telling telling[LIMIT_STORY_TERMS];

	for (uint32_t i = 0; i < count; i++)
		telling[i] = (struct telling){worth[i].weight * worth[i].large, worth[i].term, i};
	sort_telling(telling, count);
	for (size_t i = 0; i < count; i++)
		out[i] = worth[telling[i].at];
}

void window_weigh(struct window_worth *out, const struct window *w, const struct story *s)
{
	struct window_worth worth[LIMIT_STORY_TERMS];
	float texts = (float)background_texts(), seen = (float)w->story.len + 1;

	expect(w, s);
	for (size_t i = 0; i < s->term_count; i++) {
		uint32_t slot = *slot_of(w, s->term[i].term);
		const struct term *t = slot ? &w->term.at[slot - 1] : NULL;
		float back = t ? t->texts : (float)background_count(s->term[i].term);
		float here = t ? (float)t->stories + 1 : 1;

		worth[i] = (struct window_worth){
			.term = slot ? slot - 1 : WINDOW_NOTHING,
			.large = rarity(texts + seen, back + here),
			.among = rarity(texts * AMONG_TEXTS + seen, back * AMONG_TEXTS + here),
			.weight = s->term[i].weight,
			.kind = s->term[i].kind,
			.place = s->term[i].place};
	}
	order(out, worth, s->term_count);
}

size_t window_weigh_stored(struct window_worth *out, const struct window *w, uint32_t n)
{
	float texts = (float)background_texts(), seen = (float)w->story.len;
	struct window_terms terms = window_terms(w, n);

	for (size_t i = 0; i < terms.len; i++)
		__builtin_prefetch(&w->term.at[terms.term[i]]);
	for (size_t i = 0; i < terms.len; i++) {
		const struct term *t = &w->term.at[terms.term[i]];
		float here = (float)t->stories;

		out[i] = (struct window_worth){
			.term = terms.term[i],
			.large = rarity(texts + seen, t->texts + here),
			.among = rarity(texts * AMONG_TEXTS + seen, t->texts * AMONG_TEXTS + here),
			.weight = (float)(terms.byte[i] >> 2) / STORY_STEPS,
			.kind = t->kind,
			.place = terms.byte[i] & 3};
	}
	return terms.len;
}

void window_lengths(float out[WINDOW_LENGTHS], const struct window_worth *worth, size_t count)
{
	float square[WINDOW_LENGTHS] = {0};

	for (size_t i = 0; i < count; i++) {
		const struct window_worth *t = &worth[i];
		float rare = t->large * sqrtf(t->large);
		float large = t->weight * rare;
		float among = t->weight * t->among * sqrtf(t->among);

		square[WINDOW_ALL] += large * large;
		square[WINDOW_AMONG] += among * among;
		if (t->kind == STORY_NUMBER)
			square[WINDOW_NUMBER] += large * large;
		else if (t->kind == STORY_DAY)
			square[WINDOW_DAY] += large * large;
		else if (t->kind == STORY_YEAR)
			square[WINDOW_YEAR] += large * large;
		if (t->place & STORY_IN_TITLE)
			square[WINDOW_TITLE] += rare;
	}
	for (int i = 0; i < WINDOW_LENGTHS; i++)
		out[i] = i == WINDOW_TITLE ? square[i] : sqrtf(square[i]);
}

/* -- near -------------------------------------------------------------------------------- */

/* Reads the lists of the most telling terms into entry[]; how many terms. */
static size_t walk(struct near *near, const struct window *w, const struct window_worth *worth,
		   size_t count)
{
	size_t read = 0, k;

	count = count < WINDOW_TELLING ? count : WINDOW_TELLING;
	for (k = 0; k < count; k++)
		if (worth[k].term != WINDOW_NOTHING)
			postings_expect(w->postings, w->term.at[worth[k].term].list);
	for (k = 0; k < count && read < WINDOW_WALK; k++) {
		size_t from = read;

		if (worth[k].term != WINDOW_NOTHING)
			read += postings_read(near->entry + read, WINDOW_WALK - read, w->postings,
					      w->term.at[worth[k].term].list);
		for (size_t i = from; i < read; i++)
			__builtin_prefetch(&near->sum[near->entry[i]], 1);
		near->end[k] = read;
	}
	return k;
}

/* Adds up what each story shares; how many stories. */
static size_t add_up(struct near *near, const struct window_worth *worth, size_t terms)
{
	size_t touched = 0;

	for (size_t k = 0, i = 0; k < terms; k++) {
		float one = worth[k].weight * worth[k].large * worth[k].large;

		for (; i < near->end[k]; i++) {
			uint32_t n = near->entry[i];

			if (near->sum[n] == 0)
				near->touched[touched++] = n;
			near->sum[n] += one;
		}
	}
	return touched;
}

struct found {
	float sum;
	uint32_t story;
};

static bool before(struct found a, struct found b)
{
	return a.sum != b.sum ? a.sum > b.sum : a.story > b.story;
}

/* A heap of the best, the worst of them on top. */
static void sink(struct found *heap, size_t len)
{
	for (size_t at = 0, child; (child = at * 2 + 1) < len; at = child) {
		struct found keep = heap[at];

		if (child + 1 < len && before(heap[child], heap[child + 1]))
			child++;
		if (!before(keep, heap[child]))
			return;
		heap[at] = heap[child];
		heap[child] = keep;
	}
}

static int by_sum(const void *a, const void *b)
{
	return before(*(const struct found *)a, *(const struct found *)b) ? -1 : 1;
}

static int by_least(const void *a, const void *b)
{
	return -by_sum(a, b);
}

size_t window_near(uint32_t *out, size_t most, const struct window *w,
		   const struct window_worth *worth, size_t count)
{
	struct near *near = w->near;
	struct found heap[LIMIT_CANDIDATES];
	size_t touched, len = 0, old = near->cap;

	CHECK(most <= LIMIT_CANDIDATES);
	near->sum = memory_array(near->sum, &near->cap, w->story.len + 1, sizeof *near->sum);
	memset(near->sum + old, 0, (near->cap - old) * sizeof *near->sum);
	touched = add_up(near, worth, walk(near, w, worth, count));
	for (size_t i = 0; i < touched; i++) {
		struct found f = {near->sum[near->touched[i]], near->touched[i]};

		near->sum[f.story] = 0;
		if (len < most) {
			heap[len++] = f;
			if (len == most)
				qsort(heap, len, sizeof *heap, by_least);
		} else if (before(f, heap[0])) {
			heap[0] = f;
			sink(heap, len);
		}
	}
	qsort(heap, len, sizeof *heap, by_sum);
	for (size_t i = 0; i < len; i++)
		out[i] = heap[i].story;
	return len;
}

/* -- taking in and forgetting ------------------------------------------------------------- */

/* Room for a story's terms in one chunk; its first place. */
static uint32_t room(struct window *w, size_t terms)
{
	CHECK(terms <= LIMIT_STORY_TERMS);
	if (terms > w->chunk.len * CHUNK - w->filled) {
		size_t bytes = sizeof(struct chunk);
		struct chunk *c = w->chunk.len ? memory_large(bytes) : memory_alloc(bytes);

		w->filled = (uint32_t)w->chunk.len * CHUNK;
		VEC_PUSH(&w->chunk, c);
	}
	w->filled += (uint32_t)terms;
	return w->filled - (uint32_t)terms;
}

static void put_term(struct window *w, uint32_t place, uint32_t number, uint8_t byte)
{
	struct chunk *c = w->chunk.at[place / CHUNK];

	c->term[place % CHUNK] = number;
	c->byte[place % CHUNK] = byte;
}

uint32_t window_add(struct window *w, const struct story *s, uint32_t event)
{
	struct window_worth worth[LIMIT_STORY_TERMS];
	struct window_story n = {.article = s->article,
				 .words = s->fingerprint.words,
				 .date_ms = s->date_ms,
				 .event = event,
				 .term_count = (uint32_t)s->term_count};

	CHECK(w->story.len < WINDOW_NOTHING);
	expect(w, s);
	for (size_t i = 0; i < s->term_count; i++)
		term_number(w, s->term[i].term, s->term[i].kind);
	window_weigh(worth, w, s);
	window_lengths(n.length, worth, s->term_count);
	n.first = room(w, s->term_count);
	for (uint32_t i = 0; i < s->term_count; i++) {
		struct term *t = &w->term.at[worth[i].term];

		put_term(
			w, n.first + i, worth[i].term,
			(uint8_t)((unsigned)(worth[i].weight * STORY_STEPS) << 2 | worth[i].place));
		t->stories++;
		if (i < WINDOW_TELLING)
			post(w, t, (uint32_t)w->story.len);
	}
	VEC_PUSH(&w->story, n);
	return (uint32_t)w->story.len - 1;
}

/* One story of another window, as it is there; its terms lie most telling first. */
static void copy_story(struct window *to, const struct window *from, uint32_t number)
{
	struct window_terms terms = window_terms(from, number);
	struct window_story n = *window_story(from, number);

	n.first = room(to, terms.len);
	for (uint32_t i = 0; i < terms.len; i++) {
		const struct term *old = &from->term.at[terms.term[i]];
		uint32_t t = term_number(to, old->hash, old->kind);

		put_term(to, n.first + i, t, terms.byte[i]);
		to->term.at[t].stories++;
		if (i < WINDOW_TELLING)
			post(to, &to->term.at[t], (uint32_t)to->story.len);
	}
	VEC_PUSH(&to->story, n);
}

/* Forgets the stories before number `first`, and those dated before. */
static uint32_t *forget(struct window *w, uint32_t first, int64_t date_ms)
{
	struct window *kept = window_new();
	uint32_t *place = memory_alloc((w->story.len + 1) * sizeof *place);

	for (uint32_t i = 0; i < w->story.len; i++) {
		int64_t date = w->story.at[i].date_ms;

		place[i] = WINDOW_NOTHING;
		if (i < first || (date != 0 && date < date_ms))
			continue;
		place[i] = (uint32_t)kept->story.len;
		copy_story(kept, w, i);
	}
	free_inside(w);
	*w = *kept;
	memory_free(kept);
	return place;
}

uint32_t *window_forget_before(struct window *w, int64_t date_ms)
{
	return forget(w, 0, date_ms);
}

uint32_t *window_forget_first(struct window *w, uint32_t count)
{
	return forget(w, count, INT64_MIN);
}

SORT_OF(struct story_term, sort_by_hash, a->term < b->term)

size_t window_stored(struct story_term *out, const struct window *w, uint32_t n)
{
	struct window_terms terms = window_terms(w, n);

	for (size_t i = 0; i < terms.len; i++)
		__builtin_prefetch(&w->term.at[terms.term[i]]);
	for (size_t i = 0; i < terms.len; i++)
		out[i] = (struct story_term){.term = w->term.at[terms.term[i]].hash,
					     .weight = (float)(terms.byte[i] >> 2) / STORY_STEPS,
					     .kind = w->term.at[terms.term[i]].kind,
					     .place = terms.byte[i] &
						      (STORY_IN_TITLE | STORY_IN_LEAD)};
	sort_by_hash(out, terms.len);
	return terms.len;
}

/* -- checking ---------------------------------------------------------------------------- */

static size_t check_list(const struct window *w, const struct term *t)
{
	uint32_t *story = memory_alloc((t->stories + 1) * sizeof *story);
	size_t listed = postings_read(story, t->stories + 1, w->postings, t->list);

	CHECK(listed <= t->stories);
	for (size_t i = 0; i < listed; i++)
		CHECK(story[i] < w->story.len && (i == 0 || story[i] < story[i - 1]));
	memory_free(story);
	return listed;
}

void window_check(const struct window *w)
{
	uint32_t *stories = memory_zalloc((w->term.len + 1) * sizeof *stories);
	size_t listed = 0, telling = 0;

	for (uint32_t i = 0; i < w->story.len; i++) {
		struct window_terms terms = window_terms(w, i);

		CHECK(w->story.at[i].first % CHUNK + terms.len <= CHUNK);
		telling += terms.len < WINDOW_TELLING ? terms.len : WINDOW_TELLING;
		for (size_t k = 0; k < terms.len; k++) {
			CHECK(terms.term[k] < w->term.len && terms.byte[k] >> 2 > 0);
			stories[terms.term[k]]++;
		}
	}
	for (size_t i = 0; i < w->term.len; i++) {
		CHECK(*slot_of(w, w->term.at[i].hash) == i + 1);
		CHECK(w->term.at[i].stories == stories[i]);
		listed += check_list(w, &w->term.at[i]);
	}
	CHECK(listed == telling && w->term.len * 2 <= w->slots);
	for (size_t i = 0; i < w->near->cap; i++)
		CHECK(w->near->sum[i] == 0);
	memory_free(stories);
}
