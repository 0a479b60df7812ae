/* feed_fields.c -- one row for each element that is understood; the rest are extras.
 *
 * A row says whose word the element is, its name, how it is read, into which field and
 * with which rank: a format's own words come before Dublin Core's, those before the
 * podcasts'. Extras keep what no row reads, for `tocsin probe feed`. */
#include "ingest/feed_fields.h"

#include "ingest/feed_text.h"
#include "text/url.h"

#define EXTRA_DEPTH 4 /* of children below an extra element */

struct row;
typedef void read_fn(struct feed_record *r, const struct feed_node *n, const struct row *row);

enum where { ANYWHERE, IN_FEED, IN_ENTRY };

struct row {
	enum feed_vocabulary vocabulary;
	const char *name;
	read_fn *read;
	enum feed_text field;
	int rank;
	enum where where;
};

static struct str text_of(const struct feed_record *r, const struct feed_node *n)
{
	return feed_node_text(r->arena, n);
}

static struct str address(const struct feed_record *r, const struct feed_node *n, struct str raw)
{
	struct str whole = n->base.len ? url_resolve(r->arena, n->base, raw) : STR_NONE;

	return whole.len ? whole : raw;
}

static const struct feed_node *child_named(const struct feed_node *n, const char *name)
{
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (str_eq(child->name, str_of(name)))
			return child;
	return NULL;
}

static struct str child_text(const struct feed_record *r, const struct feed_node *n,
			     const char *name)
{
	const struct feed_node *child = child_named(n, name);

	return child ? text_of(r, child) : STR_NONE;
}

static struct str child_address(const struct feed_record *r, const struct feed_node *n,
				const char *name)
{
	const struct feed_node *child = child_named(n, name);

	return child ? address(r, child, text_of(r, child)) : STR_NONE;
}

/* -- texts ------------------------------------------------------------------------------ */

static void on_text(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	feed_record_text(r, row->field, text_of(r, n), row->rank);
}

static void on_html(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	bool plain;
	struct str s = feed_text_of(&plain, r->arena, n);

	feed_record_text(r, row->field, s, row->rank);
	if (s.len && r->text[row->field].at == s.at)
		r->plain[row->field] = plain;
}

static void on_address(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	feed_record_text(r, row->field, address(r, n, text_of(r, n)), row->rank);
}

static void on_moment(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	feed_record_moment(r, row->field, text_of(r, n), row->rank);
}

/* Dublin Core has one date for both. */
static void on_dc_date(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	feed_record_moment(r, FEED_PUBLISHED, text_of(r, n), row->rank);
	feed_record_moment(r, FEED_UPDATED, text_of(r, n), row->rank);
}

static void on_content(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	on_html(r, n, row);
	feed_record_text(r, FEED_CONTENT_TYPE, feed_node_attribute(n, "type"), row->rank);
	feed_record_text(r, FEED_CONTENT_SRC, address(r, n, feed_node_attribute(n, "src")),
			 row->rank);
}

static void on_guid(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct str permalink;
	bool plain;

	feed_record_text(r, FEED_ID, feed_text_of(&plain, r->arena, n), row->rank);
	permalink = feed_node_attribute(n, "isPermaLink");
	feed_record_text(r, FEED_PERMALINK, permalink.len ? permalink : STR("true"), 1);
}

static void on_generator(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct str uri = feed_node_attribute(n, "uri");

	on_html(r, n, row);
	uri = uri.len ? uri : feed_node_attribute(n, "url");
	feed_record_text(r, FEED_GENERATOR_URI, address(r, n, uri), 1);
	feed_record_text(r, FEED_GENERATOR_VERSION, feed_node_attribute(n, "version"), 1);
}

/* -- links and images ------------------------------------------------------------------- */

static void enclose(struct feed_record *r, const struct feed_link *link)
{
	struct feed_link *e = feed_record_enclosure(r);

	if (e) {
		*e = *link;
		e->next = NULL;
	}
	if (str_starts(link->type, STR("image/")))
		feed_record_text(r, FEED_IMAGE_URL, link->href, 3);
}

