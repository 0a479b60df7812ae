/* flow/office.h -- the clerk as a role of its own: `tocsin clerk`.
 *
 * Of all that run only one settles: who has the lease. It is a row of the store that lasts some
 * seconds, renewed meanwhile; a standby takes over when it was not, and raises its token, by which
 * every commit is fenced (store/roles.h). Whoever loses it, or the store, begins anew: closes
 * what it has, waits, asks for the lease. */
#pragma once
#include "flow/road.h"

struct office_options {
	struct str db, queue, locker;
	const struct pack *pack;
	const struct reputation *reputation; /* NULL: the built-in table */
};

/* Until it is asked to stop (flow/stopping.h). False: the store or the queue can not be used at
 * all. */
bool office_run(struct road_summary *out, const struct office_options *o, struct err *err) MUST_USE;
