/* serve/page_inbox.c -- what readers sent and a reviewer has to answer: requests for a
 * correction, and texts that are held. */
#include "base/clock.h"
#include "serve/guard.h"
#include "serve/page_review.h"
#include "serve/route.h"

static void pair(struct html *h, const char *name, struct str text)
{
	html_open(h, "div");
	html_element_z(h, "dt", NULL, name);
	form_stranger(h, "dd", text);
	html_end(h);
}

/* Two buttons of one form, with one reason. */
static void decide(struct html *h, struct call *c, struct str key, const char *yes, const char *no)
{
	static const char *const name[] = {"yes", "no"};
	const char *const text[] = {yes, no};

	page_review_why(h, c, key);
	html_enter(h, "p", "buttons");
	for (int i = 0; i < 2; i++) {
		html_enter(h, "button", i ? "quiet" : "primary");
		html_attr_z(h, "type", "submit");
		html_attr_z(h, "name", "decision");
		html_attr_z(h, "value", name[i]);
		html_z(h, text[i]);
		html_end(h);
		html_z(h, " ");
	}
	html_end(h);
}

static void correction(struct html *h, struct call *c, const struct correction *one)
{
	struct str number = arena_fmt(c->arena, "%lld", (long long)one->number);
	struct str path = one->event.len ? call_event_path(c->arena, one->event)
					 : call_article_path(c->arena, one->article);

	html_enter(h, "li", "waiting");
	html_open(h, "h3");
	html_link(h, NULL, path, one->event.len ? one->event : one->article);
	html_end(h);
	html_enter(h, "dl", "was-became");
	pair(h, "Who", one->name);
	pair(h, "Contact (never public)", one->contact);
	pair(h, "What is wrong", one->what);
	pair(h, "Why", one->why);
	html_end(h);
	html_enter(h, "p", NULL);
	html_link(h, NULL, page_review_path(c, path), STR("Correct it there first, then answer"));
	html_end(h);
	form_open(h, c, STR("/review/corrections"), "act");
	form_hidden(h, "number", number);
	decide(h, c, arena_fmt(c->arena, "correction-%.*s", STR_ARG(number)), "Accept", "Decline");
	html_end(h);
	html_end(h);
}

static void held(struct html *h, struct call *c, const struct submission *one)
{
	html_enter(h, "li", "waiting");
	html_open(h, "h3");
	form_stranger(h, "span", one->title.len ? one->title : STR("Untitled"));
	html_end(h);
	html_enter(h, "dl", "was-became");
	pair(h, "Text", str_cut(one->text, 0, 3000));
	if (one->note.len)
		pair(h, "Note", one->note);
	html_end(h);
	form_open(h, c, STR("/review/submissions"), "act");
	form_hidden(h, "id", one->id);
	decide(h, c, arena_fmt(c->arena, "held-%lld", (long long)one->number), "Let it in",
	       "Refuse it");
	html_end(h);
	html_end(h);
}

void page_review_inbox(struct call *c)
{
	const struct correction *asked;
	const struct submission *text;
	size_t asked_count, text_count;
	struct html h;
	struct err err;

	if (!store_corrections(&asked, &asked_count, c->store, c->arena, STR(""), &err) ||
	    !store_submissions(&text, &text_count, c->store, c->arena, STR("held"), &err)) {
		call_error(c, &err);
		return;
	}
	page_review_begin(&h, c, "Inbox", STR("/review/inbox"));
	page_section(&h, "asked",
		     page_plural(c->arena, (int64_t)asked_count, "request for a correction",
				 "requests for a correction"));
	html_enter(&h, "ul", "queue");
	for (size_t i = 0; i < asked_count; i++)
		correction(&h, c, &asked[i]);
	html_end(&h);
	html_end(&h);
	page_section(
		&h, "held",
		page_plural(c->arena, (int64_t)text_count, "text to look at", "texts to look at"));
	html_enter(&h, "ul", "queue");
	for (size_t i = 0; i < text_count; i++)
		held(&h, c, &text[i]);
	html_end(&h);
	html_end(&h);
	page_end(&h, c);
}

static struct doer by_person(const struct call *c)
{
	return (struct doer){
		.who = c->person.name, .why = call_field(c, "why"), .at_ms = clock_now_ms()};
}

static bool decided(bool *yes, struct call *c)
{
	struct str decision = call_field(c, "decision");

	*yes = str_eq(decision, STR("yes"));
	if (*yes || str_eq(decision, STR("no")))
		return true;
	call_problem(c, 422, "decision", "yes or no");
	return false;
}

void page_review_corrections(struct call *c)
{
	struct correction_answer a = {.by = by_person(c)};
	struct store *s;
	struct err err;

	if (!call_writer(&s, c) || !decided(&a.accepted, c))
		return;
	str_int(&a.number, call_field(c, "number"));
	if (!store_correction_answer(s, c->arena, &a, &err))
		call_error(c, &err);
	else
		call_redirect(c, 303, STR("/review/inbox"));
}

void page_review_submissions(struct call *c)
{
	struct doer by = by_person(c);
	struct store *s;
	struct err err;
	bool yes;

	if (!call_writer(&s, c) || !decided(&yes, c))
		return;
	if (!store_submission_decide(s, c->arena, call_field(c, "id"), yes, &by, &err))
		call_error(c, &err);
	else
		call_redirect(c, 303, STR("/review/inbox"));
}
