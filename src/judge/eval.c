/* judge/eval.c -- gold beside verdicts, and the figures that follow.
 *
 * Gold is read whole (id, label, facet values); a second reading of the same
 * file, or of a file of verdicts, gives the other side. An id that comes twice
 * counts once, as its last line has it, and gold without a verdict counts as
 * wrong: both as the scripts in score/ do, so that our figures and theirs can be
 * compared to the last digit. Verdicts of our own go through the same JSON that
 * `tocsin judge` prints, so that what is measured is what is given out. */
#include "judge/eval.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "judge/eval_metrics.h"
#include "judge/judge.h"

#define VERDICT_MAX MIB(4)

static const char *const FACET[] = {"principles",        "industries", "stakeholders", "harm_types",
				    "business_function", "ai_task",    "autonomy"};
#define FACETS (sizeof FACET / sizeof *FACET)
#define FACETS_MAX 16 /* those of OECD, which verdicts made before carry, and the pack's */

struct values {
	const struct str *at;
	size_t len;
};

struct side { /* what one file says of an item */
	bool there, abstain;
	enum label label; /* LABEL_COUNT: none */
	double p;
	struct values facet[FACETS_MAX];
};

struct item {
	struct side gold, said;
};

struct table {
	struct arena *arena;
	struct map *ids; /* id to index + 1 */
	const char *facet[FACETS_MAX];
	size_t facets;
	VEC(struct item) item;
};

/* -- reading one side ---------------------------------------------------------------- */

static struct str value_of(const struct json *v)
{
	return json_is_object(v) ? json_get_str(v, "value") : json_str(v);
}

static struct values take_values(struct arena *a, const struct json *list)
{
	size_t n = json_is_array(list) ? json_len(list) : json_is_str(list) ? 1 : 0;
	struct str *value = ARENA_ARRAY(a, struct str, n + 1);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct str v = json_is_array(list) ? value_of(json_at(list, i)) : json_str(list);

		if (v.len)
			value[kept++] = arena_copy(a, v);
	}
	return (struct values){value, kept};
}

static void take_side(struct side *s, const struct table *t, const struct json *line,
		      const struct json *facets)
{
	const struct json *p = json_get(line, "probability");

	*s = (struct side){.there = true, .label = LABEL_COUNT, .p = -1};
	if (!label_parse(&s->label, json_get_str(line, "label")))
		s->label = LABEL_COUNT;
	if (s->label != LABEL_COUNT && json_len(p))
		s->p = json_num(json_get(p, label_name[s->label]), 0);
	s->abstain = json_bool(json_get(line, "abstain"), false);
	for (size_t f = 0; f < t->facets; f++)
		s->facet[f] = take_values(t->arena, json_get(facets, t->facet[f]));
}

static bool take_gold(struct str text, void *payload, struct err *err)
{
	struct table *t = payload;
	struct json *line;

	if (!json_parse(&line, text, err))
		return false;
	uint64_t *place = map_put(t->ids, json_text(t->arena, json_get(line, "id")));

	if (*place == 0) {
		VEC_PUSH(&t->item, ((struct item){.gold = {.there = false}}));
		*place = t->item.len;
	}
	CHECK(t->item.at);
	take_side(&t->item.at[*place - 1].gold, t, line, line);
	json_free(line);
	return true;
}

static bool take_verdict(struct str text, void *payload, struct err *err)
{
	struct table *t = payload;
	struct json *line;

	if (!json_parse(&line, text, err))
		return false;
	uint64_t *place = map_get(t->ids, json_text(t->arena, json_get(line, "id")));

	if (place && t->item.at)
		take_side(&t->item.at[*place - 1].said, t, line, json_get(line, "facets"));
	json_free(line);
	return true;
}

struct judging {
	struct table *table;
	struct judge *judge;
	struct arena *arena;
	struct buf json;
};

static bool judge_line(struct str text, void *payload, struct err *err)
{
	struct judging *j = payload;
	struct article a;
	struct verdict v;

	arena_reset(j->arena);
	if (!article_from_json(&a, j->arena, text, STR_NONE, err))
		return false;
	judge_article(&v, j->judge, j->arena, &a);
	buf_clear(&j->json);
	verdict_to_json(&j->json, &v, &a);
	return take_verdict(buf_view(&j->json), j->table, err);
}

static bool fill(struct table *t, const struct eval_options *o, struct err *err)
{
	if (!io_each_line(o->gold, take_gold, t, err))
		return false;
	if (o->predictions)
		return io_each_line(o->predictions, take_verdict, t, err);
	struct judging j = {.table = t, .judge = judge_new(o->pack), .arena = arena_new()};

	buf_init(&j.json, VERDICT_MAX);
	bool fine = io_each_line(o->gold, judge_line, &j, err);

	buf_free(&j.json);
	arena_free(j.arena);
	judge_free(j.judge);
	return fine;
}

