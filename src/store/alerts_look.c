/* store/alerts_look.c -- what is news to an alert, and what it was told.
 *
 * events.changed says which events changed since the last look; those are all that is
 * looked at. alert_events has a row for each event that it was told of, with label and
 * severity of that time, and for each that waits to be told (label ''). */
#include "store/alerts.h"

#include "base/limits.h"
#include "store/alerts_known.h"
#include "store/search.h"
#include "store/store_parts.h"

struct seen_event {
	int64_t number;
	struct str label, severity;
};

struct look {
	struct store *s;
	struct arena *arena;
	const struct alert *alert;
	struct str known; /* its baseline; read when it is asked for */
	int64_t first;    /* events from this number on came after it began */
	bool has_known;
	struct seen_event *at;
	size_t count, room;
};

static void push(struct look *l, struct ask *a)
{
	struct seen_event *more;

	if (l->count == l->room) {
		l->room = l->room ? l->room * 2 : 64;
		more = ARENA_ARRAY(l->arena, struct seen_event, l->room);
		if (l->count)
			memcpy(more, l->at, l->count * sizeof *more);
		l->at = more;
	}
	l->at[l->count++] = (struct seen_event){.number = ask_int_at(a, 0),
						.label = arena_copy(l->arena, ask_str_at(a, 1)),
						.severity = arena_copy(l->arena, ask_str_at(a, 2))};
}

/* Those that changed and pass the filters, by number. */
static bool matching(struct look *l, const struct event_query *q, struct err *err)
{
	struct select sel;
	struct ask a;
	bool ok = false;

	select_open(&sel, l->s);
	select_part(&sel, P_ALERT_EVENTS);
	if (store_event_filters(&sel, l->s, q, STR(""), err) &&
	    search_add(&sel, l->arena, q->q, P_EVENT_SAYS, err)) {
		select_int(&sel, l->alert->seen);
		select_part(&sel, P_ALERT_CHANGED);
		select_part(&sel, P_ALERT_BY_NUMBER);
		select_ask(&a, &sel, l->s, "news of an alert", err);
		while (ask_row(&a))
			push(l, &a);
		ok = ask_close(&a);
	}
	select_free(&sel);
	return ok;
}

/* Those that changed and that it has a row of. */
static bool rowed(struct look *l, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_ALERT_EVENTS_CHANGED, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, l->alert->seen);
	while (ask_row(&a))
		push(l, &a);
	return ask_close(&a);
}

/* -- what it was told --------------------------------------------------------------------- */

struct told { /* label "": nothing */
	struct str label, severity;
	bool has_row, pending;
};

static bool own_row(struct told *out, struct look *l, int64_t event, struct err *err)
{
	struct ask a;

	*out = (struct told){.label = STR("")};
	ask_open(&a, l->s, Q_ALERT_EVENT, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, event);
	if (ask_row(&a))
		*out = (struct told){.has_row = true,
				     .label = arena_copy(l->arena, ask_str_at(&a, 0)),
				     .severity = arena_copy(l->arena, ask_str_at(&a, 1)),
				     .pending = ask_int_at(&a, 2) != 0};
	return ask_close(&a);
}

static bool load_known(struct look *l, struct err *err)
{
	struct ask a;

	if (l->has_known)
		return true;
	l->has_known = true;
	ask_open(&a, l->s, Q_ALERT_KNOWN, err);
	ask_int(&a, l->alert->number);
	if (ask_row(&a)) {
		l->first = ask_int_at(&a, 0);
		l->known = arena_copy(l->arena, ask_str_at(&a, 1));
	}
	return ask_close(&a);
}

static bool knew(struct told *out, struct look *l, int64_t event)
{
	return event < l->first && alerts_known_find(&out->label, &out->severity, l->known, event);
}

/* What was told of those that were merged into it, or known of one of them or of itself. */
static bool inherited(struct told *out, struct look *l, int64_t event, struct err *err)
{
	struct ask a;

	if (!load_known(l, err))
		return false;
	if (knew(out, l, event))
		return true;
	ask_open(&a, l->s, Q_ALERT_MERGED, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, event);
	while (!out->label.len && ask_row(&a)) {
		out->label = arena_copy(l->arena, ask_str_at(&a, 1));
		out->severity = arena_copy(l->arena, ask_str_at(&a, 2));
		if (!out->label.len)
			(void)knew(out, l, ask_int_at(&a, 0));
	}
	return ask_close(&a);
}

