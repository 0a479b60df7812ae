/* store/store_stats.c -- counts by month, with what they are to be divided by.
 *
 * Two series meet here: events by the month they were first reported (through the
 * list's own filters, so a chart and its list agree), and all that was read, by day,
 * kept as it is committed or passed over (store_reads.c). Months in between without
 * either are told too, as zeros: a gap in a chart should be seen as a gap. */
#include "store/store_parts.h"

#include "store/search.h"
#include "text/date.h"

struct months {
	struct stat_row *row;
	int64_t first; /* months since year 0 */
	size_t count;
};

static int64_t month_number(struct str month) /* "2025-06" */
{
	int64_t year = 0, in_year = 0;

	if (!str_int(&year, str_cut(month, 0, 4)) || !str_int(&in_year, str_cut(month, 5, 7)))
		return -1;
	return year * 12 + in_year - 1;
}

static int64_t month_of(int64_t ms)
{
	int year, month, day;

	date_parts(ms, &year, &month, &day);
	return (int64_t)year * 12 + month - 1;
}

static bool events_ask(struct ask *a, struct select *l, struct store *s, struct arena *arena,
		       const struct event_query *q, struct err *err)
{
	select_part(l, P_EVENT_MONTHS);
	if (!store_event_filters(l, s, q, STR(""), err) ||
	    !search_add(l, arena, q->q, P_EVENT_SAYS, err))
		return false;
	select_part(l, P_BY_MONTH);
	select_ask(a, l, s, "event months", err);
	return true;
}

static void count_event(struct stat_row *row, struct str label, int64_t count)
{
	if (str_eq(label, STR("incident")))
		row->incidents += count;
	else if (str_eq(label, STR("hazard")))
		row->hazards += count;
	else if (str_eq(label, STR("complementary")))
		row->complementary += count;
}

/* The row of a month, or NULL when it lies outside. */
static struct stat_row *row_at(const struct months *m, struct str month)
{
	int64_t at = month_number(month) - m->first;

	return at >= 0 && at < (int64_t)m->count ? &m->row[at] : NULL;
}

/* From the first month that has anything to the last, within the query's bounds. */
static bool span(struct months *m, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err)
{
	int64_t first = INT64_MAX, last = -1;
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	if (events_ask(&a, &l, s, arena, q, err)) {
		for (int pass = 0; pass < 2; pass++) {
			while (ask_row(&a)) {
				int64_t at = month_number(ask_str_at(&a, 0));

				first = at < first ? at : first;
				last = at > last ? at : last;
			}
			ok = ask_close(&a) && (pass == 0 || ok);
			if (pass == 0)
				ask_open(&a, s, Q_MONTHS, err);
		}
	}
	select_free(&l);
	if (q->from_ms && first < month_of(q->from_ms))
		first = month_of(q->from_ms);
	if (q->upto_ms && last > month_of(q->upto_ms - 1))
		last = month_of(q->upto_ms - 1);
	m->first = first;
	m->count = last >= first ? (size_t)(last - first + 1) : 0;
	m->row = ARENA_ARRAY(arena, struct stat_row, m->count);
	for (size_t i = 0; i < m->count; i++)
		m->row[i].month = arena_fmt(arena, "%04d-%02d", (int)((first + (int64_t)i) / 12),
					    (int)((first + (int64_t)i) % 12 + 1));
	return ok;
}

static bool fill(struct months *m, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err)
{
	struct stat_row *row;
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	if (events_ask(&a, &l, s, arena, q, err)) {
		while (ask_row(&a))
			if ((row = row_at(m, ask_str_at(&a, 0))))
				count_event(row, ask_str_at(&a, 1), ask_int_at(&a, 2));
		ok = ask_close(&a);
	}
	select_free(&l);
	if (!ok)
		return false;
	ask_open(&a, s, Q_MONTHS, err);
	while (ask_row(&a)) {
		if (!(row = row_at(m, ask_str_at(&a, 0))))
			continue;
		row->articles = ask_int_at(&a, 1);
		row->ai_articles = ask_int_at(&a, 2);
		row->passed = ask_int_at(&a, 3);
		row->not_assessed = ask_int_at(&a, 4);
	}
	return ask_close(&a);
}

bool store_stats(const struct stat_row **out, size_t *count, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err)
{
	struct months m = {0};
	bool own, ok;

	if (!store_view_begin(&own, s, err))
		return false;
	ok = span(&m, s, arena, q, err) && fill(&m, s, arena, q, err);
	*out = m.row;
	*count = m.count;
	return store_view_end(s, own, ok, err);
}
