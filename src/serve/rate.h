/* serve/rate.h -- how much one address may ask in a minute.
 *
 * A table of fixed size that all threads share without a lock: a newcomer takes the place
 * of whoever asked least of late, so memory is bounded and at worst somebody is forgotten,
 * never refused for another's sake. */
#pragma once
#include "serve/call.h"

struct rate;
struct rate *rate_new(int64_t units_a_minute); /* at least 1 */
void rate_free(struct rate *r);

/* Who asks is the peer, or behind a proxy that is trusted the last of X-Forwarded-For (which
 * that proxy wrote itself). An IPv6 network of 64 bits counts as one. This machine itself is
 * not limited. */

/* Who asks, as it is counted; "" this machine, or unknown. */
struct str rate_who(const struct call *c);

/* False when a problem (429) was set. Fills what headers tell. */
bool rate_check(struct call *c) MUST_USE;