/* RSS: the last of several stands, as in most readers. Atom: the first alternate one. */
static void on_link(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct feed_link found = {.rel = feed_node_attribute(n, "rel"),
				  .type = feed_node_attribute(n, "type"),
				  .hreflang = feed_node_attribute(n, "hreflang"),
				  .title = feed_node_attribute(n, "title"),
				  .length = feed_node_attribute(n, "length")};
	struct str raw = feed_node_attribute(n, "href");
	struct feed_link *kept;

	if (!raw.len)
		raw = text_of(r, n);
	if (!raw.len && n->vocabulary != NS_ATOM)
		return;
	found.href = address(r, n, raw); /* Atom's href="" is the base itself */
	if (!found.rel.len)
		found.rel = STR("alternate");
	kept = feed_record_link(r);
	if (kept)
		*kept = found;
	if (str_eq(found.rel, STR("enclosure")) && found.href.len)
		enclose(r, &found);
	else if (str_eq(found.rel, STR("self")))
		feed_record_text(r, FEED_SELF, found.href, 1);
	if (!str_eq(found.rel, STR("alternate")) || !found.href.len)
		return;
	if (n->vocabulary == NS_PLAIN && r->rank[FEED_LINK] == row->rank)
		r->rank[FEED_LINK] = 0;
	feed_record_text(r, FEED_LINK, found.href, row->rank);
}

static void on_enclosure(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct feed_link found = {.href = address(r, n, feed_node_attribute(n, "url")),
				  .type = feed_node_attribute(n, "type"),
				  .length = feed_node_attribute(n, "length")};

	(void)row;
	if (found.href.len)
		enclose(r, &found);
}

static void on_image(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	static const struct {
		const char *name;
		enum feed_text field;
	} parts[] = {{"link", FEED_IMAGE_LINK},
		     {"width", FEED_IMAGE_WIDTH},
		     {"height", FEED_IMAGE_HEIGHT}};
	const struct feed_node *title = child_named(n, "title");
	const struct feed_node *description = child_named(n, "description");
	struct str url = child_address(r, n, "url");
	bool plain;

	if (!url.len && !feed_node_has_elements(n))
		url = address(r, n, text_of(r, n));
	feed_record_text(r, FEED_IMAGE_URL, url, row->rank);
	if (title)
		feed_record_text(r, FEED_IMAGE_TITLE, feed_text_of(&plain, r->arena, title),
				 row->rank);
	if (description)
		feed_record_text(r, FEED_IMAGE_DESCRIPTION,
				 feed_text_of(&plain, r->arena, description), row->rank);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		feed_record_text(r, parts[i].field, child_text(r, n, parts[i].name), row->rank);
}

/* The address in an attribute (itunes:image) or a child (an image sitemap's loc). */
static void on_picture(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct str url = feed_node_attribute(n, "href");

	feed_record_text(r, FEED_IMAGE_URL,
			 url.len ? address(r, n, url) : child_address(r, n, "loc"), row->rank);
}

static void on_media(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct str type = feed_node_attribute(n, "type");
	struct str medium = feed_node_attribute(n, "medium");

	if (str_eq(n->name, STR("thumbnail")) || str_starts(type, STR("image/")) ||
	    str_eq(medium, STR("image")))
		feed_record_text(r, FEED_IMAGE_URL, address(r, n, feed_node_attribute(n, "url")),
				 row->rank);
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (str_eq(child->name, STR("thumbnail")))
			on_media(r, child, row);
}

/* -- people and subjects ---------------------------------------------------------------- */

static bool is_person(const struct feed_node *n)
{
	return child_named(n, "name") || child_named(n, "email") || child_named(n, "uri") ||
	       child_named(n, "url") || child_named(n, "homepage");
}

static void read_person(struct feed_person *p, const struct feed_record *r,
			const struct feed_node *n)
{
	bool plain;

	if (!is_person(n)) {
		feed_record_person(p, feed_text_of(&plain, r->arena, n));
		return;
	}
	p->name = child_text(r, n, "name");
	p->email = child_text(r, n, "email");
	p->url = child_address(r, n, "uri");
	if (!p->url.len)
		p->url = child_address(r, n, "url");
	if (!p->url.len)
		p->url = child_address(r, n, "homepage");
}

