/* serve/page_submit.c -- a reader sends an address or a text, and sees what became of it. */
#include "base/limits.h"
#include "serve/form.h"
#include "serve/guard.h"
#include "serve/page.h"
#include "serve/route.h"
#include "serve/sent.h"

/* Hidden from people by style and from screen readers; programs fill it in. */
static void trap(struct html *h)
{
	html_enter(h, "div", "trap");
	html_attr_z(h, "aria-hidden", "true");
	form_label(h, NULL, STR("website"), "Leave this empty");
	html_open(h, "input");
	html_attr_z(h, "id", "website");
	html_attr_z(h, "name", "website");
	html_attr_z(h, "tabindex", "-1");
	html_attr_z(h, "autocomplete", "off");
	html_end(h);
	html_end(h);
}

static void by_address(struct html *h, struct call *c)
{
	page_section(h, "by-address", STR("The address of a page"));
	form_open(h, c, STR("/submit"), "try");
	form_field(h, &(struct form_field){.name = "url",
					   .label = "Address",
					   .type = "url",
					   .most = LIMIT_FETCH_URL,
					   .help = "It is fetched and read within minutes, if "
						   "robots.txt allows it.",
					   .required = true});
	form_field(h, &(struct form_field){.name = "note",
					   .label = "A word to the reviewers (optional)",
					   .most = LIMIT_EDIT_SUMMARY});
	trap(h);
	form_button(h, "primary", "Send the address");
	html_end(h);
	html_end(h);
}

static void by_text(struct html *h, struct call *c)
{
	page_section(h, "by-text", c->options->no_fetch ? STR("A text") : STR("Or a text"));
	html_element_z(h, "p", NULL,
		       c->options->no_fetch
			       ? "This server fetches no pages, so it takes no addresses. A "
				 "reviewer looks at texts before they are read."
			       : "A reviewer looks at texts before they are read.");
	form_open(h, c, STR("/submit"), "try");
	form_field(h, &(struct form_field){.name = "title",
					   .label = "Title",
					   .most = LIMIT_TITLE,
					   .required = true});
	form_field(h, &(struct form_field){.name = "text",
					   .label = "Text",
					   .type = "textarea",
					   .most = LIMIT_TEXT,
					   .required = true});
	if (c->options->no_fetch) /* once on the page */
		trap(h);
	form_button(h, "primary", "Send the text");
	html_end(h);
	html_end(h);
}

void page_submit(struct call *c)
{
	struct page_head head = {.title = STR("Submit - Tocsin"),
				 .description = STR("Send a report of an AI incident or hazard."),
				 .path = STR("/submit"),
				 .here = "/submit"};
	struct html h;

	guard_form(c);
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Submit a report");
	html_element_z(&h, "p", "lead",
		       "Is a report of an AI incident or hazard missing here? Send it, and see "
		       "what becomes of it. Nobody needs to know who you are.");
	if (!c->options->no_fetch)
		by_address(&h, c);
	by_text(&h, c);
	page_end(&h, c);
}

static void go_and_see(struct call *c, const char *place, struct str id)
{
	call_redirect(c, 303, arena_fmt(c->arena, "/%s/%.*s", place, STR_ARG(id)));
}

void page_submit_post(struct call *c)
{
	struct submission one = {.url = call_field(c, "url"),
				 .title = call_field(c, "title"),
				 .note = call_field(c, "note"),
				 .text = call_field(c, "text")};

	if (call_field(c, "website").len)
		go_and_see(c, "submit", STR(""));
	else if (sent_submission(&one, c))
		go_and_see(c, "submissions", one.id);
}

/* -- what became of it --------------------------------------------------------------------- */

static const char *state_in_words(struct str state)
{
	if (str_eq(state, STR("held")))
		return "It waits for a reviewer to look at it.";
	if (str_eq(state, STR("waiting")))
		return "It waits to be read. Come back in a few minutes.";
	if (str_eq(state, STR("refused")))
		return "It was refused.";
	return "It was read.";
}

static void verdict(struct html *h, struct call *c, const struct submission *one)
{
	struct article_row a;
	struct err err;

	if (!one->article.len || !store_article(&a, c->store, c->arena, one->article, &err))
		return;
	page_section(h, "verdict", STR("What the judge says"));
	html_enter(h, "p", "card-top");
	page_label(h, a.label);
	html_z(h, " ");
	html_link(h, NULL, call_article_path(c->arena, a.id), STR("The whole verdict"));
	html_end(h);
	html_open(h, "p");
	if (a.event.len) {
		html_z(h, "It reports the event ");
		html_link(h, NULL, call_event_path(c->arena, a.event), a.event);
		html_z(h, ".");
	} else {
		html_z(h, "It is in no event: nothing in it reports an incident or hazard of AI.");
	}
	html_end(h);
	html_end(h);
}

