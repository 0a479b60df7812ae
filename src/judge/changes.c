/* judge/changes.c -- quotes are looked for, numbers are paired, notices are a short list.
 *
 * A quote has vanished when its words do not stand in the new text in this order; white space
 * and punctuation may differ; of those that lie within each other the longest is told. Numbers
 * pair where words went and others came at one place, the first with the first. A notice counts
 * only where it is new: many papers say at the foot of each page how they correct. */
#include "judge/changes.h"

#include "base/emit.h"
#include "base/json.h"
#include "judge/numbers.h"
#include "text/words.h"

#define SAID 240 /* bytes of a notice; two sentences */

static const char *const notice_name[] = {"", "correction", "retraction"};

static const char *const retraction[] = {"retracted",
					 "retraction",
					 "has been withdrawn",
					 "was withdrawn",
					 "takes back",
					 "story has been removed",
					 "article has been removed",
					 "zurückgezogen",
					 "rétractation",
					 "retractación",
					 "ritrattazione"};
static const char *const correction[] = {"correction:",
					 "corrections:",
					 "correction (",
					 "this article was amended",
					 "has been amended",
					 "has been corrected",
					 "was corrected",
					 "updated to correct",
					 "an earlier version of th",
					 "a previous version of th",
					 "clarification:",
					 "editor's note",
					 "editor’s note",
					 "berichtigung",
					 "korrektur",
					 "in einer früheren version",
					 "in einer früheren fassung",
					 "rectificatif",
					 "erratum",
					 "une version précédente",
					 "corrección",
					 "fe de errores",
					 "una versión anterior",
					 "errata",
					 "correzione",
					 "correção",
					 "uma versão anterior"};

/* -- quotes ------------------------------------------------------------------------------ */

static bool stands_in(const struct words *quote, const struct words *text)
{
	for (size_t i = 0; i + quote->len <= text->len; i++) {
		size_t n = 0;

		while (n < quote->len && quote->at[n].hash == text->at[i + n].hash)
			n++;
		if (n == quote->len)
			return true;
	}
	return false;
}

static bool is_listed(const struct changes *c, struct str quote)
{
	for (size_t i = 0; i < c->vanished_count; i++)
		if (str_eq(c->vanished[i], quote))
			return true;
	return false;
}

/* Of quotes that lie within each other the longest says it all. */
static bool is_within_another(const struct changes *c, struct arena *a, size_t n)
{
	struct words inner, outer;

	words_of(&inner, a, c->vanished[n]);
	for (size_t i = 0; i < c->vanished_count; i++) {
		if (i == n || !c->vanished[i].len)
			continue;
		words_of(&outer, a, c->vanished[i]);
		if (outer.len > inner.len && stands_in(&inner, &outer))
			return true;
	}
	return false;
}

static void keep_longest(struct changes *c, struct arena *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->vanished_count; i++)
		if (is_within_another(c, a, i))
			c->vanished[i].len = 0;
	for (size_t i = 0; i < c->vanished_count; i++)
		if (c->vanished[i].len)
			c->vanished[kept++] = c->vanished[i];
	c->vanished_count = kept;
}

static void quotes(struct changes *c, struct arena *a, const struct changes_side *now,
		   struct str verdict)
{
	const struct json *evidence;
	struct words text[2];
	struct json *json;
	struct err ignored;

	if (!verdict.len || !json_parse(&json, verdict, &ignored))
		return;
	words_of(&text[0], a, now->title);
	words_of(&text[1], a, now->text);
	evidence = json_get(json, "evidence");
	for (size_t i = 0; i < json_len(evidence) && c->vanished_count < CHANGES_QUOTES; i++) {
		struct str quote = json_get_str(json_at(evidence, i), "quote");
		struct words words;

		words_of(&words, a, quote);
		if (words.len && !stands_in(&words, &text[0]) && !stands_in(&words, &text[1]) &&
		    !is_listed(c, quote))
			c->vanished[c->vanished_count++] = arena_copy(a, quote);
	}
	json_free(json);
	keep_longest(c, a);
}

/* -- numbers ----------------------------------------------------------------------------- */

struct found { /* a number of one run */
	double value;
	struct str words;
};

/* The numbers that begin in the run, each with the word behind it. */
static size_t numbers_in(struct found *out, size_t most, const struct tokens *t,
			 const struct diff_run *run)
{
	size_t count = 0;

	for (size_t n = 0; n < t->len && t->at[n].from < run->upto && count < most; n++) {
		struct number number;
		size_t last;

		if (t->at[n].from < run->from || !numbers_at(&number, t, n, false))
			continue;
		last = number.last < t->len && t->at[number.last].kind == TOKEN_WORD
			       ? number.last
			       : number.last - 1;
		out[count++] = (struct found){number.low,
					      str_cut(t->text, t->at[n].from, t->at[last].upto)};
		n = number.last - 1;
	}
	return count;
}

static void tokens_in(struct tokens *out, struct arena *a, struct str text)
{
	struct sentences s;

	sentences_of(&s, a, text);
	tokens_of(out, a, text, &s);
}

static bool is_paired(const struct changes *c, struct str was, struct str now)
{
	for (size_t i = 0; i < c->number_count; i++)
		if (str_eq_nocase(c->number[i].was, was) && str_eq_nocase(c->number[i].now, now))
			return true;
	return false;
}

static void pair_numbers(struct changes *c, struct arena *a, const struct found *old,
			 const struct found *new)
{
	bool other = old->value < new->value || old->value > new->value;

	if (other && c->number_count < CHANGES_NUMBERS && !is_paired(c, old->words, new->words))
		c->number[c->number_count++] = (struct changed_number){arena_copy(a, old->words),
								       arena_copy(a, new->words)};
}

