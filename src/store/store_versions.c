/* store/store_versions.c -- versions in, versions out, and the list of pages to look at.
 *
 * A version and the look that found it are one change, so a crash in between means to look once
 * more, and never to lose or to double one: the number of the version is the key. */
#include "store/store_versions.h"

#include "base/limits.h"
#include "store/store_locker.h"
#include "text/url.h"

#define MACHINE STR("machine")

/* -- looks ------------------------------------------------------------------------------ */

bool store_look_new(struct store *s, int64_t article, const struct outcome *o, struct err *err)
{
	struct url ignored;
	struct ask a;

	if (!url_parse(&ignored, o->capture ? o->capture->url : o->article->url))
		return true;
	ask_open(&a, s, Q_LOOK_NEW, err);
	ask_int(&a, article);
	ask_str(&a, o->capture ? o->capture->url : o->article->url);
	ask_int(&a, o->seen_ms);
	ask_int(&a, o->seen_ms + STORE_LOOK_FIRST_MS);
	ask_str(&a, o->etag);
	ask_str(&a, o->modified);
	ask_str(&a,
		o->capture && o->capture->kind == DOCUMENT_ENTRY ? STR(STORE_BASIS_FEED) : STR(""));
	return ask_run(&a);
}

/* Reads the columns of Q_LOOKS_DUE, in their order. */
static void look_row(struct look *out, struct ask *a, struct arena *arena)
{
	*out = (struct look){.article = ask_int_at(a, 0),
			     .id = arena_copy(arena, ask_str_at(a, 1)),
			     .url = arena_copy(arena, ask_str_at(a, 2)),
			     .base_ms = ask_int_at(a, 3),
			     .step = ask_int_at(a, 4),
			     .next_ms = ask_int_at(a, 5),
			     .last_ms = ask_int_at(a, 6),
			     .tries = ask_int_at(a, 7),
			     .state = arena_copy(arena, ask_str_at(a, 8)),
			     .since_ms = ask_int_at(a, 9),
			     .etag = arena_copy(arena, ask_str_at(a, 10)),
			     .modified = arena_copy(arena, ask_str_at(a, 11)),
			     .outcome = arena_copy(arena, ask_str_at(a, 12)),
			     .basis = arena_copy(arena, ask_str_at(a, 13))};
}

bool store_looks_due(const struct look **out, size_t *count, struct store *s, struct arena *arena,
		     int64_t now_ms, struct err *err)
{
	struct look *row = ARENA_ARRAY(arena, struct look, LIMIT_LOOKS);
	struct ask a;

	ask_open(&a, s, Q_LOOKS_DUE, err);
	ask_int(&a, now_ms);
	ask_int(&a, LIMIT_LOOKS);
	for (*count = 0; *count < LIMIT_LOOKS && ask_row(&a); ++*count)
		look_row(&row[*count], &a, arena);
	*out = row;
	return ask_close(&a);
}

bool store_look(struct look *out, struct store *s, struct arena *arena, struct str id,
		struct err *err)
{
	struct ask a;

	*out = (struct look){0};
	ask_open(&a, s, Q_LOOK_OF, err);
	ask_str(&a, id);
	if (ask_row(&a))
		look_row(out, &a, arena);
	return ask_close(&a);
}

static bool put_look(struct store *s, const struct look *l, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_LOOK_DONE, err);
	ask_int(&a, l->article);
	ask_int(&a, l->base_ms);
	ask_int(&a, l->step);
	ask_int(&a, l->next_ms);
	ask_int(&a, l->last_ms);
	ask_int(&a, l->tries);
	ask_str(&a, l->state);
	ask_int(&a, l->since_ms);
	ask_str(&a, l->etag);
	ask_str(&a, l->modified);
	ask_str(&a, l->outcome);
	ask_str(&a, l->basis);
	return ask_run(&a);
}

bool store_events_of(int64_t event[STORE_EVENTS_OF], size_t *count, struct store *s,
		     int64_t article, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_EVENTS_OF, err);
	ask_int(&a, article);
	for (*count = 0; *count < STORE_EVENTS_OF && ask_row(&a); ++*count)
		event[*count] = ask_int_at(&a, 0);
	return ask_close(&a);
}

/* Into the history of its events; `draw`: their portraits are drawn anew. */
static bool tell(struct store *s, struct arena *arena, int64_t article, struct store_history *h,
		 bool draw, struct err *err)
{
	int64_t event[STORE_EVENTS_OF], version;
	size_t count;

	if (!store_events_of(event, &count, s, article, err) ||
	    !store_count(&version, s, STR("version"), 1, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		h->event = event[i];
		h->who = MACHINE;
		if (!store_history_add(s, h, err) ||
		    !ask_numbers(s, Q_EVENT_TOUCH, (int64_t[]){event[i], version}, 2, err) ||
		    (draw && !store_draw(s, arena, event[i], version, err)))
			return false;
	}
	return true;
}

static bool done(struct store *s, struct arena *arena, const struct look *l,
		 const struct look_told *told, struct err *err)
{
	struct store_history h = {.at_ms = l->last_ms, .what = told->what, .detail = told->detail};

	return put_look(s, l, err) &&
	       (!told->what.len || tell(s, arena, l->article, &h, false, err));
}

bool store_look_done(struct store *s, struct arena *arena, const struct look *l,
		     const struct look_told *told, struct err *err)
{
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, done(s, arena, l, told, err), err);
}

