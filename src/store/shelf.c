/* store/shelf.c -- events in memory, brought up to the version that a view shows.
 *
 * A list with its counts looks at every event that passes its filters, and at each filter
 * of it: two million rows of event_facets when there are 100,000 events, a second's work for
 * the database. Here each value has its events as bits (rare ones as a list), a query is ANDs
 * and ORs of them, and a count is the ones in an AND: a millisecond. A server keeps one shelf
 * for all its threads.
 *
 * It is exact because every change of what is told of an event writes the next version into
 * events.changed in the same transaction (store_changes.c). A view asks for its version; when
 * the shelf is of an older one, the events whose `changed` is greater are read in that view,
 * by the index events_changed and with their filters by event_facets_event, and the shelf is
 * of the view's version then. Other programs may write as they like. When the shelf is of a
 * later version already (another thread was quicker), the database is asked instead.
 *
 * Words are found by the full text index, which knows articles; their events are in memory too
 * (shelf_articles.c), and what AND, OR and NOT make of them is bits again. What passed the last
 * query is kept with the store, since a page asks for its list, its counts and its chart one
 * after another. */
#include "store/shelf_parts.h"

#include "base/check.h"
#include "base/limits.h"
#include "store/search.h"
#include "store/store_parts.h"
#include "text/date.h"

#define GROUPS_MAX 32    /* facets that are filtered at a time */
#define LIST_LEAST 1024  /* shorter lists stay lists */
#define LIST_SHARE 32    /* ... and those with less than one event in so many: a list is smaller */
#ifndef SHELF_SLICE      /* a test has smaller ones */
#define SHELF_SLICE 1000 /* events taken over at a time */
#endif

struct shelf *shelf_new(void)
{
	struct shelf *s = memory_zalloc(sizeof *s);

	s->lock = lock_new();
	return s;
}

static void empty(struct shelf *s)
{
	for (size_t i = 0; i < s->event.len; i++)
		memory_free(s->event.at[i].value);
	for (size_t i = 0; i < s->value.len; i++) {
		memory_free((void *)(uintptr_t)s->value.at[i].text.at);
		memory_free(s->value.at[i].list);
		memory_free(s->value.at[i].bits);
	}
	for (size_t i = 0; i < s->facets; i++)
		memory_free((void *)(uintptr_t)s->facet[i].at);
	VEC_FREE(&s->event);
	memory_free(s->of.first_ms);
	memory_free(s->of.changed);
	memory_free(s->of.articles);
	memory_free(s->of.month);
	memory_free(s->of.label);
	memory_free(s->of.live);
	s->of = (struct shelf_columns){.first_ms = NULL};
	VEC_FREE(&s->value);
	shelf_articles_empty(&s->articles);
	s->facets = 0;
	s->version = 0;
}

void shelf_free(struct shelf *shelf)
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
		memory_free(m->fits);
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

static void set_bit(struct shelf_value *v, uint32_t event)
{
	size_t had = v->words;

	v->bits = memory_array(v->bits, &v->words, event / 64 + 1, sizeof *v->bits);
	for (size_t i = had; i < v->words; i++)
		v->bits[i] = 0;
	v->bits[event / 64] |= UINT64_C(1) << (event % 64);
}

static void value_on(struct shelf_value *v, uint32_t event, size_t of)
{
	v->events++;
	if (v->bits) {
		set_bit(v, event);
		return;
	}
	v->list = memory_array(v->list, &v->room, v->listed + 1, sizeof *v->list);
	v->list[v->listed++] = event;
	if (v->listed < LIST_LEAST || v->listed * LIST_SHARE < of)
		return;
	for (size_t i = 0; i < v->listed; i++)
		set_bit(v, v->list[i]);
	memory_free(v->list);
	v->list = NULL;
	v->listed = v->room = 0;
}

static void value_off(struct shelf_value *v, uint32_t event)
{
	v->events--;
	if (v->bits) {
		v->bits[event / 64] &= ~(UINT64_C(1) << (event % 64));
		return;
	}
	for (size_t i = 0; i < v->listed; i++)
		if (v->list[i] == event)
			v->list[i--] = v->list[--v->listed];
}

