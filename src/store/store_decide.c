/* store/store_decide.c -- what people decide about events, and what it binds.
 *
 * A decision names articles, not events: events merge and split, articles stay. Merging
 * says of all articles of both that they are of one event (the machine never splits, so
 * this binds only whoever groups anew); splitting says of those that go and those that stay
 * that they are of two, and the grouper heeds it (grouper_keep_apart). Decisions bind until
 * somebody decides the opposite, which takes the older one back; rows and history stay.
 *
 * An id leads where the first article of its event is: when an event is split into which
 * others had ended, theirs are set anew. */
#include "store/store_parts.h"
#include "store/text_index.h"

#include "base/limits.h"
#include "text/date.h"
#include "text/utf8.h"

static bool decided_well(const struct decision *d, struct err *err)
{
	size_t bad_at;

	if (!str_trim(d->who).len || !str_trim(d->why).len)
		return err_set(err, ERR_INPUT, "a decision needs who made it, and why");
	if (d->who.len > LIMIT_FIELD || d->why.len > LIMIT_FIELD)
		return err_set(err, ERR_LIMIT, "who or why has over %d bytes", LIMIT_FIELD);
	if (!utf8_valid(d->who, &bad_at) || !utf8_valid(d->why, &bad_at))
		return err_set(err, ERR_INPUT, "who or why is not UTF-8");
	return true;
}

static bool where(int64_t *number, int64_t *redirect, struct store *s, struct str id,
		  struct err *err)
{
	struct ask a;

	*number = *redirect = 0;
	ask_open(&a, s, Q_EVENT_WHERE, err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		*number = ask_int_at(&a, 0);
		*redirect = ask_int_at(&a, 1);
	}
	return ask_close(&a);
}

static bool living(int64_t *number, struct store *s, struct str id, struct err *err)
{
	int64_t redirect;

	if (!where(number, &redirect, s, id, err))
		return false;
	if (!*number)
		return err_set(err, ERR_MISSING, "there is no event %.*s", STR_ARG(id));
	return !redirect ||
	       err_set(err, ERR_CONFLICT, "event %.*s %s", STR_ARG(id),
		       redirect == STORE_OFF ? "is off the lists" : "has ended in another");
}

struct change { /* what every decision has */
	int64_t number, version;
};

static bool put_decision(struct change *c, struct store *s, const struct decision *d,
			 struct str what, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_DECISION_NEW, err);
	ask_int(&a, d->at_ms);
	ask_str(&a, what);
	ask_str(&a, d->who);
	ask_str(&a, d->why);
	return ask_one(&c->number, &a, 0) && store_count_more(s, STR("decisions"), 1, err) &&
	       store_count(&c->version, s, STR("version"), 1, err);
}

static bool put_side(struct store *s, const struct change *c, int64_t event, int64_t side,
		     struct err *err)
{
	return ask_numbers(s, Q_DECISION_EVENT, (int64_t[]){c->number, event, side}, 3, err);
}

/* -- merging ------------------------------------------------------------------------------ */

static bool merge(int64_t *kept, struct store *s, struct arena *arena, const struct decision *d,
		  struct err *err)
{
	struct change c;
	struct store_merge m = {.at_ms = d->at_ms, .who = d->who, .why = d->why};
	int64_t one, two;

	if (!living(&one, s, d->event, err) || !living(&two, s, d->what[0], err))
		return false;
	if (one == two)
		return err_set(err, ERR_CONFLICT, "%.*s is one event", STR_ARG(d->what[0]));
	m.into = *kept = one < two ? one : two;
	m.from = one < two ? two : one;
	if (!put_decision(&c, s, d, STR("must_join"), err) ||
	    !ask_numbers(s, Q_DECISION_UNDO_APART, (int64_t[]){c.number, one, two}, 3, err) ||
	    !put_side(s, &c, one, 0, err) || !put_side(s, &c, two, 0, err))
		return false;
	STORE_CRASH_POINT("decided");
	m.version = c.version;
	return store_merge(s, arena, &m, err) && store_draw(s, arena, m.into, m.version, err);
}

bool store_decide_merge(struct str *kept, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err)
{
	struct store_state st = {0};
	int64_t number = 0;
	bool own;

	if (d->count != 1)
		return err_set(err, ERR_INPUT, "two events are merged at a time");
	if (!decided_well(d, err) || !store_change_begin(&own, s, err))
		return false;
	if (!store_change_end(s, own,
			      merge(&number, s, arena, d, err) &&
				      store_state(&st, s, arena, number, err),
			      err))
		return false;
	*kept = st.id;
	return true;
}