static bool put(struct look *l, int64_t event, const struct told *t, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_ALERT_EVENT_PUT, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, event);
	ask_str(&a, t->label);
	ask_str(&a, t->severity);
	ask_int(&a, t->pending);
	return ask_run(&a);
}

static bool forget(struct look *l, int64_t event, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_ALERT_EVENT_FORGET, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, event);
	return ask_run(&a);
}

/* -- the look ------------------------------------------------------------------------------ */

static bool differs(const struct told *t, const struct seen_event *e)
{
	return !str_eq(t->label, e->label) || !str_eq(t->severity, e->severity);
}

static bool look_at(struct look *l, const struct seen_event *e, bool passes, struct err *err)
{
	struct told t;

	if (!own_row(&t, l, e->number, err))
		return false;
	if (!t.has_row && !inherited(&t, l, e->number, err))
		return false;
	if (!t.label.len && !passes) /* it was to be told, and passes no more */
		return !t.has_row || forget(l, e->number, err);
	t.pending = differs(&t, e);
	/* what it knew from the beginning and is as it was needs no row */
	return (!t.has_row && !t.pending) || put(l, e->number, &t, err);
}

static bool seen(struct look *l, struct err *err)
{
	struct ask a;

	ask_open(&a, l->s, Q_ALERT_SEEN, err);
	ask_int(&a, l->alert->number);
	ask_int(&a, store_version(l->s));
	return ask_run(&a);
}

bool alerts_look(struct store *s, struct arena *arena, const struct alert *a,
		 const struct event_query *q, struct err *err)
{
	struct look l = {.s = s, .arena = arena, .alert = a};
	size_t passing, next = 0;

	if (!matching(&l, q, err))
		return false;
	passing = l.count;
	if (!rowed(&l, err))
		return false;
	for (size_t i = 0; i < passing; i++)
		if (!look_at(&l, &l.at[i], true, err))
			return false;
	for (size_t i = passing; i < l.count; i++) {
		while (next < passing && l.at[next].number < l.at[i].number)
			next++;
		if (next < passing && l.at[next].number == l.at[i].number)
			continue;
		if (!look_at(&l, &l.at[i], false, err))
			return false;
	}
	return seen(&l, err);
}

/* -- telling ------------------------------------------------------------------------------- */

static bool pending_total(int64_t *out, struct store *s, const struct alert *a, struct err *err)
{
	struct ask q;

	ask_open(&q, s, Q_ALERT_PENDING, err);
	ask_int(&q, a->number);
	return ask_one(out, &q, 0);
}

bool alerts_news(struct alert_page *out, struct store *s, struct arena *arena,
		 const struct alert *a, struct err *err)
{
	struct alert_news *news = ARENA_ARRAY(arena, struct alert_news, LIMIT_ALERT_NEWS);
	struct ask q;

	*out = (struct alert_page){.news = news};
	if (!pending_total(&out->total, s, a, err))
		return false;
	ask_open(&q, s, Q_ALERT_NEWS, err);
	ask_int(&q, a->number);
	ask_int(&q, LIMIT_ALERT_NEWS);
	while (out->count < LIMIT_ALERT_NEWS && ask_row(&q)) {
		store_event_row(&news[out->count].event, &q, arena);
		news[out->count].was_label = arena_copy(arena, ask_str_at(&q, 15));
		news[out->count++].was_severity = arena_copy(arena, ask_str_at(&q, 16));
	}
	return ask_close(&q);
}

bool alerts_told(struct store *s, const struct alert *a, int64_t next_ms, struct err *err)
{
	struct ask q;
	bool own, ok;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&q, s, Q_ALERT_TOLD, err);
	ask_int(&q, a->number);
	ok = ask_run(&q);
	if (ok) {
		ask_open(&q, s, Q_ALERT_NEXT, err);
		ask_int(&q, a->number);
		ask_int(&q, next_ms);
		ok = ask_run(&q);
	}
	return store_change_end(s, own, ok, err);
}
