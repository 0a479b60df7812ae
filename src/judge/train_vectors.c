/* judge/train_vectors.c -- which words to keep, how rare they are, where they lie.
 *
 * Kept are words that the corpus has, and the COMMON first lines of the text whether it
 * has them or not: news to come has other words than news that was. The mean of the
 * common words is taken off (it says "English" and nothing else; Mu and Viswanath 2018),
 * then each point is brought to length 1. Rarity is log(texts / texts with the word). */
#include "judge/train_vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/emit.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "judge/reading.h"
#include "judge/vectors.h"
#include "text/article.h"

#define COMMON 30000u
#define LINE_MAX_BYTES KIB(16)

struct count {
	uint32_t hash, texts;
};

struct row {
	uint32_t key, number; /* number: of its point */
};

struct making {
	const struct train_vectors_options *o;
	struct arena *arena;
	VEC(uint32_t) seen; /* hashes, each once a text */
	VEC(struct count) count;
	VEC(struct row) row;
	VEC(float) point;
	size_t texts, dimensions, lines;
	double mean[VECTORS_DIMENSIONS_MAX];
};

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* -- the corpus ------------------------------------------------------------------------- */

static void see(struct making *m, struct arena *arena, const struct article *a)
{
	struct words words[FIELD_COUNT];
	uint32_t *hash;
	size_t n = 0;

	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&words[f], arena, str_cut(a->field[f], 0, READING_LEAD));
	hash = ARENA_ARRAY(arena, uint32_t, words[0].len + words[1].len);
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < words[f].len; i++)
			hash[n++] = words[f].at[i].hash;
	if (n)
		qsort(hash, n, sizeof *hash, by_number);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || hash[i] != hash[i - 1])
			VEC_PUSH(&m->seen, hash[i]);
	m->texts++;
}

struct corpus {
	struct making *making;
	struct arena *arena; /* of one text */
};

static bool read_text(struct str text, void *payload, struct err *err)
{
	struct corpus *c = payload;
	struct article a;

	arena_reset(c->arena);
	if (!article_from_json(&a, c->arena, text, STR_NONE, err))
		return false;
	see(c->making, c->arena, &a);
	return true;
}

static bool read_corpus(struct making *m, const char *path, struct err *err)
{
	struct corpus c = {m, arena_new()};
	bool fine = io_each_line(path, read_text, &c, err);

	arena_free(c.arena);
	return fine;
}

static void count_seen(struct making *m)
{
	if (m->seen.len)
		qsort(m->seen.at, m->seen.len, sizeof *m->seen.at, by_number);
	for (size_t i = 0, run; i < m->seen.len; i += run) {
		for (run = 1; i + run < m->seen.len && m->seen.at[i + run] == m->seen.at[i]; run++)
			;
		struct count c = {m->seen.at[i], (uint32_t)run};

		VEC_PUSH(&m->count, c);
	}
}

static uint32_t texts_with(const struct making *m, uint32_t hash)
{
	const struct count *c = m->count.len ? bsearch(&hash, m->count.at, m->count.len,
						       sizeof *m->count.at, by_number)
					     : NULL;

	return c ? c->texts : 0;
}

/* -- the vectors ------------------------------------------------------------------------ */

static bool take_numbers(struct making *m, struct str rest, struct err *err)
{
	float x[VECTORS_DIMENSIONS_MAX];
	size_t n = 0;

	while (rest.len) {
		struct str word;
		double value;
		char z[40];
		char *end;

		str_split(&word, &rest, ' ');
		if (!word.len)
			continue;
		if (n == VECTORS_DIMENSIONS_MAX || word.len >= sizeof z)
			return err_set(err, ERR_LIMIT, "more than %d numbers, or one is too long",
				       VECTORS_DIMENSIONS_MAX);
		memcpy(z, word.at, word.len);
		z[word.len] = '\0';
		value = strtod(z, &end);
		if (*end || !isfinite(value))
			return err_set(err, ERR_INPUT, "\"%s\" is no number", z);
		x[n++] = (float)value;
	}
	if (m->dimensions && n != m->dimensions)
		return err_set(err, ERR_INPUT, "%zu numbers, the lines before have %zu", n,
			       m->dimensions);
	m->dimensions = n;
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(&m->point, x[i]);
	return n > 0 || err_set(err, ERR_INPUT, "no numbers");
}

/* Keeps the line when it is one word that is wanted; its point stands last else. */
static bool take_vector(struct making *m, struct arena *arena, struct str line, struct err *err)
{
	struct words words;
	struct str word, rest = line;

	str_split(&word, &rest, ' ');
	if (!take_numbers(m, rest, err))
		return false;
	const float *x = m->point.at + m->point.len - m->dimensions;

	if (m->lines++ < COMMON)
		for (size_t i = 0; i < m->dimensions; i++)
			m->mean[i] += (double)x[i];
	words_of(&words, arena, word);
	bool whole = words.len == 1 && words.at[0].from == 0 && words.at[0].upto == word.len;

	if (whole && words.at[0].hash && m->row.len < VECTORS_ROWS_MAX &&
	    (m->lines <= COMMON || texts_with(m, words.at[0].hash))) {
		struct row r = {words.at[0].hash, (uint32_t)m->row.len};

		VEC_PUSH(&m->row, r);
	} else {
		m->point.len -= m->dimensions;
	}
	return true;
}

