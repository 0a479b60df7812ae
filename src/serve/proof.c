/* serve/proof.c -- finds the quotes that support a statement, and shows them.
 *
 * An event's facets are supported by quotes of its articles; they are gathered from
 * the articles' own verdicts, as those hold the exact bytes. At most QUOTES are shown
 * for one statement, from different articles first: five sources that say the same
 * are worth more than five sentences of one. */
#include "serve/proof.h"

#include "judge/verdict.h"
#include "serve/filter.h"
#include "serve/page.h"

#define QUOTES 5

struct quote {
	size_t article, evidence;
	struct str text;
};

bool proof_add(struct proof *p, struct str verdict, struct str title, struct str publisher,
	       struct str path)
{
	struct err err;

	if (p->len == PROOF_ARTICLES || !json_read(&p->at[p->len].verdict, p->arena, verdict, &err))
		return false;
	p->at[p->len].title = title;
	p->at[p->len].publisher = publisher;
	p->at[p->len].path = path;
	p->len++;
	return true;
}

static struct str quote_at(const struct json *verdict, size_t n)
{
	return json_get_str(json_at(json_get(verdict, "evidence"), n), "quote");
}

struct quotes {
	struct quote at[QUOTES];
	size_t len;
};

static void add(struct quotes *q, size_t article, size_t evidence, struct str text)
{
	if (q->len == QUOTES || text.len == 0)
		return;
	for (size_t i = 0; i < q->len; i++)
		if (str_eq(q->at[i].text, text))
			return;
	q->at[q->len++] = (struct quote){article, evidence, text};
}

/* The `round`-th piece of evidence that article n has for the value. */
static void of_facet(struct quotes *q, const struct proof *p, size_t n, size_t round,
		     const struct facet_filter *f)
{
	const struct json *verdict = p->at[n].verdict;
	const struct json *values =
		json_get(json_get(verdict, "facets"), arena_z(p->arena, f->facet));

	for (size_t i = 0; i < json_len(values); i++) {
		const struct json *v = json_at(values, i);
		int64_t e = json_int(json_at(json_get(v, "evidence"), round), -1);

		if (e >= 0 && str_eq(json_get_str(v, "value"), f->value))
			add(q, n, (size_t)e, quote_at(verdict, (size_t)e));
	}
}

static void of_purpose(struct quotes *q, const struct proof *p, size_t n, size_t round,
		       struct str purpose)
{
	const struct json *evidence = json_get(p->at[n].verdict, "evidence");
	size_t seen = 0;

	for (size_t i = 0; i < json_len(evidence); i++) {
		const struct json *e = json_at(evidence, i);

		if (str_eq(json_get_str(e, "for"), purpose) && seen++ == round)
			add(q, n, i, json_get_str(e, "quote"));
	}
}

static void one_quote(struct html *h, const struct proof *p, const struct quote *q)
{
	const struct proof_article *a = &p->at[q->article];

	html_open(h, "li");
	html_enter(h, "a", "quote");
	html_href(h, "href", arena_fmt(p->arena, "#a%zu-e%zu", q->article + 1, q->evidence + 1));
	html_element(h, "q", NULL, q->text);
	html_z(h, " ");
	html_element(h, "cite", NULL, a->publisher.len ? a->publisher : a->title);
	html_end(h);
	html_end(h);
}

bool proof_open(struct html *h, struct proof *p, const struct proof_box *b)
{
	struct str id;

	if (b->quotes == 0) {
		html_element(h, "span", b->class, b->text);
		return false;
	}
	id = arena_fmt(p->arena, "proof-%u", ++p->boxes);
	html_enter(h, "button", b->class);
	html_attr_z(h, "type", "button");
	html_attr(h, "popovertarget", id);
	html_attr_z(h, "data-proof", "");
	html_text(h, b->text);
	if (b->tally) {
		html_enter(h, "span", "tally");
		html_element_z(h, "span", "sr", ", quotes: ");
		html_int(h, (int64_t)b->quotes);
		html_end(h);
	} else {
		html_element(h, "span", "sr", arena_fmt(p->arena, ", quotes: %zu", b->quotes));
	}
	html_end(h);
	html_enter(h, "div", "box");
	html_attr(h, "id", id);
	html_attr_z(h, "popover", "auto");
	html_attr_z(h, "role", "group");
	html_attr(h, "aria-label", arena_fmt(p->arena, "%s: %.*s", b->label, STR_ARG(b->text)));
	html_element_z(h, "p", "box-title", b->title);
	html_open(h, "ul");
	return true;
}

