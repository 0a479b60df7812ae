/* flow/opinion_gate.h -- may a call be made now? Budget, pauses and the breaker.
 *
 * Pure: the time is handed in, so tests need not wait. Belongs to one thread at a
 * time. Whoever got OPINION_GO makes one call and tells how it ended (good or bad; a call
 * that was broken off tells nothing). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct opinion_gate {
	int64_t budget; /* calls a UTC day */
	int64_t day, used;
	int failures;       /* in a row */
	int64_t not_before; /* ms of the ticking clock */
	int64_t shut_until; /* the breaker is open until then */
};

struct opinion_time {
	int64_t day;      /* UTC, since 1970 */
	int64_t ticks_ms; /* of a clock that never jumps */
};

enum opinion_may { OPINION_GO, OPINION_WAIT, OPINION_NO_BUDGET, OPINION_SHUT };

/* OPINION_GO counts the call; OPINION_WAIT says how long until it is worth asking
 * again, never over LIMIT_OPINION_WAIT. */
enum opinion_may opinion_gate_ask(int64_t *wait_ms, struct opinion_gate *g,
				  struct opinion_time now);
void opinion_gate_good(struct opinion_gate *g);
/* `retry_ms`: what the server asked for, 0 nothing. */
void opinion_gate_bad(struct opinion_gate *g, struct opinion_time now, int64_t retry_ms);
