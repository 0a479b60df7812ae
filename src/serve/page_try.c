/* serve/page_try.c -- the verdict on a text that a reader pastes, or on a page by its address.
 *
 * It is shown whole to whoever brought it, with its evidence marked, and with the assertions
 * that the verdict was made of; it is judged in memory and not kept (a page: for some minutes,
 * serve/page_tried.c). The forms are plain POSTs, so they work without JavaScript and need no
 * token: they change nothing. */
#include "serve/page_try.h"

#include "base/limits.h"
#include "judge/judge.h"
#include "serve/form.h"
#include "serve/page.h"
#include "serve/page_tried.h"
#include "serve/page_verdict.h"
#include "serve/route.h"

#define ASSERTIONS_SEEN 12 /* the weightiest come first in a text; the rest in a box */

static void field(struct html *h, const char *name, const char *label, struct str value)
{
	form_label(h, NULL, str_of(name), label);
	html_open(h, "input");
	html_attr_z(h, "id", name);
	html_attr_z(h, "name", name);
	html_attr_z(h, "dir", "auto");
	html_attr_z(h, "autocomplete", "off");
	html_attr(h, "value", value);
	html_end(h);
}

static void form(struct html *h, struct str title, struct str text)
{
	html_enter(h, "form", "try");
	html_attr_z(h, "method", "post");
	html_href(h, "action", STR("/try"));
	field(h, "title", "Title", title);
	form_label(h, NULL, STR("text"), "Text of a news article");
	html_open(h, "textarea");
	html_attr_z(h, "id", "text");
	html_attr_z(h, "name", "text");
	html_attr_z(h, "dir", "auto");
	html_attr_z(h, "rows", "12");
	html_flag(h, "required");
	html_z(h, "\n");
	html_text(h, text);
	html_end(h);
	form_button(h, "primary", "Judge it");
	html_end(h);
}

static void form_of_address(struct html *h, struct str url)
{
	html_enter(h, "form", "try");
	html_attr_z(h, "method", "post");
	html_href(h, "action", STR("/try"));
	form_field(h, &(struct form_field){.name = "url",
					   .label = "Or the address of a page",
					   .type = "url",
					   .most = LIMIT_FETCH_URL,
					   .value = url,
					   .help = "It is fetched if robots.txt allows it, and "
						   "forgotten after some minutes.",
					   .required = true});
	form_button(h, "primary", "Fetch and judge it");
	html_end(h);
}

void page_try_forms(struct html *h, struct call *c, const struct page_try_fields *f)
{
	form(h, f->title, f->text);
	if (c->options->tried)
		form_of_address(h, f->url);
}

void page_try_begin(struct html *h, struct call *c, const char *lead, int refresh_s)
{
	struct page_head head = {.title = STR("Try it - Tocsin"),
				 .description = STR("Paste a news article and see the verdict."),
				 .path = STR("/try"),
				 .here = "/try",
				 .refresh_s = refresh_s,
				 .unlisted = c->id.len > 0};

	page_begin(h, c, &head);
	html_element_z(h, "h1", NULL, "Try it");
	html_element_z(h, "p", "lead", lead);
}

void page_try(struct call *c)
{
	struct html h;

	page_try_begin(
		&h, c,
		c->options->tried
			? "Paste a news article, or give its address, and see what the judge "
			  "says of it, and by which words. It is judged in memory and not kept."
			: "Paste a news article and see what the judge says of it, and by which "
			  "words. It is judged in memory and not kept. This server fetches no "
			  "pages, so it takes no addresses.",
		0);
	page_try_forms(&h, c, &(struct page_try_fields){.url = STR("")});
	page_end(&h, c);
}

/* -- the text with its evidence ------------------------------------------------------------ */

static int by_place(const struct evidence *a, const struct evidence *b)
{
	return a->from != b->from ? (a->from > b->from) - (a->from < b->from)
				  : (a->upto < b->upto) - (a->upto > b->upto);
}

/* A sentence that is evidence as a whole holds shorter quotes; they are worth more. */
static bool is_sentence(const struct verdict *v, const struct evidence *e)
{
	static const char *const whole[] = {"label", "realised", "ai_involvement", NULL};

	for (size_t i = 0; str_is_one_of(e->purpose, whole) && i < v->evidence_count; i++) {
		const struct evidence *in = &v->evidence[i];

		if (in->field == e->field && in->from >= e->from && in->upto <= e->upto &&
		    in->upto - in->from < e->upto - e->from)
			return true;
	}
	return str_eq(e->purpose, STR("label"));
}

