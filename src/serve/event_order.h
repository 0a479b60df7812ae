/* serve/event_order.h -- the articles of one event as readers should meet them: the one
 * whose headline it has, then by what their publishers count, then as they came. */
#pragma once
#include "base/json.h"
#include "store/store.h"

/* Puts d->article into that order, copied into the arena. By "title_source" and
 * "publisher_ranks" of the portrait; without those nothing changes. */
void event_order(struct event_detail *d, struct arena *arena, const struct json *portrait);
