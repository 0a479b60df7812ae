/* serve/page_tried.c -- the verdict on a page whose address a reader gave.
 *
 * Another thread fetches it (serve/trier.h); until it came this page asks again by itself,
 * without a script. The article is judged anew each time it is looked at, which is a fifth of
 * a millisecond, so that the table holds nothing but articles. */
#include "serve/page_tried.h"

#include "base/clock.h"
#include "base/limits.h"
#include "judge/judge.h"
#include "serve/form.h"
#include "serve/page.h"
#include "serve/page_try.h"
#include "serve/rate.h"
#include "serve/route.h"

static bool is_well(struct call *c, struct str url)
{
	if (!c->options->tried)
		call_problem(c, 501, NULL, "this server fetches no pages; send the text instead");
	else if (!call_web_address(url).len)
		call_problem(c, 422, "url", "an address begins with https:// or http://");
	else if (url.len > LIMIT_FETCH_URL)
		call_problem(c, 422, "url", "at most %d bytes, these are %zu", LIMIT_FETCH_URL,
			     url.len);
	else
		return true;
	return false;
}

bool page_tried_ask(struct str *id, struct call *c, struct str url)
{
	struct tried_ticket ticket;
	enum tried_taken taken;

	if (!is_well(c, url))
		return false;
	taken = tried_ask(&ticket, c->options->tried, url, rate_who(c), clock_ticks_us());
	if (taken == TRIED_TAKEN) {
		*id = arena_copy(c->arena, str_of(ticket.id));
		return true;
	}
	if (taken == TRIED_TOO_MANY)
		call_problem(c, 429, NULL,
			     "at most %d addresses in %d minutes; come again in %lld s, or paste "
			     "the text",
			     LIMIT_TRY_ADDRESS, LIMIT_TRY_AGE / 60, (long long)ticket.retry_s);
	else
		call_problem(c, 503, NULL,
			     "too many readers have pages fetched; come again in %lld s, or paste "
			     "the text",
			     (long long)ticket.retry_s);
	c->out->retry_s = (int)ticket.retry_s;
	return false;
}

bool page_tried_find(struct tried_page *out, struct call *c)
{
	*out = (struct tried_page){.state = TRIED_UNKNOWN};
	if (c->options->tried)
		tried_look(out, c->options->tried, c->arena, c->id, clock_ticks_us());
	if (out->state == TRIED_UNKNOWN)
		call_problem(
			c, 404, NULL,
			"there is nothing here; an address and its verdict are forgotten after "
			"%d minutes",
			LIMIT_TRY_AGE / 60);
	return out->state != TRIED_UNKNOWN;
}

static void waiting(struct call *c, struct str url)
{
	struct html h;

	page_try_begin(&h, c, "The page is being fetched. This page asks again by itself.",
		       PAGE_TRIED_AGAIN_S);
	form_stranger(&h, "p", url);
	html_open(&h, "p");
	html_link(&h, NULL, c->req->path, STR("Look now"));
	html_end(&h);
	page_end(&h, c);
}

static void failed(struct call *c, const struct tried_page *page)
{
	struct html h;

	c->out->status = 422;
	page_try_begin(&h, c, "That page could not be judged:", 0);
	form_trouble(&h, arena_z(c->arena, page->told));
	form_stranger(&h, "p", page->url);
	html_element_z(&h, "p", NULL, "If you can read it, paste its text.");
	page_try_forms(&h, c, &(struct page_try_fields){.url = page->url});
	page_end(&h, c);
}

static void judged(struct call *c, const struct tried_page *page)
{
	struct article a;
	struct err err;

	if (article_from_json(&a, c->arena, page->told, page->url, &err))
		page_try_answer(c, &a, page->url);
	else
		call_error(c, &err);
}

void page_tried(struct call *c)
{
	struct tried_page page;

	if (!c->judge)
		call_problem(c, 501, NULL, "this server runs without a pack and judges nothing");
	else if (!page_tried_find(&page, c))
		return;
	else if (page.state == TRIED_WAITING)
		waiting(c, page.url);
	else if (page.state == TRIED_FAILED)
		failed(c, &page);
	else
		judged(c, &page);
}
