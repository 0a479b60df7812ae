/* ingest/feed_node.h -- one entry of an XML feed as a small tree, names understood.
 *
 * Made by feed_xml.c, read by feed_fields.c; lives in the arena it was made in and never
 * changes. Depth is bounded by LIMIT_FEED_DEPTH. Pure. */
#pragma once
#include "base/arena.h"

/* Whose word it is. Feeds get their namespaces wrong more often than their prefixes. */
enum feed_vocabulary {
	NS_PLAIN, /* RSS's own, of any version, and names that nobody owns */
	NS_ATOM,
	NS_DC,
	NS_DCTERMS,
	NS_CONTENT,
	NS_MEDIA,
	NS_ITUNES,
	NS_NEWS,
	NS_PICTURE, /* image sitemaps */
	NS_RDF,
	NS_XHTML,
	NS_FOREIGN
};

struct feed_attribute {
	struct feed_attribute *next;
	struct str prefix, name, value;
};

struct feed_node {
	struct feed_node *next, *first; /* siblings; children */
	struct str text;                /* of a text node, whose name is "" */
	enum feed_vocabulary vocabulary;
	struct str prefix, name;
	struct feed_attribute *attributes;
	struct str base; /* xml:base in force, absolute, or "" */
	struct str lang; /* xml:lang in force, or "" */
};

/* By address, else by prefix. */
enum feed_vocabulary feed_node_vocabulary(struct str prefix, struct str uri);
struct str feed_node_prefix(enum feed_vocabulary v); /* the usual one; "" for PLAIN, FOREIGN */

struct str feed_node_attribute(const struct feed_node *n, const char *name); /* trimmed or "" */
bool feed_node_has_elements(const struct feed_node *n);
struct str feed_node_text(struct arena *a, const struct feed_node *n); /* all of it, trimmed */

/* The children as markup, trimmed, without a single <div> around them all. `html`: text
 * directly inside is markup already (escaped once more by the feed's form). */
struct str feed_node_markup(struct arena *a, const struct feed_node *n, bool html);
struct str feed_node_escape(struct arena *a, struct str text); /* as HTML; lines kept */
