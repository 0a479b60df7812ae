/* store/text_index.c -- one index, two languages.
 *
 * With PostgreSQL the words are ours, not those of a text search configuration of the server:
 * its parser takes hyphens, addresses and numbers apart in another way than FTS5, its stemmer
 * is another one and it leaves out stop words, so that a search would find other articles
 * there than here, and other ones again on a server that is configured differently.
 *
 * Places: a title's words begin at 1 and weigh A, those of the text stand behind them with one
 * place left free, so that no phrase reaches from one into the other. A tsvector knows 16,383
 * places and 256 of each word: phrases far back in very long texts are not found, their words
 * are. Nor does it hold more than a megabyte: of a text with that many different words the last
 * ones are left out. */
#include "store/text_index.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/map.h"
#include "text/lexemes.h"

#define PLACES_MOST 16383   /* that a tsvector tells apart */
#define WORDS_MOST KIB(800) /* bytes of different words; with places it stays below a megabyte */
#define OVERHEAD 6          /* bytes that a tsvector spends on a word beside its letters */

static bool is_ours(const struct store *s)
{
	return s->ops == &db_postgres;
}

/* -- words as a tsvector ------------------------------------------------------------------ */

struct vector {
	struct buf *out;
	struct map *seen;
	struct lexemes *lexemes;
	size_t bytes; /* of different words */
	int64_t last; /* place of the last word */
};

static void add_words(struct vector *v, struct str text, const char *weight)
{
	int64_t place, before = v->last;
	struct str lexeme;

	lexemes_of(v->lexemes, text);
	while (lexemes_next(&lexeme, &place, v->lexemes)) {
		uint64_t *known = map_get(v->seen, lexeme);

		v->last = before + place;
		if (known && v->last > PLACES_MOST)
			continue;
		if (!known && v->bytes + lexeme.len + OVERHEAD > WORDS_MOST)
			continue;
		if (!known) {
			*map_put(v->seen, lexeme) = 1;
			v->bytes += lexeme.len + OVERHEAD;
		}
		buf_char(v->out, '\'');
		buf_str(v->out, lexeme);
		buf_fmt(v->out, "':%lld%s ",
			(long long)(v->last < PLACES_MOST ? v->last : PLACES_MOST), weight);
	}
	v->last++;
}

static void vector_of(struct buf *out, struct str title, struct str text)
{
	struct vector v = {.out = out, .seen = map_new(), .lexemes = lexemes_new()};

	buf_clear(out);
	add_words(&v, title, "A");
	add_words(&v, text, "");
	map_free(v.seen);
	lexemes_free(v.lexemes);
}

static bool put_vector(struct store *s, enum query_id id, int64_t number, struct str title,
		       struct str text, struct err *err)
{
	struct buf words;
	struct ask a;
	bool ok;

	buf_init(&words, LIMIT_LINE);
	vector_of(&words, title, text);
	ask_open(&a, s, id, err);
	ask_int(&a, number);
	ask_str(&a, buf_view(&words));
	ok = ask_run(&a);
	buf_free(&words);
	return ok;
}

/* -- what is indexed ----------------------------------------------------------------------- */

/* A statement of a number and two texts. */
static bool put_texts(struct store *s, enum query_id id, int64_t number, struct str title,
		      struct str text, struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	ask_int(&a, number);
	ask_str(&a, title);
	ask_str(&a, text);
	return ask_run(&a);
}

bool text_index_article(struct store *s, int64_t number, struct str title, struct str text,
			struct err *err)
{
	return (is_ours(s) ? put_vector : put_texts)(s, Q_ARTICLE_INDEX, number, title, text, err);
}

bool text_index_article_end(struct store *s, int64_t number, struct str title, struct str text,
			    struct err *err)
{
	if (is_ours(s))
		return ask_numbers(s, Q_ARTICLE_UNINDEX, &number, 1, err);
	return put_texts(s, Q_ARTICLE_UNINDEX, number, title, text, err);
}

bool text_index_event(struct store *s, const struct text_index_event *e, struct err *err)
{
	if (is_ours(s))
		return put_vector(s, Q_EVENT_INDEX, e->number, e->title, e->summary, err);
	return (!e->had ||
		put_texts(s, Q_EVENT_UNINDEX, e->number, e->was_title, e->was_summary, err)) &&
	       put_texts(s, Q_EVENT_INDEX, e->number, e->title, e->summary, err);
}

bool text_index_forget(struct store *s, int64_t number, struct err *err)
{
	return is_ours(s) || put_texts(s, Q_EVENT_UNINDEX, number, STR(""), STR(""), err);
}

/* Rows of the table are read while rows of the index are written: of a million articles those
 * that were read ahead would fill the memory, so it goes on in slices. */
#define SLICE 500

static bool rebuild(struct store *s, enum query_id rows, enum query_id index, struct err *err)
{
	struct arena *arena = arena_new();
	int64_t last = 0, number[SLICE];
	struct str title[SLICE], text[SLICE];
	size_t count = SLICE;
	bool ok = true;

	while (ok && count == SLICE) {
		struct ask a;

		count = 0;
		arena_reset(arena);
		ask_open(&a, s, rows, err);
		ask_int(&a, last);
		ask_int(&a, SLICE);
		while (ask_row(&a)) {
			last = number[count] = ask_int_at(&a, 0);
			title[count] = arena_copy(arena, ask_str_at(&a, 1));
			text[count++] = arena_copy(arena, ask_str_at(&a, 2));
		}
		ok = ask_close(&a);
		for (size_t i = 0; ok && i < count; i++)
			ok = put_vector(s, index, number[i], title[i], text[i], err);
	}
	arena_free(arena);
	return ok;
}

