/* tally.c -- a short list looked through from the front: an event has a few dozen
 * names of each kind, for which no table is faster. */
#include "events/tally.h"

#include <stdlib.h>

void tally_open(struct tally *t, struct arena *arena)
{
	t->row = ARENA_ARRAY(arena, struct tally_row, TALLY_MOST);
	t->len = 0;
}

void tally_add(struct tally *t, struct str name, struct str note, const struct tally_vote *vote)
{
	struct tally_row *row = NULL;

	for (size_t i = 0; i < t->len && !row; i++)
		if (str_eq(t->row[i].name, name) && str_eq(t->row[i].note, note))
			row = &t->row[i];
	if (!row && t->len == TALLY_MOST)
		return;
	if (!row) {
		row = &t->row[t->len++];
		*row = (struct tally_row){.name = name, .note = note, .first = vote->article};
	}
	row->weight += vote->weight;
	row->support += vote->support;
	row->count++;
}

static int by_weight(const void *a, const void *b)
{
	const struct tally_row *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return str_cmp(x->name, y->name);
}

void tally_rank(struct tally *t)
{
	if (t->len)
		qsort(t->row, t->len, sizeof *t->row, by_weight);
}
