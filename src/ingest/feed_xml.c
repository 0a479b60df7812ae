/* feed_xml.c -- the XML kinds of feed, by libxml2's reader.
 *
 * The reader walks; at an item, entry or url element its subtree alone is expanded,
 * so a feed of 20 MB costs one entry of memory at a time. Elements are told by their
 * local names, with the namespace where a name means two things (media:title), since
 * real feeds get their namespaces wrong more often than their names. Recovering is
 * on: after an error the parser goes on as well as it can. No entities from outside,
 * no network, libxml2's own limits against bombs are left on. */
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <threads.h>

#include "base/limits.h"
#include "base/memory.h"
#include "ingest/feed_reader.h"
#include "text/date.h"

#define MEDIA "http://search.yahoo.com/mrss/"
#define OPTIONS                                                                                    \
	(XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |           \
	 XML_PARSE_NOCDATA)

struct feed_xml {
	xmlTextReaderPtr reader;
	struct arena *arena; /* the feed's */
	struct feed_head *head;
	size_t entries;
	bool is_feed;  /* an element of a feed was seen */
	bool expanded; /* the reader stands on a subtree that was read already */
};

static bool is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

static bool in_media(const xmlNode *n)
{
	return n->ns && n->ns->href && strcmp((const char *)n->ns->href, MEDIA) == 0;
}

static struct str taken(struct arena *arena, xmlChar *text)
{
	struct str s = arena_copy(arena, str_trim(str_of((const char *)text)));

	xmlFree(text);
	return s;
}

static struct str content_of(struct arena *arena, const xmlNode *n)
{
	return taken(arena, xmlNodeGetContent(n));
}

static struct str attribute(struct arena *arena, const xmlNode *n, const char *name)
{
	return taken(arena, xmlGetProp(n, (const xmlChar *)name));
}

/* Atom's type="xhtml": the markup inside, written out again. */
static struct str inner_markup(struct arena *arena, const xmlNode *n)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	struct str s;

	for (xmlNode *child = n->children; child; child = child->next)
		xmlNodeDump(buffer, n->doc, child, 0, 0);
	s = arena_copy(arena, str_of((const char *)xmlBufferContent(buffer)));
	xmlBufferFree(buffer);
	return s;
}

static struct str escape(struct arena *arena, struct str text)
{
	xmlChar *escaped = xmlEncodeSpecialChars(NULL, (const xmlChar *)arena_z(arena, text));

	return taken(arena, escaped);
}

/* RSS puts HTML into text; Atom says which it is. */
static struct str html_of(struct arena *arena, const xmlNode *n)
{
	struct str type = attribute(arena, n, "type");

	if (str_eq(type, STR("xhtml")) || str_eq(type, STR("application/xhtml+xml")) ||
	    is(n, "body"))
		return inner_markup(arena, n);
	if (str_eq(type, STR("text")) || str_eq(type, STR("text/plain")))
		return escape(arena, content_of(arena, n));
	return content_of(arena, n);
}

static void keep_longer(struct str *out, struct str s)
{
	if (s.len > out->len)
		*out = s;
}

static void keep_first(struct str *out, struct str s)
{
	if (!out->len)
		*out = s;
}

/* -- what the children of an entry say --------------------------------------------- */

struct entry {
	struct feed_entry *out;
	struct arena *arena;
	bool published; /* the date is that of publication, no later one replaces it */
};

static void on_title(struct entry *e, const xmlNode *n)
{
	if (!in_media(n))
		keep_first(&e->out->title, html_of(e->arena, n));
}

static void on_link(struct entry *e, const xmlNode *n)
{
	struct str href = attribute(e->arena, n, "href"), rel = attribute(e->arena, n, "rel");

	if (!href.len)
		keep_first(&e->out->url, content_of(e->arena, n));
	else if (!rel.len || str_eq(rel, STR("alternate")))
		keep_first(&e->out->url, href);
	else if (str_eq(rel, STR("enclosure")) &&
		 str_starts(attribute(e->arena, n, "type"), STR("image/")))
		keep_first(&e->out->image, href);
}

static void on_loc(struct entry *e, const xmlNode *n)
{
	if (!n->ns || !strstr((const char *)n->ns->href, "image"))
		keep_first(&e->out->url, content_of(e->arena, n));
}

static void on_guid(struct entry *e, const xmlNode *n)
{
	keep_first(&e->out->id, content_of(e->arena, n));
}

static void on_published(struct entry *e, const xmlNode *n)
{
	struct date date;

	if (!e->published && date_parse(&date, content_of(e->arena, n))) {
		e->out->date_ms = date.ms;
		e->published = true;
	}
}