static void shown(struct html *h, struct proof *p, const char *class, struct str text,
		  const struct quotes *q)
{
	struct proof_box box = {.class = class,
				.text = text,
				.label = "Evidence",
				.title = "What the reports say",
				.quotes = q->len,
				.tally = true};

	if (!proof_open(h, p, &box))
		return;
	for (size_t i = 0; i < q->len; i++)
		one_quote(h, p, &q->at[i]);
	html_end(h);
	html_end(h);
}

void proof_facet(struct html *h, struct proof *p, struct str facet, struct str value)
{
	struct facet_filter f = {facet, value};
	struct quotes q = {.len = 0};

	for (size_t round = 0; round < FACET_EVIDENCE_MAX; round++)
		for (size_t n = 0; n < p->len; n++)
			of_facet(&q, p, n, round, &f);
	shown(h, p, verdict_is_unknown(value) ? "tag unknown" : "tag", value, &q);
}

void proof_purpose(struct html *h, struct proof *p, const char *purpose, struct str text,
		   struct str label)
{
	struct quotes q = {.len = 0};

	for (size_t round = 0; round < FACET_EVIDENCE_MAX; round++)
		for (size_t n = 0; n < p->len; n++)
			if (label.len == 0 ||
			    str_eq(json_get_str(p->at[n].verdict, "label"), label))
				of_purpose(&q, p, n, round, str_of(purpose));
	shown(h, p, "tag", text, &q);
}

struct str proof_purpose_in_words(struct str purpose)
{
	static const char *const known[][2] = {
		{"label", "the label"},   {"system", "the AI system"}, {"harm", "the harm"},
		{"severity", "severity"}, {"role", "the role of AI"},  {"source", "who says so"}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(purpose, str_of(known[i][0])))
			return str_of(known[i][1]);
	return str_of(filter_title(purpose));
}

static void piece_of(struct html *h, const struct proof *p, size_t n, size_t i)
{
	const struct json *e = json_at(json_get(p->at[n].verdict, "evidence"), i);
	struct str purpose = arena_copy(p->arena, json_get_str(e, "for"));

	html_open(h, "li");
	html_attr(h, "id", arena_fmt(p->arena, "a%zu-e%zu", n + 1, i + 1));
	html_element(h, "span", "ref", arena_fmt(p->arena, "[%zu]", i + 1));
	html_z(h, " ");
	html_open(h, "q");
	html_attr_z(h, "dir", "auto");
	html_text(h, json_get_str(e, "quote"));
	html_end(h);
	html_z(h, " ");
	html_element(h, "span", "for",
		     arena_fmt(p->arena, "%.*s, in the %.*s",
			       STR_ARG(proof_purpose_in_words(purpose)),
			       STR_ARG(json_get_str(e, "field"))));
	html_end(h);
}

void proof_evidence(struct html *h, const struct proof *p, size_t n, bool open)
{
	size_t count = json_len(json_get(p->at[n].verdict, "evidence"));

	if (count == 0)
		return;
	html_enter(h, "details", "evidence");
	if (open)
		html_flag(h, "open");
	html_element(h, "summary", NULL,
		     arena_fmt(p->arena, "Evidence: %.*s",
			       STR_ARG(page_plural(p->arena, (int64_t)count, "quote", "quotes"))));
	html_open(h, "ol");
	for (size_t i = 0; i < count; i++)
		piece_of(h, p, n, i);
	html_end(h);
	html_end(h);
}

/* "[12]" at the beginning of `text`: its number, and how long it is; 0 when it is none. */
static size_t reference(size_t *number, struct str text)
{
	size_t end = str_chr(text, ']');
	int64_t value;

	if (end == STR_NPOS || end < 2 || end > 5 || text.at[1] < '0' || text.at[1] > '9' ||
	    !str_int(&value, str_cut(text, 1, end)) || value < 1)
		return 0;
	*number = (size_t)value;
	return end + 1;
}

void proof_reason(struct html *h, const struct proof *p, size_t n, struct str reason)
{
	size_t count = json_len(json_get(p->at[n].verdict, "evidence")), number = 0;

	html_enter(h, "p", "rationale");
	html_attr_z(h, "dir", "auto");
	while (reason.len) {
		size_t at = str_chr(reason, '['), len;

		at = at == STR_NPOS ? reason.len : at;
		html_text(h, str_cut(reason, 0, at));
		reason = str_cut(reason, at, reason.len);
		len = reason.len ? reference(&number, reason) : 0;
		if (len && number <= count)
			html_link(h, "ref", arena_fmt(p->arena, "#a%zu-e%zu", n + 1, number),
				  str_cut(reason, 0, len));
		else
			html_text(h, str_cut(reason, 0, len = len ? len : reason.len > 0));
		reason = str_cut(reason, len, reason.len);
	}
	html_end(h);
}
