/* ingest/page.h -- the seam of web pages: HTML in, article fields out. Pure.
 *
 * Tokens (html_token.h) become a light tree (page_tree.h), which is scored
 * (page_score.c) and asked for what it says about itself (page_meta.c). */
#pragma once
#include "text/article.h"

struct page { /* all in the arena; "" when the page does not say */
	struct str title, text, url, author, publisher, lang, image, site_name;
	int64_t date_ms;
	int date_zone; /* minutes east of UTC in which the page states it */
};

/* `html` is in any encoding; `http_type` the Content-Type header or "". `url` may
 * be "" (then canonical or og:url of the page). ERR_LIMIT beyond LIMIT_PAGE. */
bool page_read(struct page *out, struct arena *arena, struct str html, struct str http_type,
	       struct str url, struct err *err) MUST_USE;
/* The text of an HTML fragment (a feed entry's description); paragraphs kept. */
struct str page_fragment_text(struct arena *arena, struct str html);
/* For `tocsin probe blocks`: a line a paragraph. */
bool page_probe_blocks(struct buf *out, struct str html, struct err *err) MUST_USE;
