/* bench/judge.c -- articles a second through the judge, beside `wc -w` on the same text.
 *
 *   make bench && build/release/bench/judge [ARTICLES [THREADS [AI_PERCENT]]]
 *
 * Articles of 4 KB are made from fixed sentences about everyday news; some per cent
 * (10 unless told) are about AI systems and harm, more than in a day's press. They are made first,
 * then judged by all threads; then `wc -w` (C locale) counts the same bytes from a file in memory.
 * Then one thread takes the articles about AI through the judge step by step. One run, one machine:
 * only the ratios travel. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/threads.h"
#include "judge/facets.h"
#include "judge/features.h"
#include "judge/grounds.h"
#include "judge/involvement.h"
#include "judge/judge.h"
#include "judge/linear.h"
#include "judge/matcher.h"
#include "judge/pack.h"
#include "judge/particulars.h"
#include "judge/rationale.h"
#include "judge/realised.h"
#include "judge/severity.h"

#define BYTES 4096

static const char *const PLAIN[] = {
	"The council met on Tuesday evening to discuss the budget for the coming year. ",
	"Heavy rain is expected across the northern counties until the weekend. ",
	"Shares in the retailer rose by three per cent after it reported strong sales. ",
	"The striker scored twice in the second half and left the pitch to loud applause. ",
	"Residents said that the new bus line had made the way to work much shorter. ",
	"A spokeswoman for the hospital said that all patients had been moved in time. ",
	"The museum will show two hundred drawings, many of them for the first time. ",
	"Farmers hope that prices for wheat and barley will hold through the autumn. ",
	"The minister declined to say when the bridge would be open to traffic again. ",
	"Police asked drivers who passed the crossing at about nine to come forward. ",
	"The band plays its last concert in Leeds before a long break from touring. ",
	"Unemployment fell slightly in March, the statistics office said on Friday. "};
static const char *const ABOUT_AI[] = {
	"A self-driving car struck a cyclist who was crossing the avenue, police said. ",
	"Regulators warned that the chatbot could give dangerous advice to teenagers. ",
	"The lawsuit alleges that the hiring algorithm discriminated against older women. ",
	"Facial recognition led to the wrongful arrest of a man who was miles away. ",
	"The company said it had paused the system while engineers look at the fault. ",
	"Researchers tricked the driver assistance system with stickers on the road. "};
#define COUNT(a) (sizeof(a) / sizeof *(a))

struct share {
	const struct pack *pack;
	const struct article *article;
	size_t from, upto, found;
};

static uint64_t draw(uint64_t *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return *state >> 33;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void make(struct article *a, struct arena *arena, uint64_t *state, uint64_t ai_percent)
{
	char *text = arena_alloc(arena, BYTES + 200);
	size_t len = 0;
	bool ai = draw(state) % 100 < ai_percent;

	while (len < BYTES) {
		const char *s = ai && draw(state) % 3 == 0 ? ABOUT_AI[draw(state) % COUNT(ABOUT_AI)]
							   : PLAIN[draw(state) % COUNT(PLAIN)];

		memcpy(text + len, s, strlen(s));
		len += strlen(s);
	}
	const char *title =
		ai ? ABOUT_AI[draw(state) % COUNT(ABOUT_AI)] : PLAIN[draw(state) % COUNT(PLAIN)];

	*a = (struct article){
		.id = STR("x"), .field = {str_of(title), {text, len}}, .lang = STR("en")};
}

static void work(void *payload)
{
	struct share *s = payload;
	struct judge *judge = judge_new(s->pack);
	struct arena *arena = arena_new();

	for (size_t i = s->from; i < s->upto; i++) {
		struct verdict v;

		arena_reset(arena);
		judge_article(&v, judge, arena, &s->article[i]);
		s->found += v.label != LABEL_UNRELATED;
	}
	arena_free(arena);
	judge_free(judge);
}

static double wc_seconds(const struct article *a, size_t n)
{
	char path[] = "/dev/shm/bench_judge_XXXXXX", command[200];
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	double best = 1e9;

	if (!f)
		return 0;
	for (size_t i = 0; i < n; i++)
		fwrite(a[i].field[FIELD_TEXT].at, 1, a[i].field[FIELD_TEXT].len, f);
	fclose(f);
	snprintf(command, sizeof command, "LC_ALL=C wc -w %s > /dev/null", path);
	for (int i = 0; i < 3; i++) {
		double start = now();

		if (system(command) != 0)
			break;
		best = now() - start < best ? now() - start : best;
	}
	unlink(path);
	return best;
}

/* -- step by step --------------------------------------------------------------------- */

static const char *const STEP[] = {"gate",      "words and cues", "features",  "labels",
				   "AI's part", "facets",         "rationale", "facts"};
enum { GATE, READ, FEATURES, LABELS, INVOLVEMENT, FACETS, RATIONALE, FACTS, STEPS };

