/* serve/page_form.h -- the list's filters as a form, for pages that draw the same events.
 *
 *   page_form_begin(h, c, "/map", counts, len);
 *   ... the page's own fields ...
 *   page_form_end(h, c, counts, len);
 *   page_form_chips(h, c, "/map");
 *
 * Plain GET: every state of such a page is an address. What is on and has no field of its
 * own in the form (several values of a facet, min_articles) stays on. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

/* Opens the form and puts the search, the days and the label. Its id is "filters". Counts:
 * what each value of a facet would leave, as store_event_counts() has it. */
void page_form_begin(struct html *h, struct call *c, const char *action,
		     const struct value_count *value, size_t count);
/* A field of the page's own; `choice` ends with a NULL value, the first is the default. */
struct page_choice {
	const char *value, *text;
};
void page_form_select(struct html *h, struct call *c, const char *name, const char *label,
		      const struct page_choice *choice);
/* Puts a choice for each of the other facets, and closes the form. */
void page_form_end(struct html *h, struct call *c, const struct value_count *value, size_t count);
/* What is on, each with a link that takes it away. Nothing when nothing is on. */
void page_form_chips(struct html *h, struct call *c, const char *path);

/* The same events as a list, as trends, on the map: links that keep what narrows them, and drop
 * order, page and what a page has of its own. `here`: the path of the page that it stands on. */
void page_form_views(struct html *h, struct call *c, const char *here);

/* The label and field of a day: "from" or "to". */
void page_form_day(struct html *h, struct call *c, const char *name, const char *text);
/* "Incident" for "incident", "French" for "fr"; others as they are. */
struct str page_form_value(struct str facet, struct str value);
