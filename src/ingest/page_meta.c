/* page_meta.c -- what a page says of itself: JSON-LD, Open Graph, meta, its own text.
 *
 * One walk collects. Of author, publisher, language, address and image the best rank wins,
 * first of equals: JSON-LD (schema.org NewsArticle), then Open Graph and article:*, then
 * Dublin Core and plain meta names, then elements. Headlines and dates become candidates
 * (page_candidates.h). JSON-LD that is no JSON is passed over. */
#include "ingest/page_meta.h"

#include "base/json.h"
#include "ingest/html_reference.h"
#include "ingest/page_candidates.h"
#include "ingest/page_names.h"
#include "text/url.h"
#include "text/utf8.h"

#define SAID_MOST 1000 /* bytes of a headline or date that is read */

enum rank { RANK_NONE, RANK_ELEMENT, RANK_META, RANK_OPEN_GRAPH, RANK_LINKED_DATA };
enum what { WHAT_AUTHOR, WHAT_PUBLISHER, WHAT_LANG, WHAT_URL, WHAT_IMAGE, WHAT_COUNT };

struct finds {
	struct arena *arena;
	struct str value[WHAT_COUNT];
	enum rank rank[WHAT_COUNT];
	struct page_saids *titles, *dates;
};

static void found(struct finds *f, enum what what, enum rank rank, struct str value)
{
	value = utf8_tidy(f->arena, value, false);
	if (!value.len || rank <= f->rank[what])
		return;
	f->value[what] = arena_copy(f->arena, value);
	f->rank[what] = rank;
}

static void said(struct page_saids *list, struct finds *f, struct page_said say)
{
	say.value = utf8_tidy(f->arena, say.value, false);
	if (!say.value.len || say.value.len > SAID_MOST || list->len == PAGE_SAID_MAX)
		return;
	say.value = arena_copy(f->arena, say.value);
	list->at[list->len++] = say;
}

/* -- meta elements -------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum what what;
	enum rank rank;
} metas[] = {
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
	{"og:image:url", WHAT_IMAGE, RANK_OPEN_GRAPH},
	{"og:image:secure_url", WHAT_IMAGE, RANK_OPEN_GRAPH},
	{"twitter:image", WHAT_IMAGE, RANK_META},
	{"twitter:image:src", WHAT_IMAGE, RANK_META},
};

/* Which names sites have for it is learned; here it is enough that it may be one. */
static bool may_name(struct str name, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (str_find_nocase(name, str_of(words[i])) != STR_NPOS)
			return true;
	return false;
}

static void say_meta(struct finds *f, struct str name, struct str value)
{
	static const char *const titles[] = {"title", "headline", NULL};
	static const char *const dates[] = {"date",  "time",   "publ", "creat",
					    "modif", "issued", NULL};
	enum page_source source = str_starts(name, STR("og:")) || str_starts(name, STR("article:"))
					  ? PAGE_SAID_GRAPH
					  : PAGE_SAID_META;
	struct page_said say = {.source = source, .name = name, .value = value};

	if (may_name(name, titles))
		said(f->titles, f, say);
	else if (may_name(name, dates))
		said(f->dates, f, say);
}

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
	say_meta(f, name, page_tree_attribute(n, PAGE_CONTENT));
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
	struct page_said title = {.source = PAGE_SAID_LINKED, .name = STR("headline")};

	title.value = html_unescape(f->arena, json_get_str(o, "headline"), false);
	said(f->titles, f, title);
	title.name = STR("name");
	title.value = html_unescape(f->arena, json_get_str(o, "name"), false);
	said(f->titles, f, title);
	found(f, WHAT_AUTHOR, RANK_LINKED_DATA, name_of(json_get(o, "author"), "name"));
	found(f, WHAT_PUBLISHER, RANK_LINKED_DATA, name_of(json_get(o, "publisher"), "name"));
	found(f, WHAT_LANG, RANK_LINKED_DATA, json_get_str(o, "inLanguage"));
	found(f, WHAT_IMAGE, RANK_LINKED_DATA, name_of(json_get(o, "image"), "url"));
}

