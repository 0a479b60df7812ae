/* claims_json.c -- the ledger as JSON: "claims" and "checks". docs/CLAIMS.md tells the shape. */
#include "events/claims.h"
#include "text/date.h"

static void flag(struct emit *e, const char *key, bool on)
{
	if (!on)
		return;
	emit_key(e, key);
	emit_bool(e, true);
}

static void quote(struct emit *e, struct arena *a, const struct claims *c,
		  const struct claim_quote *q)
{
	const struct claims_source *s = &c->source[q->source];

	emit_object(e);
	emit_pair(e, "article", s->id);
	emit_pair(e, "publisher", s->publisher);
	emit_pair_or_null(e, "date", date_known_day(a, s->date_ms));
	emit_pair(e, "field", q->field);
	emit_pair_int(e, "from", q->from);
	emit_pair_int(e, "upto", q->upto);
	emit_pair(e, "quote", q->quote);
	if (q->context.len) {
		emit_key(e, "context");
		emit_object(e);
		emit_pair_int(e, "from", q->around);
		emit_pair_int(e, "upto", q->behind);
		emit_pair(e, "quote", q->context);
		emit_end(e);
	}
	emit_end(e);
}

static bool has_number(const struct claim *c)
{
	return c->kind < CLAIM_DATE;
}

static void value(struct emit *e, struct arena *a, const struct claims *all, const struct claim *c,
		  const struct claim_value *v)
{
	emit_object(e);
	emit_pair(e, "value", v->text);
	if (has_number(c)) {
		emit_pair_num(e, "quantity", v->low, 6);
		if (v->high > v->low)
			emit_pair_num(e, "quantity_upto", v->high, 6);
		emit_pair(e, "unit", v->unit);
		if (v->bound)
			emit_pair(e, "bound", str_of(verdict_bound[v->bound]));
		flag(e, "each", v->each);
	}
	emit_pair_int(e, "articles", v->articles);
	emit_pair_int(e, "publisher_count", v->publishers);
	emit_key(e, "publishers");
	emit_array(e);
	for (uint32_t i = 0; i < v->publishers && i < CLAIM_NAMES; i++)
		emit_str(e, v->publisher[i]);
	emit_end(e);
	emit_pair_or_null(e, "first", date_known_day(a, v->first_ms));
	emit_pair_or_null(e, "last", date_known_day(a, v->last_ms));
	flag(e, "outlier", v->outlier);
	flag(e, "superseded", v->superseded);
	emit_key(e, "quotes");
	emit_array(e);
	for (size_t i = 0; i < v->quotes; i++)
		quote(e, a, all, &v->quote[i]);
	emit_end(e);
	emit_end(e);
}

static void claim(struct emit *e, struct arena *a, const struct claims *all, const struct claim *c)
{
	emit_object(e);
	emit_pair(e, "what", c->what);
	emit_pair(e, "kind", str_of(claim_kind_name[c->kind]));
	emit_pair(e, "role", c->role);
	emit_pair(e, "state", str_of(claim_state_name[c->state]));
	emit_pair(e, "reason", c->reason);
	emit_pair_int(e, "articles", c->articles);
	emit_pair_int(e, "publisher_count", c->publishers);
	emit_pair_or_null(e, "first", date_known_day(a, c->first_ms));
	emit_pair_or_null(e, "last", date_known_day(a, c->last_ms));
	emit_key(e, "values");
	emit_array(e);
	for (size_t i = 0; i < c->values; i++)
		value(e, a, all, c, &c->value[i]);
	emit_end(e);
	emit_end(e);
}

static void check(struct emit *e, struct arena *a, const struct claims *all,
		  const struct claims_check *c)
{
	emit_object(e);
	emit_pair(e, "reading", c->reading);
	emit_key(e, "holds");
	emit_bool(e, c->holds);
	emit_pair_int(e, "articles", c->articles);
	flag(e, "across", c->across);
	emit_key(e, "facts");
	emit_array(e);
	for (size_t i = 0; i < c->facts; i++)
		quote(e, a, all, &c->fact[i]);
	emit_end(e);
	emit_end(e);
}

void claims_json(struct emit *e, struct arena *arena, const struct claims *c)
{
	emit_key(e, "claims");
	emit_array(e);
	for (size_t i = 0; i < c->len; i++)
		claim(e, arena, c, &c->row[i]);
	emit_end(e);
	emit_pair_int(e, "claims_left_out", (int64_t)c->left_out);
	emit_key(e, "checks");
	emit_array(e);
	for (size_t i = 0; i < c->checks; i++)
		check(e, arena, c, &c->check[i]);
	emit_end(e);
}
