/* judge/stages.h -- what an article says became of the matter: confirmed by those who
 * have to know, answered (an investigation, a recall, a lawsuit ...), resolved (settled,
 * fined, convicted, closed, withdrawn). Pure.
 *
 * The cues are the pack's groups "stage.STAGE.KIND" (docs/PACKS.md). Of each kind one
 * statement is given, that which stands best: in the title, else earliest; at most
 * STAGES_MOST. What is only planned, feared, demanded or denied is none, and neither is
 * what is told of another year or another case. */
#pragma once
#include "judge/particulars.h"

#define STAGES_MOST 16

/* Into p->staged; its dates are needed. */
void stages_of(struct particulars *p, struct arena *arena, const struct pack *pack,
	       const struct reading *r, const struct tokens tokens[FIELD_COUNT]);
