/* tests/lib/own_store.h -- an arena and a store for each test, which are there before and gone
 * after.
 *
 * Is included behind all that has parameters of these names. */
#pragma once
#include "lib/opened.h"

static struct arena *arena;
static struct store *store;
static struct err err;

static inline int setup(void **state)
{
	scratch_setup(state);
	arena = arena_new();
	store = opened("t.db", DB_WRITE);
	return 0;
}

static inline int teardown(void **state)
{
	store_close(store);
	arena_free(arena);
	return scratch_teardown(state);
}

static inline int teardown_sound(void **state)
{
	assert_sound(store);
	return teardown(state);
}
