/* serve/page_filters.c -- search, facets and chips: what narrows the list of events.
 *
 * One form and plain links: every state is an address that can be sent to somebody.
 * Facets show how many events each value would leave; a value that is on shows as a
 * chip above the list as well. web/suggest.ts makes a combobox of the search. */
#include "serve/page_filters.h"

#include "serve/filter.h"
#include "serve/form.h"
#include "serve/page.h"
#include "serve/page_form.h"

#define VALUES_SHOWN 6 /* of a facet, before "more" */

struct values {
	const struct value_count *at;
	size_t len;
};

/* -- search and order ----------------------------------------------------------------- */

static void sort_select(struct html *h, struct call *c)
{
	static const char *const choice[][2] = {{"newest", "Newest first"},
						{"oldest", "Oldest first"},
						{"articles", "Most articles"},
						{"updated", "Last updated"}};
	struct str now = call_get(c, "sort");

	form_label(h, NULL, STR("sort"), "Order");
	html_open(h, "select");
	html_attr_z(h, "id", "sort");
	html_attr_z(h, "name", "sort");
	for (size_t i = 0; i < sizeof choice / sizeof *choice; i++)
		form_option(h, str_of(i ? choice[i][0] : ""), str_of(choice[i][1]),
			    str_eq(now, str_of(choice[i][0])));
	html_end(h);
}

static void search_row(struct html *h, struct call *c, struct str trouble)
{
	html_enter(h, "div", "search-row");
	form_label(h, "sr", STR("q"), "Search events");
	html_open(h, "input");
	html_attr_z(h, "type", "search");
	html_attr_z(h, "id", "q");
	html_attr_z(h, "name", "q");
	html_attr(h, "value", call_get(c, "q"));
	html_attr_z(h, "placeholder", "Search events, products, publishers, countries");
	html_attr_z(h, "autocomplete", "off");
	html_attr_z(h, "dir", "auto");
	if (trouble.len) {
		html_attr_z(h, "aria-describedby", "search-trouble");
		html_attr_z(h, "aria-invalid", "true");
	}
	html_end(h);
	form_button(h, "primary", "Search");
	html_end(h);
}

/* The filters that have no field of the form stay on when it is sent. */
static void keep_others(struct html *h, struct call *c)
{
	static const char *const own[] = {"q", "from", "to", "sort", "cursor", NULL};

	for (size_t i = 0; i < c->params.len; i++) {
		const struct params_pair *p = &c->params.at[i];

		if (!str_is_one_of(p->name, own))
			form_hidden(h, arena_z(c->arena, p->name), p->value);
	}
}

static void help(struct html *h, bool open)
{
	static const char *const line[][2] = {
		{"/?q=deepfake+election", "deepfake election"},
		{"/?q=%22facial+recognition%22", "\"facial recognition\""},
		{"/?q=chatbot+OR+%22language+model%22", "chatbot OR \"language model\""},
		{"/?q=robotaxi+NOT+Waymo", "robotaxi NOT Waymo"},
		{"/?q=%28fraud+OR+scam%29+AND+voice", "(fraud OR scam) AND voice"}};

	html_enter(h, "details", "search-help");
	if (open)
		html_flag(h, "open");
	html_element_z(h, "summary", NULL, "How to search");
	html_element_z(
		h, "p", NULL,
		"Words side by side must all occur, in the event or in any article about it. "
		"AND, OR and NOT are written in capitals; a phrase stands in \"quotes\"; "
		"( ) hold words together.");
	html_enter(h, "p", NULL);
	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		html_link(h, "example", str_of(line[i][0]), str_of(line[i][1]));
		html_z(h, " ");
	}
	html_end(h);
	html_end(h);
}

void page_filters_search(struct html *h, struct call *c, struct str trouble)
{
	html_enter(h, "form", "search");
	html_attr_z(h, "role", "search");
	html_attr_z(h, "id", "search");
	html_attr_z(h, "method", "get");
	html_href(h, "action", STR("/"));
	search_row(h, c, trouble);
	if (trouble.len) {
		html_enter(h, "p", "trouble");
		html_attr_z(h, "id", "search-trouble");
		html_attr_z(h, "role", "alert");
		html_text(h, trouble);
		html_end(h);
	}
	html_enter(h, "div", "search-more");
	page_form_day(h, c, "from", "From");
	page_form_day(h, c, "to", "Until");
	sort_select(h, c);
	help(h, trouble.len > 0);
	html_end(h);
	keep_others(h, c);
	html_end(h);
}

/* -- facets and chips ------------------------------------------------------------------- */

static void facet_value(struct html *h, struct call *c, const struct value_count *v, bool many)
{
	bool on = params_has(&c->params, v->facet, v->value);
	struct str address =
		on     ? params_without(c->arena, STR("/"), &c->params, v->facet, v->value)
		: many ? params_plus(c->arena, STR("/"), &c->params, v->facet, v->value)
		       : params_with(c->arena, STR("/"), &c->params, v->facet, v->value);

	html_open(h, "li");
	html_enter(h, "a", on ? "value on" : "value");
	html_href(h, "href", address);
	html_attr_z(h, "rel", "nofollow");
	if (on)
		html_attr_z(h, "aria-current", "true");
	html_element(h, "span", "name", page_form_value(v->facet, v->value));
	html_z(h, " ");
	html_enter(h, "span", "count");
	html_int(h, v->count);
	html_end(h);
	html_end(h);
	html_end(h);
}

