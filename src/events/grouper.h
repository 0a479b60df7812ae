/* events/grouper.h -- which articles speak of the same event?
 *
 * Online: stories come one by one and are placed at once. Owner: one, the clerk.
 * Pure: no clock, disk or chance; the same stories in the same order give the
 * same placements. Propose, commit, accept: nothing is undone because nothing
 * was done too early. What is durable lives in the store, from which the window
 * is refilled at start by accepting the stored stories again in order.
 *
 * A story can show that events which were thought two are one. Then its placement
 * names them: it goes to the oldest (the least number), and the others end in that.
 * Whoever cannot make that durable sets merge_count to 0 before accepting; the next
 * story that is near both will propose it again. Stories accepted again as they lie in the
 * store (in their last event, without a merge) give a grouper that proposes the same.
 *
 * Strays: a story whose label is LABEL_UNRELATED joins an event when it is nearer than others
 * have to be (nearness_model.stray), or is a copy; it founds none and merges none. Else it
 * waits (events/strays.h), and each story that comes later recalls those that are near to it
 * and to its event by then. So misjudged reports are of their event in whatever order they
 * come. */
#pragma once
#include "events/nearness.h"
#include "events/roundup.h"
#include "events/story.h"

enum placed {
	PLACED_NEW,
	PLACED_JOINED,
	PLACED_REPRINT,
	PLACED_WAITING /* a stray that is near no event yet; its placement has no event */
};

#define PLACEMENT_MERGES 4 /* events that one story can join to another */

struct placement {
	uint64_t event; /* number; 0 in a proposal for a new event */
	enum placed how;
	float similarity;                 /* to the event, 0 to 1; 0 when new */
	struct hash128 nearest;           /* the article that decided; zero when new */
	uint64_t merge[PLACEMENT_MERGES]; /* events that end in `event`, whose stories it takes */
	float merge_nearness[PLACEMENT_MERGES]; /* mean of the stories of the two, 0 to 1 */
	size_t merge_count;
	float bar; /* what similarity and merge_nearness had to reach; 0 when new or a copy */
};

struct grouper;
struct grouper *grouper_new(void);
struct grouper *grouper_new_with(const struct nearness_model *m); /* copied */
void grouper_free(struct grouper *g);

/* Says where a story would go and changes nothing. */
void grouper_propose(struct placement *out, const struct grouper *g, const struct story *s);

/* Makes it so, with placement.event now a number (or it waits): after the commit, and for
 * each stored story at start. Event numbers are the caller's (the store's row ids). */
void grouper_accept(struct grouper *g, const struct story *s, const struct placement *p);

/* The same for a story that people have decided about: for whoever groups anew. */
struct grouper_bond {
	uint64_t event; /* it is in that one; 0: in any, or in none yet */
	const uint64_t *side;
	size_t sides; /* of decisions: those of grouper_keep_apart */
};
void grouper_propose_bound(struct placement *out, const struct grouper *g, const struct story *s,
			   const struct grouper_bond *bond);

/* Of a round-up (events/roundup.h): the stories that its parts are nearest to, one for each
 * event, and the share of the article that each has; how many: 0 (it is a story like others)
 * or two and more. Changes nothing, and nothing is to be accepted: what
 * reports many things says nothing about what belongs together. */
struct grouper_share {
	uint64_t event;
	struct hash128 nearest; /* article of that event */
	float share;            /* 0 to 1 */
	float similarity;
};
size_t grouper_shares(struct grouper_share out[ROUNDUP_PARTS], const struct grouper *g,
		      const struct roundup *r);

#define GROUPER_RECALLS 6 /* strays that one story brings into its event at most */

struct recall {
	struct hash128 article;
	struct placement placement; /* joined, or a reprint; never a merge */
	uint32_t stray;
};
/* After a story that is no stray was accepted into the event: the strays that belong there as
 * well, in the order in which they came; how many. Changes nothing. */
size_t grouper_recall(struct recall out[GROUPER_RECALLS], const struct grouper *g,
		      const struct story *s, uint64_t event);
/* Makes one of them so: after the commit. The numbers of the others stay. */
void grouper_take(struct grouper *g, const struct recall *r);
/* At start, after all stories were accepted: a stray that waits, or (`taken`) waited once. In
 * the order in which they came. */
void grouper_wait(struct grouper *g, const struct story *s, bool taken);

/* An event is on a side of somebody's decision: side 2n and side 2n + 1 are never proposed
 * to be merged. What it ends in is on its sides as well. Of an event that has no story
 * nothing is kept. */
void grouper_keep_apart(struct grouper *g, uint64_t event, uint64_t side);

/* The event in which that story is now; stories count from 0 as they were accepted, and
 * anew when some were forgotten. */
uint64_t grouper_event_of(const struct grouper *g, size_t story);

void grouper_forget_before(struct grouper *g, int64_t date_ms);
void grouper_check(const struct grouper *g); /* CHECKs every invariant; slow */
