/* store/store_draw.c -- an event takes in one article: its row, filters, portrait.
 *
 * Counts, dates, publishers and languages are exact after each commit. The portrait
 * is drawn from all articles of the event (events/portrait.h), which for the n-th
 * article costs n verdicts; drawing at every one would be quadratic. So up to
 * DRAW_ALWAYS articles it is drawn each time, then only when the event has grown by
 * a sixteenth, and never from more than LIMIT_EVENT_ARTICLES. An event of 1,000
 * articles is drawn some 90 times in all, 30,000 verdicts instead of 500,000. The
 * rule looks at the counts alone, so the store does not depend on batches or crashes;
 * store_redraw() at the end of a run brings the few that are behind up to date.
 *
 * Filters are rows (value, event) beside a kept count for each value. Only what
 * differs is written. */
#include "store/store_review.h"
#include "store/text_index.h"

#include "base/emit.h"
#include "base/json.h"
#include "base/limits.h"
#include "events/systems.h"
#include "text/date.h"

#define DRAW_ALWAYS 32
#define FACETS_MAX 512 /* values of one event; all of the taxonomy and all countries are 370 */

struct facets {
	struct str facet[FACETS_MAX], value[FACETS_MAX];
	size_t count;
};

bool store_state(struct store_state *out, struct store *s, struct arena *arena, int64_t event,
		 struct err *err)
{
	struct ask a;
	bool found = false;

	ask_open(&a, s, Q_EVENT_STATE, err);
	ask_int(&a, event);
	if (ask_row(&a)) {
		*out = (struct store_state){.event = event,
					    .id = arena_copy(arena, ask_str_at(&a, 0)),
					    .first_ms = ask_int_at(&a, 1),
					    .last_ms = ask_int_at(&a, 2),
					    .articles = ask_int_at(&a, 3),
					    .publishers = ask_int_at(&a, 4),
					    .drawn = ask_int_at(&a, 5),
					    .off = ask_int_at(&a, 8) == STORE_OFF,
					    .title = arena_copy(arena, ask_str_at(&a, 6)),
					    .summary = arena_copy(arena, ask_str_at(&a, 7))};
		found = true;
	}
	if (!ask_close(&a))
		return false;
	return found || err_set(err, ERR_CONFLICT, "there is no event %lld", (long long)event);
}

/* -- filters ---------------------------------------------------------------------- */

/* A statement of a value, and of an event where it wants one. */
static void ask_value(struct ask *a, struct store *s, enum query_id id, struct str facet,
		      struct str value, struct err *err)
{
	ask_open(a, s, id, err);
	ask_str(a, facet);
	ask_str(a, value);
}

static bool facet_put(struct store *s, struct str facet, struct str value, struct err *err)
{
	struct ask a;

	ask_value(&a, s, Q_FACET_PUT, facet, value, err);
	return ask_run(&a);
}

bool store_facet_count(struct store *s, int64_t number, int64_t more, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_FACET_COUNT, err);
	ask_int(&a, number);
	ask_int(&a, more);
	return ask_run(&a);
}

bool store_facet_off(struct store *s, int64_t number, int64_t event, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_FACET_OFF, err);
	ask_int(&a, number);
	ask_int(&a, event);
	return ask_run(&a) && store_facet_count(s, number, -1, err);
}

bool store_facet_add(bool *added, struct store *s, int64_t event, struct str facet,
		     struct str value, struct err *err)
{
	int64_t number;
	struct ask a;

	*added = false;
	if (value.len == 0)
		return true;
	if (!facet_put(s, facet, value, err))
		return false;
	ask_value(&a, s, Q_FACET_ON, facet, value, err);
	ask_int(&a, event);
	if (!ask_one(&number, &a, 0))
		return false;
	*added = number != 0;
	return !*added || store_facet_count(s, number, 1, err);
}

/* One that the event does not have. */
static bool facet_on(struct store *s, int64_t event, struct str facet, struct str value,
		     struct err *err)
{
	struct ask a;

