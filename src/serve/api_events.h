/* serve/api_events.h -- one event as JSON, as lists and the list of changes tell it. */
#pragma once
#include "serve/call.h"

/* An object: the row of a list. Of the call it needs arena, store and options. */
bool api_events_row(struct emit *e, struct call *c, const struct event_row *r,
		    struct err *err) MUST_USE;
/* Keys into an object that is open: portrait, articles, history; what links it to others is
 * not among them. */
bool api_events_whole(struct emit *e, struct call *c, const struct event_detail *d,
		      struct err *err) MUST_USE;
