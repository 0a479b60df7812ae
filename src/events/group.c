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
	const struct roundup *roundup; /* NULL: none */
};

struct shared { /* a round-up was found to report what these articles do */
	size_t count;
	size_t near[ROUNDUP_PARTS]; /* the greatest share first */
};

struct group {
	VEC(struct waiting) story;   /* in order of date once `sorted` */
	VEC(uint64_t) event;         /* by number of the article; 0 of a round-up */
	VEC(struct shared *) shared; /* the same; NULL: it is no round-up */
	struct arena *roundups;
	VEC(struct group_place) place;
	bool sorted;
};

struct group *group_new(void)
{
	struct group *g = memory_zalloc(sizeof *g);

	g->roundups = arena_new();
	return g;
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
	VEC_FREE(&g->shared);
	arena_free(g->roundups);
	memory_free(g);
}

void group_add(struct group *g, struct arena *arena, const struct article *a)
{
	struct waiting w = {.date_ms = a->date_ms, .number = g->story.len};
	struct roundup *roundup;
	struct story story;

	story_of(&story, arena, a, NULL);
	roundup = roundup_of(arena, a, &story);
	w.roundup = roundup ? roundup_copy(g->roundups, roundup) : NULL;
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

static int by_share(const void *a, const void *b)
{
	const struct grouper_share *x = a, *y = b;

	if (x->share != y->share)
		return x->share > y->share ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

/* NULL: it is placed like others. */
static struct shared *share_out(struct group *g, const struct grouper *grouper, struct map *known,
				const struct roundup *r)
{
	struct grouper_share share[ROUNDUP_PARTS];
	size_t count = grouper_shares(share, grouper, r);
	struct shared *out;

	if (!count)
		return NULL;
	qsort(share, count, sizeof *share, by_share);
	out = ARENA_ARRAY(g->roundups, struct shared, 1);
	out->count = count;
	for (size_t i = 0; i < count; i++)
		out->near[i] =
			*(const uint64_t *)map_get(known, hash128_key(&share[i].nearest)) - 1;
	return out;
}

/* One story; false when it is shared out, and so is no member of any event. */
static bool place(struct group *g, struct grouper *grouper, struct map *known,
		  const struct waiting *w, const struct story *story, uint64_t *events)
{
	struct placement p;

	g->shared.at[w->number] = NULL;
	grouper_propose(&p, grouper, story);
	if (w->roundup && p.how != PLACED_REPRINT)
		g->shared.at[w->number] = share_out(g, grouper, known, w->roundup);
	if (g->shared.at[w->number]) {
		g->place.at[w->number] = (struct group_place){0};
		return false;
	}
	tell(&g->place.at[w->number], known, &p, &story->article, w->number);
	if (!p.event)
		p.event = ++*events;
	grouper_accept(grouper, story, &p);
	return true;
}

void group_run(struct group *g, const struct nearness_model *m)
{
	struct grouper *grouper = m ? grouper_new_with(m) : grouper_new();
	struct arena *arena = arena_new();
	struct map *known = map_new();
	VEC(size_t) member = {0}; /* articles, as the grouper has their stories */
	uint64_t events = 0;

	VEC_RESERVE(&g->event, g->story.len + 1);
	VEC_RESERVE(&g->place, g->story.len + 1);
	VEC_RESERVE(&g->shared, g->story.len + 1);
	g->event.len = g->place.len = g->shared.len = g->story.len;
	for (size_t i = 0; i < g->story.len; i++) {
		struct story story;
		size_t number;

		arena_reset(arena);
		number = group_story(&story, arena, g, i);
		if (place(g, grouper, known, &g->story.at[i], &story, &events))
			VEC_PUSH(&member, number);
		g->event.at[number] = 0;
	}
	for (size_t i = 0; i < member.len; i++)
		g->event.at[member.at[i]] = grouper_event_of(grouper, i);
	VEC_FREE(&member);
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
	const struct shared *shared = g->shared.at[n];

	return g->event.at[shared ? shared->near[0] : n];
}

size_t group_events(uint64_t out[ROUNDUP_PARTS], const struct group *g, size_t n)
{
	const struct shared *shared = g->shared.at[n];
	size_t count = 1;

	out[0] = group_event(g, n);
	for (size_t i = 1; shared && i < shared->count; i++) {
		uint64_t event = g->event.at[shared->near[i]];
		size_t k = 0;

		while (k < count && out[k] != event) /* they can have become one since */
			k++;
		out[k] = event;
		count += k == count;
	}
	return count;
}
