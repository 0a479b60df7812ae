/* store/store_events.c -- the list of events, its counts, and one event.
 *
 * A page, its total and (inside store_begin/store_end) its counts are asked in one
 * view of the database, so they agree. A server counts and orders in memory (shelf.c).
 * Without a shelf and without any filter totals and counts come from kept numbers; with
 * filters they are counted, which costs the events that fit: about a microsecond each,
 * and for the counts one more for each value. */
#include "base/json.h"
#include "base/limits.h"
#include "store/search.h"
#include "store/shelf.h"
#include "store/store_review.h"

static const struct order {
	const char *name;
	char letter; /* of the page token */
	enum part_id by, after;
	int key; /* column of P_EVENT_ROWS */
	enum shelf_order shelf;
} order_row[] = {
	{"newest", 'n', P_BY_NEWEST, P_NEWEST_AFTER, 9, SHELF_NEWEST},
	{"oldest", 'o', P_BY_OLDEST, P_OLDEST_AFTER, 9, SHELF_OLDEST},
	{"articles", 'a', P_BY_LARGEST, P_LARGEST_AFTER, 11, SHELF_LARGEST},
	{"updated", 'u', P_BY_UPDATED, P_UPDATED_AFTER, 14, SHELF_UPDATED},
};

static const struct order *order_of(struct str sort, struct err *err)
{
	if (sort.len == 0)
		return &order_row[0];
	for (size_t i = 0; i < sizeof order_row / sizeof order_row[0]; i++)
		if (str_eq(sort, str_of(order_row[i].name)))
			return &order_row[i];
	err_set(err, ERR_INPUT, "sort is newest, oldest, articles or updated");
	return NULL;
}

static bool is_plain(const struct event_query *q)
{
	size_t facets = 0;

	for (size_t i = 0; i < q->facet_count; i++)
		facets += q->facet[i].value.len > 0;
	return !facets && !str_trim(q->q).len && !q->label.len && !q->severity.len &&
	       !q->country.len && !q->lang.len && !q->publisher.len && !q->from_ms && !q->upto_ms &&
	       q->min_articles <= 1;
}

void store_event_row(struct event_row *out, struct ask *a, struct arena *arena)
{
	*out = (struct event_row){.id = arena_copy(arena, ask_str_at(a, 0)),
				  .title = arena_copy(arena, ask_str_at(a, 1)),
				  .summary = arena_copy(arena, ask_str_at(a, 2)),
				  .label = arena_copy(arena, ask_str_at(a, 3)),
				  .severity = arena_copy(arena, ask_str_at(a, 4)),
				  .country = arena_copy(arena, ask_str_at(a, 5)),
				  .image = arena_copy(arena, ask_str_at(a, 6)),
				  .facets = arena_copy(arena, ask_str_at(a, 7)),
				  .probability = ask_num_at(a, 8),
				  .first_ms = ask_int_at(a, 9),
				  .last_ms = ask_int_at(a, 10),
				  .article_count = ask_int_at(a, 11),
				  .publisher_count = ask_int_at(a, 12)};
}

void store_event_row_more(struct event_row *out, struct ask *a, int first, struct arena *arena)
{
	out->stage = arena_copy(arena, ask_str_at(a, first));
	out->involvement = arena_copy(arena, ask_str_at(a, first + 1));
	out->realised = arena_copy(arena, ask_str_at(a, first + 2));
}

/* All filters but those of facet `but`, behind the statement that `l` has. */
static bool filtered(struct select *l, struct store *s, struct arena *arena,
		     const struct event_query *q, struct str but, struct err *err)
{
	return store_event_filters(l, s, q, but, err) &&
	       search_add(l, arena, q->q, P_EVENT_SAYS, err);
}

static bool total(int64_t *out, struct store *s, struct arena *arena, const struct event_query *q,
		  struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	if (is_plain(q))
		return store_counter(out, s, STR("events"), err);
	select_open(&l, s);
	select_part(&l, P_EVENT_TOTAL);
	if (filtered(&l, s, arena, q, STR(""), err)) {
		select_ask(&a, &l, s, "event total", err);
		ok = ask_one(out, &a, 0);
	}
	select_free(&l);
	return ok;
}

