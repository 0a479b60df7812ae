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

/* What history says of an event that another has to do with. */
static struct str other_event(struct arena *arena, const struct store_telling *t,
			      const struct store_state *other)
{
	return arena_fmt(arena, "%.*s, %lld article%s, \"%.*s\": %.*s", STR_ARG(other->id),
			 (long long)other->articles, other->articles == 1 ? "" : "s",
			 STR_ARG(other->title), STR_ARG(t->why));
}

bool store_tell_both(struct store *s, struct arena *arena, const struct store_telling *t,
		     struct err *err)
{
	struct store_history h = {.event = t->one->event, .at_ms = t->at_ms, .who = t->who};

	h.what = t->what[0];
	h.detail = other_event(arena, t, t->other);
	if (!store_history_add(s, &h, err))
		return false;
	h.event = t->other->event;
	h.what = t->what[1];
	h.detail = other_event(arena, t, t->one);
	return store_history_add(s, &h, err);
}

static bool take_articles(struct store *s, const struct store_merge *m, struct err *err)
{
	if (!ask_numbers(s, Q_MERGE_REMEMBER, &m->from, 1, err) ||
	    !ask_numbers(s, Q_MERGE_PLACEMENTS, (int64_t[]){m->into, m->from}, 2, err))
		return false;
	STORE_CRASH_POINT("articles in both");
	return ask_numbers(s, Q_MERGE_UNPLACE, &m->from, 1, err);
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

bool store_event_end(struct store *s, const struct store_state *from, int64_t into, int64_t version,
		     struct err *err)
{
	if (!store_event_reindex(s, from, STR(""), STR(""), err) ||
	    !ask_numbers(s, Q_MERGE_END, &from->event, 1, err))
		return false;
	STORE_CRASH_POINT("emptied");
	return ask_numbers(s, Q_MERGE_REDIRECT, (int64_t[]){into, from->event, version}, 3, err) &&
	       store_count_more(s, STR("events"), -1, err);
}

bool store_merge(struct store *s, struct arena *arena, const struct store_merge *m, struct err *err)
{
	struct store_state into, from;
	struct store_telling t = {.at_ms = m->at_ms,
				  .who = m->who,
				  .why = m->why,
				  .what = {STR("merged"), STR("merged into")},
				  .one = &into,
				  .other = &from};

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
	       take_dates(s, arena, m, &into, &from, err) &&
	       store_event_end(s, &from, m->into, m->version, err) &&
	       store_tell_both(s, arena, &t, err);
}
