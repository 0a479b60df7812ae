/* store/shelf.h -- the events in memory: which of them pass a query, counted and ordered.
 *
 *   if (!shelf_look(&l, s, arena, q, err)) return false;
 *   if (l.shelf) { ... shelf_total(&l) ... shelf_leave(&l); }
 *   else ask the database
 *
 * Inside a view only: what the shelf says is of the version that the view shows. Between
 * look and leave the shelf is locked for readers. Private to the store's files. */
#pragma once
#include "store/ask.h"

struct shelf_match; /* kept by the store from one question of a view to the next */
void shelf_match_free(struct shelf_match *m);

struct shelf_look {
	const struct shelf *shelf; /* NULL: it can not tell; the database can */
	const struct shelf_match *match;
	struct arena *arena;
};
/* With q NULL for single events alone. */
bool shelf_look(struct shelf_look *l, struct store *s, struct arena *arena,
		const struct event_query *q, struct err *err) MUST_USE;
void shelf_leave(struct shelf_look *l);

int64_t shelf_total(const struct shelf_look *l);

struct shelf_event {
	int64_t first_ms;
	const uint32_t *value; /* numbers of its filters */
	size_t values;
};
/* False: it is in no list. */
bool shelf_event(struct shelf_event *out, const struct shelf_look *l, int64_t number);

struct shelf_value_told {
	int64_t number;
	struct str facet, text; /* while the shelf is held */
	int64_t events;         /* that have it */
};
/* One of shelf_event's. */
struct shelf_value_told shelf_value_told(const struct shelf_look *l, uint32_t value);
/* The nearest numbers of events that have the value, below `event` or above it: the nearest
 * first, at most `most`. */
size_t shelf_near(int64_t *number, size_t most, const struct shelf_look *l, int64_t value,
		  int64_t event, bool above);

enum shelf_order { SHELF_NEWEST, SHELF_OLDEST, SHELF_LARGEST, SHELF_UPDATED };
struct shelf_from { /* behind which row a page begins */
	int64_t key, number;
	bool later; /* false: it begins with the first */
};
/* The first `most` numbers in that order. */
size_t shelf_page(int64_t *number, size_t most, const struct shelf_look *l, enum shelf_order order,
		  struct shelf_from from);

/* As store_event_counts() tells them. */
size_t shelf_counts(const struct value_count **out, const struct shelf_look *l,
		    const struct str *filtered, size_t filtered_count);

/* Events by month, in order: months are counted from the year 0. */
struct shelf_month {
	int64_t month, incidents, hazards, complementary;
};
size_t shelf_months(const struct shelf_month **out, const struct shelf_look *l);

/* One facet's values by month, `months` from `first` on; the `most` largest, largest first. */
struct shelf_series {
	struct str facet;
	int64_t first;
	size_t months, most;
	struct series_value *value; /* out */
	size_t values;
	int64_t left_out;
};
void shelf_series(struct shelf_series *s, const struct shelf_look *l);
