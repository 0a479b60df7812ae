/* store/shelf.c -- events in memory, brought up to the version that a view shows.
 *
 * A list with its counts looks at every event that passes its filters, and at each filter
 * of it: two million rows of event_facets when there are 100,000 events, a second's work for
 * the database and 5 ms for an array. So a server keeps one shelf for all its threads.
 *
 * It is exact because every change of what is told of an event writes the next version into
 * events.changed in the same transaction (store_changes.c). A view asks for its version; when
 * the shelf is of an older one, the events whose `changed` is greater are read in that view,
 * by the index events_changed and with their filters by event_facets_event, and the shelf is
 * of the view's version then. Other programs may write as they like. When the shelf is of a
 * later version already (another thread was quicker), the database is asked instead.
 *
 * Words are found by the full text index; which events they hit is one question, and the
 * rest goes as without. What passed the last query is kept with the store, since a page asks
 * for its list, its counts and its chart one after another. */
#include "store/shelf_parts.h"

#include "base/check.h"
#include "base/limits.h"
#include "store/search.h"
#include "store/store_parts.h"
#include "text/date.h"

#define GROUPS_MAX 32 /* facets that are filtered at a time */

struct shelf *store_shelf_new(void)
{
	struct shelf *s = memory_zalloc(sizeof *s);

	s->lock = lock_new();
	return s;
}

static void empty(struct shelf *s)
{
	for (size_t i = 0; i < s->event.len; i++)
		memory_free(s->event.at[i].value);
	for (size_t i = 0; i < s->value.len; i++)
		memory_free((void *)(uintptr_t)s->value.at[i].text.at);
	for (size_t i = 0; i < s->facets; i++)
		memory_free((void *)(uintptr_t)s->facet[i].at);
	VEC_FREE(&s->event);
	VEC_FREE(&s->value);
	s->facets = 0;
	s->live = s->version = 0;
}

void store_shelf_free(struct shelf *shelf)
{
	if (!shelf)
		return;
	empty(shelf);
	lock_free(shelf->lock);
	memory_free(shelf);
}

void shelf_match_free(struct shelf_match *m)
{
	if (m)
		memory_free(m->state);
	memory_free(m);
}

/* -- taking over what changed ------------------------------------------------------------ */

static struct str own(struct str s)
{
	char *at = memory_alloc(s.len + 1);

	memcpy(at, s.at, s.len);
	at[s.len] = '\0';
	return (struct str){at, s.len};
}

size_t shelf_facet(const struct shelf *s, struct str name)
{
	for (size_t i = 0; i < s->facets; i++)
		if (str_eq(s->facet[i], name))
			return i;
	return SHELF_FACETS;
}

/* Names of filters that came since. */
static bool read_names(struct shelf *s, struct store *store, struct err *err)
{
	struct ask a;

	ask_open(&a, store, Q_SHELF_NAMES, err);
	ask_int(&a, s->value.len ? (int64_t)s->value.len - 1 : 0);
	while (ask_row(&a)) {
		size_t number = (size_t)ask_int_at(&a, 0);
		size_t facet = shelf_facet(s, ask_str_at(&a, 1));

		if (facet == SHELF_FACETS && s->facets < SHELF_FACETS) {
			facet = s->facets;
			s->facet[s->facets++] = own(ask_str_at(&a, 1));
		}
		if (facet == SHELF_FACETS || number > UINT32_MAX / 2) {
			s->off = true;
			break;
		}
		while (s->value.len <= number)
			VEC_PUSH(&s->value, (struct shelf_value){.facet = 0});
		s->value.at[number] = (struct shelf_value){.text = own(ask_str_at(&a, 2)),
							   .facet = (uint32_t)facet};
	}
	return ask_close(&a);
}

static void forget(struct shelf *s, struct shelved *e)
{
	for (size_t i = 0; i < e->values; i++)
		s->value.at[e->value[i]].events--;
	e->values = 0;
	s->live -= e->live;
	e->live = false;
}

static bool read_values(struct shelf *s, struct shelved *e, int64_t number, struct store *store,
			struct err *err)
{
	struct ask a;

	ask_open(&a, store, Q_SHELF_VALUES, err);
	ask_int(&a, number);
	while (ask_row(&a)) {
		int64_t value = ask_int_at(&a, 0);

		CHECK(value > 0 && value < (int64_t)s->value.len); /* a foreign key */
		e->value = memory_array(e->value, &e->room, e->values + 1, sizeof *e->value);
		e->value[e->values++] = (uint32_t)value;
		s->value.at[value].events++;
	}
	return ask_close(&a);
}

