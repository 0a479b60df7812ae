/* serve/feed.c -- the events that pass a filter, as Atom (RFC 4287) and JSON Feed 1.1.
 *
 * What changed last comes first, so that a reader misses neither an old event that was read
 * of today nor one whose label has changed; older pages follow by rel="next". Ids are tag
 * URIs (RFC 4151) of the event's own id, so an entry stays the same entry when the server
 * moves. `updated` is when it last changed here; a feed's is that of its first entry, and of
 * an empty one the beginning of time, so that it does not change until something comes. */
#include "base/limits.h"
#include "serve/page.h"
#include "serve/route.h"
#include "serve/saved.h"
#include "text/date.h"

#define FEED_ROWS 50

struct feed {
	struct saved saved;
	struct event_page page;
	int64_t *updated_ms; /* of each row */
	struct str self, next, list, title;
	struct str id; /* of the feed, whatever page of it */
};

static struct str absolute(struct call *c, struct str path)
{
	return page_absolute(c, path);
}

/* "/feed.atom?label=hazard&cursor=..." */
static struct str page_of(struct call *c, const struct feed *f, const char *path, struct str cursor)
{
	struct str here = saved_path(c->arena, &f->saved, path);

	if (cursor.len)
		here = arena_fmt(c->arena, "%.*s%ccursor=%.*s", STR_ARG(here),
				 f->saved.text.len ? '&' : '?', STR_ARG(cursor));
	return absolute(c, here);
}

static bool times(struct feed *f, struct call *c, struct err *err)
{
	f->updated_ms = ARENA_ARRAY(c->arena, int64_t, f->page.count + 1);
	for (size_t i = 0; i < f->page.count; i++) {
		if (!store_touched(&f->updated_ms[i], c->store, f->page.row[i].id, err))
			return false;
		if (f->updated_ms[i] < f->page.row[i].last_ms)
			f->updated_ms[i] = f->page.row[i].last_ms;
	}
	return true;
}

