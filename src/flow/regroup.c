/* flow/regroup.c -- plan, then batch by batch.
 *
 * The lines of a batch wait until it is durable. An event that ends has no title after that,
 * so what it was called is read before. */
#include "flow/regroup.h"

#include "base/clock.h"
#include "base/emit.h"
#include "base/hash.h"
#include "base/limits.h"
#include "store/store.h"

#define BATCH 64 /* changes: a second's work, and one fsync */

struct regroup {
	const struct regroup_options *options;
	struct regroup_summary *sum;
	struct store *store;
	struct arena *arena; /* of one batch */
	struct str why;
	int64_t at_ms, version;
	struct buf lines; /* of one batch */
};

struct flow { /* moves with one `from` and one `into` */
	const struct replan_move *move;
	size_t count;
	struct store_name from; /* before */
};

/* -- telling -------------------------------------------------------------------------------- */

/* All that an event had goes one way, and it ends. */
static bool is_whole(const struct replan_change *c, const struct flow *f)
{
	bool first = f->move == c->move || f->move[-1].from != f->move->from;
	const struct replan_move *next = f->move + f->count;

	return replan_end_of(c, f->move->from) && first &&
	       (next == c->move + c->moves || next->from != f->move->from);
}

/* What it is called; counts it. */
static const char *kind_of(struct regroup_summary *sum, const struct replan_change *c,
			   const struct flow *f)
{
	const struct replan_target *into =
		f->move->into == REPLAN_WAITS ? NULL : &c->target[f->move->into];
	const char *name = "move";
	int64_t *count = &sum->moves;

	if (!into) {
		name = "leave";
		count = &sum->left;
	} else if (!f->move->from) {
		name = "take";
		count = &sum->taken;
	} else if (is_whole(c, f)) {
		name = "merge";
		count = &sum->merges;
	} else if (!into->event || into->revived) {
		name = "split";
		count = &sum->splits;
	}
	*count += into && f->move->from ? 1 : (int64_t)f->count;
	return name;
}

static void emit_told(struct emit *e, const char *key, const char *title,
		      const struct store_name *told)
{
	emit_pair_or_null(e, key, told->id);
	emit_pair_or_null(e, title, told->title);
}

/* `into`: number of the event, 0 when there is none yet. */
static bool emit_flow(struct regroup *r, const struct replan_change *c, const struct flow *f,
		      uint64_t into, struct err *err)
{
	struct store_name told = {STR(""), STR("")};
	struct emit e;

	if (into && !store_event_told(&told, r->store, r->arena, into, err))
		return false;
	emit_open(&e, &r->lines);
	emit_object(&e);
	emit_pair(&e, "change", str_of(kind_of(r->sum, c, f)));
	emit_told(&e, "from", "from_title", &f->from);
	emit_told(&e, "into", "into_title", &told);
	emit_pair_int(&e, "count", (int64_t)f->count);
	emit_key(&e, "articles");
	emit_array(&e);
	for (size_t i = 0; i < f->count && i < LIMIT_EVENT_ARTICLES; i++) {
		if (!store_article_told(&told, r->store, r->arena, f->move[i].article, err))
			return false;
		emit_str(&e, told.id);
	}
	emit_end(&e);
	emit_end(&e);
	buf_char(&r->lines, '\n');
	return buf_ok(&r->lines) ||
	       err_set(err, ERR_LIMIT, "the changes of one batch have over %lld bytes",
		       (long long)LIMIT_RESPONSE);
}

static bool find_flows(struct flow *flow, size_t *count, struct regroup *r,
		       const struct replan_change *c, struct err *err)
{
	*count = 0;
	for (size_t i = 0, n; i < c->moves; i += n) {
		struct flow *f = &flow[(*count)++];

		for (n = 1; i + n < c->moves && c->move[i + n].from == c->move[i].from &&
			    c->move[i + n].into == c->move[i].into;
		     n++)
			;
		*f = (struct flow){c->move + i, n, {STR(""), STR("")}};
		if (c->move[i].from &&
		    !store_event_told(&f->from, r->store, r->arena, c->move[i].from, err))
			return false;
	}
	return true;
}

/* -- doing ---------------------------------------------------------------------------------- */