	if (!facet_put(s, facet, value, err))
		return false;
	ask_value(&a, s, Q_FACET_ON, facet, value, err);
	ask_int(&a, event);
	if (!ask_run(&a))
		return false;
	ask_value(&a, s, Q_FACET_ONE_MORE, facet, value, err);
	return ask_run(&a);
}

static bool holds(const struct facets *f, struct str facet, struct str value)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->value[i], value) && str_eq(f->facet[i], facet))
			return true;
	return false;
}

/* Makes the event's filters those of `want`; lang and publisher stay as they are. */
static bool facets_set(struct store *s, struct arena *arena, int64_t event,
		       const struct facets *want, struct err *err)
{
	struct facets had = {0};
	int64_t number[FACETS_MAX];
	struct ask a;

	ask_open(&a, s, Q_FACETS_OF, err);
	ask_int(&a, event);
	for (; had.count < FACETS_MAX && ask_row(&a); had.count++) {
		number[had.count] = ask_int_at(&a, 0);
		had.facet[had.count] = arena_copy(arena, ask_str_at(&a, 1));
		had.value[had.count] = arena_copy(arena, ask_str_at(&a, 2));
	}
	if (!ask_close(&a))
		return false;
	for (size_t i = 0; i < want->count; i++)
		if (!holds(&had, want->facet[i], want->value[i]) &&
		    !facet_on(s, event, want->facet[i], want->value[i], err))
			return false;
	for (size_t i = 0; i < had.count; i++)
		if (!holds(want, had.facet[i], had.value[i]) &&
		    !store_facet_off(s, number[i], event, err))
			return false;
	return true;
}

static void want(struct facets *f, struct str facet, struct str value)
{
	if (value.len == 0 || f->count == FACETS_MAX)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->facet[i], facet) && str_eq(f->value[i], value))
			return;
	f->facet[f->count] = facet;
	f->value[f->count++] = value;
}

/* A value stands as text or as an object that has it under "value" or "name". */
static struct str value_of(const struct json *item)
{
	struct str value;

	if (json_is_str(item))
		return json_str(item);
	value = json_get_str(item, "value");
	return value.len ? value : json_get_str(item, "name");
}

/* Adds the portrait's facets to `f` and writes them as {"principles":[values]}. */
static void facets_of_portrait(struct facets *f, struct buf *out, const struct json *portrait)
{
	const struct json *facets = json_get(portrait, "facets"), *list;
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	for (size_t i = 0; i < json_len(facets); i++) {
		struct str name = json_key(&list, facets, i);

		emit_key_str(&e, name);
		emit_array(&e);
		for (size_t n = 0; json_is_array(list) && n < json_len(list); n++) {
			want(f, name, value_of(json_at(list, n)));
			emit_str(&e, value_of(json_at(list, n)));
		}
		emit_end(&e);
	}
	emit_end(&e);
	list = json_get(portrait, "countries");
	for (size_t n = 0; json_is_array(list) && n < json_len(list); n++)
		want(f, STR("country"), value_of(json_at(list, n)));
}

/* -- what links events ---------------------------------------------------------------- */

/* The products that a text names; false when it names none. */
static bool want_systems(struct facets *f, struct str text)
{
	const char *system;
	bool any = false;

	for (size_t from = 0; (system = systems_next(text, &from)) != NULL; any = true)
		want(f, STR(FACET_SYSTEM), str_of(system));
	return any;
}

/* Products, developers and deployers are kept like facets, so that store_links.c finds
 * who else has them; lists do not count them. A product that the judge took for its maker
 * is a product. */
static void facets_of_names(struct facets *f, const struct json *portrait)
{
	const struct json *actors = json_get(portrait, "actors");
	const struct json *evidence = json_get(portrait, "evidence");

	want_systems(f, json_get_str(portrait, "title"));
	for (size_t i = 0; i < json_len(evidence); i++)
		if (str_eq(json_get_str(json_at(evidence, i), "for"), STR("system")))
			want_systems(f, json_get_str(json_at(evidence, i), "quote"));
	for (size_t i = 0; i < json_len(actors); i++) {
		struct str role = json_get_str(json_at(actors, i), "role");
		struct str name = json_get_str(json_at(actors, i), "name");

		if (!str_eq(role, STR(FACET_DEVELOPER)) && !str_eq(role, STR(FACET_DEPLOYER)))
			continue;
		if (!want_systems(f, name))
			want(f, role, name);
	}
}

