/* serve/page_claims.c -- what the reports state, as a newspaper would print it.
 *
 * A row is a claim: what it is of; its values, each with how many articles and which
 * publishers give it; when it was first and last said; whether they agree. A value is a
 * button that opens its quotes, each with the words around it and a link to its article.
 * Roles are written out, since on a phone the cells stand one below the other, and a
 * browser then forgets that it is a table. */
#include "serve/page_claims.h"

#include "serve/page.h"

#define NAMES_SHOWN 2

struct ledger {
	struct html *h;
	struct proof *p;
	const struct page_claims_place *place;
	size_t places;
};

/* -- quotes -------------------------------------------------------------------------------- */

struct str page_claims_path(const struct page_claims_place *place, size_t places,
			    struct str article)
{
	for (size_t i = 0; i < places; i++)
		if (str_eq(place[i].id, article))
			return place[i].path;
	return STR_NONE;
}

void page_claims_words(struct html *h, const struct json *q)
{
	const struct json *context = json_get(q, "context");
	struct str quote = json_get_str(q, "quote"), around = json_get_str(context, "quote");
	int64_t at = json_int(json_get(q, "from"), 0) - json_int(json_get(context, "from"), 0);
	size_t from = at > 0 ? (size_t)at : 0;

	html_open(h, "q");
	html_attr_z(h, "dir", "auto");
	if (around.len == 0 || at < 0 || !str_eq(str_cut(around, from, from + quote.len), quote)) {
		html_text(h, quote);
	} else {
		html_text(h, str_cut(around, 0, from));
		html_element(h, "mark", NULL, quote);
		html_text(h, str_cut(around, from + quote.len, around.len));
	}
	html_end(h);
}

static void quote(struct ledger *l, const struct json *q)
{
	struct str who = json_get_str(q, "publisher"), article = json_get_str(q, "article");
	struct str path = page_claims_path(l->place, l->places, article),
		   day = json_get_str(q, "date");
	struct html *h = l->h;

	html_open(h, "li");
	html_enter(h, path.len ? "a" : "span", "quote");
	if (path.len)
		html_href(h, "href", path);
	page_claims_words(h, q);
	html_z(h, " ");
	html_open(h, "cite");
	html_text(h, who.len ? who : article);
	if (day.len) {
		html_z(h, ", ");
		html_text(h, day);
	}
	html_end(h);
	html_end(h);
	html_end(h);
}

static void button(struct ledger *l, const char *class, struct str text, const char *label,
		   const struct json *quotes)
{
	struct proof_box box = {.class = class,
				.text = text,
				.label = label,
				.title = label,
				.quotes = json_len(quotes)};

	if (!proof_open(l->h, l->p, &box))
		return;
	for (size_t i = 0; i < box.quotes; i++)
		quote(l, json_at(quotes, i));
	html_end(l->h);
	html_end(l->h);
}

/* -- a row ---------------------------------------------------------------------------------- */

/* "Kestrel Tech Review, Sample Wire and 3 more" */
static struct str publishers(struct ledger *l, const struct json *value)
{
	const struct json *names = json_get(value, "publishers");
	int64_t all = json_int(json_get(value, "publisher_count"), 0);
	struct arena *a = l->p->arena;
	struct str out = STR_NONE;
	size_t shown = json_len(names) < NAMES_SHOWN + 1 ? json_len(names) : NAMES_SHOWN;

	if ((int64_t)json_len(names) == all && all == NAMES_SHOWN + 1)
		shown = NAMES_SHOWN + 1;
	for (size_t i = 0; i < shown; i++) {
		bool last = (int64_t)(i + 1) == all;

		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out),
				i == 0 ? ""
				: last ? " and "
				       : ", ",
				STR_ARG(json_str(json_at(names, i))));
	}
	if (all > (int64_t)shown)
		out = arena_fmt(a, "%.*s and %lld more", STR_ARG(out),
				(long long)(all - (int64_t)shown));
	return out;
}

