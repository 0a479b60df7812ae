/* flow/opinion_gate.c -- a budget by the day, and a breaker with three positions.
 *
 * Closed (calls go): after each failure all wait, twice as long as after the one before,
 * or as long as the server asked for. After LIMIT_OPINION_FAILURES in a row it opens:
 * nobody calls for LIMIT_OPINION_PAUSE seconds, so a dead server costs a run five
 * calls and not one timeout an article. Then one call is let through to try; until it
 * is back the others find the breaker open again, and when it never comes back the
 * next one is let through a pause later. */
#include "flow/opinion_gate.h"

#include "base/limits.h"

#define FIRST_PAUSE_MS 250

enum opinion_may opinion_gate_ask(int64_t *wait_ms, struct opinion_gate *g, struct opinion_time now)
{
	*wait_ms = 0;
	if (now.day != g->day) {
		g->day = now.day;
		g->used = 0;
	}
	if (g->used >= g->budget)
		return OPINION_NO_BUDGET;
	if (now.ticks_ms < g->shut_until)
		return OPINION_SHUT;
	if (now.ticks_ms < g->not_before) {
		*wait_ms = g->not_before - now.ticks_ms;
		return OPINION_WAIT;
	}
	if (g->failures >= LIMIT_OPINION_FAILURES)
		g->shut_until = now.ticks_ms + LIMIT_OPINION_PAUSE * 1000;
	g->used++;
	return OPINION_GO;
}

void opinion_gate_good(struct opinion_gate *g)
{
	g->failures = 0;
	g->not_before = g->shut_until = 0;
}

void opinion_gate_bad(struct opinion_gate *g, struct opinion_time now, int64_t retry_ms)
{
	int64_t pause = retry_ms;

	if (g->failures < LIMIT_OPINION_FAILURES)
		g->failures++;
	if (g->failures == LIMIT_OPINION_FAILURES) {
		g->shut_until = now.ticks_ms + LIMIT_OPINION_PAUSE * 1000;
		return;
	}
	if (pause <= 0)
		pause = FIRST_PAUSE_MS << (g->failures - 1);
	if (pause > LIMIT_OPINION_WAIT * 1000)
		pause = LIMIT_OPINION_WAIT * 1000;
	if (now.ticks_ms + pause > g->not_before)
		g->not_before = now.ticks_ms + pause;
}
