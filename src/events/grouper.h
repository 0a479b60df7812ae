/* events/grouper.h -- which articles speak of the same event?
 *
 * Online: stories come one by one and are placed at once. Owner: one, the clerk.
 * Pure: no clock, disk or chance; the same stories in the same order give the
 * same placements. Propose, commit, accept: nothing is undone because nothing
 * was done too early. What is durable lives in the store, from which the window
 * is refilled at start by accepting the stored stories again in order. */
#pragma once
#include "events/story.h"

enum placed { PLACED_NEW, PLACED_JOINED, PLACED_REPRINT };

struct placement {
	uint64_t event; /* number; 0 in a proposal for a new event */
	enum placed how;
	float similarity;       /* to the event, 0 to 1; 0 when new */
	struct hash128 nearest; /* the article that decided; zero when new */
};

struct grouper;
struct grouper *grouper_new(void);
void grouper_free(struct grouper *g);

/* Says where a story would go and changes nothing. */
void grouper_propose(struct placement *out, const struct grouper *g, const struct story *s);

/* Makes it so, with placement.event now a number: after the commit, and for each
 * stored story at start. Event numbers are the caller's (the store's row ids). */
void grouper_accept(struct grouper *g, const struct story *s, const struct placement *p);

void grouper_forget_before(struct grouper *g, int64_t date_ms);
void grouper_check(const struct grouper *g); /* CHECKs every invariant; slow */
