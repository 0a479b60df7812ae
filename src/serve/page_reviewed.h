/* serve/page_reviewed.h -- what people said of an event, on its page. */
#pragma once
#include "base/json.h"
#include "serve/form.h"
#include "serve/page.h"

/* "Label set by a reviewer on DATE: reason", a line each, of the portrait's "reviewed". */
void page_reviewed(struct html *h, struct call *c, const struct json *portrait);
/* Of an article: its own label. False when a problem was set. */
bool page_reviewed_article(struct html *h, struct call *c, struct str article) MUST_USE;
/* Requests for a correction that were answered. False when a problem was set. */
bool page_reviewed_corrections(struct html *h, struct call *c, struct str event) MUST_USE;
/* The way to ask for a correction, and for reviewers to the workbench. */
void page_reviewed_ways(struct html *h, struct call *c, const char *kind, struct str id);
/* Instead of the page of an event that is off the lists. */
void page_reviewed_off(struct call *c, const struct event_detail *d);
