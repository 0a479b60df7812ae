/* guide.c -- the odds of a hazard are multiplied, not set: the models still speak.
 *
 * Labelled news has next to no item about smuggled chips or leaked models, so the
 * models have nothing to learn this from, while DEFINITIONS.md names it. Fourfold
 * odds are what a careful reader who knows the guide adds; whoever reads the verdict
 * still sees the doubt in the probabilities. */
#include "judge/guide.h"

#include "judge/cues.h"

#define LEAD_SENTENCES 3
#define ODDS 4.0F

static bool in_lead(const struct assertion *a)
{
	return a->field == FIELD_TITLE || a->sentence < LEAD_SENTENCES;
}

static bool is_denied(const struct assertion *a)
{
	return a->modality == MODALITY_DENIED || a->modality == MODALITY_PREVENTED;
}

static bool is_done_harm(const struct assertion *a, const struct cue_group *g)
{
	return g->role == CUE_HARM && !str_eq(g->name, STR("harm.fault")) &&
	       (a->modality == MODALITY_HAPPENED || a->modality == MODALITY_ALLEGED);
}

void guide_apply(float probability[LABEL_COUNT], const struct reading *r, const struct pack *pack)
{
	bool hazard = false, done = false;
	float sum = 0;

	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];
		const struct cue_group *g;

		if (a->harm < 0 || a->system < 0 || !in_lead(a))
			continue;
		g = cues_group(pack_cues(pack), r->hit[a->harm].group);
		hazard = hazard || (g->hazard && !is_denied(a));
		done = done || is_done_harm(a, g);
	}
	if (!hazard || done)
		return;
	probability[LABEL_HAZARD] *= ODDS;
	for (int l = 0; l < LABEL_COUNT; l++)
		sum += probability[l];
	for (int l = 0; l < LABEL_COUNT; l++)
		probability[l] /= sum;
}