void page_submission(struct call *c)
{
	struct page_head head = {.title = STR("Your submission - Tocsin"),
				 .description = STR("What became of it."),
				 .path = STR("/submit"),
				 .here = "/submit"};
	struct submission one;
	struct html h;
	struct err err;

	if (!store_submission(&one, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Your submission");
	html_enter(&h, "p", "lead");
	html_z(&h, state_in_words(one.state));
	if (one.detail.len) {
		html_z(&h, " ");
		form_stranger(&h, "span", one.detail);
	}
	html_end(&h);
	form_stranger(&h, "p", one.url.len ? one.url : one.title);
	html_element(&h, "p", "muted",
		     arena_fmt(c->arena,
			       "Sent on %.*s. Keep the address of this page: there is no "
			       "other way to it.",
			       STR_ARG(page_day(c->arena, one.at_ms))));
	verdict(&h, c, &one);
	page_end(&h, c);
}

/* -- corrections ------------------------------------------------------------------------------- */

static bool is_there(struct call *c, struct str event, struct str article)
{
	struct event_detail d;
	struct article_row a;
	struct err err;
	bool off;

	if (article.len ? store_article(&a, c->store, c->arena, article, &err)
			: store_event_off(&d, &off, c->store, c->arena, event, &err))
		return true;
	call_error(c, &err);
	return false;
}

void page_correct(struct call *c)
{
	struct page_head head = {.title = STR("Ask for a correction - Tocsin"),
				 .description =
					 STR("Say what is wrong; the answer stays on record."),
				 .path = STR("/correct"),
				 .here = ""};
	struct str event = call_get(c, "event"), article = call_get(c, "article");
	struct html h;

	if (!is_there(c, event, article))
		return;
	guard_form(c);
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Ask for a correction");
	html_enter(&h, "p", "lead");
	html_z(&h, "About ");
	html_link(&h, NULL,
		  article.len ? call_article_path(c->arena, article)
			      : call_event_path(c->arena, event),
		  article.len ? article : event);
	html_z(&h, ". A reviewer answers. Name, request and answer then stand on the page of the "
		   "event; how to reach you stays between you and the reviewers.");
	html_end(&h);
	form_open(&h, c, STR("/correct"), "try");
	form_hidden(&h, "event", event);
	form_hidden(&h, "article", article);
	form_field(&h, &(struct form_field){.name = "name",
					    .label = "Who you are (public)",
					    .most = 200,
					    .required = true});
	form_field(&h, &(struct form_field){.name = "contact",
					    .label = "How to reach you (never public)",
					    .most = 254,
					    .required = true});
	form_field(&h, &(struct form_field){.name = "what",
					    .label = "What is wrong (public)",
					    .type = "textarea",
					    .most = LIMIT_EDIT_SUMMARY,
					    .required = true});
	form_field(&h, &(struct form_field){.name = "why",
					    .label = "Why, and where that can be seen (public)",
					    .type = "textarea",
					    .most = LIMIT_EDIT_SUMMARY,
					    .required = true});
	trap(&h);
	form_button(&h, "primary", "Ask for it");
	html_end(&h);
	page_end(&h, c);
}

void page_correct_post(struct call *c)
{
	struct correction one = {.event = call_field(c, "event"),
				 .article = call_field(c, "article"),
				 .name = call_field(c, "name"),
				 .contact = call_field(c, "contact"),
				 .what = call_field(c, "what"),
				 .why = call_field(c, "why")};

	if (call_field(c, "website").len)
		call_redirect(c, 303, STR("/"));
	else if (sent_correction(&one, c))
		go_and_see(c, "corrections", one.id);
}

void page_correction(struct call *c)
{
	struct page_head head = {.title = STR("Your request - Tocsin"),
				 .description = STR("What became of it."),
				 .path = STR("/"),
				 .here = ""};
	struct correction one;
	struct html h;
	struct err err;

	if (!store_correction(&one, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Your request for a correction");
	html_enter(&h, "p", "lead");
	html_text(&h, str_eq(one.state, STR("open"))
			      ? STR("It waits for a reviewer.")
			      : arena_fmt(c->arena, "It was %.*s on %.*s.", STR_ARG(one.state),
					  STR_ARG(page_day(c->arena, one.answered_ms))));
	html_end(&h);
	form_stranger(&h, "p", one.what);
	if (one.answer.len) {
		page_section(&h, "answer", STR("The answer"));
		form_stranger(&h, "p", one.answer);
		html_end(&h);
	}
	if (one.event.len) {
		html_enter(&h, "p", NULL);
		html_link(&h, NULL, call_event_path(c->arena, one.event), STR("The event"));
		html_end(&h);
	}
	page_end(&h, c);
}
