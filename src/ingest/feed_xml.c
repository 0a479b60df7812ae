/* feed_xml.c -- the XML kinds of feed, by libxml2's reader.
 *
 * The bytes are made well-formed first (feed_mend.c), since the parser loses its place at
 * a wrong end tag. The reader walks; below the feed's own elements (rss, channel, feed,
 * RDF, urlset) each child alone is expanded and copied into a small tree of our own, so a
 * feed of 20 MB costs one entry of memory at a time. No entities, no network; there is no
 * document type left to unfold, and depth is bounded, so libxml2's own limits, which are
 * below our texts, are lifted. */
#include <threads.h>

#include <libxml/tree.h>
#include <libxml/xmlreader.h>

#include "base/limits.h"
#include "base/memory.h"
#include "ingest/feed_fields.h"
#include "ingest/feed_mend.h"
#include "ingest/feed_reader.h"
#include "text/url.h"

#define OPTIONS                                                                                    \
	(XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |           \
	 XML_PARSE_NOCDATA | XML_PARSE_HUGE)

struct feed_xml {
	struct buf mended;
	xmlTextReaderPtr reader;
	struct feed_record *head;
	struct str url;
	bool is_feed;  /* the root of a feed was seen */
	bool expanded; /* the reader stands on a subtree that was read already */
	bool bent;
};

/* -- libxml2's tree into our own -------------------------------------------------------- */

static struct str text(const xmlChar *s)
{
	return str_of((const char *)s);
}

static struct str prefix_of(const xmlNs *ns)
{
	return ns ? text(ns->prefix) : STR_NONE;
}

static struct feed_attribute *attributes_of(struct arena *a, const xmlNode *n)
{
	struct feed_attribute *first = NULL, **at = &first;

	for (const xmlAttr *from = n->properties; from; from = from->next) {
		struct feed_attribute *to = *at = ARENA_NEW(a, struct feed_attribute);

		to->prefix = arena_copy(a, prefix_of(from->ns));
		to->name = arena_copy(a, text(from->name));
		if (from->children)
			to->value = arena_copy(a, text(from->children->content));
		at = &to->next;
	}
	return first;
}

/* A prefix that was never declared stays in the name. */
static void set_name(struct feed_node *to, struct arena *a, const xmlNode *n)
{
	struct str name = arena_copy(a, text(n->name));
	size_t colon = n->ns ? STR_NPOS : str_chr(name, ':');

	to->prefix = arena_copy(a, prefix_of(n->ns));
	if (colon != STR_NPOS) {
		to->prefix = str_cut(name, 0, colon);
		name = str_cut(name, colon + 1, name.len);
	}
	to->name = name;
	to->vocabulary = feed_node_vocabulary(to->prefix, n->ns ? text(n->ns->href) : STR_NONE);
}

/* xml:base and xml:lang of this element, over those in force around it. */
static void inherit(struct feed_node *to, struct arena *a, struct str base, struct str url)
{
	for (const struct feed_attribute *at = to->attributes; at; at = at->next) {
		if (!str_eq(at->prefix, STR("xml")))
			continue;
		if (str_eq(at->name, STR("lang")))
			to->lang = str_trim(at->value);
		if (str_eq(at->name, STR("base"))) {
			struct str whole = url_resolve(a, base.len ? base : url, at->value);

			base = whole.len ? whole : base;
		}
	}
	to->base = base;
}

static struct feed_node *copied(struct arena *a, const xmlNode *n, const struct feed_node *around,
				struct str url)
{
	struct feed_node *to = ARENA_NEW(a, struct feed_node), **at = &to->first;

	to->lang = around->lang;
	if (n->type != XML_ELEMENT_NODE) {
		to->text = n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE
				   ? arena_copy(a, text(n->content))
				   : STR_NONE;
		return to;
	}
	to->attributes = attributes_of(a, n);
	set_name(to, a, n);
	inherit(to, a, around->base, url);
	for (const xmlNode *child = n->children; child; child = child->next) {
		*at = copied(a, child, to, url);
		at = &(*at)->next;
	}
	return to;
}

/* Only what is in force below the elements around n. */
static struct feed_node *surroundings(struct arena *a, const xmlNode *n, struct str url)
{
	struct feed_node *to = ARENA_NEW(a, struct feed_node), *outer;

	if (!n || n->type != XML_ELEMENT_NODE)
		return to;
	outer = surroundings(a, n->parent, url);
	to->lang = outer->lang;
	to->attributes = attributes_of(a, n);
	inherit(to, a, outer->base, url);
	return to;
}

/* -- the walk --------------------------------------------------------------------------- */

