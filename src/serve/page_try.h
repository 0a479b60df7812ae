/* serve/page_try.h -- the parts of "Try it" that a text and an address share. Inside serve/ only.
 */
#pragma once
#include "serve/call.h"
#include "serve/html.h"
#include "text/article.h"

/* Up to the lead; page_end() ends it. The browser asks again after `refresh_s`, 0 never. */
void page_try_begin(struct html *h, struct call *c, const char *lead, int refresh_s);
struct page_try_fields {
	struct str title, text, url; /* what stands in the fields */
};
void page_try_forms(struct html *h, struct call *c, const struct page_try_fields *f);
/* The whole page: verdict, marked text, assertions. `url` "": the text is the reader's. */
void page_try_answer(struct call *c, const struct article *a, struct str url);
