/* page_libxml2.c -- the page reader on libxml2's HTML parser; a reader of our own
 * will replace this one file.
 *
 * Bytes become UTF-8 first (header, marks, meta, detection), then a tree of our own,
 * so that nothing else in the house knows the parser. The parser mends what it can,
 * prints nothing and fetches nothing; it stops at a depth of 256, which real pages
 * stay under. It reads some 30 MB/s: the slowest step of the road. */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <threads.h>

#include "base/limits.h"
#include "ingest/page.h"
#include "ingest/page_meta.h"
#include "ingest/page_tree.h"
#include "text/charset.h"
#include "text/utf8.h"

#define OPTIONS                                                                                    \
	(HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |       \
	 HTML_PARSE_COMPACT)

static const struct {
	const char *name;
	enum page_tag tag;
	uint8_t level;
} tags[] = {
	{"a", PAGE_A, 0},
	{"abbr", PAGE_INLINE, 0},
	{"address", PAGE_HIDDEN, 0},
	{"article", PAGE_ARTICLE, 0},
	{"aside", PAGE_ASIDE, 0},
	{"b", PAGE_INLINE, 0},
	{"blockquote", PAGE_QUOTE, 0},
	{"body", PAGE_BODY, 0},
	{"br", PAGE_BR, 0},
	{"button", PAGE_HIDDEN, 0},
	{"canvas", PAGE_HIDDEN, 0},
	{"cite", PAGE_INLINE, 0},
	{"code", PAGE_INLINE, 0},
	{"dd", PAGE_LI, 0},
	{"div", PAGE_DIV, 0},
	{"dl", PAGE_LIST, 0},
	{"dt", PAGE_LI, 0},
	{"em", PAGE_INLINE, 0},
	{"figure", PAGE_FIGURE, 0},
	{"figcaption", PAGE_FIGURE, 0},
	{"font", PAGE_INLINE, 0},
	{"footer", PAGE_FOOTER, 0},
	{"form", PAGE_FORM, 0},
	{"h1", PAGE_HEADING, 1},
	{"h2", PAGE_HEADING, 2},
	{"h3", PAGE_HEADING, 3},
	{"h4", PAGE_HEADING, 4},
	{"h5", PAGE_HEADING, 5},
	{"h6", PAGE_HEADING, 6},
	{"header", PAGE_HEADER, 0},
	{"html", PAGE_HTML, 0},
	{"i", PAGE_INLINE, 0},
	{"iframe", PAGE_HIDDEN, 0},
	{"input", PAGE_HIDDEN, 0},
	{"label", PAGE_HIDDEN, 0},
	{"li", PAGE_LI, 0},
	{"link", PAGE_LINK, 0},
	{"main", PAGE_MAIN, 0},
	{"mark", PAGE_INLINE, 0},
	{"meta", PAGE_META, 0},
	{"nav", PAGE_NAV, 0},
	{"noscript", PAGE_HIDDEN, 0},
	{"object", PAGE_HIDDEN, 0},
	{"ol", PAGE_LIST, 0},
	{"option", PAGE_HIDDEN, 0},
	{"p", PAGE_P, 0},
	{"pre", PAGE_PRE, 0},
	{"q", PAGE_INLINE, 0},
	{"s", PAGE_INLINE, 0},
	{"script", PAGE_SCRIPT, 0},
	{"section", PAGE_SECTION, 0},
	{"select", PAGE_HIDDEN, 0},
	{"small", PAGE_INLINE, 0},
	{"span", PAGE_INLINE, 0},
	{"strong", PAGE_INLINE, 0},
	{"style", PAGE_HIDDEN, 0},
	{"sub", PAGE_INLINE, 0},
	{"sup", PAGE_INLINE, 0},
	{"svg", PAGE_HIDDEN, 0},
	{"table", PAGE_TABLE, 0},
	{"td", PAGE_CELL, 0},
	{"template", PAGE_HIDDEN, 0},
	{"textarea", PAGE_HIDDEN, 0},
	{"th", PAGE_CELL, 0},
	{"time", PAGE_TIME, 0},
	{"title", PAGE_TITLE, 0},
	{"u", PAGE_INLINE, 0},
	{"ul", PAGE_LIST, 0},
	{"var", PAGE_INLINE, 0},
};

static const char *const attributes[PAGE_ATTRIBUTES] = {
	[PAGE_ID] = "id",
	[PAGE_CLASS] = "class",
	[PAGE_ITEMPROP] = "itemprop",
	[PAGE_PROPERTY] = "property",
	[PAGE_NAME] = "name",
	[PAGE_CONTENT] = "content",
	[PAGE_DATETIME] = "datetime",
	[PAGE_HREF] = "href",
	[PAGE_TYPE] = "type",
	[PAGE_REL] = "rel",
	[PAGE_LANG] = "lang",
	[PAGE_ROLE] = "role",
	[PAGE_STYLE] = "style",
};

struct maker {
	struct arena *arena;
	size_t nodes;
};