static uint64_t ticks(void)
{
#if defined(__x86_64__)
	return __builtin_ia32_rdtsc();
#else
	return (uint64_t)(now() * 1e9);
#endif
}

struct clockwork {
	uint64_t last, spent[STEPS];
};

static void stop(struct clockwork *c, int step)
{
	uint64_t t = ticks();

	c->spent[step] += t - c->last;
	c->last = t;
}

static void walk(struct clockwork *c, const struct article *a, const struct pack *pack,
		 struct matcher *matcher, struct facets *facets, struct arena *arena)
{
	const struct linear *labels = pack_model(pack, STR("labels"));
	struct verdict v = {.label = LABEL_INCIDENT};
	struct evidence_list evidence;
	struct particulars particulars;
	struct features features;
	struct reading reading;
	struct grounds grounds;
	struct involvement_read involvement;
	struct realised_read realised;
	float score[LINEAR_OUTPUTS_MAX] = {0};

	evidence_open(&evidence, arena);
	v.evidence = evidence.at;
	c->last = ticks();
	if (!reading_names_ai(a, matcher))
		return;
	stop(c, GATE);
	reading_of(&reading, pack, matcher, arena, a);
	stop(c, READ);
	features_of(&features, arena, &reading, pack);
	stop(c, FEATURES);
	if (labels)
		linear_score(score, labels, &features);
	stop(c, LABELS);
	involvement_of(&involvement, arena, &reading, pack);
	realised_of(&realised, &reading, pack);
	stop(c, INVOLVEMENT);
	facets_of(&v, facets, &evidence, arena, &reading, &features);
	stop(c, FACETS);
	grounds_of(&grounds, &reading, pack, &involvement, v.label);
	severity_of(&v, &evidence, &reading, pack, &grounds);
	rationale_compose(&v, &evidence, arena, &reading, pack, &grounds);
	stop(c, RATIONALE);
	particulars_of(&particulars, arena, pack, &reading);
	stop(c, FACTS);
}

static void tell_steps(const struct pack *pack)
{
	struct facets *facets = facets_new(pack);
	struct matcher *matcher = matcher_new(pack);
	struct arena *made = arena_new(), *arena = arena_new();
	struct clockwork c = {0};
	uint64_t state = 7, all = 0;
	enum { ROUNDS = 1000 };

	for (int i = -ROUNDS / 10; i < ROUNDS; i++) { /* the first tenth warms up */
		struct article a;

		if (i == 0)
			c = (struct clockwork){0};
		arena_reset(made);
		arena_reset(arena);
		make(&a, made, &state, 100);
		walk(&c, &a, pack, matcher, facets, arena);
	}
	for (int s = 0; s < STEPS; s++)
		all += c.spent[s];
	printf("an article about AI, step by step (cycles a byte):\n");
	for (int s = 0; s < STEPS; s++)
		printf("  %-16s %7.1f  %4.1f %%\n", STEP[s],
		       (double)c.spent[s] / ((double)ROUNDS * BYTES),
		       100.0 * (double)c.spent[s] / (double)all);
	facets_free(facets);
	matcher_free(matcher);
	arena_free(made);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : threads_cores();
	uint64_t ai = argc > 3 ? strtoul(argv[3], NULL, 10) : 10, state = 1;
	struct article *article = memory_alloc(n * sizeof *article);
	struct share *share = memory_zalloc(threads * sizeof *share);
	struct thread **thread = memory_zalloc(threads * sizeof(struct thread *));
	struct arena *arena = arena_new();
	struct pack *pack;
	struct err err;
	size_t found = 0;

	if (!pack_load(&pack, NULL, &err)) {
		fprintf(stderr, "bench/judge: %s\n", err.text);
		return 1;
	}
	for (size_t i = 0; i < n; i++)
		make(&article[i], arena, &state, ai);
	double start = now();

	for (size_t t = 0; t < threads; t++) {
		share[t] = (struct share){pack, article, n * t / threads, n * (t + 1) / threads, 0};
		thread[t] = thread_start("judge", work, &share[t]);
	}
	for (size_t t = 0; t < threads; t++) {
		thread_join(thread[t]);
		found += share[t].found;
	}
	double seconds = now() - start, wc = wc_seconds(article, n);

	printf("articles %zu threads %zu about AI %d %% not unrelated %zu\n", n, threads, (int)ai,
	       found);
	printf("articles/s %.0f  MB/s %.1f  microseconds/article/core %.1f\n", (double)n / seconds,
	       (double)n * BYTES / 1e6 / seconds, 1e6 * seconds * (double)threads / (double)n);
	printf("ratio to wc -w %.2f (%.3f s and %.3f s)\n", seconds / wc, seconds, wc);
	tell_steps(pack);
	pack_free(pack);
	arena_free(arena);
	memory_free(article);
	memory_free(share);
	memory_free(thread);
	return 0;
}
