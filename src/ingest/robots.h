/* ingest/robots.h -- what a site asks robots to leave alone (RFC 9309). Pure.
 *
 * Life     in the arena of whoever read it; the text itself may go.
 * Bounds   the first LIMIT_ROBOTS bytes, LIMIT_ROBOTS_RULES rules; matching one address
 *          is linear in rules and address.
 * Fails    never: what is not understood is passed over, as the RFC wants it. */
#pragma once
#include "base/arena.h"

struct robots_rule {
	struct str pattern; /* normalized; "*" any bytes */
	size_t weight;      /* its octets: the heaviest that matches decides */
	bool allow, to_end; /* to_end: "$" stood at its end */
};

struct robots {
	const struct robots_rule *rule;
	size_t count;
	int64_t delay_ms; /* Crawl-delay, 0 none: not of the RFC, but sites mean it */
};

/* The rules for `product` ("tocsin"): of all groups that name it, else of those for "*". */
void robots_read(struct robots *out, struct arena *a, struct str text, struct str product);
/* `path` with its query, as in a request; /robots.txt itself is always allowed. */
bool robots_allows(const struct robots *r, struct str path);
