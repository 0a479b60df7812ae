/* serve/page_review.c -- the queue, the trail, and what is done with a form on either.
 *
 * Plain forms; web/review.ts adds keys: j and k walk the queue, 1 to 4 choose a label, r goes
 * to the reason, o opens the item. */
#include "serve/page_review.h"

#include "base/limits.h"
#include "serve/acts.h"
#include "serve/guard.h"
#include "serve/route.h"

void page_review_begin(struct html *h, struct call *c, const char *title, struct str path)
{
	static const struct {
		const char *path, *name;
	} place[] = {{"/review", "Queue"}, {"/review/inbox", "Inbox"}, {"/review/trail", "Trail"}};
	struct page_head head = {.title = arena_fmt(c->arena, "%s - Tocsin", title),
				 .description = STR("Review of events and articles."),
				 .path = path,
				 .here = "/review"};

	page_begin(h, c, &head);
	html_element_z(h, "h1", NULL, title);
	html_open(h, "nav");
	html_attr_z(h, "aria-label", "Review");
	html_attr_z(h, "class", "tabs");
	for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
		html_open(h, "a");
		html_href(h, "href", str_of(place[i].path));
		if (str_eq(path, str_of(place[i].path)))
			html_attr_z(h, "aria-current", "page");
		html_z(h, place[i].name);
		html_end(h);
	}
	html_end(h);
}

struct str page_review_path(struct call *c, struct str path)
{
	return arena_fmt(c->arena, "/review%.*s", STR_ARG(path));
}

void page_review_why(struct html *h, struct call *c, struct str key)
{
	form_field(h, &(struct form_field){.name = "why",
					   .label = "Reason",
					   .id = arena_fmt(c->arena, "why-%.*s", STR_ARG(key)),
					   .most = 2000,
					   .required = true});
}

