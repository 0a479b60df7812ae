/* serve/aim_incident.c -- one event in AIM's words.
 *
 * Every field is there. Lists of values leave out the typed unknowns ("not stated"), as
 * AIM has none; single values are null then. How widely a system is deployed is not
 * judged here: null. Evidences are the reason and then quotes, since AIM gives texts. */
#include "base/limits.h"
#include "serve/aim.h"
#include "serve/aim_codes.h"
#include "text/date.h"

static bool is_unknown(const struct call *c, struct str value)
{
	const struct json *unknown = json_get(c->taxonomy, "unknown");

	for (size_t i = 0; i < json_len(unknown); i++)
		if (str_eq(json_str(json_at(unknown, i)), value))
			return true;
	return !value.len;
}

static void texts(struct emit *e, const struct call *c, const char *key, const struct json *list)
{
	emit_key(e, key);
	emit_array(e);
	for (size_t i = 0; i < json_len(list); i++)
		if (!is_unknown(c, json_str(json_at(list, i))))
			emit_str(e, json_str(json_at(list, i)));
	emit_end(e);
}

static void one_text(struct emit *e, const struct call *c, const char *key, struct str value)
{
	emit_key(e, key);
	if (is_unknown(c, value))
		emit_null(e);
	else
		emit_str(e, value);
}

/* -- evidence ----------------------------------------------------------------------------- */

/* The rationale without its "[3]", which point into a list that is not here. */
static struct str plain(struct arena *a, struct str text)
{
	char *to = arena_alloc(a, text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		size_t end = i + 1;

		while (text.at[i] == '[' && end < text.len && text.at[end] >= '0' &&
		       text.at[end] <= '9')
			end++;
		if (end > i + 1 && end < text.len && text.at[end] == ']') {
			if (n && to[n - 1] == ' ')
				n--;
			i = end;
		} else {
			to[n++] = text.at[i];
		}
	}
	return (struct str){to, n};
}

/* Single words speak for a facet's value; why it is an event stands in the others. */
static bool is_facet(const struct call *c, struct str what)
{
	return json_get(json_get(c->taxonomy, "facets"), arena_z(c->arena, what)) != NULL;
}

/* Of an event's portrait or of an article's verdict: both have these keys. */
static void evidences(struct emit *e, struct call *c, const struct json *judged)
{
	const struct json *list = json_get(judged, "evidence");
	struct str told[LIMIT_AIM_EVIDENCE];
	size_t count = 0;

	emit_key(e, "evidences");
	emit_array(e);
	told[count++] = plain(c->arena, json_get_str(judged, "rationale"));
	if (told[0].len)
		emit_str(e, told[0]);
	for (size_t i = 0; i < json_len(list) && count < LIMIT_AIM_EVIDENCE; i++) {
		struct str quote = json_get_str(json_at(list, i), "quote");
		struct str what = json_get_str(json_at(list, i), "for");
		size_t k = 0;

		while (k < count && !str_eq(told[k], quote))
			k++;
		if (k < count || !quote.len || is_facet(c, what))
			continue;
		emit_str(e, quote);
		told[count++] = quote;
	}
	emit_end(e);
}

/* -- concepts ------------------------------------------------------------------------------ */

static void concept(struct emit *e, const char *type, struct str label, int64_t score)
{
	emit_object(e);
	emit_pair_int(e, "score", score);
	emit_key(e, "type");
	emit_z(e, type);
	emit_key(e, "label");
	emit_object(e);
	emit_pair(e, "eng", label);
	emit_end(e);
	emit_end(e);
}

/* Who and where; the score is the share of articles that name an actor, in per cent. */
static void concepts(struct emit *e, const struct json *judged, int64_t articles)
{
	const struct json *actors = json_get(judged, "actors");
	const struct json *countries = json_get(judged, "countries");

	emit_key(e, "concepts");
	emit_array(e);
	for (size_t i = 0; i < json_len(actors); i++) {
		const struct json *actor = json_at(actors, i);
		int64_t with = json_int(json_get(actor, "articles"), articles);

		if (with > articles)
			with = articles;
		concept(e, "org", json_get_str(actor, "name"),
			articles ? (with * 100 + articles / 2) / articles : 0);
	}
	for (size_t i = 0; i < json_len(countries); i++)
	concept(e, "loc", json_str(json_at(countries, i)), i ? 50 : 100);
	emit_end(e);
}

/* Who made the system, else who used it. */
static struct str company(const struct json *portrait)
{
	static const char *const role[] = {"developer", "deployer"};
	const struct json *actors = json_get(portrait, "actors");

	for (int r = 0; r < 2; r++)
		for (size_t i = 0; i < json_len(actors); i++)
			if (str_eq(json_get_str(json_at(actors, i), "role"), str_of(role[r])))
				return json_get_str(json_at(actors, i), "name");
	return STR("");
}

/* -- properties ----------------------------------------------------------------------------- */

static struct str worst(const struct json *harms)
{
	static const char *const order[] = {"Physical (death)",
					    "Physical (injury)",
					    "Psychological",
					    "Human or fundamental rights",
					    "Environmental",
					    "Economic/Property",
					    "Public interest",
					    "Reputational",
					    "Other"};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		for (size_t k = 0; k < json_len(harms); k++)
			if (str_eq(json_str(json_at(harms, k)), str_of(order[i])))
				return json_str(json_at(harms, k));
	return STR("");
}

