/* serve/aim.h -- AIM's own interface, so that programs written for the OECD's monitor work
 * with this one when only the host is changed: its question and its incident. Inside
 * serve/ only; the routes' functions are in route.h. */
#pragma once
#include "base/json.h"
#include "serve/call.h"

struct aim_question {
	struct event_query events; /* its texts borrow from the body's tree and the arena */
	int64_t most;              /* num_results */
};
/* False when a problem is set that names what was wrong. */
bool aim_question_read(struct aim_question *out, struct call *c, const struct json *body) MUST_USE;

/* One incident; `d` adds its articles, NULL: null in their place. False and *err. */
bool aim_incident_put(struct emit *e, struct call *c, const struct event_row *row,
		      const struct event_detail *d, struct err *err) MUST_USE;
