/* serve/links.h -- what an event is linked to: events related to it, with the reason.
 *
 * Loaded once, then told as JSON (keys of an open object) or as a section of its page. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

struct links {
	const struct related_row *related;
	size_t related_count;
};

/* False when a problem is set. */
bool links_load(struct links *out, struct call *c, struct str event);
void links_json(struct emit *e, struct call *c, const struct links *l);
void links_section(struct html *h, struct call *c, const struct links *l);
