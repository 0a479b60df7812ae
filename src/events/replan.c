/* events/replan.c -- stories once more, and the difference.
 *
 * Groups are the grouper's events, numbered as they are founded. Events and groups are the two
 * sides of a graph whose edges are articles; where a part of it is one event and one group that
 * keeps it, nothing changes. Parts are found by union-find, all else by sorting. */
#include "events/replan.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/vec.h"

#define NONE UINT32_MAX

struct place { /* one article */
	int64_t number, settled;
	uint64_t event;
	uint32_t group; /* from 1; 0: none */
	bool kept;
	enum placed how;
	float similarity;
	struct hash128 nearest;
};

struct bond { /* decisions that hold articles together, by the number of one of them */
	uint32_t parent;
	uint32_t story; /* the first of theirs, as accepted, + 1 */
	VEC(uint64_t) side;
};

struct edge { /* articles that an event and a group have in common */
	uint64_t event;
	uint32_t group, count, first;
};

struct replan {
	struct grouper *grouper;
	struct arena *arena;
	VEC(struct replan_binding) binding;
	VEC(struct bond) bond;
	VEC(uint64_t) own; /* sides of the story at hand */
	bool bound;
	VEC(struct place) place; /* by article */
	VEC(uint32_t) accepted;  /* places in the order of the grouper */
	struct map *waiting;     /* places of strays, + 1, by content */
	uint32_t groups;
	VEC(struct edge) edge;            /* by event, group */
	VEC(struct edge) ended;           /* the same of events that had ended */
	VEC(struct replan_target) target; /* by group - 1 */
	VEC(struct replan_end) end;       /* into: group - 1 */
	uint32_t *part;                   /* of groups, union-find */
	VEC(struct replan_move) move;     /* into: group - 1 */
	VEC(struct replan_change) change;
};

struct replan *replan_new(const struct nearness_model *m)
{
	struct replan *r = memory_zalloc(sizeof *r);

	r->grouper = m ? grouper_new_with(m) : grouper_new();
	r->arena = arena_new();
	r->waiting = map_new();
	return r;
}

void replan_free(struct replan *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->bond.len; i++)
		VEC_FREE(&r->bond.at[i].side);
	VEC_FREE(&r->bond);
	VEC_FREE(&r->binding);
	VEC_FREE(&r->own);
	VEC_FREE(&r->place);
	VEC_FREE(&r->accepted);
	VEC_FREE(&r->edge);
	VEC_FREE(&r->ended);
	VEC_FREE(&r->target);
	VEC_FREE(&r->end);
	VEC_FREE(&r->move);
	VEC_FREE(&r->change);
	memory_free(r->part);
	map_free(r->waiting);
	arena_free(r->arena);
	grouper_free(r->grouper);
	memory_free(r);
}

/* -- decisions ------------------------------------------------------------------------------ */

void replan_bind(struct replan *r, const struct replan_binding *b)
{
	CHECK(!r->bound && r->place.len == 0);
	VEC_PUSH(&r->binding, *b);
}

static int by_article(const void *a, const void *b)
{
	const struct replan_binding *x = a, *y = b;

	if (x->article != y->article)
		return x->article < y->article ? -1 : 1;
	return x->decision < y->decision ? -1 : x->decision > y->decision;
}

static uint32_t bond_root(struct replan *r, uint64_t decision)
{
	uint32_t at = (uint32_t)decision;

	while (r->bond.at[at].parent != at)
		at = r->bond.at[at].parent = r->bond.at[r->bond.at[at].parent].parent;
	return at;
}

static size_t first_binding(const struct replan *r, int64_t article)
{
	size_t from = 0, upto = r->binding.len;

	while (from < upto) {
		size_t mid = from + (upto - from) / 2;

		if (r->binding.at[mid].article < article)
			from = mid + 1;
		else
			upto = mid;
	}
	return from;
}

/* The bond of the article whose bindings begin there; NONE: nothing holds it. */
static uint32_t bond_of(struct replan *r, size_t at)
{
	int64_t article = r->binding.at[at].article;

	for (; at < r->binding.len && r->binding.at[at].article == article; at++)
		if (r->binding.at[at].together)
			return bond_root(r, r->binding.at[at].decision);
	return NONE;
}

