/* judge/severity.h -- the rung of an article, its limb and the role of AI, each by a rule. Pure.
 *
 * Rungs and limbs are the pack's; the rule is a sentence that says what put it
 * there. What the text does not tell is one of the typed unknowns. */
#pragma once
#include "judge/evidence.h"
#include "judge/grounds.h"

/* Sets severity, severity_rule, limb and role of a verdict with a label; cites for
 * "severity" and "role". */
void severity_of(struct verdict *out, struct evidence_list *evidence, const struct reading *r,
		 const struct pack *pack, const struct grounds *g);
/* A limb in words: "a breach of human, fundamental, labour or ...". */
struct str severity_limb_in_words(enum limb limb);
