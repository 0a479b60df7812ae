/* serve/aim.c -- AIM's names for what a portrait says.
 *
 * Facets have AIM's values already; they only move under AIM's names. Values that stand for
 * "we do not know" are left out: AIM's lists are empty then. Languages are ISO 639-3, as in
 * AIM's {"eng": ...}. A concept's score is the share, in percent, of the articles that name
 * it; AIM's is by a method that is not published. */
#include "serve/aim.h"

#include "base/json.h"
#include "judge/places.h"
#include "serve/page.h"
#include "serve/picture.h"
#include "text/date.h"
#include "text/lang_codes.h"

struct whole {
	struct emit *e;
	struct arena *arena;
	const struct event_detail *d;
	const struct json *portrait;
	struct call *pictures; /* NULL: publishers' addresses are named */
};

static const char *country_code(struct str name)
{
	for (size_t i = 0; i < places_countries; i++)
		if (str_eq(name, str_of(places_country[i].name)))
			return places_country[i].code;
	return "";
}

static struct str iso3(struct str lang)
{
	struct str code = lang_iso3(lang);

	return code.len ? code : lang;
}

/* -- properties ---------------------------------------------------------------------- */

static const struct json *facet(const struct whole *w, const char *name)
{
	return json_get(json_get(w->portrait, "facets"), name);
}

static void values(struct whole *w, const char *key, const char *name)
{
	const struct json *list = facet(w, name);

	emit_key(w->e, key);
	emit_array(w->e);
	for (size_t i = 0; i < json_len(list); i++) {
		struct str value = json_get_str(json_at(list, i), "value");

		if (shape_is_told(value))
			emit_str(w->e, value);
	}
	emit_end(w->e);
}

/* The order is ours: what can not be made good comes first. */
static struct str most_severe(const struct whole *w)
{
	static const char *const order[] = {"Physical (death)",
					    "Physical (injury)",
					    "Psychological",
					    "Human or fundamental rights",
					    "Public interest",
					    "Economic/Property",
					    "Environmental",
					    "Reputational",
					    "Other"};
	const struct json *list = facet(w, "harm_types");

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < json_len(list); i++)
			if (str_eq(json_get_str(json_at(list, i), "value"), str_of(order[k])))
				return str_of(order[k]);
	return STR("");
}

static void levels(struct whole *w)
{
	emit_key(w->e, "harm_levels");
	emit_array(w->e);
	if (shape_is_told(w->d->row.severity))
		emit_str(w->e, w->d->row.severity);
	emit_end(w->e);
}

static void languages(struct whole *w)
{
	const struct json *list = json_get(w->portrait, "languages");

	emit_key(w->e, "languages");
	emit_array(w->e);
	for (size_t i = 0; i < json_len(list); i++) {
		struct str code = iso3(json_str(json_at(list, i)));
		size_t k = 0;

		while (k < i && !str_eq(iso3(json_str(json_at(list, k))), code))
			k++;
		if (k == i)
			emit_str(w->e, code);
	}
	emit_end(w->e);
}

static void properties(struct whole *w)
{
	struct str autonomy = json_get_str(json_at(facet(w, "autonomy"), 0), "value");

	emit_key(w->e, "properties");
	emit_object(w->e);
	values(w, "principles", "principles");
	values(w, "industries", "industries");
	values(w, "harmed_entities", "stakeholders");
	levels(w);
	values(w, "harm_types", "harm_types");
	emit_pair_or_null(w->e, "most_severe_harm", most_severe(w));
	values(w, "business_functions", "business_function");
	emit_pair_or_null(w->e, "deployment_breadth", STR(""));
	values(w, "ai_tasks", "ai_task");
	emit_pair_or_null(w->e, "autonomy_level", shape_is_told(autonomy) ? autonomy : STR(""));
	languages(w);
	emit_end(w->e);
}

/* -- names and quotes ---------------------------------------------------------------- */

