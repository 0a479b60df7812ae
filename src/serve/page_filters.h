/* serve/page_filters.h -- the parts of the list's page that narrow it. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

/* The form; `trouble` not "": why what it holds is no search. */
void page_filters_search(struct html *h, struct call *c, struct str trouble);
void page_filters_facets(struct html *h, struct call *c, const struct value_count *value,
			 size_t count);
void page_filters_chips(struct html *h, struct call *c); /* nothing when none is on */
/* Why nothing is there, and which filter to take away so that something is. */
void page_filters_empty(struct html *h, struct call *c);
