/* flow/suspects.h -- on which document of a message workers died, as a note of the queue.
 *
 * Whoever reads a suspect message notes before each document which one it is. Who gets it next
 * recalls the note: there its predecessor died. */
#pragma once
#include "flow/freight.h"
#include "flow/queue.h"

#define SUSPECTS_ENOUGH 2 /* deaths on one document */

struct suspects {
	uint8_t died[FREIGHT_ITEMS];
};

/* Fills it: nobody died yet when there is no note. */
bool suspects_recall(struct suspects *s, const struct queue_ops *ops, void *queue,
		     struct arena *arena, uint64_t sequence, struct err *err) MUST_USE;
unsigned suspects_died(const struct suspects *s, size_t n);
/* Document n is next. */
bool suspects_note(const struct suspects *s, const struct queue_ops *ops, void *queue,
		   uint64_t sequence, size_t n, struct err *err) MUST_USE;