static void value(struct ledger *l, const struct json *v)
{
	bool old = json_bool(json_get(v, "superseded"), false);
	int64_t articles = json_int(json_get(v, "articles"), 0);
	struct html *h = l->h;

	html_enter(h, "li", old ? "old" : NULL);
	button(l, "said-value", json_get_str(v, "value"), "What the reports say",
	       json_get(v, "quotes"));
	html_z(h, " ");
	if (json_bool(json_get(v, "outlier"), false)) {
		html_element_z(h, "span", "flag outlier", "far off");
		html_z(h, " ");
	}
	html_enter(h, "span", "sayers");
	html_z(h, "in ");
	html_text(h, page_plural(l->p->arena, articles, "article", "articles"));
	if (json_len(json_get(v, "publishers"))) {
		html_z(h, ": ");
		html_text(h, publishers(l, v));
	}
	html_end(h);
	html_end(h);
}

static void cell(struct html *h, const char *element, const char *role, const char *class)
{
	html_enter(h, element, class);
	html_attr_z(h, "role", role);
}

static void days(struct ledger *l, const struct json *claim)
{
	struct str first = json_get_str(claim, "first"), last = json_get_str(claim, "last");
	struct html *h = l->h;

	cell(h, "td", "cell", "days");
	if (first.len == 0) {
		html_element_z(h, "span", "muted", "not stated");
	} else {
		html_element(h, "time", NULL, first);
		if (!str_eq(first, last)) {
			html_z(h, " to ");
			html_element(h, "time", NULL, last);
		}
	}
	html_end(h);
}

/* Of a list of countries or names nobody can say that it agrees. */
static const char *state_word(const struct json *claim)
{
	static const char *const word[][3] = {{"single", "one report", "one names it"},
					      {"agreed", "agreed", "several name it"},
					      {"revised", "revised", ""},
					      {"conflict", "reports differ", ""}};
	struct str name = json_get_str(claim, "state"), kind = json_get_str(claim, "kind");
	bool list = str_eq(kind, STR("place")) || str_eq(kind, STR("actor"));

	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (str_eq(name, str_of(word[i][0])))
			return word[i][list ? 2 : 1];
	return "";
}

static void state(struct ledger *l, const struct json *claim)
{
	struct str name = json_get_str(claim, "state");
	struct html *h = l->h;

	cell(h, "td", "cell", "state");
	html_element_z(h, "span", arena_fmt(l->p->arena, "flag %.*s", STR_ARG(name)).at,
		       state_word(claim));
	html_end(h);
}

static void claim(struct ledger *l, const struct json *k)
{
	const struct json *values = json_get(k, "values");
	struct str name = json_get_str(k, "state");
	struct html *h = l->h;

	cell(h, "tr", "row", NULL);
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_attr_z(h, "role", "rowheader");
	html_attr_z(h, "dir", "auto");
	html_text(h, json_get_str(k, "what"));
	html_end(h);
	cell(h, "td", "cell", "values");
	html_open(h, "ul");
	for (size_t i = 0; i < json_len(values); i++)
		value(l, json_at(values, i));
	html_end(h);
	if (str_eq(name, STR("revised")) || str_eq(name, STR("conflict")))
		html_element(h, "p", "reason", json_get_str(k, "reason"));
	html_end(h);
	days(l, k);
	state(l, k);
	html_end(h);
}

/* Rows that one report alone makes stand apart, folded: the ledger is what can be laid
 * side by side. */
static bool is_shared(const struct json *k)
{
	return json_int(json_get(k, "articles"), 0) > 1;
}

