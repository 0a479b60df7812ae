/* judge/facets.h -- taxonomy values of an article, each with probability and spans.
 *
 * Life     made once for a pack and a model, read-only after, any number of threads.
 * A facet that the pack's model knows is decided by it, one that only the model of
 * the pack it extends knows by that one; every other facet of the pack by the cues
 * whose groups hint at its values. No facet is ever empty: one
 * of the typed unknowns stands in. */
#pragma once
#include "judge/evidence.h"
#include "judge/features.h"
#include "judge/linear.h"

struct facets;

/* Borrows the pack and its models; without any cues decide alone. */
struct facets *facets_new(const struct pack *pack);
void facets_free(struct facets *f);

/* Sets out->facet and facet_count; cites at most FACET_EVIDENCE_MAX spans a value. */
void facets_of(struct verdict *out, const struct facets *f, struct evidence_list *evidence,
	       struct arena *arena, const struct reading *r, const struct features *features);
/* Every facet is `unknown` (UNKNOWN_NOT_APPLICABLE, UNKNOWN_NOT_ASSESSED). */
void facets_unknown(struct verdict *out, const struct facets *f, struct arena *arena,
		    const char *unknown);
