/* portrait_names.c -- who and where: countries, actors, languages, publishers.
 *
 * A country counts by its place in each article's list, times what the publisher weighs;
 * it stays with a third of the weight of all articles, or when it is the first. Quotes
 * come from what each verdict found stated. Publishers stand in the order of their weight,
 * then of their articles, then of who was first. */
#include "events/portrait_parts.h"

#define NAMES_MOST 12
#define ARTICLES_MOST 9999.0 /* of one publisher, that count in its rank */

static struct tally_vote vote(const struct easel *w, size_t n, double weight)
{
	double own = w->standing[n].weight;

	return (struct tally_vote){(uint32_t)n, weight * own, own};
}

/* -- what the articles state ------------------------------------------------------------- */

/* "Herzberg" is in "Elaine Herzberg": names in verdicts are cut differently. */
static bool is_said(const struct json *s, const char *kind, struct str value)
{
	struct str name = json_get_str(s, "kind"), said = json_get_str(s, "value");

	if (kind ? !str_eq(name, str_of(kind)) : str_eq(name, STR("date")))
		return false;
	return str_eq_nocase(said, value) || (!kind && str_find_nocase(said, value) != STR_NPOS);
}

/* `kind` NULL: of any name. */
static void evidence(struct emit *e, const struct easel *w, const char *kind, struct str value)
{
	size_t written = 0;

	emit_key(e, "evidence");
	emit_array(e);
	for (size_t n = 0; n < w->count && written < PORTRAIT_QUOTES; n++) {
		const struct json *list = json_get(w->verdict[n], "stated");

		for (size_t i = 0; i < json_len(list); i++) {
			const struct json *s = json_at(list, i);
			struct str around = json_get_str(json_get(s, "context"), "quote");

			if (!is_said(s, kind, value))
				continue;
			portrait_quote(e, w, n, around.len ? around : json_get_str(s, "quote"));
			written++;
			break;
		}
	}
	emit_end(e);
}

static void backing(struct emit *e, const struct easel *w, const struct tally_row *row)
{
	emit_pair_int(e, "articles", row->count);
	emit_pair_num(e, "weight", w->weight > 0 ? row->support / w->weight : 0, 3);
}

/* -- countries and actors ------------------------------------------------------------------ */

static bool stays(const struct easel *w, const struct tally *t, size_t i)
{
	return i == 0 || t->row[i].support >= PORTRAIT_SUPPORT * w->weight;
}

static void countries(struct emit *e, struct easel *w)
{
	struct tally t;

	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++) {
		const struct json *list = json_get(w->verdict[n], "countries");

		for (size_t i = 0; i < json_len(list); i++) {
			struct tally_vote v = vote(w, n, 1.0 / (double)(i + 1));

			tally_add(&t, json_str(json_at(list, i)), STR_NONE, &v);
		}
	}
	tally_rank(&t);
	w->out->country = t.len ? t.row[0].name : STR_NONE;
	emit_key(e, "countries");
	emit_array(e);
	for (size_t i = 0; i < t.len && i < NAMES_MOST; i++)
		if (stays(w, &t, i))
			emit_str(e, t.row[i].name);
	emit_end(e);
	emit_key(e, "country_support");
	emit_array(e);
	for (size_t i = 0; i < t.len && i < NAMES_MOST; i++) {
		if (!stays(w, &t, i))
			continue;
		emit_object(e);
		emit_pair(e, "value", t.row[i].name);
		backing(e, w, &t.row[i]);
		evidence(e, w, "place", t.row[i].name);
		emit_end(e);
	}
	emit_end(e);
}

static void actors(struct emit *e, struct easel *w)
{
	struct tally t;

	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++) {
		const struct json *list = json_get(w->verdict[n], "actors");
		struct tally_vote v = vote(w, n, 1);

		for (size_t i = 0; i < json_len(list); i++)
			tally_add(&t, json_get_str(json_at(list, i), "name"),
				  json_get_str(json_at(list, i), "role"), &v);
	}
	tally_rank(&t);
	emit_key(e, "actors");
	emit_array(e);
	for (size_t i = 0; i < t.len && i < NAMES_MOST; i++) {
		emit_object(e);
		emit_pair(e, "name", t.row[i].name);
		emit_pair(e, "role", t.row[i].note);
		backing(e, w, &t.row[i]);
		evidence(e, w, NULL, t.row[i].name);
		emit_end(e);
	}
	emit_end(e);
}

/* -- languages and publishers -------------------------------------------------------------- */

static void listed(struct emit *e, const char *key, const struct tally *t)
{
	emit_key(e, key);
	emit_array(e);
	for (size_t i = 0; i < t->len; i++)
		emit_str(e, t->row[i].name);
	emit_end(e);
}

static void languages(struct emit *e, struct easel *w)
{
	struct tally t;

	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++) {
		struct tally_vote v = {(uint32_t)n, 1, 1};

		if (w->article[n].lang.len)
			tally_add(&t, w->article[n].lang, STR_NONE, &v);
	}
	tally_rank(&t);
	listed(e, "languages", &t);
}

static void publishers(struct emit *e, struct easel *w)
{
	struct tally t;

	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++) {
		struct tally_vote v = {(uint32_t)n, 0, 0};

		if (w->article[n].publisher.len)
			tally_add(&t, w->article[n].publisher, STR_NONE, &v);
	}
	for (size_t i = 0; i < t.len; i++) {
		double count = t.row[i].count < ARTICLES_MOST ? t.row[i].count : ARTICLES_MOST;

		t.row[i].weight = w->standing[t.row[i].first].weight + count / 1e6;
	}
	tally_rank(&t);
	listed(e, "publishers", &t);
	emit_key(e, "publisher_ranks");
	emit_array(e);
	for (size_t i = 0; i < t.len; i++) {
		const struct standing *s = &w->standing[t.row[i].first];

		emit_object(e);
		emit_pair(e, "publisher", t.row[i].name);
		emit_pair(e, "kind", s->kind);
		emit_pair_num(e, "weight", s->weight, 2);
		emit_pair_int(e, "articles", t.row[i].count);
		emit_end(e);
	}
	emit_end(e);
}

void portrait_names(struct emit *e, struct easel *w)
{
	countries(e, w);
	actors(e, w);
	languages(e, w);
	publishers(e, w);
}
