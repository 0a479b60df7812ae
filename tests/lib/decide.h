/* tests/lib/decide.h -- decisions of people, in a line each. */
#pragma once
#include "store/store.h"

static inline bool decide_merge(struct str *kept, struct store *s, struct arena *arena,
				const struct decision *d, struct str other, struct err *err)
{
	struct decision of = *d;

	of.what = &other;
	of.count = 1;
	return store_decide_merge(kept, s, arena, &of, err);
}

static inline bool decide_split(struct str *made, struct store *s, struct arena *arena,
				const struct decision *d, const struct str *what, size_t count,
				struct err *err)
{
	struct decision of = *d;

	of.what = what;
	of.count = count;
	return store_decide_split(made, s, arena, &of, err);
}
