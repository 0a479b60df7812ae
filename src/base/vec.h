/* base/vec.h -- a growing array that owns its memory.
 *
 *   VEC(int) numbers = {0};
 *   VEC_PUSH(&numbers, 7);
 *   for (size_t i = 0; i < numbers.len; i++) use(numbers.at[i]);
 *   VEC_FREE(&numbers);
 *
 * Inside one piece of work prefer an arena; this is for what lives longer. */
#pragma once
#include "base/memory.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *at;                                                                          \
		size_t len, cap;                                                                   \
	}

#define VEC_RESERVE(v, need) ((v)->at = memory_array((v)->at, &(v)->cap, (need), sizeof *(v)->at))

#define VEC_PUSH(v, value)                                                                         \
	do {                                                                                       \
		VEC_RESERVE((v), (v)->len + 1);                                                    \
		(v)->at[(v)->len++] = (value);                                                     \
	} while (0)

#define VEC_FREE(v)                                                                                \
	do {                                                                                       \
		memory_free((v)->at);                                                              \
		(v)->at = NULL;                                                                    \
		(v)->len = (v)->cap = 0;                                                           \
	} while (0)