static void on_author(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct feed_person *p = text_of(r, n).len ? feed_record_author(r, row->rank) : NULL;

	if (p)
		read_person(p, r, n);
}

static void on_contributor(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct feed_person *p = text_of(r, n).len ? feed_record_contributor(r) : NULL;

	(void)row;
	if (p)
		read_person(p, r, n);
}

static void on_category(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct str term = feed_node_attribute(n, "term"), scheme = feed_node_attribute(n, "scheme");
	struct feed_category *c;
	bool plain;

	if (!term.len)
		term = feed_node_attribute(n, "text"); /* podcasts' */
	if (!term.len)
		term = feed_text_of(&plain, r->arena, n);
	if (!scheme.len)
		scheme = feed_node_attribute(n, "domain"); /* RSS's */
	if (!term.len && !scheme.len && !feed_node_attribute(n, "label").len)
		return;
	c = feed_record_category(r);
	if (!c)
		return;
	*c = (struct feed_category){
		.term = term, .label = feed_node_attribute(n, "label"), .scheme = scheme};
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (child->vocabulary == NS_ITUNES)
			on_category(r, child, row);
}

static void on_keywords(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	(void)row;
	feed_record_keywords(r, text_of(r, n));
}

/* -- elements that hold elements -------------------------------------------------------- */

static void on_group(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (child->name.len)
			feed_fields_read(r, child, row->where != IN_FEED);
}

/* Where the entry was taken from. */
static void on_source(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	struct feed_record *s = feed_record_new(r->arena, r->wants_extras);

	if (r->source)
		return;
	r->source = s;
	if (n->vocabulary == NS_ATOM) {
		on_group(s, n, &(struct row){.where = IN_FEED});
		return;
	}
	on_html(s, n, &(struct row){.field = FEED_TITLE, .rank = row->rank});
	feed_record_text(s, FEED_LINK, address(r, n, feed_node_attribute(n, "url")), row->rank);
}

/* A news sitemap's publication: name and language. */
static void on_publication(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	if (!r->source)
		r->source = feed_record_new(r->arena, r->wants_extras);
	feed_record_text(r->source, FEED_TITLE, child_text(r, n, "name"), row->rank);
	feed_record_text(r, FEED_LANGUAGE, child_text(r, n, "language"), row->rank);
}

static void on_nothing(struct feed_record *r, const struct feed_node *n, const struct row *row)
{
	(void)r;
	(void)n;
	(void)row;
}

/* -- the table -------------------------------------------------------------------------- */