/* A page as it fills; the last row that came is where the next page begins. */
struct filling {
	struct event_page *out;
	struct event_row *row;
	size_t size;
	struct arena *arena;
	const struct order *order;
	bool later; /* behind the row (key, number) */
	int64_t key, number;
};

/* The row that `a` stands on; false: the page is full, and there is more. */
static bool fill_row(struct filling *f, struct ask *a)
{
	struct event_page *out = f->out;

	if (out->count == f->size) {
		out->next = store_token(f->arena, f->order->letter, f->key, f->number);
		return false;
	}
	f->key = ask_int_at(a, f->order->key);
	f->number = ask_int_at(a, 13);
	store_event_row(&f->row[out->count], a, f->arena);
	f->row[out->count].reviewed_ms = ask_int_at(a, 15);
	store_event_row_more(&f->row[out->count++], a, 16, f->arena);
	return true;
}

static bool page_asked(struct filling *f, struct store *s, const struct event_query *q,
		       struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	select_part(&l, P_EVENT_ROWS);
	if (filtered(&l, s, f->arena, q, STR(""), err)) {
		if (f->later) {
			select_int(&l, f->key);
			select_int(&l, f->number);
			select_part(&l, f->order->after);
		}
		select_int(&l, (int64_t)f->size + 1);
		select_part(&l, f->order->by);
		select_ask(&a, &l, s, "event list", err);
		while (ask_row(&a) && fill_row(f, &a))
			;
		ok = ask_close(&a);
	}
	select_free(&l);
	return ok;
}

/* The same with the rows' numbers known; gives the total, too. */
static bool page_looked(struct filling *f, struct store *s, struct shelf_look *l, struct err *err)
{
	int64_t *number = ARENA_ARRAY(f->arena, int64_t, f->size + 1);
	size_t count = shelf_page(number, f->size + 1, l, f->order->shelf,
				  (struct shelf_from){f->key, f->number, f->later});
	struct ask a;

	f->out->total = shelf_total(l);
	shelf_leave(l);
	for (size_t i = 0; i < count; i++) {
		ask_open(&a, s, Q_SHELF_ROW, err);
		ask_int(&a, number[i]);
		if (ask_row(&a))
			(void)fill_row(f, &a);
		if (!ask_close(&a))
			return false;
	}
	return true;
}

static bool page(struct event_page *out, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err)
{
	struct filling f = {.out = out,
			    .arena = arena,
			    .size = store_page_size(q->limit),
			    .order = order_of(q->sort, err),
			    .later = q->cursor.len > 0};
	struct shelf_look l;

	if (!f.order)
		return false;
	if (f.later && !store_token_read(&f.key, &f.number, q->cursor, f.order->letter, err))
		return false;
	out->row = f.row = ARENA_ARRAY(arena, struct event_row, f.size);
	if (!shelf_look(&l, s, arena, q, err))
		return false;
	if (l.shelf)
		return page_looked(&f, s, &l, err);
	return page_asked(&f, s, q, err) && total(&out->total, s, arena, q, err);
}

bool store_events(struct event_page *out, struct store *s, struct arena *arena,
		  const struct event_query *q, struct err *err)
{
	bool own;

	*out = (struct event_page){.next = STR("")};
	if (!store_view_begin(&own, s, err))
		return false;
	return store_view_end(s, own, page(out, s, arena, q, err), err);
}

/* -- counts ------------------------------------------------------------------------- */

struct counts { /* a growing list in an arena */
	struct value_count *at;
	const struct value_count *told; /* not NULL: this is the list */
	size_t count, room;
	size_t of_facet; /* how many of the facet now coming */
	struct arena *arena;
};

static void counts_add(struct counts *c, struct str facet, struct str value, int64_t count)
{
	if (c->count && str_eq(c->at[c->count - 1].facet, facet))
		c->of_facet++;
	else
		c->of_facet = 0;
	if (c->of_facet >= LIMIT_PAGE_ROWS)
		return;
	if (c->count == c->room) {
		struct value_count *more;

		c->room = c->room ? c->room * 2 : 256;
		more = ARENA_ARRAY(c->arena, struct value_count, c->room);
		if (c->count)
			memcpy(more, c->at, c->count * sizeof *more);
		c->at = more;
	}
	c->at[c->count++] = (struct value_count){.facet = arena_copy(c->arena, facet),
						 .value = arena_copy(c->arena, value),
						 .count = count};
}

