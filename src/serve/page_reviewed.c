/* serve/page_reviewed.c -- a person's word stands beside the machine's, with name and reason. */
#include "serve/page_reviewed.h"

static struct str said(struct call *c, const struct json *r)
{
	struct str what = json_get_str(r, "what"), value = json_get_str(r, "value");
	struct str before = json_get_str(r, "before"), facet = json_get_str(r, "facet");

	if (str_eq(what, STR("tag")) || str_eq(what, STR("untag")))
		return arena_fmt(c->arena, "%.*s \"%.*s\" %s", STR_ARG(facet), STR_ARG(value),
				 str_eq(what, STR("tag")) ? "added" : "taken out");
	if (str_eq(what, STR("title")) || str_eq(what, STR("summary")))
		return arena_fmt(c->arena, "%.*s written", STR_ARG(what));
	if (str_eq(what, STR("reject")))
		return STR("taken off the lists");
	if (str_eq(value, before))
		return arena_fmt(c->arena, "%.*s %.*s confirmed", STR_ARG(what), STR_ARG(value));
	return arena_fmt(c->arena, "%.*s set to %.*s (before: %.*s)", STR_ARG(what), STR_ARG(value),
			 STR_ARG(before));
}

static void line(struct html *h, struct call *c, const struct json *r)
{
	bool of_event = str_eq(json_get_str(r, "of"), STR("event"));

	html_open(h, "li");
	if (!of_event) {
		html_z(h, "Of ");
		html_link(h, NULL, call_article_path(c->arena, json_get_str(r, "article")),
			  STR("one article"));
		html_z(h, ": ");
	}
	html_text(h, said(c, r));
	html_text(h, arena_fmt(c->arena,
			       " by a reviewer (%.*s) on %.*s: ", STR_ARG(json_get_str(r, "by")),
			       STR_ARG(str_cut(json_get_str(r, "at"), 0, 10))));
	form_stranger(h, "q", json_get_str(r, "why"));
	html_end(h);
}

void page_reviewed(struct html *h, struct call *c, const struct json *portrait)
{
	const struct json *all = json_get(portrait, "reviewed");

	if (json_len(all) == 0)
		return;
	html_enter(h, "div", "reviewed");
	html_element_z(h, "h2", NULL, "Reviewed by a person");
	html_open(h, "ul");
	for (size_t i = 0; i < json_len(all); i++)
		line(h, c, json_at(all, i));
	html_end(h);
	html_end(h);
}

bool page_reviewed_article(struct html *h, struct call *c, struct str article)
{
	struct ruling_row r;
	struct err err;

	if (!store_article_ruling(&r, c->store, c->arena, article, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!r.act)
		return true;
	html_enter(h, "div", "reviewed");
	html_enter(h, "p", "card-top");
	page_label(h, r.value);
	html_text(h,
		  arena_fmt(c->arena,
			    " Label set by a reviewer (%.*s) on %.*s; the judge said %.*s: ",
			    STR_ARG(r.who), STR_ARG(page_day(c->arena, r.at_ms)), STR_ARG(r.was)));
	form_stranger(h, "q", r.why);
	html_end(h);
	html_end(h);
	return true;
}

bool page_reviewed_corrections(struct html *h, struct call *c, struct str event)
{
	const struct correction *all;
	struct err err;
	size_t count;

	if (!store_corrections(&all, &count, c->store, c->arena, event, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!count)
		return true;
	page_section(h, "corrections", STR("Corrections that were asked for"));
	html_enter(h, "ul", "queue");
	for (size_t i = 0; i < count; i++) {
		const struct correction *one = &all[i];

		html_open(h, "li");
		html_enter(h, "p", "card-top");
		form_stranger(h, "b", one->name);
		html_element(h, "span", "flag", one->state);
		page_time(h, c->arena, one->answered_ms);
		html_end(h);
		form_stranger(h, "p", one->what);
		form_stranger(h, "p", one->why);
		html_enter(h, "p", NULL);
		html_element(h, "b", NULL,
			     arena_fmt(c->arena, "Answer by %.*s: ", STR_ARG(one->answered_by)));
		form_stranger(h, "span", one->answer);
		html_end(h);
		html_end(h);
	}
	html_end(h);
	html_end(h);
	return true;
}

void page_reviewed_ways(struct html *h, struct call *c, const char *kind, struct str id)
{
	struct buf b;

	buf_init(&b, KIB(64));
	buf_fmt(&b, "/correct?%s=", kind);
	params_encode(&b, id);
	html_enter(h, "p", "ways");
	html_link(h, NULL, buf_view(&b), STR("Report an error"));
	if (c->person.role >= ROLE_REVIEWER) {
		buf_clear(&b);
		buf_fmt(&b, "/review/%ss/", kind);
		params_encode(&b, id);
		html_z(h, " ");
		html_link(h, NULL, buf_view(&b), STR("Review it"));
	}
	html_end(h);
	buf_free(&b);
}

void page_reviewed_off(struct call *c, const struct event_detail *d)
{
	struct page_head head = {.title = STR("Off the lists - Tocsin"),
				 .description = STR("Reviewers took this event off the lists."),
				 .path = call_event_path(c->arena, d->row.id),
				 .here = "/"};
	struct json *portrait;
	struct html h;
	struct err err;

	if (!json_parse(&portrait, d->portrait, &err)) {
		call_error(c, &err);
		return;
	}
	c->out->status = 410;
	page_begin(&h, c, &head);
	html_element(&h, "h1", NULL, d->row.id);
	html_element_z(&h, "p", "lead",
		       "This event is off the lists: reviewers decided that it is none. What the "
		       "machine said of it is not shown any more; who decided, when and why, is.");
	page_reviewed(&h, c, portrait);
	if (page_reviewed_corrections(&h, c, d->row.id)) {
		page_section(&h, "history", STR("History"));
		html_open(&h, "ol");
		for (size_t i = 0; i < d->history_count && i < 100; i++) {
			html_open(&h, "li");
			page_time(&h, c->arena, d->history[i].at_ms);
			html_z(&h, " ");
			html_element(&h, "b", NULL, d->history[i].what);
			html_element(&h, "span", "muted",
				     arena_fmt(c->arena, " by %.*s", STR_ARG(d->history[i].who)));
			html_end(&h);
		}
		html_end(&h);
		html_end(&h);
		if (c->person.role >= ROLE_REVIEWER)
			page_reviewed_ways(&h, c, "event", d->row.id);
		page_end(&h, c);
	}
	json_free(portrait);
}