static void concept(struct emit *e, const char *type, struct str name, int64_t score)
{
	emit_object(e);
	emit_pair_int(e, "score", score);
	emit_pair(e, "type", str_of(type));
	emit_key(e, "label");
	emit_object(e);
	emit_pair(e, "eng", name);
	emit_end(e);
	emit_end(e);
}

static int64_t percent(int64_t part, int64_t all)
{
	return all > 0 ? (part * 100 + all / 2) / all : 0;
}

static void concepts(struct whole *w)
{
	const struct json *actors = json_get(w->portrait, "actors");
	const struct json *claims = json_get(w->portrait, "claims");

	emit_key(w->e, "concepts");
	emit_array(w->e);
	for (size_t i = 0; i < json_len(actors); i++) {
		const struct json *a = json_at(actors, i);

		concept(w->e, "org", json_get_str(a, "name"),
			percent(json_int(json_get(a, "articles"), 0), w->d->row.article_count));
	}
	for (size_t i = 0; i < json_len(claims); i++) {
		const struct json *c = json_at(claims, i), *v = json_get(c, "values");

		if (!str_eq(json_get_str(c, "what"), STR("country")))
			continue;
		for (size_t k = 0; k < json_len(v); k++)
		concept(w->e, "loc", json_get_str(json_at(v, k), "value"),
			percent(json_int(json_get(json_at(v, k), "articles"), 0),
				w->d->row.article_count));
	}
	emit_end(w->e);
}

/* What decided: the quotes for system, harm and label, each once. */
static void evidences(struct emit *e, const struct json *list)
{
	static const char *const wanted[] = {"label", "system", "harm", "severity", NULL};
	size_t n = json_len(list);

	emit_key(e, "evidences");
	emit_array(e);
	for (size_t i = 0; i < n; i++) {
		struct str quote = json_get_str(json_at(list, i), "quote");
		bool again = false;

		if (!str_is_one_of(json_get_str(json_at(list, i), "for"), wanted))
			continue;
		for (size_t k = 0; k < i && !again; k++)
			again = str_eq(json_get_str(json_at(list, k), "quote"), quote) &&
				str_is_one_of(json_get_str(json_at(list, k), "for"), wanted);
		if (!again)
			emit_str(e, quote);
	}
	emit_end(e);
}

static struct str company(const struct whole *w)
{
	const struct json *actors = json_get(w->portrait, "actors");
	static const char *const role[] = {"developer", "deployer"};

	for (size_t r = 0; r < 2; r++)
		for (size_t i = 0; i < json_len(actors); i++)
			if (str_eq(json_get_str(json_at(actors, i), "role"), str_of(role[r])))
				return json_get_str(json_at(actors, i), "name");
	return STR("");
}

/* -- articles ------------------------------------------------------------------------ */

static void picture_pair(struct whole *w, const char *key, const struct picture_row *p,
			 enum picture_size size)
{
	emit_pair_or_null(w->e, key,
			  p->hash.len ? page_absolute(w->pictures, picture_path(w->arena, p, size))
				      : STR(""));
}

static bool article_pictures(struct whole *w, const struct article_row *a, struct err *err)
{
	struct picture_row p;

	if (!w->pictures) {
		emit_pair_or_null(w->e, "image", a->image);
		emit_pair_or_null(w->e, "thumbImage", a->image);
		return true;
	}
	if (!picture_of_article(&p, w->pictures, a->image, err))
		return false;
	picture_pair(w, "image", &p, PICTURE_LARGE);
	picture_pair(w, "thumbImage", &p, PICTURE_SMALL);
	return true;
}

static bool event_picture(struct whole *w, struct err *err)
{
	struct picture_row p;

	if (!w->pictures) {
		emit_pair_or_null(w->e, "image", w->d->row.image);
		return true;
	}
	if (!picture_of_event(&p, w->pictures, &w->d->row, err))
		return false;
	picture_pair(w, "image", &p, PICTURE_LARGE);
	return true;
}

static bool article(struct whole *w, const struct article_row *a, const struct json *verdict,
		    struct err *err)
{
	const struct json *actors = json_get(verdict, "actors");
	struct emit *e = w->e;

