/* ingest/feed.h -- RSS 0.9x to 2.x, RDF, Atom, JSON Feed, news sitemaps: entries.
 *
 * Life     a feed is opened over bytes that outlive it; entries are read one by one
 *          into an arena and borrowed from it.
 * Fails    ill-formed XML is mended as far as it can be; ERR_INPUT when it
 *          is no feed at all, ERR_LIMIT beyond LIMIT_FEED or its entries.
 * Safety   no entity from outside, no network. One thread. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

struct feed_entry { /* "" and 0 when the entry does not say */
	struct str id, url;
	struct str title, html; /* HTML; html: the fuller of content and summary */
	struct str author, publisher, lang, image;
	int64_t date_ms;
};

enum feed_pulled { FEED_ENTRY, FEED_END, FEED_BROKEN };

struct feed;

/* `bytes` in any encoding; `http_type` the Content-Type or ""; `url` to resolve
 * links against, "" unknown. */
bool feed_open(struct feed **out, struct str bytes, struct str http_type, struct str url,
	       struct err *err) MUST_USE;
enum feed_pulled feed_next(struct feed_entry *out, struct feed *f, struct arena *arena,
			   struct err *err);
void feed_close(struct feed *f);

/* For `tocsin probe feed`: {"feed":{...},"entries":[...],"bozo":false} with all that feed
 * and entries say. Bozo: ill-formed XML, or another encoding than declared. What broke it off
 * stands in "error". */
bool feed_to_json(struct buf *out, struct str bytes, struct err *err) MUST_USE;
