/* group.c -- the clerk's propose and accept without a store.
 *
 * There is no verdict here, so names and places come from the text alone
 * (events/terms.h). */
#include "events/group.h"

#include "base/memory.h"

struct group {
	struct grouper *grouper;
	uint64_t events;
};

struct group *group_new(void)
{
	struct group *g = memory_zalloc(sizeof *g);

	g->grouper = grouper_new();
	return g;
}

void group_free(struct group *g)
{
	if (!g)
		return;
	grouper_free(g->grouper);
	memory_free(g);
}

uint64_t group_add(struct group *g, struct arena *arena, const struct article *a)
{
	struct placement p;
	struct story story;

	story_of(&story, arena, a, NULL);
	grouper_propose(&p, g->grouper, &story);
	if (!p.event)
		p.event = ++g->events;
	grouper_accept(g->grouper, &story, &p);
	return p.event;
}
