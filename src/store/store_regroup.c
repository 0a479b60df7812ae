/* store/store_regroup.c -- all stories for grouping anew, and what came of it made so.
 *
 * A change is a set of events that exchange articles: first the events that come into being
 * (or live again) get their rows, then what ended events have is remembered, then articles
 * move, then rows that ended are emptied, then what is left is counted, filtered and drawn
 * anew, and at last everything is told in the history of both sides. An id that ended leads to
 * where the first of its articles is, as after a split by hand. */
#include "store/store_review.h"

#include "text/date.h"

/* -- reading -------------------------------------------------------------------------------- */

static bool bind(struct replan *r, struct store *s, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_REGROUP_BINDINGS, err);
	while (ask_row(&a)) {
		struct replan_binding b = {.article = ask_int_at(&a, 0),
					   .decision = (uint64_t)ask_int_at(&a, 1),
					   .side = (uint64_t)ask_int_at(&a, 2),
					   .together = ask_int_at(&a, 3) != 0};

		replan_bind(r, &b);
	}
	return ask_close(&a);
}

static bool stories(struct replan *r, struct store *s, struct err *err)
{
	struct arena *arena = arena_new();
	bool ok = true;
	struct ask a;

	ask_open(&a, s, Q_REGROUP_STORIES, err);
	while (ok && ask_row(&a)) {
		struct replan_place is = {.article = ask_int_at(&a, 1),
					  .event = (uint64_t)ask_int_at(&a, 2),
					  .kept = ask_int_at(&a, 3) != 0};
		struct story story;

		ok = store_story(&story, arena, ask_str_at(&a, 0), is.article, err);
		if (ok)
			replan_story(r, &story, &is);
		arena_reset(arena);
	}
	arena_free(arena);
	return ask_close(&a) && ok;
}

bool store_replan(struct replan *r, int64_t *version, struct store *s, struct err *err)
{
	struct ask a;
	bool own;

	if (!store_view_begin(&own, s, err))
		return false;
	if (!store_counter(version, s, STR("version"), err) || !bind(r, s, err) ||
	    !stories(r, s, err))
		return store_view_end(s, own, false, err);
	ask_open(&a, s, Q_REGROUP_ENDED, err);
	while (ask_row(&a))
		replan_ended(r, (uint64_t)ask_int_at(&a, 0), ask_int_at(&a, 1));
	return store_view_end(s, own, ask_close(&a), err);
}

static bool told(struct store_name *out, enum query_id id, struct store *s, struct arena *arena,
		 int64_t number, struct err *err)
{
	struct ask a;

	*out = (struct store_name){STR(""), STR("")};
	ask_open(&a, s, id, err);
	ask_int(&a, number);
	if (ask_row(&a)) {
		out->id = arena_copy(arena, ask_str_at(&a, 0));
		out->title = arena_copy(arena, ask_str_at(&a, 1));
	}
	return ask_close(&a);
}

bool store_event_told(struct store_name *out, struct store *s, struct arena *arena, uint64_t event,
		      struct err *err)
{
	return told(out, Q_EVENT_TOLD, s, arena, (int64_t)event, err);
}

bool store_article_told(struct store_name *out, struct store *s, struct arena *arena,
			int64_t article, struct err *err)
{
	return told(out, Q_ARTICLE_TOLD, s, arena, article, err);
}

/* -- one change ----------------------------------------------------------------------------- */

struct regroup {
	struct store *s;
	struct arena *arena;
	const struct regrouping *what;
	const struct replan_change *change;
	uint64_t *event; /* by target */
	int64_t version;
	struct store_state *was; /* of moves' `from`, before anything moved */
};

