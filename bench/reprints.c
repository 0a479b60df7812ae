/* bench/reprints.c -- what finding and adding one story costs, by how many are stored.
 *
 *   make bench && build/release/bench/reprints [STORIES]
 *
 * Stories of 600 words drawn from 30,000 by Zipf's law, one in ten a copy of one of the
 * 1,000 before: cut to half, or with every twentieth word another. At 1,000, 10,000 ...
 * stored stories 2,000 more are timed in three steps: fingerprint, find, add. One run,
 * one machine: that it is flat travels, the microseconds do not. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "base/vec.h"
#include "events/reprints.h"

#define WORDS 600
#define LN_VOCABULARY 10.3 /* of 30,000 words */
#define RECENT 1000
#define TIMED 2000
#define FIND 8

struct text {
	uint32_t word[WORDS];
	size_t len;
};

static uint64_t state = 1;

static uint64_t draw(void)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return state >> 33;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Rank r with a chance of about 1 / r: the exponential of an even draw. */
static uint32_t zipf(void)
{
	static uint32_t *rank;
	static const size_t size = 1 << 16;

	if (!rank) {
		double x = 1;

		rank = memory_alloc(size * sizeof *rank);
		for (size_t i = 0; i < size; i++, x *= 1 + LN_VOCABULARY / (double)size)
			rank[i] = (uint32_t)x * 2654435761U;
	}
	return rank[draw() & (size - 1)];
}

/* A fresh text, or a copy of a recent one. */
static void write_text(struct text *out, const struct text *recent, size_t count)
{
	out->len = WORDS;
	if (count < RECENT || draw() % 10) {
		for (size_t i = 0; i < WORDS; i++)
			out->word[i] = zipf();
		return;
	}
	*out = recent[draw() % RECENT];
	if (draw() % 2)
		out->len = out->len / 2 > 100 ? out->len / 2 : out->len;
	else
		for (size_t i = 0; i < out->len; i += 20)
			out->word[i] = zipf();
}

static void print_of(struct fingerprint *out, const struct text *t)
{
	static struct word word[WORDS];
	struct words words = {.at = word, .len = t->len};

	for (size_t i = 0; i < t->len; i++)
		word[i].hash = t->word[i];
	fingerprint_of(out, &words);
}

struct times {
	double print, find, add, worst;
	size_t found;
};

static void one(struct times *sum, struct reprints *r, struct text *recent, size_t n)
{
	struct reprint found[FIND];
	struct fingerprint f;
	struct text text;
	double t[4];

	write_text(&text, recent, n);
	recent[n % RECENT] = text;
	t[0] = now();
	print_of(&f, &text);
	t[1] = now();
	sum->found += reprints_find(found, FIND, r, &f) > 0;
	t[2] = now();
	reprints_add(r, &f, 0);
	t[3] = now();
	sum->print += t[1] - t[0];
	sum->find += t[2] - t[1];
	sum->add += t[3] - t[2];
	if (t[2] - t[1] > sum->worst)
		sum->worst = t[2] - t[1];
}

int main(int argc, char **argv)
{
	size_t most = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000000, n = 0;
	struct text *recent = memory_zalloc(RECENT * sizeof *recent);
	struct reprints *r = reprints_new();

	puts("stored     fingerprint us   find us (worst)   add us   copies found");
	for (size_t stored = 1000; stored <= most; stored *= 10) {
		struct times untimed = {0}, sum = {0};

		while (n < stored)
			one(&untimed, r, recent, n++);
		for (size_t i = 0; i < TIMED; i++)
			one(&sum, r, recent, n++);
		printf("%-10zu %8.1f %14.2f (%.0f) %12.2f %10zu of %d\n", stored,
		       sum.print / TIMED * 1e6, sum.find / TIMED * 1e6, sum.worst * 1e6,
		       sum.add / TIMED * 1e6, sum.found, TIMED);
	}
	reprints_free(r);
	memory_free(recent);
	return 0;
}
