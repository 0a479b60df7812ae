/* serve/page_list.c -- the first page: search, filters, chart, and the list.
 *
 * List, counts and chart come from one view of the database and agree. The chart shows
 * the months beside those of the filter too. A search that can not be read is told
 * beside its words, which stay in their field. */
#include "base/emit.h"
#include "base/json.h"
#include "serve/chart.h"
#include "serve/filter.h"
#include "serve/page.h"
#include "serve/page_filters.h"
#include "serve/page_form.h"
#include "serve/picture.h"
#include "serve/route.h"
#include "serve/saved.h"

struct list {
	struct event_query query;
	struct saved saved; /* the same, to be kept: for feeds and alerts */
	struct event_page page;
	const struct picture_row *picture; /* of each row */
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

/* -- the list ---------------------------------------------------------------------------- */

static struct str first_harm(struct arena *a, struct str facets)
{
	const struct json *root;
	struct err err;

	if (!json_read(&root, a, facets, &err))
		return STR("");
	return json_str(json_at(json_get(root, "harm_types"), 0));
}

static void card(struct html *h, struct call *c, const struct event_row *r,
		 const struct picture_row *picture)
{
	html_open(h, "li");
	html_enter(h, "article", "card");
	if (picture->hash.len)
		picture_show(h, c->arena, picture, PICTURE_SMALL);
	else
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
	html_element(h, "span", NULL, page_reports(c->arena, r->article_count, r->publisher_count));
	html_end(h);
	html_end(h);
	html_end(h);
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
	html_attr_z(h, "tabindex", "-1");
	html_int(h, l->page.total);
	html_z(h, l->page.total == 1 ? " event" : " events");
	html_end(h);
	page_form_views(h, c, "/");
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
	page_filters_chips(h, c);
	if (l->page.count == 0)
		page_filters_empty(h, c);
	html_enter(h, "ol", "cards");
	html_attr_int(h, "data-total", l->page.total);
	for (size_t i = 0; i < l->page.count; i++)
		card(h, c, &l->page.row[i], &l->picture[i]);
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

static void intro(struct html *h, struct call *c, const struct list *l)
{
	html_enter(h, "div", filter_is_on(c) ? "intro small" : "intro");
	html_element_z(h, "h1", NULL, "AI incidents and hazards, as reported");
	html_enter(h, "p", "lead");
	html_int(h, l->totals.incidents);
	html_z(h, l->totals.incidents == 1 ? " incident and " : " incidents and ");
	html_int(h, l->totals.hazards);
	html_z(h, l->totals.hazards == 1 ? " hazard" : " hazards");
	html_z(h, " found in ");
	html_int(h, l->totals.articles);
	html_z(h, l->totals.articles == 1 ? " article." : " articles.");
	html_z(h, " Labels are machine-made; each names its reason and quotes its evidence.");
	html_end(h);
	html_end(h);
}

static bool pictures(struct list *l, struct call *c, struct err *err)
{
	struct picture_row *row = ARENA_ARRAY(c->arena, struct picture_row, l->page.count + 1);

	l->picture = row;
	for (size_t i = 0; i < l->page.count; i++)
		if (!picture_of_event(&row[i], c, &l->page.row[i], err))
			return false;
	return true;
}

static bool load(struct list *l, struct call *c, struct err *err)
{
	struct event_query all_days = l->query;

	all_days.from_ms = all_days.upto_ms = 0;
	if (!store_begin(c->store, err))
		return false;
	if (!store_events(&l->page, c->store, c->arena, &l->query, err) ||
	    !store_event_counts(&l->value, &l->value_count, c->store, c->arena, &l->query, err) ||
	    !store_stats(&l->month, &l->month_count, c->store, c->arena, &all_days, err) ||
	    !store_totals(&l->totals, c->store, err) || !pictures(l, c, err)) {
		store_abandon(c->store);
		return false;
	}
	return store_end(c->store, err);
}

static struct page_head head_of(struct call *c)
{
	return (struct page_head){
		.title = call_get(c, "q").len
				 ? arena_fmt(c->arena, "%.*s - Tocsin", STR_ARG(call_get(c, "q")))
				 : STR("Tocsin: AI incidents and hazards"),
		.description = STR("An open monitor of AI incidents and hazards, "
				   "with the evidence for every label."),
		.path = changed(c, "", ""),
		.here = "/"};
}

/* The words that are no search, and what is wrong with them. */
static void trouble(struct call *c, const struct err *err)
{
	struct page_head head = head_of(c);
	struct str err_text;
	struct html h;

	page_begin(&h, c, &head);
	c->out->status = 400;
	c->out->max_age_s = -1;
	c->out->etag[0] = '\0';
	html_enter(&h, "div", "intro small");
	html_element_z(&h, "h1", NULL, "That search can not be read");
	html_end(&h);
	err_text = arena_fmt(c->arena, "There is no such search: %s.", err->text);
	page_filters_search(&h, c, err_text);
	page_end(&h, c);
}

void page_list(struct call *c)
{
	struct list l = {.page = {.count = 0}};
	struct page_head head;
	struct html h;
	struct err err;

	if (!filter_events(&l.query, c))
		return;
	if (!saved_parse(&l.saved, c->arena, c->taxonomy, c->req->query, &err)) {
		call_error(c, &err);
		return;
	}
	if (!load(&l, c, &err)) {
		if (err.code == ERR_INPUT && l.query.q.len && !l.query.cursor.len)
			trouble(c, &err);
		else
			call_error(c, &err);
		return;
	}
	head = head_of(c);
	head.filter = l.saved.text;
	head.json_path = params_with(c->arena, STR("/api/v1/events"), &c->params, STR(""), STR(""));
	head.json_ld = json_ld(c, &l);
	page_begin(&h, c, &head);
	intro(&h, c, &l);
	page_filters_search(&h, c, STR(""));
	chart_months(&h, c, l.month, l.month_count);
	html_enter(&h, "div", l.value_count ? "columns" : "columns single");
	page_filters_facets(&h, c, l.value, l.value_count);
	results(&h, c, &l);
	html_end(&h);
	page_end(&h, c);
}
