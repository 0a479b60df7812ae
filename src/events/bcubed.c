/* bcubed.c -- counts of pairs (gold event, predicted event) are all that is needed.
 *
 * An article without a prediction is alone in its event, as the script has it. */
#include "events/bcubed.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "events/group.h"

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
	if (json_is_num(v))
		return arena_fmt(a, "%" PRId64, json_int(v, 0));
	return arena_copy(a, json_str(v));
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
	*map_put(p->predicted, id) = group_add(p->group, p->arena, &a);
	return true;
}

static bool read_line(struct pairing *p, struct map *to, struct map *names, struct str line,
		      struct err *err)
{
	struct json *root;
	struct str id, event;
	bool ok = true;

	if (!json_parse(&root, line, err))
		return false;
	id = text_of(p->arena, json_get(root, "id"));
	event = text_of(p->arena, json_get(root, "event"));
	json_free(root);
	if (!id.len || !event.len)
		return err_set(err, ERR_INPUT, "\"id\" or \"event\" is missing");
	*map_put(to, id) = number_of(names, event);
	if (to == p->gold && p->group)
		ok = group_here(p, id, line, err);
	return ok;
}

static bool read_file(struct pairing *p, const char *path, bool is_gold, struct err *err)
{
	struct map *to = is_gold ? p->gold : p->predicted;
	struct map *names = is_gold ? p->gold_names : p->predicted_names;
	struct io_lines *lines;
	enum io_line got;
	struct str line;
	char where[300];

	if (!io_lines_open(&lines, path, LIMIT_LINE, 0, err))
		return false;
	while ((got = io_lines_next(&line, lines, err)) == IO_LINE) {
		arena_reset(p->arena);
		if (str_trim(line).len && !read_line(p, to, names, line, err))
			break;
	}
	if (got == IO_LINE_TOO_LONG)
		err_set(err, ERR_LIMIT, "a line has more than %d bytes", LIMIT_LINE);
	if (got == IO_LINE || got == IO_LINE_TOO_LONG) {
		snprintf(where, sizeof where, "%s:%" PRId64, path, io_lines_number(lines));
		err_at(err, where);
	}
	io_lines_close(lines);
	return got == IO_LINES_END;
}

/* Sizes of gold events, predicted events and their overlaps, by number. */
struct sizes {
	VEC(uint32_t) gold, predicted;
	struct map *both; /* "gold predicted" -> size */
};

static uint32_t *at(uint32_t *array, size_t n)
{
	return &array[n - 1];
}

static struct str pair_key(struct arena *a, uint64_t gold, uint64_t predicted)
{
	return arena_fmt(a, "%" PRIu64 " %" PRIu64, gold, predicted);
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

static void count(struct sizes *s, struct pairing *p)
{
	for (size_t i = 0; i < map_count(p->gold); i++) {
		struct str id = map_key(p->gold, i);
		uint64_t gold = *map_get(p->gold, id), predicted = predicted_of(p, id);

		while (s->gold.len < gold)
			VEC_PUSH(&s->gold, 0);
		while (s->predicted.len < predicted)
			VEC_PUSH(&s->predicted, 0);
		++*at(s->gold.at, gold);
		++*at(s->predicted.at, predicted);
		++*map_put(s->both, pair_key(p->arena, gold, predicted));
	}
}

static double fragmentation(const struct sizes *s)
{
	size_t events = 0, fragments = 0;

	for (size_t i = 0; i < s->gold.len; i++)
		events += s->gold.at[i] > 1;
	for (size_t i = 0; i < map_count(s->both); i++) {
		int64_t gold = 0;
		struct str key = map_key(s->both, i);

		if (str_int(&gold, str_cut(key, 0, str_chr(key, ' '))))
			fragments += *at(s->gold.at, (size_t)gold) > 1;
	}
	return events ? (double)fragments / (double)events : 0;
}

static void print(struct buf *out, const struct sizes *s, struct pairing *p)
{
	double precision = 0, recall = 0, n = (double)map_count(p->gold);
	size_t events = 0;

	for (size_t i = 0; i < map_count(p->gold); i++) {
		struct str id = map_key(p->gold, i);
		uint64_t gold = *map_get(p->gold, id), predicted = predicted_of(p, id);
		double both = (double)*map_get(s->both, pair_key(p->arena, gold, predicted));

		precision += both / *at(s->predicted.at, predicted) / n;
		recall += both / *at(s->gold.at, gold) / n;
	}
	for (size_t i = 0; i < s->predicted.len; i++)
		events += s->predicted.at[i] > 0;
	buf_fmt(out, "articles %zu gold_events %zu predicted_events %zu fragmentation %.3f\n",
		map_count(p->gold), s->gold.len, events, fragmentation(s));
	buf_fmt(out, "bcubed_precision %.3f bcubed_recall %.3f\n", precision, recall);
	buf_fmt(out, "bcubed_f1 %.3f\n",
		precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
}

bool bcubed_eval(struct buf *out, const char *gold, const char *predictions, struct err *err)
{
	struct pairing p = {.gold = map_new(),
			    .predicted = map_new(),
			    .gold_names = map_new(),
			    .predicted_names = map_new(),
			    .group = predictions ? NULL : group_new(),
			    .arena = arena_new()};
	struct sizes s = {.both = map_new()};
	bool ok = read_file(&p, gold, true, err) &&
		  (!predictions || read_file(&p, predictions, false, err));

	if (ok && map_count(p.gold) == 0)
		ok = err_set(err, ERR_INPUT, "%s: no line with an id and an event", gold);
	if (ok) {
		count(&s, &p);
		print(out, &s, &p);
	}
	VEC_FREE(&s.gold);
	VEC_FREE(&s.predicted);
	map_free(s.both);
	map_free(p.gold);
	map_free(p.predicted);
	map_free(p.gold_names);
	map_free(p.predicted_names);
	group_free(p.group);
	arena_free(p.arena);
	return ok;
}
