/* serve/api_events.c -- the list of events, one event, and their monthly figures.
 *
 * The list is written as the store gives it, without parsing what the store keeps
 * as JSON already. Counts of facets cost more than the page itself and are asked
 * for with counts=1. List, total and counts come from one view of the database, so
 * they agree while the writer goes on. */
#include "base/json.h"
#include "base/limits.h"
#include "serve/api_events.h"
#include "serve/event_order.h"
#include "serve/filter.h"
#include "serve/links.h"
#include "serve/picture.h"
#include "serve/route.h"
#include "text/date.h"

/* The small copy that we give out, and where its publisher has the picture. */
static bool images(struct emit *e, struct call *c, const struct event_row *r, struct err *err)
{
	struct picture_row p;

	if (!picture_of_event(&p, c, r, err))
		return false;
	emit_pair_or_null(e, "image",
			  p.hash.len ? picture_path(c->arena, &p, PICTURE_LARGE) : STR(""));
	emit_pair_or_null(e, "image_source", call_web_address(p.hash.len ? p.source : r->image));
	return true;
}

bool api_events_row(struct emit *e, struct call *c, const struct event_row *r, struct err *err)
{
	emit_object(e);
	emit_pair(e, "id", r->id);
	emit_pair(e, "title", r->title);
	emit_pair(e, "summary", r->summary);
	emit_pair(e, "label", r->label);
	emit_pair_num(e, "probability", r->probability, 4);
	emit_pair(e, "severity", r->severity);
	emit_pair_or_null(e, "stage", r->stage);
	emit_pair_or_null(e, "ai_involvement", r->involvement);
	emit_pair_or_null(e, "realised", r->realised);
	emit_pair_or_null(e, "country", r->country);
	if (!images(e, c, r, err))
		return false;
	emit_pair_or_null(e, "first_date", date_known_day(c->arena, r->first_ms));
	emit_pair_or_null(e, "last_date", date_known_day(c->arena, r->last_ms));
	emit_pair_int(e, "articles", r->article_count);
	emit_pair_int(e, "publishers", r->publisher_count);
	emit_pair_or_null(e, "reviewed", date_known_iso(c->arena, r->reviewed_ms));
	emit_key(e, "facets");
	emit_raw(e, r->facets.len ? r->facets : STR("{}"));
	emit_key(e, "url");
	emit_str(e, call_event_path(c->arena, r->id));
	emit_end(e);
	return true;
}

/* The store gives values of one facet together. */
static void counts(struct emit *e, const struct value_count *v, size_t count)
{
	emit_key(e, "counts");
	emit_object(e);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || !str_eq(v[i].facet, v[i - 1].facet)) {
			if (i)
				emit_end(e);
			emit_key_str(e, v[i].facet);
			emit_array(e);
		}
		emit_object(e);
		emit_pair(e, "value", v[i].value);
		emit_pair_int(e, "count", v[i].count);
		emit_end(e);
	}
	if (count)
		emit_end(e);
	emit_end(e);
}

static void list(struct call *c, const struct event_query *q)
{
	bool with_counts = call_get(c, "counts").len > 0;
	const struct value_count *value = NULL;
	size_t value_count = 0;
	struct event_page page;
	struct emit e;
	struct err err;

	if (!store_events(&page, c->store, c->arena, q, &err) ||
	    (with_counts &&
	     !store_event_counts(&value, &value_count, c->store, c->arena, q, &err))) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "events");
	emit_array(&e);
	for (size_t i = 0; i < page.count; i++)
		if (!api_events_row(&e, c, &page.row[i], &err)) {
			call_error(c, &err);
			return;
		}
	emit_end(&e);
	emit_pair_int(&e, "total", page.total);
	emit_pair_or_null(&e, "next", page.next);
	if (with_counts)
		counts(&e, value, value_count);
	emit_end(&e);
}

void api_events(struct call *c)
{
	struct event_query q;
	struct err err;

	if (!filter_events(&q, c))
		return;
	if (!store_begin(c->store, &err)) {
		call_error(c, &err);
		return;
	}
	list(c, &q);
	if (!store_end(c->store, &err))
		call_error(c, &err);
}

