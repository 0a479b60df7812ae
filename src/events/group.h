/* events/group.h -- clustering alone, in memory: what `tocsin group` does. Pure.
 *
 * Articles are taken in first, in any order. Then they are placed one by one in order of
 * date, as the clerk would, each before the next is seen; undated ones come last, and of
 * one date the first taken in comes first. A round-up is in the events of its parts, if two or
 * more were known by then, and neither founds nor joins any. An event is told when all are placed,
 * since events that were begun apart may turn out to be one. About 2 KB an article. One thread. */
#pragma once
#include "events/grouper.h"

struct group;

struct group *group_new(void);
void group_free(struct group *g);
void group_add(struct group *g, struct arena *arena, const struct article *a);
/* Places all that were added; NULL: by the model that is built in. Can be done again. */
void group_run(struct group *g, const struct nearness_model *m);
/* The n-th in the order of date: number of the article, and its story, in the arena. */
size_t group_story(struct story *out, struct arena *arena, struct group *g, size_t n);
size_t group_count(const struct group *g);
/* How the n-th article added was placed when it came; nearest: number of the article that
 * decided. Not joined: it founded its event, or is a copy. */
struct group_place {
	bool joined;
	float similarity;
	size_t nearest;
};
struct group_place group_place(const struct group *g, size_t n);
/* The event of the n-th article added, of a round-up the one of its greatest share; from 1 in
 * the order in which they were founded. */
uint64_t group_event(const struct group *g, size_t n);
/* The events of the n-th article added: one, or of a round-up (events/roundup.h) those of its
 * parts, the greatest share first; how many. */
size_t group_events(uint64_t out[ROUNDUP_PARTS], const struct group *g, size_t n);
