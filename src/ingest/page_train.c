/* page_train.c -- labels for paragraphs from what pages must and must not give, and
 * logistic regression on them.
 *
 * A paragraph that holds a text that must be there is one of the article's, one that
 * holds a text that must not is none; of the others nothing is known and nothing
 * learned. With a whole article given, every paragraph is known: half of its word
 * 4-grams are in it or not. Fitted by AdaGrad (Duchi 2011) on log loss; each example's
 * share of the penalty falls on its own columns. */
#include "ingest/page_train.h"

#include <math.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/vec.h"
#include "ingest/page_model.h"
#include "ingest/page_train_list.h"
#include "ingest/score.h"
#include "text/utf8.h"

#define EPOCHS 30
#define RATE 0.15F
#define PENALTY 10.0F      /* against the sum of losses */
#define WHOLE_WEIGHT 0.3F  /* of a paragraph of 200 bytes where all are known */
#define LONG_PARAGRAPH 200 /* bytes */

struct texts {
	VEC(struct str) list;
};

struct page_case {
	struct arena *arena;
	uint32_t fold;
	struct texts with, without;
	struct str article;
	bool whole; /* article is given */
	struct page_blocks blocks;
	struct page_features *features; /* of each block */
	float *truth, *cost;            /* cost 0: not known */
	float *score;                   /* by the weights of the other folds */
};

struct trainer {
	VEC(struct page_case *) page;
	float *weight, *squares;
	uint32_t *count; /* examples with a column */
};

/* -- reading ---------------------------------------------------------------------------- */

static struct str tidy(struct arena *a, struct str s)
{
	return utf8_nfc(a, utf8_tidy(a, s, false));
}

static void take_texts(struct texts *out, struct arena *a, const struct json *list)
{
	for (size_t i = 0; i < json_len(list); i++)
		VEC_PUSH(&out->list, tidy(a, arena_copy(a, json_str(json_at(list, i)))));
}

static void read_blocks(struct page_case *c, struct page_node *root)
{
	struct page_sketches *sketches;

	page_blocks_chosen(&c->blocks, c->arena, root, true);
	sketches = page_features_prepare(c->arena, &c->blocks);
	c->features = ARENA_ARRAY(c->arena, struct page_features, c->blocks.len + 1);
	for (size_t i = 0; i < c->blocks.len; i++) {
		page_features_of(&c->features[i], sketches, i);
		c->blocks.at[i].text = utf8_nfc(c->arena, c->blocks.at[i].text);
	}
}

/* -- labels ----------------------------------------------------------------------------- */

static size_t holders(const struct page_case *c, struct str text, bool best_only)
{
	size_t found = 0;

	for (size_t i = 0; i < c->blocks.len; i++)
		found += (!best_only || c->blocks.at[i].in_best) &&
			 str_find(c->blocks.at[i].text, text) != STR_NPOS;
	return found;
}

static void say(float *sum, const struct page_case *c, struct str text, bool wanted)
{
	bool best_only = wanted && holders(c, text, true) > 0;
	size_t found = holders(c, text, best_only);
	float share = found ? 1 / (wanted ? (float)found : sqrtf((float)found)) : 0;

	for (size_t i = 0; i < c->blocks.len; i++)
		if ((!best_only || c->blocks.at[i].in_best) &&
		    str_find(c->blocks.at[i].text, text) != STR_NPOS)
			sum[i] += share;
}

static void label_by_texts(struct page_case *c)
{
	float *yes = ARENA_ARRAY(c->arena, float, c->blocks.len + 1);
	float *no = ARENA_ARRAY(c->arena, float, c->blocks.len + 1);

	for (size_t i = 0; i < c->with.list.len; i++)
		say(yes, c, c->with.list.at[i], true);
	for (size_t i = 0; i < c->without.list.len; i++)
		say(no, c, c->without.list.at[i], false);
	for (size_t i = 0; i < c->blocks.len; i++) {
		c->truth[i] = yes[i] > no[i] ? 1 : 0;
		c->cost[i] = fmaxf(yes[i], no[i]);
	}
}

static bool is_line_of(struct arena *a, struct str article, struct str text)
{
	struct str line;

	while (str_split(&line, &article, '\n'))
		if (str_eq(tidy(a, line), text))
			return true;
	return false;
}

static void label_by_article(struct page_case *c)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < c->blocks.len; i++) {
		struct str text = c->blocks.at[i].text;
		struct score_pair pair = score_pair_of(c->article, text);
		bool is_short = pair.got < 2;
		bool in = is_short ? is_line_of(a, c->article, text) : 2 * pair.common >= pair.got;
		float length = fminf(1, fmaxf(0.15F, (float)text.len / LONG_PARAGRAPH));

		c->truth[i] = in;
		c->cost[i] = WHOLE_WEIGHT * length * (is_short && in ? 0.5F : 1);
		arena_reset(a);
	}
	arena_free(a);
}

