/* judge/registers.h -- two ways of telling news, two models, one answer. Pure.
 *
 * A clipped news item (a headline, a line or two, half a thought) and a short report that
 * is told whole put the same things in other words, and a model of the one is worth
 * little on the other (docs/METHOD.md). So a file of labels may hold nine outputs: four
 * labels as clipped items are read, four as whole reports are, and how much the text is
 * like a report. The answer is the mean of both, each with the share that the text gives it. */
#pragma once
#include "judge/verdict.h"

enum register_output {
	REGISTER_CLIPPED = 0,
	REGISTER_WHOLE = LABEL_COUNT,
	REGISTER_SHARE = 2 * LABEL_COUNT, /* log odds that it is told whole */
	REGISTER_OUTPUTS
};

/* `score`: calibrated, of `outputs` outputs: REGISTER_OUTPUTS, or LABEL_COUNT of one
 * register alone. */
void registers_mix(float probability[LABEL_COUNT], const float *score, size_t outputs);