static void add_facet(struct table *t, const char *name)
{
	for (size_t f = 0; f < t->facets; f++)
		if (strcmp(t->facet[f], name) == 0)
			return;
	if (t->facets < FACETS_MAX)
		t->facet[t->facets++] = name;
}

static void open_table(struct table *t, const struct pack *pack)
{
	*t = (struct table){.arena = arena_new(), .ids = map_new()};
	for (size_t f = 0; f < FACETS; f++)
		add_facet(t, FACET[f]);
	for (size_t f = 0; pack && f < pack_facet_count(pack); f++)
		add_facet(t, arena_z(t->arena, pack_facet_name(pack, f)));
}

static void close_table(struct table *t)
{
	VEC_FREE(&t->item);
	map_free(t->ids);
	arena_free(t->arena);
}

/* -- figures --------------------------------------------------------------------------- */

bool eval_labels(struct buf *out, const struct eval_options *o, struct err *err)
{
	struct table t;
	struct eval_metrics m = {0};

	open_table(&t, o->pack);
	bool fine = fill(&t, o, err);

	for (size_t i = 0; fine && i < t.item.len; i++) {
		const struct side *gold = &t.item.at[i].gold, *said = &t.item.at[i].said;

		if (gold->label == LABEL_COUNT)
			continue;
		if (!said->there || said->label == LABEL_COUNT)
			eval_metrics_miss(&m, gold->label);
		else
			eval_metrics_add(&m, gold->label, said->label, said->p, said->abstain);
	}
	if (fine && m.n == 0)
		fine = err_set(err, ERR_INPUT, "%s: no line has a label", o->gold);
	if (fine)
		eval_metrics_print(out, &m);
	close_table(&t);
	return fine;
}

static bool has(const struct values *v, struct str value)
{
	for (size_t i = 0; i < v->len; i++)
		if (str_eq(v->at[i], value))
			return true;
	return false;
}

struct count {
	struct str value;
	size_t both, said, gold; /* said: in the verdict alone; gold: in the gold alone */
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct count *)a)->value, ((const struct count *)b)->value);
}

static double f1(size_t both, size_t said, size_t gold)
{
	return both ? 2.0 * (double)both / (double)(2 * both + said + gold) : 0;
}

/* All values the gold uses, by name. */
static size_t vocabulary(struct count *count, const struct table *t, size_t f)
{
	size_t n = 0;

	for (size_t i = 0; i < t->item.len; i++) {
		const struct values *v = &t->item.at[i].gold.facet[f];

		for (size_t k = 0; k < v->len && n < LIMIT_EVIDENCE; k++) {
			size_t at = 0;

			while (at < n && !str_eq(count[at].value, v->at[k]))
				at++;
			if (at == n)
				count[n++] = (struct count){.value = v->at[k]};
		}
	}
	qsort(count, n, sizeof *count, by_name);
	return n;
}

static size_t print_facet(struct buf *out, const struct table *t, size_t f)
{
	struct count count[LIMIT_EVIDENCE], sum = {0};
	size_t n = vocabulary(count, t, f), items = 0;
	double macro = 0;

	if (n == 0)
		return 0;
	for (size_t i = 0; i < t->item.len; i++) {
		const struct item *it = &t->item.at[i];

		if (it->gold.facet[f].len == 0)
			continue;
		items++;
		for (size_t k = 0; k < n; k++) {
			bool gold = has(&it->gold.facet[f], count[k].value);
			bool said = has(&it->said.facet[f], count[k].value);

			count[k].both += gold && said;
			count[k].said += said && !gold;
			count[k].gold += gold && !said;
		}
	}
	for (size_t k = 0; k < n; k++) {
		double one = f1(count[k].both, count[k].said, count[k].gold);

		buf_fmt(out, "%-45.*s n %5zu F1 %.3f\n", STR_ARG(count[k].value),
			count[k].both + count[k].gold, one);
		macro += one;
		sum.both += count[k].both;
		sum.said += count[k].said;
		sum.gold += count[k].gold;
	}
	buf_fmt(out, "items %zu\nmicro_f1 %.3f macro_f1 %.3f\n", items,
		f1(sum.both, sum.said, sum.gold), macro / (double)n);
	return items;
}

bool eval_facets(struct buf *out, const struct eval_options *o, const char *facet, struct err *err)
{
	struct table t;
	size_t items = 0;

	open_table(&t, o->pack);
	bool fine = fill(&t, o, err);

	for (size_t f = 0; fine && f < t.facets; f++) {
		if (facet && !str_eq(str_of(facet), str_of(t.facet[f])))
			continue;
		size_t before = out->len;

		if (!facet)
			buf_fmt(out, "%s\n", t.facet[f]);
		size_t found = print_facet(out, &t, f);

		if (found == 0)
			out->len = before;
		items += found;
	}
	if (fine && items == 0)
		fine = err_set(err, ERR_INPUT, "%s: no line has %s", o->gold,
			       facet ? facet : "facets");
	close_table(&t);
	return fine;
}
