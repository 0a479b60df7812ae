/* store/store_roles.c -- leases with a token that fences, and lanes.
 *
 * Taking over and holding write the same row. So a holder's transaction and a taking over exclude
 * each other: either the holder commits first, and the lease is fresh when the other looks; or
 * the other does, and the holder finds another token than its own and commits nothing. No clock is
 * needed for that; the time only says when one may try. */
#include "store/roles.h"

#include "store/store_parts.h"

bool store_lease_take(int64_t *token, struct store *s, struct str name, struct str holder,
		      int64_t most_ms, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_LEASE_TAKE, err);
	ask_str(&a, name);
	ask_str(&a, holder);
	ask_int(&a, most_ms);
	return ask_one(token, &a, 0);
}

bool store_lease_hold(struct store *s, struct str name, int64_t token, int64_t most_ms,
		      struct err *err)
{
	int64_t held, ignored;
	struct ask a;

	ask_open(&a, s, Q_LEASE_IDLE, err);
	ask_int(&a, most_ms);
	if (!ask_one(&ignored, &a, 0))
		return false;
	ask_open(&a, s, Q_LEASE_HOLD, err);
	ask_str(&a, name);
	ask_int(&a, token);
	ask_int(&a, most_ms);
	if (!ask_one(&held, &a, 0))
		return false;
	return held == token ||
	       err_set(err, ERR_CONFLICT, "another %.*s has taken over", STR_ARG(name));
}

bool store_lease_give(struct store *s, struct str name, int64_t token, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_LEASE_GIVE, err);
	ask_str(&a, name);
	ask_int(&a, token);
	return ask_run(&a);
}

bool store_lane(struct store_lane *out, struct store *s, struct arena *arena, struct str name,
		struct err *err)
{
	struct ask a;

	*out = (struct store_lane){.name = name, .place = STR(""), .last = true};
	ask_open(&a, s, Q_LANE, err);
	ask_str(&a, name);
	if (ask_row(&a)) {
		out->round = ask_int_at(&a, 0);
		out->number = ask_int_at(&a, 1);
		out->place = arena_copy(arena, ask_str_at(&a, 2));
		out->last = ask_int_at(&a, 3) != 0;
	}
	return ask_close(&a);
}

bool store_lane_put(struct store *s, const struct store_lane *l, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_LANE_PUT, err);
	ask_str(&a, l->name);
	ask_int(&a, l->round);
	ask_int(&a, l->number);
	ask_str(&a, l->place);
	ask_int(&a, l->last);
	return ask_run(&a);
}