/* "341479 100": fastText tells words and dimensions first. */
static bool is_head(struct str line)
{
	struct str first, rest = str_trim(line);
	int64_t words, dimensions;

	return str_split(&first, &rest, ' ') && str_int(&words, first) &&
	       str_int(&dimensions, rest);
}

static bool read_vectors(struct making *m, struct err *err)
{
	struct arena *arena = arena_new();
	struct io_lines *lines;
	struct str line;
	enum io_line got;
	bool fine = io_lines_open(&lines, m->o->text, LINE_MAX_BYTES, 0, err);

	if (!fine) {
		arena_free(arena);
		return false;
	}
	while (fine && (got = io_lines_next(&line, lines, err)) != IO_LINES_END) {
		char where[400];

		arena_reset(arena);
		if (got == IO_LINE && io_lines_number(lines) == 1 && is_head(line))
			continue;
		if (got == IO_LINE_TOO_LONG)
			err_set(err, ERR_LIMIT, "a line is over %d bytes", LINE_MAX_BYTES);
		fine = got == IO_LINE && take_vector(m, arena, str_trim(line), err);
		snprintf(where, sizeof where, "%s:%lld", m->o->text,
			 (long long)io_lines_number(lines));
		if (!fine)
			err_at(err, where);
	}
	io_lines_close(lines);
	arena_free(arena);
	return fine && (m->row.len || err_set(err, ERR_INPUT, "%s: no vectors", m->o->text));
}

/* -- the file --------------------------------------------------------------------------- */

static void unit(float *out, const float *x, const struct making *m)
{
	size_t common = m->lines < COMMON ? m->lines : COMMON;
	double square = 0;

	for (size_t i = 0; i < m->dimensions; i++) {
		out[i] = x[i] - (float)(m->mean[i] / (double)common);
		square += (double)out[i] * (double)out[i];
	}
	for (size_t i = 0; i < m->dimensions; i++)
		out[i] = square > 0 ? (float)((double)out[i] / sqrt(square)) : 0;
}

static void provenance(struct buf *out, const struct making *m)
{
	struct str path = str_of(m->o->text);
	size_t slash = str_rchr(path, '/');
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "vectors", str_cut(path, slash == STR_NPOS ? 0 : slash + 1, path.len));
	emit_pair_int(&e, "lines", (int64_t)m->lines);
	emit_pair_int(&e, "texts", (int64_t)m->texts);
	emit_end(&e);
}

static bool write_file(struct making *m, struct err *err)
{
	size_t n = m->row.len, kept = 0;
	uint32_t *key = memory_alloc(n * sizeof *key);
	float *rarity = memory_alloc(n * sizeof *rarity);
	float *point = memory_alloc(n * m->dimensions * sizeof *point);
	struct buf bytes, told;

	CHECK(n > 0 && m->row.at);
	/* by key, then by line: the first spelling of a folded word is the common one */
	qsort(m->row.at, n, sizeof *m->row.at, by_key);
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &m->row.at[i];

		if (kept && key[kept - 1] == r->key)
			continue;
		key[kept] = r->key;
		rarity[kept] = (float)log((double)m->texts / (1.0 + texts_with(m, r->key)));
		unit(point + kept * m->dimensions, m->point.at + r->number * m->dimensions, m);
		kept++;
	}
	buf_init(&bytes, LIMIT_FILE);
	buf_init(&told, LIMIT_FIELD);
	provenance(&told, m);
	vectors_write(&bytes, &(struct vectors_draft){.dimensions = m->dimensions,
						      .rows = kept,
						      .key = key,
						      .rarity = rarity,
						      .point = point,
						      .provenance = buf_view(&told)});
	bool fine = io_write(arena_fmt(m->arena, "%s/words.vectors", m->o->out).at,
			     buf_view(&bytes), err);

	buf_free(&bytes);
	buf_free(&told);
	memory_free(key);
	memory_free(rarity);
	memory_free(point);
	return fine;
}

bool train_vectors(const struct train_vectors_options *o, struct err *err)
{
	struct making m = {.o = o, .arena = arena_new()};
	bool fine = true;

	for (size_t i = 0; fine && i < o->corpus_count; i++)
		fine = read_corpus(&m, o->corpus[i], err);
	count_seen(&m);
	fine = fine && read_vectors(&m, err) && write_file(&m, err);
	VEC_FREE(&m.seen);
	VEC_FREE(&m.count);
	VEC_FREE(&m.row);
	VEC_FREE(&m.point);
	arena_free(m.arena);
	return fine;
}