static bool load(struct feed *f, struct call *c, const char *path)
{
	struct event_query q;
	struct err err;

	if (!saved_parse(&f->saved, c->arena, c->taxonomy, c->req->query, &err)) {
		call_problem(c, 400, NULL, "%s", err.text);
		return false;
	}
	q = f->saved.query;
	q.limit = (uint32_t)call_int(c, "limit", FEED_ROWS);
	q.sort = STR("updated");
	q.cursor = call_get(c, "cursor");
	if (!store_begin(c->store, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!store_events(&f->page, c->store, c->arena, &q, &err) || !times(f, c, &err)) {
		store_abandon(c->store);
		call_error(c, &err);
		return false;
	}
	f->self = page_of(c, f, path, q.cursor);
	f->next = f->page.next.len ? page_of(c, f, path, f->page.next) : STR("");
	f->list = absolute(c, saved_path(c->arena, &f->saved, "/"));
	f->id = arena_fmt(c->arena, "tag:tocsin.invalid,2026:feed:%.*s", STR_ARG(f->saved.text));
	f->title = f->saved.params.len ? arena_fmt(c->arena, "Tocsin: %.*s",
						   STR_ARG(saved_words(c->arena, &f->saved.params)))
				       : STR("Tocsin: AI incidents and hazards");
	if (store_end(c->store, &err))
		return true;
	call_error(c, &err);
	return false;
}

/* XML has no U+FFFE and no U+FFFF; the writer leaves them to us. */
static struct str clean(struct arena *a, struct str s)
{
	char *text = arena_bytes(a, s.len + 1);

	if (s.len)
		memcpy(text, s.at, s.len);
	for (size_t i = 0; i + 2 < s.len; i++)
		if (memcmp(text + i, "\xef\xbf\xbe", 3) == 0 ||
		    memcmp(text + i, "\xef\xbf\xbf", 3) == 0)
			text[i + 2] = '\xbd';
	return (struct str){text, s.len};
}

static struct str tag(struct arena *a, struct str id)
{
	return arena_fmt(a, "tag:tocsin.invalid,2026:event:%.*s", STR_ARG(id));
}

static struct str label_word(struct str label)
{
	return str_eq(label, STR("incident")) ? STR("Incident")
	       : str_eq(label, STR("hazard")) ? STR("Hazard")
					      : STR("Complementary");
}

static struct str foot(struct arena *a, const struct event_row *r)
{
	return arena_fmt(
		a, "First reported %.*s, %.*s%s%.*s. ",
		STR_ARG(r->first_ms ? page_day(a, r->first_ms) : STR("on a day not stated")),
		STR_ARG(page_reports(a, r->article_count, r->publisher_count)),
		r->country.len ? ", " : "", STR_ARG(r->country));
}

/* Label, severity, the quote with who said it, and where the evidence is. */
static struct str content(struct call *c, const struct event_row *r)
{
	struct str address = absolute(c, call_event_path(c->arena, r->id)), s;
	struct html h;
	struct buf b;

	buf_init(&b, LIMIT_RESPONSE);
	html_begin_part(&h, &b);
	html_open(&h, "p");
	html_element(&h, "b", NULL, label_word(r->label));
	html_z(&h, ", ");
	html_text(&h, r->severity);
	html_end(&h);
	if (r->summary.len) {
		html_open(&h, "blockquote");
		html_element(&h, "p", NULL, clean(c->arena, r->summary));
		html_end(&h);
	}
	html_open(&h, "p");
	html_text(&h, clean(c->arena, foot(c->arena, r)));
	html_link(&h, NULL, address, STR("Reasons, evidence and articles"));
	html_z(&h, ". Label and summary are made by a machine from published reports; they accuse "
		   "nobody.");
	html_end(&h);
	s = arena_copy(c->arena, buf_view(&b));
	buf_free(&b);
	return s;
}

/* -- Atom ------------------------------------------------------------------------------ */

static void link_to(struct html *h, const char *rel, const char *type, struct str address)
{
	html_open(h, "link");
	html_attr_z(h, "rel", rel);
	html_attr_z(h, "type", type);
	html_href(h, "href", address);
	html_end(h);
}

static void category(struct html *h, const char *scheme, struct str word)
{
	html_open(h, "category");
	html_attr_z(h, "scheme", scheme);
	html_attr(h, "term", word);
	html_end(h);
}

static void entry(struct html *h, struct call *c, const struct event_row *r, int64_t updated_ms)
{
	html_open(h, "entry");
	html_element(h, "id", NULL, tag(c->arena, r->id));
	html_element(h, "title", NULL, clean(c->arena, r->title));
	html_element(h, "updated", NULL, date_iso(c->arena, updated_ms));
	if (r->first_ms)
		html_element(h, "published", NULL, date_iso(c->arena, r->first_ms));
	link_to(h, "alternate", "text/html", absolute(c, call_event_path(c->arena, r->id)));
	category(h, "tag:tocsin.invalid,2026:label", r->label);
	category(h, "tag:tocsin.invalid,2026:severity", r->severity);
	if (r->stage.len)
		category(h, "tag:tocsin.invalid,2026:stage", r->stage);
	if (r->involvement.len)
		category(h, "tag:tocsin.invalid,2026:ai_involvement", r->involvement);
	if (r->realised.len)
		category(h, "tag:tocsin.invalid,2026:realised", r->realised);
	if (r->reviewed_ms)
		category(h, "tag:tocsin.invalid,2026:review", STR("reviewed"));
	html_element(h, "summary", NULL, clean(c->arena, r->summary));
	html_open(h, "content");
	html_attr_z(h, "type", "html");
	html_text(h, content(c, r));
	html_end(h);
	html_end(h);
}

void feed_atom(struct call *c)
{
	struct feed f;
	struct html h;

	if (!load(&f, c, "/feed.atom"))
		return;
	call_type(c, "application/atom+xml; charset=utf-8");
	html_begin_part(&h, &c->out->body);
	buf_z(&c->out->body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	html_open(&h, "feed");
	html_attr_z(&h, "xmlns", "http://www.w3.org/2005/Atom");
	html_attr_z(&h, "xml:lang", "en");
	html_element(&h, "id", NULL, f.id);
	html_element(&h, "title", NULL, clean(c->arena, f.title));
	html_element(&h, "updated", NULL, date_iso(c->arena, f.page.count ? f.updated_ms[0] : 0));
	html_enter(&h, "author", NULL);
	html_element_z(&h, "name", NULL, "Tocsin");
	html_end(&h);
	html_element_z(&h, "generator", NULL, "Tocsin " TOCSIN_VERSION);
	link_to(&h, "self", "application/atom+xml", f.self);
	link_to(&h, "alternate", "text/html", f.list);
	if (f.next.len)
		link_to(&h, "next", "application/atom+xml", f.next);
	for (size_t i = 0; i < f.page.count; i++)
		entry(&h, c, &f.page.row[i], f.updated_ms[i]);
	html_end(&h);
}

/* -- JSON Feed -------------------------------------------------------------------------- */

static void item(struct emit *e, struct call *c, const struct event_row *r, int64_t updated_ms)
{
	emit_object(e);
	emit_pair(e, "id", tag(c->arena, r->id));
	emit_pair(e, "url", absolute(c, call_event_path(c->arena, r->id)));
	emit_pair(e, "title", r->title);
	emit_pair(e, "content_html", content(c, r));
	emit_pair(e, "content_text",
		  arena_fmt(c->arena, "%.*s, %.*s. %.*s", STR_ARG(label_word(r->label)),
			    STR_ARG(r->severity), STR_ARG(r->summary)));
	if (r->first_ms)
		emit_pair(e, "date_published", date_iso(c->arena, r->first_ms));
	emit_pair(e, "date_modified", date_iso(c->arena, updated_ms));
	emit_key(e, "tags");
	emit_array(e);
	emit_str(e, r->label);
	emit_str(e, r->severity);
	if (r->stage.len)
		emit_str(e, r->stage);
	if (r->reviewed_ms)
		emit_z(e, "reviewed");
	emit_end(e);
	emit_end(e);
}

void feed_json(struct call *c)
{
	struct feed f;
	struct emit e;

	if (!load(&f, c, "/feed.json"))
		return;
	call_type(c, "application/feed+json; charset=utf-8");
	emit_open(&e, &c->out->body);
	emit_object(&e);
	emit_pair(&e, "version", STR("https://jsonfeed.org/version/1.1"));
	emit_pair(&e, "title", f.title);
	emit_pair(&e, "home_page_url", f.list);
	emit_pair(&e, "feed_url", f.self);
	if (f.next.len)
		emit_pair(&e, "next_url", f.next);
	emit_pair(&e, "language", STR("en"));
	emit_key(&e, "authors");
	emit_array(&e);
	emit_object(&e);
	emit_pair(&e, "name", STR("Tocsin"));
	emit_end(&e);
	emit_end(&e);
	emit_key(&e, "items");
	emit_array(&e);
	for (size_t i = 0; i < f.page.count; i++)
		item(&e, c, &f.page.row[i], f.updated_ms[i]);
	emit_end(&e);
	emit_end(&e);
}