/* Room for numbers up to that one; the new ones are in no list. */
static void make_room(struct shelf *s, size_t number)
{
	struct shelf_columns *of = &s->of;
	size_t had = s->event.len, all = number + 1;

	if (number < had)
		return;
	of->first_ms = memory_array(of->first_ms, &of->room[0], all, sizeof *of->first_ms);
	of->changed = memory_array(of->changed, &of->room[1], all, sizeof *of->changed);
	of->articles = memory_array(of->articles, &of->room[2], all, sizeof *of->articles);
	of->month = memory_array(of->month, &of->room[3], all, sizeof *of->month);
	of->label = memory_array(of->label, &of->room[4], all, sizeof *of->label);
	of->live = memory_array(of->live, &of->room[5], all, sizeof *of->live);
	for (size_t i = had; i < all; i++) {
		VEC_PUSH(&s->event, (struct shelved){.value = NULL});
		of->first_ms[i] = of->changed[i] = 0;
		of->articles[i] = 0;
		of->month[i] = 0;
		of->label[i] = SHELF_NO_LABEL;
		of->live[i] = 0;
	}
}

static void forget(struct shelf *s, uint32_t number)
{
	struct shelved *e = &s->event.at[number];

	for (size_t i = 0; i < e->values; i++)
		value_off(&s->value.at[e->value[i]], number);
	shelf_articles_forget(&s->articles, number);
	e->values = 0;
	s->of.live[number] = 0;
	s->of.label[number] = SHELF_NO_LABEL;
}

static uint8_t label_of(const struct shelf *s, const struct shelf_value *v)
{
	static const char *const name[] = {"incident", "hazard", "complementary"};

	for (uint8_t i = 0; i < SHELF_NO_LABEL && str_eq(s->facet[v->facet], STR("label")); i++)
		if (str_eq(v->text, str_of(name[i])))
			return i;
	return SHELF_NO_LABEL;
}

static void read_value(struct shelf *s, struct ask *a)
{
	uint32_t number = (uint32_t)ask_int_at(a, 0);
	int64_t value = ask_int_at(a, 1);
	struct shelved *e;
	uint8_t label;

	/* foreign keys see to it */
	CHECK(number < s->event.len && value > 0 && value < (int64_t)s->value.len);
	e = &s->event.at[number];
	e->value = memory_array(e->value, &e->room, e->values + 1, sizeof *e->value);
	e->value[e->values++] = (uint32_t)value;
	value_on(&s->value.at[value], number, s->event.len);
	label = label_of(s, &s->value.at[value]);
	s->of.label[number] = label == SHELF_NO_LABEL ? s->of.label[number] : label;
}

/* False: before the year 0, or so late that no calendar of ours has it. */
static bool month_of(int16_t *out, int64_t ms)
{
	int year, month, day;

	date_parts(ms, &year, &month, &day);
	*out = (int16_t)(year >= 0 && year < SHELF_MONTHS / 12 ? year * 12 + month - 1 : 0);
	return year >= 0 && year < SHELF_MONTHS / 12;
}

static void read_event(struct shelf *s, struct ask *a)
{
	int64_t number = ask_int_at(a, 1);

	if (number < 1 || number > LIMIT_SHELF_EVENTS) {
		s->off = true;
		return;
	}
	make_room(s, (size_t)number);
	forget(s, (uint32_t)number);
	s->of.changed[number] = ask_int_at(a, 0);
	s->of.live[number] = ask_int_at(a, 2) == 0;
	s->of.first_ms[number] = ask_int_at(a, 3);
	s->of.articles[number] = (int32_t)ask_int_at(a, 4);
	s->off = s->off || !month_of(&s->of.month[number], s->of.first_ms[number]);
}

struct place { /* in the order of changes */
	int64_t changed, number;
};

static void ask_place(struct ask *a, struct place p)
{
	ask_int(a, p.changed);
	ask_int(a, p.number);
}

/* The events behind *at, SHELF_SLICE at most, and then their filters: asked for one event after
 * another those would be 100,000 questions, each a round trip to a database that is no file. */
static bool take_slice(size_t *count, struct shelf *s, struct place *at, struct store *store,
		       struct err *err)
{
	struct place from = *at;
	struct ask a;