static const char *class_of(struct str purpose)
{
	static const char *const known[] = {"system", "harm", "severity", "role", "source"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(purpose, str_of(known[i])))
			return known[i];
	return "facet";
}

/* Evidence of one field in the order of the text; what overlaps is left out. */
static void marked(struct html *h, struct call *c, const struct verdict *v, enum field of,
		   struct str text)
{
	const struct evidence **e =
		ARENA_ARRAY(c->arena, const struct evidence *, v->evidence_count + 1);
	size_t len = 0, at = 0;

	for (size_t i = 0; i < v->evidence_count; i++) {
		size_t k = len;

		if (v->evidence[i].field != of || is_sentence(v, &v->evidence[i]))
			continue;
		for (len++; k > 0 && by_place(e[k - 1], &v->evidence[i]) > 0; k--)
			e[k] = e[k - 1];
		e[k] = &v->evidence[i];
	}
	for (size_t i = 0; i < len; i++) {
		if (e[i]->from < at)
			continue;
		html_text(h, str_cut(text, at, e[i]->from));
		html_enter(h, "mark", class_of(e[i]->purpose));
		html_attr(h, "title", proof_purpose_in_words(e[i]->purpose));
		html_text(h, str_cut(text, e[i]->from, e[i]->upto));
		html_end(h);
		at = e[i]->upto;
	}
	html_text(h, str_cut(text, at, text.len));
}

static void text_marked(struct html *h, struct call *c, const struct verdict *v,
			const struct article *a)
{
	static const char *const kind[][2] = {{"system", "AI system"},   {"harm", "harm"},
					      {"severity", "severity"},  {"role", "role of AI"},
					      {"source", "who says so"}, {"facet", "tags"}};

	page_section(h, "text-marked", STR("The text with its evidence"));
	html_enter(h, "p", "legend marks");
	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		html_element_z(h, "mark", kind[i][0], kind[i][1]);
		html_z(h, " ");
	}
	html_end(h);
	html_enter(h, "div", "marked");
	html_attr_z(h, "dir", "auto");
	if (a->field[FIELD_TITLE].len) {
		html_open(h, "h3");
		marked(h, c, v, FIELD_TITLE, a->field[FIELD_TITLE]);
		html_end(h);
	}
	marked(h, c, v, FIELD_TEXT, a->field[FIELD_TEXT]);
	html_end(h);
	html_end(h);
}

/* -- assertions ---------------------------------------------------------------------------- */

static const char *role_in_words(const char *role)
{
	return strcmp(role, "system") == 0   ? "AI system"
	       : strcmp(role, "harm") == 0   ? "harm or danger"
	       : strcmp(role, "victim") == 0 ? "whom it meets"
	       : strcmp(role, "actor") == 0  ? "who acts"
					     : "who says so";
}

/* A meaning without words of its own goes by its name: "victim.worker" is a worker. */
static void meaning(struct html *h, struct str name)
{
	size_t dot = str_chr(name, '.');
	struct str one, rest = dot == STR_NPOS ? name : str_cut(name, dot + 1, name.len);

	if (dot == STR_NPOS) {
		html_text(h, name);
		return;
	}
	for (bool first = true; str_split(&one, &rest, '.'); first = false) {
		html_z(h, first ? "" : ", ");
		html_text(h, one);
	}
}

static void assertion(struct html *h, const struct article *a, const struct judge_assertion *s)
{
	html_open(h, "li");
	html_open(h, "q");
	html_attr_z(h, "dir", "auto");
	html_text(h, str_cut(a->field[s->field], s->from, s->upto));
	html_end(h);
	html_enter(h, "p", "parts");
	for (size_t i = 0; i < s->part_count; i++) {
		const struct judge_part *p = &s->part[i];

		html_enter(h, "span", "tag");
		html_element_z(h, "small", NULL, role_in_words(p->role));
		html_z(h, " ");
		meaning(h, p->meaning);
		html_z(h, " ");
		html_open(h, "small");
		html_open(h, "q");
		html_text(h, str_cut(a->field[p->field], p->from, p->upto));
		html_end(h);
		html_end(h);
		html_end(h);
		html_z(h, " ");
	}
	html_element_z(h, "span", "put", s->put);
	html_z(h, " ");
	html_enter(h, "span", "muted");
	html_z(h, "weight ");
	html_int(h, (int64_t)(s->weight * 100 + 0.5F));
	html_z(h, " of 100");
	html_end(h);
	html_end(h);
	html_end(h);
}

