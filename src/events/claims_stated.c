/* claims_stated.c -- rows without numbers: the day, the countries, who is named.
 *
 * Days are laid against each other like numbers: "June 2025" agrees with the 14th,
 * the 13th does not; a month that does not hold the day is of something else. A day more than
 * DAYS_APART from the one most articles give is that of something else and left out. Countries and
 * names are lists, where several values are no contradiction: a value stays that a third of the
 * articles name, or the one named most. "Herzberg" and "Elaine Herzberg" are one name. */
#include "base/limits.h"
#include "events/claims_parts.h"
#include "text/date.h"

#define DAYS_APART 10
#define VALUES_MOST 64
#define GROUP_MOST 512 /* statements of one value whose quotes are looked at */

struct group {
	struct str value;
	struct claim_quote *quote;
	size_t quotes;
	size_t firm; /* of them, days that were not worked out from the article's */
};

struct pile { /* all statements of one kind */
	struct arena *arena;
	struct counter *counter;
	struct group group[VALUES_MOST];
	size_t len;
};

static bool is_word_end(struct str s, size_t at)
{
	return at == s.len || s.at[at] == ' ';
}

static bool is_part(struct str whole, struct str part)
{
	size_t cut = whole.len - part.len;

	if (part.len == 0 || part.len > whole.len)
		return false;
	if (str_eq_nocase(str_cut(whole, 0, part.len), part) && is_word_end(whole, part.len))
		return true;
	return str_eq_nocase(str_cut(whole, cut, whole.len), part) &&
	       (cut == 0 || whole.at[cut - 1] == ' ');
}

static bool is_one(enum claim_kind kind, struct str a, struct str b)
{
	return str_eq_nocase(a, b) || (kind == CLAIM_ACTOR && (is_part(a, b) || is_part(b, a)));
}

static void add(struct pile *p, enum claim_kind kind, struct str value,
		const struct claim_quote *quote, bool firm)
{
	struct group *g = NULL;

	for (size_t i = 0; i < p->len && !g; i++)
		if (is_one(kind, p->group[i].value, value))
			g = &p->group[i];
	if (!g && p->len == VALUES_MOST)
		return;
	if (!g) {
		g = &p->group[p->len++];
		*g = (struct group){.value = value};
		g->quote = ARENA_ARRAY(p->arena, struct claim_quote, GROUP_MOST);
	}
	g->firm += firm;
	if (g->quotes < GROUP_MOST)
		g->quote[g->quotes++] = *quote;
	if (value.len > g->value.len) /* the fuller name */
		g->value = value;
}

static void gather(struct pile *p, enum claim_kind kind, struct str name, const uint32_t *order,
		   size_t count)
{
	p->len = 0;
	for (size_t n = 0; n < count; n++) {
		const struct json *list = json_get(p->counter->source[order[n]].verdict, "stated");

		for (size_t i = 0; i < json_len(list); i++) {
			const struct json *s = json_at(list, i);
			struct claim_quote quote = claims_quote(s, order[n]);

			if (str_eq(json_get_str(s, "kind"), name) && quote.quote.len)
				add(p, kind, json_get_str(s, "value"), &quote,
				    !json_bool(json_get(s, "relative"), false));
		}
	}
}

static void value_of(struct claim_value *v, struct pile *p, const struct group *g)
{
	*v = (struct claim_value){.text = g->value};
	claims_count(v, p->counter, g->quote, g->quotes);
}

/* Articles and publishers of the row from the groups that are shown. */
static void count_row(struct claim *c, struct pile *p, const bool *shown)
{
	size_t room = 0, len = 0;
	struct claim_quote *all;

	for (size_t i = 0; i < p->len; i++)
		room += shown[i] ? p->group[i].quotes : 0;
	all = ARENA_ARRAY(p->arena, struct claim_quote, room + 1);
	for (size_t i = 0; i < p->len; i++)
		for (size_t k = 0; shown[i] && k < p->group[i].quotes; k++)
			all[len++] = p->group[i].quote[k];
	claims_count_row(c, p->counter, all, len);
}

/* Days that are stated outweigh those worked out; names are all stated. */
static size_t most_named(const struct pile *p)
{
	size_t best = 0;

	for (size_t i = 1; i < p->len; i++)
		if (p->group[i].quotes + p->group[i].firm >
		    p->group[best].quotes + p->group[best].firm)
			best = i;
	return best;
}

/* -- the day ------------------------------------------------------------------------------- */

