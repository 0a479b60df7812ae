/* events/train_events.c -- weights of nearness, and how well they group what they never saw.
 *
 * The stories arrive in order of date, as they would. Each is compared with earlier ones:
 * all of its own event, and of the others all (up to OTHERS_MOST, evenly spread); what is
 * measured then, with the counts of then, is a pair of the training set: the same numbers
 * that the grouper sees. To pair it only with those that the window finds is a little worse:
 * the mean over an event's stories also takes in the far ones. A pair of one event weighs less the
 * larger the event is (the root of its size), so that a dozen large ones do not rule.
 *
 * Weights: logistic regression by Newton's steps (features are few), a touch of ridge.
 * The bar `join`: the grouper is run with each of a few, and the best is taken. The bar `stray`,
 * for stories that the judge calls unrelated, of which most belong nowhere: the least that no
 * more than STRANGERS_JOIN of those strangers reach that are the first of their event, measured
 * in all folds. They are hard ones: half of them are about a product that others are about.
 *
 * Five folds, by event: weights and bar come from the events of four folds, then *all*
 * stories are grouped by them, and the fifth's events are measured, strangers in their
 * predicted events included. So a fold is as hard as the whole. */
#include "events/train_events.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "events/bcubed.h"
#include "events/group.h"

#define FOLDS 5
#define SIZE (NEARNESS_COUNT + 1) /* weights and bias */
#define STEPS_MOST 40
#define RIDGE 1.0
#define OTHERS_MOST 2000   /* earlier stories paired with one */
#define APART_WEIGHT 0.3   /* of a pair of two events */
#define FRAGMENT_COST 0.04 /* B-cubed that one fragment more an event is worth */

static const float join_tried[] = {0.27F, 0.30F, 0.33F, 0.36F, 0.39F, 0.42F, 0.45F, 0.48F};
#define JOINS (sizeof join_tried / sizeof join_tried[0])
#define STRANGERS_JOIN 0.02
static const float stray_tried[] = {0.50F, 0.55F, 0.60F, 0.65F, 0.70F, 0.75F, 0.80F, 0.85F, 0.90F};
#define STRAYS (sizeof stray_tried / sizeof stray_tried[0])

struct pair {
	uint32_t a, b; /* articles */
	float feature[NEARNESS_COUNT];
};

struct data {
	struct group *group;
	struct map *names;   /* of events */
	VEC(uint64_t) gold;  /* by article: number of its event, from 1 */
	VEC(uint32_t) size;  /* by number: articles */
	VEC(uint32_t) first; /* by number: its first article that comes, + 1 */
	VEC(struct pair) pair;
};

/* -- reading ---------------------------------------------------------------------------------- */

struct reading {
	struct data *data;
	struct arena *arena; /* of one line */
};

static bool read_article(struct str line, void *payload, struct err *err)
{
	struct reading *r = payload;
	struct data *d = r->data;
	struct arena *arena = r->arena;
	struct article a;
	struct json *root;
	struct str name;
	uint64_t *number;

	arena_reset(arena);
	if (!json_parse(&root, line, err))
		return false;
	name = json_text(arena, json_get(root, "event"));
	json_free(root);
	if (name.len == 0)
		return err_set(err, ERR_INPUT, "\"event\" is missing");
	if (!article_from_json(&a, arena, line, STR("training"), err))
		return false;
	group_add(d->group, arena, &a);
	number = map_put(d->names, name);
	if (*number == 0) {
		*number = map_count(d->names);
		VEC_PUSH(&d->size, 0);
		VEC_PUSH(&d->first, 0);
	}
	d->size.at[*number - 1]++;
	VEC_PUSH(&d->gold, *number);
	return true;
}

static bool read_file(struct data *d, const char *path, struct err *err)
{
	struct reading r = {d, arena_new()};
	bool ok = io_each_line(path, read_article, &r, err);

	arena_free(r.arena);
	if (ok && map_count(d->names) < FOLDS * 2)
		return err_set(err, ERR_INPUT, "%s: fewer than %d events", path, FOLDS * 2);
	return ok;
}

/* -- pairs ------------------------------------------------------------------------------------- */

struct arrival {
	struct window *window;
	struct nearness_asked *asked;
	VEC(uint32_t) article; /* by story of the window */
};

static void add_pair(struct data *d, const struct arrival *a, uint32_t article, uint32_t other)
{
	struct pair p = {.a = article, .b = a->article.at[other]};

	nearness_features(p.feature, a->asked, a->window, other);
	VEC_PUSH(&d->pair, p);
}