bool text_index_rebuild(struct store *s, struct err *err)
{
	if (!is_ours(s))
		return ask_do(s, Q_LOAD_ARTICLES_TEXT, err) && ask_do(s, Q_LOAD_EVENTS_TEXT, err);
	return ask_do(s, Q_LOAD_ARTICLES_TEXT, err) && ask_do(s, Q_LOAD_EVENTS_TEXT, err) &&
	       rebuild(s, Q_ARTICLE_TEXTS, Q_ARTICLE_INDEX, err) &&
	       rebuild(s, Q_EVENT_TEXTS, Q_EVENT_INDEX, err);
}

/* -- is it right? -------------------------------------------------------------------------- */

struct checking {
	const char *what;
	enum query_id rows, compare;
	void (*told)(const char *line, void *payload);
	void *payload;
	struct buf words;
};

static bool same_words(struct checking *c, struct store *s, int64_t number, struct err *err)
{
	char line[100];
	int64_t same;
	struct ask a;

	ask_open(&a, s, c->compare, err);
	ask_int(&a, number);
	ask_str(&a, buf_view(&c->words));
	if (!ask_one(&same, &a, 0))
		return false;
	if (!same) {
		snprintf(line, sizeof line, "%s %lld and its words in the index differ", c->what,
			 (long long)number);
		c->told(line, c->payload);
	}
	return true;
}

static bool check_rows(struct checking *c, struct store *s, struct err *err)
{
	int64_t last = 0, before = -1;
	bool ok = true;

	while (ok && last != before) {
		struct ask a;

		before = last;
		ask_open(&a, s, c->rows, err);
		ask_int(&a, last);
		ask_int(&a, SLICE);
		while (ask_row(&a)) {
			last = ask_int_at(&a, 0);
			vector_of(&c->words, ask_str_at(&a, 1), ask_str_at(&a, 2));
			a.ok = same_words(c, s, last, err);
		}
		ok = ask_close(&a);
	}
	return ok;
}

void text_index_check(struct store *s, void (*told)(const char *line, void *payload), void *payload)
{
	struct checking c[] = {
		{.what = "article", .rows = Q_ARTICLE_TEXTS, .compare = Q_CHECK_ARTICLES_TEXT},
		{.what = "event", .rows = Q_EVENT_TEXTS, .compare = Q_CHECK_EVENTS_TEXT}};
	struct err err;

	for (size_t i = 0; i < 2; i++) {
		c[i].told = told;
		c[i].payload = payload;
		buf_init(&c[i].words, LIMIT_LINE);
		if (is_ours(s) ? !check_rows(&c[i], s, &err) : !ask_do(s, c[i].compare, &err))
			told(err.text, payload);
		buf_free(&c[i].words);
	}
}

/* -- what is searched ---------------------------------------------------------------------- */

/* "word" with quotes doubled: one string of FTS5's language. */
static void quote(struct buf *b, struct str word)
{
	buf_char(b, '"');
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '"')
			buf_char(b, '"');
		buf_char(b, word.at[i] == '\0' ? ' ' : word.at[i]);
	}
	buf_char(b, '"');
}

/* 'one' <-> 'two': a tsquery for words that follow one another; with `in_title` each weighs A,
 * and the `unfinished` last one may go on. Nothing when there is no word in it. */
static void follow(struct buf *b, struct lexemes *lexemes, struct str phrase, bool in_title,
		   bool unfinished)
{
	int64_t place, before = 0;
	struct str lexeme;

	lexemes_of(lexemes, phrase);
	while (lexemes_next(&lexeme, &place, lexemes)) {
		if (before)
			buf_fmt(b, "%s <%lld> ", in_title ? ":A" : "", (long long)(place - before));
		buf_fmt(b, "'%.*s'", STR_ARG(lexeme));
		before = place;
	}
	if (before && in_title)
		buf_z(b, unfinished ? ":*A" : ":A");
}

struct str text_index_phrase(struct arena *arena, const struct store *s, struct str typed)
{
	struct lexemes *lexemes = NULL;
	struct str text;
	struct buf b;

	buf_init(&b, LIMIT_LINE);
	if (is_ours(s)) {
		lexemes = lexemes_new();
		follow(&b, lexemes, typed, false, false);
	} else {
		quote(&b, typed);
	}
	text = arena_copy(arena, buf_view(&b));
	lexemes_free(lexemes);
	buf_free(&b);
	return text;
}

struct str text_index_titles(struct arena *arena, const struct store *s, struct str typed)
{
	struct lexemes *lexemes = is_ours(s) ? lexemes_new() : NULL;
	struct str word, rest = str_trim(typed), text;
	struct buf b;

	buf_init(&b, LIMIT_LINE);
	if (!lexemes)
		buf_z(&b, "title : (");
	while (str_split(&word, &rest, ' ')) {
		size_t had = b.len, begun;

		if (word.len == 0)
			continue;
		if (had && b.at[had - 1] != '(')
			buf_z(&b, lexemes ? " & " : " ");
		begun = b.len;
		if (lexemes)
			follow(&b, lexemes, word, true, rest.len == 0);
		else
			quote(&b, word);
		if (b.len == begun) /* no word in it */
			buf_cut(&b, had);
	}
	if (!lexemes)
		buf_z(&b, " *)");
	text = arena_copy(arena, buf_view(&b));
	lexemes_free(lexemes);
	buf_free(&b);
	return text;
}
