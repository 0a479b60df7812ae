/* serve/api_review.c -- review, submissions and corrections for programs.
 *
 * A token with the scope "review" of a reviewer, or the session of one with X-CSRF-Token, may
 * do here what the pages do. Submissions and corrections are open to everybody, as often as an
 * address may. */
#include "base/limits.h"
#include "serve/acts.h"
#include "serve/guard.h"
#include "serve/route.h"
#include "serve/sent.h"
#include "text/date.h"

static void waiting(struct emit *e, struct call *c, const struct waiting_row *w)
{
	emit_object(e);
	emit_pair(e, "why", store_waiting_name(w->why));
	emit_pair_or_null(e, "event", w->event);
	emit_pair_or_null(e, "article", w->article);
	emit_pair(e, "title", w->title);
	emit_pair(e, "label", w->label);
	emit_pair_or_null(e, "severity", w->severity);
	emit_pair_or_null(e, "publisher", w->publisher);
	emit_pair_or_null(e, "date", date_known_day(c->arena, w->date_ms));
	emit_key(e, "verdict");
	emit_raw(e, w->article.len ? w->verdict : STR("null"));
	emit_end(e);
}

void api_review_queue(struct call *c)
{
	struct waiting_query q = {.kind = call_int(c, "kind", 0),
				  .cursor = call_get(c, "cursor"),
				  .limit = (uint32_t)call_int(c, "limit", 20)};
	struct waiting_page page;
	struct emit e;
	struct err err;

	if (!store_waiting(&page, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "items");
	emit_array(&e);
	for (size_t i = 0; i < page.count; i++)
		waiting(&e, c, &page.row[i]);
	emit_end(&e);
	emit_pair_int(&e, "total", page.total);
	emit_pair_or_null(&e, "next", page.next);
	emit_end(&e);
}

/* -- acts ---------------------------------------------------------------------------------- */

static bool json_body(struct call *c)
{
	if (str_starts(api_header(c->req, "Content-Type"), STR("application/json")))
		return true;
	call_problem(c, 415, NULL, "send application/json");
	return false;
}

static bool act_of(struct act *a, struct call *c)
{
	struct err err;

	if (!json_body(c))
		return false;
	if (acts_of_json(a, c, c->req->body, &err))
		return true;
	call_problem(c, 422, NULL, "%s", err.text);
	return false;
}

static void done(struct emit *e, const struct acted *d)
{
	emit_pair_int(e, "act", d->number);
	emit_pair_or_null(e, "event", d->event);
	emit_pair_or_null(e, "article", d->article);
}

void api_review_act(struct call *c)
{
	struct acted d;
	struct emit e;
	struct act a;

	if (!act_of(&a, c) || !acts_do(&d, c, &a, NULL))
		return;
	call_json(&e, c);
	emit_object(&e);
	done(&e, &d);
	emit_end(&e);
}

static void one_event(struct emit *e, struct call *c, struct store *s, struct str id)
{
	struct event_detail d;
	struct err err;

	if (!id.len || !store_event(&d, s, c->arena, id, &err))
		return;
	emit_object(e);
	emit_pair(e, "id", d.row.id);
	emit_pair(e, "title", d.row.title);
	emit_pair(e, "label", d.row.label);
	emit_pair(e, "severity", d.row.severity);
	emit_key(e, "articles");
	emit_array(e);
	for (size_t i = 0; i < d.article_count; i++)
		emit_str(e, d.article[i].id);
	emit_end(e);
	emit_end(e);
}

static void look(struct call *c, struct store *s, const struct acted *d)
{
	struct emit e;

	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "events");
	emit_array(&e);
	one_event(&e, c, s, d->event);
	if (!str_eq(c->id, d->event))
		one_event(&e, c, s, c->id);
	emit_end(&e);
	emit_end(&e);
}

void api_review_preview(struct call *c)
{
	struct acted d;
	struct act a;

	if (!act_of(&a, c))
		return;
	c->id = a.event;
	(void)!acts_do(&d, c, &a, look);
}

/* -- the trail --------------------------------------------------------------------------------- */

