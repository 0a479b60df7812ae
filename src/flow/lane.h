/* flow/lane.h -- how far a lane (flow/freight.h) was settled, as the clerk tells its fetcher. */
#pragma once
#include "flow/queue.h"

struct lane_state {
	uint64_t round, number; /* settled; 0: nothing */
	struct str place;       /* behind its last document */
	bool last;              /* the round is settled to its end */
};

/* ERR_MISSING: nothing of it was ever settled, or the note was lost. */
bool lane_read(struct lane_state *out, const struct queue_ops *ops, void *queue,
	       struct arena *arena, struct str lane, struct err *err) MUST_USE;
bool lane_tell(const struct queue_ops *ops, void *queue, struct str lane,
	       const struct lane_state *state, struct err *err) MUST_USE;