static void history(struct emit *e, struct call *c, const struct event_detail *d)
{
	emit_key(e, "history");
	emit_array(e);
	for (size_t i = 0; i < d->history_count; i++) {
		const struct history_row *h = &d->history[i];

		emit_object(e);
		emit_key(e, "at");
		emit_str(e, date_iso(c->arena, h->at_ms));
		emit_pair(e, "what", h->what);
		emit_pair(e, "who", h->who);
		emit_pair(e, "detail", h->detail);
		emit_end(e);
	}
	emit_end(e);
}

static void articles(struct emit *e, struct call *c, const struct event_detail *d)
{
	emit_key(e, "articles");
	emit_array(e);
	for (size_t i = 0; i < d->article_count; i++) {
		const struct article_row *a = &d->article[i];

		emit_object(e);
		emit_pair(e, "id", a->id);
		emit_pair(e, "title", a->title);
		emit_pair_or_null(e, "url", call_web_address(a->url));
		emit_pair_or_null(e, "publisher", a->publisher);
		emit_pair_or_null(e, "author", a->author);
		emit_pair_or_null(e, "date", date_known_day(c->arena, a->date_ms));
		emit_pair_or_null(e, "lang", a->lang);
		emit_pair(e, "label", a->label);
		emit_pair(e, "how", a->how);
		emit_pair_num(e, "similarity", a->similarity, 4);
		emit_key(e, "verdict");
		emit_raw(e, a->verdict.len ? a->verdict : STR("null"));
		emit_end(e);
	}
	emit_end(e);
}

/* Every key of the portrait in its place, but its image, which is told before; then what the
 * store alone knows. The store counts the articles too, and the portrait may be older. Puts the
 * articles into their order. */
static bool portrait(struct emit *e, struct call *c, struct event_detail *d, struct err *err)
{
	bool counted = false;
	const struct json *root;
	struct buf b;

	if (!json_read(&root, c->arena, d->portrait, err) || !images(e, c, &d->row, err))
		return false;
	event_order(d, c->arena, root);
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < json_len(root); i++) {
		const struct json *value;
		struct str key = json_key(&value, root, i);

		if (str_eq(key, STR("image")))
			continue; /* the publisher's */
		emit_key_str(e, key);
		if (str_eq(key, STR("article_count"))) {
			emit_int(e, d->row.article_count);
			counted = true;
			continue;
		}
		buf_clear(&b);
		json_print(&b, value);
		emit_raw(e, buf_view(&b));
	}
	buf_free(&b);
	if (!counted)
		emit_pair_int(e, "article_count", d->row.article_count);
	return true;
}

static bool corrections(struct emit *e, struct call *c, struct str event, struct err *err)
{
	const struct correction *all;
	size_t count;

	if (!store_corrections(&all, &count, c->store, c->arena, event, err))
		return false;
	emit_key(e, "corrections");
	emit_array(e);
	for (size_t i = 0; i < count; i++) {
		emit_object(e);
		emit_pair(e, "name", all[i].name);
		emit_pair(e, "what", all[i].what);
		emit_pair(e, "why", all[i].why);
		emit_pair(e, "state", all[i].state);
		emit_pair(e, "answer", all[i].answer);
		emit_pair(e, "by", all[i].answered_by);
		emit_key(e, "at");
		emit_str(e, date_iso(c->arena, all[i].answered_ms));
		emit_end(e);
	}
	emit_end(e);
	return true;
}

/* Articles about this and other things: they are not among `articles`. */
static bool round_ups(struct emit *e, struct call *c, struct str event, struct err *err)
{
	const struct share_row *row;
	size_t count;

	if (!store_event_round_ups(&row, &count, c->store, c->arena, event, err))
		return false;
	emit_key(e, "round_ups");
	emit_array(e);
	for (size_t i = 0; i < count; i++) {
		emit_object(e);
		emit_pair(e, "id", row[i].id);
		emit_pair(e, "title", row[i].title);
		emit_pair_or_null(e, "url", call_web_address(row[i].url));
		emit_pair_or_null(e, "publisher", row[i].publisher);
		emit_pair_or_null(e, "date", date_known_day(c->arena, row[i].date_ms));
		emit_pair_num(e, "share", row[i].share, 4);
		emit_end(e);
	}
	emit_end(e);
	return true;
}