static bool counts_read(struct counts *c, struct ask *a)
{
	while (ask_row(a))
		counts_add(c, ask_str_at(a, 0), ask_str_at(a, 1), ask_int_at(a, 2));
	return ask_close(a);
}

/* The facets that have a filter: at most EVENT_FACETS_MAX + 5. */
static size_t filtered_facets(struct str out[], const struct event_query *q)
{
	const struct facet_filter own[] = {{STR("label"), q->label},
					   {STR("severity"), q->severity},
					   {STR("country"), q->country},
					   {STR("lang"), q->lang},
					   {STR("publisher"), q->publisher}};
	size_t count = 0;

	for (size_t i = 0; i < 5 + q->facet_count; i++) {
		const struct facet_filter *f = i < 5 ? &own[i] : &q->facet[i - 5];
		size_t seen = 0;

		while (seen < count && !str_eq(out[seen], f->facet))
			seen++;
		if (f->value.len && seen == count)
			out[count++] = f->facet;
	}
	return count;
}

/* Counts the values of facet `one`; with `one` empty those of all facets that have no
 * filter (`busy`, ending with an empty one, are those that have). */
static bool count_values(struct counts *c, struct store *s, const struct event_query *q,
			 struct str one, const struct str *busy, struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	select_part(&l, P_EVENT_VALUES);
	if (filtered(&l, s, c->arena, q, one, err)) {
		if (one.len) {
			select_str(&l, one);
			select_part(&l, P_VALUE_OF_FACET);
		}
		select_part(&l, P_BY_NUMBER);
		for (; !one.len && busy->len; busy++) {
			select_str(&l, *busy);
			select_part(&l, P_NOT_FACET);
		}
		select_part(&l, P_BY_VALUE);
		select_ask(&a, &l, s, "event counts", err);
		ok = counts_read(c, &a);
	}
	select_free(&l);
	return ok;
}

static bool all_counts(struct counts *c, struct store *s, const struct event_query *q,
		       struct err *err)
{
	struct str facet[EVENT_FACETS_MAX + 5 + 1] = {{0}};
	size_t count = filtered_facets(facet, q);
	struct shelf_look l;
	struct ask a;

	if (!shelf_look(&l, s, c->arena, q, err))
		return false;
	if (l.shelf) {
		c->count = shelf_counts(&c->told, &l, facet, count);
		shelf_leave(&l);
		return true;
	}
	if (is_plain(q)) {
		ask_open(&a, s, Q_FACETS_KEPT, err);
		return counts_read(c, &a);
	}
	if (!count_values(c, s, q, STR(""), facet, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!count_values(c, s, q, facet[i], facet, err))
			return false;
	return true;
}

bool store_event_counts(const struct value_count **out, size_t *count, struct store *s,
			struct arena *arena, const struct event_query *q, struct err *err)
{
	struct counts c = {.arena = arena};
	bool own, ok;

	if (!store_view_begin(&own, s, err))
		return false;
	ok = all_counts(&c, s, q, err);
	*out = c.told ? c.told : c.at;
	*count = c.count;
	return store_view_end(s, own, ok, err);
}

bool store_values(const struct value_count **out, size_t *count, struct store *s,
		  struct arena *arena, struct str facet, struct err *err)
{
	struct counts c = {.arena = arena};
	struct ask a;

