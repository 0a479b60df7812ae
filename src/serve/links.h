/* serve/links.h -- what an event is linked to: events related to it, with the reason,
 * and incidents of other archives.
 *
 * Loaded once, then told as JSON (keys of an open object) or as a section of its page. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

struct links {
	const struct related_row *related;
	size_t related_count;
	const struct reference_row *reference;
	size_t reference_count;
};

/* False when a problem is set. */
bool links_load(struct links *out, struct call *c, struct str event);
void links_json(struct emit *e, struct call *c, const struct links *l);
void links_archives_json(struct emit *e, struct call *c, const struct links *l); /* those alone */
/* Two sections: what stands in the main column, and what at the side. */
void links_section(struct html *h, struct call *c, const struct links *l);
void links_archives(struct html *h, struct call *c, const struct links *l);
