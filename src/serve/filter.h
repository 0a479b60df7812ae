/* serve/filter.h -- which events? The checked parameters as the store's query. */
#pragma once
#include "serve/call.h"

/* The facets of the taxonomy, in the order in which pages show them. */
struct filter_facet {
	const char *name, *title, *one; /* "harm_types", "Harm types", "Harm type" */
	bool some;                      /* of some packs: shown where it has values */
};
extern const struct filter_facet filter_facet[]; /* ends with a NULL name */

/* False when a problem was set: an upside-down range, too many facet values. */
bool filter_events(struct event_query *out, struct call *c) MUST_USE;
bool filter_articles(struct article_query *out, struct call *c) MUST_USE;
bool filter_reads(struct read_query *out, struct call *c) MUST_USE;

/* Parameters that narrow the list: all but sort, limit, cursor and counts. */
bool filter_is_narrowing(struct str name);
bool filter_is_on(const struct call *c); /* is the list narrowed at all? */
/* Those that were given: what the list, the trends and the map all know. In the arena. */
struct params filter_kept(const struct call *c);
bool filter_is_facet(struct str name);   /* one of the taxonomy's: may be repeated */
/* "Harm types", and one of them: "Harm type"; the name itself when unknown. */
const char *filter_title(struct str name);
const char *filter_one(struct str name);
