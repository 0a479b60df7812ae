/* judge/stated.h -- what an article states without a number: the day on which it
 * happened, where, who made and used the system, who was hit, who looks into it. Pure.
 *
 * At most STATED_MOST, each with its span. A day is given only where its sentence
 * tells of a harm or a danger that came about, or opens the piece, and it is not the
 * day on which somebody said or filed something; one for each article. */
#pragma once
#include "judge/particulars.h"

#define STATED_MOST 12

void stated_of(const struct stated **out, size_t *count, struct arena *arena,
	       const struct particulars *p, const struct reading *r,
	       const struct tokens tokens[FIELD_COUNT]);
