/* bench/group.c -- what placing one story costs, with how many stored.
 *
 *   make bench && build/release/bench/group [STORIES]      1000000 unless told
 *
 * Stories are made of terms as news has them: COMMON from the background (each as often as
 * it stands in real texts), three quarters of OF_EVENT that belong to the story's event,
 * OWN of its own. Of the last two kinds a part was never seen before, some 8 a story (of
 * 1,000 real articles the last bring 22 each, and it halves whenever there are four times
 * as many); the rest is drawn from the background evenly. Two thirds report an event of the
 * last weeks, a few one of long ago. They are taken in with the event they were made for;
 * beside each comes a stray, so that as many wait as may, and each that is measured recalls;
 * at 10,000, 100,000 and so on MEASURED more are placed and taken in, by the processor's
 * clock, so that a busy machine does not count. Memory is what the process holds, less what
 * it held before the first. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "events/grouper.h"

#define MEASURED 4000
#define COMMON 170
#define OF_EVENT 40
#define OF_EVENT_NEW 12
#define OWN 15
#define OWN_NEW 4
#define HEAD 12 /* bytes before the table of terms: events/background.c */
#define DRAWS 1048576

extern const struct embedded grouping_file[];

struct maker {
	struct random random;
	uint32_t *draw;  /* upper halves of terms, as often as they are common */
	struct str even; /* each once, in the table's form */
	uint64_t stories, events;
	struct story_term term[LIMIT_STORY_TERMS];
};

