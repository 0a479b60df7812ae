/* flow/look_pace.c -- four steps. */
#include "flow/look_pace.h"

#define HOUR INT64_C(3600000)

static const int64_t after[LOOK_PACE_STEPS] = {HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR};

int64_t look_pace_due(int64_t base_ms, int64_t step)
{
	return step >= 0 && step < LOOK_PACE_STEPS ? base_ms + after[step] : 0;
}

int64_t look_pace_next(int64_t base_ms, int64_t step, int64_t now_ms)
{
	for (step++; step < LOOK_PACE_STEPS && look_pace_due(base_ms, step) <= now_ms; step++)
		;
	return step;
}

int64_t look_pace_again(int64_t now_ms, int64_t tries, int64_t retry_ms)
{
	int64_t wait_ms = HOUR / 4;

	for (int64_t n = 1; n < tries && wait_ms < 4 * HOUR; n++)
		wait_ms *= 2;
	return now_ms + (wait_ms > retry_ms ? wait_ms : retry_ms);
}
