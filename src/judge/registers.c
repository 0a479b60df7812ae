/* judge/registers.c -- a softmax over the mean of two scores.
 *
 * The mean is taken of the scores, not of the probabilities: a register that is far from the
 * text is then sure of little, where as a probability its false certainty would stand. */
#include "judge/registers.h"

#include "judge/calibration.h"

void registers_mix(float probability[LABEL_COUNT], const float *score, size_t outputs)
{
	float mean[LABEL_COUNT], share = 0;

	if (outputs >= REGISTER_OUTPUTS)
		share = calibration_sigmoid(score[REGISTER_SHARE]);
	for (int l = 0; l < LABEL_COUNT; l++) {
		mean[l] = score[REGISTER_CLIPPED + l];
		if (share > 0)
			mean[l] += share * (score[REGISTER_WHOLE + l] - mean[l]);
	}
	calibration_softmax(probability, mean, LABEL_COUNT);
}
