/* ingest/source_list.h -- which sources are watched, as a plain text: sources.conf. Pure.
 *
 * One source a line: address, language, kind, name; the name is the rest of the line.
 *
 *   https://example.org/rss.xml   en   feed   Example News, Technology
 *
 * Language: BCP 47, or - when the source has several. Kind: `feed` (RSS, Atom, JSON Feed or a
 * news sitemap; where it has only a summary the page is fetched) or `summary` (the same, but
 * pages are left alone). Empty lines and lines that
 * begin with # say nothing. A text that begins with < is read as OPML (ingest/opml.h).
 *
 * Names tell sources apart in the store. A source that comes again under the same address
 * is left out; one with a name that is taken is called by its address. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

struct source_item {
	struct str name, url, lang, kind;
};

struct source_list {
	struct source_item *item; /* in the arena */
	size_t count;
};

/* ERR_INPUT with the line; ERR_LIMIT beyond LIMIT_SOURCES. */
bool source_list_read(struct source_list *out, struct arena *a, struct str text,
		      struct err *err) MUST_USE;
/* Appends one that was read elsewhere, by the rules above; kind and language may be "". */
bool source_list_add(struct source_list *l, struct arena *a, const struct source_item *item,
		     struct err *err) MUST_USE;
void source_list_write(struct buf *out, const struct source_list *l);
