/* store/store_links.c -- which other events an event is related to, and by what.
 *
 * Two steps. First, for each value of the event (systems, developers, deployers, kinds of
 * harm: rows of event_facets) the LIMIT_RELATED_LOOK events before it and behind it that
 * have that value, too. They are read off the primary key of event_facets,
 *	SEARCH event_facets USING COVERING INDEX (value=? AND event<?)
 * in its own order, so LIMIT ends the scan: at most 2 * 100 entries for each of at most 32
 * values, however many events there are. Numbers grow with time, so these are about the
 * nearest; of a value that fewer than 100 events have, it is all of them.
 *
 * Then the LIMIT_RELATED_WEIGHED best are looked at one by one: what they really share
 * (index event_facets_event) and when they were (events by number); a server has all this in
 * memory (shelf.h, shelf_near.c) and reads the rows only of those that it tells. The order is by
 * the strongest kind of value shared, then by how much the shared values tell, each
 * log(events / events that have it), then by the distance in time.
 *
 * A kind of harm alone relates only when at most a tenth of all events have it: else each
 * event would be related to all. */
#include "store/store_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "judge/verdict.h"
#include "store/shelf.h"

#define HARM_SHARE 10 /* a harm relates by itself when no more than 1 event in 10 has it */

enum strength { BY_HARM, BY_ACTOR, BY_SYSTEM };

struct value {
	int64_t number;
	struct related_value row;
	enum strength strength;
	double tells;
};

struct other {
	int64_t event, apart; /* in numbers, later in ms */
	enum strength strength;
	double tells;
	struct related_row *row; /* NULL until it is weighed: hundreds are not */
};

struct links {
	struct store *s;
	struct arena *arena;
	int64_t event, first_ms, all;
	struct value value[LIMIT_RELATED_VALUES];
	size_t values;
	struct other *other;
	size_t others;
};

static enum strength strength_of(struct str kind)
{
	if (str_eq(kind, STR(FACET_SYSTEM)))
		return BY_SYSTEM;
	return str_eq(kind, STR(FACET_HARM)) ? BY_HARM : BY_ACTOR;
}

static bool read_event(struct links *l, struct str id, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_LINK_EVENT, err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		l->event = ask_int_at(&a, 0);
		l->first_ms = ask_int_at(&a, 1);
	}
	if (!ask_close(&a))
		return false;
	if (!l->event)
		return err_set(err, ERR_MISSING, "there is no event %.*s", STR_ARG(id));
	return store_counter(&l->all, l->s, STR("events"), err);
}

static int by_strength(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	if (x->tells > y->tells || x->tells < y->tells)
		return x->tells > y->tells ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void value_put(struct links *l, const struct related_value *row, int64_t number)
{
	struct value *v = &l->value[l->values++];

	*v = (struct value){.number = number, .row = *row, .strength = strength_of(row->kind)};
	v->tells = log((double)(l->all + 1) / (double)row->events);
	if (v->tells < 0)
		v->tells = 0;
}

static bool read_values(struct links *l, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_LINK_VALUES, err);
	ask_int(&a, l->event);
	ask_int(&a, LIMIT_RELATED_VALUES);
	while (l->values < LIMIT_RELATED_VALUES && ask_row(&a))
		value_put(l,
			  &(struct related_value){.kind = arena_copy(l->arena, ask_str_at(&a, 1)),
						  .value = arena_copy(l->arena, ask_str_at(&a, 2)),
						  .events = ask_int_at(&a, 3)},
			  ask_int_at(&a, 0));
	return ask_close(&a);
}

