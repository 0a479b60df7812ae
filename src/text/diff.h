/* text/diff.h -- what changed between two texts, word by word. Pure.
 *
 * Words are those of text/words.h, case folded: white space, punctuation and capitals do not
 * count. The shortest list of words that go and come (Myers, 1986); where that would take over
 * LIMIT_DIFF of them, all between the first and the last difference is taken as changed. */
#pragma once
#include "base/arena.h"

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_COME };

struct diff_run { /* words in a row, with what stands between them */
	enum diff_kind kind;
	uint32_t from, upto; /* bytes: of the old text for GONE, else of the new one */
};

struct diff {
	const struct diff_run *run; /* in order; GONE before COME where both are */
	size_t count;
	size_t same, gone, come; /* words */
};

void diff_words(struct diff *out, struct arena *a, struct str was, struct str now);
