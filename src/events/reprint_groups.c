/* events/reprint_groups.c -- union-find over what the index of reprints finds. */
#include "events/reprint_groups.h"

#include <stdlib.h>

#include "base/emit.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "events/reprints.h"
#include "events/wording.h"
#include "text/date.h"
#include "text/url.h"

#define FOUND 64 /* copies joined to one article at once; the others are joined to those */

struct item {
	struct str id, publisher;
	int64_t date_ms;
	struct fingerprint fingerprint;
};

struct reprint_groups {
	struct arena *arena; /* ids and publishers */
	struct reprints *reprints;
	VEC(struct item) item;
	VEC(uint32_t) parent; /* the root of a group is its least number */
};

struct reprint_groups *reprint_groups_new(void)
{
	struct reprint_groups *g = memory_zalloc(sizeof *g);

	g->arena = arena_new();
	g->reprints = reprints_new();
	return g;
}

void reprint_groups_free(struct reprint_groups *g)
{
	if (!g)
		return;
	arena_free(g->arena);
	reprints_free(g->reprints);
	VEC_FREE(&g->item);
	VEC_FREE(&g->parent);
	memory_free(g);
}

static uint32_t root_of(const struct reprint_groups *g, uint32_t n)
{
	while (g->parent.at[n] != n) {
		g->parent.at[n] = g->parent.at[g->parent.at[n]];
		n = g->parent.at[n];
	}
	return n;
}

static void join(struct reprint_groups *g, uint32_t a, uint32_t b)
{
	a = root_of(g, a);
	b = root_of(g, b);
	g->parent.at[a > b ? a : b] = a > b ? b : a;
}

void reprint_groups_add(struct reprint_groups *g, struct arena *arena, const struct article *a)
{
	uint32_t n = (uint32_t)g->item.len;
	struct words words[FIELD_COUNT], own;
	struct reprint found[FOUND];
	struct item item = {.id = arena_copy(g->arena, a->id), .date_ms = a->date_ms};
	size_t count;

	item.publisher =
		arena_copy(g->arena, a->publisher.len ? a->publisher : url_site(arena, a->url));
	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&words[f], arena, a->field[f]);
	wording_of(&own, arena, a, words);
	fingerprint_of(&item.fingerprint, &own);
	VEC_PUSH(&g->item, item);
	VEC_PUSH(&g->parent, n);
	count = reprints_find(found, FOUND, g->reprints, &item.fingerprint);
	for (size_t i = 0; i < count; i++)
		join(g, found[i].story, n);
	reprints_add(g->reprints, &item.fingerprint, 0);
}

/* -- printing -------------------------------------------------------------------------- */

struct place { /* of an article in the output */
	uint32_t root, number;
	int64_t date_ms; /* INT64_MAX unknown */
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->root != y->root)
		return x->root < y->root ? -1 : 1;
	if (x->date_ms != y->date_ms)
		return x->date_ms < y->date_ms ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void publishers(struct emit *e, const struct reprint_groups *g, const struct place *place,
		       size_t count)
{
	struct map *seen = map_new();

	emit_key(e, "publishers");
	emit_array(e);
	for (size_t i = 0; i < count; i++) {
		struct str publisher = g->item.at[place[i].number].publisher;
		size_t before = map_count(seen);

		if (publisher.len)
			map_put(seen, publisher);
		if (map_count(seen) > before)
			emit_str(e, publisher);
	}
	emit_end(e);
	map_free(seen);
}

static void member(struct emit *e, struct arena *arena, const struct item *item,
		   const struct reprint *like)
{
	emit_object(e);
	emit_pair(e, "id", item->id);
	if (item->publisher.len)
		emit_pair(e, "publisher", item->publisher);
	if (item->date_ms)
		emit_pair(e, "date", date_day(arena, item->date_ms));
	emit_pair(e, "how", !like ? STR("first") : like->exact ? STR("exact") : STR("near"));
	if (like) {
		emit_pair_num(e, "resemblance", (double)like->resemblance, 3);
		emit_pair_num(e, "containment", (double)like->containment, 3);
	}
	emit_end(e);
}

static void group(struct buf *out, struct arena *arena, const struct reprint_groups *g,
		  const struct place *place, size_t count)
{
	const struct item *first = &g->item.at[place[0].number];
	struct reprint *like = ARENA_ARRAY(arena, struct reprint, count);
	float least = 1;
	bool exact = true;
	struct emit e;

	for (size_t i = 1; i < count; i++) {
		reprints_are(&like[i], &first->fingerprint,
			     &g->item.at[place[i].number].fingerprint);
		exact = exact && like[i].exact;
		least = like[i].resemblance < least ? like[i].resemblance : least;
	}
	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "first", first->id);
	emit_pair(&e, "how", exact ? STR("exact") : STR("near"));
	emit_pair_num(&e, "resemblance", (double)least, 3);
	publishers(&e, g, place, count);
	emit_key(&e, "articles");
	emit_array(&e);
	for (size_t i = 0; i < count; i++)
		member(&e, arena, &g->item.at[place[i].number], i ? &like[i] : NULL);
	emit_end(&e);
	emit_end(&e);
	buf_char(out, '\n');
}

bool reprint_groups_print(const struct reprint_groups *g, reprint_groups_print_fn *print,
			  void *payload)
{
	struct place *place = memory_alloc((g->item.len + 1) * sizeof *place);
	struct arena *arena = arena_new();
	struct buf line;
	bool ok = true;

	buf_init(&line, LIMIT_FILE);
	for (uint32_t i = 0; i < g->item.len; i++)
		place[i] = (struct place){root_of(g, i), i, g->item.at[i].date_ms};
	for (size_t i = 0; i < g->item.len; i++)
		if (place[i].date_ms == 0)
			place[i].date_ms = INT64_MAX;
	qsort(place, g->item.len, sizeof *place, by_place);
	for (size_t from = 0, upto; ok && from < g->item.len; from = upto) {
		for (upto = from + 1; upto < g->item.len && place[upto].root == place[from].root;)
			upto++;
		if (upto - from < 2)
			continue;
		buf_clear(&line);
		group(&line, arena, g, &place[from], upto - from);
		ok = buf_ok(&line) && print(buf_view(&line), payload);
		arena_reset(arena);
	}
	buf_free(&line);
	arena_free(arena);
	memory_free(place);
	return ok;
}
