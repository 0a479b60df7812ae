/* serve/aim_question.h -- what a client of AIM's server asks for, as the store's query. */
#pragma once
#include "base/json.h"
#include "serve/call.h"

struct aim_question {
	struct event_query events; /* its texts borrow from the body's tree and the arena */
	int64_t most;              /* num_results */
};
/* False when a problem is set that names what was wrong. */
bool aim_question_read(struct aim_question *out, struct call *c, const struct json *body) MUST_USE;
