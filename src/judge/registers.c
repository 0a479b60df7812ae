/* judge/registers.c -- the mean of two softmaxes. */
#include "judge/registers.h"

#include "judge/calibration.h"

void registers_mix(float probability[LABEL_COUNT], const float *score, size_t outputs)
{
	float whole[LABEL_COUNT], share;

	calibration_softmax(probability, score + REGISTER_CLIPPED, LABEL_COUNT);
	if (outputs < REGISTER_OUTPUTS)
		return;
	calibration_softmax(whole, score + REGISTER_WHOLE, LABEL_COUNT);
	share = calibration_sigmoid(score[REGISTER_SHARE]);
	for (int l = 0; l < LABEL_COUNT; l++)
		probability[l] += share * (whole[l] - probability[l]);
}