/* -- versions ------------------------------------------------------------------------------- */

bool store_version_newest(struct newest_version *out, struct store *s, struct arena *arena,
			  int64_t article, struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_VERSION_NEWEST, err);
	ask_int(&a, article);
	if (ask_row(&a)) {
		*out = (struct newest_version){.id = arena_copy(arena, ask_str_at(&a, 0)),
					       .version = ask_int_at(&a, 1),
					       .title = arena_copy(arena, ask_str_at(&a, 2)),
					       .text = arena_copy(arena, ask_str_at(&a, 3)),
					       .verdict = arena_copy(arena, ask_str_at(&a, 4)),
					       .label = arena_copy(arena, ask_str_at(&a, 5)),
					       .content = arena_copy(arena, ask_str_at(&a, 6))};
		found = true;
	}
	if (!ask_close(&a))
		return false;
	return found || err_set(err, ERR_MISSING, "there is no such article");
}

bool store_version_article(int64_t *article, struct store *s, struct str id, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_REMOVE_WHO, err);
	ask_str(&a, id);
	return ask_one(article, &a, 0);
}

static bool put_row(struct store *s, const struct version_found *v, struct err *err)
{
	char content[HASH_HEX_SIZE];
	struct buf json;
	struct ask a;
	bool ok;

	if (!store_verdict_json(&json, v->verdict, v->read, err)) {
		buf_free(&json);
		return false;
	}
	hash128_hex(content, v->read->content);
	ask_open(&a, s, Q_VERSION_NEW, err);
	ask_int(&a, v->article);
	ask_int(&a, v->version);
	ask_int(&a, v->at_ms);
	ask_str(&a, str_of(content));
	ask_str(&a, verdict_label(v->verdict));
	ask_str(&a, v->read->field[FIELD_TITLE]);
	ask_str(&a, v->changes);
	ask_str(&a, buf_view(&json));
	ask_str(&a, v->read->field[FIELD_TEXT]);
	ok = ask_run(&a);
	buf_free(&json);
	return ok;
}

static bool step(struct store *s, const struct version_found *v, struct err *err)
{
	return !v->cursor || store_source_step(s,
					       &(struct store_step){.source = v->source,
								    .seen_ms = v->at_ms,
								    .cursor = v->cursor,
								    .pulled = 1},
					       err);
}

static bool put_version(struct store *s, struct arena *arena, const struct version_found *v,
			struct err *err)
{
	struct store_history h = {
		.at_ms = v->at_ms, .what = v->told.what, .detail = v->told.detail};
	struct newest_version newest;
	struct capture c = *v->capture;

	if (!store_version_newest(&newest, s, arena, v->article, err))
		return false;
	if (newest.version + 1 != v->version)
		return err_set(err, ERR_CONFLICT, "article %.*s has %lld versions, this is %lld",
			       STR_ARG(newest.id), (long long)newest.version,
			       (long long)v->version);
	c.seen_ms = v->at_ms;
	if (!put_row(s, v, err) || !store_locker_put(s, v->article, v->version, &c, err))
		return false;
	STORE_CRASH_POINT("version put");
	return tell(s, arena, v->article, &h, true, err) &&
	       (!v->look || put_look(s, v->look, err)) && step(s, v, err);
}

bool store_version_put(struct store *s, struct arena *arena, const struct version_found *v,
		       struct err *err)
{
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, put_version(s, arena, v, err), err);
}

bool store_versions(const struct version_row **out, size_t *count, struct store *s,
		    struct arena *arena, struct str id, struct err *err)
{
	struct version_row *row = ARENA_ARRAY(arena, struct version_row, LIMIT_VERSIONS);
	struct ask a;

	ask_open(&a, s, Q_VERSIONS, err);
	ask_str(&a, id);
	ask_int(&a, LIMIT_VERSIONS);
	for (*count = 0; *count < LIMIT_VERSIONS && ask_row(&a); ++*count)
		row[*count] = (struct version_row){.version = ask_int_at(&a, 0),
						   .at_ms = ask_int_at(&a, 1),
						   .content = arena_copy(arena, ask_str_at(&a, 2)),
						   .label = arena_copy(arena, ask_str_at(&a, 3)),
						   .title = arena_copy(arena, ask_str_at(&a, 4)),
						   .changes = arena_copy(arena, ask_str_at(&a, 5)),
						   .verdict = arena_copy(arena, ask_str_at(&a, 6)),
						   .text = arena_copy(arena, ask_str_at(&a, 7)),
						   .sha256 = arena_copy(arena, ask_str_at(&a, 8)),
						   .kind = arena_copy(arena, ask_str_at(&a, 9))};
	*out = row;
	return ask_close(&a);
}
