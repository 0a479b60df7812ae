/* piece.c -- report, response, rule, launch, study... by the groups piece.NAME.
 *
 * Each hit of such a group votes; titles count three times, the first three
 * sentences once, later ones a fifth, because newspapers say in the title what
 * a piece is. Without enough votes it is a report. Whether the piece is labelled
 * an incident does not depend on this alone: the models weigh it. */
#include "judge/piece.h"

#include "judge/cues.h"

#define TITLE_VOTE 3.0
#define LEAD_VOTE 1.0
#define LATER_VOTE 0.2
#define ENOUGH 1.0

enum piece piece_of(const struct reading *r, const struct pack *pack)
{
	double votes[PIECE_COUNT] = {0};
	enum piece best = PIECE_REPORT;

	for (size_t i = 0; i < r->hit_count; i++) {
		const struct cue_hit *hit = &r->hit[i];
		int piece = (int)cues_group(pack_cues(pack), hit->group)->piece;

		if (piece < 0)
			continue;
		if (hit->field == FIELD_TITLE)
			votes[piece] += TITLE_VOTE;
		else
			votes[piece] += hit->sentence < 3 ? LEAD_VOTE : LATER_VOTE;
	}
	for (int i = 0; i < PIECE_COUNT; i++)
		if (votes[i] >= ENOUGH && votes[i] > votes[best])
			best = (enum piece)i;
	return best;
}