	*count = 0;
	ask_open(&a, store, Q_SHELF_CHANGED, err);
	ask_place(&a, from);
	ask_int(&a, SHELF_SLICE);
	while (!s->off && ask_row(&a)) {
		read_event(s, &a);
		*at = (struct place){ask_int_at(&a, 0), ask_int_at(&a, 1)};
		(*count)++;
	}
	if (!ask_close(&a))
		return false;
	if (s->off || !*count)
		return true;
	ask_open(&a, store, Q_SHELF_VALUES, err);
	ask_place(&a, from);
	ask_place(&a, *at);
	while (ask_row(&a))
		read_value(s, &a);
	return ask_close(&a);
}

/* Half of it may be there when this fails: then it begins from nothing the next time. */
static bool take_over(struct shelf *s, struct store *store, int64_t version, struct err *err)
{
	struct place at = {s->version, INT64_MAX};
	bool ok = read_names(s, store, err);

	for (size_t count = SHELF_SLICE; ok && !s->off && count == SHELF_SLICE;)
		ok = take_slice(&count, s, &at, store, err);
	ok = ok && (s->off || shelf_articles_take(&s->articles, store, s->version, err));
	s->version = version;
	if (!ok || s->off)
		empty(s);
	return ok;
}

/* Holds the shelf for reading when it is of the view's version. */
static bool hold(bool *held, struct shelf *s, struct store *store, int64_t version, struct err *err)
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

bool shelf_use(struct store *s, struct shelf *shelf, struct err *err)
{
	bool own_view, held = false, ok;
	int64_t version;

	s->shelf = shelf;
	if (!store_view_begin(&own_view, s, err))
		return false;
	ok = store_counter(&version, s, STR("version"), err) && hold(&held, shelf, s, version, err);
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
	struct str name[GROUPS_MAX];
	uint64_t *bits; /* `words` for each: the events that have one of its values */
	size_t count, words;
};

static void add_events(uint64_t *bits, size_t words, const struct shelf_value *v)
{
	for (size_t i = 0; i < v->listed; i++)
		bits[v->list[i] / 64] |= UINT64_C(1) << (v->list[i] % 64);
	for (size_t i = 0; v->bits && i < v->words && i < words; i++)
		bits[i] |= v->bits[i];
}

/* False: more facets than anybody filters. */
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
	for (size_t i = 0; i < s->value.len && kind != SHELF_FACETS; i++) {
		const struct shelf_value *v = &s->value.at[i];

		if (v->facet == kind && v->text.at && str_eq(v->text, value))
			add_events(f->bits + group * f->words, f->words, v);
	}
	return true;
}