static bool found(struct regroup *r, size_t n, struct err *err)
{
	const struct replan_target *t = &r->change->target[n];
	struct store_founding f = {.content = STR("")};
	struct ask a;

	r->event[n] = t->event;
	if (t->event)
		return !t->revived ||
		       (store_revive(r->s, (int64_t)t->event, err) &&
			ask_numbers(r->s, Q_SPLIT_FORGET, (int64_t[]){(int64_t)t->event}, 1, err));
	ask_open(&a, r->s, Q_REGROUP_FOUNDER, err);
	ask_int(&a, t->first);
	if (ask_row(&a)) {
		f.content = arena_copy(r->arena, ask_str_at(&a, 0));
		f.date_ms = ask_int_at(&a, 1);
	}
	if (!ask_close(&a) || !store_event_new(&f, r->s, r->arena, err))
		return false;
	r->event[n] = (uint64_t)f.number;
	return true;
}

static bool move(const struct regroup *r, const struct replan_move *m, struct err *err)
{
	static const char *const how[] = {"new", "joined", "reprint"};
	bool waits = m->into == REPLAN_WAITS;
	int64_t into = waits ? 0 : (int64_t)r->event[m->into], moved;
	char nearest[HASH_HEX_SIZE];
	struct ask a;

	if (m->from == 0 || waits) {
		if (!ask_numbers(r->s, Q_STORY_SETTLE, (int64_t[]){m->article, m->settled}, 2, err))
			return false;
	}
	if (waits)
		return ask_numbers(r->s, Q_REGROUP_LEAVE, (int64_t[]){m->article, (int64_t)m->from},
				   2, err);
	hash128_hex(nearest, m->nearest);
	ask_open(&a, r->s, m->from ? Q_REGROUP_MOVE : Q_PLACEMENT_NEW, err);
	ask_int(&a, m->article);
	if (m->from)
		ask_int(&a, (int64_t)m->from);
	ask_int(&a, into);
	ask_str(&a, str_of(how[m->how]));
	ask_num(&a, (double)m->similarity);
	ask_str(&a, m->how == PLACED_NEW ? STR("") : str_of(nearest));
	if (!m->from)
		return ask_run(&a);
	if (!ask_one(&moved, &a, 0))
		return false;
	return moved || err_set(err, ERR_CONFLICT, "article %lld is not in event %lld any more",
				(long long)m->article, (long long)m->from);
}

static const struct store_state *was(const struct regroup *r, uint64_t event)
{
	for (size_t i = 0; i < r->change->moves; i++)
		if (r->was[i].event == (int64_t)event)
			return &r->was[i];
	return NULL;
}

/* How events stand before it; moves lie by event. */
static bool look(struct regroup *r, struct err *err)
{
	const struct replan_move *m = r->change->move;

	for (size_t i = 0; i < r->change->moves; i++) {
		if (m[i].from == 0 || (i > 0 && m[i].from == m[i - 1].from))
			continue;
		if (!store_state(&r->was[i], r->s, r->arena, (int64_t)m[i].from, err))
			return false;
	}
	return true;
}

static bool end(const struct regroup *r, const struct replan_end *e, struct err *err)
{
	const struct store_state *st = was(r, e->event);

	/* one that is off the lists is not counted: merging does the same */
	return st ? store_off_set(r->s, r->arena, st, false, err) &&
			       store_facets_clear(r->s, r->arena, st->event, err) &&
			       store_event_end(r->s, st, (int64_t)r->event[e->into], r->version,
					       err)
		  : err_set(err, ERR_CONFLICT, "event %lld ends, and none of its articles moves",
			    (long long)e->event);
}

/* -- telling -------------------------------------------------------------------------------- */

/* `count` articles went from one event to another. */
static bool tell_flow(const struct regroup *r, const struct replan_move *m, size_t count,
		      struct err *err)
{
	const struct replan_target *t = &r->change->target[m->into];
	const struct store_state *from = was(r, m->from);
	struct store_state into;
	struct store_telling telling = {
		.at_ms = r->what->at_ms, .who = r->what->who, .one = from, .other = &into};
	bool whole = replan_end_of(r->change, m->from) && (int64_t)count == from->articles;

