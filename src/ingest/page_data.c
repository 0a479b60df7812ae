/* page_data.c -- asked only when what the page shows is next to nothing.
 *
 * In a page's state nobody says which text is the article's, but articles are written
 * in sentences and nearly everything else is not: keys, names, addresses, labels. */
#include "ingest/page_data.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "ingest/page.h"
#include "text/utf8.h"

#define SENTENCE 80 /* bytes from which a text with a full stop is taken for prose */
#define LEVELS 24   /* of nested values; states are deep */

struct gatherer {
	struct arena *arena;
	struct str body; /* the longest articleBody */
	struct buf prose;
};

static struct str plain(struct gatherer *g, struct str s)
{
	if (str_chr(s, '<') == STR_NPOS && str_chr(s, '&') == STR_NPOS)
		return utf8_tidy(g->arena, s, true);
	return page_fragment_text(g->arena, s);
}

static bool is_prose(struct str s)
{
	static const char *const marks[] = {". ", ".", "! ", "? ", "\xe3\x80\x82"};
	size_t blanks = 0;

	if (s.len < SENTENCE || s.at[0] == '{' || s.at[0] == '[' || str_starts(s, STR("http")))
		return false;
	for (size_t i = 0; i < s.len && blanks < 8; i++)
		blanks += s.at[i] == ' ';
	for (size_t i = 0; blanks == 8 && i < sizeof marks / sizeof *marks; i++)
		if (str_find(s, str_of(marks[i])) != STR_NPOS)
			return true;
	return str_find(s, STR("\xe3\x80\x82")) != STR_NPOS;
}

static void take_prose(struct gatherer *g, struct str s)
{
	struct str text;

	if (!is_prose(s))
		return;
	text = str_trim(plain(g, s));
	if (!text.len || str_find(buf_view(&g->prose), text) != STR_NPOS)
		return;
	if (g->prose.len)
		buf_char(&g->prose, '\n');
	buf_str(&g->prose, text);
}

static void gather(struct gatherer *g, const struct json *v, bool linked, int depth)
{
	if (depth > LEVELS)
		return;
	if (json_is_str(v) && !linked)
		take_prose(g, json_str(v));
	for (size_t i = 0; json_is_array(v) && i < json_len(v); i++)
		gather(g, json_at(v, i), linked, depth + 1);
	for (size_t i = 0; json_is_object(v) && i < json_len(v); i++) {
		const struct json *value;
		struct str key = json_key(&value, v, i);

		if (linked && str_eq(key, STR("articleBody")) && json_str(value).len > g->body.len)
			g->body = str_trim(plain(g, json_str(value)));
		else
			gather(g, value, linked, depth + 1);
	}
}

static void walk(struct gatherer *g, const struct page_node *n)
{
	struct json *root = NULL;
	struct err ignored;

	if (n->tag == PAGE_SCRIPT && n->text.len &&
	    json_parse(&root, str_trim(n->text), &ignored)) {
		bool linked = str_find_nocase(page_tree_attribute(n, PAGE_TYPE), STR("ld+json")) !=
			      STR_NPOS;

		gather(g, root, linked, 0);
		json_free(root);
	}
	for (const struct page_node *c = n->child; c; c = c->next)
		walk(g, c);
}

struct str page_data_text(struct arena *arena, const struct page_node *root)
{
	struct gatherer g = {.arena = arena};
	struct str text;

	buf_init(&g.prose, LIMIT_TEXT);
	walk(&g, root);
	text = g.body.len ? arena_copy(arena, g.body) : arena_copy(arena, buf_view(&g.prose));
	buf_free(&g.prose);
	return utf8_nfc(arena, text);
}