bool api_events_whole(struct emit *e, struct call *c, const struct event_detail *from,
		      struct err *err)
{
	struct event_detail ordered = *from, *d = &ordered;

	if (!portrait(e, c, d, err))
		return false;
	emit_pair_int(e, "publisher_count", d->row.publisher_count);
	articles(e, c, d);
	if (!round_ups(e, c, d->row.id, err) || !corrections(e, c, d->row.id, err))
		return false;
	history(e, c, d);
	emit_key(e, "url");
	emit_str(e, call_event_path(c->arena, d->row.id));
	return true;
}

/* One that is off the lists is gone (410), and says by whom, when and why. */
static bool load(struct event_detail *d, struct call *c)
{
	struct err err, unused;
	bool off = false;

	if (store_event(d, c->store, c->arena, c->id, &err))
		return true;
	if (err.code == ERR_MISSING &&
	    store_event_off(d, &off, c->store, c->arena, c->id, &unused) && off)
		call_problem(c, 410, NULL, "%s", err.text);
	else
		call_error(c, &err);
	return false;
}

void api_event(struct call *c)
{
	struct event_detail d;
	struct links links;
	struct emit e;
	struct err err;

	if (!load(&d, c))
		return;
	if (d.redirect.len) {
		call_redirect(c, 308,
			      arena_fmt(c->arena, "/api/v1/events/%.*s", STR_ARG(d.redirect)));
		return;
	}
	if (!links_load(&links, c, d.row.id))
		return;
	call_json(&e, c);
	emit_object(&e);
	if (!api_events_whole(&e, c, &d, &err)) {
		call_error(c, &err);
		return;
	}
	links_json(&e, c, &links);
	emit_end(&e);
}

void api_event_history(struct call *c)
{
	struct event_detail d;
	struct emit e;

	if (!load(&d, c))
		return;
	if (d.redirect.len) {
		call_redirect(
			c, 308,
			arena_fmt(c->arena, "/api/v1/events/%.*s/history", STR_ARG(d.redirect)));
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "id", d.row.id);
	history(&e, c, &d);
	emit_end(&e);
}

static bool stats(const struct stat_row **row, size_t *count, struct call *c)
{
	struct event_query q;
	struct err err;

	if (!filter_events(&q, c))
		return false;
	if (!store_stats(row, count, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

void api_stats(struct call *c)
{
	const struct stat_row *s;
	size_t count;
	struct emit e;

	if (!stats(&s, &count, c))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "months");
	emit_array(&e);
	for (size_t i = 0; i < count; i++) {
		emit_object(&e);
		emit_pair(&e, "month", s[i].month);
		emit_pair_int(&e, "incidents", s[i].incidents);
		emit_pair_int(&e, "hazards", s[i].hazards);
		emit_pair_int(&e, "complementary", s[i].complementary);
		emit_pair_int(&e, "ai_articles", s[i].ai_articles);
		emit_pair_int(&e, "articles", s[i].articles);
		emit_pair_int(&e, "not_assessed", s[i].not_assessed);
		emit_pair_int(&e, "pages_read", s[i].articles + s[i].passed);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

void api_stats_csv(struct call *c)
{
	const struct stat_row *s;
	size_t count;
	struct buf *b = &c->out->body;

	if (!stats(&s, &count, c))
		return;
	call_type(c, "text/csv; charset=utf-8");
	buf_z(b, "month,incidents,hazards,complementary,ai_articles,articles,not_assessed,"
		 "pages_read\r\n");
	for (size_t i = 0; i < count; i++)
		buf_fmt(b, "%.*s,%lld,%lld,%lld,%lld,%lld,%lld,%lld\r\n", STR_ARG(s[i].month),
			(long long)s[i].incidents, (long long)s[i].hazards,
			(long long)s[i].complementary, (long long)s[i].ai_articles,
			(long long)s[i].articles, (long long)s[i].not_assessed,
			(long long)(s[i].articles + s[i].passed));
}