/* -- the portrait --------------------------------------------------------------------- */

static bool sitters(const struct portrait_article **out, size_t *count, struct store *s,
		    struct arena *arena, const struct store_state *st, struct err *err)
{
	size_t room =
		st->articles < LIMIT_EVENT_ARTICLES ? (size_t)st->articles : LIMIT_EVENT_ARTICLES;
	struct portrait_article *sitter = ARENA_ARRAY(arena, struct portrait_article, room);
	size_t n = 0;
	struct ask a;

	ask_open(&a, s, Q_EVENT_SITTERS, err);
	ask_int(&a, st->event);
	ask_int(&a, (int64_t)room);
	for (; n < room && ask_row(&a); n++)
		sitter[n] =
			(struct portrait_article){.id = arena_copy(arena, ask_str_at(&a, 0)),
						  .url = arena_copy(arena, ask_str_at(&a, 1)),
						  .title = arena_copy(arena, ask_str_at(&a, 2)),
						  .publisher = arena_copy(arena, ask_str_at(&a, 3)),
						  .lang = arena_copy(arena, ask_str_at(&a, 4)),
						  .image = arena_copy(arena, ask_str_at(&a, 5)),
						  .date_ms = ask_int_at(&a, 6),
						  .verdict = arena_copy(arena, ask_str_at(&a, 7))};
	*out = sitter;
	*count = n;
	return ask_close(&a);
}

bool store_event_reindex(struct store *s, const struct store_state *was, struct str title,
			 struct str summary, struct err *err)
{
	struct text_index_event e = {.number = was->event,
				     .had = was->drawn,
				     .was_title = was->title,
				     .was_summary = was->summary,
				     .title = title,
				     .summary = summary};

	if (was->drawn && str_eq(was->title, title) && str_eq(was->summary, summary))
		return true;
	return text_index_event(s, &e, err);
}

struct hanging {
	const struct store_state *was;
	const struct portrait *portrait;
	int64_t drawn, version;
};

/* Writes the portrait into the event's row. */
static bool hang(struct store *s, struct arena *arena, const struct hanging *h, struct err *err)
{
	const struct store_state *was = h->was;
	const struct portrait *p = h->portrait;
	struct facets facets = {0}, none = {0};
	struct json *json;
	struct buf list;
	struct ask a;
	bool ok;

	if (!json_parse(&json, p->json, err))
		return false;
	buf_init(&list, LIMIT_FIELD * 16);
	want(&facets, STR("label"), str_of(label_name[p->label]));
	want(&facets, STR("severity"), p->severity);
	want(&facets, STR("country"), p->country);
	want(&facets, STR("stage"), str_of(stage_name[p->stage]));
	if (p->involvement)
		want(&facets, STR("ai_involvement"), str_of(verdict_involvement[p->involvement]));
	if (p->realised)
		want(&facets, STR("realised"), str_of(verdict_realised[p->realised]));
	facets_of_portrait(&facets, &list, json);
	facets_of_names(&facets, json);
	ask_open(&a, s, Q_EVENT_DRAW, err);
	ask_int(&a, was->event);
	ask_str(&a, str_of(label_name[p->label]));
	ask_str(&a, p->severity);
	ask_str(&a, p->country);
	ask_num(&a, (double)p->probability);
	ask_int(&a, h->drawn);
	ask_str(&a, p->title);
	ask_str(&a, p->summary);
	ask_str(&a, p->image);
	ask_str(&a, buf_ok(&list) ? buf_view(&list) : STR("{}"));
	ask_str(&a, p->json);
	ask_int(&a, h->version);
	ask_str(&a, str_of(stage_name[p->stage]));
	ask_int(&a, p->reviewed_ms);
	ask_str(&a, str_of(verdict_involvement[p->involvement]));
	ask_str(&a, str_of(verdict_realised[p->realised]));
	ok = ask_run(&a) && facets_set(s, arena, was->event, p->off ? &none : &facets, err) &&
	     store_event_reindex(s, was, p->title, p->summary, err);
	buf_free(&list);
	json_free(json);
	return ok;
}