void page_review_labels(struct html *h, struct call *c, struct str key, struct str now,
			bool of_article)
{
	static const char *const label[] = {"incident", "hazard", "complementary", "unrelated"};

	html_enter(h, "fieldset", "labels");
	html_element_z(h, "legend", NULL, "Label");
	for (size_t i = 0; i < (of_article ? 4 : 3); i++) {
		struct str id = arena_fmt(c->arena, "%s-%.*s", label[i], STR_ARG(key));

		html_open(h, "span");
		html_open(h, "input");
		html_attr_z(h, "type", "radio");
		html_attr_z(h, "name", "label");
		html_attr(h, "id", id);
		html_attr_z(h, "value", label[i]);
		html_flag(h, "required");
		if (str_eq(now, str_of(label[i])))
			html_flag(h, "checked");
		html_end(h);
		html_open(h, "label");
		html_attr(h, "for", id);
		html_z(h, label[i]);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

/* -- the queue -------------------------------------------------------------------------------- */

static const char *reason(enum waiting why)
{
	switch (why) {
	case WAITING_SEVERE:
		return "severe, not yet reviewed";
	case WAITING_DISPUTED:
		return "its articles disagree";
	case WAITING_SECOND:
		return "the second opinion differs";
	case WAITING_ABSTAINED:
		break;
	}
	return "the judge is unsure";
}

/* Why the judge said so, and the words it rests on. */
static void grounds(struct html *h, struct call *c, struct str verdict)
{
	const struct json *evidence, *second;
	struct json *v;
	struct err err;
	size_t shown = 0;

	if (!verdict.len || !json_parse(&v, verdict, &err))
		return;
	html_element(h, "p", "rationale", json_get_str(v, "rationale"));
	evidence = json_get(v, "evidence");
	html_open(h, "ul");
	for (size_t i = 0; i < json_len(evidence) && shown < 3; i++) {
		if (!str_eq(json_get_str(json_at(evidence, i), "for"), STR("label")))
			continue;
		html_open(h, "li");
		html_element(h, "q", NULL, json_get_str(json_at(evidence, i), "quote"));
		html_end(h);
		shown++;
	}
	html_end(h);
	second = json_get(v, "second_opinion");
	if (json_get_str(second, "label").len)
		html_element(h, "p", "muted",
			     arena_fmt(c->arena, "Second opinion: %.*s. %.*s",
				       STR_ARG(json_get_str(second, "label")),
				       STR_ARG(json_get_str(second, "rationale"))));
	json_free(v);
}

static struct str workbench(struct call *c, const struct waiting_row *w)
{
	return page_review_path(c, w->article.len ? call_article_path(c->arena, w->article)
						  : call_event_path(c->arena, w->event));
}

static void item(struct html *h, struct call *c, const struct waiting_row *w)
{
	struct str key = arena_fmt(c->arena, "%lld", (long long)w->number);

	html_enter(h, "li", "waiting");
	html_attr_z(h, "tabindex", "-1");
	html_enter(h, "p", "card-top");
	html_element_z(h, "span", "flag", reason(w->why));
	html_z(h, " ");
	page_label(h, w->label);
	if (!w->article.len && w->severity.len) {
		html_z(h, " ");
		page_severity(h, w->severity);
	}
	html_z(h, " ");
	html_enter(h, "span", "byline");
	html_element_z(h, "span", NULL, w->article.len ? "article" : "event");
	if (w->publisher.len)
		html_element(h, "b", NULL, w->publisher);
	page_time(h, c->arena, w->date_ms);
	html_end(h);
	html_end(h);
	html_open(h, "h2");
	html_attr_z(h, "dir", "auto");
	html_link(h, NULL, workbench(c, w), w->title.len ? w->title : STR("Untitled"));
	html_end(h);
	grounds(h, c, w->verdict);
	form_open(h, c, STR("/review/acts"), "act");
	form_hidden(h, "act", STR("relabel"));
	form_hidden(h, w->article.len ? "article" : "event",
		    w->article.len ? w->article : w->event);
	form_hidden(h, "to", STR("/review"));
	page_review_labels(h, c, key, w->label, w->article.len > 0);
	page_review_why(h, c, key);
	form_button(h, "primary", "Set this label");
	html_end(h);
	html_end(h);
}

static void kinds(struct html *h, struct call *c)
{
	static const char *const name[] = {"All", "Severe", "Disputed", "Second opinion", "Unsure"};
	int64_t now = call_int(c, "kind", 0);

	html_enter(h, "p", "links");
	for (int i = 0; i < 5; i++) {
		html_open(h, "a");
		html_href(h, "href",
			  i ? arena_fmt(c->arena, "/review?kind=%d", i) : STR("/review"));
		if (now == i)
			html_attr_z(h, "aria-current", "true");
		html_z(h, name[i]);
		html_end(h);
		html_z(h, " ");
	}
	html_end(h);
}

void page_review(struct call *c)
{
	struct waiting_query q = {.kind = call_int(c, "kind", 0),
				  .cursor = call_get(c, "cursor"),
				  .limit = (uint32_t)call_int(c, "limit", 20)};
	struct waiting_page page;
	struct html h;
	struct err err;

	if (!store_waiting(&page, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return;
	}
	page_review_begin(&h, c, "Review", STR("/review"));
	kinds(&h, c);
	html_element(&h, "p", "lead",
		     page_plural(c->arena, page.total, "item waits", "items wait"));
	html_element_z(&h, "p", "keys muted",
		       "Keys: j and k walk, 1 to 4 choose a label, r goes to the reason, Enter "
		       "there sets it, o opens.");
	html_enter(&h, "ul", "queue");
	for (size_t i = 0; i < page.count; i++)
		item(&h, c, &page.row[i]);
	html_end(&h);
	if (page.next.len) {
		html_enter(&h, "p", "paging");
		html_link(
			&h, "button",
			params_plus(c->arena, STR("/review"), &c->params, STR("cursor"), page.next),
			STR("Next"));
		html_end(&h);
	}
	page_end(&h, c);
}

/* -- acts ------------------------------------------------------------------------------------- */

static struct str way_back(struct call *c, const struct acted *done)
{
	struct str to = call_field(c, "to");

	if (str_eq(to, STR("/review")) || str_eq(to, STR("/review/trail")))
		return to;
	if (!done->event.len)
		return STR("/review");
	return page_review_path(c, call_event_path(c->arena, done->event));
}

void page_review_acts(struct call *c)
{
	struct acted done;
	struct act a;

	acts_of_form(&a, c);
	if (acts_do(&done, c, &a, NULL))
		call_redirect(c, 303, way_back(c, &done));
}

/* -- the trail ------------------------------------------------------------------------- */

static bool may_undo(const struct trail_row *r)
{
	static const char *const kind[] = {"relabel", "edit",  "tag",    "untag", "merge",
					   "split",   "apart", "reject", NULL};

	return !r->undone_by && str_is_one_of(r->act, kind);
}

static void undo(struct html *h, struct call *c, const struct trail_row *r)
{
	struct str number = arena_fmt(c->arena, "%lld", (long long)r->number);

	html_enter(h, "details", "undo");
	html_open(h, "summary");
	html_z(h, "Take it back");
	html_element(h, "span", "sr", arena_fmt(c->arena, " (act %.*s)", STR_ARG(number)));
	html_end(h);
	form_open(h, c, STR("/review/acts"), "act");
	form_hidden(h, "act", STR("undo"));
	form_hidden(h, "undoes", number);
	page_review_why(h, c, arena_fmt(c->arena, "undo-%.*s", STR_ARG(number)));
	form_button(h, "primary", "Take it back");
	html_end(h);
	html_end(h);
}

/* {"label":"hazard","severity":"AI hazard"} in words. */
static struct str in_words(struct call *c, struct str text)
{
	const struct json *value;
	struct json *pairs;
	struct str words = STR("");
	struct err err;

	if (!str_starts(text, STR("{")) || !json_parse(&pairs, text, &err))
		return text;
	for (size_t i = 0; i < json_len(pairs); i++) {
		struct str name = json_key(&value, pairs, i);

		words = arena_fmt(c->arena, "%.*s%s%.*s: %.*s", STR_ARG(words), i ? "\n" : "",
				  STR_ARG(name), STR_ARG(json_str(value)));
	}
	json_free(pairs);
	return words;
}

static void change(struct html *h, const char *name, struct str text)
{
	if (!text.len)
		return;
	html_open(h, "div");
	html_element_z(h, "dt", NULL, name);
	form_stranger(h, "dd", text);
	html_end(h);
}

void page_review_trail(struct html *h, struct call *c, const struct trail_page *t)
{
	html_enter(h, "ol", "trail");
	for (size_t i = 0; i < t->count; i++) {
		const struct trail_row *r = &t->row[i];

		html_open(h, "li");
		html_enter(h, "p", "card-top");
		html_element(
			h, "b", NULL,
			arena_fmt(c->arena, "%lld %.*s", (long long)r->number, STR_ARG(r->act)));
		html_element(h, "span", NULL, r->subject);
		html_element(h, "span", "muted", arena_fmt(c->arena, "by %.*s", STR_ARG(r->who)));
		page_time(h, c->arena, r->at_ms);
		if (r->undoes)
			html_element(h, "span", "flag",
				     arena_fmt(c->arena, "takes %lld back", (long long)r->undoes));
		if (r->undone_by)
			html_element(
				h, "span", "flag",
				arena_fmt(c->arena, "taken back by %lld", (long long)r->undone_by));
		html_end(h);
		html_enter(h, "dl", "was-became");
		change(h, "Before", in_words(c, r->was));
		change(h, "After", in_words(c, r->became));
		change(h, "Why", r->why);
		html_end(h);
		if (may_undo(r))
			undo(h, c, r);
		html_end(h);
	}
	html_end(h);
}

void page_review_trail_all(struct call *c)
{
	struct trail_page t;
	struct html h;
	struct err err;

	if (!store_trail(&t, c->store, c->arena, STR(""), call_get(c, "cursor"), &err)) {
		call_error(c, &err);
		return;
	}
	page_review_begin(&h, c, "Trail", STR("/review/trail"));
	html_element_z(&h, "p", "lead",
		       "Everything that people did, newest first. Nothing is ever taken out; what "
		       "was taken back is an act too.");
	if (t.count && !call_get(c, "cursor").len) {
		html_enter(&h, "p", "muted");
		html_z(&h, "Head of the chain: ");
		html_element(&h, "code", "hash", t.row[0].hash);
		html_end(&h);
	}
	page_review_trail(&h, c, &t);
	if (t.next.len) {
		html_enter(&h, "p", "paging");
		html_link(&h, "button",
			  arena_fmt(c->arena, "/review/trail?cursor=%.*s", STR_ARG(t.next)),
			  STR("Older"));
		html_end(&h);
	}
	page_end(&h, c);
}
