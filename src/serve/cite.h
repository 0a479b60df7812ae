/* serve/cite.h -- how to quote an event: permalink, plain, BibTeX, JSON. */
#pragma once
#include "serve/html.h"
#include "serve/call.h"

void cite_event(struct html *h, struct call *c, const struct event_row *r);