static bool draw(struct store *s, struct arena *arena, const struct store_state *was,
		 int64_t version, struct err *err)
{
	struct portrait_sitting sitting = {.event = was->id, .reputation = s->reputation};
	struct portrait portrait;
	struct hanging h = {.was = was, .portrait = &portrait, .version = version};

	if (!sitters(&sitting.article, &sitting.count, s, arena, was, err) ||
	    !store_rulings(&sitting.ruling, &sitting.ruling_count, s, arena, was->event, err) ||
	    !portrait_of(&portrait, arena, &sitting, err) ||
	    !store_off_set(s, arena, was, portrait.off, err))
		return false;
	h.drawn = (int64_t)sitting.count;
	return hang(s, arena, &h, err) && store_waiting_event(s, was->event, &portrait, err);
}

static bool is_due(const struct store_state *st)
{
	return st->articles <= DRAW_ALWAYS ||
	       (st->drawn < LIMIT_EVENT_ARTICLES && st->articles - st->drawn > st->drawn / 16);
}

bool store_grow(struct store *s, struct arena *arena, const struct store_growth *g, struct err *err)
{
	struct store_state st = {0};
	struct ask a;
	bool added = false;

	if (!store_state(&st, s, arena, g->event, err))
		return false;
	if (st.first_ms == 0)
		st.first_ms = st.last_ms = g->date_ms ? g->date_ms : g->seen_ms;
	else if (g->date_ms && g->date_ms < st.first_ms)
		st.first_ms = g->date_ms;
	else if (g->date_ms > st.last_ms)
		st.last_ms = g->date_ms;
	st.articles++;
	/* one that is off the lists has no filters; coming back it gets them all */
	if (!st.off && (!store_facet_add(&added, s, g->event, STR("lang"), g->lang, err) ||
			!store_facet_add(&added, s, g->event, STR("publisher"), g->publisher, err)))
		return false;
	st.publishers += added;
	ask_open(&a, s, Q_EVENT_GROW, err);
	ask_int(&a, g->event);
	ask_int(&a, st.first_ms);
	ask_int(&a, st.last_ms);
	ask_str(&a, str_cut(date_day(arena, st.first_ms), 0, 7));
	ask_int(&a, st.articles);
	ask_int(&a, st.publishers);
	ask_int(&a, g->version);
	if (!ask_run(&a))
		return false;
	return !(g->draw || is_due(&st)) || draw(s, arena, &st, g->version, err);
}

bool store_draw(struct store *s, struct arena *arena, int64_t event, int64_t version,
		struct err *err)
{
	struct store_state st = {0};

	return store_state(&st, s, arena, event, err) && draw(s, arena, &st, version, err);
}

static bool redraw_one(struct store *s, struct arena *arena, int64_t event, struct err *err)
{
	int64_t version;

	return store_count(&version, s, STR("version"), 1, err) &&
	       store_draw(s, arena, event, version, err);
}

bool store_redraw(int64_t *drawn, struct store *s, struct arena *arena, struct err *err)
{
	int64_t event;
	struct ask a;
	bool own;

	*drawn = 0;
	for (;;) {
		ask_open(&a, s, Q_EVENT_BEHIND, err);
		ask_int(&a, LIMIT_EVENT_ARTICLES);
		if (!ask_one(&event, &a, 0))
			return false;
		if (!event)
			return true;
		if (!store_change_begin(&own, s, err) ||
		    !store_change_end(s, own, redraw_one(s, arena, event, err), err))
			return false;
		++*drawn;
		arena_reset(arena);
	}
}
