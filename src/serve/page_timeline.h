/* serve/page_timeline.h -- when it was and what became of it, as a list of steps in
 * order of time. For page_event.c. */
#pragma once
#include "base/json.h"
#include "serve/page_claims.h"

/* A section of its own; nothing when the portrait has no timeline. Borrows all. */
void page_timeline(struct html *h, struct proof *p, const struct json *portrait,
		   const struct page_claims_place *place, size_t places);
struct str page_timeline_stage(struct str stage); /* "Response"; "" unknown */
