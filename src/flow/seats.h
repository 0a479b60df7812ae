/* flow/seats.h -- what is being fetched, a few at a time.
 *
 * Each takes a seat until its answer came: the seat's address is the ticket of the request, its
 * arena holds what the answer will be needed for. Nothing with the same key is asked for twice
 * at a time. One thread. */
#pragma once
#include "base/arena.h"

struct seat {
	struct arena *arena; /* NULL: the seat is free */
	struct str key;
	void *errand; /* the owner's, in the arena */
};

#define SEATS_MOST 16 /* as many as LIMIT_LOOKS */
struct seats {        /* zeroed but for count: nobody sits */
	struct seat seat[SEATS_MOST];
	size_t count; /* that may be taken; at most SEATS_MOST */
};

/* NULL: none is free, or what has this key is under way. The key is copied. */
struct seat *seats_take(struct seats *s, struct str key);
size_t seats_taken(const struct seats *s);
bool seats_is(const struct seats *s, const void *ticket); /* one of these */
void seats_leave(struct seat *seat);                      /* the arena ends */
void seats_leave_all(struct seats *s);
