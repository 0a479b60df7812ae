/* matcher.c -- vectorscan behind five functions; the only file that includes hs.h.
 *
 * The database tells where matches end; cues_naive.c finds where they begin and
 * knows letters beyond ASCII and forbidden neighbours. Compiling thousands of
 * patterns takes many seconds, so the build saves the database behind a line
 * with its key: library version and hash of all expressions. Loading that takes
 * milliseconds; another key, a damaged file or another processor and the pack
 * compiles anew. Scanning 4 KB takes some 30-40 us, a sixth of it in here, not
 * in the library (MEASURED.md section 2 has the library's own figures). */
#include "judge/matcher.h"

#include <hs.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"

#define MAGIC "tocsin cues.hsdb 1 "

struct matcher_base {
	hs_database_t *db;
	const struct cues *cues;
	char key[HASH_HEX_SIZE];
};

struct matcher {
	const struct matcher_base *base;
	hs_scratch_t *scratch;
	VEC(struct match) raw; /* cue and upto, as the library tells them */
	VEC(struct match) kept;
	uint32_t *last; /* per cue: index + 1 of the match kept last */
	bool in_order;
};

/* -- the database ------------------------------------------------------------------ */

/* All expressions, each with a NUL behind it. */
static void expressions(struct buf *out, const struct cues *c)
{
	buf_init(out, LIMIT_FILE);
	for (size_t i = 0; i < cues_count(c); i++) {
		cues_regex_of(out, cues_at(c, i));
		buf_char(out, '\0');
	}
	CHECK(buf_ok(out));
}

static void key_of(char out[HASH_HEX_SIZE], struct buf *all)
{
	buf_z(all, hs_version());
	hash128_hex(out, hash128(buf_view(all)));
}

static void matcher_key(char out[HASH_HEX_SIZE], const struct cues *c)
{
	struct buf all;

	expressions(&all, c);
	key_of(out, &all);
	buf_free(&all);
}

static bool compile(struct matcher_base *b, const struct buf *all, struct err *err)
{
	size_t count = cues_count(b->cues);
	const char **expression = memory_alloc((count + 1) * sizeof *expression);
	unsigned *flags = memory_alloc((count + 1) * sizeof *flags);
	unsigned *id = memory_alloc((count + 1) * sizeof *id);
	const char *at = all->at;
	hs_compile_error_t *trouble = NULL;
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		expression[i] = at;
		flags[i] = HS_FLAG_CASELESS;
		id[i] = (unsigned)i;
		at += strlen(at) + 1;
	}
	if (count && hs_compile_multi(expression, flags, id, (unsigned)count, HS_MODE_BLOCK, NULL,
				      &b->db, &trouble) != HS_SUCCESS) {
		int n = trouble->expression;
		const struct cue *cue = n >= 0 ? cues_at(b->cues, (size_t)n) : NULL;

		ok = cue ? err_set(err, ERR_CONFIG, "%.*s:%u:1: pattern can not be compiled: %s",
				   STR_ARG(cues_file(b->cues, cue->file)), cue->line,
				   trouble->message)
			 : err_set(err, ERR_CONFIG, "patterns can not be compiled: %s",
				   trouble->message);
		hs_free_compile_error(trouble);
	}
	memory_free(expression);
	memory_free(flags);
	memory_free(id);
	return ok;
}

bool matcher_base_compile(struct matcher_base **out, const struct cues *c, struct err *err)
{
	struct matcher_base *b = memory_zalloc(sizeof *b);
	struct buf all;
	bool ok;

	b->cues = c;
	expressions(&all, c);
	ok = compile(b, &all, err);
	key_of(b->key, &all);
	buf_free(&all);
	if (!ok) {
		matcher_base_free(b);
		return false;
	}
	*out = b;
	return true;
}

bool matcher_base_open(struct matcher_base **out, const struct cues *c, struct str bytes)
{
	struct matcher_base *b;
	char key[HASH_HEX_SIZE];
	size_t line = str_chr(bytes, '\n');
	struct str head = str_cut(bytes, 0, line), body = str_cut(bytes, line + 1, bytes.len);

	if (line == STR_NPOS || !str_starts(head, STR(MAGIC)))
		return false;
	matcher_key(key, c);
	if (!str_eq(str_cut(head, sizeof MAGIC - 1, head.len), str_of(key)))
		return false;
	b = memory_zalloc(sizeof *b);
	b->cues = c;
	memcpy(b->key, key, sizeof key);
	if (cues_count(c) && hs_deserialize_database(body.at, body.len, &b->db) != HS_SUCCESS) {
		memory_free(b);
		return false;
	}
	*out = b;
	return true;
}

