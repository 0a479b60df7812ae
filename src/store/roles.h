/* store/roles.h -- what the clerk of many machines asks of the store besides settling: that he
 * is the only one, and how far each lane of the queue was settled (flow/freight.h). */
#pragma once
#include "store/store.h"

/* *token: what to commit with; 0: somebody else has it. Lasts for `most_ms` of the
 * database's clock, or until it is held again. */
bool store_lease_take(int64_t *token, struct store *s, struct str name, struct str holder,
		      int64_t most_ms, struct err *err) MUST_USE;
/* Within a batch, before anything is written: nobody takes it over until that has ended, and
 * PostgreSQL ends it when this program says nothing for `most_ms`. ERR_CONFLICT: it was taken
 * over, abandon the batch. */
bool store_lease_hold(struct store *s, struct str name, int64_t token, int64_t most_ms,
		      struct err *err) MUST_USE;
/* Somebody else may have it at once. */
bool store_lease_give(struct store *s, struct str name, int64_t token, struct err *err) MUST_USE;

struct store_lane {
	struct str name, place;
	int64_t round, number; /* of the message that was settled last; 0: none */
	bool last;             /* of its round; true of a lane that nobody knows */
};
bool store_lane(struct store_lane *out, struct store *s, struct arena *arena, struct str name,
		struct err *err) MUST_USE;
bool store_lane_put(struct store *s, const struct store_lane *l, struct err *err) MUST_USE;