static bool day_span(double *low, double *high, struct arena *a, struct str value)
{
	struct str whole = value.len == 7 ? arena_fmt(a, "%.*s-01", STR_ARG(value)) : value;
	struct date date;

	if (!date_parse(&date, whole))
		return false;
	*low = *high = (double)(date.ms / DATE_DAY_MS);
	if (value.len == 7)
		*high += 30;
	return true;
}

/* "On Sunday" of a piece whose date is wrong, or that was written in another zone, makes
 * a day that nobody stated: one such alone contradicts nobody. */
static bool is_loose(const struct group *g)
{
	return g->firm == 0 && g->quotes < 2;
}

static bool day_row(struct claim *c, struct pile *p)
{
	bool shown[VALUES_MOST] = {false};
	size_t top = most_named(p);
	double low, high, around;

	if (p->len == 0 || !day_span(&around, &high, p->arena, p->group[top].value))
		return false;
	for (size_t i = 0; i < p->len && c->values < CLAIM_VALUES; i++) {
		struct claim_value *v = &c->value[c->values];

		if ((i != top && is_loose(&p->group[i])) ||
		    !day_span(&low, &high, p->arena, p->group[i].value) ||
		    low > around + DAYS_APART || high < around - DAYS_APART ||
		    (high > low && (high < around || low > around)))
			continue;
		value_of(v, p, &p->group[i]);
		v->low = low;
		v->high = high;
		shown[i] = true;
		c->values++;
	}
	c->what = STR("day it happened");
	count_row(c, p, shown);
	claims_settle(c, p->arena);
	return true;
}

/* -- lists --------------------------------------------------------------------------------- */

static void list_state(struct claim *c, struct arena *a)
{
	uint32_t most = 0;

	for (size_t i = 0; i < c->values; i++)
		if (c->value[i].articles > most)
			most = c->value[i].articles;
	c->state = most > 1 ? CLAIM_AGREED : CLAIM_SINGLE;
	if (most > 1)
		c->reason = arena_fmt(a, "%u articles name %.*s.", most, STR_ARG(c->value[0].text));
}

/* Marks the values to show and adds them, most named first. */
static void choose(struct claim *c, struct pile *p, bool *shown, size_t count)
{
	size_t top = most_named(p), least = count / 3 > 2 ? count / 3 : 2;

	while (c->values < CLAIM_VALUES / 2) {
		size_t best = p->len;

		for (size_t i = 0; i < p->len; i++)
			if (!shown[i] && (i == top || p->group[i].quotes >= least) &&
			    (best == p->len || p->group[i].quotes > p->group[best].quotes))
				best = i;
		if (best == p->len)
			return;
		shown[best] = true;
		value_of(&c->value[c->values++], p, &p->group[best]);
	}
}

static bool list_row(struct claim *c, struct pile *p, size_t count)
{
	bool shown[VALUES_MOST] = {false};

	if (p->len == 0)
		return false;
	choose(c, p, shown, count);
	count_row(c, p, shown);
	claims_span(c);
	list_state(c, p->arena);
	return true;
}

size_t claims_stated(struct claim *out, size_t room, struct arena *arena, struct counter *counter,
		     const uint32_t *order, size_t count)
{
	static const struct {
		const char *name, *what;
		enum claim_kind kind;
	} row[] = {
		{"date", "day it happened", CLAIM_DATE},
		{"place", "country", CLAIM_PLACE},
		{"developer", "makers and products named", CLAIM_ACTOR},
		{"deployer", "users of the system named", CLAIM_ACTOR},
		{"harmed", "named as harmed", CLAIM_ACTOR},
		{"authority", "authorities named", CLAIM_ACTOR},
	};
	struct pile *p = ARENA_NEW(arena, struct pile);
	size_t len = 0;

	p->arena = arena;
	p->counter = counter;
	for (size_t i = 0; i < sizeof row / sizeof *row && len < room; i++) {
		struct claim *c = &out[len];

		*c = (struct claim){.kind = row[i].kind, .what = str_of(row[i].what)};
		c->value = ARENA_ARRAY(arena, struct claim_value, CLAIM_VALUES);
		if (row[i].kind == CLAIM_ACTOR)
			c->role = str_of(row[i].name);
		gather(p, row[i].kind, str_of(row[i].name), order, count);
		len += row[i].kind == CLAIM_DATE ? day_row(c, p) : list_row(c, p, count);
	}
	if (len < room) {
		out[len] = (struct claim){.kind = CLAIM_INVOLVEMENT, .what = STR("AI's part")};
		out[len].value = ARENA_ARRAY(arena, struct claim_value, CLAIM_VALUES);
		len += claims_involvement(&out[len], arena, counter, order, count);
	}
	return len;
}
