/* judge/realised.h -- was somebody harmed, or was it only shown or thought of? Pure.
 *
 * confirmed_victim: damage to somebody is told as done. alleged: somebody says so, before a
 * court or a regulator. demonstrated: those who examined it made it happen and nobody was
 * hurt. theoretical: it could be. A hole that is patched but "exploited in the wild" has
 * victims; one that was only reported has none.
 *
 * The label is the stronger witness, since its models read the whole text; the cues
 * ("part.real.*") tell the values within incident and within hazard apart, and speak up
 * when they are plain. Linear in the hits. */
#pragma once
#include "judge/evidence.h"
#include "judge/grounds.h"

enum realised_sign {
	REALISED_SIGN_VICTIM,
	REALISED_SIGN_NONE,
	REALISED_SIGN_SHOWN,
	REALISED_SIGN_COULD,
	REALISED_SIGN_ALLEGED,
	/* Of the value only; a label's odds do not move by them. */
	REALISED_SIGN_TRIAL,
	REALISED_SIGN_SAID,
	REALISED_SIGN_RULED,
	REALISED_SIGNS
};

struct realised_read {
	float weight[REALISED_SIGNS];
	int32_t hit[REALISED_SIGNS]; /* index into part[] of the weightiest, -1 none */
	const struct reading *r;     /* NULL: nothing was read */
};

void realised_of(struct realised_read *out, const struct reading *r, const struct pack *pack);

/* Moves odds between incident and hazard where the signs are plain. */
void realised_weigh(float probability[LABEL_COUNT], const struct realised_read *s);

/* Into the verdict, whose label is decided, with its evidence. */
void realised_tell(struct verdict *out, struct evidence_list *evidence,
		   const struct realised_read *s, const struct grounds *g);
