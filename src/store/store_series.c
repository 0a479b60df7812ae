/* store/store_series.c -- events by month and by each value of one facet.
 *
 * Labels, severities, countries, languages and publishers are kept as facets too, so
 * one statement serves every series, through the list's own filters: what a series
 * counts, the list shows. Rows come value by value; of each only its line of months is
 * held, and only the lines of the largest values are kept, so a thousand publishers
 * cost no more memory than those that are shown. */
#include "store/store_parts.h"

#include "base/limits.h"
#include "store/search.h"
#include "store/shelf.h"

struct line { /* one value */
	struct series_value kept;
	int64_t *months; /* kept.count, while it is filled */
};

struct lines { /* the largest so far, largest first */
	struct line *at;
	size_t count, most;
	int64_t left_out;
};

/* A line that is over: into its place, or among those left out. Gives the months that are
 * free for the next line: its own, or those of the line that it pushed out; NULL: neither. */
static int64_t *settle(struct lines *l, const struct line *line)
{
	int64_t *free_months = NULL;
	size_t at = l->count;

	if (!line->kept.total)
		return line->months;
	while (at && l->at[at - 1].kept.total < line->kept.total)
		at--;
	if (l->count == l->most) {
		l->left_out++;
		free_months = at == l->most ? line->months : l->at[l->most - 1].months;
	} else {
		l->count++;
	}
	if (at == l->most)
		return free_months;
	for (size_t i = l->count - 1; i > at; i--)
		l->at[i] = l->at[i - 1];
	l->at[at] = *line;
	return free_months;
}

/* The row of a month; they are in order and without gaps. */
static size_t month_at(const struct series *out, struct str month)
{
	size_t low = 0, high = out->months;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_cmp(out->month[middle].month, month) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void begin(struct line *line, int64_t *months, const struct series *out, struct arena *arena,
		  struct str value)
{
	if (months)
		memset(months, 0, out->months * sizeof *months);
	else
		months = ARENA_ARRAY(arena, int64_t, out->months);
	line->months = months;
	line->kept = (struct series_value){.value = arena_copy(arena, value), .count = months};
}

static bool read_lines(struct series *out, struct lines *l, struct arena *arena, struct ask *a)
{
	struct line line;

	begin(&line, NULL, out, arena, STR(""));
	while (ask_row(a)) {
		size_t at = month_at(out, ask_str_at(a, 1));

		if (!str_eq(line.kept.value, ask_str_at(a, 0)))
			begin(&line, settle(l, &line), out, arena, ask_str_at(a, 0));
		if (at < out->months) {
			line.months[at] += ask_int_at(a, 2);
			line.kept.total += ask_int_at(a, 2);
		}
	}
	settle(l, &line);
	return ask_close(a);
}

static bool values_asked(struct series *out, struct store *s, struct arena *arena,
			 const struct series_query *q, size_t most, struct err *err)
{
	struct lines l = {.most = most};
	struct select stmt;
	struct series_value *value;
	struct ask a;
	bool ok = false;

	l.at = ARENA_ARRAY(arena, struct line, l.most);
	select_open(&stmt, s);
	select_part(&stmt, P_VALUE_MONTHS);
	if (store_event_filters(&stmt, s, q->events, STR(""), err) &&
	    search_add(&stmt, arena, q->events->q, P_EVENT_SAYS, err)) {
		select_str(&stmt, q->facet);
		select_part(&stmt, P_VALUE_OF_FACET);
		select_part(&stmt, P_BY_VALUE_MONTH);
		select_ask(&a, &stmt, s, "value months", err);
		ok = read_lines(out, &l, arena, &a);
	}
	select_free(&stmt);
	value = ARENA_ARRAY(arena, struct series_value, l.count);
	for (size_t i = 0; i < l.count; i++)
		value[i] = l.at[i].kept;
	out->value = value;
	out->values = l.count;
	out->values_left_out = l.left_out;
	return ok;
}

static bool values(struct series *out, struct store *s, struct arena *arena,
		   const struct series_query *q, struct err *err)
{
	size_t most = q->values && q->values < LIMIT_PAGE_ROWS ? q->values : LIMIT_PAGE_ROWS;
	struct shelf_series series = {.facet = q->facet, .months = out->months, .most = most};
	struct shelf_look l;

	if (!shelf_look(&l, s, arena, q->events, err))
		return false;
	if (!l.shelf)
		return values_asked(out, s, arena, q, most, err);
	series.first = out->months ? store_month_number(out->month[0].month) : 0;
	shelf_series(&series, &l);
	shelf_leave(&l);
	out->value = series.value;
	out->values = series.values;
	out->values_left_out = series.left_out;
	return true;
}

bool store_series(struct series *out, struct store *s, struct arena *arena,
		  const struct series_query *q, struct err *err)
{
	bool own, ok;

	*out = (struct series){0};
	if (!store_view_begin(&own, s, err))
		return false;
	ok = store_stats(&out->month, &out->months, s, arena, q->events, err) &&
	     values(out, s, arena, q, err);
	return store_view_end(s, own, ok, err);
}
