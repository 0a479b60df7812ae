/* group.c -- the clerk's propose and accept without a store.
 *
 * Stories wait packed, as the store would keep them. */
#include "events/group.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

struct waiting {
	int64_t date_ms;
	size_t number; /* of the article, in the order of adding */
	struct buf story;
};

struct group {
	VEC(struct waiting) story; /* in order of date once `sorted` */
	VEC(uint64_t) event;       /* by number of the article */
	VEC(struct group_place) place;
	bool sorted;
};

struct group *group_new(void)
{
	return memory_zalloc(sizeof(struct group));
}

void group_free(struct group *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->story.len; i++)
		buf_free(&g->story.at[i].story);
	VEC_FREE(&g->story);
	VEC_FREE(&g->event);
	VEC_FREE(&g->place);
	memory_free(g);
}

void group_add(struct group *g, struct arena *arena, const struct article *a)
{
	struct waiting w = {.date_ms = a->date_ms, .number = g->story.len};
	struct story story;

	story_of(&story, arena, a, NULL);
	buf_init(&w.story, STORY_BYTES);
	story_pack(&w.story, &story);
	CHECK(buf_ok(&w.story));
	VEC_PUSH(&g->story, w);
	g->sorted = false;
}

static int by_date(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->date_ms != y->date_ms) {
		if (x->date_ms == 0 || y->date_ms == 0)
			return x->date_ms == 0 ? 1 : -1;
		return x->date_ms < y->date_ms ? -1 : 1;
	}
	return x->number < y->number ? -1 : x->number > y->number;
}

size_t group_story(struct story *out, struct arena *arena, struct group *g, size_t n)
{
	bool whole;

	if (!g->sorted)
		qsort(g->story.at, g->story.len, sizeof *g->story.at, by_date);
	g->sorted = true;
	whole = story_unpack(out, arena, buf_view(&g->story.at[n].story));
	CHECK(whole);
	return g->story.at[n].number;
}

/* `known`: numbers of the articles that came, from 1, by their hashes. */
static void tell(struct group_place *out, struct map *known, const struct placement *p,
		 const struct hash128 *article, size_t number)
{
	const uint64_t *nearest = map_get(known, hash128_key(&p->nearest));

	*out = (struct group_place){.joined = p->how == PLACED_JOINED && nearest,
				    .similarity = p->similarity,
				    .nearest = nearest ? *nearest - 1 : 0};
	*map_put(known, hash128_key(article)) = number + 1;
}

void group_run(struct group *g, const struct nearness_model *m)
{
	struct grouper *grouper = m ? grouper_new_with(m) : grouper_new();
	struct arena *arena = arena_new();
	struct map *known = map_new();
	uint64_t events = 0;

	VEC_RESERVE(&g->event, g->story.len + 1);
	VEC_RESERVE(&g->place, g->story.len + 1);
	g->event.len = g->place.len = g->story.len;
	for (size_t i = 0; i < g->story.len; i++) {
		struct story story;
		struct placement p;
		size_t number;

		arena_reset(arena);
		number = group_story(&story, arena, g, i);
		grouper_propose(&p, grouper, &story);
		tell(&g->place.at[number], known, &p, &story.article, number);
		if (!p.event)
			p.event = ++events;
		grouper_accept(grouper, &story, &p);
	}
	for (size_t i = 0; i < g->story.len; i++)
		g->event.at[g->story.at[i].number] = grouper_event_of(grouper, i);
	grouper_free(grouper);
	map_free(known);
	arena_free(arena);
}

struct group_place group_place(const struct group *g, size_t n)
{
	return g->place.at[n];
}

size_t group_count(const struct group *g)
{
	return g->story.len;
}

uint64_t group_event(const struct group *g, size_t n)
{
	return g->event.at[n];
}
