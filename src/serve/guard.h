/* serve/guard.h -- who asks, and may they? For every request, before anything else is done.
 *
 * A person is known by the cookie of a session or by a token ("Authorization: Bearer ...").
 * What a cookie may do a page of another site could try in its name; so every request that
 * changes something and comes with a cookie, or from a form, hands back a secret that only our
 * own pages know. Tokens need none: no browser sends them by itself. */
#pragma once
#include "serve/call.h"

/* Fills person, secret, csrf and form of the call. False when a problem was set, or the way
 * to the login. */
bool guard_check(struct call *c) MUST_USE;

/* Sets the cookie of a new session; "" ends the one there is. */
void guard_session(struct call *c, struct str secret);
/* For a page with a form that strangers may send: they get a secret too. */
void guard_form(struct call *c);

/* Counts one try; when there were too many a problem (429) is set and it is false. */
struct guard_limit {
	const char *what;
	struct str who; /* "": the address that asks */
	int64_t most, window_s;
};
bool guard_try(struct call *c, const struct guard_limit *l) MUST_USE;
/* The same without counting. */
bool guard_may(struct call *c, const struct guard_limit *l) MUST_USE;
