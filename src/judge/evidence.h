/* judge/evidence.h -- the spans of one verdict, collected while it is made.
 *
 * The list lives in the verdict's arena and never holds more than
 * LIMIT_EVIDENCE spans; what is cited twice for one purpose stands there once. */
#pragma once
#include "base/arena.h"
#include "judge/verdict.h"

struct evidence_list {
	struct evidence *at;
	size_t len;
};

void evidence_open(struct evidence_list *l, struct arena *arena);
/* Index of the span, or -1 when the list is full or the span is empty. */
int evidence_add(struct evidence_list *l, struct str purpose, enum field field, uint32_t from,
		 uint32_t upto);
