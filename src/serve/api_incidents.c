/* serve/api_incidents.c -- the two addresses of AIM's interface (aim_question.h; what an incident
 * is there says aim.h). */
#include "base/limits.h"
#include "serve/aim.h"
#include "serve/aim_question.h"
#include "serve/route.h"

static bool one(struct emit *e, struct call *c, struct str id, struct err *err)
{
	struct shape_source s;

	if (!shape_load(&s, c->store, c->arena, id, err))
		return false;
	s.with_articles = false;
	s.pictures = c;
	return aim_incident(e, c->arena, &s, err);
}

/* The pages of the list one behind the other, all of one view. */
static bool incidents(struct emit *e, struct call *c, struct aim_question *q, int64_t *total,
		      struct err *err)
{
	struct event_page page;
	int64_t left = q->most;

	do {
		q->events.limit =
			(uint32_t)(left < LIMIT_PAGE_ROWS ? (left ? left : 1) : LIMIT_PAGE_ROWS);
		if (!store_events(&page, c->store, c->arena, &q->events, err))
			return false;
		*total = page.total;
		for (size_t i = 0; i < page.count && left; i++, left--)
			if (!one(e, c, page.row[i].id, err))
				return false;
		q->events.cursor = page.next;
	} while (left && page.next.len);
	return true;
}

static void answer(struct call *c, struct aim_question *q)
{
	int64_t total = 0;
	struct emit e;
	struct err err;

	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "incidents");
	emit_array(&e);
	if (!incidents(&e, c, q, &total, &err)) {
		if (err.code == ERR_INPUT || err.code == ERR_LIMIT)
			call_problem(c, 400, "search_terms", "%s", err.text);
		else
			call_error(c, &err);
		return;
	}
	emit_end(&e);
	emit_pair_int(&e, "total_results", total);
	emit_end(&e);
}

static void fetch(struct call *c, const struct json *body)
{
	struct aim_question q;
	struct err err;

	if (!aim_question_read(&q, c, body))
		return;
	if (!store_begin(c->store, &err)) {
		call_error(c, &err);
		return;
	}
	answer(c, &q);
	if (!store_end(c->store, &err))
		call_error(c, &err);
}

void api_incidents(struct call *c)
{
	struct json *body;
	struct err err;

	if (!json_parse(&body, c->req->body, &err)) {
		call_problem(c, 400, NULL, "the body is no JSON: %s", err.text);
		return;
	}
	fetch(c, body);
	json_free(body);
}

void api_incident(struct call *c)
{
	struct shape_source s;
	struct emit e;
	struct err err;

	if (!shape_load(&s, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	if (s.event->redirect.len) {
		call_redirect(
			c, 308,
			arena_fmt(c->arena, "/api/v1/incidents/%.*s", STR_ARG(s.event->redirect)));
		return;
	}
	s.with_articles = true;
	s.pictures = c;
	call_json(&e, c);
	if (!aim_incident(&e, c->arena, &s, &err))
		call_error(c, &err);
}
