/* serve/api_judge.c -- the verdict on an article, or on a page, that a program brings.
 *
 * What is brought is judged at once. A page has to be fetched first, which no thread of the
 * server waits for: 202 and an address to ask again. */
#include <stdio.h>

#include "judge/judge.h"
#include "serve/page_tried.h"
#include "serve/route.h"

static bool can_judge(struct call *c)
{
	if (!c->judge)
		call_problem(c, 501, NULL, "this server runs without a pack and judges nothing");
	return c->judge != NULL;
}

static void tell(struct call *c, const struct article *a)
{
	struct verdict verdict;
	struct emit e;

	judge_article(&verdict, c->judge, c->arena, a);
	call_json(&e, c);
	verdict_to_json(&c->out->body, &verdict, a);
}

static void wait_for_it(struct call *c, struct str url, struct str at)
{
	struct emit e;

	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "state", STR("waiting"));
	emit_pair(&e, "url", url);
	emit_pair(&e, "ask", at);
	emit_end(&e);
	c->out->status = 202;
	c->out->retry_s = PAGE_TRIED_AGAIN_S;
}

static void fetch(struct call *c, struct str url)
{
	struct str id, at;

	url = str_trim(url);
	if (!page_tried_ask(&id, c, url))
		return;
	at = arena_fmt(c->arena, "/api/v1/judge/%.*s", STR_ARG(id));
	wait_for_it(c, url, at);
	snprintf(c->out->location, sizeof c->out->location, "%.*s", STR_ARG(at));
}

void api_judge(struct call *c)
{
	struct article a;
	struct err err;

	if (!can_judge(c))
		return;
	if (article_from_json(&a, c->arena, c->req->body, STR("request"), &err))
		tell(c, &a);
	else if (a.url.len && !a.field[FIELD_TITLE].len && !a.field[FIELD_TEXT].len)
		fetch(c, a.url);
	else
		call_problem(
			c, 422, NULL,
			"%s; send one JSON object such as {\"title\":\"...\",\"text\":\"...\"}, "
			"or {\"url\":\"https://...\"}",
			err.text);
}

void api_judge_tried(struct call *c)
{
	struct tried_page page;
	struct article a;
	struct err err;

	if (!can_judge(c) || !page_tried_find(&page, c))
		return;
	if (page.state == TRIED_WAITING)
		wait_for_it(c, page.url, c->req->path);
	else if (page.state == TRIED_FAILED)
		call_problem(c, 422, NULL, "%.*s", STR_ARG(page.told));
	else if (article_from_json(&a, c->arena, page.told, page.url, &err))
		tell(c, &a);
	else
		call_error(c, &err);
}
