/* serve/aim_question.c -- AIM's question as the store's.
 *
 * What is not known is refused by name, with what would do: a filter that is passed over
 * gives a wrong figure. Null, "" and [] mean: any. Incidents there are incidents and
 * hazards here; what is complementary is no incident for AIM. */
#include "serve/aim_question.h"

#include "base/limits.h"
#include "serve/aim_codes.h"
#include "text/lang_codes.h"

static const struct {
	const char *name, *facet;
} property[] = {{"principles", "principles"},
		{"industries", "industries"},
		{"harm_types", "harm_types"},
		{"harm_levels", "severity"},
		{"harmed_entities", "stakeholders"},
		{"business_functions", "business_function"},
		{"ai_tasks", "ai_task"},
		{"autonomy_levels", "autonomy"},
		{"languages", "lang"}};

#define PROPERTIES (sizeof property / sizeof *property)

static bool is_absent(const struct json *value)
{
	return !value || (!json_is_object(value) && !json_is_array(value) && !json_is_str(value) &&
			  !json_is_num(value) && !json_bool(value, false) &&
			  json_bool(value, true)); /* null: neither true nor false */
}

static bool wrong(struct call *c, const char *name, const char *what)
{
	call_problem(c, 400, name, "%s must be %s", name, what);
	return false;
}

/* A list of texts; null and what is missing are an empty one. */
static bool is_list(struct call *c, const struct json *value, const char *name)
{
	if (is_absent(value))
		return true;
	if (!json_is_array(value))
		return wrong(c, name, "a list of texts");
	for (size_t i = 0; i < json_len(value); i++)
		if (!json_is_str(json_at(value, i)))
			return wrong(c, name, "a list of texts");
	return true;
}

static bool add(struct aim_question *out, struct call *c, const char *name, const char *facet,
		struct str value)
{
	struct event_query *q = &out->events;

	if (q->facet_count == EVENT_FACETS_MAX) {
		call_problem(c, 400, name, "at most %d values of all filters together",
			     EVENT_FACETS_MAX);
		return false;
	}
	q->facet[q->facet_count++] = (struct facet_filter){str_of(facet), value};
	return true;
}

/* -- values ------------------------------------------------------------------------------- */

static const struct json *values_of(const struct call *c, const char *facet)
{
	if (strcmp(facet, "severity") == 0)
		return json_get(c->taxonomy, "severity");
	return json_get(json_get(json_get(c->taxonomy, "facets"), facet), "values");
}

/* The taxonomy's spelling of a value, however its letters were written. */
static bool taxonomy_value(struct str *out, struct call *c, const char *name, const char *facet)
{
	const struct json *values = values_of(c, facet);
	struct buf list;

	if (!json_len(values))
		return true; /* a server without a taxonomy knows of no wrong value */
	for (size_t i = 0; i < json_len(values); i++)
		if (str_eq_nocase(json_str(json_at(values, i)), *out)) {
			*out = json_str(json_at(values, i));
			return true;
		}
	buf_init(&list, KIB(4));
	for (size_t i = 0; i < json_len(values); i++)
		buf_fmt(&list, "%s%.*s", i ? "; " : "", STR_ARG(json_str(json_at(values, i))));
	call_problem(c, 400, arena_fmt(c->arena, "properties_config.%s", name).at,
		     "'%.60s' is no value of %s; there are: %.*s", arena_z(c->arena, *out), name,
		     STR_ARG(buf_view(&list)));
	buf_free(&list);
	return false;
}

/* "eng", "en" and "en-GB" are one language; the store has what articles said. */
static bool language(struct aim_question *out, struct call *c, struct str asked)
{
	struct str code = lang_iso3(asked);
	const struct value_count *known;
	size_t count, found = 0;
	struct err err;

	if (!code.len) {
		call_problem(c, 400, "properties_config.languages",
			     "'%.40s' is no language; write its ISO 639 code, as eng",
			     arena_z(c->arena, asked));
		return false;
	}
	if (!store_values(&known, &count, c->store, c->arena, STR("lang"), &err)) {
		call_error(c, &err);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(lang_iso3(known[i].value), code))
			continue;
		found++;
		if (!add(out, c, "languages", "lang", known[i].value))
			return false;
	}
	return found || add(out, c, "languages", "lang", asked);
}