static int rarest_first(const void *a, const void *b)
{
	const struct shelf_value_told *x = a, *y = b;

	if (x->events != y->events)
		return x->events < y->events ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Those that Q_LINK_VALUES takes. */
static bool is_link(const struct shelf_value_told *v)
{
	static const char *const kind[] = {FACET_SYSTEM, FACET_DEVELOPER, FACET_DEPLOYER,
					   FACET_HARM, NULL};

	return v->events > 1 && str_is_one_of(v->facet, kind) && !verdict_is_unknown(v->text);
}

static void look_up_values(struct links *l, const struct shelf_look *look)
{
	struct shelf_value_told *told;
	struct shelf_event e;
	size_t count = 0;

	if (!shelf_event(&e, look, l->event))
		return;
	told = ARENA_ARRAY(l->arena, struct shelf_value_told, e.values);
	for (size_t i = 0; i < e.values; i++) {
		told[count] = shelf_value_told(look, e.value[i]);
		count += is_link(&told[count]);
	}
	qsort(told, count, sizeof *told, rarest_first);
	for (size_t i = 0; i < count && i < LIMIT_RELATED_VALUES; i++)
		value_put(l,
			  &(struct related_value){.kind = arena_copy(l->arena, told[i].facet),
						  .value = arena_copy(l->arena, told[i].text),
						  .events = told[i].events},
			  told[i].number);
}

static void other_put(struct links *l, const struct value *v, int64_t event)
{
	l->other[l->others++] = (struct other){.event = event,
					       .apart = llabs(event - l->event),
					       .strength = v->strength,
					       .tells = v->tells};
}

static bool look(struct links *l, enum query_id side, const struct value *v, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, side, err);
	ask_int(&a, v->number);
	ask_int(&a, l->event);
	ask_int(&a, LIMIT_RELATED_LOOK);
	while (ask_row(&a))
		other_put(l, v, ask_int_at(&a, 0));
	return ask_close(&a);
}

static void look_up(struct links *l, const struct shelf_look *look, const struct value *v,
		    bool above)
{
	int64_t number[LIMIT_RELATED_LOOK];
	size_t count = shelf_near(number, LIMIT_RELATED_LOOK, look, v->number, l->event, above);

	for (size_t i = 0; i < count; i++)
		other_put(l, v, number[i]);
}

static int by_event(const void *a, const void *b)
{
	const struct other *x = a, *y = b;

	return (x->event > y->event) - (x->event < y->event);
}

static int by_worth(const void *a, const void *b)
{
	const struct other *x = a, *y = b;

	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	if (x->tells > y->tells || x->tells < y->tells)
		return x->tells > y->tells ? -1 : 1;
	if (x->apart != y->apart)
		return x->apart < y->apart ? -1 : 1;
	return by_event(a, b);
}

/* An event that was met by several values becomes one. */
static void unite(struct links *l)
{
	size_t kept = 0, slots = 64;
	uint16_t *slot; /* by event: 1 + where it is among those that are kept */

	_Static_assert(2 * LIMIT_RELATED_LOOK * LIMIT_RELATED_VALUES < UINT16_MAX, "fits");
	while (slots < 2 * l->others)
		slots *= 2;
	slot = ARENA_ARRAY(l->arena, uint16_t, slots);
	for (size_t i = 0; i < l->others; i++) {
		const struct other *o = &l->other[i];
		size_t at = (size_t)o->event & (slots - 1);
		struct other *known;

		while (slot[at] && l->other[slot[at] - 1].event != o->event)
			at = (at + 1) & (slots - 1);
		if (!slot[at]) {
			l->other[kept] = *o;
			slot[at] = (uint16_t)++kept;
			continue;
		}
		known = &l->other[slot[at] - 1];
		known->tells += o->tells;
		known->strength = o->strength > known->strength ? o->strength : known->strength;
	}
	l->others = kept;
}

/* Leaves the LIMIT_RELATED_WEIGHED most promising, these first. */
static void choose(struct links *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->others; i++) {
		const struct other o = l->other[i];
		size_t at = kept;

		if (kept == LIMIT_RELATED_WEIGHED) {
			if (by_worth(&o, &l->other[kept - 1]) > 0)
				continue;
			at = --kept;
		}
		for (; at && by_worth(&o, &l->other[at - 1]) < 0; at--)
			l->other[at] = l->other[at - 1];
		l->other[at] = o;
		kept++;
	}
	l->others = kept;
}

/* What `o` really shares: it may lie beyond what was looked at of a common value. */
static bool shared_asked(bool has[], struct links *l, const struct other *o, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_LINK_SHARED, err);
	ask_int(&a, o->event);
	while (ask_row(&a))
		for (size_t i = 0; i < l->values; i++)
			has[i] |= l->value[i].number == ask_int_at(&a, 0);
	return ask_close(&a);
}

static void shared_looked(bool has[], const struct links *l, const struct shelf_event *e)
{
	for (size_t k = 0; k < e->values; k++)
		for (size_t i = 0; i < l->values; i++)
			has[i] |= l->value[i].number == (int64_t)e->value[k];
}

