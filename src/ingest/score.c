/* ingest/score.c -- 4-gram multisets by sorting.
 *
 * A page's text becomes the sorted list of the hashes of its word 4-grams; two
 * lists are then walked side by side, which counts the common ones of the
 * multisets. Words are runs of letters, digits and underscores, as \w+ is to
 * Python, so that the figures equal those of the script. */
#include "ingest/score.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/scan.h"
#include "base/vec.h"
#include "text/utf8.h"
#include "text/words.h"

#define GRAM 4
#define WORST 10

struct grams {
	uint64_t *at;
	size_t len;
};

struct page_score {
	struct str id;
	double f1;
};

struct tally {
	double precision, recall;
	size_t precisions, recalls;
	VEC(struct page_score) page;
};

static bool word_char(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((char)c) || c == '_';
	return words_is_letter(c);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Hashes of the words, in the arena; count to *n. */
static uint64_t *word_hashes(size_t *n, struct arena *a, struct str text)
{
	uint64_t *hash = ARENA_ARRAY(a, uint64_t, text.len / 2 + 2);
	const char *start = NULL;

	*n = 0;
	while (text.len || start) {
		const char *here = text.at;
		bool inside = text.len && word_char(utf8_next(&text));

		if (inside && !start)
			start = here;
		if (!inside && start) {
			hash[(*n)++] = hash64((struct str){start, (size_t)(here - start)}, 1);
			start = NULL;
		}
	}
	return hash;
}

static struct grams grams_of(struct arena *a, struct str text)
{
	size_t n;
	uint64_t *word = word_hashes(&n, a, text);
	struct grams g = {.len = n >= GRAM ? n - GRAM + 1 : n > 0};

	g.at = ARENA_ARRAY(a, uint64_t, g.len + 1);
	for (size_t i = 0; i < g.len; i++) {
		size_t len = n < GRAM ? n : GRAM;

		g.at[i] = hash64((struct str){(const char *)&word[i], len * sizeof *word}, len);
	}
	if (g.len)
		qsort(g.at, g.len, sizeof *g.at, by_value);
	return g;
}

static size_t common(struct grams a, struct grams b)
{
	size_t i = 0, j = 0, both = 0;

	while (i < a.len && j < b.len) {
		both += a.at[i] == b.at[j];
		if (a.at[i] < b.at[j])
			i++;
		else if (a.at[i] > b.at[j])
			j++;
		else
			i++, j++;
	}
	return both;
}

struct score_pair score_pair_of(struct str gold, struct str got)
{
	struct arena *a = arena_new();
	struct grams x = grams_of(a, gold), y = grams_of(a, got);
	struct score_pair pair = {common(x, y), x.len, y.len};

	arena_free(a);
	return pair;
}

static void add_page(struct tally *t, struct str id, struct grams gold, struct grams got)
{
	double tp = (double)common(gold, got);
	double fp = (double)got.len - tp, fn = (double)gold.len - tp;

	if (gold.len + got.len == 0)
		return;
	if (got.len) {
		t->precision += tp / (tp + fp);
		t->precisions++;
	}
	if (gold.len) {
		t->recall += tp / (tp + fn);
		t->recalls++;
	}
	VEC_PUSH(&t->page, ((struct page_score){id, 2 * tp / (2 * tp + fp + fn)}));
}

/* Predictions by id: the text's place in *texts. */
struct predictions {
	struct map *by_id;
	VEC(struct str) text;
	struct arena *arena;
};

static bool read_prediction(struct str line, void *payload, struct err *err)
{
	struct predictions *p = payload;
	struct scan_field f[] = {{.key = "id"}, {.key = "text"}};

	if (!scan_object(f, 2, p->arena, line, err))
		return false;
	VEC_PUSH(&p->text, f[1].value);
	*map_put(p->by_id, f[0].value) = p->text.len;
	return true;
}

static int by_f1(const void *a, const void *b)
{
	const struct page_score *x = a, *y = b;

	if (x->f1 != y->f1)
		return (x->f1 > y->f1) - (x->f1 < y->f1);
	return str_cmp(x->id, y->id);
}

static void print(struct buf *out, struct tally *t, size_t pages)
{
	double p = t->precisions ? t->precision / (double)t->precisions : 0;
	double r = t->recalls ? t->recall / (double)t->recalls : 0;

	if (t->page.len)
		qsort(t->page.at, t->page.len, sizeof *t->page.at, by_f1);
	for (size_t i = 0; i < t->page.len && i < WORST; i++)
		buf_fmt(out, "worst %.3f %.*s\n", t->page.at[i].f1, STR_ARG(t->page.at[i].id));
	buf_fmt(out, "pages %zu precision %.3f recall %.3f\n", pages, p, r);
	buf_fmt(out, "f1 %.3f\n", p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static void score(struct buf *out, const struct json *gold, const struct predictions *p)
{
	struct arena *a = arena_new();
	struct tally t = {0};

	for (size_t i = 0; i < json_len(gold); i++) {
		const struct json *page;
		struct str id = json_key(&page, gold, i);
		uint64_t *place = map_get(p->by_id, id);
		struct str got = place && *place && p->text.at ? p->text.at[*place - 1] : STR_NONE;

		add_page(&t, id, grams_of(a, json_get_str(page, "articleBody")), grams_of(a, got));
		arena_reset(a);
	}
	print(out, &t, json_len(gold));
	VEC_FREE(&t.page);
	arena_free(a);
}

bool score_extract(struct buf *out, const char *gold, const char *predictions, struct err *err)
{
	struct arena *a = arena_new();
	struct predictions p = {.by_id = map_new(), .arena = a};
	struct json *root = NULL;
	struct buf text;
	bool ok;

	buf_init(&text, LIMIT_FILE);
	ok = io_read(&text, gold, err);
	if (ok && !json_parse(&root, buf_view(&text), err)) {
		err_at(err, gold);
		ok = false;
	}
	ok = ok && io_each_line(*predictions ? predictions : "-", read_prediction, &p, err);
	if (ok)
		score(out, root, &p);
	if (root)
		json_free(root);
	buf_free(&text);
	VEC_FREE(&p.text);
	map_free(p.by_id);
	arena_free(a);
	return ok;
}
