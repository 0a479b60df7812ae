/* judge/outcome.h -- how a bulletin puts it: happened, averted, possible, asked for? Pure.
 *
 * Models count words; in two sentences one "nearly" turns an incident into a hazard and
 * moves no model. So in a text that is short enough for each word to count, the words of
 * outcome ("part.real.*", outcomes.cues) have the last say between labels:
 *   averted   it came near to harm, and nobody says that harm was done
 *   possible  what the system does is said with "could", "may", "can be made to"
 *   done      harm is told, and nothing takes it back
 *   apart     harm there was, but no AI had a part in it
 *   asked     somebody wants something to be ruled or looked into; no harm is told
 * Longer texts are left to the models, which do better there (docs/METHOD.md). */
#pragma once
#include "judge/reading.h"

enum outcome {
	OUTCOME_OPEN, /* nothing plain, or the text is too long for it */
	OUTCOME_AVERTED,
	OUTCOME_POSSIBLE,
	OUTCOME_DONE,
	OUTCOME_APART,
	OUTCOME_ASKED,
};

struct outcome_read {
	enum outcome value;
	bool bulletin; /* short enough */
	bool unnamed;  /* no AI system or product is named, only what may be one */
	bool concern;  /* harm, or nearly, is told beside an AI system */
};

void outcome_of(struct outcome_read *out, const struct reading *r, const struct pack *pack);

/* Moves probability to the label that the outcome asks for; the sum stays 1. */
void outcome_weigh(float probability[LABEL_COUNT], const struct outcome_read *o);
