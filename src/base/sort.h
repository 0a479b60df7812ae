/* base/sort.h -- a sort of short arrays that is compiled into its place.
 *
 *   SORT_OF(struct term, sort_terms, a->hash < b->hash)
 *   sort_terms(term, count);
 *
 * For some hundred elements that are sorted some thousand times a second: qsort() would call
 * its comparison through a pointer each time and copy with memcpy(). Shell's sort with
 * Ciura's gaps (FCT 2001): in place, not stable, n^1.3 comparisons; n <= 2000 or so. */
#pragma once
#include <stddef.h>

/* `before`: an expression of `const type *a, *b`. */
#define SORT_OF(type, name, before)                                                                \
	static inline int name##_before(const type *a, const type *b)                              \
	{                                                                                          \
		return (before);                                                                   \
	}                                                                                          \
	static void name(type *at, size_t count)                                                   \
	{                                                                                          \
		static const size_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};                    \
                                                                                                   \
		for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)                            \
			for (size_t i = gaps[g]; i < count; i++) {                                 \
				type one = at[i];                                                  \
				size_t k = i;                                                      \
                                                                                                   \
				for (; k >= gaps[g] && name##_before(&one, &at[k - gaps[g]]);      \
				     k -= gaps[g])                                                 \
					at[k] = at[k - gaps[g]];                                   \
				at[k] = one;                                                       \
			}                                                                          \
	}
