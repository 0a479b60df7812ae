/* tests/lib/refill.h -- a grouper beside a store, kept as the clerk keeps it. */
#pragma once
#include "lib/fill.h"
#include "lib/test.h"

static inline bool refill_story(const struct story *s, const struct placement *p, void *grouper)
{
	grouper_accept(grouper, s, p);
	return true;
}

static inline void refill_stray(const struct story *s, bool taken, void *grouper)
{
	grouper_wait(grouper, s, taken);
}

static inline void refill_apart(uint64_t event, uint64_t side, void *grouper)
{
	grouper_keep_apart(grouper, event, side);
}

/* All that the store has, into a new grouper. */
static inline void refill(struct grouper *g, struct store *s)
{
	struct err err;

	if (!store_each_story(s, 0, refill_story, g, &err) ||
	    !store_each_stray(s, 0, refill_stray, g, &err) ||
	    !store_each_apart(s, refill_apart, g, &err))
		fail_msg("%s", err.text);
}

/* The stray that was recalled by what was filled in. */
static inline struct taking refill_taking(const struct recall *stray, const struct fill *by)
{
	return (struct taking){.article = stray->article,
			       .by = by->story.article,
			       .placement = &stray->placement,
			       .seen_ms = by->outcome.seen_ms};
}