/* Decisions that hold one article with others hold all those together, and what one of them is
 * kept from they all are. */
static void tie_bonds(struct replan *r)
{
	uint64_t most = 0;

	r->bound = true;
	if (r->binding.len)
		qsort(r->binding.at, r->binding.len, sizeof *r->binding.at, by_article);
	for (size_t i = 0; i < r->binding.len; i++)
		most = r->binding.at[i].decision > most ? r->binding.at[i].decision : most;
	CHECK(most < NONE);
	for (uint32_t i = 0; r->binding.len && i <= most; i++)
		VEC_PUSH(&r->bond, ((struct bond){.parent = i}));
	for (size_t i = 0, from = 0; i < r->binding.len; i++) {
		if (r->binding.at[i].article != r->binding.at[from].article)
			from = i;
		if (r->binding.at[i].together)
			r->bond.at[bond_root(r, r->binding.at[i].decision)].parent =
				bond_of(r, from);
	}
	for (size_t i = 0, from = 0; i < r->binding.len; i++) {
		const struct replan_binding *b = &r->binding.at[i];
		uint32_t bond;

		if (b->article != r->binding.at[from].article)
			from = i;
		bond = bond_of(r, from);
		if (!b->together && bond != NONE)
			VEC_PUSH(&r->bond.at[bond].side, b->decision * 2 + b->side);
	}
}

/* What binds the article; *bond: that which holds it, or NONE. False: nothing does. */
static bool bound(struct grouper_bond *out, uint32_t *bond, struct replan *r, int64_t article)
{
	size_t from = first_binding(r, article);

	*out = (struct grouper_bond){0};
	*bond = NONE;
	if (from == r->binding.len || r->binding.at[from].article != article)
		return false;
	*bond = bond_of(r, from);
	if (*bond != NONE) {
		const struct bond *b = &r->bond.at[*bond];

		*out = (struct grouper_bond){.side = b->side.at, .sides = b->side.len};
		out->event = b->story ? grouper_event_of(r->grouper, b->story - 1) : 0;
		return true;
	}
	r->own.len = 0;
	for (size_t i = from; i < r->binding.len && r->binding.at[i].article == article; i++)
		VEC_PUSH(&r->own, r->binding.at[i].decision * 2 + r->binding.at[i].side);
	*out = (struct grouper_bond){.side = r->own.at, .sides = r->own.len};
	return true;
}

/* -- stories -------------------------------------------------------------------------------- */

static void note(struct replan *r, uint32_t n, const struct placement *p, int64_t settled)
{
	struct place *place = &r->place.at[n];

	place->settled = settled;
	place->how = p->how;
	place->similarity = p->similarity;
	place->nearest = p->nearest;
	VEC_PUSH(&r->accepted, n);
}

static void recall(struct replan *r, const struct story *s, uint64_t group, int64_t article)
{
	struct recall stray[GROUPER_RECALLS];
	size_t count = grouper_recall(stray, r->grouper, s, group);

	for (size_t i = 0; i < count; i++) {
		const uint64_t *n = map_get(r->waiting, hash128_key(&stray[i].article));

		CHECK(n && *n > 0);
		grouper_take(r->grouper, &stray[i]);
		note(r, (uint32_t)*n - 1, &stray[i].placement, article);
	}
}

void replan_story(struct replan *r, const struct story *s, const struct replan_place *is)
{
	const int64_t article = is->article;
	uint32_t n = (uint32_t)r->place.len, bond;
	struct story story = *s;
	struct grouper_bond binds;
	struct placement p;

	if (!r->bound)
		tie_bonds(r);
	CHECK(n < NONE && (n == 0 || r->place.at[n - 1].number < article));
	if (bound(&binds, &bond, r, article) && story.label == LABEL_UNRELATED)
		story.label = LABEL_COMPLEMENTARY;
	VEC_PUSH(&r->place,
		 ((struct place){.number = article, .event = is->event, .kept = is->kept}));
	grouper_propose_bound(&p, r->grouper, &story, &binds);
	if (p.how == PLACED_NEW)
		p.event = ++r->groups;
	grouper_accept(r->grouper, &story, &p);
	if (p.how == PLACED_WAITING) {
		*map_put(r->waiting, hash128_key(&story.article)) = n + 1;
		return;
	}
	note(r, n, &p, article);
	if (bond != NONE && !r->bond.at[bond].story)
		r->bond.at[bond].story = (uint32_t)r->accepted.len;
	for (size_t i = 0; i < binds.sides; i++)
		grouper_keep_apart(r->grouper, p.event, binds.side[i]);
	recall(r, &story, p.event, article);
}

