/* prescan.c -- the gate over all that the page says, told apart from markup by the
 * tokenizer alone.
 *
 * Whatever text an article can be made of stands in a text between tags, in a title or
 * description among the meta elements, or in JSON; scripts and styles, which are most
 * of a page, are passed over by memchr. What opens the gate in an article's lead alone
 * (names of large companies, "robot") is looked for in what can be one: titles,
 * paragraphs and long texts, the first LEAD_MOST bytes of them, since menus and share
 * bars name such things on every page. Two texts are put together with a blank
 * between them, a reference stands as it is written. A page in UTF-16 is let through. */
#include "judge/prescan.h"

#include "ingest/html_token.h"

#define LEAD_MOST 4096 /* an article's lead is 1,200 bytes behind headline, byline and captions */
#define LONG 60        /* bytes of a text that is no label */

struct saying {
	char *at;
	size_t len, most;
};

struct page_text {
	struct saying all, lead;
	bool is_lead, skip, data;
};

static void put(struct saying *s, struct str text)
{
	if (!text.len || s->len + 1 >= s->most)
		return;
	text = str_cut(text, 0, s->most - s->len - 1);
	memcpy(s->at + s->len, text.at, text.len);
	s->len += text.len;
	s->at[s->len++] = ' ';
}

static void say(struct page_text *p, struct str text)
{
	put(&p->all, text);
	if (!p->data && (p->is_lead || text.len >= LONG))
		put(&p->lead, text);
}

static const char *const leads[] = {"p", "h1", "h2", "title", NULL};
static const char *const blocks[] = {"p",    "h1",    "h2",     "title",  "div",     "li",
				     "ul",   "nav",   "footer", "td",     "section", "article",
				     "main", "aside", "form",   "header", "body",    NULL};

static bool is_json(const struct html_token *t)
{
	for (size_t i = 0; i < t->attribute_count; i++)
		if (str_find_nocase(t->attribute[i].value, STR("json")) != STR_NPOS ||
		    str_starts(t->attribute[i].value, STR("__N")))
			return true;
	return false;
}

static void on_meta(struct page_text *p, const struct html_token *tag)
{
	for (size_t i = 0; i < tag->attribute_count; i++)
		if (str_eq(tag->attribute[i].name, STR("content")))
			say(p, tag->attribute[i].value);
}

static void on_start(struct page_text *p, struct html_tokenizer *t, const struct html_token *tag)
{
	p->skip = p->data = false;
	if (str_eq(tag->name, STR("script"))) {
		html_content_is(t, HTML_SCRIPT);
		p->skip = !is_json(tag);
		p->data = !p->skip;
	} else if (str_eq(tag->name, STR("style"))) {
		html_content_is(t, HTML_RAWTEXT);
		p->skip = true;
	} else if (str_eq(tag->name, STR("meta"))) {
		p->is_lead = true;
		on_meta(p, tag);
		p->is_lead = false;
	} else if (str_is_one_of(tag->name, blocks)) {
		p->is_lead = str_is_one_of(tag->name, leads);
	}
}

bool prescan_page(struct matcher *m, struct arena *arena, struct str html)
{
	struct html_tokenizer *t = ARENA_NEW(arena, struct html_tokenizer);
	struct page_text p = {.all.most = html.len + 64, .lead.most = LEAD_MOST};
	struct html_token token;

	if (html.len < 2 || !html.at[0] || !html.at[1] || (unsigned char)html.at[0] >= 0xfe)
		return true;
	p.all.at = arena_alloc(arena, p.all.most);
	p.lead.at = arena_alloc(arena, LEAD_MOST);
	html_tokenizer_init(t, arena, html);
	while (html_next(&token, t)) {
		if (token.kind == HTML_START)
			on_start(&p, t, &token);
		else if (token.kind == HTML_TEXT && !p.skip)
			say(&p, token.text);
		else if (token.kind == HTML_END) {
			p.data = false;
			if (str_is_one_of(token.name, blocks))
				p.is_lead = false;
		}
	}
	return matcher_gate(m, (struct str){p.lead.at, p.lead.len}, p.lead.len) ||
	       matcher_gate(m, (struct str){p.all.at, p.all.len}, 0);
}