	ask_open(&a, s, Q_FACET_VALUES, err);
	ask_str(&a, facet);
	ask_int(&a, LIMIT_PAGE_ROWS);
	while (ask_row(&a))
		counts_add(&c, facet, ask_str_at(&a, 0), ask_int_at(&a, 1));
	*out = c.at;
	*count = c.count;
	return ask_close(&a);
}

/* -- one event ------------------------------------------------------------------------ */

static bool event_articles(struct event_detail *out, struct store *s, struct arena *arena,
			   int64_t number, struct err *err)
{
	size_t room =
		(size_t)(out->row.article_count < LIMIT_EVENT_ARTICLES ? out->row.article_count
								       : LIMIT_EVENT_ARTICLES);
	struct article_row *row = ARENA_ARRAY(arena, struct article_row, room);
	struct ask a;

	ask_open(&a, s, Q_EVENT_ARTICLES, err);
	ask_int(&a, number);
	ask_int(&a, LIMIT_EVENT_ARTICLES);
	while (out->article_count < room && ask_row(&a)) {
		store_article_row(&row[out->article_count], &a, arena);
		store_article_state(&row[out->article_count], &a, arena);
		row[out->article_count++].event = out->row.id;
	}
	out->article = row;
	return ask_close(&a);
}

static bool event_history(struct event_detail *out, struct store *s, struct arena *arena,
			  int64_t number, struct err *err)
{
	struct history_row *row = ARENA_ARRAY(arena, struct history_row, LIMIT_EVENT_ARTICLES);
	struct ask a;

	ask_open(&a, s, Q_EVENT_HISTORY, err);
	ask_int(&a, number);
	ask_int(&a, LIMIT_EVENT_ARTICLES);
	while (out->history_count < LIMIT_EVENT_ARTICLES && ask_row(&a))
		row[out->history_count++] =
			(struct history_row){.at_ms = ask_int_at(&a, 0),
					     .what = arena_copy(arena, ask_str_at(&a, 1)),
					     .who = arena_copy(arena, ask_str_at(&a, 2)),
					     .detail = arena_copy(arena, ask_str_at(&a, 3))};
	out->history = row;
	return ask_close(&a);
}

static bool detail(struct event_detail *out, bool *off, struct store *s, struct arena *arena,
		   struct str id, struct err *err)
{
	int64_t number = 0;
	struct ask a;

	ask_open(&a, s, Q_EVENT, err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		store_event_row(&out->row, &a, arena);
		out->row.reviewed_ms = ask_int_at(&a, 16);
		number = ask_int_at(&a, 13);
		out->portrait = arena_copy(arena, ask_str_at(&a, 14));
		out->redirect = arena_copy(arena, ask_str_at(&a, 15));
		*off = ask_int_at(&a, 17) == STORE_OFF;
		store_event_row_more(&out->row, &a, 18, arena);
	}
	if (!ask_close(&a))
		return false;
	if (!number)
		return err_set(err, ERR_MISSING, "there is no event %.*s", STR_ARG(id));
	if (out->redirect.len) {
		*out = (struct event_detail){.redirect = out->redirect};
		return true;
	}
	return event_articles(out, s, arena, number, err) &&
	       event_history(out, s, arena, number, err);
}

/* By whom, when and why: as the portrait tells it. */
static bool told_off(const struct event_detail *d, struct arena *arena, struct err *err)
{
	const struct json *said, *one = NULL;
	struct json *portrait;

	if (!json_parse(&portrait, d->portrait, err))
		return false;
	said = json_get(portrait, "reviewed");
	for (size_t i = json_len(said); i > 0 && !one; i--)
		if (str_eq(json_get_str(json_at(said, i - 1), "what"), STR("reject")))
			one = json_at(said, i - 1);
	err_set(err, ERR_MISSING, "event %.*s was taken off the lists%s%.*s%s%.*s",
		STR_ARG(d->row.id), one ? " by a reviewer on " : "",
		STR_ARG(one ? str_cut(json_get_str(one, "at"), 0, 10) : STR("")),
		one ? ": " : ": reviewers found no article of it to report an incident or hazard",
		STR_ARG(one ? arena_copy(arena, str_cut(json_get_str(one, "why"), 0, 300))
			    : STR("")));
	json_free(portrait);
	return false;
}

bool store_event_off(struct event_detail *out, bool *off, struct store *s, struct arena *arena,
		     struct str id, struct err *err)
{
	bool own;

	*out = (struct event_detail){0};
	*off = false;
	if (!store_view_begin(&own, s, err))
		return false;
	return store_view_end(s, own, detail(out, off, s, arena, id, err), err);
}

bool store_event(struct event_detail *out, struct store *s, struct arena *arena, struct str id,
		 struct err *err)
{
	bool off;

	return store_event_off(out, &off, s, arena, id, err) && (!off || told_off(out, arena, err));
}
