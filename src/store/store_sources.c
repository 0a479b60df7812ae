/* store/store_sources.c -- where documents come from: how far each source was
 * read, how many it gave, what it gave that was refused.
 *
 * A refusal is kept once for each place and reason, so that reading a file again
 * from its beginning counts nothing twice. */
#include "store/store_parts.h"

#include "base/check.h"

static bool move(struct store *s, struct str source, const struct cursor *cursor, int64_t pulled,
		 struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SOURCE_MOVE, err);
	ask_str(&a, source);
	ask_str(&a, str_of(cursor->text));
	ask_int(&a, pulled);
	return ask_run(&a);
}

bool store_source_step(struct store *s, const struct store_step *step, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SOURCE_ADD, err);
	ask_str(&a, step->source);
	ask_int(&a, step->documents);
	ask_int(&a, step->refused);
	ask_int(&a, step->known);
	ask_int(&a, step->ai_articles);
	ask_int(&a, step->seen_ms);
	ask_str(&a, step->error);
	ask_int(&a, step->passed);
	ask_int(&a, step->not_assessed);
	if (!ask_run(&a))
		return false;
	return !step->cursor || move(s, step->source, step->cursor, step->pulled, err);
}

bool store_source_recount(struct store *s, const struct store_step *step, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SOURCE_RECOUNT, err);
	ask_str(&a, step->source);
	ask_int(&a, step->ai_articles);
	ask_int(&a, step->not_assessed);
	return ask_run(&a);
}

/* Inside one change. */
static bool refuse(struct store *s, const struct store_step *step, struct str origin,
		   struct err *err)
{
	struct store_step counted = *step;
	int64_t number, version;
	struct ask a;

	ask_open(&a, s, Q_REFUSAL_NEW, err);
	ask_str(&a, step->source);
	ask_str(&a, origin);
	ask_str(&a, step->error);
	ask_int(&a, step->seen_ms);
	if (!ask_one(&number, &a, 0))
		return false;
	counted.refused = number != 0;
	if (number && (!store_count(&version, s, STR("refused"), 1, err) ||
		       !store_count(&version, s, STR("version"), 1, err)))
		return false;
	return store_source_step(s, &counted, err);
}

bool store_refuse(struct store *s, const struct refusal *r, struct err *err)
{
	struct store_step step = {.source = r->source,
				  .error = str_of(r->why->text),
				  .seen_ms = r->seen_ms,
				  .cursor = r->cursor,
				  .pulled = 1};
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, refuse(s, &step, r->origin, err), err);
}

bool store_move(struct store *s, struct str source, const struct cursor *cursor, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, move(s, source, cursor, 0, err), err);
}

bool store_cursor(struct cursor *out, struct store *s, struct str source, struct err *err)
{
	struct ask a;
	bool found = false;

	*out = (struct cursor){0};
	err->code = ERR_NONE;
	ask_open(&a, s, Q_SOURCE_POSITION, err);
	ask_str(&a, source);
	if (ask_row(&a)) {
		struct str text = ask_str_at(&a, 0);

		CHECK(text.len < sizeof out->text);
		memcpy(out->text, text.at, text.len);
		found = text.len > 0;
	}
	return ask_close(&a) && found;
}

static void source_row(struct source_row *out, struct ask *a, struct arena *arena)
{
	int at = STORE_WATCHED_COLUMNS;

	*out = (struct source_row){.name = arena_copy(arena, ask_str_at(a, at)),
				   .cursor = arena_copy(arena, ask_str_at(a, at + 1)),
				   .last_error = arena_copy(arena, ask_str_at(a, at + 2)),
				   .documents = ask_int_at(a, at + 3),
				   .refused = ask_int_at(a, at + 4),
				   .known = ask_int_at(a, at + 5),
				   .ai_articles = ask_int_at(a, at + 6),
				   .last_ms = ask_int_at(a, at + 7),
				   .passed = ask_int_at(a, at + 8),
				   .not_assessed = ask_int_at(a, at + 9)};
	store_watched_row(&out->watched, a, arena);
}

bool store_sources(const struct source_row **out, size_t *count, struct store *s,
		   struct arena *arena, struct err *err)
{
	struct source_row *row;
	int64_t upto;
	struct ask a;
	size_t n = 0;
	bool own;

	*out = NULL;
	*count = 0;
	if (!store_view_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_SOURCE_COUNT, err);
	if (!ask_one(&upto, &a, 0))
		return store_view_end(s, own, false, err);
	row = ARENA_ARRAY(arena, struct source_row, (size_t)upto);
	ask_open(&a, s, Q_SOURCES, err);
	for (; n < (size_t)upto && ask_row(&a); n++)
		source_row(&row[n], &a, arena);
	*out = row;
	*count = n;
	return store_view_end(s, own, ask_close(&a), err);
}

/* How many events have that label: a kept count. */
static bool labelled(int64_t *out, struct store *s, struct str label, struct err *err)
{
	struct ask a;

	*out = 0;
	ask_open(&a, s, Q_FACET_NUMBER, err);
	ask_str(&a, STR("label"));
	ask_str(&a, label);
	if (ask_row(&a))
		*out = ask_int_at(&a, 1);
	return ask_close(&a);
}

static bool passed(int64_t *out, struct store *s, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SOURCES_PASSED, err);
	return ask_one(out, &a, 0);
}

bool store_totals(struct store_totals *out, struct store *s, struct err *err)
{
	struct ask a;
	bool own, ok;

	*out = (struct store_totals){0};
	if (!store_view_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_SOURCE_COUNT, err);
	ok = ask_one(&out->sources, &a, 0) &&
	     store_counter(&out->articles, s, STR("articles"), err) &&
	     store_counter(&out->events, s, STR("events"), err) &&
	     store_counter(&out->unrelated, s, STR("unrelated"), err) &&
	     store_counter(&out->not_assessed, s, STR(LABEL_NOT_ASSESSED), err) &&
	     store_counter(&out->refused, s, STR("refused"), err) && passed(&out->passed, s, err) &&
	     labelled(&out->incidents, s, STR("incident"), err) &&
	     labelled(&out->hazards, s, STR("hazard"), err) &&
	     labelled(&out->complementary, s, STR("complementary"), err);
	return store_view_end(s, own, ok, err);
}
