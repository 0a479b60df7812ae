/* page_train_candidates.c -- a page's candidates compete: the right ones should have all of the
 * probability that the scores give (softmax). Fitted by AdaGrad (Duchi 2011); each page's
 * share of the penalty falls on its own columns. Dates are looked for around the headline
 * that the weights of the other folds choose, as it will be later. */
#include "ingest/page_train_candidates.h"

#include <math.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/vec.h"
#include "ingest/page_candidates.h"
#include "ingest/page_meta.h"
#include "ingest/page_train_list.h"
#include "text/utf8.h"

#define EPOCHS 20
#define RATE 0.1F
#define TITLES_PENALTY 5.0F
#define DATES_PENALTY 10.0F
#define NO_DAY_WEIGHT 0.3F /* of pages that have none: most of those are no news */

struct candidates_case {
	struct arena *arena;
	uint32_t fold;
	struct page_node *root;
	struct page_blocks blocks;
	struct page_candidates *candidates;
	uint64_t title, day; /* the right keys */
	bool has_title, has_day;
	struct str chosen; /* headline */
};

struct fitter {
	VEC(struct candidates_case *) page;
	float *weight, *squares;
	uint32_t *count; /* pages with a column */
	bool days;       /* else headlines */
};

static bool is_right(const struct fitter *t, const struct candidates_case *c, size_t i)
{
	return c->candidates->at[i].key == (t->days ? c->day : c->title);
}

static bool is_known(const struct fitter *t, const struct candidates_case *c)
{
	return t->days ? c->has_day : c->has_title;
}

static bool is_possible(const struct fitter *t, const struct candidates_case *c)
{
	for (size_t i = 0; i < c->candidates->len; i++)
		if (is_right(t, c, i))
			return true;
	return false;
}

static float sum_of(const struct fitter *t, const struct page_features *f)
{
	float sum = 0;

	for (size_t i = 0; i < f->len; i++)
		sum += t->weight[f->column[i]];
	return sum;
}

/* -- fitting ---------------------------------------------------------------------------- */

static void step(struct fitter *t, const struct page_features *f, float slope)
{
	float penalty = t->days ? DATES_PENALTY : TITLES_PENALTY;

	for (size_t i = 0; i < f->len; i++) {
		uint16_t c = f->column[i];
		float g = slope + penalty * t->weight[c] / (float)t->count[c];

		t->squares[c] += g * g;
		t->weight[c] -= RATE * g / (sqrtf(t->squares[c]) + 1e-6F);
	}
}

static void learn(struct fitter *t, const struct candidates_case *c)
{
	float p[PAGE_CANDIDATES_MAX], most = -1e9F, all = 0, right = 0;
	float share = t->days && c->day == PAGE_NO_DAY ? NO_DAY_WEIGHT : 1;
	size_t len = c->candidates->len;

	for (size_t i = 0; i < len; i++) {
		p[i] = sum_of(t, &c->candidates->at[i].features);
		most = fmaxf(most, p[i]);
	}
	for (size_t i = 0; i < len; i++) {
		p[i] = expf(p[i] - most) + 1e-9F;
		all += p[i];
		right += is_right(t, c, i) ? p[i] : 0;
	}
	for (size_t i = 0; i < len; i++)
		step(t, &c->candidates->at[i].features,
		     share * (p[i] / all - (is_right(t, c, i) ? p[i] / right : 0)));
}

static bool takes_part(const struct fitter *t, const struct candidates_case *c, uint32_t fold)
{
	return c->fold != fold && is_known(t, c) && is_possible(t, c);
}

/* All pages but those of `fold`; PAGE_FOLDS leaves none out. */
static void fit(struct fitter *t, uint32_t fold)
{
	VEC(struct candidates_case *) e = {0};
	struct random chance;

	memset(t->weight, 0, PAGE_COLUMNS * sizeof *t->weight);
	memset(t->squares, 0, PAGE_COLUMNS * sizeof *t->squares);
	memset(t->count, 0, PAGE_COLUMNS * sizeof *t->count);
	for (size_t i = 0; i < t->page.len; i++)
		if (takes_part(t, t->page.at[i], fold))
			VEC_PUSH(&e, t->page.at[i]);
	for (size_t i = 0; i < e.len; i++)
		for (size_t k = 0; k < e.at[i]->candidates->len; k++) {
			const struct page_features *f = &e.at[i]->candidates->at[k].features;

			for (size_t j = 0; j < f->len; j++)
				t->count[f->column[j]]++;
		}
	random_seed(&chance, 1);
	for (int epoch = 0; epoch < EPOCHS; epoch++)
		for (size_t i = e.len; i > 0; i--) {
			size_t other = random_below(&chance, (uint32_t)i);
			struct candidates_case *swap = e.at[i - 1];

			e.at[i - 1] = e.at[other];
			e.at[other] = swap;
			learn(t, e.at[i - 1]);
		}
	VEC_FREE(&e);
}

static const struct page_candidate *best_of(const struct fitter *t, const struct candidates_case *c)
{
	const struct page_candidate *best = NULL;
	float most = 0;

	for (size_t i = 0; i < c->candidates->len; i++) {
		float score = sum_of(t, &c->candidates->at[i].features);

		if (!best || score > most) {
			best = &c->candidates->at[i];
			most = score;
		}
	}
	return best;
}

/* -- measuring -------------------------------------------------------------------------- */

struct hits {
	size_t right, possible, pages;
	size_t none, without; /* pages that have no day: of them told so */
};