static void set_tag(struct page_node *out, const char *name)
{
	size_t low = 0, high = sizeof tags / sizeof *tags;

	out->tag = PAGE_OTHER;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, tags[middle].name);

		if (order == 0) {
			out->tag = (uint8_t)tags[middle].tag;
			out->level = tags[middle].level;
			return;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
}

static struct str value_of(struct arena *arena, const xmlAttr *a)
{
	const xmlNode *text = a->children;

	if (!text || !text->content)
		return STR_NONE;
	return arena_copy(arena, str_of((const char *)text->content));
}

static void set_attributes(struct page_node *out, struct maker *m, const xmlNode *n)
{
	for (const xmlAttr *a = n->properties; a; a = a->next)
		for (size_t i = 0; i < PAGE_ATTRIBUTES; i++) {
			if (strcmp((const char *)a->name, attributes[i]) != 0)
				continue;
			if (!out->attribute)
				out->attribute = ARENA_ARRAY(m->arena, struct str, PAGE_ATTRIBUTES);
			out->attribute[i] = value_of(m->arena, a);
		}
}

static struct page_node *node_of(struct maker *m, const xmlNode *n)
{
	struct page_node *out = ARENA_NEW(m->arena, struct page_node);

	m->nodes++;
	if (n->type == XML_ELEMENT_NODE) {
		set_tag(out, (const char *)n->name);
		set_attributes(out, m, n);
	} else {
		out->tag = PAGE_TEXT;
		out->text = arena_copy(m->arena, str_of((const char *)n->content));
	}
	return out;
}

static void add_children(struct page_node *parent, struct maker *m, const xmlNode *first, int depth)
{
	struct page_node **place = &parent->child;

	for (const xmlNode *n = first; n && m->nodes < PAGE_NODES_MAX; n = n->next) {
		struct page_node *child;

		if (n->type != XML_ELEMENT_NODE && n->type != XML_TEXT_NODE &&
		    n->type != XML_CDATA_SECTION_NODE)
			continue;
		child = node_of(m, n);
		child->parent = parent;
		*place = child;
		place = &child->next;
		if (child->tag == PAGE_SCRIPT && n->children && n->children->content)
			child->text =
				arena_copy(m->arena, str_of((const char *)n->children->content));
		else if (child->tag != PAGE_TEXT && depth < PAGE_DEPTH_MAX)
			add_children(child, m, n->children, depth + 1);
	}
}

static void set_up(void)
{
	xmlInitParser();
}

void page_prepare(void)
{
	static once_flag once = ONCE_FLAG_INIT;

	call_once(&once, set_up);
}

static struct page_node *page_tree_of(struct arena *arena, struct str utf8)
{
	struct maker m = {.arena = arena};
	struct page_node *root = ARENA_NEW(arena, struct page_node);
	htmlDocPtr doc = NULL;

	page_prepare();
	root->tag = PAGE_OTHER;
	if (utf8.len)
		doc = htmlReadMemory(utf8.at, (int)utf8.len, NULL, "UTF-8", OPTIONS);
	if (doc) {
		add_children(root, &m, doc->children, 0);
		xmlFreeDoc(doc);
	}
	return root;
}

struct str page_tree_attribute(const struct page_node *n, enum page_attribute a)
{
	return n->attribute ? n->attribute[a] : STR_NONE;
}

/* A NUL would end the page for the parser. */
static struct str without_nul(struct arena *arena, struct str s)
{
	char *copy;

	if (!s.len || !memchr(s.at, '\0', s.len))
		return s;
	copy = arena_alloc(arena, s.len);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = s.at[i] ? s.at[i] : ' ';
	return (struct str){copy, s.len};
}

static struct str charset_of(struct str type)
{
	size_t at = str_find_nocase(type, STR("charset="));

	return at == STR_NPOS ? STR_NONE : str_trim(str_cut(type, at + 8, type.len));
}

bool page_read(struct page *out, struct arena *arena, struct str html, struct str http_type,
	       struct str url, struct err *err)
{
	struct arena *work = arena_new();
	struct page_node *root;
	struct str utf8;
	bool ok = false;

	*out = (struct page){.title = STR_NONE};
	if (html.len > LIMIT_PAGE)
		err_set(err, ERR_LIMIT, "the page has %zu bytes, %d are the most", html.len,
			LIMIT_PAGE);
	else
		ok = charset_decode(&utf8, work, html, charset_guess(html, charset_of(http_type)),
				    err);
	if (ok) {
		utf8 = without_nul(work, utf8_repair(work, utf8));
		root = page_tree_of(work, utf8);
		page_meta_of(out, arena, root, url);
		out->text = page_score_text(arena, root);
	}
	arena_free(work);
	return ok;
}

struct str page_fragment_text(struct arena *arena, struct str html)
{
	struct arena *work = arena_new();
	struct str text = page_score_all(
		arena, page_tree_of(work, without_nul(work, utf8_repair(work, html))));

	arena_free(work);
	return text;
}
