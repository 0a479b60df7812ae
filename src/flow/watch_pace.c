/* flow/watch_pace.c -- intervals that breathe.
 *
 * Up fast, down slowly: three quarters with something new, a half when it was a lot, a
 * quarter more with nothing. So a source settles where every third or fourth poll finds
 * nothing, and what is new is seen within one interval of that. */
#include "flow/watch_pace.h"

#include "base/limits.h"

#define MANY 10 /* new entries at once: some were missed for long */

static int64_t within(int64_t ms)
{
	if (ms < LIMIT_WATCH_LEAST * INT64_C(1000))
		return LIMIT_WATCH_LEAST * INT64_C(1000);
	if (ms > LIMIT_WATCH_MOST * INT64_C(1000))
		return LIMIT_WATCH_MOST * INT64_C(1000);
	return ms;
}

int64_t watch_pace_interval(const struct watch_pace *p)
{
	int64_t ms = p->interval_ms;

	if (ms <= 0)
		return LIMIT_WATCH_FIRST * INT64_C(1000);
	if (!fetch_outcome_is_well(p->outcome))
		return within(ms);
	if (p->fresh >= MANY)
		return within(ms / 2);
	return within(p->fresh ? ms / 4 * 3 : ms / 4 * 5);
}

int64_t watch_pace_delay(const struct watch_pace *p)
{
	const int64_t most = LIMIT_RETRY_AFTER * INT64_C(1000);
	int64_t ms = watch_pace_interval(p);

	if (!fetch_outcome_is_well(p->outcome)) {
		for (int64_t n = 1; n < p->failures && ms < most; n++)
			ms *= 2;
		if (ms > most || p->outcome == FETCH_GONE_OUTCOME)
			ms = most;
	}
	if (ms < p->retry_ms)
		ms = p->retry_ms;
	return ms + (int64_t)((double)ms * 0.1 * p->chance);
}