static bool filters_of(struct filters *f, const struct shelf *s, struct arena *arena,
		       const struct event_query *q)
{
	const size_t most = 5 + q->facet_count < GROUPS_MAX ? 5 + q->facet_count : GROUPS_MAX;

	f->words = s->event.len / 64 + 1;
	f->bits = ARENA_ARRAY(arena, uint64_t, f->words * most);
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

/* What each term hits, the last one on top. */
struct hits {
	const struct shelf *shelf;
	struct store *store;
	struct arena *arena;
	uint64_t *bits[2 * LIMIT_QUERY_TERMS + 1];
	size_t depth, words;
};

static bool add_titles(uint64_t *bits, const struct hits *h, struct str term, struct err *err)
{
	struct ask a;

	ask_open(&a, h->store, Q_SHELF_TITLES, err);
	ask_str(&a, term);
	while (ask_row(&a)) {
		size_t number = (size_t)ask_int_at(&a, 0);

		if (number / 64 < h->words)
			bits[number / 64] |= UINT64_C(1) << (number % 64);
	}
	return ask_close(&a);
}

static bool term_hits(struct str term, void *payload, struct err *err)
{
	struct hits *h = payload;
	uint64_t *bits = ARENA_ARRAY(h->arena, uint64_t, h->words);

	CHECK(h->depth < sizeof h->bits / sizeof *h->bits); /* search.c bounds the pieces */
	h->bits[h->depth++] = bits;
	return shelf_articles_say(bits, h->words, &h->shelf->articles, h->store, term, err) &&
	       add_titles(bits, h, term, err);
}

static void unite_hits(enum search_op op, void *payload)
{
	struct hits *h = payload;
	uint64_t *last, *to;

	CHECK(h->depth >= (op == SEARCH_NOT ? 1 : 2));
	h->depth -= op != SEARCH_NOT;
	to = h->bits[h->depth - 1];
	last = op == SEARCH_NOT ? to : h->bits[h->depth];
	for (size_t i = 0; i < h->words; i++)
		to[i] = op == SEARCH_NOT   ? ~to[i]
			: op == SEARCH_AND ? to[i] & last[i]
					   : to[i] | last[i];
}

/* The events that a search hits, and some that are in no list; NULL when nothing is searched
 * for. */
static bool search_hits(uint64_t **out, const struct shelf *s, struct store *store,
			struct arena *arena, struct str q, struct err *err)
{
	static const struct search_ops ops = {term_hits, unite_hits};
	struct hits h = {
		.shelf = s, .store = store, .arena = arena, .words = s->event.len / 64 + 1};

	*out = NULL;
	if (!str_trim(q).len)
		return true;
	if (!search_walk(&ops, &h, store, arena, q, err))
		return false;
	*out = h.bits[0];
	return true;
}

/* The events in the lists that dates and size let pass. */
static void within(uint64_t *bits, const struct shelf *s, const struct event_query *q)
{
	const int64_t from = q->from_ms ? q->from_ms : INT64_MIN;
	const int64_t upto = q->upto_ms ? q->upto_ms : INT64_MAX;
	const int64_t least = q->min_articles > 1 ? q->min_articles : INT64_MIN;
	const bool dated = q->from_ms || q->upto_ms;

	for (size_t i = 0; i < s->event.len; i++) {
		uint64_t pass = s->of.live[i];

		if (dated)
			pass &= s->of.first_ms[i] >= from && s->of.first_ms[i] < upto;
		if (least > 1)
			pass &= s->of.articles[i] >= least;
		bits[i / 64] |= pass << (i % 64);
	}
}

static void narrow(uint64_t *bits, const uint64_t *by, size_t words)
{
	for (size_t i = 0; i < words; i++)
		bits[i] &= by[i];
}

static void match(struct shelf_match *m, const struct shelf *s, const struct event_query *q,
		  const struct filters *f, const uint64_t *hit)
{
	const size_t words = f->words;

	m->words = words;
	m->groups = f->count;
	m->fits = memory_array(m->fits, &m->room, words * (f->count + 1), sizeof *m->fits);
	m->but = m->fits + words;
	m->all = !f->count && !hit && !q->from_ms && !q->upto_ms && q->min_articles <= 1;
	memset(m->fits, 0, words * sizeof *m->fits);
	within(m->fits, s, q);
	if (hit)
		narrow(m->fits, hit, words);
	for (size_t g = 0; g < f->count; g++) {
		m->facet[g] = (uint32_t)shelf_facet(s, f->name[g]);
		memcpy(m->but + g * words, m->fits, words * sizeof *m->fits);
		for (size_t other = 0; other < f->count; other++)
			if (other != g)
				narrow(m->but + g * words, f->bits + other * words, words);
	}
	for (size_t g = 0; g < f->count; g++)
		narrow(m->fits, f->bits + g * words, words);
	m->total = shelf_ones(m->fits, words);
}

static bool remember(bool *told, struct store *store, const struct shelf *s, struct arena *arena,
		     const struct event_query *q, struct err *err)
{
	struct hash128 key = key_of(q, s->version);
	struct filters f = {.count = 0};
	uint64_t *hit;

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
	ok = !q || remember(&told, s, s->shelf, arena, q, err);
	if (!ok || (q && !told)) {
		lock_release(s->shelf->lock);
		return ok;
	}
	l->shelf = s->shelf;
	l->match = q ? s->match : NULL;
	return true;
}

bool shelf_event(struct shelf_event *out, const struct shelf_look *l, int64_t number)
{
	const struct shelf *s = l->shelf;

	if (number < 1 || number >= (int64_t)s->event.len || !s->of.live[number])
		return false;
	*out = (struct shelf_event){.first_ms = s->of.first_ms[number],
				    .value = s->event.at[number].value,
				    .values = s->event.at[number].values};
	return true;
}

void shelf_leave(struct shelf_look *l)
{
	if (l->shelf)
		lock_release(l->shelf->lock);
	l->shelf = NULL;
}