static void arrive(struct data *d, struct arrival *a, const struct story *s, uint32_t article)
{
	struct window_worth worth[LIMIT_STORY_TERMS];
	size_t earlier = a->article.len, step = earlier / OTHERS_MOST + 1;

	window_weigh(worth, a->window, s);
	nearness_ask(a->asked, worth, s->term_count, s->date_ms, s->fingerprint.words);
	for (uint32_t i = 0; i < earlier; i++)
		if (i % step == 0 || d->gold.at[a->article.at[i]] == d->gold.at[article])
			add_pair(d, a, article, i);
	window_add(a->window, s, 0);
	VEC_PUSH(&a->article, article);
}

static void make_pairs(struct data *d)
{
	struct arrival a = {.window = window_new(), .asked = nearness_asked_new()};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < group_count(d->group); i++) {
		struct story s;
		size_t article;

		arena_reset(arena);
		article = group_story(&s, arena, d->group, i);
		if (d->first.at[d->gold.at[article] - 1] == 0)
			d->first.at[d->gold.at[article] - 1] = (uint32_t)article + 1;
		arrive(d, &a, &s, (uint32_t)article);
	}
	arena_free(arena);
	window_free(a.window);
	nearness_asked_free(a.asked);
	VEC_FREE(&a.article);
}

/* -- logistic regression ----------------------------------------------------------------------- */

static int fold_of(const struct data *d, uint64_t event)
{
	return (int)(hash64(map_key(d->names, event - 1), 5) % FOLDS);
}

static bool learns_from(const struct data *d, const struct pair *p, int but)
{
	return fold_of(d, d->gold.at[p->a]) != but && fold_of(d, d->gold.at[p->b]) != but;
}

static double pair_weight(const struct data *d, const struct pair *p, bool *same)
{
	uint64_t event = d->gold.at[p->a];

	*same = event == d->gold.at[p->b];
	return *same ? 1 / sqrt((double)d->size.at[event - 1]) : APART_WEIGHT;
}

static double value(const double w[SIZE], const struct pair *p)
{
	double sum = w[NEARNESS_COUNT];

	for (int f = 0; f < NEARNESS_COUNT; f++)
		sum += w[f] * (double)p->feature[f];
	return sum;
}

/* Gradient and Hessian of the loss at `w`, over the pairs that count; returns the loss. */
static double slope(double g[SIZE], double h[SIZE][SIZE], const struct data *d,
		    const double w[SIZE], int but)
{
	double loss = 0;

	memset(g, 0, SIZE * sizeof *g);
	memset(h, 0, SIZE * sizeof *h);
	for (int f = 0; f < NEARNESS_COUNT; f++) {
		loss += RIDGE / 2 * w[f] * w[f];
		g[f] = RIDGE * w[f];
		h[f][f] = RIDGE;
	}
	for (size_t i = 0; i < d->pair.len; i++) {
		const struct pair *p = &d->pair.at[i];
		double v, weight, error, x[SIZE];
		bool same;

		if (!learns_from(d, p, but))
			continue;
		weight = pair_weight(d, p, &same);
		v = value(w, p);
		loss += weight * (log1p(exp(-fabs(v))) + (same ? fmax(-v, 0) : fmax(v, 0)));
		v = 1 / (1 + exp(-v));
		error = v - same;
		for (int f = 0; f < SIZE; f++)
			x[f] = f < NEARNESS_COUNT ? (double)p->feature[f] : 1;
		for (int f = 0; f < SIZE; f++) {
			g[f] += weight * error * x[f];
			for (int k = 0; k <= f; k++)
				h[f][k] += weight * v * (1 - v) * x[f] * x[k];
		}
	}
	return loss;
}

/* Solves h x = g in place of g, by Cholesky; h is the lower triangle, positive definite. */
static void solve(double h[SIZE][SIZE], double g[SIZE])
{
	for (int i = 0; i < SIZE; i++)
		for (int k = 0; k <= i; k++) {
			double sum = h[i][k];

			for (int j = 0; j < k; j++)
				sum -= h[i][j] * h[k][j];
			h[i][k] = i == k ? sqrt(fmax(sum, 1e-9)) : sum / h[k][k];
		}
	for (int i = 0; i < SIZE; i++) {
		for (int j = 0; j < i; j++)
			g[i] -= h[i][j] * g[j];
		g[i] /= h[i][i];
	}
	for (int i = SIZE - 1; i >= 0; i--) {
		for (int j = i + 1; j < SIZE; j++)
			g[i] -= h[j][i] * g[j];
		g[i] /= h[i][i];
	}
}