static void properties(struct emit *e, const struct call *c, const struct event_row *row,
		       const struct json *facets, const struct event_brief *b)
{
	emit_key(e, "properties");
	emit_object(e);
	texts(e, c, "principles", json_get(facets, "principles"));
	texts(e, c, "industries", json_get(facets, "industries"));
	texts(e, c, "harmed_entities", json_get(facets, "stakeholders"));
	emit_key(e, "harm_levels");
	emit_array(e);
	if (!is_unknown(c, row->severity))
		emit_str(e, row->severity);
	emit_end(e);
	texts(e, c, "harm_types", json_get(facets, "harm_types"));
	one_text(e, c, "most_severe_harm", worst(json_get(facets, "harm_types")));
	texts(e, c, "business_functions", json_get(facets, "business_function"));
	emit_key(e, "deployment_breadth");
	emit_null(e);
	texts(e, c, "ai_tasks", json_get(facets, "ai_task"));
	one_text(e, c, "autonomy_level", json_str(json_at(json_get(facets, "autonomy"), 0)));
	emit_key(e, "languages");
	emit_array(e);
	for (size_t i = 0; i < b->lang_count; i++)
		if (b->lang[i].value.len)
			emit_str(e, b->lang[i].value);
	emit_end(e);
	emit_end(e);
}

/* -- the incident ------------------------------------------------------------------------- */

static void location(struct emit *e, struct str country)
{
	const char *code = aim_codes_of(country);

	emit_key(e, "location");
	emit_object(e);
	emit_pair_or_null(e, "location", country);
	emit_pair_or_null(e, "country", country);
	emit_pair_or_null(e, "country_code", code ? str_of(code) : STR(""));
	emit_end(e);
}

static void article(struct emit *e, struct call *c, const struct article_row *a)
{
	struct json *verdict = NULL;
	struct err ignored;

	if (!json_parse(&verdict, a->verdict, &ignored))
		verdict = NULL;
	emit_object(e);
	emit_pair(e, "title", a->title);
	emit_pair_or_null(e, "date", date_known_day(c->arena, a->date_ms));
	emit_pair(e, "body", STR("")); /* kept, not republished */
	emit_pair(e, "publisher", a->publisher);
	emit_pair_or_null(e, "country", json_str(json_at(json_get(verdict, "countries"), 0)));
	emit_pair(e, "url", a->url);
	emit_pair_or_null(e, "image", a->image);
	emit_pair_or_null(e, "thumbImage", a->image);
	evidences(e, c, verdict);
	concepts(e, verdict, 1);
	emit_end(e);
	json_free(verdict);
}

static void articles(struct emit *e, struct call *c, const struct event_detail *d)
{
	emit_key(e, "articles");
	if (!d) {
		emit_null(e);
		return;
	}
	emit_array(e);
	for (size_t i = 0; i < d->article_count; i++)
		article(e, c, &d->article[i]);
	emit_end(e);
}

/* Numbers there; an id that is none is no incident of AIID. */
static void aiid(struct emit *e, const struct reference_row *r, size_t count)
{
	int64_t n;

	emit_key(e, "aiid_ids");
	emit_array(e);
	for (size_t i = 0; i < count; i++)
		if (str_eq(r[i].archive, STR("AIID")) && str_int(&n, r[i].id))
			emit_int(e, n);
	emit_end(e);
}

static void language_counts(struct emit *e, const struct event_brief *b)
{
	emit_key(e, "language_counts");
	emit_object(e);
	for (size_t i = 0; i < b->lang_count; i++) {
		emit_key_str(e, b->lang[i].value.len ? b->lang[i].value : STR("und"));
		emit_int(e, b->lang[i].count);
	}
	emit_end(e);
}

static void put(struct emit *e, struct call *c, const struct event_row *row,
		const struct event_brief *b, const struct json *portrait, const struct json *facets)
{
	emit_pair_int(e, "n_articles", row->article_count);
	emit_pair_or_null(e, "date", date_known_day(c->arena, row->first_ms));
	location(e, row->country);
	evidences(e, c, portrait);
	emit_pair(e, "summary", row->summary);
	emit_pair_or_null(e, "image", row->image);
	emit_pair_or_null(e, "company", company(portrait));
	concepts(e, portrait, row->article_count);
	properties(e, c, row, facets, b);
	language_counts(e, b);
	emit_key(e, "is_legacy");
	emit_bool(e, false);
}

bool aim_incident_put(struct emit *e, struct call *c, const struct event_row *row,
		      const struct event_detail *d, struct err *err)
{
	struct json *portrait = NULL, *facets = NULL;
	const struct reference_row *reference;
	struct event_brief b;
	size_t count;
	bool ok;

	ok = store_event_brief(&b, c->store, c->arena, row->id, err) &&
	     store_references(&reference, &count, c->store, c->arena, row->id, err) &&
	     json_parse(&portrait, b.portrait, err) && json_parse(&facets, row->facets, err);
	if (ok) {
		emit_object(e);
		emit_pair(e, "id", row->id);
		emit_pair(e, "title", row->title);
		articles(e, c, d);
		put(e, c, row, &b, portrait, facets);
		aiid(e, reference, count);
		emit_end(e);
	}
	json_free(portrait);
	json_free(facets);
	return ok;
}
