/* feed_node.c -- vocabularies, and a tree written out as text or as markup. */
#include "ingest/feed_node.h"

#include "base/buf.h"
#include "base/limits.h"

static const struct {
	enum feed_vocabulary vocabulary;
	const char *uri; /* without scheme and last slash */
} spaces[] = {
	{NS_PLAIN, "purl.org/rss/1.0"},
	{NS_PLAIN, "purl.org/net/rss1.1#"},
	{NS_PLAIN, "my.netscape.com/rdf/simple/0.9"},
	{NS_PLAIN, "channel.netscape.com/rdf/simple/0.9"},
	{NS_PLAIN, "my.netscape.com/publish/formats/rss-0.91.dtd"},
	{NS_PLAIN, "backend.userland.com/rss"},
	{NS_PLAIN, "backend.userland.com/rss2"},
	{NS_PLAIN, "backend.userland.com/rss091"},
	{NS_PLAIN, "backend.userland.com/rss092"},
	{NS_PLAIN, "blogs.law.harvard.edu/tech/rss"},
	{NS_PLAIN, "cyber.law.harvard.edu/rss/rss.html"},
	{NS_PLAIN, "www.sitemaps.org/schemas/sitemap/0.9"},
	{NS_PLAIN, "www.google.com/schemas/sitemap/0.84"},
	{NS_ATOM, "www.w3.org/2005/atom"},
	{NS_ATOM, "purl.org/atom/ns#"},
	{NS_DC, "purl.org/dc/elements/1.1"},
	{NS_DC, "purl.org/dc/elements/1.0"},
	{NS_DCTERMS, "purl.org/dc/terms"},
	{NS_CONTENT, "purl.org/rss/1.0/modules/content"},
	{NS_MEDIA, "search.yahoo.com/mrss"},
	{NS_MEDIA, "www.rssboard.org/media-rss"},
	{NS_ITUNES, "www.itunes.com/dtds/podcast-1.0.dtd"},
	{NS_NEWS, "www.google.com/schemas/sitemap-news/0.9"},
	{NS_PICTURE, "www.google.com/schemas/sitemap-image/1.1"},
	{NS_RDF, "www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{NS_XHTML, "www.w3.org/1999/xhtml"},
};

/* The first prefix of each is the usual one. */
static const struct {
	enum feed_vocabulary vocabulary;
	const char *prefix;
} prefixes[] = {
	{NS_PLAIN, ""},          {NS_ATOM, "atom"},     {NS_ATOM, "atom10"},
	{NS_ATOM, "a10"},        {NS_DC, "dc"},         {NS_DCTERMS, "dcterms"},
	{NS_CONTENT, "content"}, {NS_MEDIA, "media"},   {NS_ITUNES, "itunes"},
	{NS_NEWS, "news"},       {NS_PICTURE, "image"}, {NS_RDF, "rdf"},
	{NS_XHTML, "xhtml"},
};

static struct str bare(struct str uri)
{
	uri = str_trim(uri);
	if (str_starts(uri, STR("http://")))
		uri = str_cut(uri, 7, uri.len);
	else if (str_starts(uri, STR("https://")))
		uri = str_cut(uri, 8, uri.len);
	return str_ends(uri, STR("/")) ? str_cut(uri, 0, uri.len - 1) : uri;
}

enum feed_vocabulary feed_node_vocabulary(struct str prefix, struct str uri)
{
	struct str known = bare(uri);

	for (size_t i = 0; known.len && i < sizeof spaces / sizeof *spaces; i++)
		if (str_eq_nocase(known, str_of(spaces[i].uri)))
			return spaces[i].vocabulary;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (str_eq_nocase(prefix, str_of(prefixes[i].prefix)))
			return prefixes[i].vocabulary;
	return NS_FOREIGN;
}

struct str feed_node_prefix(enum feed_vocabulary v)
{
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (prefixes[i].vocabulary == v)
			return str_of(prefixes[i].prefix);
	return STR("");
}

struct str feed_node_attribute(const struct feed_node *n, const char *name)
{
	for (const struct feed_attribute *a = n->attributes; a; a = a->next)
		if (str_eq(a->name, str_of(name)))
			return str_trim(a->value);
	return STR_NONE;
}

bool feed_node_has_elements(const struct feed_node *n)
{
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (child->name.len)
			return true;
	return false;
}

static void put_escaped(struct buf *out, struct str text, bool quotes)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '&')
			buf_z(out, "&amp;");
		else if (c == '<')
			buf_z(out, "&lt;");
		else if (c == '>')
			buf_z(out, "&gt;");
		else if (c == '"' && quotes)
			buf_z(out, "&quot;");
		else
			buf_char(out, c);
	}
}

