/* serve/page_list.c -- the first page: search, filters, chart, and the list.
 *
 * One form and plain links: every state of the page is an address that can be sent
 * to somebody. Facets show how many events each value would leave; a value that is
 * on shows as a chip above the list as well. List, counts and chart come from one
 * view of the database and agree. */
#include "base/emit.h"
#include "base/json.h"
#include "serve/chart.h"
#include "serve/filter.h"
#include "serve/page.h"
#include "serve/route.h"
#include "serve/saved.h"
#include "text/date.h"

#define VALUES_SHOWN 6 /* of a facet, before "more" */

struct list {
	struct event_query query;
	struct saved saved; /* the same, to be kept: for feeds and alerts */
	struct event_page page;
	const struct value_count *value;
	size_t value_count;
	const struct stat_row *month;
	size_t month_count;
	struct store_totals totals;
};

static struct str changed(struct call *c, const char *name, const char *value)
{
	return params_with(c->arena, STR("/"), &c->params, str_of(name), str_of(value));
}

static bool is_narrowed(const struct call *c)
{
	for (size_t i = 0; i < c->params.len; i++)
		if (filter_is_narrowing(c->params.at[i].name))
			return true;
	return false;
}

/* -- search and order ----------------------------------------------------------------- */

static void hidden(struct html *h, struct str name, struct str value)
{
	html_open(h, "input");
	html_attr_z(h, "type", "hidden");
	html_attr(h, "name", name);
	html_attr(h, "value", value);
	html_end(h);
}

static void label_for(struct html *h, const char *id, const char *class, const char *text)
{
	html_enter(h, "label", class);
	html_attr_z(h, "for", id);
	html_z(h, text);
	html_end(h);
}

static void day_input(struct html *h, struct call *c, const char *name, const char *text)
{
	struct str value = call_get(c, name);
	int64_t from, upto;

	/* the browser's own field takes whole days only */
	if (value.len && call_day(&from, &upto, value))
		value = date_day(c->arena, strcmp(name, "to") == 0 ? upto - 1 : from);
	label_for(h, name, NULL, text);
	html_open(h, "input");
	html_attr_z(h, "type", "date");
	html_attr_z(h, "id", name);
	html_attr_z(h, "name", name);
	html_attr(h, "value", value);
	html_end(h);
}

static void sort_select(struct html *h, struct call *c)
{
	static const char *const choice[][2] = {{"newest", "Newest first"},
						{"oldest", "Oldest first"},
						{"articles", "Most articles"},
						{"updated", "Last updated"}};
	struct str now = call_get(c, "sort");

	label_for(h, "sort", NULL, "Order");
	html_open(h, "select");
	html_attr_z(h, "id", "sort");
	html_attr_z(h, "name", "sort");
	for (size_t i = 0; i < sizeof choice / sizeof *choice; i++) {
		html_open(h, "option");
		html_attr_z(h, "value", i ? choice[i][0] : "");
		if (str_eq(now, str_of(choice[i][0])))
			html_flag(h, "selected");
		html_z(h, choice[i][1]);
		html_end(h);
	}
	html_end(h);
}

static void search(struct html *h, struct call *c)
{
	static const char *const own[] = {"q", "from", "to", "sort", "cursor"};

	html_enter(h, "form", "search");
	html_attr_z(h, "role", "search");
	html_attr_z(h, "id", "search");
	html_attr_z(h, "method", "get");
	html_href(h, "action", STR("/"));
	html_enter(h, "div", "search-row");
	label_for(h, "q", "sr", "Search events");
	html_open(h, "input");
	html_attr_z(h, "type", "search");
	html_attr_z(h, "id", "q");
	html_attr_z(h, "name", "q");
	html_attr(h, "value", call_get(c, "q"));
	html_attr_z(h, "placeholder",
		    "Search: deepfake AND election, \"facial recognition\", NOT Tesla");
	html_attr_z(h, "autocomplete", "off");
	html_end(h);
	html_enter(h, "button", "primary");
	html_attr_z(h, "type", "submit");
	html_z(h, "Search");
	html_end(h);
	html_end(h);
	html_enter(h, "div", "search-more");
	day_input(h, c, "from", "From");
	day_input(h, c, "to", "Until");
	sort_select(h, c);
	html_end(h);
	for (size_t i = 0; i < c->params.len; i++) {
		bool mine = false;

		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			mine = mine || str_eq(c->params.at[i].name, str_of(own[k]));
		if (!mine)
			hidden(h, c->params.at[i].name, c->params.at[i].value);
	}
	html_end(h);
}