static void facet(struct html *h, struct call *c, const struct values *l, const char *name,
		  bool open)
{
	const struct value_count *v = l->at;
	const bool many = filter_is_facet(str_of(name));
	size_t from = 0, upto, shown = 0;

	while (from < l->len && !str_eq(v[from].facet, str_of(name)))
		from++;
	for (upto = from; upto < l->len && str_eq(v[upto].facet, str_of(name)); upto++)
		;
	if (from == upto)
		return;
	html_enter(h, "details", "facet");
	html_attr_z(h, "data-facet", name);
	if (open || call_get(c, name).len)
		html_flag(h, "open");
	html_element_z(h, "summary", NULL, filter_title(str_of(name)));
	html_open(h, "ul");
	for (; from < upto && shown < VALUES_SHOWN; from++, shown++)
		facet_value(h, c, &v[from], many);
	html_end(h);
	if (from < upto) {
		html_enter(h, "details", "more");
		html_element(h, "summary", NULL, arena_fmt(c->arena, "%zu more", upto - from));
		html_open(h, "ul");
		for (; from < upto; from++)
			facet_value(h, c, &v[from], many);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

void page_filters_facets(struct html *h, struct call *c, const struct value_count *value,
			 size_t count)
{
	struct values l = {value, count};

	if (count == 0)
		return;

	html_enter(h, "aside", "facets");
	html_attr_z(h, "id", "facets");
	html_attr_z(h, "aria-label", "Filters");
	html_enter(h, "details", "all-facets");
	html_flag(h, "open");
	html_element_z(h, "summary", NULL, "Filters");
	facet(h, c, &l, "label", true);
	facet(h, c, &l, "severity", true);
	facet(h, c, &l, "ai_involvement", false);
	facet(h, c, &l, "realised", false);
	for (const struct filter_facet *f = filter_facet; f->name; f++)
		facet(h, c, &l, f->name, f == filter_facet);
	facet(h, c, &l, "country", false);
	facet(h, c, &l, "publisher", false);
	facet(h, c, &l, "lang", false);
	html_end(h);
	html_end(h);
}

void page_filters_chips(struct html *h, struct call *c)
{
	if (!filter_is_on(c))
		return;
	html_enter(h, "ul", "chips");
	html_attr_z(h, "aria-label", "Filters that are on");
	for (size_t i = 0; i < c->params.len; i++) {
		const struct params_pair *p = &c->params.at[i];

		if (!filter_is_narrowing(p->name))
			continue;
		html_open(h, "li");
		html_enter(h, "a", "chip");
		html_href(h, "href",
			  params_without(c->arena, STR("/"), &c->params, p->name, p->value));
		html_attr_z(h, "rel", "nofollow");
		html_element_z(h, "span", "sr", "Remove the filter ");
		html_element(h, "span", "chip-name", str_of(filter_one(p->name)));
		html_z(h, " ");
		html_element(h, "span", "chip-value", page_form_value(p->name, p->value));
		html_end(h);
		html_end(h);
	}
	html_open(h, "li");
	html_link(h, "clear", STR("/"), STR("Clear all"));
	html_end(h);
	html_end(h);
}

/* -- nothing passes ----------------------------------------------------------------------- */

/* The list without its i-th parameter: how many events are there? */
static bool total_without(int64_t *total, struct call *c, size_t i, struct err *err)
{
	struct params all = c->params,
		      less = {.at = ARENA_ARRAY(c->arena, struct params_pair, c->params.len + 1)};
	struct event_query query;
	struct event_page page;
	bool ok;

	for (size_t k = 0; k < all.len; k++)
		if (k != i && !str_eq(all.at[k].name, STR("cursor")))
			less.at[less.len++] = all.at[k];
	c->params = less;
	ok = filter_events(&query, c);
	c->params = all;
	if (!ok)
		return false;
	query.limit = 1;
	ok = store_events(&page, c->store, c->arena, &query, err);
	*total = page.total;
	return ok;
}

static void way_out(struct html *h, struct call *c, const struct params_pair *p, int64_t total)
{
	html_open(h, "li");
	html_enter(h, "a", "value");
	html_href(h, "href", params_without(c->arena, STR("/"), &c->params, p->name, p->value));
	html_attr_z(h, "rel", "nofollow");
	html_enter(h, "span", "name");
	html_z(h, "Without ");
	html_z(h, filter_one(p->name));
	html_z(h, " ");
	html_element(h, "b", NULL, page_form_value(p->name, p->value));
	html_end(h);
	html_z(h, " ");
	html_element(h, "span", "count", page_plural(c->arena, total, "event", "events"));
	html_end(h);
	html_end(h);
}

void page_filters_empty(struct html *h, struct call *c)
{
	int64_t total;
	struct err err;

	html_enter(h, "div", "empty");
	if (!filter_is_on(c)) {
		html_element_z(h, "h3", NULL, "There are no events yet");
		html_element_z(h, "p", NULL, "They appear here once articles have been read:");
		html_element_z(h, "pre", NULL, "tocsin ingest --db sqlite:tocsin.db samples");
		html_end(h);
		return;
	}
	html_element_z(h, "h3", NULL, "No event passes these filters");
	html_element_z(h, "p", NULL,
		       "Take one of them away, or search for fewer words: words side by side must "
		       "all occur, OR widens a search.");
	html_open(h, "ul");
	for (size_t i = 0; i < c->params.len; i++)
		if (filter_is_narrowing(c->params.at[i].name) &&
		    total_without(&total, c, i, &err) && total)
			way_out(h, c, &c->params.at[i], total);
	html_end(h);
	html_enter(h, "p", NULL);
	html_link(h, "clear", STR("/"), STR("All events"));
	html_end(h);
	html_end(h);
}
