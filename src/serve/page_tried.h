/* serve/page_tried.h -- addresses to be judged, as pages and API take them. Inside serve/ only. */
#pragma once
#include "serve/call.h"
#include "serve/tried.h"

#define PAGE_TRIED_AGAIN_S 2 /* a page seldom takes longer; robots.txt comes before it */

/* Takes an address, with the id under which to ask. False when a problem was set. */
bool page_tried_ask(struct str *id, struct call *c, struct str url) MUST_USE;
/* The one that the address of this call names. False when a problem was set: 404. */
bool page_tried_find(struct tried_page *out, struct call *c) MUST_USE;