static const struct row rows[] = {
	{NS_PLAIN, "title", on_html, FEED_TITLE, 1, ANYWHERE},
	{NS_PLAIN, "link", on_link, FEED_LINK, 1, ANYWHERE},
	{NS_PLAIN, "loc", on_link, FEED_LINK, 1, IN_ENTRY},
	{NS_PLAIN, "guid", on_guid, FEED_ID, 1, IN_ENTRY},
	{NS_PLAIN, "description", on_html, FEED_SUMMARY, 1, ANYWHERE},
	{NS_PLAIN, "summary", on_html, FEED_SUMMARY, 2, IN_ENTRY},
	{NS_PLAIN, "content", on_content, FEED_CONTENT, 2, IN_ENTRY},
	{NS_PLAIN, "body", on_html, FEED_CONTENT, 2, IN_ENTRY},
	{NS_PLAIN, "author", on_author, 0, 1, ANYWHERE},
	{NS_PLAIN, "managingEditor", on_author, 0, 1, IN_FEED},
	{NS_PLAIN, "webMaster", on_author, 0, 5, IN_FEED},
	{NS_PLAIN, "category", on_category, 0, 1, ANYWHERE},
	{NS_PLAIN, "pubDate", on_moment, FEED_PUBLISHED, 1, ANYWHERE},
	{NS_PLAIN, "lastBuildDate", on_moment, FEED_UPDATED, 1, IN_FEED},
	{NS_PLAIN, "lastmod", on_moment, FEED_UPDATED, 2, IN_ENTRY},
	{NS_PLAIN, "published", on_moment, FEED_PUBLISHED, 2, ANYWHERE},
	{NS_PLAIN, "updated", on_moment, FEED_UPDATED, 2, ANYWHERE},
	{NS_PLAIN, "language", on_text, FEED_LANGUAGE, 1, ANYWHERE},
	{NS_PLAIN, "copyright", on_html, FEED_COPYRIGHT, 1, ANYWHERE},
	{NS_PLAIN, "generator", on_generator, FEED_GENERATOR, 1, IN_FEED},
	{NS_PLAIN, "comments", on_address, FEED_COMMENTS, 1, IN_ENTRY},
	{NS_PLAIN, "docs", on_address, FEED_DOCS, 1, IN_FEED},
	{NS_PLAIN, "image", on_image, FEED_IMAGE_URL, 1, ANYWHERE},
	{NS_PLAIN, "enclosure", on_enclosure, 0, 1, IN_ENTRY},
	{NS_PLAIN, "source", on_source, 0, 1, IN_ENTRY},
	{NS_PLAIN, "items", on_nothing, 0, 1, IN_FEED},

	{NS_ATOM, "title", on_html, FEED_TITLE, 1, ANYWHERE},
	{NS_ATOM, "id", on_address, FEED_ID, 1, ANYWHERE},
	{NS_ATOM, "link", on_link, FEED_LINK, 2, ANYWHERE},
	{NS_ATOM, "subtitle", on_html, FEED_SUMMARY, 1, IN_FEED},
	{NS_ATOM, "tagline", on_html, FEED_SUMMARY, 1, IN_FEED},
	{NS_ATOM, "summary", on_html, FEED_SUMMARY, 1, IN_ENTRY},
	{NS_ATOM, "content", on_content, FEED_CONTENT, 1, IN_ENTRY},
	{NS_ATOM, "author", on_author, 0, 1, ANYWHERE},
	{NS_ATOM, "contributor", on_contributor, 0, 1, ANYWHERE},
	{NS_ATOM, "category", on_category, 0, 1, ANYWHERE},
	{NS_ATOM, "published", on_moment, FEED_PUBLISHED, 1, ANYWHERE},
	{NS_ATOM, "issued", on_moment, FEED_PUBLISHED, 1, ANYWHERE},
	{NS_ATOM, "created", on_moment, FEED_PUBLISHED, 3, ANYWHERE},
	{NS_ATOM, "updated", on_moment, FEED_UPDATED, 1, ANYWHERE},
	{NS_ATOM, "modified", on_moment, FEED_UPDATED, 1, ANYWHERE},
	{NS_ATOM, "rights", on_html, FEED_COPYRIGHT, 1, ANYWHERE},
	{NS_ATOM, "copyright", on_html, FEED_COPYRIGHT, 1, ANYWHERE},
	{NS_ATOM, "generator", on_generator, FEED_GENERATOR, 1, IN_FEED},
	{NS_ATOM, "logo", on_address, FEED_LOGO, 1, IN_FEED},
	{NS_ATOM, "icon", on_address, FEED_ICON, 1, IN_FEED},
	{NS_ATOM, "source", on_source, 0, 1, IN_ENTRY},

	{NS_CONTENT, "encoded", on_html, FEED_CONTENT, 1, IN_ENTRY},
	{NS_XHTML, "body", on_html, FEED_CONTENT, 2, IN_ENTRY},
	{NS_XHTML, "div", on_html, FEED_CONTENT, 3, IN_ENTRY},

	{NS_DC, "title", on_html, FEED_TITLE, 3, ANYWHERE},
	{NS_DC, "description", on_html, FEED_SUMMARY, 3, ANYWHERE},
	{NS_DC, "identifier", on_address, FEED_ID, 3, IN_ENTRY},
	{NS_DC, "creator", on_author, 0, 2, ANYWHERE},
	{NS_DC, "author", on_author, 0, 2, ANYWHERE},
	{NS_DC, "contributor", on_contributor, 0, 2, ANYWHERE},
	{NS_DC, "subject", on_category, 0, 2, ANYWHERE},
	{NS_DC, "date", on_dc_date, 0, 4, IN_ENTRY},
	{NS_DC, "date", on_moment, FEED_UPDATED, 4, IN_FEED},
	{NS_DC, "language", on_text, FEED_LANGUAGE, 2, ANYWHERE},
	{NS_DC, "rights", on_html, FEED_COPYRIGHT, 2, ANYWHERE},
	{NS_DCTERMS, "created", on_moment, FEED_PUBLISHED, 3, ANYWHERE},
	{NS_DCTERMS, "issued", on_moment, FEED_PUBLISHED, 2, ANYWHERE},
	{NS_DCTERMS, "modified", on_moment, FEED_UPDATED, 2, ANYWHERE},

	{NS_MEDIA, "content", on_media, 0, 4, ANYWHERE},
	{NS_MEDIA, "thumbnail", on_media, 0, 4, ANYWHERE},
	{NS_MEDIA, "group", on_group, 0, 4, IN_ENTRY},
	{NS_MEDIA, "description", on_html, FEED_SUMMARY, 6, IN_ENTRY},
	{NS_MEDIA, "keywords", on_keywords, 0, 4, ANYWHERE},

	{NS_ITUNES, "summary", on_html, FEED_SUMMARY, 5, ANYWHERE},
	{NS_ITUNES, "author", on_author, 0, 4, ANYWHERE},
	{NS_ITUNES, "image", on_picture, 0, 2, ANYWHERE},
	{NS_ITUNES, "keywords", on_keywords, 0, 4, ANYWHERE},
	{NS_ITUNES, "category", on_category, 0, 4, ANYWHERE},

	{NS_NEWS, "news", on_group, 0, 1, IN_ENTRY},
	{NS_NEWS, "title", on_html, FEED_TITLE, 1, IN_ENTRY},
	{NS_NEWS, "publication", on_publication, 0, 1, IN_ENTRY},
	{NS_NEWS, "publication_date", on_moment, FEED_PUBLISHED, 1, IN_ENTRY},
	{NS_NEWS, "keywords", on_keywords, 0, 1, IN_ENTRY},
	{NS_PICTURE, "image", on_picture, 0, 1, IN_ENTRY},
};

