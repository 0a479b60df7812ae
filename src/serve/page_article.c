/* serve/page_article.c -- one published article and its verdict.
 *
 * Only title, link and short quotes are shown: the text is others'. */
#include "serve/page.h"
#include "serve/page_reviewed.h"
#include "serve/page_verdict.h"
#include "serve/route.h"
#include "serve/versions.h"

static void article_top(struct html *h, struct call *c, const struct article_row *a)
{
	html_enter(h, "p", "crumbs");
	html_link(h, NULL, STR("/"), STR("Events"));
	if (a->event.len) {
		html_z(h, " / ");
		html_link(h, NULL, call_event_path(c->arena, a->event),
			  STR("The event it reports"));
	}
	html_end(h);
	html_open(h, "h1");
	html_attr_z(h, "dir", "auto");
	html_text(h, page_article_title(c->arena, a->title, a->url));
	html_end(h);
	html_enter(h, "p", "card-foot");
	page_publisher(h, c->arena, a->publisher, a->url);
	page_time(h, c->arena, a->date_ms);
	if (a->author.len)
		html_element(h, "span", NULL, a->author);
	if (a->lang.len)
		html_element(h, "span", NULL, page_language(a->lang));
	versions_state(h, c->arena, a);
	html_link(h, NULL, versions_path(c->arena, a->id, 0), STR("Versions"));
	html_end(h);
	if (call_web_address(a->url).len) {
		html_enter(h, "p", NULL);
		html_enter(h, "a", "button");
		html_href(h, "href", a->url);
		html_attr_z(h, "rel", "noopener nofollow external");
		html_z(h, "Read it at its publisher");
		html_end(h);
		html_end(h);
	}
	html_element_z(
		h, "p", "disclaimer",
		"Made by a machine from this article alone. Its text is kept for analysis and "
		"not republished; what is quoted below is quoted as evidence.");
}

/* Of a round-up. False when a problem was set. */
static bool events(struct html *h, struct call *c, struct str article)
{
	const struct share_row *row;
	struct err err;
	size_t count;

	if (!store_article_events(&row, &count, c->store, c->arena, article, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!count)
		return true;
	page_section(h, "events", STR("What it reports"));
	html_element_z(h, "p", "muted",
		       "A round-up: its parts are about events that other articles report.");
	html_enter(h, "ul", "plain");
	for (size_t i = 0; i < count; i++) {
		html_open(h, "li");
		html_link(h, NULL, call_event_path(c->arena, row[i].id), row[i].title);
		html_z(h, " ");
		html_element(h, "span", "byline",
			     arena_fmt(c->arena, "%.*s of it",
				       STR_ARG(page_percent(c->arena, row[i].share))));
		html_end(h);
	}
	html_end(h);
	html_end(h);
	return true;
}

void page_article(struct call *c)
{
	struct proof *p = ARENA_NEW(c->arena, struct proof);
	struct page_head head = {.here = "/", .path = call_article_path(c->arena, c->id)};
	struct article_row a;
	struct html h;
	struct err err;

	if (!store_article(&a, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	p->arena = c->arena;
	head.title = arena_fmt(c->arena, "%.*s - Tocsin",
			       STR_ARG(page_article_title(c->arena, a.title, a.url)));
	head.description = STR("What the judge of Tocsin says of this article, with the quotes.");
	head.json_path = arena_fmt(c->arena, "/api/v1%.*s", STR_ARG(head.path));
	page_begin(&h, c, &head);
	article_top(&h, c, &a);
	page_reviewed_ways(&h, c, "article", a.id);
	if (!page_reviewed_article(&h, c, a.id) || !events(&h, c, a.id) ||
	    !versions_kept(&h, c, a.id))
		return;
	if (proof_add(p, a.verdict, a.title, a.publisher, head.path)) {
		page_verdict(&h, c, p);
		page_verdict_rest(&h, p);
	}
	page_end(&h, c);
}
