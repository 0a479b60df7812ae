/* matcher.c -- the gate (vectorscan) and the reading (cues_index.c) behind one header;
 * the only file that includes hs.h.
 *
 * The gate holds AI systems and their makers, and in the first lines what may be an AI
 * system by another name ("the software"). It stops at the first that is sure; most of
 * the day's news has none and is done after it, at some 300 MB/s. Only what passes is
 * read with all patterns, word by word.
 *
 * The gate's database tells where matches end; cues_naive.c finds where they begin and
 * knows letters beyond ASCII and forbidden neighbours. The build saves the database behind
 * a line with its key: library version and hash of its expressions. Loading that takes
 * a millisecond; another key, a damaged file or another processor and the pack compiles
 * anew, which takes a second. */
#include "judge/matcher.h"

#include <hs.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "judge/cues_index.h"

#define MAGIC "tocsin cues.hsdb 3 "

struct matcher_base {
	hs_database_t *gate[CUE_GATE_COUNT]; /* lead, anywhere; NULL: no such pattern */
	struct cues_index *index;
	const struct cues *cues;
	char key[HASH_HEX_SIZE];
};

struct matcher {
	const struct matcher_base *base;
	hs_scratch_t *scratch;
	VEC(struct match) kept;
	struct cues_near_words near;
	uint32_t *last; /* per cue: index + 1 of the match kept last */
};

/* -- the database ------------------------------------------------------------------ */

static enum cue_gate gate_of(const struct cues *c, size_t n)
{
	return (enum cue_gate)cues_group(c, cues_at(c, n)->group)->gate;
}

/* Expressions of the gate's patterns, each with a NUL behind it. */
static void expressions(struct buf *out, const struct cues *c)
{
	buf_init(out, LIMIT_FILE);
	for (size_t i = 0; i < cues_count(c); i++) {
		if (gate_of(c, i) == CUE_GATE_NO)
			continue;
		cues_regex_of(out, cues_at(c, i));
		buf_char(out, '\0');
	}
	CHECK(buf_ok(out));
}

/* The numbers of the patterns are in the database too. */
static void matcher_key(char out[HASH_HEX_SIZE], struct buf *all, const struct cues *c)
{
	buf_z(all, hs_version());
	for (size_t i = 0; i < cues_count(c); i++)
		if (gate_of(c, i) != CUE_GATE_NO)
			buf_fmt(all, " %zu:%d", i, (int)gate_of(c, i));
	hash128_hex(out, hash128(buf_view(all)));
}

static bool trouble_of(struct err *err, const struct matcher_base *b, hs_compile_error_t *trouble,
		       const unsigned *id)
{
	int n = trouble->expression;
	const struct cue *cue = n >= 0 ? cues_at(b->cues, id[n]) : NULL;

	if (cue)
		err_set(err, ERR_CONFIG, "%.*s:%u:1: pattern can not be compiled: %s",
			STR_ARG(cues_file(b->cues, cue->file)), cue->line, trouble->message);
	else
		err_set(err, ERR_CONFIG, "patterns can not be compiled: %s", trouble->message);
	hs_free_compile_error(trouble);
	return false;
}

/* Those that open the gate anywhere, or in the lead; an empty choice makes no database. */
static bool compile(struct matcher_base *b, enum cue_gate gate, const struct buf *all,
		    struct err *err)
{
	size_t count = cues_count(b->cues), n = 0;
	const char **expression = memory_alloc((count + 1) * sizeof *expression);
	unsigned *flags = memory_alloc((count + 1) * sizeof *flags);
	unsigned *id = memory_alloc((count + 1) * sizeof *id);
	const char *at = all->at;
	hs_compile_error_t *trouble = NULL;
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		if (gate_of(b->cues, i) == CUE_GATE_NO)
			continue;
		expression[n] = at;
		flags[n] = HS_FLAG_CASELESS;
		id[n] = (unsigned)i;
		n += gate_of(b->cues, i) == gate;
		at += strlen(at) + 1;
	}
	if (n && hs_compile_multi(expression, flags, id, (unsigned)n, HS_MODE_BLOCK, NULL,
				  &b->gate[gate], &trouble) != HS_SUCCESS)
		ok = trouble_of(err, b, trouble, id);
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
	b->index = cues_index_new(c);
	expressions(&all, c);
	ok = compile(b, CUE_GATE_LEAD, &all, err) && compile(b, CUE_GATE_ANYWHERE, &all, err);
	matcher_key(b->key, &all, c);
	buf_free(&all);
	if (!ok) {
		matcher_base_free(b);
		return false;
	}
	*out = b;
	return true;
}