/* True: it says enough. */
static bool sum_up(struct links *l, struct other *o, const bool has[])
{
	struct related_value *row = ARENA_ARRAY(l->arena, struct related_value, l->values);
	bool enough = false;

	o->tells = 0;
	o->strength = BY_HARM;
	for (size_t i = 0; i < l->values; i++) {
		if (!has[i])
			continue;
		o->tells += l->value[i].tells;
		if (l->value[i].strength > o->strength)
			o->strength = l->value[i].strength;
		enough |= l->value[i].strength > BY_HARM ||
			  l->value[i].row.events * HARM_SHARE <= l->all;
		row[o->row->value_count++] = l->value[i].row;
	}
	o->row->value = row;
	return enough;
}

static bool read_row(bool *there, struct links *l, struct other *o, struct err *err)
{
	struct ask a;

	*there = false;
	ask_open(&a, l->s, Q_LINK_ROW, err);
	ask_int(&a, o->event);
	if (ask_row(&a)) {
		o->row->id = arena_copy(l->arena, ask_str_at(&a, 0));
		o->row->title = arena_copy(l->arena, ask_str_at(&a, 1));
		o->row->label = arena_copy(l->arena, ask_str_at(&a, 2));
		o->row->first_ms = ask_int_at(&a, 3);
		o->row->article_count = ask_int_at(&a, 4);
		*there = true;
	}
	return ask_close(&a);
}

/* *fits: it is still an event of its own, and what it shares says enough. In memory, where
 * there is a shelf; its row is read when it is among those that are told. */
static bool weigh(bool *fits, struct links *l, const struct shelf_look *look, struct other *o,
		  struct err *err)
{
	bool has[LIMIT_RELATED_VALUES] = {false};
	struct shelf_event e;

	o->row = ARENA_NEW(l->arena, struct related_row);
	if (look->shelf) {
		*fits = shelf_event(&e, look, o->event);
		if (*fits)
			shared_looked(has, l, &e);
		o->row->first_ms = *fits ? e.first_ms : 0;
	} else if (!read_row(fits, l, o, err) || !shared_asked(has, l, o, err)) {
		return false;
	}
	o->apart = llabs(o->row->first_ms - l->first_ms);
	*fits = sum_up(l, o, has) && *fits;
	return true;
}

static bool weigh_all(struct links *l, const struct shelf_look *look, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->others; i++) {
		bool fits;

		if (!weigh(&fits, l, look, &l->other[i], err))
			return false;
		if (fits)
			l->other[kept++] = l->other[i];
	}
	l->others = kept;
	return true;
}

/* All that may be related, most promising first. */
static bool gather(struct links *l, const struct shelf_look *shelf, struct err *err)
{
	if (shelf->shelf)
		look_up_values(l, shelf);
	else if (!read_values(l, err))
		return false;
	qsort(l->value, l->values, sizeof *l->value, by_strength);
	l->other = (struct other *)(void *)arena_bytes(
		l->arena, 2 * LIMIT_RELATED_LOOK * l->values * sizeof *l->other);
	for (size_t i = 0; i < l->values; i++) {
		if (shelf->shelf) {
			look_up(l, shelf, &l->value[i], false);
			look_up(l, shelf, &l->value[i], true);
		} else if (!look(l, Q_LINK_BEFORE, &l->value[i], err) ||
			   !look(l, Q_LINK_AFTER, &l->value[i], err)) {
			return false;
		}
	}
	unite(l);
	choose(l);
	return true;
}

static bool find(struct links *l, struct err *err)
{
	struct shelf_look shelf;
	bool ok, there, looked;

	if (!shelf_look(&shelf, l->s, l->arena, NULL, err))
		return false;
	looked = shelf.shelf != NULL;
	ok = gather(l, &shelf, err) && weigh_all(l, &shelf, err);
	shelf_leave(&shelf);
	if (!ok)
		return false;
	qsort(l->other, l->others, sizeof *l->other, by_worth);
	if (l->others > LIMIT_RELATED)
		l->others = LIMIT_RELATED;
	for (size_t i = 0; i < l->others && looked; i++)
		if (!read_row(&there, l, &l->other[i], err))
			return false;
	return true;
}

bool store_related(const struct related_row **out, size_t *count, struct store *s,
		   struct arena *arena, struct str id, struct err *err)
{
	struct links *l = ARENA_NEW(arena, struct links);
	struct related_row *row;
	bool own;

	l->s = s;
	l->arena = arena;
	if (!store_view_begin(&own, s, err))
		return false;
	if (!store_view_end(s, own, read_event(l, id, err) && find(l, err), err))
		return false;
	row = ARENA_ARRAY(arena, struct related_row, l->others + 1);
	for (size_t i = 0; i < l->others; i++)
		row[i] = *l->other[i].row;
	*out = row;
	*count = l->others;
	return true;
}