static void table(struct ledger *l, const struct json *list, bool shared, const char *label)
{
	static const char *const column[] = {"What", "What is said, and by whom", "First and last",
					     "Do they agree?"};
	struct html *h = l->h;

	html_enter(h, "table", "ledger");
	html_attr_z(h, "role", "table");
	html_attr_z(h, "aria-label", label);
	cell(h, "thead", "rowgroup", NULL);
	cell(h, "tr", "row", NULL);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		html_open(h, "th");
		html_attr_z(h, "scope", "col");
		html_attr_z(h, "role", "columnheader");
		html_z(h, column[i]);
		html_end(h);
	}
	html_end(h);
	html_end(h);
	cell(h, "tbody", "rowgroup", NULL);
	for (size_t i = 0; i < json_len(list); i++)
		if (is_shared(json_at(list, i)) == shared)
			claim(l, json_at(list, i));
	html_end(h);
	html_end(h);
}

static void tables(struct ledger *l, const struct json *list)
{
	size_t all = json_len(list), shared = 0;
	struct html *h = l->h;

	for (size_t i = 0; i < all; i++)
		shared += is_shared(json_at(list, i));
	if (shared)
		table(l, list, true, "Claims of several reports");
	if (shared == all)
		return;
	html_enter(h, "details", "singles");
	if (!shared)
		html_flag(h, "open");
	html_element(h, "summary", NULL,
		     arena_fmt(l->p->arena, "Said by one report only: %.*s",
			       STR_ARG(page_plural(l->p->arena, (int64_t)(all - shared), "claim",
						   "claims"))));
	table(l, list, false, "Claims of one report");
	html_end(h);
}

/* -- checks --------------------------------------------------------------------------------- */

static void check(struct ledger *l, const struct json *k)
{
	bool holds = json_bool(json_get(k, "holds"), false);
	bool across = json_bool(json_get(k, "across"), false);
	int64_t articles = json_int(json_get(k, "articles"), 0);
	struct html *h = l->h;

	html_enter(h, "li", holds ? "holds" : "fails");
	html_element_z(h, "span", "verdict", holds ? "Holds" : "Does not hold");
	html_z(h, " ");
	html_element(h, "span", NULL, json_get_str(k, "reading"));
	html_z(h, " ");
	html_element(h, "span", "sayers",
		     across ? STR("numbers of several articles")
			    : arena_fmt(l->p->arena, "in %.*s",
					STR_ARG(page_plural(l->p->arena, articles, "article",
							    "articles"))));
	html_z(h, " ");
	if (json_len(json_get(k, "facts")))
		button(l, "said-value small", STR("numbers"), "The numbers it is made of",
		       json_get(k, "facts"));
	html_end(h);
}

static void checks(struct ledger *l, const struct json *list)
{
	if (json_len(list) == 0)
		return;
	html_element_z(l->h, "h3", NULL, "Does the arithmetic hold?");
	html_enter(l->h, "ul", "checks");
	for (size_t i = 0; i < json_len(list); i++)
		check(l, json_at(list, i));
	html_end(l->h);
}

static void also(struct ledger *l, const struct json *portrait)
{
	int64_t left = json_int(json_get(portrait, "claims_left_out"), 0);
	struct str path = arena_fmt(l->p->arena, "/api/v1/events/%.*s/claims.csv",
				    STR_ARG(json_get_str(portrait, "id")));

	html_enter(l->h, "p", "sayers");
	if (left)
		html_text(l->h, arena_fmt(l->p->arena, "%.*s not shown. ",
					  STR_ARG(page_plural(l->p->arena, left, "further claim",
							      "further claims"))));
	html_link(l->h, NULL, path, STR("This table as CSV"));
	html_end(l->h);
}

void page_claims(struct html *h, struct proof *p, const struct json *portrait,
		 const struct page_claims_place *place, size_t places)
{
	struct ledger l = {h, p, place, places};
	const struct json *list = json_get(portrait, "claims");

	if (json_len(list) == 0 && json_len(json_get(portrait, "checks")) == 0)
		return;
	page_section(h, "claims", STR("What the reports state"));
	tables(&l, list);
	checks(&l, json_get(portrait, "checks"));
	also(&l, portrait);
	html_end(h);
}