/* Which format, and which version of it, by the root. */
static void read_root(struct feed_xml *x, struct str name)
{
	struct arena *a = x->head->arena;
	xmlChar *attribute = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)"version");
	struct str version = arena_copy(a, str_trim(text(attribute)));
	struct str uri = text(xmlTextReaderConstNamespaceUri(x->reader));
	const char *type = "rss";

	xmlFree(attribute);
	if (str_eq(name, STR("RDF"))) {
		xmlChar *space = xmlTextReaderLookupNamespace(x->reader, NULL);

		version = str_find(text(space), STR("/0.9")) == STR_NPOS ? STR("1.0") : STR("0.9");
		xmlFree(space);
	} else if (str_eq(name, STR("feed"))) {
		type = "atom";
		if (str_find(uri, STR("purl.org/atom")) != STR_NPOS)
			version = version.len ? version : STR("0.3");
		else
			version = STR("1.0");
	} else if (str_eq(name, STR("urlset"))) {
		type = "sitemap";
		version = STR("0.9");
	}
	feed_record_text(x->head, FEED_TYPE, str_of(type), 1);
	feed_record_text(x->head, FEED_VERSION, version, 1);
	feed_record_text(x->head, FEED_LANGUAGE,
			 arena_copy(a, text(xmlTextReaderConstXmlLang(x->reader))), 9);
	x->is_feed = true;
}

static void read_entry(struct feed_record *out, const struct feed_node *n)
{
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (child->name.len)
			feed_fields_read(out, child, true);
	feed_record_text(out, FEED_LANGUAGE, n->lang, 9);
	feed_record_text(out, FEED_ID, feed_node_attribute(n, "about"), 9); /* RDF's */
}

/* The element the reader stands on: an entry is read to *out. */
static bool at_element(struct feed_record *out, struct feed_xml *x)
{
	static const char *const roots[] = {"rss", "feed", "RDF", "urlset", "channel", NULL};
	static const char *const entries[] = {"item", "entry", "url", NULL};
	struct str name = text(xmlTextReaderConstLocalName(x->reader));
	bool entry = str_is_one_of(name, entries);
	struct arena *a = entry ? out->arena : x->head->arena;
	const struct feed_node *tree;
	xmlNode *n;

	if (str_is_one_of(name, roots)) {
		if (!x->is_feed)
			read_root(x, name);
		return false;
	}
	if (!x->is_feed)
		return false;
	n = xmlTextReaderExpand(x->reader);
	x->expanded = true;
	if (!n)
		return false;
	tree = copied(a, n, surroundings(a, n->parent, x->url), x->url);
	if (entry)
		read_entry(out, tree);
	else
		feed_fields_read(x->head, tree, false);
	return entry;
}

static int advance(struct feed_xml *x)
{
	bool over = x->expanded;

	x->expanded = false;
	return over ? xmlTextReaderNext(x->reader) : xmlTextReaderRead(x->reader);
}

static enum feed_pulled next_xml(struct feed_record *out, void *state, struct err *err)
{
	struct feed_xml *x = state;
	int rc;

	while ((rc = advance(x)) == 1)
		if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT &&
		    at_element(out, x))
			return FEED_ENTRY;
	if (x->is_feed && rc == 0)
		return FEED_END;
	err_set(err, ERR_INPUT, "%s",
		!x->is_feed ? "not a feed: neither RSS nor Atom nor a news sitemap"
			    : "the XML is broken and can not be read further");
	return FEED_BROKEN;
}

/* -- life ------------------------------------------------------------------------------- */

/* Namespaces that were never declared, and whatever else mending left to be said. */
static void on_trouble(void *payload, const char *what, xmlParserSeverities severity,
		       xmlTextReaderLocatorPtr where)
{
	struct feed_xml *x = payload;

	(void)what;
	(void)where;
	if (severity == XML_PARSER_SEVERITY_ERROR)
		x->bent = true;
}

/* The library sets itself up once, which is not safe on two threads at a time. */
static void set_up(void)
{
	static once_flag once = ONCE_FLAG_INIT;

	call_once(&once, xmlInitParser);
}

static void close_xml(void *state)
{
	struct feed_xml *x = state;

	xmlFreeTextReader(x->reader);
	buf_free(&x->mended);
	memory_free(x);
}

static bool open_xml(void **state, struct feed_record *head, struct str utf8, struct str url,
		     struct err *err)
{
	struct feed_xml *x = memory_zalloc(sizeof *x);

	x->head = head;
	x->url = url;
	buf_init(&x->mended, LIMIT_FEED_MENDED);
	feed_mend(&x->mended, &x->bent, utf8);
	set_up();
	if (!buf_ok(&x->mended))
		err_set(err, ERR_LIMIT, "the feed has more than %d bytes when mended",
			LIMIT_FEED_MENDED);
	else if (!x->mended.len)
		err_set(err, ERR_INPUT, "neither XML nor JSON");
	else
		x->reader = xmlReaderForMemory(x->mended.at, (int)x->mended.len, NULL, "UTF-8",
					       OPTIONS);
	if (!x->reader) {
		if (buf_ok(&x->mended) && x->mended.len)
			err_set(err, ERR_INPUT, "the XML can not be read");
		close_xml(x);
		return false;
	}
	xmlTextReaderSetErrorHandler(x->reader, on_trouble, x);
	*state = x;
	return true;
}

static bool is_bent(const void *state)
{
	return ((const struct feed_xml *)state)->bent;
}

const struct feed_reader feed_xml_reader = {open_xml, next_xml, is_bent, close_xml};