static void assertions(struct html *h, struct call *c, const struct article *a)
{
	const struct judge_assertion *all;
	size_t count, first;

	judge_assertions(&all, &count, c->judge, c->arena, a);
	if (count == 0)
		return;
	first = count < ASSERTIONS_SEEN ? count : ASSERTIONS_SEEN;
	page_section(h, "assertions", STR("The assertions behind it"));
	html_element_z(
		h, "p", "muted",
		"Sentence by sentence: which AI system stands beside which harm, and how that "
		"is put. Title and first sentences weigh most.");
	html_enter(h, "ol", "assertion-list");
	for (size_t i = 0; i < first; i++)
		assertion(h, a, &all[i]);
	html_end(h);
	if (first < count) {
		html_open(h, "details");
		html_element(h, "summary", NULL, arena_fmt(c->arena, "%zu more", count - first));
		html_enter(h, "ol", "assertion-list");
		for (size_t i = first; i < count; i++)
			assertion(h, a, &all[i]);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

/* -- the whole ------------------------------------------------------------------------------ */

/* Lines of a form end with CR LF; articles have LF alone. */
static struct str plain_lines(struct arena *a, struct str text)
{
	char *s = arena_alloc(a, text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r')
			s[n++] = text.at[i];
	return (struct str){s, n};
}

static bool sealed(struct article *a, struct call *c, const struct params *body, struct err *err)
{
	*a = (struct article){.origin = STR("request")};
	a->field[FIELD_TITLE] = plain_lines(c->arena, params_get(body, STR("title")));
	a->field[FIELD_TEXT] = plain_lines(c->arena, params_get(body, STR("text")));
	return article_seal(a, c->arena, err);
}

static void of_page(struct html *h, struct str url)
{
	html_open(h, "p");
	html_z(h, "The page: ");
	html_link(h, NULL, url, url);
	html_end(h);
}

static void begin_answer(struct html *h, struct call *c, struct str url)
{
	if (!url.len) {
		page_try_begin(h, c,
			       "What the judge says of this text, made by a machine from its words "
			       "alone. It was judged in memory and is not kept.",
			       0);
		return;
	}
	page_try_begin(h, c,
		       "What the judge says of this page, made by a machine from its words alone. "
		       "It was judged in memory and is forgotten after some minutes.",
		       0);
	of_page(h, url);
}

void page_try_answer(struct call *c, const struct article *article, struct str url)
{
	struct proof *p = ARENA_NEW(c->arena, struct proof);
	struct page_try_fields again = {.url = url};
	struct verdict verdict;
	struct html h;
	struct buf json;
	bool told;

	judge_article(&verdict, c->judge, c->arena, article);
	p->arena = c->arena;
	buf_init(&json, LIMIT_RESPONSE);
	verdict_to_json(&json, &verdict, article);
	begin_answer(&h, c, url);
	told = proof_add(p, buf_view(&json), article->field[FIELD_TITLE],
			 url.len ? STR("this page") : STR("your text"), STR("/try"));
	if (told)
		page_verdict(&h, c, p);
	text_marked(&h, c, &verdict, article);
	assertions(&h, c, article);
	if (told)
		page_verdict_rest(&h, p);
	page_section(&h, "again", STR("Another one"));
	if (!url.len) {
		again.title = article->field[FIELD_TITLE];
		again.text = article->field[FIELD_TEXT];
	}
	page_try_forms(&h, c, &again);
	html_end(&h);
	page_end(&h, c);
	buf_free(&json);
}

static void fetch(struct call *c, struct str url)
{
	struct str id;

	if (page_tried_ask(&id, c, url))
		call_redirect(c, 303, arena_fmt(c->arena, "/try/%.*s", STR_ARG(id)));
}

void page_try_post(struct call *c)
{
	struct article article;
	struct params body;
	struct str url;
	struct err err;

	if (!c->judge) {
		call_problem(c, 501, NULL, "this server runs without a pack and judges nothing");
		return;
	}
	if (!params_parse(&body, c->arena, c->req->body, LIMIT_TEXT, &err)) {
		call_problem(c, 422, NULL, "%s; paste the text of one article", err.text);
		return;
	}
	url = str_trim(params_get(&body, STR("url")));
	if (url.len)
		fetch(c, url);
	else if (sealed(&article, c, &body, &err))
		page_try_answer(c, &article, STR(""));
	else
		call_problem(c, 422, NULL, "%s; paste the text of one article", err.text);
}
