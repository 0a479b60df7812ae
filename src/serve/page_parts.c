/* serve/page_parts.c -- facets, severity, names and checks, from JSON to the page.
 *
 * A value may stand as a text or as an object with "value": verdicts and portraits
 * are read alike. An unknown is shown in words; nothing is left blank, so that a
 * reader can tell "not stated" from "we forgot". */
#include "serve/page_parts.h"

#include "serve/filter.h"
#include "serve/page.h"

struct str page_parts_value(const struct json *v)
{
	return json_is_str(v) ? json_str(v) : json_get_str(v, "value");
}

static void facet(struct html *h, struct proof *p, struct str name, const struct json *values)
{
	html_open(h, "div");
	html_element(h, "dt", NULL, filter_is_facet(name) ? str_of(filter_title(name)) : name);
	html_enter(h, "dd", "tags");
	for (size_t i = 0; i < json_len(values); i++) {
		proof_facet(h, p, name, page_parts_value(json_at(values, i)));
		html_z(h, " ");
	}
	if (json_len(values) == 0)
		html_element_z(h, "span", "tag unknown", "not assessed");
	html_end(h);
	html_end(h);
}

/* Those that every pack has, then what else the pack that judged knows. */
void page_parts_facets(struct html *h, struct proof *p, const struct json *facets)
{
	html_enter(h, "dl", "facets-of");
	for (const struct filter_facet *f = filter_facet; f->name; f++) {
		const struct json *values = json_get(facets, f->name);

		if (!f->some || json_len(values))
			facet(h, p, str_of(f->name), values);
	}
	for (size_t i = 0; json_is_object(facets) && i < json_len(facets); i++) {
		const struct json *values;
		struct str name = json_key(&values, facets, i);

		if (!filter_is_facet(name))
			facet(h, p, name, values);
	}
	html_end(h);
}

void page_parts_severity(struct html *h, struct proof *p, const struct json *whole,
			 struct str severity)
{
	const struct json *s = json_get(whole, "severity");
	struct str rule =
		json_is_object(s) ? json_get_str(s, "rule") : json_get_str(whole, "severity_rule");

	html_enter(h, "div", "severity-of");
	html_element_z(h, "h3", NULL, "Severity");
	html_enter(h, "div", "card-top");
	page_severity(h, severity);
	html_z(h, " ");
	proof_purpose(h, p, "severity", STR("quotes"), STR(""));
	html_end(h);
	if (rule.len) {
		html_enter(h, "p", "rule");
		html_element_z(h, "span", "muted", "Rule: ");
		html_text(h, rule);
		html_end(h);
	}
	html_end(h);
}

/* -- AI's part, harm done -------------------------------------------------------------------- */

struct saying {
	const char *value, *words;
};

static const struct saying involvement[] = {
	{"confirmed", "confirmed"},
	{"stated", "stated, by nobody in particular"},
	{"disputed", "disputed: some say so, others deny it"},
	{"unverified", "unverified: guessed or suspected"},
	{"denied", "denied"},
	{NULL, NULL},
};

static const struct saying realised[] = {
	{"confirmed_victim", "harm is told as done"},
	{"alleged", "harm is alleged"},
	{"demonstrated", "shown in a test or study"},
	{"theoretical", "only thought possible"},
	{NULL, NULL},
};

static struct str said(const struct saying *known, struct str value)
{
	for (; known->value; known++)
		if (str_eq(value, str_of(known->value)))
			return str_of(known->words);
	return value;
}

static void standing(struct html *h, struct proof *p, const char *head, const char *purpose,
		     struct str text)
{
	html_enter(h, "div", "severity-of");
	html_element_z(h, "h3", NULL, head);
	html_enter(h, "div", "card-top");
	html_element(h, "span", purpose, text);
	html_z(h, " ");
	proof_purpose(h, p, purpose, STR("quotes"), STR(""));
	html_end(h);
	html_end(h);
}

void page_parts_standing(struct html *h, struct proof *p, const struct json *whole)
{
	const struct json *i = json_get(whole, "ai_involvement");
	const struct json *r = json_get(whole, "realised");
	struct str by = json_get_str(i, "by"), value = json_get_str(i, "value");
	bool told = by.len && !str_eq(value, STR("stated")) && !str_eq(value, STR("unverified"));

	if (json_is_object(i))
		standing(h, p, "AI's part", "ai_involvement",
			 told ? arena_fmt(p->arena, "%.*s, by %.*s",
					  STR_ARG(said(involvement, value)), STR_ARG(by))
			      : said(involvement, value));
	if (json_is_object(r))
		standing(h, p, "Harm done", "realised", said(realised, json_get_str(r, "value")));
}

static void countries(struct html *h, const struct json *list)
{
	html_open(h, "div");
	html_element_z(h, "dt", NULL, "Countries");
	html_enter(h, "dd", "tags");
	for (size_t i = 0; i < json_len(list); i++) {
		html_element(h, "span", "tag", page_parts_value(json_at(list, i)));
		html_z(h, " ");
	}
	if (json_len(list) == 0)
		html_element_z(h, "span", "tag unknown", "not stated");
	html_end(h);
	html_end(h);
}

static void actors(struct html *h, const struct json *list)
{
	html_open(h, "div");
	html_element_z(h, "dt", NULL, "Named in the reports");
	html_enter(h, "dd", "tags");
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *a = json_at(list, i);

		html_enter(h, "span", "tag actor");
		html_text(h, json_get_str(a, "name"));
		html_z(h, " ");
		html_element(h, "small", NULL, json_get_str(a, "role"));
		html_end(h);
		html_z(h, " ");
	}
	if (json_len(list) == 0)
		html_element_z(h, "span", "tag unknown", "not stated");
	html_end(h);
	html_end(h);
}

void page_parts_names(struct html *h, const struct json *whole)
{
	html_enter(h, "dl", "facets-of");
	countries(h, json_get(whole, "countries"));
	actors(h, json_get(whole, "actors"));
	html_end(h);
}

void page_parts_checks(struct html *h, const struct json *checks)
{
	if (json_len(checks) == 0)
		return;
	html_element_z(h, "h3", NULL, "Does the arithmetic hold?");
	html_enter(h, "ul", "checks");
	for (size_t i = 0; i < json_len(checks); i++) {
		const struct json *k = json_at(checks, i);
		bool holds = json_bool(json_get(k, "holds"), false);

		html_enter(h, "li", holds ? "holds" : "fails");
		html_element_z(h, "span", "verdict", holds ? "Holds" : "Does not hold");
		html_z(h, " ");
		html_element(h, "span", NULL, json_get_str(k, "reading"));
		html_end(h);
	}
	html_end(h);
}
