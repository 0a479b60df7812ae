/* prescan.c -- the gate over what of a page can be an article's, told apart from markup by
 * the tokenizer alone.
 *
 * That are titles and descriptions, blocks with PROSE bytes outside of links (menus,
 * teasers and share bars name large companies on every page) and, where little is shown,
 * JSON. Scripts and styles, which are most of a page, are passed over by memchr. What
 * opens the gate in an article's lead alone ("Facebook", "robot") is looked for in the
 * first LEAD_MOST bytes. Two texts are put together with a blank between them, a
 * reference stands as it is written. A page in UTF-16 is let through. */
#include "judge/prescan.h"

#include "ingest/html_token.h"
#include "ingest/page_tags.h"
#include "text/lang.h"
#include "text/utf8.h"

#define LEAD_MOST 2048 /* an article's lead is 1,200 bytes behind headline, byline and captions */
#define PROSE 30       /* bytes of a block that is no label */
#define DATA_MOST 32   /* JSON of a page; more counts as text */

struct page_text {
	char *at;
	size_t len, most;
	size_t block;       /* where the block at hand begins */
	struct str longest; /* block so far: menus and notices are short, and may be in another
			       language */
	size_t linked;
	bool is_title, in_link, skip, is_data;
	struct str data[DATA_MOST];
	size_t data_count;
};

static size_t put(struct page_text *p, struct str text)
{
	text = str_trim(text);
	if (!text.len || p->len + 1 >= p->most)
		return 0;
	text = str_cut(text, 0, p->most - p->len - 1);
	memcpy(p->at + p->len, text.at, text.len);
	p->len += text.len;
	p->at[p->len++] = ' ';
	return text.len + 1;
}

static void say(struct page_text *p, struct str text)
{
	size_t bytes;

	if (p->is_data && p->data_count < DATA_MOST) {
		p->data[p->data_count++] = text;
		return;
	}
	bytes = put(p, text);
	p->linked += p->in_link ? bytes : 0;
}

/* A label is taken back. */
static void end_block(struct page_text *p)
{
	if (!p->is_title && p->len - p->block - p->linked < PROSE)
		p->len = p->block;
	if (p->len - p->block > p->longest.len)
		p->longest = (struct str){p->at + p->block, p->len - p->block};
	p->block = p->len;
	p->linked = 0;
	p->is_title = p->in_link = false;
}

static bool is_json(const struct html_token *t)
{
	for (size_t i = 0; i < t->attribute_count; i++)
		if (str_find_nocase(t->attribute[i].value, STR("json")) != STR_NPOS ||
		    str_starts(t->attribute[i].value, STR("__N")))
			return true;
	return false;
}

static bool names_what_is_read(struct str name)
{
	return str_find_nocase(name, STR("title")) != STR_NPOS ||
	       str_find_nocase(name, STR("description")) != STR_NPOS ||
	       str_find_nocase(name, STR("headline")) != STR_NPOS;
}

/* Titles and descriptions; the others ("app-id=", "generator") no reader sees. */
static void on_meta(struct page_text *p, const struct html_token *tag)
{
	struct str content = STR_NONE;
	bool counts = false;

	for (size_t i = 0; i < tag->attribute_count; i++) {
		struct str name = tag->attribute[i].name, value = tag->attribute[i].value;

		if (str_eq(name, STR("content")))
			content = value;
		else if (!str_eq(name, STR("charset")))
			counts = counts || names_what_is_read(value);
	}
	p->is_title = true;
	if (counts)
		say(p, content);
	end_block(p);
}

/* Does its tag begin or end a block? */
static bool is_block(enum page_row row)
{
	enum page_tag tag = page_row(row)->tag;

	return row != ROW_UNKNOWN && tag != PAGE_INLINE && tag != PAGE_A && tag != PAGE_BR &&
	       tag != PAGE_DELETED;
}

static void on_start(struct page_text *p, struct html_tokenizer *t, const struct html_token *tag)
{
	enum page_row row = page_row_of(tag->name);

	p->skip = p->is_data = false;
	if (is_block(row))
		end_block(p);
	switch (row) {
	case ROW_SCRIPT:
		html_content_is(t, HTML_SCRIPT);
		p->is_data = is_json(tag);
		p->skip = !p->is_data;
		break;
	case ROW_STYLE:
		html_content_is(t, HTML_RAWTEXT);
		p->skip = true;
		break;
	case ROW_META:
		on_meta(p, tag);
		break;
	case ROW_TITLE:
	case ROW_H1:
		p->is_title = true;
		break;
	case ROW_A:
		p->in_link = true;
		break;
	default:
		break;
	}
}

static void on_end(struct page_text *p, const struct html_token *tag)
{
	enum page_row row = page_row_of(tag->name);

	p->is_data = p->skip = false;
	if (row == ROW_A)
		p->in_link = false;
	else if (is_block(row))
		end_block(p);
}

static const char *const with_attributes[] = {"meta", "script", NULL};

static struct str said(const struct page_text *p, size_t most)
{
	return (struct str){p->at, p->len < most ? p->len : most};
}

/* Or may be. "App" and "digital" are words of many languages; only in English, which
 * is judged, do they say anything. */
static bool is_english(struct arena *arena, struct str text)
{
	size_t bad;

	if (!utf8_valid(text, &bad))
		return true;
	return lang_may_be_english(lang_of(arena, text, STR_NONE));
}

bool prescan_page(struct matcher *m, struct arena *arena, struct str html)
{
	struct html_tokenizer *t = ARENA_NEW(arena, struct html_tokenizer);
	struct page_text p = {.most = html.len + 64};
	struct html_token token;
	struct str lead;

	if (html.len < 2 || !html.at[0] || !html.at[1] || (unsigned char)html.at[0] >= 0xfe)
		return true;
	p.at = arena_bytes(arena, p.most);
	html_tokenizer_init(t, arena, html);
	t->attributes_of = with_attributes;
	while (html_next(&token, t)) {
		if (token.kind == HTML_START)
			on_start(&p, t, &token);
		else if (token.kind == HTML_TEXT && !p.skip)
			say(&p, token.text);
		else if (token.kind == HTML_END)
			on_end(&p, &token);
	}
	end_block(&p);
	lead = said(&p, LEAD_MOST);
	if (p.len < LEAD_MOST)
		for (size_t i = 0; i < p.data_count; i++)
			put(&p, p.data[i]);
	return matcher_gate(m, said(&p, p.len), 0) ||
	       (matcher_gate(m, lead, lead.len) && is_english(arena, p.longest));
}