static void trail_row(struct emit *e, struct call *c, const struct trail_row *r)
{
	emit_object(e);
	emit_pair_int(e, "act", r->number);
	emit_pair(e, "at", date_iso(c->arena, r->at_ms));
	emit_pair(e, "who", r->who);
	emit_pair(e, "what", r->act);
	emit_pair(e, "subject", r->subject);
	emit_pair(e, "before", r->was);
	emit_pair(e, "after", r->became);
	emit_pair(e, "why", r->why);
	emit_key(e, "undoes");
	r->undoes ? emit_int(e, r->undoes) : emit_null(e);
	emit_key(e, "undone_by");
	r->undone_by ? emit_int(e, r->undone_by) : emit_null(e);
	emit_pair(e, "hash", r->hash);
	emit_end(e);
}

void api_review_trail(struct call *c)
{
	struct trail_page t;
	struct emit e;
	struct err err;

	if (!store_trail(&t, c->store, c->arena, call_get(c, "subject"), call_get(c, "cursor"),
			 &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "acts");
	emit_array(&e);
	for (size_t i = 0; i < t.count; i++)
		trail_row(&e, c, &t.row[i]);
	emit_end(&e);
	emit_pair_or_null(&e, "next", t.next);
	emit_end(&e);
}

/* -- what readers send ----------------------------------------------------------------- */

static void submission(struct call *c, const struct submission *one, int status)
{
	struct article_row a = {.event = STR(""), .label = STR("")};
	struct emit e;
	struct err err;

	if (one->article.len && !store_article(&a, c->store, c->arena, one->article, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	c->out->status = status;
	emit_object(&e);
	emit_pair(&e, "id", one->id);
	emit_pair(&e, "state", one->state);
	emit_pair_or_null(&e, "detail", one->detail);
	emit_pair_or_null(&e, "article", one->article);
	emit_pair_or_null(&e, "label", a.label);
	emit_pair_or_null(&e, "event", a.event);
	emit_pair(&e, "at", date_iso(c->arena, one->at_ms));
	emit_key(&e, "url");
	emit_str(&e, arena_fmt(c->arena, "/submissions/%.*s", STR_ARG(one->id)));
	emit_end(&e);
}

static bool object(struct json **out, struct call *c)
{
	struct err err;

	if (!json_body(c))
		return false;
	if (!json_parse(out, c->req->body, &err)) {
		call_problem(c, 422, NULL, "%s", err.text);
		return false;
	}
	if (json_is_object(*out))
		return true;
	json_free(*out);
	call_problem(c, 422, NULL, "send one JSON object");
	return false;
}

void api_submit(struct call *c)
{
	struct submission one;
	struct json *o;

	if (!object(&o, c))
		return;
	one = (struct submission){.url = call_json_field(c, o, "url"),
				  .title = call_json_field(c, o, "title"),
				  .note = call_json_field(c, o, "note"),
				  .text = call_json_field(c, o, "text"),
				  .article = STR(""),
				  .detail = STR("")};
	json_free(o);
	if (sent_submission(&one, c))
		submission(c, &one, 201);
}

void api_submission(struct call *c)
{
	struct submission one;
	struct err err;

	if (!store_submission(&one, c->store, c->arena, c->id, &err))
		call_error(c, &err);
	else
		submission(c, &one, 200);
}

static void correction(struct call *c, const struct correction *one, int status)
{
	struct emit e;

	call_json(&e, c);
	c->out->status = status;
	emit_object(&e);
	emit_pair(&e, "id", one->id);
	emit_pair(&e, "state", one->state);
	emit_pair_or_null(&e, "answer", one->answer);
	emit_pair_or_null(&e, "event", one->event);
	emit_pair_or_null(&e, "article", one->article);
	emit_pair(&e, "at", date_iso(c->arena, one->at_ms));
	emit_end(&e);
}

void api_correct(struct call *c)
{
	struct correction one;
	struct json *o;

	if (!object(&o, c))
		return;
	one = (struct correction){.event = call_json_field(c, o, "event"),
				  .article = call_json_field(c, o, "article"),
				  .name = call_json_field(c, o, "name"),
				  .contact = call_json_field(c, o, "contact"),
				  .what = call_json_field(c, o, "what"),
				  .why = call_json_field(c, o, "why"),
				  .state = STR("open"),
				  .answer = STR("")};
	json_free(o);
	if (sent_correction(&one, c))
		correction(c, &one, 201);
}

void api_correction(struct call *c)
{
	struct correction one;
	struct err err;

	if (!store_correction(&one, c->store, c->arena, c->id, &err))
		call_error(c, &err);
	else
		correction(c, &one, 200);
}
