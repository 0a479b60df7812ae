/* page_meta.c -- what a page says of itself: JSON-LD, Open Graph, meta, its own text.
 *
 * One walk collects candidates with a rank, best rank wins, first of equals: JSON-LD
 * (schema.org NewsArticle), then Open Graph and article:*, then Dublin Core and plain
 * meta names, then elements (<h1>, <time>, <title>), then the address. JSON-LD that is
 * no JSON is passed over. */
#include "ingest/page_meta.h"

#include "base/json.h"
#include "ingest/html_reference.h"
#include "ingest/page_date.h"
#include "ingest/page_names.h"
#include "ingest/page_title.h"
#include "ingest/page_blocks.h"
#include "text/date_find.h"
#include "text/url.h"
#include "text/utf8.h"

enum rank {
	RANK_NONE,
	RANK_AROUND,
	RANK_SHOWN,
	RANK_ADDRESS,
	RANK_ELEMENT,
	RANK_META,
	RANK_OPEN_GRAPH,
	RANK_LINKED_DATA
};
enum what {
	WHAT_TITLE,
	WHAT_DATE,
	WHAT_AUTHOR,
	WHAT_PUBLISHER,
	WHAT_LANG,
	WHAT_URL,
	WHAT_IMAGE,
	WHAT_COUNT
};

struct finds {
	struct arena *arena;
	struct str value[WHAT_COUNT];
	struct str title_tag;
	struct date date; /* of WHAT_DATE */
	enum rank rank[WHAT_COUNT];
};

static void found(struct finds *f, enum what what, enum rank rank, struct str value)
{
	struct date date;

	value = utf8_tidy(f->arena, value, false);
	if (!value.len || rank <= f->rank[what])
		return;
	if (what == WHAT_DATE) {
		if (!date_parse(&date, value) && !date_find(&date, value, false))
			return;
		f->date = date;
	}
	f->value[what] = arena_copy(f->arena, value);
	f->rank[what] = rank;
}

/* -- meta elements -------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum what what;
	enum rank rank;
} metas[] = {
	{"og:title", WHAT_TITLE, RANK_OPEN_GRAPH},
	{"twitter:title", WHAT_TITLE, RANK_META},
	{"dc.title", WHAT_TITLE, RANK_META},
	{"article:published_time", WHAT_DATE, RANK_OPEN_GRAPH},
	{"og:published_time", WHAT_DATE, RANK_OPEN_GRAPH},
	{"datepublished", WHAT_DATE, RANK_META},
	{"pubdate", WHAT_DATE, RANK_META},
	{"publish-date", WHAT_DATE, RANK_META},
	{"publishdate", WHAT_DATE, RANK_META},
	{"parsely-pub-date", WHAT_DATE, RANK_META},
	{"sailthru.date", WHAT_DATE, RANK_META},
	{"dc.date", WHAT_DATE, RANK_META},
	{"dc.date.issued", WHAT_DATE, RANK_META},
	{"dcterms.created", WHAT_DATE, RANK_META},
	{"date", WHAT_DATE, RANK_META},
	{"article:published", WHAT_DATE, RANK_META},
	{"article.published", WHAT_DATE, RANK_META},
	{"og:article:published_time", WHAT_DATE, RANK_META},
	{"dcterms.date", WHAT_DATE, RANK_META},
	{"dcterms.issued", WHAT_DATE, RANK_META},
	{"dc.date.created", WHAT_DATE, RANK_META},
	{"dc.created", WHAT_DATE, RANK_META},
	{"citation_date", WHAT_DATE, RANK_META},
	{"citation_publication_date", WHAT_DATE, RANK_META},
	{"cxenseparse:recs:publishtime", WHAT_DATE, RANK_META},
	{"bt:pubdate", WHAT_DATE, RANK_META},
	{"publication_date", WHAT_DATE, RANK_META},
	{"published_time", WHAT_DATE, RANK_META},
	{"date.created", WHAT_DATE, RANK_META},
	{"created", WHAT_DATE, RANK_META},
	{"article:modified_time", WHAT_DATE, RANK_AROUND},
	{"og:updated_time", WHAT_DATE, RANK_AROUND},
	{"last-modified", WHAT_DATE, RANK_AROUND},
	{"datemodified", WHAT_DATE, RANK_AROUND},
	{"author", WHAT_AUTHOR, RANK_META},
	{"article:author", WHAT_AUTHOR, RANK_ELEMENT},
	{"dc.creator", WHAT_AUTHOR, RANK_META},
	{"parsely-author", WHAT_AUTHOR, RANK_META},
	{"og:site_name", WHAT_PUBLISHER, RANK_OPEN_GRAPH},
	{"application-name", WHAT_PUBLISHER, RANK_META},
	{"dc.publisher", WHAT_PUBLISHER, RANK_META},
	{"og:locale", WHAT_LANG, RANK_META},
	{"content-language", WHAT_LANG, RANK_META},
	{"og:url", WHAT_URL, RANK_META},
	{"og:image", WHAT_IMAGE, RANK_OPEN_GRAPH},
	{"twitter:image", WHAT_IMAGE, RANK_META},
};

static void on_meta(struct finds *f, const struct page_node *n)
{
	struct str name = page_tree_attribute(n, PAGE_PROPERTY);

	if (!name.len)
		name = page_tree_attribute(n, PAGE_NAME);
	if (!name.len)
		name = page_tree_attribute(n, PAGE_ITEMPROP);
	for (size_t i = 0; i < sizeof metas / sizeof *metas; i++)
		if (str_eq_nocase(name, str_of(metas[i].name)))
			found(f, metas[i].what, metas[i].rank,
			      page_tree_attribute(n, PAGE_CONTENT));
}

/* -- JSON-LD --------------------------------------------------------------------------- */