static const struct row *row_for(const struct feed_node *n, bool entry)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].vocabulary == n->vocabulary && str_eq(n->name, str_of(rows[i].name)) &&
		    (rows[i].where == ANYWHERE || (rows[i].where == IN_ENTRY) == entry))
			return &rows[i];
	return NULL;
}

/* -- what no row reads ------------------------------------------------------------------ */

static struct str qualified(struct arena *a, struct str prefix, struct str name)
{
	return prefix.len ? arena_fmt(a, "%.*s:%.*s", STR_ARG(prefix), STR_ARG(name)) : name;
}

static void keep(struct arena *a, struct feed_extra **list, const struct feed_node *n, int depth)
{
	struct feed_extra *x = feed_record_extra(a, list);
	struct str prefix = feed_node_prefix(n->vocabulary);

	if (!x)
		return;
	x->name = qualified(a, n->vocabulary == NS_FOREIGN ? n->prefix : prefix, n->name);
	if (!feed_node_has_elements(n))
		x->value = feed_node_text(a, n);
	for (const struct feed_attribute *at = n->attributes; at; at = at->next) {
		struct feed_extra *pair = feed_record_extra(a, &x->attributes);

		if (!pair)
			break;
		pair->name = qualified(a, at->prefix, at->name);
		pair->value = str_trim(at->value);
	}
	if (depth == EXTRA_DEPTH)
		return;
	for (const struct feed_node *child = n->first; child; child = child->next)
		if (child->name.len)
			keep(a, &x->children, child, depth + 1);
}

/* Modules' elements too: a field may have come from another one. Atom's are a module
 * where they need a prefix. */
static bool is_extra(const struct feed_node *n, const struct row *row)
{
	return !row || (n->vocabulary == NS_ATOM && n->prefix.len) || n->vocabulary == NS_DC ||
	       n->vocabulary == NS_DCTERMS || n->vocabulary == NS_MEDIA ||
	       n->vocabulary == NS_ITUNES;
}

void feed_fields_read(struct feed_record *r, const struct feed_node *n, bool entry)
{
	const struct row *row = row_for(n, entry);

	if (row)
		row->read(r, n, row);
	if (r->wants_extras && is_extra(n, row))
		keep(r->arena, &r->extras, n, 0);
}
