/* text/fingerprint.c -- one walk over the words for both prints.
 *
 * The sketch keeps the least LIMIT_SKETCH hashes (Broder's "bottom" sample). Two full
 * sketches of texts of different length reach up to different hashes; only as far as
 * both reach do they say something about each other. In that range each is a fair
 * sample of its text, so counting there gives all estimates: with 64 and texts of equal
 * length the error of a half is six per cent; of a text that is contained in another
 * all samples in the range are shared, and the estimate of 1 has no error at all. */
#include "text/fingerprint.h"

#include <stdlib.h>

#include "base/memory.h"

#define SHINGLE 4 /* words; docs/READING.md has what other lengths give */
#define SEED 7

static int ascending(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Sorts, takes out doubles, keeps the least. */
static size_t least(uint64_t *hash, size_t count)
{
	size_t kept = 0;

	qsort(hash, count, sizeof *hash, ascending);
	for (size_t i = 0; i < count && kept < LIMIT_SKETCH; i++)
		if (i == 0 || hash[i] != hash[i - 1])
			hash[kept++] = hash[i];
	return kept;
}

static void sketch(struct fingerprint *out, const uint32_t *word, size_t words)
{
	uint64_t pool[LIMIT_SKETCH * 4], most = UINT64_MAX;
	size_t count = 0;

	for (size_t i = 0; i + SHINGLE <= words; i++) {
		uint64_t h =
			hash64((struct str){(const char *)&word[i], SHINGLE * sizeof *word}, SEED);

		if (h > most)
			continue;
		pool[count++] = h;
		if (count < sizeof pool / sizeof *pool)
			continue;
		count = least(pool, count);
		most = count == LIMIT_SKETCH ? pool[count - 1] : UINT64_MAX;
	}
	out->count = (uint32_t)least(pool, count);
	memcpy(out->sketch, pool, out->count * sizeof *pool);
}

void fingerprint_of(struct fingerprint *out, const struct words *words)
{
	size_t n = words->len;
	uint32_t *hash = memory_alloc((n + 1) * sizeof *hash);

	*out = (struct fingerprint){.words = (uint32_t)n};
	for (size_t i = 0; i < n; i++)
		hash[i] = words->at[i].hash;
	out->exact = hash128((struct str){(const char *)hash, n * sizeof *hash});
	sketch(out, hash, n);
	memory_free(hash);
}

/* How far a sketch reaches. */
static uint64_t reach(const struct fingerprint *f)
{
	return f->count == LIMIT_SKETCH ? f->sketch[LIMIT_SKETCH - 1] : UINT64_MAX;
}

void fingerprint_compare(struct likeness *out, const struct fingerprint *a,
			 const struct fingerprint *b)
{
	uint64_t most = reach(a) < reach(b) ? reach(a) : reach(b);
	uint32_t i = 0, j = 0, shared = 0, fewer, more;

	*out = (struct likeness){0};
	while (i < a->count && j < b->count && a->sketch[i] <= most && b->sketch[j] <= most) {
		uint64_t x = a->sketch[i], y = b->sketch[j];

		shared += x == y;
		i += x <= y;
		j += y <= x;
	}
	while (i < a->count && a->sketch[i] <= most)
		i++;
	while (j < b->count && b->sketch[j] <= most)
		j++;
	fewer = i < j ? i : j;
	more = i < j ? j : i;
	if (fewer == 0)
		return;
	*out = (struct likeness){.resemblance = (float)shared / (float)(i + j - shared),
				 .containment = (float)shared / (float)fewer,
				 .size = (float)fewer / (float)more,
				 .shared = shared};
}
