/* judge/profile.c -- counted once an article, written with the most frequent first.
 *
 * A word is known when two articles have it: one alone may be a slip or a name. An article that
 * belongs to the profile itself is measured without it, so a word that two of its articles have
 * is unknown to both of them: the share of words of one or two articles is what an article from
 * the same stream, not seen, would show. What is not written any more (rarer than the
 * PROFILE_WORDS most frequent) is kept as sums, so that this share survives the file. */
#include "judge/profile.h"

#include <stdlib.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "text/utf8.h"

#define FORMAT 1
#define KNOWN 2 /* articles that must have a word */
#define SHIFT 32
#define KEY_MAX 120

struct profile {
	struct map *count[PROFILE_KINDS]; /* articles << SHIFT | the last that was counted */
	uint64_t articles;
	double label[LABEL_COUNT], confidence[PROFILE_BINS];
	double words, rare; /* different words an article, all summed; those that few have */
};

static const char *const kind_name[PROFILE_KINDS] = {"words", "phrases", "cues"};

struct profile *profile_new(void)
{
	struct profile *p = memory_zalloc(sizeof *p);

	for (int k = 0; k < PROFILE_KINDS; k++)
		p->count[k] = map_new();
	return p;
}

void profile_free(struct profile *p)
{
	if (!p)
		return;
	for (int k = 0; k < PROFILE_KINDS; k++)
		map_free(p->count[k]);
	memory_free(p);
}

/* Once an article. */
static void add(struct profile *p, enum profile_kind kind, struct str key)
{
	uint64_t *v, now = p->articles & UINT32_MAX;

	if (key.len == 0 || key.len > KEY_MAX)
		return;
	v = map_put(p->count[kind], key);
	if ((*v & UINT32_MAX) != now)
		*v = ((*v >> SHIFT) + 1) << SHIFT | now;
}

static bool tells(const struct word *w)
{
	return w->kind != WORD_NUMBER && w->upto - w->from > 1;
}

static void add_phrase(struct profile *p, struct str text, const struct word *a,
		       const struct word *b)
{
	struct str phrase = str_cut(text, a->from, b->upto);

	/* a blank between them: no mark, no end of a sentence */
	if (b->from == a->upto + 1 && text.at[a->upto] == ' ' &&
	    !words_is_stop(str_cut(text, a->from, a->upto)) &&
	    !words_is_stop(str_cut(text, b->from, b->upto)))
		add(p, PROFILE_PHRASE, phrase);
}

static void add_text(struct profile *p, struct arena *a, struct str text)
{
	struct str folded = utf8_fold(a, text);
	struct words w;

	words_of(&w, a, folded);
	for (size_t i = 0; i < w.len && w.at[i].upto <= READING_LEAD; i++) {
		if (!tells(&w.at[i]))
			continue;
		add(p, PROFILE_WORD, str_cut(folded, w.at[i].from, w.at[i].upto));
		if (i > 0 && tells(&w.at[i - 1]))
			add_phrase(p, folded, &w.at[i - 1], &w.at[i]);
	}
}

void profile_add(struct profile *p, const struct reading *r, const struct pack *pack)
{
	struct arena *a = arena_new();

	p->articles++;
	for (int f = 0; f < FIELD_COUNT; f++)
		add_text(p, a, r->article->field[f]);
	for (size_t i = 0; pack && i < r->hit_count; i++)
		add(p, PROFILE_CUE, pack_group_name(pack, r->hit[i].group));
	arena_free(a);
}

void profile_add_verdict(struct profile *p, enum label label, double probability)
{
	int bin = (int)(probability * PROFILE_BINS);

	if (label >= LABEL_COUNT)
		return;
	p->label[label]++;
	p->confidence[bin < 0 ? 0 : bin >= PROFILE_BINS ? PROFILE_BINS - 1 : bin]++;
}

size_t profile_articles(const struct profile *p)
{
	return p->articles;
}

const double *profile_labels(const struct profile *p)
{
	return p->label;
}

const double *profile_confidence(const struct profile *p)
{
	return p->confidence;
}

bool profile_at(struct str *key, double *articles, const struct profile *p, enum profile_kind kind,
		size_t n)
{
	if (n >= map_count(p->count[kind]))
		return false;
	*key = map_key(p->count[kind], n);
	*articles = profile_count(p, kind, *key);
	return true;
}

double profile_count(const struct profile *p, enum profile_kind kind, struct str key)
{
	const uint64_t *v = map_get(p->count[kind], key);

	return v ? (double)(*v >> SHIFT) : 0;
}

/* -- unknown words ---------------------------------------------------------------------------- */

static void sum_words(double *all, double *rare, const struct profile *p)
{
	struct str key;
	double n;

	*all = p->words;
	*rare = p->rare;
	for (size_t i = 0; p->words == 0 && profile_at(&key, &n, p, PROFILE_WORD, i); i++) {
		*all += n;
		*rare += n <= KNOWN ? n : 0;
	}
}