size_t replan_stories(const struct replan *r)
{
	return r->place.len;
}

/* -- events and groups ---------------------------------------------------------------------- */

static int by_event(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* Adds up the edges of one event and one group. */
static size_t add_up(struct edge *edge, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(edge, count, sizeof *edge, by_event);
	for (size_t i = 0; i < count; i++) {
		struct edge *last = kept ? &edge[kept - 1] : NULL;

		if (last && last->event == edge[i].event && last->group == edge[i].group)
			last->count += edge[i].count;
		else
			edge[kept++] = edge[i];
	}
	return kept;
}

static size_t end_of(const struct edge *edge, size_t from, size_t count)
{
	size_t upto = from;

	while (upto < count && edge[upto].event == edge[from].event)
		upto++;
	return upto;
}

/* The edge with the most articles; of as many, that with the first. */
static const struct edge *most(const struct edge *edge, size_t from, size_t upto)
{
	const struct edge *best = &edge[from];

	for (size_t i = from + 1; i < upto; i++)
		if (edge[i].count > best->count ||
		    (edge[i].count == best->count && edge[i].first < best->first))
			best = &edge[i];
	return best;
}

static void find_groups(struct replan *r)
{
	for (size_t i = 0; i < r->accepted.len; i++)
		r->place.at[r->accepted.at[i]].group = (uint32_t)grouper_event_of(r->grouper, i);
	for (uint32_t i = 0; i < r->place.len; i++)
		if (r->place.at[i].group && r->place.at[i].event)
			VEC_PUSH(&r->edge,
				 ((struct edge){r->place.at[i].event, r->place.at[i].group, 1, i}));
	r->edge.len = add_up(r->edge.at, r->edge.len);
}

/* The first edge of the event among the first `count`, which are sorted; or `count`. */
static size_t edge_of(const struct replan *r, uint64_t event, size_t count)
{
	size_t from = 0, upto = count;

	while (from < upto) {
		size_t mid = from + (upto - from) / 2;

		if (r->edge.at[mid].event < event)
			from = mid + 1;
		else
			upto = mid;
	}
	return from < count && r->edge.at[from].event == event ? from : count;
}

/* What is kept and would wait goes where most of its event goes. */
static void keep_placed(struct replan *r)
{
	size_t known = r->edge.len;

	for (uint32_t i = 0; i < r->place.len; i++) {
		struct place *p = &r->place.at[i];
		size_t edge = known;

		if (p->kept && p->event && !p->group)
			edge = edge_of(r, p->event, known);
		if (edge == known)
			continue; /* nothing else of it is placed: keep_lone() */
		p->group = most(r->edge.at, edge, end_of(r->edge.at, edge, known))->group;
		VEC_PUSH(&r->edge, ((struct edge){p->event, p->group, 1, i}));
	}
	r->edge.len = add_up(r->edge.at, r->edge.len);
}

/* An event is never left with nothing: where all that it has would wait, it stays as it is. */
static void keep_lone(struct replan *r)
{
	size_t known = r->edge.len, lone = 0;

	for (uint32_t i = 0; i < r->place.len; i++) {
		struct place *p = &r->place.at[i];

		if (p->event && !p->group && edge_of(r, p->event, known) == known) {
			VEC_PUSH(&r->edge, ((struct edge){p->event, NONE, 1, i}));
			lone++;
		}
	}
	if (!lone)
		return;
	qsort(r->edge.at + known, lone, sizeof *r->edge.at, by_event);
	for (size_t i = known; i < r->edge.len; i++) {
		if (i == known || r->edge.at[i].event != r->edge.at[i - 1].event)
			r->groups++;
		r->edge.at[i].group = r->place.at[r->edge.at[i].first].group = r->groups;
	}
	r->edge.len = add_up(r->edge.at, r->edge.len);
}

static void choose_keepers(struct replan *r)
{
	for (uint32_t g = 0; g < r->groups; g++)
		VEC_PUSH(&r->target, ((struct replan_target){0}));
	for (size_t i = r->place.len; i-- > 0;)
		if (r->place.at[i].group)
			r->target.at[r->place.at[i].group - 1].first = r->place.at[i].number;
	for (size_t from = 0, upto; from < r->edge.len; from = upto) {
		const struct edge *home;

		upto = end_of(r->edge.at, from, r->edge.len);
		home = most(r->edge.at, from, upto);
		if (!r->target.at[home->group - 1].event) /* events come oldest first */
			r->target.at[home->group - 1].event = home->event;
		else
			VEC_PUSH(&r->end, ((struct replan_end){home->event, home->group - 1}));
	}
	r->ended.len = add_up(r->ended.at, r->ended.len);
	for (size_t from = 0, upto; from < r->ended.len; from = upto) {
		struct replan_target *t;

		upto = end_of(r->ended.at, from, r->ended.len);
		t = &r->target.at[most(r->ended.at, from, upto)->group - 1];
		if (!t->event)
			*t = (struct replan_target){r->ended.at[from].event, true, t->first};
	}
}

static size_t place_of(const struct replan *r, int64_t article)
{
	size_t from = 0, upto = r->place.len;

	while (from < upto) {
		size_t mid = from + (upto - from) / 2;

		if (r->place.at[mid].number < article)
			from = mid + 1;
		else
			upto = mid;
	}
	return from < r->place.len && r->place.at[from].number == article ? from : r->place.len;
}

void replan_ended(struct replan *r, uint64_t event, int64_t article)
{
	size_t n = place_of(r, article);

	if (r->edge.len == 0)
		find_groups(r);
	if (n < r->place.len && r->place.at[n].group)
		VEC_PUSH(&r->ended, ((struct edge){event, r->place.at[n].group, 1, (uint32_t)n}));
}

/* -- changes -------------------------------------------------------------------------------- */

static uint32_t part_root(const struct replan *r, uint32_t group)
{
	while (r->part[group] != group)
		group = r->part[group] = r->part[r->part[group]];
	return group;
}

/* Groups that share an event are of one part. */
static void find_parts(struct replan *r)
{
	r->part = memory_alloc((r->groups + 1) * sizeof *r->part);
	for (uint32_t g = 0; g < r->groups; g++)
		r->part[g] = g;
	for (size_t i = 1; i < r->edge.len; i++) {
		uint32_t a = r->edge.at[i - 1].group - 1, b = r->edge.at[i].group - 1;

		if (r->edge.at[i - 1].event == r->edge.at[i].event)
			r->part[part_root(r, a)] = part_root(r, b);
	}
}

static uint32_t part_of_event(const struct replan *r, uint64_t event)
{
	size_t edge = edge_of(r, event, r->edge.len);

	CHECK(edge < r->edge.len);
	return part_root(r, r->edge.at[edge].group - 1);
}

static void find_moves(struct replan *r)
{
	for (size_t i = 0; i < r->place.len; i++) {
		const struct place *p = &r->place.at[i];
		uint64_t event = p->group ? r->target.at[p->group - 1].event : 0;

		if (p->group ? event == p->event && event : !p->event)
			continue;
		VEC_PUSH(&r->move,
			 ((struct replan_move){.article = p->number,
					       .from = p->event,
					       .into = p->group ? p->group - 1 : REPLAN_WAITS,
					       .settled = p->group ? p->settled : 0,
					       .how = p->how,
					       .similarity = p->similarity,
					       .nearest = p->nearest}));
	}
}

struct sorted { /* a move, a target or an end, by part */
	uint32_t part, group;
	uint64_t event;
	int64_t article;
	size_t number; /* in the vector */
};

static int by_part(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->article < y->article ? -1 : x->article > y->article;
}

static struct sorted *sort_moves(const struct replan *r)
{
	struct sorted *s = ARENA_ARRAY(r->arena, struct sorted, r->move.len + 1);

	for (size_t i = 0; i < r->move.len; i++) {
		const struct replan_move *m = &r->move.at[i];

		s[i] = (struct sorted){m->into == REPLAN_WAITS ? part_of_event(r, m->from)
							       : part_root(r, m->into),
				       m->into, m->from, m->article, i};
	}
	qsort(s, r->move.len, sizeof *s, by_part);
	return s;
}

/* Groups by part, in order of their first articles; `place`: number within the part. */
static struct sorted *sort_targets(uint32_t *place, const struct replan *r)
{
	struct sorted *s = ARENA_ARRAY(r->arena, struct sorted, r->target.len + 1);
	uint32_t within = 0;

	for (uint32_t i = 0; i < r->target.len; i++)
		s[i] = (struct sorted){part_root(r, i), 0, 0, r->target.at[i].first, i};
	qsort(s, r->target.len, sizeof *s, by_part);
	for (size_t i = 0; i < r->target.len; i++) {
		within = i > 0 && s[i].part == s[i - 1].part ? within + 1 : 0;
		place[s[i].number] = within;
	}
	return s;
}

static struct sorted *sort_ends(const struct replan *r)
{
	struct sorted *s = ARENA_ARRAY(r->arena, struct sorted, r->end.len + 1);

	for (size_t i = 0; i < r->end.len; i++)
		s[i] = (struct sorted){part_root(r, r->end.at[i].into), 0, r->end.at[i].event, 0,
				       i};
	qsort(s, r->end.len, sizeof *s, by_part);
	return s;
}

static size_t run_of(const struct sorted *s, size_t *from, size_t count, uint32_t part)
{
	size_t upto;

	while (*from < count && s[*from].part < part)
		++*from;
	for (upto = *from; upto < count && s[upto].part == part; upto++)
		;
	return upto - *from;
}

/* Cuts the sorted moves into one change for each part; targets and ends of other parts are
 * passed over. A group that was merged away has no first article, and is no target. */
static void cut_changes(struct replan *r, const struct sorted *moved)
{
	uint32_t *place = ARENA_ARRAY(r->arena, uint32_t, r->target.len + 1);
	const struct sorted *targets = sort_targets(place, r), *ends = sort_ends(r);
	size_t t = 0, e = 0;

	for (size_t from = 0, count; from < r->move.len; from += count) {
		uint32_t part = moved[from].part;
		size_t n = run_of(targets, &t, r->target.len, part);
		size_t k = run_of(ends, &e, r->end.len, part);
		struct replan_target *target = ARENA_ARRAY(r->arena, struct replan_target, n + 1);
		struct replan_end *end = ARENA_ARRAY(r->arena, struct replan_end, k + 1);
		struct replan_move *move;

		count = run_of(moved, &from, r->move.len, part);
		move = ARENA_ARRAY(r->arena, struct replan_move, count);
		for (size_t i = 0; i < n; i++)
			target[i] = r->target.at[targets[t + i].number];
		for (size_t i = 0; i < k; i++) {
			end[i] = r->end.at[ends[e + i].number];
			end[i].into = place[end[i].into];
		}
		for (size_t i = 0; i < count; i++) {
			move[i] = r->move.at[moved[from + i].number];
			if (move[i].into != REPLAN_WAITS)
				move[i].into = place[move[i].into];
		}
		VEC_PUSH(&r->change, ((struct replan_change){move, count, target, n, end, k}));
	}
}

static uint64_t oldest(const struct replan_change *c)
{
	uint64_t event = UINT64_MAX;

	for (size_t i = 0; i < c->moves; i++)
		if (c->move[i].from && c->move[i].from < event)
			event = c->move[i].from;
	for (size_t i = 0; i < c->targets; i++)
		if (c->target[i].event && c->target[i].event < event)
			event = c->target[i].event;
	return event;
}

static int by_oldest(const void *a, const void *b)
{
	uint64_t x = oldest(a), y = oldest(b);

	return x < y ? -1 : x > y;
}

const struct replan_change *replan_changes(size_t *count, struct replan *r)
{
	if (r->edge.len == 0)
		find_groups(r);
	keep_placed(r);
	keep_lone(r);
	choose_keepers(r);
	find_parts(r);
	find_moves(r);
	cut_changes(r, sort_moves(r));
	if (r->change.len)
		qsort(r->change.at, r->change.len, sizeof *r->change.at, by_oldest);
	*count = r->change.len;
	return r->change.at;
}

const struct replan_end *replan_end_of(const struct replan_change *c, uint64_t event)
{
	for (size_t i = 0; i < c->ends; i++)
		if (c->end[i].event == event)
			return &c->end[i];
	return NULL;
}