static bool one_property(struct aim_question *out, struct call *c, size_t which,
			 const struct json *list)
{
	const char *name = property[which].name, *facet = property[which].facet;

	if (!is_list(c, list, arena_fmt(c->arena, "properties_config.%s", name).at))
		return false;
	for (size_t i = 0; i < json_len(list); i++) {
		struct str value = json_str(json_at(list, i));

		if (strcmp(facet, "lang") == 0) {
			if (!language(out, c, value))
				return false;
		} else if (!taxonomy_value(&value, c, name, facet) ||
			   !add(out, c, name, facet, value)) {
			return false;
		}
	}
	return true;
}

static bool properties(struct aim_question *out, struct call *c, const struct json *config)
{
	if (is_absent(config))
		return true;
	if (!json_is_object(config))
		return wrong(c, "properties_config", "an object of lists");
	for (size_t i = 0; i < json_len(config); i++) {
		const struct json *list;
		struct str key = json_key(&list, config, i);
		size_t which = 0;

		while (which < PROPERTIES && !str_eq(key, str_of(property[which].name)))
			which++;
		if (which == PROPERTIES) {
			call_problem(c, 400,
				     arena_fmt(c->arena, "properties_config.%.60s",
					       arena_z(c->arena, key))
					     .at,
				     "there is no such property; there are principles, industries, "
				     "harm_types, harm_levels, harmed_entities, "
				     "business_functions, ai_tasks, autonomy_levels, languages");
			return false;
		}
		if (!one_property(out, c, which, list))
			return false;
	}
	return true;
}

static bool countries(struct aim_question *out, struct call *c, const struct json *list)
{
	if (!is_list(c, list, "countries"))
		return false;
	for (size_t i = 0; i < json_len(list); i++) {
		struct str given = json_str(json_at(list, i));
		const char *name = aim_codes_country(given);

		if (!name) {
			call_problem(c, 400, "countries",
				     "'%.60s' is no country; write its English short name or its "
				     "ISO 3166 code",
				     arena_z(c->arena, given));
			return false;
		}
		if (!add(out, c, "countries", "country", str_of(name)))
			return false;
	}
	return true;
}

/* -- words, days, and how many ---------------------------------------------------------------- */

/* The search of the store takes quotes for phrases: a term has none inside. */
static void phrase(struct buf *to, struct str term)
{
	buf_char(to, '"');
	for (size_t i = 0; i < term.len; i++)
		buf_char(to, term.at[i] == '"' ? ' ' : term.at[i]);
	buf_char(to, '"');
}

static bool one_term(struct buf *to, struct call *c, const struct json *term, bool every)
{
	struct str type = json_get_str(term, "type"), value = json_get_str(term, "value");

	if (!json_is_object(term) || !json_is_str(json_get(term, "value")))
		return wrong(c, "search_terms", "a list of {\"type\":\"KEYWORD\",\"value\":text}");
	for (size_t i = 0; i < json_len(term); i++) {
		const struct json *unused;
		struct str key = json_key(&unused, term, i);

		if (!str_eq(key, STR("type")) && !str_eq(key, STR("value")))
			return wrong(c, "search_terms",
				     "a list of {\"type\":\"KEYWORD\",\"value\":text}");
	}
	if (type.len && !str_eq_nocase(type, STR("KEYWORD"))) {
		call_problem(c, 400, "search_terms", "'%.40s' is no type of a term; KEYWORD is one",
			     arena_z(c->arena, type));
		return false;
	}
	if (!str_trim(value).len)
		return true;
	if (buf_view(to).len)
		buf_z(to, every ? " AND " : " OR ");
	phrase(to, value);
	return true;
}