void matcher_base_save(struct buf *out, const struct matcher_base *b)
{
	char *bytes = NULL;
	size_t len = 0;

	buf_fmt(out, MAGIC "%s\n", b->key);
	if (!b->db)
		return;
	CHECK(hs_serialize_database(b->db, &bytes, &len) == HS_SUCCESS);
	buf_str(out, (struct str){bytes, len});
	free(bytes); /* the library's */
}

void matcher_base_free(struct matcher_base *b)
{
	if (!b)
		return;
	hs_free_database(b->db);
	memory_free(b);
}

/* -- one thread --------------------------------------------------------------------- */

struct matcher *matcher_new(const struct pack *p)
{
	struct matcher *m = memory_zalloc(sizeof *m);

	m->base = pack_matcher_base(p);
	m->last = memory_zalloc((cues_count(m->base->cues) + 1) * sizeof *m->last);
	if (m->base->db)
		CHECK(hs_alloc_scratch(m->base->db, &m->scratch) == HS_SUCCESS);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	hs_free_scratch(m->scratch);
	VEC_FREE(&m->raw);
	VEC_FREE(&m->kept);
	memory_free(m->last);
	memory_free(m);
}

static int on_match(unsigned id, unsigned long long from, unsigned long long upto, unsigned flags,
		    void *payload)
{
	struct matcher *m = payload;
	struct match hit = {.cue = id, .upto = (uint32_t)upto};

	(void)from;
	(void)flags;
	if (m->raw.len && m->raw.at[m->raw.len - 1].upto > hit.upto)
		m->in_order = false;
	VEC_PUSH(&m->raw, hit);
	return m->raw.len >= LIMIT_CUE_HITS;
}

static int by_end(const void *left, const void *right)
{
	const struct match *a = left, *b = right;

	return (a->upto > b->upto) - (a->upto < b->upto);
}

static bool before(const struct match *a, const struct match *b)
{
	if (a->from != b->from)
		return a->from < b->from;
	if (a->upto != b->upto)
		return a->upto < b->upto;
	return a->cue < b->cue;
}

/* Matches come nearly in order, so each moves a few places at most. */
static void sort(struct match *at, size_t len)
{
	for (size_t i = 1; i < len; i++) {
		struct match one = at[i];
		size_t k = i;

		for (; k > 0 && before(&one, &at[k - 1]); k--)
			at[k] = at[k - 1];
		at[k] = one;
	}
}

/* Gives a raw match its start; keeps it unless it overlaps the one before. */
static void keep(struct matcher *m, struct match hit, struct str text)
{
	const struct cue *cue = cues_at(m->base->cues, hit.cue);
	uint32_t *last = &m->last[hit.cue];
	size_t from = cues_naive_start(cue, text, hit.upto);

	if (from == STR_NPOS)
		return;
	hit.from = (uint32_t)from;
	if (*last && m->kept.at[*last - 1].from != hit.from &&
	    m->kept.at[*last - 1].upto > hit.from)
		return;
	if (cue->context_count && cues_naive_forbidden(cue, text, hit.from, hit.upto))
		return;
	if (*last && m->kept.at[*last - 1].from == hit.from) {
		m->kept.at[*last - 1].upto = hit.upto;
		return;
	}
	VEC_PUSH(&m->kept, hit);
	*last = (uint32_t)m->kept.len;
}

size_t matcher_scan(const struct match **out, struct matcher *m, struct str text)
{
	m->raw.len = m->kept.len = 0;
	m->in_order = true;
	if (m->base->db && text.len) {
		hs_error_t rc = hs_scan(m->base->db, text.at, (unsigned)text.len, 0, m->scratch,
					on_match, m);

		CHECK(rc == HS_SUCCESS || rc == HS_SCAN_TERMINATED);
	}
	if (!m->in_order)
		qsort(m->raw.at, m->raw.len, sizeof *m->raw.at, by_end);
	for (size_t i = 0; i < m->raw.len; i++)
		keep(m, m->raw.at[i], text);
	for (size_t i = 0; i < m->kept.len; i++)
		m->last[m->kept.at[i].cue] = 0;
	sort(m->kept.at, m->kept.len);
	*out = m->kept.at;
	return m->kept.len;
}
