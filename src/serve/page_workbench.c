/* serve/page_workbench.c -- one event or article with everything that can be done to it.
 *
 * Each act is a form of its own with its reason, so that one request is one act. Merge and
 * split are shown before they are done: the server does them, looks, and undoes them within
 * one transaction (serve/acts.c), so what is shown is what will be. */
#include "base/limits.h"
#include "serve/acts.h"
#include "serve/copies.h"
#include "serve/filter.h"
#include "serve/page_parts.h"
#include "serve/page_review.h"
#include "serve/route.h"

struct bench { /* the event at hand */
	struct event_detail d;
	struct json *portrait;
	bool off;
};

static bool load(struct bench *b, struct call *c)
{
	struct err err;

	if (!store_event_off(&b->d, &b->off, c->store, c->arena, c->id, &err) ||
	    (!b->d.redirect.len && !json_parse(&b->portrait, b->d.portrait, &err))) {
		call_error(c, &err);
		return false;
	}
	if (!b->d.redirect.len)
		return true;
	call_redirect(c, 303, page_review_path(c, call_event_path(c->arena, b->d.redirect)));
	return false;
}

/* Opens the form of an act on this event. */
static void open_at(struct html *h, struct call *c, struct str path, const char *act,
		    const struct bench *b)
{
	form_open(h, c, path, "act");
	form_hidden(h, "act", str_of(act));
	form_hidden(h, "event", b->d.row.id);
}

static void act_open(struct html *h, struct call *c, const char *act, const struct bench *b)
{
	open_at(h, c, STR("/review/acts"), act, b);
}

static void act_close(struct html *h, struct call *c, const char *key, const char *button)
{
	page_review_why(h, c, str_of(key));
	form_button(h, "primary", button);
	html_end(h);
}

static void label(struct html *h, struct call *c, const struct bench *b)
{
	static const char *const severity[] = {"AI hazard",   "Serious AI hazard",
					       "AI incident", "Serious AI incident",
					       "AI disaster", NULL};

	page_section(h, "bench-label", STR("Label and severity"));
	act_open(h, c, "relabel", b);
	page_review_labels(h, c, STR("event"), b->d.row.label, false);
	form_choice(h, &(struct form_choice){.name = "severity",
					     .label = "Severity",
					     .value = severity,
					     .none = "as the articles say"});
	act_close(h, c, "relabel", "Set the label");
	html_end(h);
}

static void words(struct html *h, struct call *c, const struct bench *b)
{
	page_section(h, "bench-words", STR("Title and summary"));
	act_open(h, c, "edit", b);
	form_field(h, &(struct form_field){.name = "title",
					   .label = "Title",
					   .most = LIMIT_EDIT_TITLE,
					   .value = b->d.row.title});
	form_field(h, &(struct form_field){.name = "summary",
					   .label = "Summary",
					   .type = "textarea",
					   .most = LIMIT_EDIT_SUMMARY,
					   .value = b->d.row.summary});
	act_close(h, c, "edit", "Set title and summary");
	html_end(h);
}

/* -- values ------------------------------------------------------------------------------------ */

static const char *const *taxonomy_values(struct call *c, const char *facet)
{
	const struct json *list =
		json_get(json_get(json_get(c->taxonomy, "facets"), facet), "values");
	const char **value = ARENA_ARRAY(c->arena, const char *, json_len(list) + 1);

	for (size_t i = 0; i < json_len(list); i++)
		value[i] = arena_z(c->arena, json_str(json_at(list, i)));
	return value;
}

static const char *const *present_values(struct call *c, const struct bench *b, const char *facet)
{
	const struct json *list = json_get(json_get(b->portrait, "facets"), facet);
	const char **value = ARENA_ARRAY(c->arena, const char *, json_len(list) + 1);
	size_t count = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		struct str one = page_parts_value(json_at(list, i));

		if (!verdict_is_unknown(one))
			value[count++] = arena_z(c->arena, one);
	}
	return value;
}

static void one_tag(struct html *h, struct call *c, const struct bench *b,
		    const struct filter_facet *f, bool on)
{
	const char *act = on ? "tag" : "untag";
	const char *const *value = on ? taxonomy_values(c, f->name) : present_values(c, b, f->name);
	struct str key = arena_fmt(c->arena, "%s-%s", act, f->name);

	if (!*value)
		return;
	act_open(h, c, act, b);
	form_hidden(h, "facet", str_of(f->name));
	form_choice(h, &(struct form_choice){.name = "value",
					     .label = on ? "Add" : "Take out",
					     .id = key,
					     .value = value,
					     .none = "choose"});
	act_close(h, c, key.at, on ? "Add it" : "Take it out");
}