/* Newton's steps, halved when the loss rises. `but`: the fold that is left out, or -1. */
static void learn(struct nearness_model *out, const struct data *d, int but)
{
	double w[SIZE] = {0}, next[SIZE], step[SIZE], g[SIZE], h[SIZE][SIZE];
	double loss = slope(step, h, d, w, but), size = 1;

	solve(h, step);
	for (int n = 0; n < STEPS_MOST && size > 1e-6; n++) {
		double then;

		for (int f = 0; f < SIZE; f++)
			next[f] = w[f] - size * step[f];
		then = slope(g, h, d, next, but);
		if (then > loss) {
			size /= 2;
			continue;
		}
		if (loss - then < 1e-7 * loss)
			n = STEPS_MOST;
		loss = then;
		size = 1;
		memcpy(w, next, sizeof w);
		memcpy(step, g, sizeof step);
		solve(h, step);
	}
	for (int f = 0; f < NEARNESS_COUNT; f++)
		out->weight[f] = (float)w[f];
	out->bias = (float)w[NEARNESS_COUNT];
}

/* -- the bars, and the folds ------------------------------------------------------------------- */

/* Groups everything; measures the events of fold `fold`, or with `others` the rest. */
static void group_by(struct bcubed *mine, struct bcubed *others, struct data *d,
		     const struct nearness_model *m, int fold)
{
	size_t n = d->gold.len;
	uint64_t *predicted = memory_alloc((n + 1) * sizeof *predicted);
	bool *counted = memory_alloc(n + 1);

	group_run(d->group, m);
	for (size_t i = 0; i < n; i++) {
		predicted[i] = group_event(d->group, i);
		counted[i] = fold_of(d, d->gold.at[i]) == fold;
	}
	bcubed_measure(mine, d->gold.at, predicted, counted, n);
	for (size_t i = 0; i < n; i++)
		counted[i] = !counted[i];
	bcubed_measure(others, d->gold.at, predicted, counted, n);
	memory_free(predicted);
	memory_free(counted);
}

static double merit(const struct bcubed *b)
{
	return b->f1 - FRAGMENT_COST * b->fragmentation;
}

/* The bar that is best together with its neighbours: one alone is best by luck. */
static size_t best_join(const struct bcubed by_join[JOINS])
{
	size_t best = 0;
	double most = -1;

	for (size_t i = 0; i < JOINS; i++) {
		double mean = 2 * merit(&by_join[i]) + merit(&by_join[i > 0 ? i - 1 : i]) +
			      merit(&by_join[i + 1 < JOINS ? i + 1 : i]);

		if (mean > most) {
			most = mean;
			best = i;
		}
	}
	return best;
}

static void add_up(struct bcubed *sum, const struct bcubed *b)
{
	double both;

	sum->precision =
		sum->precision * (double)sum->articles + b->precision * (double)b->articles;
	sum->recall = sum->recall * (double)sum->articles + b->recall * (double)b->articles;
	sum->articles += b->articles;
	sum->gold_events += b->gold_events;
	sum->fragments += b->fragments;
	sum->fragmented += b->fragmented;
	sum->precision /= sum->articles ? (double)sum->articles : 1;
	sum->recall /= sum->articles ? (double)sum->articles : 1;
	both = sum->precision + sum->recall;
	sum->f1 = both > 0 ? 2 * sum->precision * sum->recall / both : 0;
	sum->fragmentation = sum->fragmented > 0 ? sum->fragments / sum->fragmented : 0;
}

struct folds {
	struct bcubed all;                /* each fold by the bar that the others chose */
	struct bcubed by_join[JOINS];     /* all folds by one bar, to see how flat the top is */
	float join;                       /* mean of the folds' bars: the one that is kept */
	size_t strangers, joined[STRAYS]; /* first of their event; that are so near to another */
	size_t members, taken[STRAYS];    /* all others; that are so near to theirs */
};

/* Of the fold's stories, as they were grouped last. */
static void count_joined(struct folds *out, const struct data *d, int fold)
{
	for (size_t n = 0; n < d->gold.len; n++) {
		uint64_t event = d->gold.at[n];
		struct group_place p = group_place(d->group, n);
		bool stranger = d->first.at[event - 1] == n + 1;

		if (fold_of(d, event) != fold)
			continue;
		out->strangers += stranger;
		out->members += !stranger;
		for (size_t i = 0; i < STRAYS; i++)
			if (p.joined && p.similarity >= stray_tried[i]) {
				out->joined[i] += stranger;
				out->taken[i] += !stranger && d->gold.at[p.nearest] == event;
			}
	}
}

