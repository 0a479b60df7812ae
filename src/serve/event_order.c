/* serve/event_order.c -- sorts by lead, weight, arrival. */
#include "serve/event_order.h"

#include <stdlib.h>

struct ranked {
	double weight;
	size_t at;
};

static double weight_of(const struct json *ranks, struct str publisher)
{
	for (size_t i = 0; i < json_len(ranks); i++)
		if (str_eq(json_get_str(json_at(ranks, i), "publisher"), publisher))
			return json_num(json_get(json_at(ranks, i), "weight"), 0);
	return 0;
}

static int weightiest_first(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

void event_order(struct event_detail *d, struct arena *arena, const struct json *portrait)
{
	const struct json *ranks = json_get(portrait, "publisher_ranks");
	struct str lead = json_get_str(portrait, "title_source");
	struct ranked *r = ARENA_ARRAY(arena, struct ranked, d->article_count + 1);
	struct article_row *row = ARENA_ARRAY(arena, struct article_row, d->article_count + 1);

	if (json_len(ranks) == 0)
		return;
	for (size_t i = 0; i < d->article_count; i++) {
		const struct article_row *a = &d->article[i];

		r[i] = (struct ranked){weight_of(ranks, a->publisher), i};
		if (str_eq(a->id, lead))
			r[i].weight += 2;
	}
	qsort(r, d->article_count, sizeof *r, weightiest_first);
	for (size_t i = 0; i < d->article_count; i++)
		row[i] = d->article[r[i].at];
	d->article = row;
}