static struct str finished(struct arena *a, struct buf *out)
{
	struct str s = arena_copy(a, str_trim(buf_view(out)));

	buf_free(out);
	return s;
}

struct str feed_node_escape(struct arena *a, struct str text)
{
	struct str line;
	struct buf out;

	buf_init(&out, LIMIT_FEED_MENDED);
	while (str_split(&line, &text, '\n')) {
		if (out.len)
			buf_z(&out, "<br>");
		put_escaped(&out, line, false);
	}
	return finished(a, &out);
}

static void put_texts(struct buf *out, const struct feed_node *n)
{
	buf_str(out, n->text);
	for (const struct feed_node *child = n->first; child; child = child->next)
		put_texts(out, child);
}

struct str feed_node_text(struct arena *a, const struct feed_node *n)
{
	struct buf out;

	if (n->first && !n->first->next && !n->first->name.len)
		return str_trim(n->first->text);
	buf_init(&out, LIMIT_FEED_MENDED);
	put_texts(&out, n);
	return finished(a, &out);
}

static void put_name(struct buf *out, const struct feed_node *n)
{
	if (n->vocabulary == NS_FOREIGN && n->prefix.len) {
		buf_str(out, n->prefix);
		buf_char(out, ':');
	}
	buf_str(out, n->name);
}

/* Elements of HTML that have no end tag. */
static bool is_void(struct str name)
{
	static const char *const list[] = {"br",    "img", "hr",     "wbr",   "input", "area",
					   "embed", "col", "source", "track", "param"};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(name, str_of(list[i])))
			return true;
	return false;
}

static void put_markup(struct buf *out, const struct feed_node *n)
{
	if (!n->name.len) {
		put_escaped(out, n->text, false);
		return;
	}
	buf_char(out, '<');
	put_name(out, n);
	for (const struct feed_attribute *a = n->attributes; a; a = a->next) {
		if (a->prefix.len)
			continue;
		buf_char(out, ' ');
		buf_str(out, a->name);
		buf_z(out, "=\"");
		put_escaped(out, a->value, true);
		buf_char(out, '"');
	}
	if (!n->first && is_void(n->name)) {
		buf_z(out, "/>");
		return;
	}
	buf_char(out, '>');
	for (const struct feed_node *child = n->first; child; child = child->next)
		put_markup(out, child);
	buf_z(out, "</");
	put_name(out, n);
	buf_char(out, '>');
}

/* The <div> that Atom asks for around XHTML, or NULL. */
static const struct feed_node *wrapper(const struct feed_node *n)
{
	const struct feed_node *only = NULL;

	for (const struct feed_node *child = n->first; child; child = child->next) {
		if (child->name.len && only)
			return NULL;
		if (child->name.len)
			only = child;
		else if (str_trim(child->text).len)
			return NULL;
	}
	return only && str_eq(only->name, STR("div")) ? only : NULL;
}

struct str feed_node_markup(struct arena *a, const struct feed_node *n, bool html)
{
	const struct feed_node *div = wrapper(n);
	struct buf out;

	buf_init(&out, LIMIT_FEED_MENDED);
	for (const struct feed_node *child = div ? div->first : n->first; child;
	     child = child->next)
		if (html && !child->name.len)
			buf_str(&out, child->text);
		else
			put_markup(&out, child);
	return finished(a, &out);
}
