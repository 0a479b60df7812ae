/* judge/rationale.h -- why this label, in two to four sentences with references. Pure.
 *
 * [n] is the n-th piece of the verdict's evidence, counted from 1. */
#pragma once
#include "judge/evidence.h"
#include "judge/grounds.h"

/* Sets out->rationale; label, severity and limb must be set. */
void rationale_compose(struct verdict *out, struct evidence_list *evidence, struct arena *arena,
		       const struct reading *r, const struct pack *pack, const struct grounds *g);
/* How something is put: "is feared or possible". */
const char *rationale_modality(enum modality m);