/* -- facets and chips ------------------------------------------------------------------- */

static struct str shown_value(struct str facet, struct str value)
{
	if (str_eq(facet, STR("label")))
		return str_eq(value, STR("incident")) ? STR("Incident")
		       : str_eq(value, STR("hazard")) ? STR("Hazard")
						      : STR("Complementary");
	return str_eq(facet, STR("lang")) ? page_language(value) : value;
}

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
	html_element(h, "span", "name", shown_value(v->facet, v->value));
	html_z(h, " ");
	html_enter(h, "span", "count");
	html_int(h, v->count);
	html_end(h);
	html_end(h);
	html_end(h);
}

static bool has_active(const struct call *c, struct str facet)
{
	return params_get(&c->params, facet).len > 0;
}

static void facet(struct html *h, struct call *c, const struct list *l, const char *name, bool open)
{
	const struct value_count *v = l->value;
	size_t from = 0, upto, shown = 0;
	bool many = false;

	while (from < l->value_count && !str_eq(v[from].facet, str_of(name)))
		from++;
	for (upto = from; upto < l->value_count && str_eq(v[upto].facet, str_of(name)); upto++)
		;
	if (from == upto)
		return;
	for (const struct filter_facet *f = filter_facet; f->name; f++)
		many = many || strcmp(f->name, name) == 0;
	html_enter(h, "details", "facet");
	html_attr_z(h, "data-facet", name);
	if (open || has_active(c, str_of(name)))
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

static void facets(struct html *h, struct call *c, const struct list *l)
{
	html_enter(h, "aside", "facets");
	html_attr_z(h, "id", "facets");
	html_attr_z(h, "aria-label", "Filters");
	html_enter(h, "details", "all-facets");
	html_flag(h, "open");
	html_element_z(h, "summary", NULL, "Filters");
	facet(h, c, l, "label", true);
	facet(h, c, l, "severity", true);
	for (const struct filter_facet *f = filter_facet; f->name; f++)
		facet(h, c, l, f->name, f == filter_facet);
	facet(h, c, l, "country", false);
	facet(h, c, l, "publisher", false);
	facet(h, c, l, "lang", false);
	html_end(h);
	html_end(h);
}

static void chips(struct html *h, struct call *c)
{
	if (!is_narrowed(c))
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
		html_element_z(h, "span", "sr", "Take away the filter ");
		html_element(h, "span", "chip-name", str_of(filter_title(p->name)));
		html_z(h, " ");
		html_element(h, "span", "chip-value", shown_value(p->name, p->value));
		html_end(h);
		html_end(h);
	}
	html_open(h, "li");
	html_link(h, "clear", STR("/"), STR("Clear all"));
	html_end(h);
	html_end(h);
}

/* -- the list ---------------------------------------------------------------------------- */

static struct str first_harm(struct arena *a, struct str facets)
{
	const struct json *harm;
	struct json *root;
	struct str found;
	struct err err;

	if (!json_parse(&root, facets, &err))
		return STR("");
	harm = json_get(root, "harm_types");
	found = arena_copy(a, json_str(json_at(harm, 0)));
	json_free(root);
	return found;
}

