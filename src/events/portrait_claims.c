/* portrait_claims.c -- the claims ledger in its first form: quantities.
 *
 * Two facts speak of the same thing when unit and what is counted agree (the last
 * word of it, without a plural's s, since "hard drives" and "drives" are the same).
 * Each value has its sources; where a thing has several values, they differ, and the
 * reader sees by whom. What few words say ("two people") is left out unless several
 * articles say it. */
#include "events/portrait_claims.h"

#include "events/tally.h"

#define CLAIMS_MOST 40
#define CHECKS_MOST 8
#define SOURCES_MOST 5
#define VALUES_MOST 256

struct value { /* one value of one thing */
	struct str what, key, value;
	uint32_t article[SOURCES_MOST];
	struct str quote[SOURCES_MOST];
	uint32_t sources; /* articles that state it, shown or not */
	uint32_t last;    /* the article counted last */
};

struct ledger {
	struct arena *arena;
	struct value value[VALUES_MOST];
	size_t len;
	const struct portrait_article *article;
};

static struct str number(struct arena *a, double n)
{
	if (n == (double)(int64_t)n && n < 1e15 && n > -1e15)
		return arena_fmt(a, "%lld", (long long)n);
	return arena_fmt(a, "%.6g", n);
}

static struct str value_of(struct arena *a, const struct json *fact)
{
	double low = json_num(json_get(fact, "quantity"), 0);
	double high = json_num(json_get(fact, "quantity_upto"), low);
	struct str unit = json_get_str(fact, "unit");
	bool about = json_bool(json_get(fact, "approximate"), false);
	struct str range = number(a, low);

	if (high > low)
		range = arena_fmt(a, "%.*s to %.*s", STR_ARG(range), STR_ARG(number(a, high)));
	return arena_fmt(a, "%s%.*s%s%.*s%s", about ? "about " : "", STR_ARG(range),
			 unit.len ? " " : "", STR_ARG(unit),
			 json_bool(json_get(fact, "each"), false) ? " each" : "");
}

/* "hard drives" -> "drive" */
static struct str head_of(struct arena *a, struct str of)
{
	size_t blank = str_rchr(of, ' ');
	struct str last = blank == STR_NPOS ? of : str_cut(of, blank + 1, of.len);
	char *copy = arena_alloc(a, last.len + 1);

	for (size_t i = 0; i < last.len; i++)
		copy[i] = (char)(last.at[i] >= 'A' && last.at[i] <= 'Z' ? last.at[i] + 32
									: last.at[i]);
	if (last.len > 3 && copy[last.len - 1] == 's')
		last.len--;
	return (struct str){copy, last.len};
}

static struct value *place_of(struct ledger *l, struct str what, struct str key, struct str value)
{
	for (size_t i = 0; i < l->len; i++)
		if (str_eq(l->value[i].key, key) && str_eq(l->value[i].value, value))
			return &l->value[i];
	if (l->len == VALUES_MOST)
		return NULL;
	l->value[l->len] =
		(struct value){.what = what, .key = key, .value = value, .last = UINT32_MAX};
	return &l->value[l->len++];
}

static void add_fact(struct ledger *l, uint32_t n, const struct json *fact)
{
	struct str of = json_get_str(fact, "of"), unit = json_get_str(fact, "unit");
	struct str key =
		arena_fmt(l->arena, "%.*s/%.*s", STR_ARG(unit), STR_ARG(head_of(l->arena, of)));
	struct str what = of.len ? of : unit;
	struct value *v;

	if (!what.len)
		return;
	v = place_of(l, what, key, value_of(l->arena, fact));
	if (!v || v->last == n)
		return;
	if (v->sources < SOURCES_MOST) {
		v->article[v->sources] = n;
		v->quote[v->sources] = json_get_str(fact, "quote");
	}
	v->sources++;
	v->last = n;
}

static uint32_t sources_of_key(const struct ledger *l, struct str key)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < l->len; i++)
		sum += str_eq(l->value[i].key, key) ? l->value[i].sources : 0;
	return sum;
}

static size_t values_of_key(const struct ledger *l, struct str key)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++)
		n += str_eq(l->value[i].key, key);
	return n;
}

static void write_value(struct emit *e, const struct ledger *l, const struct value *v)
{
	emit_object(e);
	emit_pair(e, "what", v->what);
	emit_pair(e, "value", v->value);
	emit_pair(e, "state",
		  values_of_key(l, v->key) > 1 ? STR("differs")
		  : v->sources > 1             ? STR("agreed")
					       : STR("single"));
	emit_key(e, "sources");
	emit_array(e);
	for (uint32_t i = 0; i < v->sources && i < SOURCES_MOST; i++) {
		emit_object(e);
		emit_pair(e, "article", l->article[v->article[i]].id);
		emit_pair(e, "publisher", l->article[v->article[i]].publisher);
		emit_pair(e, "quote", v->quote[i]);
		emit_end(e);
	}
	emit_end(e);
	emit_end(e);
}

/* Things that most sources speak of first; values of one thing stay together. */
static void write_ledger(struct emit *e, struct ledger *l)
{
	bool *done = ARENA_ARRAY(l->arena, bool, l->len + 1);
	size_t written = 0;

	while (written < CLAIMS_MOST) {
		size_t best = l->len;

		for (size_t i = 0; i < l->len; i++)
			if (!done[i] &&
			    (best == l->len || sources_of_key(l, l->value[i].key) >
						       sources_of_key(l, l->value[best].key)))
				best = i;
		if (best == l->len)
			return;
		for (size_t i = best; i < l->len; i++) {
			if (done[i] || !str_eq(l->value[i].key, l->value[best].key))
				continue;
			done[i] = true;
			write_value(e, l, &l->value[i]);
			written++;
		}
	}
}

static void checks(struct emit *e, struct arena *arena, const struct json *const *verdict,
		   size_t count)
{
	struct tally t;

	tally_open(&t, arena);
	for (size_t n = 0; n < count; n++) {
		const struct json *list = json_get(verdict[n], "checks");

		for (size_t i = 0; i < json_len(list); i++) {
			const struct json *check = json_at(list, i);
			bool holds = json_bool(json_get(check, "holds"), false);

			tally_add(&t, json_get_str(check, "reading"), holds ? STR("t") : STR("f"),
				  1, (uint32_t)n);
		}
	}
	tally_rank(&t);
	emit_key(e, "checks");
	emit_array(e);
	for (size_t i = 0; i < t.len && i < CHECKS_MOST; i++) {
		emit_object(e);
		emit_pair(e, "reading", t.row[i].name);
		emit_key(e, "holds");
		emit_bool(e, str_eq(t.row[i].note, STR("t")));
		emit_pair_int(e, "articles", t.row[i].count);
		emit_end(e);
	}
	emit_end(e);
}

void portrait_claims(struct emit *e, struct arena *arena, const struct portrait_article *article,
		     const struct json *const *verdict, size_t count)
{
	struct ledger *l = ARENA_NEW(arena, struct ledger);

	l->arena = arena;
	l->article = article;
	for (size_t n = 0; n < count; n++) {
		const struct json *facts = json_get(verdict[n], "facts");

		for (size_t i = 0; i < json_len(facts); i++)
			add_fact(l, (uint32_t)n, json_at(facts, i));
	}
	emit_key(e, "claims");
	emit_array(e);
	write_ledger(e, l);
	emit_end(e);
	checks(e, arena, verdict, count);
}