static bool change(struct regroup *r, const struct replan_change *c, struct err *err)
{
	struct flow *flow = ARENA_ARRAY(r->arena, struct flow, c->moves + 1);
	struct regrouping what = {
		.change = c, .who = STR("regroup"), .why = r->why, .at_ms = r->at_ms};
	const uint64_t *made = NULL;
	size_t flows;

	if (!find_flows(flow, &flows, r, c, err) ||
	    (!r->options->dry_run && !store_regroup(&made, r->store, r->arena, &what, err)))
		return false;
	for (size_t i = 0; i < flows; i++) {
		uint32_t into = flow[i].move->into;
		uint64_t event = into == REPLAN_WAITS ? 0
				 : made               ? made[into]
						      : c->target[into].event;

		if (!emit_flow(r, c, &flow[i], event, err))
			return false;
	}
	r->sum->changes++;
	r->version = made ? store_version(r->store) : r->version;
	return true;
}

static bool print_batch(struct regroup *r, struct err *err)
{
	bool ok = !r->options->line ||
		  r->options->line(buf_view(&r->lines), r->options->payload, err);

	buf_clear(&r->lines);
	arena_reset(r->arena);
	return ok;
}

/* The store is still what was planned for, but for what was done here. */
static bool is_as_planned(const struct regroup *r, struct err *err)
{
	return store_version(r->store) == r->version ||
	       err_set(err, ERR_CONFLICT,
		       "something else was written meanwhile; what was done stays, do it again");
}

static bool batch(struct regroup *r, const struct replan_change *c, size_t count, struct err *err)
{
	struct regroup_summary before = *r->sum;

	if (!r->options->dry_run && !store_begin(r->store, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if ((i == 0 && !r->options->dry_run && !is_as_planned(r, err)) ||
		    !change(r, &c[i], err)) {
			if (!r->options->dry_run)
				store_abandon(r->store);
			*r->sum = before;
			return false;
		}
	}
	if (!r->options->dry_run && !store_end(r->store, err)) {
		*r->sum = before;
		return false;
	}
	return print_batch(r, err);
}

static bool do_all(struct regroup *r, struct replan *plan, struct err *err)
{
	size_t count, size = r->options->batch ? r->options->batch : BATCH;
	const struct replan_change *c;

	if (!store_replan(plan, &r->version, r->store, err))
		return false;
	c = replan_changes(&count, plan);
	r->sum->stories = (int64_t)replan_stories(plan);
	for (size_t i = 0; i < count; i += size)
		if (!batch(r, c + i, count - i < size ? count - i : size, err))
			return false;
	return true;
}

/* Which weights they were, so that history tells one grouping from another. */
static struct str why(struct arena *arena, const struct nearness_model *model)
{
	struct nearness_model m;
	struct buf text;
	struct str out;

	if (model)
		m = *model;
	else if (!nearness_built_in(&m))
		return STR("grouped anew");
	buf_init(&text, KIB(4));
	nearness_write(&text, &m);
	out = arena_fmt(arena, "grouped anew by weights %08x, where %.2f is near enough",
			(unsigned)hash64(buf_view(&text), 0), (double)m.join);
	buf_free(&text);
	return out;
}

bool regroup_run(struct regroup_summary *out, const struct regroup_options *options,
		 struct err *err)
{
	struct regroup r = {.options = options, .sum = out, .at_ms = clock_now_ms()};
	struct store_options where = {.url = options->db,
				      .mode = options->dry_run ? DB_READ : DB_WRITE};
	struct arena *whole = arena_new();
	struct replan *plan = replan_new(options->model);
	int64_t started_us = clock_ticks_us();
	bool ok;

	*out = (struct regroup_summary){0};
	r.arena = arena_new();
	r.why = why(whole, options->model);
	buf_init(&r.lines, LIMIT_RESPONSE);
	ok = store_open(&r.store, &where, err) && do_all(&r, plan, err);
	store_close(r.store);
	replan_free(plan);
	buf_free(&r.lines);
	arena_free(r.arena);
	arena_free(whole);
	out->seconds = (double)(clock_ticks_us() - started_us) / 1e6;
	return ok;
}
