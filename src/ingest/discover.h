/* ingest/discover.h -- which feeds does a web page name? Pure.
 *
 * In order: what its head declares (<link rel="alternate"> with a feed's type, rel="feed"),
 * then links to what is called like one (/feed, /rss.xml, news.atom). Each address once;
 * LIMIT_DISCOVERED of them at most. That it is called a feed does not mean that it is one:
 * discover_is_feed asks the bytes. Time is linear in the page. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

struct discovered {
	struct str url;   /* absolute http(s), or as written where the page's address is unknown */
	struct str type;  /* as declared: "application/rss+xml"; "" nobody says */
	struct str title; /* of the link, on one line; "" none */
	bool declared;    /* in the head; else a link that is called like a feed */
};

struct discovery { /* in the arena */
	struct discovered at[32];
	size_t count;
};

/* `html` in any encoding; `http_type` its Content-Type or ""; `url` where it came from, or
 * "". ERR_INPUT, ERR_LIMIT: the encoding can not be read, the page is too long. */
bool discover_feeds(struct discovery *out, struct arena *a, struct str html, struct str http_type,
		    struct str url, struct err *err) MUST_USE;

/* Whether the bytes are a feed that can be read; its title then, "" when it has no entries or
 * no title. */
bool discover_is_feed(struct str *title, struct arena *a, struct str bytes, struct str http_type,
		      struct str url);
