/* events/reprints.c -- buckets in one open table, verified by the sketches.
 *
 * The table holds (key, story) and may hold a key several times; those stand in one run
 * of places, of which the oldest is given up when there are REPRINTS_BUCKET. The place
 * follows from the key by order (its product with a constant, upper bits), so growing
 * is one walk over both tables from front to back. A key is 32 bits of the value: with
 * a million stories a look-up meets a stranger in one of a hundred cases, and comparing
 * tells it apart.
 *
 * Thresholds were fitted on half of AIID's incidents (docs/READING.md). A threshold on
 * resemblance would add nothing: a pair that shares a third of all is half contained. */
#include "events/reprints.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/vec.h"

#define NEAR_WORDS 40     /* shared: two sentences; one is a quote, a law's name, a slogan */
#define CONTAINMENT 0.5F  /* of the shorter's shingles that the longer has */
#define LEAST_SIZE 0.125F /* of the shorter to the longer: a digest of ten stories copies none */
#define SHARED 6          /* shingles of the samples: fewer are chance */
#define FIRST_BITS 12

struct entry {
	uint32_t key, story; /* story + 1; 0: free */
};

struct kept {
	struct fingerprint fingerprint;
	int64_t date_ms;
};

struct reprints {
	VEC(struct kept) story;
	struct entry *table;
	uint32_t bits; /* the table has 2^bits places */
	size_t used;
};

/* -- buckets --------------------------------------------------------------------------- */

static size_t places(const struct reprints *r)
{
	return (size_t)1 << r->bits;
}

static size_t place_of(const struct reprints *r, uint32_t key)
{
	return (uint32_t)(key * 0x9E3779B1U) >> (32 - r->bits);
}

static size_t next_place(const struct reprints *r, size_t at)
{
	return (at + 1) & (places(r) - 1);
}

static void table_new(struct reprints *r, uint32_t bits)
{
	r->bits = bits;
	r->used = 0;
	r->table = memory_zalloc(places(r) * sizeof *r->table);
}

/* The least values of a sketch first: two stories that share much share some of these. */
static size_t keys_of(uint32_t key[REPRINTS_KEYS], const struct fingerprint *f)
{
	size_t n = 0;

	if (f->words)
		key[n++] = (uint32_t)f->exact.lo;
	for (size_t i = 0; i < f->count && n < REPRINTS_KEYS; i++)
		key[n++] = (uint32_t)f->sketch[i];
	return n;
}

static void put(struct reprints *r, struct entry e)
{
	struct entry *oldest = NULL;
	size_t at = place_of(r, e.key), alike = 0;

	for (; r->table[at].story; at = next_place(r, at)) {
		if (r->table[at].key != e.key)
			continue;
		alike++;
		if (!oldest || r->table[at].story < oldest->story)
			oldest = &r->table[at];
	}
	if (alike >= REPRINTS_BUCKET) {
		*oldest = e;
		return;
	}
	r->table[at] = e;
	r->used++;
}

static void grow(struct reprints *r)
{
	struct entry *old = r->table;
	size_t count = places(r);

	table_new(r, r->bits + 1);
	for (size_t i = 0; i < count; i++)
		if (old[i].story)
			put(r, old[i]);
	memory_free(old);
}

static void put_all(struct reprints *r, uint32_t story)
{
	uint32_t key[REPRINTS_KEYS];
	size_t count = keys_of(key, &r->story.at[story].fingerprint);

	while ((r->used + count) * 4 >= places(r) * 3)
		grow(r);
	for (size_t i = 0; i < count; i++)
		put(r, (struct entry){key[i], story + 1});
}

struct reprints *reprints_new(void)
{
	struct reprints *r = memory_zalloc(sizeof *r);

	table_new(r, FIRST_BITS);
	return r;
}

void reprints_free(struct reprints *r)
{
	if (!r)
		return;
	VEC_FREE(&r->story);
	memory_free(r->table);
	memory_free(r);
}

uint32_t reprints_count(const struct reprints *r)
{
	return (uint32_t)r->story.len;
}

void reprints_add(struct reprints *r, const struct fingerprint *f, int64_t date_ms)
{
	CHECK(r->story.len < UINT32_MAX - 1);
	VEC_PUSH(&r->story, ((struct kept){*f, date_ms}));
	put_all(r, (uint32_t)r->story.len - 1);
}

/* -- finding --------------------------------------------------------------------------- */

bool reprints_are(struct reprint *out, const struct fingerprint *a, const struct fingerprint *b)
{
	struct likeness like;
	uint32_t words;

	*out = (struct reprint){0};
	if (a->words && a->words == b->words && hash128_eq(a->exact, b->exact)) {
		*out = (struct reprint){.exact = true, .resemblance = 1, .containment = 1};
		return true;
	}
	fingerprint_compare(&like, a, b);
	out->resemblance = like.resemblance;
	out->containment = like.containment;
	words = a->words < b->words ? a->words : b->words;
	return like.shared >= SHARED && like.containment >= CONTAINMENT &&
	       like.size >= LEAST_SIZE && like.containment * (float)words >= NEAR_WORDS;
}

