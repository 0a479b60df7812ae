/* serve/api_articles.c -- articles, sources, the taxonomy.
 *
 * An article's text is kept for analysis and never republished: answers hold its
 * title, link, verdict and the short quotes that the verdict rests on. */
#include "base/json.h"
#include "serve/filter.h"
#include "serve/route.h"
#include "text/date.h"

/* A label that a person gave; null when nobody did. */
static void reviewed(struct emit *e, struct call *c, const struct ruling_row *r)
{
	emit_key(e, "reviewed");
	if (!r->act) {
		emit_null(e);
		return;
	}
	emit_object(e);
	emit_pair(e, "label", r->value);
	emit_pair(e, "before", r->was);
	emit_pair(e, "by", r->who);
	emit_pair(e, "at", date_iso(c->arena, r->at_ms));
	emit_pair(e, "why", r->why);
	emit_pair_int(e, "act", r->act);
	emit_end(e);
}

/* Those that a round-up reports, with the share of each; one that is about one event has none. */
static bool events(struct emit *e, struct call *c, struct str article, struct err *err)
{
	const struct share_row *row;
	size_t count;

	if (!store_article_events(&row, &count, c->store, c->arena, article, err))
		return false;
	emit_key(e, "events");
	emit_array(e);
	for (size_t i = 0; i < count; i++) {
		emit_object(e);
		emit_pair(e, "id", row[i].id);
		emit_pair(e, "title", row[i].title);
		emit_pair_num(e, "share", row[i].share, 4);
		emit_end(e);
	}
	emit_end(e);
	return true;
}

/* Into an object. */
static void article(struct emit *e, struct call *c, const struct article_row *a)
{
	emit_pair(e, "id", a->id);
	emit_pair(e, "title", a->title);
	emit_pair_or_null(e, "url", call_web_address(a->url));
	emit_pair_or_null(e, "publisher", a->publisher);
	emit_pair_or_null(e, "author", a->author);
	emit_pair_or_null(e, "date", date_known_day(c->arena, a->date_ms));
	emit_pair_or_null(e, "lang", a->lang);
	emit_pair(e, "label", a->label);
	emit_pair_or_null(e, "event", a->event);
	emit_pair_or_null(e, "source", a->source);
	emit_pair_or_null(e, "seen", date_known_iso(c->arena, a->seen_ms));
}

void api_articles(struct call *c)
{
	struct article_query q;
	struct article_page page;
	struct emit e;
	struct err err;

	if (!filter_articles(&q, c))
		return;
	if (!store_articles(&page, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "articles");
	emit_array(&e);
	for (size_t i = 0; i < page.count; i++) {
		emit_object(&e);
		article(&e, c, &page.row[i]);
		emit_end(&e);
	}
	emit_end(&e);
	emit_pair_int(&e, "total", page.total);
	emit_pair_or_null(&e, "next", page.next);
	emit_end(&e);
}

void api_article(struct call *c)
{
	struct article_row a;
	struct ruling_row r;
	struct emit e;
	struct err err;

	if (!store_article(&a, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	if (!store_article_ruling(&r, c->store, c->arena, a.id, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	article(&e, c, &a);
	reviewed(&e, c, &r);
	emit_pair_or_null(&e, "how", a.how);
	emit_pair_num(&e, "similarity", a.similarity, 4);
	if (!events(&e, c, a.id, &err)) {
		call_error(c, &err);
		return;
	}
	emit_key(&e, "verdict");
	emit_raw(&e, a.verdict.len ? a.verdict : STR("null"));
	emit_end(&e);
}

static void watched(struct emit *e, struct call *c, const struct watched *w)
{
	emit_key(e, "watched");
	if (!w->name.len) {
		emit_null(e);
		return;
	}
	emit_object(e);
	emit_pair(e, "url", w->url);
	emit_pair(e, "lang", w->lang);
	emit_pair(e, "kind", w->kind);
	emit_pair_or_null(e, "outcome", w->outcome);
	emit_pair_or_null(e, "detail", w->detail);
	emit_pair_or_null(e, "last_try", date_known_iso(c->arena, w->last_try_ms));
	emit_pair_or_null(e, "last_success", date_known_iso(c->arena, w->last_success_ms));
	emit_pair_or_null(e, "next_try", date_known_iso(c->arena, w->next_try_ms));
	emit_pair_int(e, "interval_seconds", w->interval_ms / 1000);
	emit_pair_int(e, "failures", w->failures);
	emit_pair_int(e, "polls", w->polls);
	emit_pair_int(e, "entries", w->entries);
	emit_pair_int(e, "new", w->fresh);
	emit_end(e);
}

void api_sources(struct call *c)
{
	const struct source_row *s;
	size_t count;
	struct emit e;
	struct err err;

	if (!store_sources(&s, &count, c->store, c->arena, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "sources");
	emit_array(&e);
	for (size_t i = 0; i < count; i++) {
		emit_object(&e);
		emit_pair(&e, "name", s[i].name);
		emit_pair_int(&e, "documents", s[i].documents);
		emit_pair_int(&e, "ai_articles", s[i].ai_articles);
		emit_pair_int(&e, "not_assessed", s[i].not_assessed);
		emit_pair_int(&e, "known", s[i].known);
		emit_pair_int(&e, "passed_over", s[i].passed);
		emit_pair_int(&e, "refused", s[i].refused);
		emit_pair_or_null(&e, "last", date_known_iso(c->arena, s[i].last_ms));
		emit_pair_or_null(&e, "last_error", s[i].last_error);
		watched(&e, c, &s[i].watched);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

void api_taxonomy(struct call *c)
{
	struct emit e;

	if (!c->taxonomy) {
		call_problem(c, 404, NULL,
			     "this server runs without a pack, so without a taxonomy");
		return;
	}
	call_json(&e, c);
	json_print(&c->out->body, c->taxonomy);
}