bool store_revive(struct store *s, int64_t event, struct err *err)
{
	return text_index_forget(s, event, err) && /* it is drawn as a new one is */
	       ask_numbers(s, Q_SPLIT_REVIVE, &event, 1, err) &&
	       store_count_more(s, STR("events"), 1, err);
}

/* -- splitting ---------------------------------------------------------------------------- */

struct parting { /* one event becomes two */
	int64_t from, into;
	struct str into_id;
};

/* The event that ended in this one lives again, with what it had. */
static bool revive(struct parting *p, struct store *s, struct err *err)
{
	return store_revive(s, p->into, err) &&
	       ask_numbers(s, Q_SPLIT_ENDED, (int64_t[]){p->into, p->from}, 2, err) &&
	       ask_numbers(s, Q_SPLIT_FORGET, &p->into, 1, err);
}

/* The article of them that came first founds the new event. */
static bool found(struct parting *p, struct store *s, struct arena *arena, const struct decision *d,
		  struct err *err)
{
	struct store_founding f = {.content = STR("")};
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < d->count; i++) {
		int64_t number = 0;
		struct ask a;

		ask_open(&a, s, Q_SPLIT_FIRST, err);
		ask_str(&a, d->what[i]);
		if (ask_row(&a) && (number = ask_int_at(&a, 0)) < first) {
			first = number;
			f.content = arena_copy(arena, ask_str_at(&a, 1));
			f.date_ms = ask_int_at(&a, 2);
		}
		if (!ask_close(&a))
			return false;
		if (!number)
			return err_set(err, ERR_MISSING, "there is no article %.*s",
				       STR_ARG(d->what[i]));
	}
	if (!store_event_new(&f, s, arena, err))
		return false;
	p->into = f.number;
	p->into_id = f.id;
	return true;
}

static bool move(const struct parting *p, struct store *s, const struct decision *d,
		 struct err *err)
{
	for (size_t i = 0; i < d->count; i++) {
		int64_t article;
		struct ask a;

		ask_open(&a, s, Q_SPLIT_ONE, err);
		ask_int(&a, p->into);
		ask_int(&a, p->from);
		ask_str(&a, d->what[i]);
		if (!ask_one(&article, &a, 0))
			return false;
		if (!article)
			return err_set(err, ERR_CONFLICT,
				       "article %.*s is not in that event, or named twice",
				       STR_ARG(d->what[i]));
	}
	return true;
}

static bool part(struct parting *p, struct store *s, struct arena *arena, const struct decision *d,
		 struct err *err)
{
	int64_t redirect;

	if (!where(&p->into, &redirect, s, d->what[0], err))
		return false;
	if (d->count == 1 && p->into && redirect == p->from) {
		p->into_id = d->what[0];
		return revive(p, s, err);
	}
	return found(p, s, arena, d, err) && move(p, s, d, err);
}

/* Languages and publishers of the event are those of its articles; how many publishers. */
bool store_names_anew(int64_t *publishers, struct store *s, struct arena *arena, int64_t event,
		      int64_t articles, struct err *err)
{
	size_t room = (size_t)articles * 2, count = 0;
	struct str *facet = ARENA_ARRAY(arena, struct str, room);
	struct str *value = ARENA_ARRAY(arena, struct str, room);
	struct ask a;
	bool added;

	*publishers = 0;
	ask_open(&a, s, Q_SPLIT_NAMES, err);
	ask_int(&a, event);
	for (; count < room && ask_row(&a); count++) {
		facet[count] = arena_copy(arena, ask_str_at(&a, 0));
		value[count] = arena_copy(arena, ask_str_at(&a, 1));
	}
	if (!ask_close(&a) || !store_facets_clear(s, arena, event, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!store_facet_add(&added, s, event, facet[i], value[i], err))
			return false;
		*publishers += str_eq(facet[i], STR("publisher"));
	}
	return true;
}

bool store_rebuild(struct store *s, struct arena *arena, int64_t event, int64_t version,
		   struct err *err)
{
	int64_t articles = 0, first_ms = 0, last_ms = 0, publishers;
	struct ask a;