static bool is_article(const struct json *o)
{
	const struct json *type = json_get(o, "@type");
	size_t count = json_is_array(type) ? json_len(type) : 1;

	for (size_t i = 0; i < count; i++) {
		struct str name = json_str(json_is_array(type) ? json_at(type, i) : type);

		if (str_ends(name, STR("Article")) || str_ends(name, STR("Posting")) ||
		    str_ends(name, STR("Report")))
			return true;
	}
	return false;
}

/* A text, an object with a name or url, or a list of either: the first of them. */
static struct str name_of(const struct json *v, const char *key)
{
	if (json_is_array(v))
		v = json_at(v, 0);
	return json_is_object(v) ? json_get_str(v, key) : json_str(v);
}

static void on_linked_article(struct finds *f, const struct json *o)
{
	found(f, WHAT_TITLE, RANK_LINKED_DATA,
	      html_unescape(f->arena, json_get_str(o, "headline"), false));
	found(f, WHAT_DATE, RANK_LINKED_DATA, json_get_str(o, "datePublished"));
	found(f, WHAT_AUTHOR, RANK_LINKED_DATA, name_of(json_get(o, "author"), "name"));
	found(f, WHAT_PUBLISHER, RANK_LINKED_DATA, name_of(json_get(o, "publisher"), "name"));
	found(f, WHAT_LANG, RANK_LINKED_DATA, json_get_str(o, "inLanguage"));
	found(f, WHAT_IMAGE, RANK_LINKED_DATA, name_of(json_get(o, "image"), "url"));
}

static void on_linked(struct finds *f, const struct json *v, int depth)
{
	if (depth > 3)
		return;
	for (size_t i = 0; json_is_array(v) && i < json_len(v); i++)
		on_linked(f, json_at(v, i), depth + 1);
	if (json_is_object(v) && is_article(v))
		on_linked_article(f, v);
	else if (json_is_object(v))
		found(f, WHAT_DATE, RANK_META, json_get_str(v, "datePublished"));
	if (json_is_object(v))
		on_linked(f, json_get(v, "@graph"), depth + 1);
}

static void on_script(struct finds *f, const struct page_node *n)
{
	struct json *root = NULL;
	struct err ignored;

	if (!str_eq_nocase(page_tree_attribute(n, PAGE_TYPE), STR("application/ld+json")))
		return;
	if (!json_parse(&root, str_trim(n->text), &ignored))
		return;
	on_linked(f, root, 0);
	json_free(root);
}

/* -- elements -------------------------------------------------------------------------- */

static struct str text_of(struct finds *f, const struct page_node *n)
{
	return page_blocks_all(f->arena, n);
}

static void on_title(struct finds *f, const struct page_node *n)
{
	for (const struct page_node *c = n->child; c; c = c->next)
		if (c->tag == PAGE_TEXT)
			f->title_tag = f->title_tag.len ? f->title_tag
							: utf8_tidy(f->arena, c->text, false);
}

static void on_link(struct finds *f, const struct page_node *n)
{
	if (str_eq_nocase(page_tree_attribute(n, PAGE_REL), STR("canonical")))
		found(f, WHAT_URL, RANK_OPEN_GRAPH, page_tree_attribute(n, PAGE_HREF));
}