struct meeting { /* in a bucket */
	uint32_t story;
	bool rare; /* the bucket is not full, or is that of the exact hash */
};

static int by_number(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	return x->story < y->story ? -1 : x->story > y->story;
}

/* The stories of one bucket, to the end of `out`; how many there are then. */
static size_t meet(struct meeting *out, size_t count, const struct reprints *r, uint32_t key,
		   bool exact)
{
	size_t before = count;

	for (size_t at = place_of(r, key); r->table[at].story; at = next_place(r, at))
		if (r->table[at].key == key)
			out[count++].story = r->table[at].story - 1;
	for (size_t i = before; i < count; i++)
		out[i].rare = exact || count - before < REPRINTS_BUCKET;
	return count;
}

/* Stories worth comparing with `f`, ascending. A copy is met in several buckets; who is met
 * once, and where everybody is ("for the first time"), is a stranger. */
static size_t candidates(struct meeting out[REPRINTS_KEYS * REPRINTS_BUCKET],
			 const struct reprints *r, const struct fingerprint *f)
{
	uint32_t key[REPRINTS_KEYS];
	size_t keys = keys_of(key, f), met = 0, kept = 0;

	for (size_t i = 0; i < keys; i++)
		__builtin_prefetch(&r->table[place_of(r, key[i])]);
	for (size_t i = 0; i < keys; i++)
		met = meet(out, met, r, key[i], i == 0);
	qsort(out, met, sizeof *out, by_number);
	for (size_t i = 0, upto; i < met; i = upto) {
		for (upto = i + 1; upto < met && out[upto].story == out[i].story;)
			upto++;
		if (upto - i > 1 || out[i].rare)
			out[kept++] = out[i];
	}
	return kept;
}

static bool is_liker(const struct reprint *a, const struct reprint *b)
{
	if (a->exact != b->exact)
		return a->exact;
	return a->resemblance > b->resemblance;
}

/* Into its place among the likest; what came before stays before its equals. */
static size_t keep_likest(struct reprint *out, size_t count, size_t room, struct reprint one)
{
	size_t at = count;

	while (at > 0 && is_liker(&one, &out[at - 1]))
		at--;
	if (at == room)
		return count;
	if (count < room)
		count++;
	memmove(&out[at + 1], &out[at], (count - 1 - at) * sizeof *out);
	out[at] = one;
	return count;
}

size_t reprints_find(struct reprint *out, size_t room, const struct reprints *r,
		     const struct fingerprint *f)
{
	struct meeting met[REPRINTS_KEYS * REPRINTS_BUCKET];
	size_t count = candidates(met, r, f), found = 0;
	struct reprint one;

	for (size_t i = 0; i < count; i++) {
		if (!reprints_are(&one, f, &r->story.at[met[i].story].fingerprint))
			continue;
		one.story = met[i].story;
		found = keep_likest(out, found, room, one);
	}
	return found;
}

/* -- forgetting and checking ----------------------------------------------------------- */

static void index_again(struct reprints *r)
{
	memory_free(r->table);
	table_new(r, FIRST_BITS);
	for (uint32_t i = 0; i < r->story.len; i++)
		put_all(r, i);
}

void reprints_forget_before(struct reprints *r, int64_t date_ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->story.len; i++)
		if (r->story.at[i].date_ms == 0 || r->story.at[i].date_ms >= date_ms)
			r->story.at[kept++] = r->story.at[i];
	r->story.len = kept;
	index_again(r);
}

void reprints_forget_first(struct reprints *r, uint32_t count)
{
	size_t kept = r->story.len > count ? r->story.len - count : 0;

	memmove(r->story.at, r->story.at + (r->story.len - kept), kept * sizeof *r->story.at);
	r->story.len = kept;
	index_again(r);
}

void reprints_check(const struct reprints *r)
{
	size_t used = 0;

	for (size_t i = 0; i < places(r); i++) {
		struct entry e = r->table[i];
		size_t alike = 0, at = place_of(r, e.key);
		bool has = false;
		uint32_t key[REPRINTS_KEYS];

		if (!e.story)
			continue;
		used++;
		CHECK(e.story <= r->story.len);
		for (size_t k = keys_of(key, &r->story.at[e.story - 1].fingerprint); k > 0; k--)
			has = has || key[k - 1] == e.key;
		CHECK(has);
		for (; at != i; at = next_place(r, at)) {
			CHECK(r->table[at].story);
			alike += r->table[at].key == e.key;
		}
		CHECK(alike < REPRINTS_BUCKET);
	}
	CHECK(used == r->used && used * 4 < places(r) * 3);
}