	ask_open(&a, s, Q_SPLIT_COUNTS, err);
	ask_int(&a, event);
	if (ask_row(&a)) {
		articles = ask_int_at(&a, 0);
		first_ms = ask_int_at(&a, 1);
		last_ms = ask_int_at(&a, 2);
	}
	if (!ask_close(&a))
		return false;
	if (articles == 0)
		return err_set(err, ERR_CONFLICT, "an event without articles would be left");
	if (!store_names_anew(&publishers, s, arena, event, articles, err))
		return false;
	ask_open(&a, s, Q_EVENT_GROW, err);
	ask_int(&a, event);
	ask_int(&a, first_ms);
	ask_int(&a, last_ms);
	ask_str(&a, str_cut(date_day(arena, first_ms), 0, 7));
	ask_int(&a, articles);
	ask_int(&a, publishers);
	ask_int(&a, version);
	return ask_run(&a) && store_draw(s, arena, event, version, err);
}

/* `what`: in the history of the one that was, and of the other. */
static bool tell_parting(struct store *s, struct arena *arena, const struct decision *d,
			 const struct parting *p, const struct str what[2], struct err *err)
{
	struct store_state from, into;
	struct store_telling t = {.at_ms = d->at_ms,
				  .who = d->who,
				  .why = d->why,
				  .what = {what[0], what[1]},
				  .one = &from,
				  .other = &into};

	return store_state(&from, s, arena, p->from, err) &&
	       store_state(&into, s, arena, p->into, err) && store_tell_both(s, arena, &t, err);
}

static bool split(struct parting *p, struct store *s, struct arena *arena, const struct decision *d,
		  struct err *err)
{
	const struct str what[] = {STR("split"), STR("split from")};
	struct change c;

	if (!living(&p->from, s, d->event, err) || !part(p, s, arena, d, err) ||
	    !put_decision(&c, s, d, STR("must_not_join"), err))
		return false;
	STORE_CRASH_POINT("parted");
	return ask_numbers(s, Q_DECISION_UNDO_JOIN, (int64_t[]){c.number, p->into, p->from}, 3,
			   err) &&
	       put_side(s, &c, p->into, 0, err) && put_side(s, &c, p->from, 1, err) &&
	       ask_numbers(s, Q_SPLIT_REDIRECTS, (int64_t[]){p->from, c.version}, 2, err) &&
	       store_rebuild(s, arena, p->into, c.version, err) &&
	       store_rebuild(s, arena, p->from, c.version, err) &&
	       tell_parting(s, arena, d, p, what, err);
}

bool store_decide_split(struct str *made, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err)
{
	struct parting p = {0};
	bool own;

	if (d->count == 0)
		return err_set(err, ERR_INPUT, "no article is named");
	if (!decided_well(d, err) || !store_change_begin(&own, s, err))
		return false;
	if (!store_change_end(s, own, split(&p, s, arena, d, err), err))
		return false;
	*made = p.into_id;
	return true;
}

/* -- keeping apart what never was one --------------------------------------------------- */

static bool keep_apart(int64_t *number, struct store *s, struct arena *arena,
		       const struct decision *d, struct err *err)
{
	struct parting p = {0};
	const struct str what[] = {STR("kept apart from"), STR("kept apart from")};
	struct change c;

	if (!living(&p.from, s, d->event, err) || !living(&p.into, s, d->what[0], err))
		return false;
	if (p.from == p.into)
		return err_set(err, ERR_CONFLICT, "%.*s is one event", STR_ARG(d->event));
	if (!put_decision(&c, s, d, STR("must_not_join"), err) ||
	    !put_side(s, &c, p.into, 0, err) || !put_side(s, &c, p.from, 1, err))
		return false;
	*number = c.number;
	return tell_parting(s, arena, d, &p, what, err);
}

bool store_decide_apart(int64_t *number, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err)
{
	bool own;

	if (d->count != 1)
		return err_set(err, ERR_INPUT, "two events are kept apart at a time");
	if (!decided_well(d, err) || !store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, keep_apart(number, s, arena, d, err), err);
}

/* -- for the grouper ---------------------------------------------------------------------- */

bool store_each_apart(struct store *s, apart_fn *fn, void *payload, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_DECISION_SIDES, err);
	while (ask_row(&a))
		fn((uint64_t)ask_int_at(&a, 0),
		   (uint64_t)ask_int_at(&a, 1) * 2 + (uint64_t)ask_int_at(&a, 2), payload);
	return ask_close(&a);
}

bool store_decisions(int64_t *out, struct store *s, struct err *err)
{
	int64_t regroups;

	if (!store_counter(out, s, STR("decisions"), err) ||
	    !store_counter(&regroups, s, STR("regroups"), err))
		return false;
	*out += regroups;
	return true;
}