static void on_element(struct finds *f, const struct page_node *n, bool around)
{
	struct str prop = page_tree_attribute(n, PAGE_ITEMPROP);
	struct str rel = page_tree_attribute(n, PAGE_REL);

	if (n->tag == PAGE_HTML)
		found(f, WHAT_LANG, RANK_ELEMENT, page_tree_attribute(n, PAGE_LANG));
	if (n->tag == PAGE_TIME || str_eq(prop, STR("datePublished"))) {
		enum rank rank = around ? RANK_AROUND : RANK_ELEMENT;

		found(f, WHAT_DATE, rank, page_tree_attribute(n, PAGE_DATETIME));
		found(f, WHAT_DATE, rank, page_tree_attribute(n, PAGE_CONTENT));
		found(f, WHAT_DATE, around ? RANK_AROUND : RANK_SHOWN, text_of(f, n));
	}
	if (n->names & PAGE_NAMED_PUBLISHED)
		found(f, WHAT_DATE, around ? RANK_AROUND : RANK_ELEMENT,
		      page_tree_attribute(n, PAGE_HINT));
	if (str_eq(rel, STR("author")) || str_eq(prop, STR("author")))
		found(f, WHAT_AUTHOR, RANK_ELEMENT, text_of(f, n));
}

static void walk(struct finds *f, const struct page_node *n, bool around)
{
	around = around || n->surround;
	switch (n->tag) {
	case PAGE_META:
		on_meta(f, n);
		break;
	case PAGE_SCRIPT:
		on_script(f, n);
		break;
	case PAGE_TITLE:
		on_title(f, n);
		break;
	case PAGE_LINK:
		on_link(f, n);
		break;
	case PAGE_TEXT:
		return;
	default:
		on_element(f, n, around);
	}
	for (const struct page_node *c = n->child; c; c = c->next)
		walk(f, c, around);
}

/* "https://a.b/2026/01/24/x" or ".../2026-01-24-x" */
static void date_of_address(struct finds *f, struct str url)
{
	for (size_t i = 0; i + 11 <= url.len; i++) {
		struct str s = str_cut(url, i, i + 11);
		int64_t year, month, day;

		if (s.at[0] != '/' || (s.at[5] != '/' && s.at[5] != '-') || s.at[8] != s.at[5])
			continue;
		if (!str_int(&year, str_cut(s, 1, 5)) || !str_int(&month, str_cut(s, 6, 8)) ||
		    !str_int(&day, str_cut(s, 9, 11)))
			continue;
		found(f, WHAT_DATE, RANK_ADDRESS,
		      arena_fmt(f->arena, "%04d-%02d-%02d", (int)year, (int)month, (int)day));
	}
}

/* og:locale's "en_GB" is BCP 47's "en-GB". */
static struct str lang_tag(struct arena *arena, struct str lang)
{
	size_t at = str_chr(lang, '_');

	if (at == STR_NPOS)
		return arena_copy(arena, lang);
	return arena_fmt(arena, "%.*s-%.*s", (int)at, lang.at, (int)(lang.len - at - 1),
			 lang.at + at + 1);
}

static struct str kept(struct arena *arena, const struct finds *f, enum what what)
{
	return utf8_nfc(arena, arena_copy(arena, f->value[what]));
}

void page_meta_of(struct page *out, struct arena *arena, const struct page_node *root,
		  const struct page_blocks *blocks, struct str url)
{
	struct finds f = {.arena = arena_new()};
	struct page_titles titles;
	struct url parts;
	struct date date;
	struct str base;

	walk(&f, root, false);
	base = url.len ? url : f.value[WHAT_URL];
	date_of_address(&f, base);
	titles = (struct page_titles){
		.stated = f.value[WHAT_TITLE], .tag = f.title_tag, .site = f.value[WHAT_PUBLISHER]};
	if (url_parse(&parts, base))
		titles.host = parts.host;
	out->title = utf8_nfc(arena, arena_copy(arena, page_title_of(f.arena, root, &titles)));
	out->author = kept(arena, &f, WHAT_AUTHOR);
	out->publisher = kept(arena, &f, WHAT_PUBLISHER);
	out->site_name = out->publisher;
	out->lang = lang_tag(arena, f.value[WHAT_LANG]);
	out->url = arena_copy(arena, base);
	if (f.value[WHAT_IMAGE].len)
		out->image = url_resolve(arena, base, f.value[WHAT_IMAGE]);
	if (!out->publisher.len)
		out->publisher = url_site(arena, base);
	if (f.rank[WHAT_DATE] < RANK_ADDRESS &&
	    page_date_shown(&date, blocks, out->title, f.value[WHAT_LANG]))
		f.date = date;
	out->date_ms = f.date.ms;
	out->date_zone = f.date.zone;
	arena_free(f.arena);
}