static void card(struct html *h, struct call *c, const struct event_row *r)
{
	html_open(h, "li");
	html_enter(h, "article", "card");
	page_mark(h, r->id, first_harm(c->arena, r->facets), r->label);
	html_enter(h, "div", "card-body");
	html_enter(h, "p", "card-top");
	page_label(h, r->label);
	html_z(h, " ");
	if (!str_eq(r->label, STR("complementary")))
		page_severity(h, r->severity);
	html_end(h);
	html_open(h, "h3");
	html_attr_z(h, "dir", "auto");
	html_link(h, NULL, call_event_path(c->arena, r->id), r->title);
	html_end(h);
	html_enter(h, "p", "summary");
	html_attr_z(h, "dir", "auto");
	html_text(h, r->summary);
	html_end(h);
	html_enter(h, "p", "card-foot");
	page_time(h, c->arena, r->first_ms);
	if (r->country.len)
		html_element(h, "span", NULL, r->country);
	html_element(h, "span", NULL,
		     r->article_count == 1
			     ? STR("1 article")
			     : arena_fmt(c->arena, "%lld articles from %.*s",
					 (long long)r->article_count,
					 STR_ARG(page_plural(c->arena, r->publisher_count,
							     "publisher", "publishers"))));
	html_end(h);
	html_end(h);
	html_end(h);
	html_end(h);
}

static void empty(struct html *h, struct call *c)
{
	html_enter(h, "div", "empty");
	html_element_z(h, "h3", NULL,
		       is_narrowed(c) ? "No event passes these filters"
				      : "There are no events yet");
	if (is_narrowed(c)) {
		html_enter(h, "p", NULL);
		html_z(h, "Take a filter away above, widen the dates, or search for fewer words: "
			  "words "
			  "side by side must all occur, OR widens a search. ");
		html_link(h, NULL, STR("/"), STR("All events"));
		html_end(h);
	} else {
		html_element_z(h, "p", NULL, "They appear here once articles have been read:");
		html_element_z(h, "pre", NULL, "tocsin ingest --db sqlite:tocsin.db samples");
	}
	html_end(h);
}

static void paging(struct html *h, struct call *c, const struct list *l)
{
	bool later = call_get(c, "cursor").len > 0;

	if (!later && l->page.next.len == 0)
		return;
	html_enter(h, "nav", "paging");
	html_attr_z(h, "aria-label", "Pages");
	if (later)
		html_link(h, "button quiet", changed(c, "sort", call_get(c, "sort").at),
			  STR("First page"));
	if (l->page.next.len) {
		struct str here = changed(c, "cursor", "");

		html_enter(h, "a", "button");
		html_attr_z(h, "rel", "next");
		html_href(h, "href",
			  arena_fmt(c->arena, "%.*s%ccursor=%.*s", STR_ARG(here),
				    str_chr(here, '?') == STR_NPOS ? '?' : '&',
				    STR_ARG(l->page.next)));
		html_z(h, "Next page");
		html_end(h);
	}
	html_end(h);
}

static void results(struct html *h, struct call *c, const struct list *l)
{
	html_enter(h, "section", "results");
	html_attr_z(h, "aria-labelledby", "results-title");
	html_enter(h, "div", "results-head");
	html_open(h, "h2");
	html_attr_z(h, "id", "results-title");
	html_int(h, l->page.total);
	html_z(h, l->page.total == 1 ? " event" : " events");
	html_end(h);
	html_enter(h, "p", "formats");
	html_link(h, NULL,
		  params_with(c->arena, STR("/api/v1/events"), &c->params, STR(""), STR("")),
		  STR("JSON"));
	html_z(h, " ");
	html_link(h, NULL, saved_path(c->arena, &l->saved, "/feed.atom"), STR("Atom feed"));
	html_z(h, " ");
	html_link(h, NULL, saved_path(c->arena, &l->saved, "/alerts"), STR("Notify me of these"));
	html_end(h);
	html_end(h);
	chips(h, c);
	if (l->page.count == 0)
		empty(h, c);
	html_enter(h, "ol", "cards");
	for (size_t i = 0; i < l->page.count; i++)
		card(h, c, &l->page.row[i]);
	html_end(h);
	paging(h, c, l);
	html_end(h);
}