static int32_t month_of(int64_t ms)
{
	int year, month, day;

	date_parts(ms, &year, &month, &day);
	return (int32_t)(year * 12 + month - 1);
}

static bool read_event(struct shelf *s, struct ask *a, struct store *store, struct err *err)
{
	int64_t number = ask_int_at(a, 1);
	struct shelved *e;

	if (number < 1 || number > LIMIT_SHELF_EVENTS) {
		s->off = true;
		return true;
	}
	while ((int64_t)s->event.len <= number)
		VEC_PUSH(&s->event, (struct shelved){.live = false});
	e = &s->event.at[number];
	forget(s, e);
	e->changed = ask_int_at(a, 0);
	e->live = ask_int_at(a, 2) == 0;
	e->first_ms = ask_int_at(a, 3);
	e->month = month_of(e->first_ms);
	e->articles = ask_int_at(a, 4);
	s->live += e->live;
	return !e->live || read_values(s, e, number, store, err);
}

/* Half of it may be there when this fails: then it begins from nothing the next time. */
static bool take_over(struct shelf *s, struct store *store, int64_t version, struct err *err)
{
	struct ask a;
	bool ok = read_names(s, store, err);

	if (ok) {
		ask_open(&a, store, Q_SHELF_CHANGED, err);
		ask_int(&a, s->version);
		while (ok && !s->off && ask_row(&a))
			ok = read_event(s, &a, store, err);
		ok = ask_close(&a) && ok;
	}
	s->version = version;
	if (!ok || s->off)
		empty(s);
	return ok;
}

/* Holds the shelf for reading when it is of the view's version. */
static bool hold(bool *held, struct shelf *s, struct store *store, int64_t version,
		 struct err *err)
{
	bool ok = true;

	lock_read(s->lock);
	if (s->version < version && !s->off) {
		lock_release(s->lock);
		lock_write(s->lock);
		if (s->version < version && !s->off)
			ok = take_over(s, store, version, err);
		lock_release(s->lock);
		lock_read(s->lock);
	}
	*held = ok && !s->off && s->version == version;
	if (!*held)
		lock_release(s->lock);
	return ok;
}

bool store_use_shelf(struct store *s, struct shelf *shelf, struct err *err)
{
	bool own_view, held = false, ok;
	int64_t version;

	s->shelf = shelf;
	if (!store_view_begin(&own_view, s, err))
		return false;
	ok = store_counter(&version, s, STR("version"), err) &&
	     hold(&held, shelf, s, version, err);
	if (held)
		lock_release(shelf->lock);
	return store_view_end(s, own_view, ok, err);
}

/* -- which events pass ---------------------------------------------------------------------- */

static void key_add(struct buf *b, struct str text)
{
	buf_fmt(b, "%zu:", text.len);
	buf_str(b, text);
}

/* Two queries with the same key let the same events pass. */
static struct hash128 key_of(const struct event_query *q, int64_t version)
{
	struct hash128 h;
	struct buf b;

	buf_init(&b, MIB(4));
	buf_fmt(&b, "%lld %lld %lld %lld ", (long long)version, (long long)q->from_ms,
		(long long)q->upto_ms, (long long)q->min_articles);
	key_add(&b, q->q);
	key_add(&b, q->label);
	key_add(&b, q->severity);
	key_add(&b, q->country);
	key_add(&b, q->lang);
	key_add(&b, q->publisher);
	for (size_t i = 0; i < q->facet_count; i++) {
		key_add(&b, q->facet[i].facet);
		key_add(&b, q->facet[i].value);
	}
	h = hash128(buf_ok(&b) ? buf_view(&b) : STR(""));
	buf_free(&b);
	return h;
}

struct filters { /* values of one facet are alternatives, facets narrow each other */
	uint32_t *groups; /* of each value: bit n when it satisfies group n */
	struct str name[GROUPS_MAX];
	size_t count;
};

/* False: more facets than there are bits. */
static bool filter_add(struct filters *f, const struct shelf *s, struct str facet, struct str value)
{
	size_t group = 0, kind = shelf_facet(s, facet);

	if (!value.len)
		return true;
	while (group < f->count && !str_eq(f->name[group], facet))
		group++;
	if (group == GROUPS_MAX)
		return false;
	if (group == f->count)
		f->name[f->count++] = facet;
	for (size_t i = 0; i < s->value.len && kind != SHELF_FACETS; i++)
		if (s->value.at[i].facet == kind && str_eq(s->value.at[i].text, value))
			f->groups[i] |= 1U << group;
	return true;
}