double profile_unknown(const struct profile *p, const struct profile *known)
{
	double all = 0, unknown = 0, n;
	struct str key;

	if (p == known) {
		sum_words(&all, &unknown, p);
		return all > 0 ? unknown / all : 0;
	}
	for (size_t i = 0; profile_at(&key, &n, p, PROFILE_WORD, i); i++) {
		all += n;
		unknown += profile_count(known, PROFILE_WORD, key) < KNOWN ? n : 0;
	}
	return all > 0 ? unknown / all : 0;
}

/* -- the file --------------------------------------------------------------------------------- */

struct entry {
	struct str key;
	double n;
};

static int by_count(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : str_cmp(x->key, y->key);
}

static void write_kind(struct emit *e, const struct profile *p, enum profile_kind kind)
{
	size_t count = map_count(p->count[kind]), least = kind == PROFILE_CUE ? 1 : KNOWN;
	struct entry *all = memory_alloc((count + 1) * sizeof *all);

	for (size_t i = 0; i < count; i++)
		profile_at(&all[i].key, &all[i].n, p, kind, i);
	qsort(all, count, sizeof *all, by_count);
	emit_key(e, kind_name[kind]);
	emit_object(e);
	for (size_t i = 0; i < count && i < PROFILE_WORDS && all[i].n >= (double)least; i++) {
		emit_key_str(e, all[i].key);
		emit_int(e, (int64_t)all[i].n);
	}
	emit_end(e);
	memory_free(all);
}

static void write_counts(struct emit *e, const char *name, const double *count, size_t n)
{
	emit_key(e, name);
	emit_array(e);
	for (size_t i = 0; i < n; i++)
		emit_int(e, (int64_t)count[i]);
	emit_end(e);
}

void profile_write(struct buf *out, const struct profile *p)
{
	double words, rare;
	struct emit e;

	sum_words(&words, &rare, p);
	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "format", FORMAT);
	emit_pair_int(&e, "articles", (int64_t)p->articles);
	emit_pair_int(&e, "word_sum", (int64_t)words);
	emit_pair_int(&e, "rare_sum", (int64_t)rare);
	write_counts(&e, "labels", p->label, LABEL_COUNT);
	write_counts(&e, "confidence", p->confidence, PROFILE_BINS);
	for (int k = 0; k < PROFILE_KINDS; k++)
		write_kind(&e, p, (enum profile_kind)k);
	emit_end(&e);
	buf_char(out, '\n');
}

static bool read_counts(double *count, size_t n, const struct json *list)
{
	for (size_t i = 0; i < n; i++)
		count[i] = json_num(json_at(list, i), -1);
	for (size_t i = 0; i < n; i++)
		if (!(count[i] >= 0))
			return false;
	return json_is_array(list);
}

static bool read_kind(struct profile *p, enum profile_kind kind, const struct json *all)
{
	if (!json_is_object(all) || json_len(all) > PROFILE_WORDS)
		return false;
	for (size_t i = 0; i < json_len(all); i++) {
		const struct json *value;
		struct str key = json_key(&value, all, i);
		int64_t n = json_int(value, 0);

		if (n < 1 || n > (int64_t)p->articles)
			return false;
		*map_put(p->count[kind], key) = (uint64_t)n << SHIFT;
	}
	return true;
}

static bool fill(struct profile *p, const struct json *root)
{
	int64_t articles = json_int(json_get(root, "articles"), 0);

	if (json_int(json_get(root, "format"), 0) != FORMAT || articles < 1 ||
	    articles > UINT32_MAX)
		return false;
	p->articles = (uint64_t)articles;
	p->words = json_num(json_get(root, "word_sum"), 0);
	p->rare = json_num(json_get(root, "rare_sum"), 0);
	for (int k = 0; k < PROFILE_KINDS; k++)
		if (!read_kind(p, (enum profile_kind)k, json_get(root, kind_name[k])))
			return false;
	return p->words > 0 && p->rare >= 0 &&
	       read_counts(p->label, LABEL_COUNT, json_get(root, "labels")) &&
	       read_counts(p->confidence, PROFILE_BINS, json_get(root, "confidence"));
}

bool profile_read(struct profile **out, struct str bytes, struct err *err)
{
	struct profile *p;
	struct json *root;
	bool fine;

	if (!json_parse(&root, bytes, err))
		return false;
	p = profile_new();
	fine = fill(p, root);
	json_free(root);
	if (!fine) {
		profile_free(p);
		return err_set(err, ERR_INPUT, "this is no profile of format %d", FORMAT);
	}
	*out = p;
	return true;
}

bool profile_load(struct profile **out, const struct pack *p, struct err *err)
{
	struct str base = pack_extends(p);
	struct arena *a = arena_new();
	const char *path = arena_fmt(a, "%s/labels.profile", pack_where(p)).at;
	struct buf bytes;
	bool fine;

	if (!io_exists(path) && base.len)
		path = arena_fmt(a, "%s/../%.*s/labels.profile", pack_where(p), STR_ARG(base)).at;
	buf_init(&bytes, LIMIT_FILE);
	fine = io_read(&bytes, path, err) && profile_read(out, buf_view(&bytes), err);
	if (!fine)
		err_at(err, path);
	buf_free(&bytes);
	arena_free(a);
	return fine;
}