/* -- the whole ---------------------------------------------------------------------------- */

static struct str json_ld(struct call *c, const struct list *l)
{
	struct emit e;
	struct buf b;
	struct str s;

	buf_init(&b, c->out->body.max);
	emit_open(&e, &b);
	emit_object(&e);
	emit_pair(&e, "@context", STR("https://schema.org"));
	emit_pair(&e, "@type", STR("ItemList"));
	emit_pair(&e, "name", STR("AI incidents and hazards, as reported"));
	emit_pair_int(&e, "numberOfItems", l->page.total);
	emit_key(&e, "itemListElement");
	emit_array(&e);
	for (size_t i = 0; i < l->page.count; i++) {
		emit_object(&e);
		emit_pair(&e, "@type", STR("ListItem"));
		emit_pair_int(&e, "position", (int64_t)i + 1);
		emit_pair(&e, "url",
			  page_absolute(c, call_event_path(c->arena, l->page.row[i].id)));
		emit_pair(&e, "name", l->page.row[i].title);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
	s = arena_copy(c->arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static void intro(struct html *h, const struct list *l)
{
	html_enter(h, "div", "intro");
	html_element_z(h, "h1", NULL, "AI incidents and hazards, as reported");
	html_enter(h, "p", "lead");
	html_z(h, "Where AI systems are reported to have done harm, or nearly so: ");
	html_int(h, l->totals.incidents);
	html_z(h, l->totals.incidents == 1 ? " incident and " : " incidents and ");
	html_int(h, l->totals.hazards);
	html_z(h, l->totals.hazards == 1 ? " hazard" : " hazards");
	html_z(h, " found in ");
	html_int(h, l->totals.articles);
	html_z(h, " articles. Each label names its reason and quotes its evidence.");
	html_end(h);
	html_end(h);
}

static bool load(struct list *l, struct call *c, struct err *err)
{
	if (!store_begin(c->store, err))
		return false;
	if (!store_events(&l->page, c->store, c->arena, &l->query, err) ||
	    !store_event_counts(&l->value, &l->value_count, c->store, c->arena, &l->query, err) ||
	    !store_stats(&l->month, &l->month_count, c->store, c->arena, &l->query, err) ||
	    !store_totals(&l->totals, c->store, err)) {
		store_abandon(c->store);
		return false;
	}
	return store_end(c->store, err);
}

void page_list(struct call *c)
{
	struct page_head head = {.title = STR("Tocsin: AI incidents and hazards"),
				 .description = STR("An open monitor of AI incidents and hazards, "
						    "with the evidence for every label."),
				 .here = "/"};
	struct list l = {.page = {.count = 0}};
	struct html h;
	struct err err;

	if (!filter_events(&l.query, c))
		return;
	if (!saved_parse(&l.saved, c->arena, c->taxonomy, c->req->query, &err)) {
		call_error(c, &err);
		return;
	}
	head.filter = l.saved.text;
	if (!load(&l, c, &err)) {
		call_error(c, &err);
		return;
	}
	head.path = changed(c, "", "");
	head.json_path = params_with(c->arena, STR("/api/v1/events"), &c->params, STR(""), STR(""));
	head.json_ld = json_ld(c, &l);
	if (call_get(c, "q").len)
		head.title = arena_fmt(c->arena, "%.*s - Tocsin", STR_ARG(call_get(c, "q")));
	page_begin(&h, c, &head);
	intro(&h, &l);
	search(&h, c);
	chart_months(&h, c, l.month, l.month_count);
	html_enter(&h, "div", "columns");
	facets(&h, c, &l);
	results(&h, c, &l);
	html_end(&h);
	page_end(&h, c);
}