static void measure_fold(struct hits *h, struct fitter *t, uint32_t fold)
{
	for (size_t i = 0; i < t->page.len; i++) {
		struct candidates_case *c = t->page.at[i];
		const struct page_candidate *best = c->fold == fold ? best_of(t, c) : NULL;

		if (c->fold != fold)
			continue;
		if (!t->days)
			c->chosen = best ? best->text : STR_NONE;
		if (!is_known(t, c))
			continue;
		if (t->days && c->day == PAGE_NO_DAY) {
			h->without++;
			h->none += best && best->key == PAGE_NO_DAY;
			continue;
		}
		h->pages++;
		h->possible += is_possible(t, c);
		h->right += best && best->key == (t->days ? c->day : c->title);
	}
}

static struct hits cross_validate(struct fitter *t)
{
	struct hits h = {0};

	for (uint32_t fold = 0; fold < PAGE_FOLDS; fold++) {
		fit(t, fold);
		measure_fold(&h, t, fold);
	}
	printf("%-10s right %.4f of %zu, on the page %.4f\n", t->days ? "days" : "headlines",
	       (double)h.right / fmax(1, (double)h.pages), h.pages,
	       (double)h.possible / fmax(1, (double)h.pages));
	if (t->days)
		printf("no day     right %.4f of %zu\n",
		       (double)h.none / fmax(1, (double)h.without), h.without);
	return h;
}

/* -- the whole -------------------------------------------------------------------------- */

static void on_page(void *state, const struct page_train_page *page)
{
	struct fitter *t = state;
	struct candidates_case *c = memory_zalloc(sizeof *c);
	struct str title = json_get_str(page->row, "title"), day = json_get_str(page->row, "date");
	struct page_candidates *unused = ARENA_NEW(page->arena, struct page_candidates);
	struct date date;

	c->arena = page->arena;
	c->root = page->root;
	c->fold = page->fold;
	c->title =
		page_title_key(c->arena, utf8_tidy(c->arena, arena_copy(c->arena, title), false));
	c->has_title = c->title != 0;
	c->has_day = day.len == 0 ? c->has_title : date_parse(&date, day);
	c->day = day.len && c->has_day ? page_date_key(&date) : PAGE_NO_DAY;
	(void)page_blocks_article(&c->blocks, c->arena, c->root);
	c->candidates = ARENA_NEW(c->arena, struct page_candidates);
	page_meta_candidates(c->candidates, unused, c->arena, c->root, &c->blocks, STR_NONE);
	VEC_PUSH(&t->page, c);
}

static void candidate_days(struct fitter *t)
{
	t->days = true;
	for (size_t i = 0; i < t->page.len; i++) {
		struct candidates_case *c = t->page.at[i];
		struct page_candidates *titles = c->candidates;

		titles->len = 0;
		c->candidates = ARENA_NEW(c->arena, struct page_candidates);
		page_meta_candidates(titles, c->candidates, c->arena, c->root, &c->blocks,
				     c->chosen);
	}
}

static bool write_weights(struct fitter *t, const char *folder, struct err *err)
{
	enum page_model model = t->days ? PAGE_MODEL_DATES : PAGE_MODEL_TITLES;
	struct arena *a = arena_new();
	struct buf bytes;
	bool ok;

	fit(t, PAGE_FOLDS);
	buf_init(&bytes, LIMIT_FILE);
	page_model_bytes(&bytes, model, t->weight);
	ok = io_make_folder(folder, err) &&
	     io_write(arena_fmt(a, "%s/%s", folder, page_model_file(model)).at, buf_view(&bytes),
		      err);
	buf_free(&bytes);
	arena_free(a);
	return ok;
}

static bool write_report(const char *path, const struct hits *h, struct err *err)
{
	static const char *const names[] = {"headline_right", "day_right"};
	struct buf csv;
	bool ok;

	buf_init(&csv, LIMIT_LINE);
	for (int i = 0; i < 2; i++) {
		double share = (double)h[i].right / fmax(1, (double)h[i].pages);

		buf_fmt(&csv, "%s,\"page\",%.4f,%.4f,%.4f,%zu\n", names[i], share, share - 0.01,
			share + 0.01, h[i].pages);
	}
	ok = io_write(path, buf_view(&csv), err);
	buf_free(&csv);
	return ok;
}

static void free_pages(struct fitter *t)
{
	for (size_t i = 0; i < t->page.len; i++) {
		arena_free(t->page.at[i]->arena);
		memory_free(t->page.at[i]);
	}
	VEC_FREE(&t->page);
}

bool page_train_candidates(const struct page_train_options *options, struct err *err)
{
	struct fitter t = {0};
	struct hits hits[2];
	bool ok = page_train_list(options->list, on_page, &t, err);

	t.weight = memory_zalloc(PAGE_COLUMNS * sizeof *t.weight);
	t.squares = memory_zalloc(PAGE_COLUMNS * sizeof *t.squares);
	t.count = memory_zalloc(PAGE_COLUMNS * sizeof *t.count);
	if (ok) {
		hits[0] = cross_validate(&t);
		ok = !options->out || write_weights(&t, options->out, err);
		candidate_days(&t);
		hits[1] = cross_validate(&t);
	}
	if (ok && options->out)
		ok = write_weights(&t, options->out, err);
	if (ok && options->report)
		ok = write_report(options->report, hits, err);
	free_pages(&t);
	memory_free(t.weight);
	memory_free(t.squares);
	memory_free(t.count);
	return ok;
}
