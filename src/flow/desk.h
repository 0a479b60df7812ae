/* flow/desk.h -- findings from the queue into the store, in the order of their lanes.
 *
 * Each message is settled in one transaction, which also moves its lane: so it is settled once,
 * however often it comes. One that came before its turn is held until those before it are there;
 * one that is there already, or of a reading that was begun anew, is dropped. When the one that is
 * next does not come for long, what is held of its lane is dropped too: the fetcher reads on
 * behind what is settled, and puts all of it again.
 *
 * What another pack or program judged is judged anew, here, from the document itself.
 *
 * One thread, the clerk's. After false the clerk and the desk are of no use any more. */
#pragma once
#include "flow/freight.h"
#include "flow/queue.h"
#include "flow/road.h"

struct desk_options {
	struct clerk *clerk;      /* whose batches are fenced */
	struct road_summary *sum; /* counts what was settled */
	const struct pack *pack;
	const struct queue_ops *ops;
	void *findings, *documents; /* queues */
	int64_t patience_ms;        /* with a lane whose next message does not come */
};

struct desk;
struct desk *desk_new(const struct desk_options *o);
void desk_free(struct desk *d); /* gives back to the queue what it holds; NULL is fine */

/* The next message, to be filled by a take with its arena; then handed in, or taken back. */
struct desk_message {
	struct arena *arena;
	struct delivery delivery;
	struct freight load;
	int64_t since_us;
};
struct desk_message *desk_blank(struct desk *d);
void desk_unused(struct desk *d, struct desk_message *m);
bool desk_hand_in(struct desk *d, struct desk_message *m, struct err *err) MUST_USE;
/* Every second or so: what is held is kept from others. */
bool desk_idle(struct desk *d, struct err *err) MUST_USE;
