/* judge/involvement_model.h -- how likely is AI's part in doubt, by all signs together.
 *
 * involvement.c hears phrases that say so by themselves. Most doubts are put in words that
 * each say little: a guess here, nobody's log there, a maker who tells it differently. This
 * model (involvement.weights of the pack, `tocsin train involvement`) weighs them: a feature
 * is a group of "part.*" together with how near a system stands, so that no word of a topic
 * is learned. What it says is the sum of what its hits say, and the hit that says most is
 * the evidence. Pure. */
#pragma once
#include "judge/part.h"
#include "judge/linear.h"

/* In the file by these names, in this order. The kinds are only asked of doubtful articles. */
enum involvement_output {
	INVOLVEMENT_DOUBT,
	INVOLVEMENT_IS_DISPUTED,
	INVOLVEMENT_IS_UNVERIFIED,
	INVOLVEMENT_IS_DENIED,
	INVOLVEMENT_OUTPUTS
};
extern const char *const involvement_output_name[INVOLVEMENT_OUTPUTS];

/* The features of what the article says of AI's part; in the arena. */
void involvement_features(struct features *out, struct arena *arena, const struct part_scope *p);

struct involvement_belief {
	enum involvement value; /* of the doubtful ones */
	int32_t hit;            /* of part[] that speaks most for it */
};

/* False when it is in no doubt, or the pack has no such model. */
bool involvement_believe(struct involvement_belief *out, struct arena *arena,
			 const struct part_scope *p);