static bool filters_of(struct filters *f, const struct shelf *s, struct arena *arena,
		       const struct event_query *q)
{
	f->groups = ARENA_ARRAY(arena, uint32_t, s->value.len + 1);
	if (!filter_add(f, s, STR("label"), q->label) ||
	    !filter_add(f, s, STR("severity"), q->severity) ||
	    !filter_add(f, s, STR("country"), q->country) ||
	    !filter_add(f, s, STR("lang"), q->lang) ||
	    !filter_add(f, s, STR("publisher"), q->publisher))
		return false;
	for (size_t i = 0; i < q->facet_count; i++)
		if (!filter_add(f, s, q->facet[i].facet, q->facet[i].value))
			return false;
	return true;
}

/* Marks the events that a search hits; NULL when nothing is searched for. */
static bool search_hits(uint8_t **out, const struct shelf *s, struct store *store,
			struct arena *arena, struct str q, struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	*out = NULL;
	if (!str_trim(q).len)
		return true;
	*out = ARENA_ARRAY(arena, uint8_t, s->event.len + 1);
	select_open(&l);
	select_part(&l, P_EVENT_NUMBERS);
	if (search_add(&l, arena, q, P_EVENT_SAYS, err)) {
		select_ask(&a, &l, store, "events that say it", err);
		while (ask_row(&a))
			if (ask_int_at(&a, 0) < (int64_t)s->event.len)
				(*out)[ask_int_at(&a, 0)] = 1;
		ok = ask_close(&a);
	}
	select_free(&l);
	return ok;
}

static uint8_t state_of(const struct shelved *e, const struct event_query *q,
			const struct filters *f)
{
	uint32_t missing = f->count == 32 ? UINT32_MAX : (1U << f->count) - 1;

	if (!e->live || (q->from_ms && e->first_ms < q->from_ms) ||
	    (q->upto_ms && e->first_ms >= q->upto_ms) ||
	    (q->min_articles > 1 && e->articles < q->min_articles))
		return SHELF_OUT;
	for (size_t i = 0; i < e->values && missing; i++)
		missing &= ~f->groups[e->value[i]];
	if (!missing)
		return SHELF_FITS;
	return missing & (missing - 1) ? SHELF_OUT : (uint8_t)(__builtin_ctz(missing) + 1);
}

static void match(struct shelf_match *m, const struct shelf *s, const struct event_query *q,
		  const struct filters *f, const uint8_t *hit)
{
	m->count = s->event.len;
	m->state = memory_array(m->state, &m->room, m->count + 1, sizeof *m->state);
	m->groups = f->count;
	for (size_t i = 0; i < f->count; i++)
		m->facet[i] = (uint32_t)shelf_facet(s, f->name[i]);
	m->all = !f->count && !hit && !q->from_ms && !q->upto_ms && q->min_articles <= 1;
	m->total = 0;
	for (size_t i = 0; i < m->count; i++) {
		m->state[i] = hit && !hit[i] ? SHELF_OUT : state_of(&s->event.at[i], q, f);
		m->total += m->state[i] == SHELF_FITS;
	}
}

static bool remember(bool *told, struct store *store, const struct shelf *s, struct arena *arena,
		     const struct event_query *q, struct err *err)
{
	struct hash128 key = key_of(q, s->version);
	struct filters f = {.count = 0};
	uint8_t *hit;

	*told = true;
	if (store->match && hash128_eq(store->match->query, key))
		return true;
	if (!store->match)
		store->match = memory_zalloc(sizeof *store->match);
	store->match->query = (struct hash128){0, 0};
	*told = filters_of(&f, s, arena, q);
	if (!*told || !search_hits(&hit, s, store, arena, q->q, err))
		return !*told;
	match(store->match, s, q, &f, hit);
	store->match->query = key;
	return true;
}

bool shelf_look(struct shelf_look *l, struct store *s, struct arena *arena,
		const struct event_query *q, struct err *err)
{
	bool held = false, told = false, ok;
	int64_t version;

	*l = (struct shelf_look){.arena = arena};
	CHECK(s->in_batch);
	if (!s->shelf || s->mode != DB_READ)
		return true;
	if (!store_counter(&version, s, STR("version"), err) ||
	    !hold(&held, s->shelf, s, version, err))
		return false;
	if (!held)
		return true;
	ok = remember(&told, s, s->shelf, arena, q, err);
	if (!ok || !told) {
		lock_release(s->shelf->lock);
		return ok;
	}
	l->shelf = s->shelf;
	l->match = s->match;
	return true;
}

void shelf_leave(struct shelf_look *l)
{
	if (l->shelf)
		lock_release(l->shelf->lock);
	l->shelf = NULL;
}
