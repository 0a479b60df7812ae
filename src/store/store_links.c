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
 * (index event_facets_event) and when they were (events by number). The order is by the
 * strongest kind of value shared, then by how much the shared values tell, each
 * log(events / events that have it), then by the distance in time.
 *
 * A kind of harm alone relates only when at most a tenth of all events have it: else each
 * event would be related to all. */
#include "store/store_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"

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
	struct related_row row;
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

static bool read_values(struct links *l, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_LINK_VALUES, err);
	ask_int(&a, l->event);
	ask_int(&a, LIMIT_RELATED_VALUES);
	while (l->values < LIMIT_RELATED_VALUES && ask_row(&a)) {
		struct value *v = &l->value[l->values++];

		v->number = ask_int_at(&a, 0);
		v->row.kind = arena_copy(l->arena, ask_str_at(&a, 1));
		v->row.value = arena_copy(l->arena, ask_str_at(&a, 2));
		v->row.events = ask_int_at(&a, 3);
		v->strength = strength_of(v->row.kind);
		v->tells = log((double)(l->all + 1) / (double)v->row.events);
		if (v->tells < 0)
			v->tells = 0;
	}
	qsort(l->value, l->values, sizeof *l->value, by_strength);
	return ask_close(&a);
}

static bool look(struct links *l, enum query_id side, const struct value *v, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, side, err);
	ask_int(&a, v->number);
	ask_int(&a, l->event);
	ask_int(&a, LIMIT_RELATED_LOOK);
	while (ask_row(&a)) {
		struct other *o = &l->other[l->others++];

		o->event = ask_int_at(&a, 0);
		o->apart = llabs(o->event - l->event);
		o->strength = v->strength;
		o->tells = v->tells;
	}
	return ask_close(&a);
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
	size_t kept = 0;

	qsort(l->other, l->others, sizeof *l->other, by_event);
	for (size_t i = 0; i < l->others; i++) {
		struct other *last = &l->other[kept - 1], *o = &l->other[i];

		if (kept == 0 || last->event != o->event) {
			l->other[kept++] = *o;
			continue;
		}
		last->tells += o->tells;
		if (o->strength > last->strength)
			last->strength = o->strength;
	}
	l->others = kept;
	qsort(l->other, l->others, sizeof *l->other, by_worth);
	if (l->others > LIMIT_RELATED_WEIGHED)
		l->others = LIMIT_RELATED_WEIGHED;
}

/* What `o` really shares: it may lie beyond what was looked at of a common value. */
static bool shared(bool *enough, struct links *l, struct other *o, struct err *err)
{
	bool has[LIMIT_RELATED_VALUES] = {false};
	struct related_value *row = ARENA_ARRAY(l->arena, struct related_value, l->values);
	struct ask a;

	ask_open(&a, l->s, Q_LINK_SHARED, err);
	ask_int(&a, o->event);
	while (ask_row(&a))
		for (size_t i = 0; i < l->values; i++)
			has[i] |= l->value[i].number == ask_int_at(&a, 0);
	if (!ask_close(&a))
		return false;
	o->tells = 0;
	o->strength = BY_HARM;
	for (size_t i = 0; i < l->values; i++) {
		if (!has[i])
			continue;
		o->tells += l->value[i].tells;
		if (l->value[i].strength > o->strength)
			o->strength = l->value[i].strength;
		*enough |= l->value[i].strength > BY_HARM ||
			   l->value[i].row.events * HARM_SHARE <= l->all;
		row[o->row.value_count++] = l->value[i].row;
	}
	o->row.value = row;
	return true;
}

/* *fits: it is still an event of its own, and what it shares says enough. */
static bool weigh(bool *fits, struct links *l, struct other *o, struct err *err)
{
	bool there = false, enough = false;
	struct ask a;

	ask_open(&a, l->s, Q_LINK_ROW, err);
	ask_int(&a, o->event);
	if (ask_row(&a)) {
		o->row.id = arena_copy(l->arena, ask_str_at(&a, 0));
		o->row.title = arena_copy(l->arena, ask_str_at(&a, 1));
		o->row.label = arena_copy(l->arena, ask_str_at(&a, 2));
		o->row.first_ms = ask_int_at(&a, 3);
		o->row.article_count = ask_int_at(&a, 4);
		o->apart = llabs(o->row.first_ms - l->first_ms);
		there = true;
	}
	if (!ask_close(&a) || !shared(&enough, l, o, err))
		return false;
	*fits = there && enough;
	return true;
}

static bool find(struct links *l, struct err *err)
{
	size_t kept = 0;

	l->other = ARENA_ARRAY(l->arena, struct other, 2 * LIMIT_RELATED_LOOK * l->values + 1);
	for (size_t i = 0; i < l->values; i++)
		if (!look(l, Q_LINK_BEFORE, &l->value[i], err) ||
		    !look(l, Q_LINK_AFTER, &l->value[i], err))
			return false;
	unite(l);
	for (size_t i = 0; i < l->others; i++) {
		bool fits;

		if (!weigh(&fits, l, &l->other[i], err))
			return false;
		if (fits)
			l->other[kept++] = l->other[i];
	}
	l->others = kept;
	qsort(l->other, l->others, sizeof *l->other, by_worth);
	if (l->others > LIMIT_RELATED)
		l->others = LIMIT_RELATED;
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
	if (!store_view_end(s, own, read_event(l, id, err) && read_values(l, err) && find(l, err),
			    err))
		return false;
	row = ARENA_ARRAY(arena, struct related_row, l->others + 1);
	for (size_t i = 0; i < l->others; i++)
		row[i] = l->other[i].row;
	*out = row;
	*count = l->others;
	return true;
}