static void numbers(struct changes *c, struct arena *a, struct str was, struct str now,
		    const struct diff *d)
{
	struct tokens t[2];

	tokens_in(&t[0], a, was);
	tokens_in(&t[1], a, now);
	for (size_t i = 0; i + 1 < d->count; i++) {
		struct found old[CHANGES_NUMBERS], new[CHANGES_NUMBERS];
		size_t n[2];

		if (d->run[i].kind != DIFF_GONE || d->run[i + 1].kind != DIFF_COME)
			continue;
		n[0] = numbers_in(old, CHANGES_NUMBERS, &t[0], &d->run[i]);
		n[1] = numbers_in(new, CHANGES_NUMBERS, &t[1], &d->run[i + 1]);
		for (size_t k = 0; k < n[0] && k < n[1]; k++)
			pair_numbers(c, a, &old[k], &new[k]);
	}
}

/* -- what the publisher says ------------------------------------------------------------- */

static struct str said_at(struct str text, size_t at)
{
	size_t from = at, upto = at + SAID < text.len ? at + SAID : text.len;

	while (from > 0 && text.at[from - 1] != '\n' && text.at[from - 1] != '.')
		from--;
	for (size_t i = at; i < upto; i++)
		if (text.at[i] == '\n')
			upto = i;
	while (upto < text.len && upto > at && ((unsigned char)text.at[upto] & 0xc0) == 0x80)
		upto--; /* not within a character */
	if (at - from > SAID)
		from = at;
	return str_trim(str_cut(text, from, upto));
}

struct phrases {
	enum notice notice;
	const char *const *phrase;
	size_t count;
};

static bool announced(struct changes *c, struct arena *a, struct str text, const struct diff *d,
		      const struct phrases *p)
{
	for (size_t i = 0; i < d->count; i++) {
		struct str run = str_cut(text, d->run[i].from, d->run[i].upto + 1);

		if (d->run[i].kind != DIFF_COME)
			continue;
		for (size_t n = 0; n < p->count; n++) {
			size_t at = str_find_nocase(run, str_of(p->phrase[n]));

			if (at == STR_NPOS)
				continue;
			c->notice = p->notice;
			c->said = arena_copy(a, said_at(text, d->run[i].from + at));
			return true;
		}
	}
	return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void notices(struct changes *c, struct arena *a, const struct changes_side *now)
{
	const struct phrases kind[] = {{NOTICE_RETRACTION, retraction, COUNT(retraction)},
				       {NOTICE_CORRECTION, correction, COUNT(correction)}};

	for (size_t i = 0; i < COUNT(kind); i++)
		if (announced(c, a, now->title, &c->title, &kind[i]) ||
		    announced(c, a, now->text, &c->text, &kind[i]))
			return;
}

bool changes_of(struct changes *out, struct arena *a, const struct changes_side *was,
		const struct changes_side *now, struct str verdict)
{
	*out = (struct changes){0};
	diff_words(&out->title, a, was->title, now->title);
	diff_words(&out->text, a, was->text, now->text);
	if (!(out->title.gone + out->title.come + out->text.gone + out->text.come))
		return false;
	quotes(out, a, now, verdict);
	numbers(out, a, was->title, now->title, &out->title);
	numbers(out, a, was->text, now->text, &out->text);
	notices(out, a, now);
	return true;
}

/* -- told -------------------------------------------------------------------------------- */

void changes_to_json(struct buf *out, const struct changes *c)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_key(&e, "title");
	emit_bool(&e, c->title.gone + c->title.come > 0);
	emit_pair_int(&e, "words_gone", (int64_t)(c->title.gone + c->text.gone));
	emit_pair_int(&e, "words_come", (int64_t)(c->title.come + c->text.come));
	emit_key(&e, "vanished");
	emit_array(&e);
	for (size_t i = 0; i < c->vanished_count; i++)
		emit_str(&e, c->vanished[i]);
	emit_end(&e);
	emit_key(&e, "numbers");
	emit_array(&e);
	for (size_t i = 0; i < c->number_count; i++) {
		emit_object(&e);
		emit_pair(&e, "was", c->number[i].was);
		emit_pair(&e, "now", c->number[i].now);
		emit_end(&e);
	}
	emit_end(&e);
	emit_pair_or_null(&e, "notice", str_of(notice_name[c->notice]));
	emit_pair_or_null(&e, "said", c->said);
	emit_end(&e);
}

struct str changes_told(struct arena *a, const struct changes *c)
{
	struct str told = arena_fmt(a, "%s%zu word%s gone, %zu new",
				    c->title.gone + c->title.come ? "another title; " : "",
				    c->title.gone + c->text.gone,
				    c->title.gone + c->text.gone == 1 ? "" : "s",
				    c->title.come + c->text.come);

	if (c->vanished_count)
		told = arena_fmt(a, "%.*s; %zu quote%s vanished", STR_ARG(told), c->vanished_count,
				 c->vanished_count == 1 ? "" : "s");
	for (size_t i = 0; i < c->number_count && i < 3; i++)
		told = arena_fmt(a, "%.*s; \"%.*s\" is now \"%.*s\"", STR_ARG(told),
				 STR_ARG(c->number[i].was), STR_ARG(c->number[i].now));
	if (c->notice)
		told = arena_fmt(a, "%.*s; the publisher announces a %s", STR_ARG(told),
				 notice_name[c->notice]);
	return told;
}
