/* serve/page_article.c -- one article's verdict, and the verdict on a text that a
 * reader pastes.
 *
 * Of a published article only title, link and short quotes are shown. A pasted text
 * is the reader's own, so it is shown whole with its evidence marked; it is judged in
 * memory and not kept. The form is a plain POST, so it works without JavaScript and
 * needs no token: it changes nothing. */
#include "base/limits.h"
#include "judge/judge.h"
#include "serve/page.h"
#include "serve/page_parts.h"
#include "serve/page_reviewed.h"
#include "serve/route.h"

static void chances(struct html *h, struct call *c, const struct json *verdict)
{
	static const char *const label[] = {"incident", "hazard", "complementary", "unrelated"};
	const struct json *p = json_get(verdict, "probability");

	html_enter(h, "dl", "chances");
	for (size_t i = 0; i < 4; i++) {
		double share = json_num(json_get(p, label[i]), 0);

		html_open(h, "div");
		html_open(h, "dt");
		page_label(h, str_of(label[i]));
		html_end(h);
		html_open(h, "dd");
		html_open(h, "meter");
		html_attr_z(h, "min", "0");
		html_attr_z(h, "max", "1");
		html_attr_num(h, "value", share);
		html_attr(h, "aria-label", arena_fmt(c->arena, "Probability of %s", label[i]));
		html_end(h);
		html_z(h, " ");
		html_text(h, page_percent(c->arena, share));
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

static void second_answer(struct html *h, struct call *c, const struct json *o, bool assessed)
{
	const struct json *evidence = json_get(o, "evidence");
	struct str chance = page_percent(c->arena, json_num(json_get(o, "probability"), 0));
	int64_t dropped = json_int(json_get(o, "quotes_dropped"), 0);

	html_enter(h, "p", "card-top");
	page_label(h, json_get_str(o, "label"));
	html_z(h, !assessed                                 ? " where the judge says nothing, "
		  : json_bool(json_get(o, "agrees"), false) ? " agrees with the judge, "
							    : " differs from the judge, ");
	html_text(h, chance);
	html_z(h, " sure by its own word");
	html_end(h);
	html_element(h, "p", "rationale", json_get_str(o, "rationale"));
	html_open(h, "ul");
	for (size_t i = 0; i < json_len(evidence); i++) {
		html_open(h, "li");
		html_element(h, "q", NULL, json_get_str(json_at(evidence, i), "quote"));
		html_end(h);
	}
	html_end(h);
	html_enter(h, "p", "muted");
	html_text(h,
		  arena_fmt(c->arena, "Model %.*s, prompt %.*s.", STR_ARG(json_get_str(o, "model")),
			    STR_ARG(json_get_str(o, "prompt"))));
	if (dropped)
		html_text(h, arena_fmt(c->arena, " %.*s of its own left out: not in the article.",
				       STR_ARG(page_plural(c->arena, dropped, "quote", "quotes"))));
	html_end(h);
}

/* What a language model said, where one was asked (flow/opinion.h). */
static void second_of(struct html *h, struct call *c, const struct json *o, bool assessed)
{
	struct str failed = json_get_str(o, "failed");

	if (!json_is_object(o))
		return;
	page_section(h, "second", STR("Second opinion"));
	html_element_z(h, "p", "disclaimer",
		       assessed ? "A language model was asked because the judge is unsure. The "
				  "verdict above is the judge's own, whatever it says."
				: "A language model was asked because the judge does not read "
				  "this language.");
	if (failed.len)
		html_element(h, "p", "muted",
			     arena_fmt(c->arena, "There is none: %.*s.", STR_ARG(failed)));
	else
		second_answer(h, c, o, assessed);
	html_end(h);
}

static void verdict_of(struct html *h, struct call *c, struct proof *p)
{
	const struct json *v = p->at[0].verdict, *severity = json_get(v, "severity");
	bool assessed = json_bool(json_get(v, "assessed"), true);

	page_section(h, "why", STR("Verdict"));
	html_enter(h, "div", "card-top");
	/* verdicts from before 0004 have a label there */
	page_label(h, assessed ? json_get_str(v, "label") : STR(LABEL_NOT_ASSESSED));
	html_z(h, " ");
	proof_purpose(h, p, "label", STR("quotes"), STR(""));
	html_end(h);
	if (!assessed)
		html_element_z(h, "p", "disclaimer",
			       "Kept and counted, but not assessed: the judge does not read this "
			       "language, so no label, severity or tag is said of this article.");
	else if (json_bool(json_get(v, "abstain"), false))
		html_element_z(h, "p", "disclaimer",
			       "The judge is unsure here; a person should look at this one.");
	html_element(h, "p", "rationale", json_get_str(v, "rationale"));
	if (assessed)
		chances(h, c, v);
	page_parts_severity(h, p, v,
			    json_is_object(severity) ? json_get_str(severity, "value")
						     : json_str(severity));
	html_end(h);
	second_of(h, c, json_get(v, "second_opinion"), assessed);
	page_section(h, "what", STR("What it concerns"));
	page_parts_facets(h, p, json_get(v, "facets"));
	page_parts_names(h, v);
	page_parts_checks(h, json_get(v, "checks"));
	html_end(h);
	page_section(h, "quotes", STR("Evidence"));
	proof_evidence(h, p, 0);
	if (json_len(json_get(v, "evidence")) == 0)
		html_element_z(h, "p", "muted", "No quote supports a label here.");
	html_end(h);
}

/* -- a published article --------------------------------------------------------------- */

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
	html_text(h, a->title.len ? a->title : STR("Untitled article"));
	html_end(h);
	html_enter(h, "p", "card-foot");
	if (a->publisher.len)
		html_element(h, "b", NULL, a->publisher);
	page_time(h, c->arena, a->date_ms);
	if (a->author.len)
		html_element(h, "span", NULL, a->author);
	if (a->lang.len)
		html_element(h, "span", NULL, page_language(a->lang));
	html_end(h);
	if (a->url.len) {
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
	head.title = arena_fmt(c->arena, "%.*s - Tocsin", STR_ARG(a.title));
	head.description = STR("What the judge of Tocsin says of this article, with the quotes.");
	head.json_path = arena_fmt(c->arena, "/api/v1%.*s", STR_ARG(head.path));
	page_begin(&h, c, &head);
	article_top(&h, c, &a);
	page_reviewed_ways(&h, c, "article", a.id);
	if (!page_reviewed_article(&h, c, a.id))
		return;
	if (proof_add(p, a.verdict, a.title, a.publisher, head.path))
		verdict_of(&h, c, p);
	page_end(&h, c);
	proof_free(p);
}

/* -- a text that a reader pastes ---------------------------------------------------------- */

static void form(struct html *h, struct str title, struct str text)
{
	html_enter(h, "form", "try");
	html_attr_z(h, "method", "post");
	html_href(h, "action", STR("/try"));
	html_open(h, "label");
	html_attr_z(h, "for", "title");
	html_z(h, "Title");
	html_end(h);
	html_open(h, "input");
	html_attr_z(h, "id", "title");
	html_attr_z(h, "name", "title");
	html_attr_z(h, "autocomplete", "off");
	html_attr(h, "value", title);
	html_end(h);
	html_open(h, "label");
	html_attr_z(h, "for", "text");
	html_z(h, "Text of a news article");
	html_end(h);
	html_open(h, "textarea");
	html_attr_z(h, "id", "text");
	html_attr_z(h, "name", "text");
	html_attr_z(h, "rows", "12");
	html_flag(h, "required");
	html_z(h, "\n");
	html_text(h, text);
	html_end(h);
	html_enter(h, "button", "primary");
	html_attr_z(h, "type", "submit");
	html_z(h, "Judge it");
	html_end(h);
	html_end(h);
}

static void try_begin(struct html *h, struct call *c)
{
	struct page_head head = {.title = STR("Try it - Tocsin"),
				 .description = STR("Paste a news article and see the verdict."),
				 .path = STR("/try"),
				 .here = "/try"};

	page_begin(h, c, &head);
	html_element_z(h, "h1", NULL, "Try it");
	html_element_z(
		h, "p", "lead",
		"Paste a news article and see what the judge says of it, and by which words. "
		"The text is judged in memory and not kept.");
}

void page_try(struct call *c)
{
	struct html h;

	try_begin(&h, c);
	form(&h, STR(""), STR(""));
	page_end(&h, c);
}

static int by_place(const struct evidence *a, const struct evidence *b)
{
	return a->field != b->field ? (a->field > b->field) - (a->field < b->field)
	       : a->from != b->from ? (a->from > b->from) - (a->from < b->from)
				    : (a->upto < b->upto) - (a->upto > b->upto);
}

/* Evidence of one field in the order of the text; what overlaps is left out. */
static void marked(struct html *h, struct call *c, const struct verdict *v, struct str text)
{
	const struct evidence **e =
		ARENA_ARRAY(c->arena, const struct evidence *, v->evidence_count + 1);
	size_t len = 0, at = 0;

	for (size_t i = 0; i < v->evidence_count; i++) {
		size_t k = len++;

		if (v->evidence[i].field != FIELD_TEXT) {
			len--;
			continue;
		}
		for (; k > 0 && by_place(e[k - 1], &v->evidence[i]) > 0; k--)
			e[k] = e[k - 1];
		e[k] = &v->evidence[i];
	}
	html_enter(h, "div", "marked");
	html_attr_z(h, "dir", "auto");
	for (size_t i = 0; i < len; i++) {
		if (e[i]->from < at)
			continue;
		html_text(h, str_cut(text, at, e[i]->from));
		html_open(h, "mark");
		html_attr(h, "title", e[i]->purpose);
		html_text(h, str_cut(text, e[i]->from, e[i]->upto));
		html_end(h);
		at = e[i]->upto;
	}
	html_text(h, str_cut(text, at, text.len));
	html_end(h);
}

static bool judged(struct verdict *v, struct article *a, struct call *c, struct err *err)
{
	struct params body;

	if (!params_parse(&body, c->arena, c->req->body, LIMIT_TEXT, err))
		return false;
	*a = (struct article){.origin = STR("request")};
	a->field[FIELD_TITLE] = params_get(&body, STR("title"));
	a->field[FIELD_TEXT] = params_get(&body, STR("text"));
	if (!article_seal(a, c->arena, err))
		return false;
	judge_article(v, c->judge, c->arena, a);
	return true;
}

void page_try_post(struct call *c)
{
	struct proof *p = ARENA_NEW(c->arena, struct proof);
	struct article article;
	struct verdict verdict;
	struct html h;
	struct buf json;
	struct err err;

	if (!c->judge) {
		call_problem(c, 501, NULL, "this server runs without a pack and judges nothing");
		return;
	}
	if (!judged(&verdict, &article, c, &err)) {
		call_problem(c, 422, NULL, "%s; paste the text of one article", err.text);
		return;
	}
	p->arena = c->arena;
	buf_init(&json, LIMIT_RESPONSE);
	verdict_to_json(&json, &verdict, &article);
	try_begin(&h, c);
	if (proof_add(p, buf_view(&json), article.field[FIELD_TITLE], STR("your text"),
		      STR("/try")))
		verdict_of(&h, c, p);
	page_section(&h, "text-marked", STR("Your text with its evidence"));
	marked(&h, c, &verdict, article.field[FIELD_TEXT]);
	html_end(&h);
	page_section(&h, "again", STR("Another one"));
	form(&h, article.field[FIELD_TITLE], article.field[FIELD_TEXT]);
	html_end(&h);
	page_end(&h, c);
	proof_free(p);
	buf_free(&json);
}