static void label(struct page_case *c)
{
	c->truth = ARENA_ARRAY(c->arena, float, c->blocks.len + 1);
	c->cost = ARENA_ARRAY(c->arena, float, c->blocks.len + 1);
	c->score = ARENA_ARRAY(c->arena, float, c->blocks.len + 1);
	if (c->whole)
		label_by_article(c);
	else
		label_by_texts(c);
	for (size_t i = 0; i < c->blocks.len; i++)
		if (page_features_hopeless(&c->blocks.at[i]))
			c->cost[i] = 0;
}

/* -- fitting ---------------------------------------------------------------------------- */

struct example {
	const struct page_features *f;
	float truth, cost;
};

static float sum_of(const float *weight, const struct page_features *f)
{
	float sum = 0;

	for (size_t i = 0; i < f->len; i++)
		sum += weight[f->column[i]];
	return sum;
}

static void learn(struct trainer *t, const struct example *e)
{
	float p = 1 / (1 + expf(-sum_of(t->weight, e->f)));
	float slope = (p - e->truth) * e->cost;

	for (size_t i = 0; i < e->f->len; i++) {
		uint16_t c = e->f->column[i];
		float g = slope + PENALTY * t->weight[c] / (float)t->count[c];

		t->squares[c] += g * g;
		t->weight[c] -= RATE * g / (sqrtf(t->squares[c]) + 1e-6F);
	}
}

/* All pages but those of `fold`; PAGE_FOLDS leaves none out. */
static void fit(struct trainer *t, uint32_t fold)
{
	VEC(struct example) e = {0};
	struct random chance;

	memset(t->weight, 0, PAGE_COLUMNS * sizeof *t->weight);
	memset(t->squares, 0, PAGE_COLUMNS * sizeof *t->squares);
	memset(t->count, 0, PAGE_COLUMNS * sizeof *t->count);
	for (size_t i = 0; i < t->page.len; i++) {
		const struct page_case *c = t->page.at[i];

		for (size_t b = 0; c->fold != fold && b < c->blocks.len; b++)
			if (c->cost[b] > 0)
				VEC_PUSH(&e, ((struct example){&c->features[b], c->truth[b],
							       c->cost[b]}));
	}
	for (size_t i = 0; i < e.len; i++)
		for (size_t f = 0; f < e.at[i].f->len; f++)
			t->count[e.at[i].f->column[f]]++;
	random_seed(&chance, 1);
	for (int epoch = 0; epoch < EPOCHS; epoch++)
		for (size_t i = e.len; i > 0; i--) {
			size_t other = random_below(&chance, (uint32_t)i);
			struct example swap = e.at[i - 1];

			e.at[i - 1] = e.at[other];
			e.at[other] = swap;
			learn(t, &e.at[i - 1]);
		}
	VEC_FREE(&e);
}

static void score_fold(struct trainer *t, uint32_t fold)
{
	for (size_t i = 0; i < t->page.len; i++) {
		struct page_case *c = t->page.at[i];

		for (size_t b = 0; c->fold == fold && b < c->blocks.len; b++)
			c->score[b] = page_features_hopeless(&c->blocks.at[b])
					      ? PAGE_HOPELESS
					      : sum_of(t->weight, &c->features[b]);
	}
}

/* -- measuring -------------------------------------------------------------------------- */

struct measure {
	size_t right, wrong, missed; /* texts */
	double precision, recall;    /* sums over whole articles */
	size_t precisions, recalls;
};

static struct str kept_text(struct buf *out, const struct page_case *c, bool by_rules)
{
	buf_clear(out);
	for (size_t i = 0; i < c->blocks.len; i++) {
		if (by_rules ? !c->blocks.at[i].rule : !c->blocks.at[i].kept)
			continue;
		buf_char(out, ' ');
		buf_str(out, c->blocks.at[i].text);
	}
	return buf_view(out);
}

static void measure_page(struct measure *m, const struct page_case *c, struct str text)
{
	struct score_pair pair;

	for (size_t i = 0; i < c->with.list.len; i++)
		if (str_find(text, c->with.list.at[i]) != STR_NPOS)
			m->right++;
		else
			m->missed++;
	for (size_t i = 0; i < c->without.list.len; i++)
		m->wrong += str_find(text, c->without.list.at[i]) != STR_NPOS;
	if (!c->whole)
		return;
	pair = score_pair_of(c->article, text);
	if (pair.got) {
		m->precision += (double)pair.common / (double)pair.got;
		m->precisions++;
	}
	if (pair.gold) {
		m->recall += (double)pair.common / (double)pair.gold;
		m->recalls++;
	}
}

