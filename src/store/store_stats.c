/* store/store_stats.c -- counts by month, with what they are to be divided by.
 *
 * Two series meet here: events by the month they were first reported (through the
 * list's own filters, so a chart and its list agree), and all that was read, by day,
 * kept as it is committed or passed over (store_reads.c). Months in between without
 * either are told too, as zeros: a gap in a chart should be seen as a gap. */
#include "store/store_parts.h"

#include "store/search.h"
#include "store/shelf.h"
#include "text/date.h"

struct months {
	struct stat_row *row;
	int64_t first; /* months since year 0 */
	size_t count;
};

/* Rows of both questions, each asked once, until it is known which months there are. */
struct part {
	int64_t month;
	struct stat_row row;
};
struct parts {
	struct part *at;
	size_t count, room;
	struct arena *arena;
};

static struct stat_row *part_add(struct parts *p, int64_t month)
{
	if (p->count == p->room) {
		size_t room = p->room ? p->room * 2 : 512;
		struct part *more = ARENA_ARRAY(p->arena, struct part, room);

		if (p->count)
			memcpy(more, p->at, p->count * sizeof *more);
		p->at = more;
		p->room = room;
	}
	p->at[p->count].month = month;
	return &p->at[p->count++].row;
}

int64_t store_month_number(struct str month) /* "2025-06" */
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

static bool events_asked(struct parts *p, struct store *s, const struct event_query *q,
			 struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	if (events_ask(&a, &l, s, p->arena, q, err)) {
		while (ask_row(&a))
			count_event(part_add(p, store_month_number(ask_str_at(&a, 0))),
				    ask_str_at(&a, 1), ask_int_at(&a, 2));
		ok = ask_close(&a);
	}
	select_free(&l);
	return ok;
}

static bool events(struct parts *p, struct store *s, const struct event_query *q, struct err *err)
{
	const struct shelf_month *month;
	struct shelf_look l;
	size_t count;

	if (!shelf_look(&l, s, p->arena, q, err))
		return false;
	if (!l.shelf)
		return events_asked(p, s, q, err);
	count = shelf_months(&month, &l);
	shelf_leave(&l);
	for (size_t i = 0; i < count; i++)
		*part_add(p, month[i].month) =
			(struct stat_row){.incidents = month[i].incidents,
					  .hazards = month[i].hazards,
					  .complementary = month[i].complementary};
	return true;
}

static bool reads(struct parts *p, struct store *s, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_MONTHS, err);
	while (ask_row(&a))
		*part_add(p, store_month_number(ask_str_at(&a, 0))) =
			(struct stat_row){.articles = ask_int_at(&a, 1),
					  .ai_articles = ask_int_at(&a, 2),
					  .passed = ask_int_at(&a, 3),
					  .not_assessed = ask_int_at(&a, 4)};
	return ask_close(&a);
}

/* From the first month that has anything to the last, within the query's bounds. */
static void span(struct months *m, const struct parts *p, const struct event_query *q)
{
	int64_t first = INT64_MAX, last = -1;

	for (size_t i = 0; i < p->count; i++) {
		first = p->at[i].month < first ? p->at[i].month : first;
		last = p->at[i].month > last ? p->at[i].month : last;
	}
	if (q->from_ms && first < month_of(q->from_ms))
		first = month_of(q->from_ms);
	if (q->upto_ms && last > month_of(q->upto_ms - 1))
		last = month_of(q->upto_ms - 1);
	m->first = first;
	m->count = last >= first ? (size_t)(last - first + 1) : 0;
	m->row = ARENA_ARRAY(p->arena, struct stat_row, m->count);
	for (size_t i = 0; i < m->count; i++)
		m->row[i].month = arena_fmt(p->arena, "%04d-%02d", (int)((first + (int64_t)i) / 12),
					    (int)((first + (int64_t)i) % 12 + 1));
}

static void fill(struct months *m, const struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct stat_row *from = &p->at[i].row;
		int64_t at = p->at[i].month - m->first;
		struct stat_row *to;

		if (at < 0 || at >= (int64_t)m->count)
			continue;
		to = &m->row[at];
		to->incidents += from->incidents;
		to->hazards += from->hazards;
		to->complementary += from->complementary;
		to->articles += from->articles;
		to->ai_articles += from->ai_articles;
		to->passed += from->passed;
		to->not_assessed += from->not_assessed;
	}
}

bool store_stats(const struct stat_row **out, size_t *count, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err)
{
	struct parts p = {.arena = arena};
	struct months m = {0};
	bool own, ok;

	if (!store_view_begin(&own, s, err))
		return false;
	ok = events(&p, s, q, err) && reads(&p, s, err);
	if (ok) {
		span(&m, &p, q);
		fill(&m, &p);
	}
	*out = m.row;
	*count = m.count;
	return store_view_end(s, own, ok, err);
}
