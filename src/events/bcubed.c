/* bcubed.c -- sizes of gold events, of predicted events and of their overlaps.
 *
 * An article without a prediction is alone in its event, as the script has it. */
#include "events/bcubed.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/vec.h"
#include "events/group.h"

struct item {
	uint64_t gold, predicted;
	bool counted;
	uint32_t of_predicted; /* articles of its predicted event */
};

static int by_predicted(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->predicted != y->predicted)
		return x->predicted < y->predicted ? -1 : 1;
	return x->gold < y->gold ? -1 : x->gold > y->gold;
}

static int by_gold(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->gold != y->gold)
		return x->gold < y->gold ? -1 : 1;
	return x->predicted < y->predicted ? -1 : x->predicted > y->predicted;
}

/* Sorted by predicted event: tells every item how many share it. */
static void count_predicted(struct bcubed *out, struct item *item, size_t n)
{
	for (size_t from = 0, upto; from < n; from = upto) {
		for (upto = from; upto < n && item[upto].predicted == item[from].predicted;)
			upto++;
		for (size_t i = from; i < upto; i++)
			item[i].of_predicted = (uint32_t)(upto - from);
		out->predicted_events++;
	}
}

/* One gold event, sorted by predicted: adds its overlaps. */
static void count_overlaps(struct bcubed *out, const struct item *item, size_t n)
{
	size_t fragments = 0;

	for (size_t from = 0, upto; from < n; from = upto) {
		double both;

		for (upto = from; upto < n && item[upto].predicted == item[from].predicted;)
			upto++;
		both = (double)(upto - from);
		out->precision += both * both / item[from].of_predicted;
		out->recall += both * both / (double)n;
		fragments++;
	}
	out->articles += n;
	out->gold_events++;
	if (n > 1) {
		out->fragments += (double)fragments;
		out->fragmented++;
	}
}

void bcubed_measure(struct bcubed *out, const uint64_t *gold, const uint64_t *predicted,
		    const bool *counted, size_t n)
{
	struct item *item = memory_alloc((n + 1) * sizeof *item);
	double both;

	*out = (struct bcubed){0};
	for (size_t i = 0; i < n; i++)
		item[i] = (struct item){gold[i], predicted[i], !counted || counted[i], 0};
	qsort(item, n, sizeof *item, by_predicted);
	count_predicted(out, item, n);
	qsort(item, n, sizeof *item, by_gold);
	for (size_t from = 0, upto; from < n; from = upto) {
		for (upto = from; upto < n && item[upto].gold == item[from].gold;)
			upto++;
		if (item[from].counted)
			count_overlaps(out, item + from, upto - from);
	}
	memory_free(item);
	out->precision /= out->articles ? (double)out->articles : 1;
	out->recall /= out->articles ? (double)out->articles : 1;
	both = out->precision + out->recall;
	out->f1 = both > 0 ? 2 * out->precision * out->recall / both : 0;
	out->fragmentation = out->fragmented > 0 ? out->fragments / out->fragmented : 0;
}

static void print(struct buf *out, const struct bcubed *b)
{
	buf_fmt(out, "articles %zu gold_events %zu predicted_events %zu fragmentation %.3f\n",
		b->articles, b->gold_events, b->predicted_events, b->fragmentation);
	buf_fmt(out, "bcubed_precision %.3f bcubed_recall %.3f\n", b->precision, b->recall);
	buf_fmt(out, "bcubed_f1 %.3f\n", b->f1);
}

/* -- files --------------------------------------------------------------------------------- */

struct pairing {
	struct map *gold;      /* id of article -> gold event + 1 */
	struct map *predicted; /* id of article -> predicted event + 1 */
	struct map *gold_names, *predicted_names;
	struct group *group; /* when the texts are grouped here */
	struct arena *arena;
};

/* "event" may be a text, a number or a list of them. */
static struct str text_of(struct arena *a, const struct json *v)
{
	if (json_is_array(v))
		v = json_at(v, 0);
	return json_text(a, v);
}

static uint64_t number_of(struct map *names, struct str name)
{
	uint64_t *n = map_put(names, name);

	if (*n == 0)
		*n = map_count(names);
	return *n;
}

static bool group_here(struct pairing *p, struct str id, struct str line, struct err *err)
{
	struct article a;

	if (!article_from_json(&a, p->arena, line, STR("gold"), err))
		return false;
	group_add(p->group, p->arena, &a);
	*map_put(p->predicted, id) = group_count(p->group); /* its event once all are there */
	return true;
}

struct reading { /* one side */
	struct pairing *pairing;
	struct map *to, *names;
};

static bool read_line(struct str line, void *payload, struct err *err)
{
	struct reading *r = payload;
	struct pairing *p = r->pairing;
	struct json *root;
	struct str id, event;
	bool ok = true;

	arena_reset(p->arena);
	if (!json_parse(&root, line, err))
		return false;
	id = text_of(p->arena, json_get(root, "id"));
	event = text_of(p->arena, json_get(root, "event"));
	json_free(root);
	if (!id.len || !event.len)
		return err_set(err, ERR_INPUT, "\"id\" or \"event\" is missing");
	*map_put(r->to, id) = number_of(r->names, event);
	if (r->to == p->gold && p->group)
		ok = group_here(p, id, line, err);
	return ok;
}

static bool read_file(struct pairing *p, const char *path, bool is_gold, struct err *err)
{
	struct reading r = {.pairing = p,
			    .to = is_gold ? p->gold : p->predicted,
			    .names = is_gold ? p->gold_names : p->predicted_names};

	return io_each_line(path, read_line, &r, err);
}

static uint64_t predicted_of(struct pairing *p, struct str id)
{
	uint64_t *place = map_get(p->predicted, id);

	if (place)
		return *place;
	place = map_put(p->predicted, id);
	*place = number_of(p->predicted_names, arena_fmt(p->arena, "alone-%.*s", STR_ARG(id)));
	return *place;
}

static void measure(struct buf *out, struct pairing *p)
{
	VEC(uint64_t) gold = {0}, predicted = {0};
	struct bcubed b;

	if (p->group) {
		group_run(p->group, NULL);
		for (size_t i = 0; i < map_count(p->predicted); i++) {
			uint64_t *place = map_get(p->predicted, map_key(p->predicted, i));

			*place = group_event(p->group, *place - 1);
		}
	}
	for (size_t i = 0; i < map_count(p->gold); i++) {
		struct str id = map_key(p->gold, i);

		VEC_PUSH(&gold, *map_get(p->gold, id));
		VEC_PUSH(&predicted, predicted_of(p, id));
	}
	bcubed_measure(&b, gold.at, predicted.at, NULL, gold.len);
	print(out, &b);
	VEC_FREE(&gold);
	VEC_FREE(&predicted);
}

bool bcubed_eval(struct buf *out, const char *gold, const char *predictions, struct err *err)
{
	struct pairing p = {.gold = map_new(),
			    .predicted = map_new(),
			    .gold_names = map_new(),
			    .predicted_names = map_new(),
			    .group = predictions ? NULL : group_new(),
			    .arena = arena_new()};
	bool ok = read_file(&p, gold, true, err) &&
		  (!predictions || read_file(&p, predictions, false, err));

	if (ok && map_count(p.gold) == 0)
		ok = err_set(err, ERR_INPUT, "%s: no line with an id and an event", gold);
	if (ok)
		measure(out, &p);
	map_free(p.gold);
	map_free(p.predicted);
	map_free(p.gold_names);
	map_free(p.predicted_names);
	group_free(p.group);
	arena_free(p.arena);
	return ok;
}