static void on_updated(struct entry *e, const xmlNode *n)
{
	struct date date;

	if (!e->out->date_ms && date_parse(&date, content_of(e->arena, n)))
		e->out->date_ms = date.ms;
}

static void on_html(struct entry *e, const xmlNode *n)
{
	if (!in_media(n))
		keep_longer(&e->out->html, html_of(e->arena, n));
}

static void on_author(struct entry *e, const xmlNode *n)
{
	for (const xmlNode *child = n->children; child; child = child->next)
		if (is(child, "name")) {
			keep_first(&e->out->author, content_of(e->arena, child));
			return;
		}
	keep_first(&e->out->author, content_of(e->arena, n));
}

static void on_source(struct entry *e, const xmlNode *n)
{
	for (const xmlNode *child = n->children; child; child = child->next)
		if (is(child, "title")) {
			keep_first(&e->out->publisher, content_of(e->arena, child));
			return;
		}
	keep_first(&e->out->publisher, content_of(e->arena, n));
}

static void on_media(struct entry *e, const xmlNode *n)
{
	struct str type = attribute(e->arena, n, "type");
	struct str medium = attribute(e->arena, n, "medium");
	bool thumbnail = is(n, "thumbnail");

	if (is(n, "content") && !in_media(n)) {
		on_html(e, n);
		return;
	}
	if (thumbnail || str_starts(type, STR("image/")) || str_eq(medium, STR("image")))
		keep_first(&e->out->image, attribute(e->arena, n, "url"));
}

static void on_image(struct entry *e, const xmlNode *n)
{
	struct str href = attribute(e->arena, n, "href");

	keep_first(&e->out->image, href.len ? href : content_of(e->arena, n));
}

static void on_lang(struct entry *e, const xmlNode *n)
{
	keep_first(&e->out->lang, content_of(e->arena, n));
}

static void read_children(struct entry *e, const xmlNode *n);

static const struct {
	const char *name;
	void (*read)(struct entry *e, const xmlNode *n);
} children[] = {
	{"title", on_title},
	{"link", on_link},
	{"loc", on_loc},
	{"guid", on_guid},
	{"id", on_guid},
	{"identifier", on_guid},
	{"pubDate", on_published},
	{"published", on_published},
	{"issued", on_published},
	{"publication_date", on_published},
	{"date", on_published},
	{"created", on_published},
	{"updated", on_updated},
	{"modified", on_updated},
	{"lastmod", on_updated},
	{"encoded", on_html},
	{"content", on_media},
	{"thumbnail", on_media},
	{"enclosure", on_media},
	{"description", on_html},
	{"summary", on_html},
	{"body", on_html},
	{"author", on_author},
	{"creator", on_author},
	{"source", on_source},
	{"image", on_image},
	{"language", on_lang},
	{"news", read_children},
	{"publication", on_source},
	{"group", read_children},
};

static void read_child(struct entry *e, const xmlNode *n)
{
	for (size_t i = 0; i < sizeof children / sizeof *children; i++)
		if (is(n, children[i].name)) {
			children[i].read(e, n);
			return;
		}
}

static void read_children(struct entry *e, const xmlNode *n)
{
	for (const xmlNode *child = n->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			read_child(e, child);
}

static void read_publication(struct feed_entry *out, struct arena *arena, const xmlNode *n)
{
	for (const xmlNode *child = n->children; child; child = child->next) {
		if (is(child, "news") || is(child, "publication"))
			read_publication(out, arena, child);
		else if (is(n, "publication") && is(child, "name"))
			out->publisher = content_of(arena, child);
		else if (is(n, "publication") && is(child, "language"))
			out->lang = content_of(arena, child);
	}
}

static void read_entry(struct feed_entry *out, struct arena *arena, const xmlNode *n)
{
	struct entry e = {.out = out, .arena = arena};

	read_children(&e, n);
	if (is(n, "url"))
		read_publication(out, arena, n);
	if (!out->lang.len)
		out->lang = taken(arena, xmlNodeGetLang(n));
	if (!out->id.len)
		out->id = attribute(arena, n, "about");
}

/* -- the walk ------------------------------------------------------------------------ */

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* Title, link and language above the entries. */
static void read_head(struct feed_xml *x, const xmlNode *n)
{
	if (in_media(n))
		return;
	if (is(n, "title"))
		keep_first(&x->head->title, content_of(x->arena, n));
	if (is(n, "language"))
		keep_first(&x->head->lang, content_of(x->arena, n));
	if (is(n, "link")) {
		struct str href = attribute(x->arena, n, "href");
		struct str rel = attribute(x->arena, n, "rel");

		if (!href.len)
			keep_first(&x->head->url, content_of(x->arena, n));
		else if (!rel.len || str_eq(rel, STR("alternate")))
			keep_first(&x->head->url, href);
	}
}

static const char *const roots[] = {"rss", "feed", "RDF", "urlset", "channel", NULL};
static const char *const entries[] = {"item", "entry", "url", NULL};
static const char *const heads[] = {"title", "link", "language", NULL};
static const char *const skipped[] = {"image", "textinput", "textInput", "author", NULL};

/* The element the reader stands on: an entry is read to *out. */
static bool at_element(struct feed_entry *out, struct feed_xml *x, struct arena *arena)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(x->reader);
	xmlNode *n;

	if (!name)
		return false;
	if (is_one_of(name, roots))
		x->is_feed = true;
	if (!x->is_feed)
		return false;
	if (is_one_of(name, skipped)) {
		x->expanded = true;
		return false;
	}
	if (!is_one_of(name, entries) && !is_one_of(name, heads))
		return false;
	n = xmlTextReaderExpand(x->reader);
	x->expanded = true;
	if (!n)
		return false;
	if (is_one_of(name, entries)) {
		read_entry(out, arena, n);
		return true;
	}
	read_head(x, n);
	return false;
}

