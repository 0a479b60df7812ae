/* serve/feed.c -- the newest events that pass a filter, as Atom (RFC 4287) and
 * JSON Feed 1.1. Ids are tag URIs (RFC 4151) of the event's own id, so an entry
 * stays the same entry when the server moves. */
#include "serve/filter.h"
#include "serve/html.h"
#include "serve/route.h"
#include "text/date.h"

#define FEED_ROWS 50

static bool events(struct event_page *page, struct call *c)
{
	struct event_query q;
	struct err err;

	if (!filter_events(&q, c))
		return false;
	q.limit = FEED_ROWS;
	q.sort = STR("newest");
	if (!store_events(page, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

static struct str tag(struct arena *a, struct str id)
{
	return arena_fmt(a, "tag:tocsin.invalid,2026:event:%.*s", STR_ARG(id));
}

static struct str absolute(struct call *c, struct str path)
{
	return arena_fmt(c->arena, "%.*s%.*s", STR_ARG(call_base(c)), STR_ARG(path));
}

static void link_to(struct html *h, const char *rel, struct str address)
{
	html_open(h, "link");
	html_attr_z(h, "rel", rel);
	html_href(h, "href", address);
	html_end(h);
}

/* When it was last told anew: by an article, or by a person who corrected it. */
static int64_t told_ms(const struct event_row *r)
{
	return r->reviewed_ms > r->last_ms ? r->reviewed_ms : r->last_ms;
}

static void entry(struct html *h, struct call *c, const struct event_row *r)
{
	html_open(h, "entry");
	html_element(h, "id", NULL, tag(c->arena, r->id));
	html_element(h, "title", NULL, r->title);
	html_element(h, "updated", NULL, date_iso(c->arena, told_ms(r)));
	html_element(h, "published", NULL, date_iso(c->arena, r->first_ms));
	link_to(h, "alternate", absolute(c, call_event_path(c->arena, r->id)));
	html_element(h, "summary", NULL, r->summary);
	html_open(h, "category");
	html_attr(h, "term", r->label);
	html_end(h);
	html_open(h, "category");
	html_attr(h, "term", r->severity);
	html_end(h);
	if (r->reviewed_ms) {
		html_open(h, "category");
		html_attr_z(h, "term", "reviewed");
		html_end(h);
	}
	html_end(h);
}

void feed_atom(struct call *c)
{
	struct event_page page;
	struct html h;

	if (!events(&page, c))
		return;
	call_type(c, "application/atom+xml; charset=utf-8");
	html_begin_part(&h, &c->out->body);
	buf_z(&c->out->body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	html_open(&h, "feed");
	html_attr_z(&h, "xmlns", "http://www.w3.org/2005/Atom");
	html_element(
		&h, "id", NULL,
		arena_fmt(c->arena, "tag:tocsin.invalid,2026:feed:%.*s", STR_ARG(c->req->query)));
	html_element_z(&h, "title", NULL, "Tocsin: AI incidents and hazards");
	html_element(&h, "updated", NULL, date_iso(c->arena, page.count ? page.row[0].last_ms : 0));
	html_enter(&h, "author", NULL);
	html_element_z(&h, "name", NULL, "Tocsin");
	html_end(&h);
	link_to(&h, "self",
		absolute(c, params_with(c->arena, STR("/feed.atom"), &c->params, STR("cursor"),
					STR(""))));
	link_to(&h, "alternate",
		absolute(c, params_with(c->arena, STR("/"), &c->params, STR("cursor"), STR(""))));
	for (size_t i = 0; i < page.count; i++)
		entry(&h, c, &page.row[i]);
	html_end(&h);
}

static void item(struct emit *e, struct call *c, const struct event_row *r)
{
	emit_object(e);
	emit_pair(e, "id", tag(c->arena, r->id));
	emit_pair(e, "url", absolute(c, call_event_path(c->arena, r->id)));
	emit_pair(e, "title", r->title);
	emit_pair(e, "content_text", r->summary);
	emit_pair(e, "date_published", date_iso(c->arena, r->first_ms));
	emit_pair(e, "date_modified", date_iso(c->arena, told_ms(r)));
	emit_key(e, "tags");
	emit_array(e);
	emit_str(e, r->label);
	emit_str(e, r->severity);
	if (r->reviewed_ms)
		emit_z(e, "reviewed");
	emit_end(e);
	emit_end(e);
}

void feed_json(struct call *c)
{
	struct event_page page;
	struct emit e;

	if (!events(&page, c))
		return;
	call_type(c, "application/feed+json; charset=utf-8");
	emit_open(&e, &c->out->body);
	emit_object(&e);
	emit_pair(&e, "version", STR("https://jsonfeed.org/version/1.1"));
	emit_pair(&e, "title", STR("Tocsin: AI incidents and hazards"));
	emit_pair(&e, "home_page_url",
		  absolute(c, params_with(c->arena, STR("/"), &c->params, STR("cursor"), STR(""))));
	emit_pair(&e, "feed_url",
		  absolute(c, params_with(c->arena, STR("/feed.json"), &c->params, STR("cursor"),
					  STR(""))));
	emit_pair(&e, "language", STR("en"));
	emit_key(&e, "items");
	emit_array(&e);
	for (size_t i = 0; i < page.count; i++)
		item(&e, c, &page.row[i]);
	emit_end(&e);
	emit_end(&e);
}
