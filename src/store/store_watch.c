/* store/store_watch.c -- sources that are polled: health, validators, entries seen.
 *
 * The validators (ETag, Last-Modified) are written when all that the answer held has been
 * settled, with the poll's health: a crash in between only means to poll again. */
#include "store/store_parts.h"

void store_watched_row(struct watched *out, struct ask *a, struct arena *arena)
{
	struct str *const text[] = {&out->name,     &out->given,   &out->url,
				    &out->lang,     &out->kind,    &out->etag,
				    &out->modified, &out->outcome, &out->detail};
	int64_t *const number[] = {&out->interval_ms, &out->last_try_ms, &out->last_success_ms,
				   &out->next_try_ms, &out->failures,    &out->polls,
				   &out->entries,     &out->fresh};
	int at = 0;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(arena, ask_str_at(a, at++));
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		*number[i] = ask_int_at(a, at++);
}

bool store_watched(const struct watched **out, size_t *count, struct store *s, struct arena *arena,
		   struct err *err)
{
	struct watched *row;
	int64_t upto;
	struct ask a;
	size_t n = 0;
	bool own;

	*out = NULL;
	*count = 0;
	if (!store_view_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_WATCHED_COUNT, err);
	if (!ask_one(&upto, &a, 0))
		return store_view_end(s, own, false, err);
	row = ARENA_ARRAY(arena, struct watched, (size_t)upto + 1);
	ask_open(&a, s, Q_WATCHED, err);
	for (; n < (size_t)upto && ask_row(&a); n++)
		store_watched_row(&row[n], &a, arena);
	*out = row;
	*count = n;
	return store_view_end(s, own, ask_close(&a), err);
}

/* Inside one change. */
static bool add(struct store *s, const struct watched *w, struct err *err)
{
	struct store_step step = {.source = w->name};
	struct ask a;

	/* A row of its own from the beginning, so that it is seen among the sources; what is
	 * there already stays as it is. */
	ask_open(&a, s, Q_SOURCE_POSITION, err);
	ask_str(&a, w->name);
	if (!ask_row(&a)) {
		if (!ask_close(&a) || !store_source_step(s, &step, err))
			return false;
	} else if (!ask_close(&a)) {
		return false;
	}
	ask_open(&a, s, Q_WATCHED_ADD, err);
	ask_str(&a, w->name);
	ask_str(&a, w->given);
	ask_str(&a, w->lang);
	ask_str(&a, w->kind);
	return ask_run(&a) && store_count_more(s, STR("polls"), 1, err);
}

bool store_watch_add(struct store *s, const struct watched *w, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, add(s, w, err), err);
}

static bool done(struct store *s, const struct watched *w, struct err *err)
{
	const struct str text[] = {w->name, w->url, w->etag, w->modified, w->outcome, w->detail};
	const int64_t number[] = {w->interval_ms, w->last_try_ms, w->last_success_ms,
				  w->next_try_ms, w->failures,    w->polls,
				  w->entries,     w->fresh};
	struct ask a;

	ask_open(&a, s, Q_WATCHED_DONE, err);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		ask_str(&a, text[i]);
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		ask_int(&a, number[i]);
	return ask_run(&a) && store_count_more(s, STR("polls"), 1, err);
}

bool store_watch_done(struct store *s, const struct watched *w, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, done(s, w, err), err);
}

bool store_watch_entry(struct store *s, const struct watched_entry *e, struct err *err)
{
	struct ask a;
	bool own, ok;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_WATCHED_ENTRY_PUT, err);
	ask_str(&a, e->entry);
	ask_str(&a, e->source);
	ask_int(&a, e->seen_ms);
	ask_int(&a, e->tries);
	ok = ask_run(&a);
	return store_change_end(s, own, ok, err);
}

bool store_watch_tries(struct watched_entry *e, struct store *s, struct err *err)
{
	struct ask a;

	e->tries = STORE_ENTRY_NEW;
	e->seen_ms = 0;
	ask_open(&a, s, Q_WATCHED_ENTRY, err);
	ask_str(&a, e->entry);
	if (ask_row(&a)) {
		e->tries = ask_int_at(&a, 0);
		e->seen_ms = ask_int_at(&a, 1);
	}
	return ask_close(&a);
}

bool store_watch_forget(struct store *s, struct str source, int64_t before_ms, struct err *err)
{
	struct ask a;
	bool own, ok;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_WATCHED_ENTRY_FORGET, err);
	ask_str(&a, source);
	ask_int(&a, before_ms);
	ok = ask_run(&a);
	return store_change_end(s, own, ok, err);
}