static uint32_t u32_at(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.at + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t background_term(uint32_t upper)
{
	return (uint64_t)upper << 32 | upper * 2654435761U;
}

/* A long list of terms in which each stands in proportion to its texts. */
static uint32_t *make_draws(struct str *even)
{
	uint32_t *draw = memory_alloc(DRAWS * sizeof *draw);
	const struct embedded *f = grouping_file;
	double sum = 0, all = 0;
	size_t terms, at = 0;

	while (f->name && !str_eq(str_of(f->name), STR("background.df")))
		f++;
	terms = u32_at(f->bytes, 4);
	*even = str_cut(f->bytes, HEAD, HEAD + terms * 4);
	for (int round = 0; round < 2; round++) {
		sum = 0;
		for (size_t i = 0; i < terms; i++) {
			uint8_t level = (uint8_t)f->bytes.at[HEAD + terms * 4 + i];

			sum += (double)(1 << (level / 8));
			while (round && at < DRAWS && (double)at < sum / all * DRAWS)
				draw[at++] = u32_at(f->bytes, HEAD + i * 4);
		}
		all = sum;
	}
	while (at < DRAWS)
		draw[at++] = draw[0];
	return draw;
}

static int by_term(const void *a, const void *b)
{
	const struct story_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

static void add_term(struct maker *m, size_t *n, uint64_t term)
{
	static const uint8_t kinds[] = {STORY_WORD, STORY_WORD, STORY_WORD,   STORY_NAME,
					STORY_NAME, STORY_FULL, STORY_NUMBER, STORY_DAY};
	uint32_t r = random_u32(&m->random);

	if (*n < LIMIT_STORY_TERMS)
		m->term[(*n)++] = (struct story_term){
			.term = term,
			.weight = (float)(8 + r % 24) / STORY_STEPS,
			.kind = kinds[term % sizeof kinds],
			.place = (uint8_t)(r >> 8 & 15) == 0 ? STORY_IN_TITLE : 0};
}

/* An event for the next story: recent and popular ones rather than others. */
static uint64_t choose_event(struct maker *m)
{
	uint32_t r = random_below(&m->random, 100);
	uint64_t back = m->events < 3000 ? m->events : 3000;

	if (m->events == 0 || r < 33)
		return ++m->events;
	if (r < 36) /* a follow-up, long after */
		return 1 + random_below(&m->random, (uint32_t)m->events);
	back = 1 + (uint64_t)((double)back * random_unit(&m->random) * random_unit(&m->random));
	return m->events - (back > m->events - 1 ? m->events - 1 : back);
}

/* A term of event or story `id`: one that was never seen, or any of the background. */
static uint64_t special(const struct maker *m, const uint64_t *id, size_t bytes, uint64_t n,
			uint64_t fresh)
{
	uint64_t h = hash64((struct str){(const char *)id, bytes}, n);

	return n < fresh ? h : background_term(u32_at(m->even, h % (m->even.len / 4) * 4));
}

static void make(struct story *out, uint64_t *event, struct maker *m)
{
	uint64_t id[2] = {0, ++m->stories};
	size_t n = 0, kept = 0;

	*event = choose_event(m);
	id[0] = *event;
	for (int i = 0; i < COMMON; i++) {
		uint32_t upper = m->draw[random_below(&m->random, DRAWS)];

		add_term(m, &n, background_term(upper));
	}
	for (uint64_t i = 0; i < OF_EVENT; i++)
		if (random_below(&m->random, 4) > 0)
			add_term(m, &n, special(m, id, 8, i, OF_EVENT_NEW));
	for (uint64_t i = 0; i < OWN; i++)
		add_term(m, &n, special(m, id, 16, i, OWN_NEW));
	qsort(m->term, n, sizeof *m->term, by_term);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || m->term[kept - 1].term != m->term[i].term)
			m->term[kept++] = m->term[i];
	*out = (struct story){.article = {m->stories, 1},
			      .date_ms = (int64_t)m->stories * 100000,
			      .term = m->term,
			      .term_count = kept};
	out->fingerprint.exact = (struct hash128){2, m->stories};
	out->fingerprint.words = 600;
	out->fingerprint.count = LIMIT_SKETCH;
	for (uint64_t i = 0; i < LIMIT_SKETCH; i++) /* ascending; those of no other story */
		out->fingerprint.sketch[i] =
			(i << 32) + (uint32_t)hash64((struct str){(char *)id, 16}, i);
}

/* One that waits, of some event: the pool is full of such. */
static void make_stray(struct grouper *g, struct maker *m)
{
	struct placement p = {.how = PLACED_WAITING};
	uint64_t event, events = m->events;
	struct story s;

	make(&s, &event, m);
	m->events = events;
	s.label = LABEL_UNRELATED;
	grouper_accept(g, &s, &p);
}

static double megabytes(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long total = 0, resident = 0;

	if (f && fscanf(f, "%ld %ld", &total, &resident) != 2)
		resident = 0;
	if (f)
		fclose(f);
	return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static int64_t used_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void measure(struct grouper *g, struct maker *m, uint64_t stored, double before)
{
	static int64_t took[MEASURED];
	struct recall recalled[GROUPER_RECALLS];
	size_t right = 0, reports = 0, terms = 0;

	for (size_t i = 0; i < MEASURED; i++) {
		uint64_t event, known;
		struct placement p;
		struct story s;
		int64_t from;

		make_stray(g, m);
		known = m->events;
		make(&s, &event, m);
		terms += s.term_count;
		from = used_us();
		grouper_propose(&p, g, &s);
		reports += event <= known;
		right += event <= known && p.event == event;
		p = (struct placement){.event = event};
		grouper_accept(g, &s, &p);
		grouper_recall(recalled, g, &s, event);
		took[i] = used_us() - from;
	}
	qsort(took, MEASURED, sizeof *took, by_time);
	printf("%9llu %10lld %10lld %10lld %8.0f %8.1f %% %6.0f\n", (unsigned long long)stored,
	       (long long)took[MEASURED / 2], (long long)took[MEASURED * 99 / 100],
	       (long long)took[MEASURED - 1], megabytes() - before,
	       100.0 * (double)right / (double)reports, (double)terms / MEASURED);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	uint64_t most = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000, next = 10000;
	uint64_t stored = 0;
	struct maker m = {0};
	struct grouper *g = grouper_new();
	double before = megabytes();

	m.draw = make_draws(&m.even);
	random_seed(&m.random, 1);
	printf("   stored  median us     p99 us    most us       MB  its event  terms\n");
	while (stored < most) {
		struct placement p = {0};
		struct story s;

		make(&s, &p.event, &m);
		grouper_accept(g, &s, &p);
		make_stray(g, &m);
		if (++stored == next || stored == most) {
			measure(g, &m, stored, before);
			next *= 10;
		}
	}
	grouper_free(g);
	memory_free(m.draw);
	return 0;
}