static double f1(double p, double r)
{
	return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

struct figures {
	double texts, articles; /* F1 */
};

/* `by_rules`: what the rules alone keep; there is no threshold then. */
static struct figures measure(const struct trainer *t, bool by_rules, float threshold,
			      const char *name)
{
	struct measure m = {0};
	struct figures out;
	struct buf text;
	double p, r, ap, ar;

	buf_init(&text, LIMIT_FILE);
	for (size_t i = 0; i < t->page.len; i++) {
		struct page_case *c = t->page.at[i];

		page_choose_by(&c->blocks, c->score, threshold);
		measure_page(&m, c, kept_text(&text, c, by_rules));
	}
	buf_free(&text);
	p = (double)m.right / fmax(1, (double)(m.right + m.wrong));
	r = (double)m.right / fmax(1, (double)(m.right + m.missed));
	ap = m.precisions ? m.precision / (double)m.precisions : 0;
	ar = m.recalls ? m.recall / (double)m.recalls : 0;
	out = (struct figures){f1(p, r), f1(ap, ar)};
	printf("%-14s texts P %.4f R %.4f F1 %.4f   articles P %.4f R %.4f F1 %.4f\n", name, p, r,
	       out.texts, ap, ar, out.articles);
	return out;
}

static bool write_report(const char *path, const struct figures *f, size_t pages, struct err *err)
{
	struct buf csv;
	bool ok;

	buf_init(&csv, LIMIT_LINE);
	buf_fmt(&csv, "segments_f1,\"page\",%.4f,%.4f,%.4f,%zu\n", f->texts, f->texts - 0.01,
		f->texts + 0.01, pages);
	buf_fmt(&csv, "grams_f1,\"page\",%.4f,%.4f,%.4f,%zu\n", f->articles, f->articles - 0.01,
		f->articles + 0.01, pages);
	ok = io_write(path, buf_view(&csv), err);
	buf_free(&csv);
	return ok;
}

static struct figures cross_validate(struct trainer *t)
{
	static const float other[] = {-1, -0.5F, 0, 0.5F, 1};
	char name[32];

	for (uint32_t fold = 0; fold < PAGE_FOLDS; fold++) {
		fit(t, fold);
		score_fold(t, fold);
	}
	measure(t, true, 0, "rules alone");
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		snprintf(name, sizeof name, "from %.2f", (double)other[i]);
		measure(t, false, other[i], name);
	}
	return measure(t, false, PAGE_THRESHOLD, "as it is");
}

/* -- the whole -------------------------------------------------------------------------- */

static void on_page(void *state, const struct page_train_page *page)
{
	struct page_case *c = memory_zalloc(sizeof *c);
	struct trainer *t = state;

	c->arena = page->arena;
	c->fold = page->fold;
	read_blocks(c, page->root);
	take_texts(&c->with, c->arena, json_get(page->row, "with"));
	take_texts(&c->without, c->arena, json_get(page->row, "without"));
	c->whole = json_is_str(json_get(page->row, "article"));
	c->article = arena_copy(c->arena, json_get_str(page->row, "article"));
	label(c);
	VEC_PUSH(&t->page, c);
}

static bool write_weights(const struct trainer *t, const char *folder, struct err *err)
{
	struct arena *a = arena_new();
	struct buf bytes;
	bool ok;

	buf_init(&bytes, LIMIT_FILE);
	page_model_bytes(&bytes, PAGE_MODEL_BLOCKS, t->weight);
	ok = io_make_folder(folder, err) &&
	     io_write(arena_fmt(a, "%s/%s", folder, page_model_file(PAGE_MODEL_BLOCKS)).at,
		      buf_view(&bytes), err);
	buf_free(&bytes);
	arena_free(a);
	return ok;
}

static void free_pages(struct trainer *t)
{
	for (size_t i = 0; i < t->page.len; i++) {
		struct page_case *c = t->page.at[i];

		VEC_FREE(&c->with.list);
		VEC_FREE(&c->without.list);
		arena_free(c->arena);
		memory_free(c);
	}
	VEC_FREE(&t->page);
}

bool page_train(const struct page_train_options *options, struct err *err)
{
	struct trainer t = {0};
	struct figures figures;
	bool ok = page_train_list(options->list, on_page, &t, err);

	t.weight = memory_zalloc(PAGE_COLUMNS * sizeof *t.weight);
	t.squares = memory_zalloc(PAGE_COLUMNS * sizeof *t.squares);
	t.count = memory_zalloc(PAGE_COLUMNS * sizeof *t.count);
	if (ok) {
		printf("%zu pages\n", t.page.len);
		figures = cross_validate(&t);
		if (options->report)
			ok = write_report(options->report, &figures, t.page.len, err);
	}
	if (ok && options->out) {
		fit(&t, PAGE_FOLDS);
		ok = write_weights(&t, options->out, err);
	}
	free_pages(&t);
	memory_free(t.weight);
	memory_free(t.squares);
	memory_free(t.count);
	return ok;
}