static void on_linked_dates(struct finds *f, const struct json *o, enum page_source source)
{
	static const char *const names[] = {"datePublished", "dateCreated", "dateModified",
					    "uploadDate"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		said(f->dates, f,
		     (struct page_said){.source = source,
					.name = str_of(names[i]),
					.value = json_get_str(o, names[i])});
}

static void on_linked(struct finds *f, const struct json *v, int depth)
{
	if (depth > 3)
		return;
	for (size_t i = 0; json_is_array(v) && i < json_len(v); i++)
		on_linked(f, json_at(v, i), depth + 1);
	if (!json_is_object(v))
		return;
	if (is_article(v))
		on_linked_article(f, v);
	on_linked_dates(f, v, is_article(v) ? PAGE_SAID_LINKED : PAGE_SAID_LINKED_OTHER);
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
			said(f->titles, f,
			     (struct page_said){.source = PAGE_SAID_TAG, .value = c->text});
}

static void on_link(struct finds *f, const struct page_node *n)
{
	if (str_eq_nocase(page_tree_attribute(n, PAGE_REL), STR("canonical")))
		found(f, WHAT_URL, RANK_OPEN_GRAPH, page_tree_attribute(n, PAGE_HREF));
}

static void on_dated(struct finds *f, const struct page_node *n, struct page_said say)
{
	say.node = n;
	say.value = page_tree_attribute(n, PAGE_DATETIME);
	if (!say.value.len)
		say.value = page_tree_attribute(n, PAGE_CONTENT);
	if (!say.value.len)
		say.value = text_of(f, n);
	said(f->dates, f, say);
}

static void on_element(struct finds *f, const struct page_node *n, bool around)
{
	struct str prop = page_tree_attribute(n, PAGE_ITEMPROP);
	struct str rel = page_tree_attribute(n, PAGE_REL);
	struct page_said say = {.name = prop, .around = around};

	if (!n->values && n->tag != PAGE_TIME)
		return;
	if (n->tag == PAGE_HTML)
		found(f, WHAT_LANG, RANK_ELEMENT, page_tree_attribute(n, PAGE_LANG));
	say.source = n->tag == PAGE_TIME ? PAGE_SAID_TIME : PAGE_SAID_PROPERTY;
	if (n->tag == PAGE_TIME || str_starts(prop, STR("date")))
		on_dated(f, n, say);
	if (n->names & PAGE_NAMED_PUBLISHED) {
		say.source = PAGE_SAID_HINT;
		say.node = n;
		say.value = page_tree_attribute(n, PAGE_HINT);
		said(f->dates, f, say);
	}
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

static void collect(struct finds *f, struct page_about *about, const struct page_node *root,
		    struct str url)
{
	struct url parts;

	f->titles = (void *)arena_bytes(f->arena, sizeof *f->titles);
	f->dates = (void *)arena_bytes(f->arena, sizeof *f->dates);
	f->titles->len = f->dates->len = 0;
	walk(f, root, false);
	*about = (struct page_about){.site = f->value[WHAT_PUBLISHER],
				     .address = url.len ? url : f->value[WHAT_URL],
				     .lang = f->value[WHAT_LANG]};
	if (url_parse(&parts, about->address))
		about->host = arena_copy(f->arena, parts.host);
}

static void believe(struct page *out, struct finds *f, struct page_about *about,
		    const struct page_blocks *blocks)
{
	struct page_candidates *candidates = (void *)arena_bytes(f->arena, sizeof *candidates);
	const struct page_candidate *best;

	candidates->len = 0;
	page_title_candidates(candidates, f->arena, blocks, f->titles, about);
	best = page_candidates_best(candidates, PAGE_MODEL_TITLES);
	about->title = best ? best->text : STR_NONE;
	candidates->len = 0;
	page_date_candidates(candidates, blocks, f->dates, about);
	best = page_candidates_best(candidates, PAGE_MODEL_DATES);
	if (best && best->key != PAGE_NO_DAY) {
		out->date_ms = best->date.ms;
		out->date_zone = best->date.zone;
	}
}

void page_meta_of(struct page *out, struct arena *arena, const struct page_node *root,
		  const struct page_blocks *blocks, struct str url)
{
	struct finds f = {.arena = arena_new()};
	struct page_about about;

	collect(&f, &about, root, url);
	believe(out, &f, &about, blocks);
	out->title = utf8_nfc(arena, arena_copy(arena, about.title));
	out->author = kept(arena, &f, WHAT_AUTHOR);
	out->publisher = kept(arena, &f, WHAT_PUBLISHER);
	out->site_name = out->publisher;
	out->lang = lang_tag(arena, f.value[WHAT_LANG]);
	out->url = arena_copy(arena, about.address);
	if (f.value[WHAT_IMAGE].len)
		out->image = url_resolve(arena, about.address, f.value[WHAT_IMAGE]);
	if (!out->publisher.len)
		out->publisher = url_site(arena, about.address);
	arena_free(f.arena);
}

void page_meta_candidates(struct page_candidates *titles, struct page_candidates *dates,
			  struct arena *arena, const struct page_node *root,
			  const struct page_blocks *blocks, struct str title)
{
	struct finds f = {.arena = arena};
	struct page_about about;

	collect(&f, &about, root, STR_NONE);
	page_title_candidates(titles, arena, blocks, f.titles, &about);
	about.title = title;
	page_date_candidates(dates, blocks, f.dates, &about);
}