	emit_object(e);
	emit_pair(e, "title", a->title);
	emit_pair_or_null(e, "date", date_known_day(w->arena, a->date_ms));
	emit_pair(e, "body", STR(""));
	emit_pair_or_null(e, "publisher", a->publisher);
	emit_pair_or_null(e, "country", STR(""));
	emit_pair_or_null(e, "url", call_web_address(a->url));
	if (!article_pictures(w, a, err))
		return false;
	evidences(e, json_get(verdict, "evidence"));
	emit_key(e, "concepts");
	emit_array(e);
	for (size_t i = 0; i < json_len(actors); i++)
	concept(e, "org", json_get_str(json_at(actors, i), "name"), 100);
	emit_end(e);
	emit_end(e);
	return true;
}

static bool articles(struct whole *w, bool wanted, struct err *err)
{
	emit_key(w->e, "articles");
	if (!wanted) {
		emit_null(w->e);
		return true;
	}
	emit_array(w->e);
	for (size_t i = 0; i < w->d->article_count; i++) {
		const struct article_row *a = &w->d->article[i];
		struct json *verdict = NULL;
		bool ok;

		if (a->verdict.len && !json_parse(&verdict, a->verdict, err))
			return false;
		ok = article(w, a, verdict, err);
		json_free(verdict);
		if (!ok)
			return false;
	}
	emit_end(w->e);
	return true;
}

static void language_counts(struct whole *w)
{
	const struct event_detail *d = w->d;
	struct counted {
		struct str lang;
		int64_t n;
	} *seen = ARENA_ARRAY(w->arena, struct counted, d->article_count);
	size_t kinds = 0;

	for (size_t i = 0; i < d->article_count; i++) {
		struct str lang = iso3(d->article[i].lang); /* en-GB is eng, too */
		size_t k = 0;

		while (k < kinds && !str_eq(seen[k].lang, lang))
			k++;
		if (k == kinds)
			seen[kinds++].lang = lang;
		seen[k].n++;
	}
	emit_key(w->e, "language_counts");
	emit_object(w->e);
	for (size_t k = 0; k < kinds; k++) {
		if (!seen[k].lang.len)
			continue;
		emit_key_str(w->e, seen[k].lang);
		emit_int(w->e, seen[k].n);
	}
	emit_end(w->e);
}

/* -- the whole ----------------------------------------------------------------------- */

static void location(struct whole *w)
{
	struct str country = w->d->row.country;

	emit_key(w->e, "location");
	emit_object(w->e);
	emit_pair_or_null(w->e, "location", country);
	emit_pair_or_null(w->e, "country", country);
	emit_pair_or_null(w->e, "country_code", str_of(country_code(country)));
	emit_end(w->e);
}

static bool object(struct whole *w, const struct shape_source *s, struct err *err)
{
	const struct event_row *r = &w->d->row;
	struct emit *e = w->e;

	emit_object(e);
	emit_pair(e, "id", r->id);
	emit_pair(e, "title", r->title);
	if (!articles(w, s->with_articles, err))
		return false;
	emit_pair_int(e, "n_articles", r->article_count);
	emit_pair_or_null(e, "date", date_known_day(w->arena, r->first_ms));
	location(w);
	evidences(e, json_get(w->portrait, "evidence"));
	emit_pair(e, "summary", r->summary);
	if (!event_picture(w, err))
		return false;
	emit_pair_or_null(e, "company", company(w));
	concepts(w);
	properties(w);
	shape_aiid_ids(e, "aiid_ids", s);
	language_counts(w);
	emit_key(e, "is_legacy");
	emit_bool(e, false);
	emit_end(e);
	return true;
}

bool aim_incident(struct emit *e, struct arena *arena, const struct shape_source *s,
		  struct err *err)
{
	struct whole w = {.e = e, .arena = arena, .d = s->event, .pictures = s->pictures};
	struct json *portrait;
	bool ok;

	if (!json_parse(&portrait, s->event->portrait, err))
		return false;
	w.portrait = portrait;
	ok = object(&w, s, err);
	json_free(portrait);
	return ok;
}
