/* store/store_merge.c -- two events that turn out to be one.
 *
 * The older stays. Every article of the other becomes its own, and so do the languages and
 * publishers that it can be found by; counts, dates and filters are right after each merge.
 * The row of the other stays for ever, emptied: its id leads to the one that stays, and so
 * do all ids that led to it, so that no redirect has to be followed twice. What happened to
 * it before is shown with the history of the one that stays (Q_EVENT_HISTORY). */
#include "store/store_review.h"

#include "text/date.h"

bool store_history_add(struct store *s, const struct store_history *h, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_HISTORY_NEW, err);
	ask_int(&a, h->event);
	ask_int(&a, h->at_ms);
	ask_str(&a, h->what);
	ask_str(&a, h->who);
	ask_str(&a, h->detail);
	return ask_run(&a);
}

static bool ask_two(struct store *s, enum query_id id, int64_t one, int64_t two, struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	ask_int(&a, one);
	ask_int(&a, two);
	return ask_run(&a);
}

static bool take_articles(struct store *s, const struct store_merge *m, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_MERGE_REMEMBER, err);
	ask_int(&a, m->from);
	if (!ask_run(&a))
		return false;
	if (!ask_two(s, Q_MERGE_PLACEMENTS, m->into, m->from, err))
		return false;
	STORE_CRASH_POINT("articles in both");
	ask_open(&a, s, Q_MERGE_UNPLACE, err);
	ask_int(&a, m->from);
	return ask_run(&a);
}

/* All numbers that the question gives, before anything that it asked about changes. */
static bool numbers(const int64_t **out, size_t *count, struct arena *arena, struct ask *a)
{
	int64_t *number = NULL;
	size_t room = 0;

	*count = 0;
	while (ask_row(a)) {
		if (*count == room) {
			int64_t *more = ARENA_ARRAY(arena, int64_t, room * 2 + 64);

			for (size_t i = 0; i < *count; i++)
				more[i] = number[i];
			room = room * 2 + 64;
			number = more;
		}
		number[(*count)++] = ask_int_at(a, 0);
	}
	*out = number;
	return ask_close(a);
}

bool store_facets_clear(struct store *s, struct arena *arena, int64_t event, struct err *err)
{
	const int64_t *value;
	size_t count;
	struct ask a;

	ask_open(&a, s, Q_MERGE_FACET_VALUES, err);
	ask_int(&a, event);
	if (!numbers(&value, &count, arena, &a))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!store_facet_off(s, value[i], event, err))
			return false;
	return true;
}

static bool take_filters(struct store *s, struct arena *arena, const struct store_merge *m,
			 struct err *err)
{
	const int64_t *value;
	size_t count;
	struct ask a;

	ask_open(&a, s, Q_MERGE_FACETS, err);
	ask_int(&a, m->into);
	ask_int(&a, m->from);
	if (!numbers(&value, &count, arena, &a))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!store_facet_count(s, value[i], 1, err))
			return false;
	STORE_CRASH_POINT("filters in both");
	return store_facets_clear(s, arena, m->from, err);
}

static bool take_dates(struct store *s, struct arena *arena, const struct store_merge *m,
		       const struct store_state *into, const struct store_state *from,
		       struct err *err)
{
	int64_t first_ms = into->first_ms < from->first_ms ? into->first_ms : from->first_ms;
	int64_t last_ms = into->last_ms > from->last_ms ? into->last_ms : from->last_ms;
	struct ask a;

	ask_open(&a, s, Q_MERGE_TAKE, err);
	ask_int(&a, m->into);
	ask_int(&a, first_ms);
	ask_int(&a, last_ms);
	ask_str(&a, str_cut(date_day(arena, first_ms), 0, 7));
	ask_int(&a, m->version);
	return ask_run(&a);
}

/* Empties the row and lets its id lead on. */
static bool end(struct store *s, const struct store_merge *m, const struct store_state *from,
		struct err *err)
{
	int64_t now;
	struct ask a;

	if (!store_event_reindex(s, from, STR(""), STR(""), err))
		return false;
	ask_open(&a, s, Q_MERGE_END, err);
	ask_int(&a, m->from);
	if (!ask_run(&a))
		return false;
	STORE_CRASH_POINT("emptied");
	ask_open(&a, s, Q_MERGE_REDIRECT, err);
	ask_int(&a, m->into);
	ask_int(&a, m->from);
	ask_int(&a, m->version);
	return ask_run(&a) && store_count(&now, s, STR("events"), -1, err);
}

static bool tell_both(struct store *s, struct arena *arena, const struct store_merge *m,
		      const struct store_state *into, const struct store_state *from,
		      struct err *err)
{
	struct store_history h = {.at_ms = m->at_ms, .who = m->who};

	h.event = m->into;
	h.what = STR("merged");
	h.detail = arena_fmt(arena, "%.*s, %lld article%s, \"%.*s\": %.*s", STR_ARG(from->id),
			     (long long)from->articles, from->articles == 1 ? "" : "s",
			     STR_ARG(from->title), STR_ARG(m->why));
	if (!store_history_add(s, &h, err))
		return false;
	h.event = m->from;
	h.what = STR("merged into");
	h.detail = arena_fmt(arena, "%.*s, %lld article%s, \"%.*s\": %.*s", STR_ARG(into->id),
			     (long long)into->articles, into->articles == 1 ? "" : "s",
			     STR_ARG(into->title), STR_ARG(m->why));
	return store_history_add(s, &h, err);
}

bool store_merge(struct store *s, struct arena *arena, const struct store_merge *m, struct err *err)
{
	struct store_state into, from;

	if (m->into == m->from)
		return err_set(err, ERR_CONFLICT, "event %lld cannot end in itself",
			       (long long)m->into);
	if (!store_state(&into, s, arena, m->into, err) ||
	    !store_state(&from, s, arena, m->from, err) ||
	    !store_off_set(s, arena, &into, false, err) || /* drawing takes it off again */
	    !store_off_set(s, arena, &from, false, err))
		return false;
	STORE_CRASH_POINT("merging");
	return take_articles(s, m, err) && take_filters(s, arena, m, err) &&
	       take_dates(s, arena, m, &into, &from, err) && end(s, m, &from, err) &&
	       tell_both(s, arena, m, &into, &from, err);
}
