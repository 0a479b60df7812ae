/* store/store_references.c -- ties of events to incidents of other archives.
 *
 * An id of another archive is tied to one event, an event to any number of ids. A tie is
 * written to the event as it stands, so that a redirect is one step for whoever reads. */
#include "store/store_parts.h"

#include "base/limits.h"

bool store_each_url(struct store *s, url_fn *fn, void *payload, struct err *err)
{
	struct ask a;
	bool own, go_on = true;

	if (!store_view_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_URLS, err);
	while (go_on && ask_row(&a))
		go_on = fn(ask_str_at(&a, 0), ask_int_at(&a, 1), payload);
	return store_view_end(s, own, ask_close(&a), err);
}

static bool same_tie(bool *same, struct store *s, const struct tie *t, struct err *err)
{
	struct ask a;

	*same = false;
	ask_open(&a, s, Q_REFERENCE, err);
	ask_str(&a, t->archive);
	ask_str(&a, t->id);
	if (ask_row(&a))
		*same = ask_int_at(&a, 0) == t->event && ask_int_at(&a, 1) == t->articles;
	return ask_close(&a);
}

static bool put(struct store *s, const struct tie *t, struct err *err)
{
	int64_t version;
	struct ask a;

	if (!store_count(&version, s, STR("version"), 1, err))
		return false;
	ask_open(&a, s, Q_REFERENCE_PUT, err);
	ask_str(&a, t->archive);
	ask_str(&a, t->id);
	ask_int(&a, t->event);
	ask_int(&a, t->articles);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_REFERENCE_CHANGED, err);
	ask_int(&a, t->event);
	ask_int(&a, version);
	return ask_run(&a);
}

bool store_tie(bool *changed, struct store *s, const struct tie *t, struct err *err)
{
	bool own, same;

	if (!store_change_begin(&own, s, err))
		return false;
	if (!store_change_end(s, own, same_tie(&same, s, t, err) && (same || put(s, t, err)), err))
		return false;
	*changed = !same;
	return true;
}

bool store_references(const struct reference_row **out, size_t *count, struct store *s,
		      struct arena *arena, struct str id, struct err *err)
{
	struct reference_row *row =
		ARENA_ARRAY(arena, struct reference_row, LIMIT_EVENT_REFERENCES);
	size_t n = 0;
	struct ask a;

	ask_open(&a, s, Q_REFERENCES, err);
	ask_str(&a, id);
	ask_int(&a, LIMIT_EVENT_REFERENCES);
	for (; n < LIMIT_EVENT_REFERENCES && ask_row(&a); n++)
		row[n] = (struct reference_row){.archive = arena_copy(arena, ask_str_at(&a, 0)),
						.id = arena_copy(arena, ask_str_at(&a, 1)),
						.articles = ask_int_at(&a, 2)};
	*out = row;
	*count = n;
	return ask_close(&a);
}