/* "key length-of-the-first-database" of the first line; false when it is of another. */
static bool head_fits(size_t *first, struct str head, const char *key)
{
	struct str word, rest;
	int64_t n;

	if (!str_starts(head, STR(MAGIC)))
		return false;
	rest = str_cut(head, sizeof MAGIC - 1, head.len);
	if (!str_split(&word, &rest, ' ') || !str_eq(word, str_of(key)) || !str_int(&n, rest) ||
	    n < 0)
		return false;
	*first = (size_t)n;
	return true;
}

static bool restore(hs_database_t **out, struct str bytes)
{
	return bytes.len == 0 || hs_deserialize_database(bytes.at, bytes.len, out) == HS_SUCCESS;
}

bool matcher_base_open(struct matcher_base **out, const struct cues *c, struct str bytes)
{
	struct matcher_base *b;
	size_t line = str_chr(bytes, '\n'), first;
	struct str head = str_cut(bytes, 0, line), body = str_cut(bytes, line + 1, bytes.len);
	char key[HASH_HEX_SIZE];
	struct buf all;

	expressions(&all, c);
	matcher_key(key, &all, c);
	buf_free(&all);
	if (line == STR_NPOS || !head_fits(&first, head, key) || first > body.len)
		return false;
	b = memory_zalloc(sizeof *b);
	b->cues = c;
	memcpy(b->key, key, sizeof key);
	b->index = cues_index_new(c);
	if (!restore(&b->gate[CUE_GATE_LEAD], str_cut(body, 0, first)) ||
	    !restore(&b->gate[CUE_GATE_ANYWHERE], str_cut(body, first, body.len))) {
		matcher_base_free(b);
		return false;
	}
	*out = b;
	return true;
}

void matcher_base_save(struct buf *out, const struct matcher_base *b)
{
	char *bytes[CUE_GATE_COUNT] = {NULL};
	size_t len[CUE_GATE_COUNT] = {0};

	for (int g = CUE_GATE_LEAD; g < CUE_GATE_COUNT; g++)
		if (b->gate[g])
			CHECK(hs_serialize_database(b->gate[g], &bytes[g], &len[g]) == HS_SUCCESS);
	buf_fmt(out, MAGIC "%s %zu\n", b->key, len[CUE_GATE_LEAD]);
	for (int g = CUE_GATE_LEAD; g < CUE_GATE_COUNT; g++) {
		buf_str(out, (struct str){bytes[g], len[g]});
		free(bytes[g]); /* the library's */
	}
}

void matcher_base_free(struct matcher_base *b)
{
	if (!b)
		return;
	for (int g = 0; g < CUE_GATE_COUNT; g++)
		hs_free_database(b->gate[g]);
	cues_index_free(b->index);
	memory_free(b);
}

/* -- one thread --------------------------------------------------------------------- */

struct matcher *matcher_new(const struct pack *p)
{
	struct matcher *m = memory_zalloc(sizeof *m);

