/* judge/particulars.c -- cuts a field into tokens once and hands them to each reader.
 *
 * Facts, places, dates and names all read the same tokens; cutting them is about a
 * third of the whole cost, so it is done here and shared. */
#include "judge/particulars.h"

#include "base/emit.h"
#include "judge/checks.h"
#include "judge/roles.h"
#include "judge/stages.h"
#include "judge/stated.h"
#include "text/date.h"
#include "text/lang.h"

static const char *const FIELD[FIELD_COUNT] = {"title", "text"};
static const char *const PRECISION[] = {"day", "week", "month", "year"};

/* Spans that the pack calls makers. */
static size_t hints_of(struct actors_hint **out, struct arena *arena, const struct pack *pack,
		       const struct reading *r)
{
	size_t count = 0;

	*out = ARENA_ARRAY(arena, struct actors_hint, r->hit_count + 1);
	for (size_t i = 0; pack && i < r->hit_count; i++)
		if (pack_group_in(pack, r->hit[i].group, STR("maker")))
			(*out)[count++] = (struct actors_hint){r->hit[i].field, r->hit[i].from,
							       r->hit[i].upto};
	return count;
}

/* The lexicon is English: "4,8 Petabyte" would be read as eight. */
void particulars_of(struct particulars *out, struct arena *arena, const struct pack *pack,
		    const struct reading *r)
{
	struct tokens tokens[FIELD_COUNT];
	struct actors_hint *hint;
	struct str *country;
	size_t hints = hints_of(&hint, arena, pack, r);

	*out = (struct particulars){.check = NULL};
	if (!lang_may_be_english(r->article->lang))
		return;
	for (int f = 0; f < FIELD_COUNT; f++)
		tokens_of(&tokens[f], arena, r->article->field[f], &r->sentences[f]);
	facts_of(&out->facts, arena, tokens);
	roles_of(&out->facts, tokens);
	checks_of(&out->check, &out->check_count, arena, &out->facts, tokens);
	places_of(&out->places, arena, tokens);
	actors_of(&out->actors, arena, tokens, hint, hints);
	dates_of(&out->dates, arena, r->article->date_ms, tokens);
	stated_of(&out->stated, &out->stated_count, arena, out, r, tokens);
	if (pack)
		stages_of(out, arena, pack, r, tokens);
	country = ARENA_ARRAY(arena, struct str, out->places.len + 1);
	for (size_t i = 0; i < out->places.len; i++)
		country[i] = out->places.at[i].name;
	out->country = country;
	out->country_count = out->places.len;
}

static void span(struct emit *e, const struct article *a, enum field field, uint32_t from,
		 uint32_t upto)
{
	emit_pair(e, "field", str_of(FIELD[field]));
	emit_pair_int(e, "from", from);
	emit_pair_int(e, "upto", upto);
	emit_pair(e, "quote", str_cut(a->field[field], from, upto));
}

static void flag(struct emit *e, const char *key, bool on)
{
	if (!on)
		return;
	emit_key(e, key);
	emit_bool(e, true);
}

static void facts_json(struct emit *e, const struct particulars *p, const struct article *a)
{
	emit_key(e, "facts");
	emit_array(e);
	for (size_t i = 0; i < p->facts.len; i++) {
		const struct fact *f = &p->facts.at[i];

		emit_object(e);
		emit_pair_num(e, "quantity", f->quantity, 6);
		if (f->quantity_upto > f->quantity)
			emit_pair_num(e, "quantity_upto", f->quantity_upto, 6);
		emit_pair(e, "unit", f->unit);
		emit_pair(e, "of", f->of);
		if (f->role.len)
			emit_pair(e, "role", f->role);
		flag(e, "approximate", f->approximate);
		if (f->bound)
			emit_pair(e, "bound", str_of(verdict_bound[f->bound]));
		flag(e, "each", f->each);
		span(e, a, f->field, f->from, f->upto);
		emit_end(e);
	}
	emit_end(e);
}

static void checks_json(struct emit *e, const struct particulars *p)
{
	emit_key(e, "checks");
	emit_array(e);
	for (size_t i = 0; i < p->check_count; i++) {
		emit_object(e);
		emit_pair(e, "reading", p->check[i].reading);
		emit_key(e, "holds");
		emit_bool(e, p->check[i].holds);
		emit_key(e, "facts");
		emit_array(e);
		for (size_t k = 0; k < p->check[i].fact_count; k++)
			emit_int(e, p->check[i].fact[k]);
		emit_end(e);
		emit_end(e);
	}
	emit_end(e);
}

void particulars_tell(struct verdict *out, const struct particulars *p)
{
	out->fact = p->facts.at;
	out->fact_count = p->facts.len;
	out->stated = p->stated;
	out->stated_count = p->stated_count;
	out->staged = p->staged;
	out->staged_count = p->staged_count;
	out->check = p->check;
	out->check_count = p->check_count;
	out->country = p->country;
	out->country_count = p->country_count;
	out->actor = p->actors.at;
	out->actor_count = p->actors.len;
}

void particulars_facts_json(struct buf *out, const struct particulars *p, const struct article *a)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	facts_json(&e, p, a);
	checks_json(&e, p);
	emit_key(&e, "countries");
	emit_array(&e);
	for (size_t i = 0; i < p->places.len; i++) {
		const struct place *place = &p->places.at[i];

		emit_object(&e);
		emit_pair(&e, "name", place->name);
		emit_pair(&e, "code", str_of(place->code));
		emit_pair_int(&e, "mentions", place->mentions);
		span(&e, a, (enum field)place->span[0].field, place->span[0].from,
		     place->span[0].upto);
		emit_end(&e);
	}
	emit_end(&e);
	emit_key(&e, "actors");
	emit_array(&e);
	for (size_t i = 0; i < p->actors.len; i++) {
		emit_object(&e);
		emit_pair(&e, "name", p->actors.at[i].name);
		emit_pair(&e, "role", p->actors.at[i].role);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

void particulars_stages_json(struct buf *out, const struct particulars *p, const struct article *a)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	emit_key(&e, "stages");
	emit_array(&e);
	for (size_t i = 0; i < p->staged_count; i++) {
		const struct staged *s = &p->staged[i];

		emit_object(&e);
		emit_pair(&e, "stage", str_of(stage_name[s->stage]));
		emit_pair(&e, "kind", s->kind);
		if (s->day.len)
			emit_pair(&e, "day", s->day);
		span(&e, a, s->field, s->from, s->upto);
		emit_pair(&e, "context", str_cut(a->field[s->field], s->said_from, s->said_upto));
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

void particulars_dates_json(struct buf *out, const struct particulars *p, const struct article *a)
{
	struct arena *scratch = arena_new();
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	if (a->date_ms)
		emit_pair(&e, "date", date_day(scratch, a->date_ms));
	emit_key(&e, "dates");
	emit_array(&e);
	for (size_t i = 0; i < p->dates.len; i++) {
		const struct dated *d = &p->dates.at[i];

		emit_object(&e);
		emit_pair(&e, "day", date_day(scratch, d->from_ms));
		if (d->upto_ms > d->from_ms)
			emit_pair(&e, "last_day", date_day(scratch, d->upto_ms));
		emit_pair(&e, "precision", str_of(PRECISION[d->precision]));
		flag(&e, "relative", d->relative);
		span(&e, a, d->field, d->from, d->upto);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
	arena_free(scratch);
}
