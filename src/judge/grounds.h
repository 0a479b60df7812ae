/* judge/grounds.h -- what decided: the system, the harm and the role to speak of. Pure.
 *
 * One article holds dozens of hits; a reader wants the one sentence. Severity and
 * rationale both start from here, so that they never speak of different things. */
#pragma once
#include "judge/involvement.h"

struct grounds {
	int32_t system, system_2; /* hits: the kinds of AI spoken of most; -1 none */
	int32_t maker;            /* hit of a maker or product, -1 none */
	int32_t assertion;        /* the one that bears the label, -1 none */
	int32_t serious;          /* assertion of a serious kind of harm, -1 none */
	int32_t piece;            /* hit that shows the kind of piece, -1 none */
	int32_t role;             /* hit that shows the role of AI, -1 none */
	const struct involvement_read *involvement;
};

void grounds_of(struct grounds *out, const struct reading *r, const struct pack *pack,
		const struct involvement_read *involvement, enum label label);