	m->base = pack_matcher_base(p);
	m->last = memory_zalloc((cues_count(m->base->cues) + 1) * sizeof *m->last);
	for (int g = 0; g < CUE_GATE_COUNT; g++)
		if (m->base->gate[g])
			CHECK(hs_alloc_scratch(m->base->gate[g], &m->scratch) == HS_SUCCESS);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	hs_free_scratch(m->scratch);
	VEC_FREE(&m->kept);
	VEC_FREE(&m->near.word);
	memory_free(m->last);
	memory_free(m);
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

/* Tries one start of a pattern; nothing begins inside the match kept before, but of two
 * alternatives that begin at one place the longer stays. */
static void try(struct matcher *m, const struct cues_start *start, struct str text, size_t from,
		size_t at)
{
	const struct cue *cue = cues_at(m->base->cues, start->cue);
	uint32_t *last = &m->last[start->cue];
	struct match *before = *last ? &m->kept.at[*last - 1] : NULL;
	size_t end[CUES_ENDS_MAX], n;

	if (before && before->upto > from && before->from != from)
		return;
	n = cues_index_ends(end, start, text, from, at);
	if (n == 0 || (cue->context_count && cues_naive_forbidden(cue, text, from, end[n - 1])))
		return;
	struct match hit = {
		.cue = start->cue, .from = (uint32_t)from, .upto = (uint32_t)end[n - 1]};

	if (before && before->from == from) {
		before->upto = hit.upto > before->upto ? hit.upto : before->upto;
		return;
	}
	VEC_PUSH(&m->kept, hit);
	*last = (uint32_t)m->kept.len;
}

/* The word in which the byte `from` lies, looked for from another one before it on. */
static size_t word_at(const struct matcher *m, size_t word, size_t from)
{
	while (word + 1 < m->near.word.len && m->near.word.at[word + 1].from <= from)
		word++;
	return word;
}

size_t matcher_scan(const struct match **out, struct matcher *m, struct str text)
{
	struct cues_span span[CUES_SPANS_MAX];
	size_t at = 0, from, spans, word = 0;

	m->kept.len = 0;
	cues_near_of(&m->near, text);
	while (m->near.word.len && m->kept.len < LIMIT_CUE_HITS &&
	       (spans = cues_index_next(span, &from, &at, m->base->index, text))) {
		word = word_at(m, word, from);
		for (size_t s = 0; s < spans; s++)
			for (size_t i = 0; i < span[s].len; i++)
				if (cues_start_may(&span[s].start[i], &m->near.word.at[word]))
					try(m, &span[s].start[i], text, from, at);
	}
	for (size_t i = 0; i < m->kept.len; i++)
		m->last[m->kept.at[i].cue] = 0;
	sort(m->kept.at, m->kept.len);
	*out = m->kept.at;
	return m->kept.len;
}

/* -- the gate -------------------------------------------------------------------------- */

struct passing {
	const struct cues *cues;
	struct str text;
	bool sure;
};

static int on_name(unsigned id, unsigned long long from, unsigned long long upto, unsigned flags,
		   void *payload)
{
	struct passing *p = payload;
	const struct cue *cue = cues_at(p->cues, id);
	size_t start = cues_naive_start(cue, p->text, (size_t)upto);

	(void)from;
	(void)flags;
	p->sure = start != STR_NPOS &&
		  !(cue->context_count && cues_naive_forbidden(cue, p->text, start, (size_t)upto));
	return p->sure;
}

/* Of the text only the first `len` bytes, but neighbours behind them are seen. */
static bool passes(struct matcher *m, enum cue_gate gate, struct str text, size_t len)
{
	struct passing p = {m->base->cues, text, false};

	if (len > text.len)
		len = text.len;
	if (m->base->gate[gate] && len) {
		hs_error_t rc = hs_scan(m->base->gate[gate], text.at, (unsigned)len, 0, m->scratch,
					on_name, &p);

		CHECK(rc == HS_SUCCESS || rc == HS_SCAN_TERMINATED);
	}
	return p.sure;
}

bool matcher_gate(struct matcher *m, struct str text, size_t lead)
{
	if (!m->base->gate[CUE_GATE_LEAD] && !m->base->gate[CUE_GATE_ANYWHERE])
		return true;
	return passes(m, CUE_GATE_LEAD, text, lead) || passes(m, CUE_GATE_ANYWHERE, text, text.len);
}