	telling.why = arena_fmt(r->arena, "%zu article%s: %.*s", count, count == 1 ? "" : "s",
				STR_ARG(r->what->why));
	if (whole) {
		telling.what[0] = STR("merged into");
		telling.what[1] = STR("merged");
	} else if (!t->event || t->revived) {
		telling.what[0] = STR("split");
		telling.what[1] = STR("split from");
	} else {
		telling.what[0] = STR("moved to");
		telling.what[1] = STR("moved from");
	}
	return store_state(&into, r->s, r->arena, (int64_t)r->event[m->into], err) &&
	       store_tell_both(r->s, r->arena, &telling, err);
}

static bool tell_stray(const struct regroup *r, const struct replan_move *m, struct err *err)
{
	struct store_name article;
	struct store_history h = {.at_ms = r->what->at_ms, .who = r->what->who};

	if (!store_article_told(&article, r->s, r->arena, m->article, err))
		return false;
	h.event = m->from ? (int64_t)m->from : (int64_t)r->event[m->into];
	h.what = m->from ? STR("left") : STR("joined");
	h.detail = arena_fmt(r->arena, "%.*s: %.*s",
			     STR_ARG(article.title.len ? article.title : article.id),
			     STR_ARG(r->what->why));
	return store_history_add(r->s, &h, err);
}

static bool tell(const struct regroup *r, struct err *err)
{
	const struct replan_move *m = r->change->move;

	for (size_t i = 0, count; i < r->change->moves; i += count) {
		count = 1;
		if (m[i].from == 0 || m[i].into == REPLAN_WAITS) {
			if (!tell_stray(r, &m[i], err))
				return false;
			continue;
		}
		while (i + count < r->change->moves && m[i + count].from == m[i].from &&
		       m[i + count].into == m[i].into)
			count++;
		if (!tell_flow(r, &m[i], count, err))
			return false;
	}
	return true;
}

/* -- all of it ------------------------------------------------------------------------------ */

static bool remember_ends(const struct regroup *r, struct err *err)
{
	for (size_t i = 0; i < r->change->ends; i++)
		if (!ask_numbers(r->s, Q_MERGE_REMEMBER,
				 (int64_t[]){(int64_t)r->change->end[i].event}, 1, err))
			return false;
	return true;
}

static bool move_all(struct regroup *r, struct err *err)
{
	for (size_t i = 0; i < r->change->targets; i++)
		if (!found(r, i, err))
			return false;
	if (!remember_ends(r, err))
		return false;
	STORE_CRASH_POINT("founded");
	for (size_t i = 0; i < r->change->moves; i++)
		if (!move(r, &r->change->move[i], err))
			return false;
	STORE_CRASH_POINT("moved");
	for (size_t i = 0; i < r->change->ends; i++)
		if (!end(r, &r->change->end[i], err))
			return false;
	return true;
}

static bool rebuild_all(struct regroup *r, struct err *err)
{
	for (size_t i = 0; i < r->change->targets; i++)
		if (!ask_numbers(r->s, Q_SPLIT_REDIRECTS,
				 (int64_t[]){(int64_t)r->event[i], r->version}, 2, err) ||
		    !store_rebuild(r->s, r->arena, (int64_t)r->event[i], r->version, err))
			return false;
	STORE_CRASH_POINT("rebuilt");
	return tell(r, err);
}

static bool regroup(struct regroup *r, struct err *err)
{
	return store_count(&r->version, r->s, STR("version"), 1, err) &&
	       store_count_more(r->s, STR("regroups"), 1, err) && look(r, err) &&
	       move_all(r, err) && rebuild_all(r, err);
}

bool store_regroup(const uint64_t **made, struct store *s, struct arena *arena,
		   const struct regrouping *what, struct err *err)
{
	const struct replan_change *c = what->change;
	struct regroup r = {.s = s, .arena = arena, .what = what, .change = c};
	bool own;

	r.event = ARENA_ARRAY(arena, uint64_t, c->targets + 1);
	r.was = ARENA_ARRAY(arena, struct store_state, c->moves + 1);
	for (size_t i = 0; i < c->moves; i++)
		r.was[i] = (struct store_state){0};
	*made = r.event;
	return store_change_begin(&own, s, err) && store_change_end(s, own, regroup(&r, err), err);
}