static void tags(struct html *h, struct call *c, const struct bench *b)
{
	page_section(h, "bench-tags", STR("Values"));
	for (const struct filter_facet *f = filter_facet; f->name; f++) {
		if (f->some && !*taxonomy_values(c, f->name) && !*present_values(c, b, f->name))
			continue;
		html_enter(h, "details", "bench-facet");
		html_element_z(h, "summary", NULL, f->title);
		html_enter(h, "div", "pair");
		one_tag(h, c, b, f, true);
		one_tag(h, c, b, f, false);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

/* -- merge, split, apart, off ---------------------------------------------------------- */

static void preview_open(struct html *h, struct call *c, const char *act, const struct bench *b)
{
	open_at(h, c, STR("/review/preview"), act, b);
}

static void other(struct html *h, const char *id)
{
	form_field(h, &(struct form_field){.name = "other",
					   .label = "The other event's id",
					   .id = str_of(id),
					   .help = "such as 2025-06-14-k2x9, from its address",
					   .most = 40,
					   .required = true});
}

static void merging(struct html *h, struct call *c, const struct bench *b)
{
	page_section(h, "bench-merge", STR("Merge, or keep apart"));
	html_enter(h, "div", "pair");
	preview_open(h, c, "merge", b);
	other(h, "other-merge");
	act_close(h, c, "merge", "Show the merge");
	act_open(h, c, "apart", b);
	other(h, "other-apart");
	act_close(h, c, "apart", "Must not join");
	html_end(h);
	html_end(h);
}

static void article_box(struct html *h, struct call *c, const struct article_row *a, size_t n)
{
	struct str id = arena_fmt(c->arena, "split-%zu", n);

	html_open(h, "li");
	html_open(h, "input");
	html_attr_z(h, "type", "checkbox");
	html_attr_z(h, "name", "what");
	html_attr(h, "id", id);
	html_attr(h, "value", a->id);
	html_end(h);
	html_z(h, " ");
	html_open(h, "label");
	html_attr(h, "for", id);
	html_attr_z(h, "dir", "auto");
	html_text(h, a->title.len ? a->title : a->id);
	html_end(h);
	html_z(h, " ");
	html_element(h, "span", "muted", a->publisher);
	html_z(h, " ");
	html_enter(h, "a", NULL);
	html_href(h, "href", page_review_path(c, call_article_path(c->arena, a->id)));
	html_z(h, a->label.len ? "relabel" : "label");
	html_element(h, "span", "sr", a->title);
	html_end(h);
	html_end(h);
}

#define BOXES 50 /* forms have at most 64 fields; more at once go by the API */

static void splitting(struct html *h, struct call *c, const struct bench *b)
{
	page_section(h, "bench-split", STR("Articles"));
	html_element_z(h, "p", NULL, "Those that are chosen become an event of their own.");
	preview_open(h, c, "split", b);
	html_enter(h, "ul", "plain");
	for (size_t i = 0; i < b->d.article_count && i < BOXES; i++)
		article_box(h, c, &b->d.article[i], i);
	html_end(h);
	act_close(h, c, "split", "Show the split");
	html_end(h);
}

static void rejecting(struct html *h, struct call *c, const struct bench *b)
{
	page_section(h, "bench-reject", STR("Off the lists"));
	html_element_z(h, "p", NULL,
		       "Its id stays and tells why; no list, count or feed has it any more.");
	act_open(h, c, "reject", b);
	act_close(h, c, "reject", "Take it off the lists");
	html_end(h);
}

static bool done_so_far(struct html *h, struct call *c, struct str subject)
{
	struct trail_page t;
	struct err err;

	if (!store_trail(&t, c->store, c->arena, subject, STR(""), &err)) {
		call_error(c, &err);
		return false;
	}
	page_section(h, "bench-trail", STR("What people did"));
	if (!t.count)
		html_element_z(h, "p", "muted", "Nothing so far.");
	page_review_trail(h, c, &t);
	html_end(h);
	return true;
}

void page_review_event(struct call *c)
{
	struct bench *b = ARENA_NEW(c->arena, struct bench);
	struct html h;

	if (!load(b, c))
		return;
	page_review_begin(&h, c, "Review of an event",
			  arena_fmt(c->arena, "/review/events/%.*s", STR_ARG(b->d.row.id)));
	html_enter(&h, "p", "card-top");
	page_label(&h, b->d.row.label);
	html_z(&h, " ");
	page_severity(&h, b->d.row.severity);
	html_end(&h);
	html_open(&h, "h2");
	html_attr_z(&h, "dir", "auto");
	html_link(&h, NULL, call_event_path(c->arena, b->d.row.id), b->d.row.title);
	html_end(&h);
	html_element(&h, "p", "event-summary", b->d.row.summary);
	if (b->off) {
		html_element_z(&h, "p", "disclaimer",
			       "It is off the lists. Take that back below to go on with it.");
	} else {
		label(&h, c, b);
		words(&h, c, b);
		tags(&h, c, b);
		merging(&h, c, b);
		splitting(&h, c, b);
		rejecting(&h, c, b);
	}
	if (done_so_far(&h, c, arena_fmt(c->arena, "event %.*s", STR_ARG(b->d.row.id))))
		page_end(&h, c);
	json_free(b->portrait);
}

void page_review_article(struct call *c)
{
	struct article_row a;
	struct html h;
	struct err err;

	if (!store_article(&a, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	page_review_begin(&h, c, "Review of an article",
			  page_review_path(c, call_article_path(c->arena, a.id)));
	html_enter(&h, "p", "card-top");
	page_label(&h, a.label);
	html_z(&h, " ");
	html_element(&h, "b", NULL, a.publisher);
	html_end(&h);
	html_open(&h, "h2");
	html_attr_z(&h, "dir", "auto");
	html_link(&h, NULL, call_article_path(c->arena, a.id),
		  a.title.len ? a.title : STR("Untitled"));
	html_end(&h);
	page_section(&h, "bench-text", STR("Its text"));
	html_enter(&h, "p", "muted");
	html_z(&h, "For reviewers only; it is never republished. ");
	copies_way(&h, c, a.id, 0);
	html_end(&h);
	html_enter(&h, "div", "marked");
	html_attr_z(&h, "dir", "auto");
	html_attr_z(&h, "tabindex", "0");
	html_attr_z(&h, "role", "region");
	html_attr_z(&h, "aria-label", "Text of the article");
	html_text(&h, a.text);
	html_end(&h);
	html_end(&h);
	page_section(&h, "bench-label", STR("Label"));
	form_open(&h, c, STR("/review/acts"), "act");
	form_hidden(&h, "act", STR("relabel"));
	form_hidden(&h, "article", a.id);
	page_review_labels(&h, c, STR("article"), a.label, true);
	act_close(&h, c, "article", "Set the label");
	html_end(&h);
	if (done_so_far(&h, c, arena_fmt(c->arena, "article %.*s", STR_ARG(a.id))))
		page_end(&h, c);
}

/* -- before a merge or a split --------------------------------------------------------- */

static void would_be(struct html *h, struct call *c, struct store *s, struct str id)
{
	struct event_detail d;
	struct err err;

	if (!store_event(&d, s, c->arena, id, &err))
		return;
	html_enter(h, "li", "would-be");
	html_enter(h, "p", "card-top");
	page_label(h, d.row.label);
	html_z(h, " ");
	page_severity(h, d.row.severity);
	html_z(h, " ");
	html_element(h, "code", NULL, id);
	html_end(h);
	html_open(h, "h2");
	html_attr_z(h, "dir", "auto");
	html_text(h, d.row.title);
	html_end(h);
	html_enter(h, "ul", "plain");
	for (size_t i = 0; i < d.article_count && i < BOXES; i++) {
		html_open(h, "li");
		html_attr_z(h, "dir", "auto");
		html_text(h, d.article[i].title);
		html_z(h, " ");
		html_element(h, "span", "muted", d.article[i].publisher);
		html_end(h);
	}
	html_end(h);
	html_end(h);
}

static void look(struct call *c, struct store *s, const struct acted *done)
{
	struct str from = call_field(c, "event");
	struct html h;

	page_review_begin(&h, c, "This is what would be", STR("/review/preview"));
	html_enter(&h, "ul", "queue");
	would_be(&h, c, s, done->event);
	if (str_eq(call_field(c, "act"), STR("split")))
		would_be(&h, c, s, from);
	html_end(&h);
	form_open(&h, c, STR("/review/acts"), "act");
	for (size_t i = 0; i < c->form.len; i++) {
		const struct params_pair *p = &c->form.at[i];

		if (!str_eq(p->name, STR("csrf")))
			form_hidden(&h, arena_z(c->arena, p->name), p->value);
	}
	form_button(&h, "primary", "Do it");
	html_end(&h);
	html_enter(&h, "p", NULL);
	html_link(&h, "button", page_review_path(c, call_event_path(c->arena, from)),
		  STR("Leave it"));
	html_end(&h);
	page_end(&h, c);
}

void page_review_preview(struct call *c)
{
	struct acted done;
	struct act a;

	acts_of_form(&a, c);
	(void)!acts_do(&done, c, &a, look);
}