static int advance(struct feed_xml *x)
{
	bool over = x->expanded;

	x->expanded = false;
	return over ? xmlTextReaderNext(x->reader) : xmlTextReaderRead(x->reader);
}

static enum feed_pulled next_xml(struct feed_entry *out, void *state, struct arena *arena,
				 struct err *err)
{
	struct feed_xml *x = state;
	int rc;

	while ((rc = advance(x)) == 1)
		if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT &&
		    at_element(out, x, arena)) {
			x->entries++;
			return FEED_ENTRY;
		}
	if (rc == 0 && x->is_feed)
		return FEED_END;
	err_set(err, ERR_INPUT, "%s",
		!x->is_feed ? "not a feed: neither RSS nor Atom nor a news sitemap"
			    : "the XML is broken and can not be read further");
	return FEED_BROKEN;
}

/* Length of "&amp;", "&#39;" and the like at the front; 0: a bare ampersand, or an entity
 * of HTML or of the document's own, which is then text (titles are HTML, and decode it
 * later; a document's own entities are never unfolded). */
static size_t entity_at(struct str s)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	size_t end;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(s, str_of(known[i])))
			return strlen(known[i]);
	if (!str_starts(s, STR("&#")))
		return 0;
	for (end = 2; end < s.len && end < 10; end++)
		if (!strchr("0123456789abcdefABCDEFxX", s.at[end]))
			break;
	return end > 2 && end < s.len && s.at[end] == ';' ? end + 1 : 0;
}

static bool is_allowed(char c)
{
	return (unsigned char)c >= ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Feeds are full of bare ampersands and control characters, at which the parser would
 * stop; CDATA is left alone. */
static struct str mended(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len * 5 + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len;) {
		struct str rest = str_cut(s, i, s.len);
		size_t whole = 1;

		if (s.at[i] == '<' && str_starts(rest, STR("<![CDATA["))) {
			size_t end = str_find(rest, STR("]]>"));

			whole = end == STR_NPOS ? rest.len : end + 3;
		} else if (s.at[i] == '&') {
			whole = entity_at(rest);
		}
		if (whole == 0) {
			memcpy(copy + len, "&amp;", 5);
			len += 5;
			i++;
			continue;
		}
		for (size_t k = 0; k < whole; k++, i++)
			copy[len++] = is_allowed(s.at[i]) ? s.at[i] : ' ';
	}
	return (struct str){copy, len};
}

static void on_trouble(void *unused, const char *text, xmlParserSeverities severity,
		       xmlTextReaderLocatorPtr where)
{
	(void)unused;
	(void)text;
	(void)severity;
	(void)where;
}

static void set_up(void)
{
	xmlInitParser();
}

static bool open_xml(void **state, struct arena *arena, struct str utf8, struct feed_head *head,
		     struct err *err)
{
	struct str xml = mended(arena, utf8);
	xmlTextReaderPtr reader;
	struct feed_xml *x;
	static once_flag once = ONCE_FLAG_INIT;

	call_once(&once, set_up);
	reader = xmlReaderForMemory(xml.at, (int)xml.len, NULL, "UTF-8", OPTIONS);
	if (!reader)
		return err_set(err, ERR_INPUT, "the XML can not be read");
	xmlTextReaderSetErrorHandler(reader, on_trouble, NULL);
	x = memory_zalloc(sizeof *x);
	x->reader = reader;
	x->arena = arena;
	x->head = head;
	*state = x;
	return true;
}

static void close_xml(void *state)
{
	struct feed_xml *x = state;

	xmlFreeTextReader(x->reader);
	memory_free(x);
}

const struct feed_reader feed_xml_reader = {open_xml, next_xml, close_xml};