static float stray_bar(const struct folds *f)
{
	size_t i = 0;

	while (i + 1 < STRAYS && (double)f->joined[i] > STRANGERS_JOIN * (double)f->strangers)
		i++;
	return stray_tried[i] > f->join ? stray_tried[i] : f->join;
}

static void measure_fold(struct folds *out, struct data *d, int fold)
{
	struct nearness_model m = {.stray = 1};
	struct bcubed mine[JOINS], others[JOINS];
	size_t best;

	learn(&m, d, fold);
	for (size_t i = 0; i < JOINS; i++) {
		m.join = join_tried[i];
		group_by(&mine[i], &others[i], d, &m, fold);
		add_up(&out->by_join[i], &mine[i]);
	}
	best = best_join(others);
	m.join = join_tried[best];
	group_run(d->group, &m);
	count_joined(out, d, fold);
	add_up(&out->all, &mine[best]);
	out->join += join_tried[best] / FOLDS;
	printf("fold %d: %zu articles of %zu events, join at %.2f: precision %.3f recall %.3f "
	       "F1 %.3f fragments %.2f\n",
	       fold + 1, mine[best].articles, mine[best].gold_events, (double)join_tried[best],
	       mine[best].precision, mine[best].recall, mine[best].f1, mine[best].fragmentation);
}

static bool write_report(const char *path, const struct bcubed *b, struct err *err)
{
	struct buf out;
	bool ok;

	buf_init(&out, KIB(4));
	buf_fmt(&out, "bcubed_f1,\"events\",%.4f,%.4f,%.4f,%zu\n", b->f1, b->f1 - .01, b->f1 + .01,
		b->articles);
	buf_fmt(&out, "fragmentation,\"events\",%.4f,%.4f,%.4f,%zu\n", b->fragmentation,
		b->fragmentation - .05, b->fragmentation + .05, b->articles);
	ok = io_write(path, buf_view(&out), err);
	buf_free(&out);
	return ok;
}

static bool write_weights(const char *folder, const struct nearness_model *m,
			  const struct bcubed *b, struct err *err)
{
	char path[LIMIT_FIELD];
	struct buf out;
	bool ok;

	snprintf(path, sizeof path, "%s/nearness.weights", folder);
	buf_init(&out, KIB(4));
	buf_fmt(&out,
		"# Made by `tocsin train events` from %zu articles of %zu events; five-fold by "
		"event:\n"
		"# B-cubed F1 %.3f, fragments per event %.2f. What each measures: "
		"src/events/nearness.h\n",
		b->articles, b->gold_events, b->f1, b->fragmentation);
	nearness_write(&out, m);
	ok = io_write(path, buf_view(&out), err);
	buf_free(&out);
	return ok;
}

static bool run(struct data *d, const struct train_events_options *o, struct err *err)
{
	struct folds folds = {0};
	struct nearness_model m = {0};

	make_pairs(d);
	for (int fold = 0; fold < FOLDS; fold++)
		measure_fold(&folds, d, fold);
	for (size_t i = 0; i < JOINS; i++)
		printf("join at %.2f in all folds: F1 %.3f fragments %.2f\n", (double)join_tried[i],
		       folds.by_join[i].f1, folds.by_join[i].fragmentation);
	for (size_t i = 0; i < STRAYS; i++)
		printf("as near as %.2f: %zu of %zu strangers join an event, %zu of %zu others "
		       "theirs\n",
		       (double)stray_tried[i], folds.joined[i], folds.strangers, folds.taken[i],
		       folds.members);
	printf("five folds: precision %.3f recall %.3f F1 %.3f fragments %.2f\n",
	       folds.all.precision, folds.all.recall, folds.all.f1, folds.all.fragmentation);
	learn(&m, d, -1);
	m.join = folds.join;
	m.stray = stray_bar(&folds);
	return (!o->report || write_report(o->report, &folds.all, err)) &&
	       (!o->out || write_weights(o->out, &m, &folds.all, err));
}

bool train_events(const struct train_events_options *options, struct err *err)
{
	struct data d = {.group = group_new(), .names = map_new()};
	bool ok = read_file(&d, options->file, err) && run(&d, options, err);

	group_free(d.group);
	map_free(d.names);
	VEC_FREE(&d.gold);
	VEC_FREE(&d.size);
	VEC_FREE(&d.first);
	VEC_FREE(&d.pair);
	return ok;
}