static bool terms(struct aim_question *out, struct call *c, const struct json *body)
{
	const struct json *list = json_get(body, "search_terms");
	const struct json *every = json_get(body, "and_condition");
	struct buf text;
	bool ok = true;

	if (!is_absent(list) && !json_is_array(list))
		return wrong(c, "search_terms", "a list of {\"type\":\"KEYWORD\",\"value\":text}");
	if (!is_absent(every) && json_bool(every, true) != json_bool(every, false))
		return wrong(c, "and_condition", "true or false");
	buf_init(&text, LIMIT_FIELD);
	for (size_t i = 0; ok && i < json_len(list); i++)
		ok = one_term(&text, c, json_at(list, i), json_bool(every, false));
	if (ok && !buf_ok(&text)) {
		call_problem(c, 400, "search_terms", "the terms have over %d bytes", LIMIT_FIELD);
		ok = false;
	}
	out->events.q = arena_copy(c->arena, buf_view(&text));
	buf_free(&text);
	return ok;
}

/* "2025-06-16", or a moment of that day in ISO 8601; null and "": none. */
static bool day(int64_t *from_ms, int64_t *upto_ms, struct call *c, const struct json *body,
		const char *name)
{
	const struct json *value = json_get(body, name);
	struct str text = json_str(value);

	if (is_absent(value) || (json_is_str(value) && !text.len))
		return true;
	if (text.len > 10 && (text.at[10] == 'T' || text.at[10] == ' '))
		text = str_cut(text, 0, 10);
	return (json_is_str(value) && call_day(from_ms, upto_ms, text)) ||
	       wrong(c, name, "a day as 2025-06-16");
}

static bool days(struct aim_question *out, struct call *c, const struct json *body)
{
	int64_t unused;

	if (!day(&out->events.from_ms, &unused, c, body, "from_date") ||
	    !day(&unused, &out->events.upto_ms, c, body, "to_date"))
		return false;
	if (out->events.upto_ms && out->events.from_ms >= out->events.upto_ms) {
		call_problem(c, 400, "from_date", "from_date lies after to_date; swap them");
		return false;
	}
	return true;
}

static bool shape(struct aim_question *out, struct call *c, const struct json *body)
{
	const struct json *order = json_get(body, "order_by"), *form = json_get(body, "format");
	const struct json *number = json_get(body, "num_results");
	double n = json_num(number, 20);

	if (!is_absent(form) && !str_eq_nocase(json_str(form), STR("JSON")))
		return wrong(c, "format", "JSON");
	if (!is_absent(order) && !str_eq(json_str(order), STR("date")))
		return wrong(c, "order_by", "date: the newest first");
	if ((!is_absent(number) && !json_is_num(number)) || !(n >= 0) || n > 1e9 ||
	    n != (double)(int64_t)n)
		return wrong(c, "num_results", "a whole number from 0 on");
	out->most = n < LIMIT_AIM_RESULTS ? (int64_t)n : LIMIT_AIM_RESULTS;
	return true;
}

static bool known_keys(struct call *c, const struct json *body)
{
	static const char *const known[] = {"search_terms", "and_condition", "from_date",
					    "to_date",      "countries",     "properties_config",
					    "order_by",     "num_results",   "format"};

	for (size_t i = 0; i < json_len(body); i++) {
		const struct json *unused;
		struct str key = json_key(&unused, body, i);
		size_t k = 0;

		while (k < sizeof known / sizeof *known && !str_eq(key, str_of(known[k])))
			k++;
		if (k < sizeof known / sizeof *known)
			continue;
		call_problem(c, 400, arena_z(c->arena, str_cut(key, 0, 60)),
			     "there is no such filter here; there are search_terms, and_condition, "
			     "from_date, to_date, countries, properties_config, order_by, "
			     "num_results and format");
		return false;
	}
	return true;
}

bool aim_question_read(struct aim_question *out, struct call *c, const struct json *body)
{
	*out = (struct aim_question){.events = {.sort = STR("newest")}};
	if (!json_is_object(body)) {
		call_problem(
			c, 400, NULL,
			"send one JSON object such as {\"search_terms\":[{\"type\":\"KEYWORD\","
			"\"value\":\"robot\"}],\"num_results\":20}");
		return false;
	}
	return known_keys(c, body) && terms(out, c, body) && days(out, c, body) &&
	       shape(out, c, body) && countries(out, c, json_get(body, "countries")) &&
	       properties(out, c, json_get(body, "properties_config")) &&
	       add(out, c, "properties_config", "label", STR("incident")) &&
	       add(out, c, "properties_config", "label", STR("hazard"));
}
