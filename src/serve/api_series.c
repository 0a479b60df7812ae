/* serve/api_series.c -- events by month and value: what trends draw and papers cite.
 *
 * Every value has a number in every month, so that a gap is seen as a gap. Values of one
 * facet may add up to more than the events, since an event may have several. */
#include "base/limits.h"
#include "serve/csv.h"
#include "serve/filter.h"
#include "serve/route.h"

static const struct {
	const char *name, *facet;
} series[] = {{"labels", "label"},
	      {"severity", "severity"},
	      {"harm_types", "harm_types"},
	      {"principles", "principles"},
	      {"industries", "industries"},
	      {"stakeholders", "stakeholders"},
	      {"ai_task", "ai_task"},
	      {"business_function", "business_function"},
	      {"autonomy", "autonomy"},
	      {"countries", "country"},
	      {"languages", "lang"},
	      {"publishers", "publisher"},
	      {NULL, NULL}};

static const char *facet_of(struct call *c)
{
	int i = 0;

	while (series[i].name && !str_eq(c->id, str_of(series[i].name)))
		i++;
	if (!series[i].name)
		call_problem(c, 404, NULL,
			     "there is no such series; there are events, labels, severity, "
			     "harm_types, principles, industries, stakeholders, ai_task, "
			     "business_function, autonomy, countries, languages, publishers, read "
			     "and sites");
	return series[i].facet;
}

struct told { /* a series and how it was asked for */
	struct series s;
	struct str denominator;
	bool share;
};

static bool load(struct told *t, struct call *c)
{
	struct series_query q = {.values = (uint32_t)call_int(c, "values", 20)};
	const char *facet = facet_of(c);
	struct event_query events;
	struct err err;

	if (!facet || !filter_events(&events, c))
		return false;
	q.events = &events;
	q.facet = str_of(facet);
	if (!store_series(&t->s, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return false;
	}
	if (t->s.months * t->s.values > LIMIT_SERIES_CELLS) {
		call_problem(c, 400, "values",
			     "%zu values in %zu months are too many; ask for fewer values, or set "
			     "from and to",
			     t->s.values, t->s.months);
		return false;
	}
	t->denominator = call_get(c, "denominator");
	if (!t->denominator.len)
		t->denominator = STR("events");
	t->share = str_eq(call_get(c, "as"), STR("share"));
	return true;
}

static int64_t denominator(const struct told *t, size_t month)
{
	const struct stat_row *m = &t->s.month[month];

	if (str_eq(t->denominator, STR("ai_articles")))
		return m->ai_articles;
	if (str_eq(t->denominator, STR("pages_read")))
		return m->articles + m->passed;
	return m->incidents + m->hazards + m->complementary;
}

static void month(struct emit *e, const struct told *t, size_t at)
{
	int64_t by = denominator(t, at);

	emit_object(e);
	emit_pair(e, "month", t->s.month[at].month);
	emit_pair_int(e, "denominator", by);
	emit_key(e, "values");
	emit_object(e);
	for (size_t i = 0; i < t->s.values; i++) {
		int64_t count = t->s.value[i].count[at];

		emit_key_str(e, t->s.value[i].value);
		if (!t->share)
			emit_int(e, count);
		else if (by)
			emit_num(e, (double)count / (double)by, 6);
		else
			emit_null(e);
	}
	emit_end(e);
	emit_end(e);
}

void api_series(struct call *c)
{
	struct told t;
	struct emit e;

	if (!load(&t, c))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "series", c->id);
	emit_pair(&e, "denominator", t.denominator);
	emit_pair(&e, "as", t.share ? STR("share") : STR("count"));
	emit_key(&e, "values");
	emit_array(&e);
	for (size_t i = 0; i < t.s.values; i++) {
		emit_object(&e);
		emit_pair(&e, "value", t.s.value[i].value);
		emit_pair_int(&e, "total", t.s.value[i].total);
		emit_end(&e);
	}
	emit_end(&e);
	emit_pair_int(&e, "values_left_out", t.s.values_left_out);
	emit_key(&e, "months");
	emit_array(&e);
	for (size_t i = 0; i < t.s.months; i++)
		month(&e, &t, i);
	emit_end(&e);
	emit_end(&e);
}

static void cell(struct buf *b, const struct told *t, int64_t count, int64_t by)
{
	buf_char(b, ',');
	if (!t->share)
		buf_fmt(b, "%lld", (long long)count);
	else if (by)
		buf_fmt(b, "%.6f", (double)count / (double)by);
}

void api_series_csv(struct call *c)
{
	struct buf *b = &c->out->body;
	struct told t;

	if (!load(&t, c))
		return;
	call_type(c, "text/csv; charset=utf-8");
	buf_fmt(b, "month,%.*s", STR_ARG(t.denominator));
	for (size_t i = 0; i < t.s.values; i++) {
		buf_char(b, ',');
		csv_field(b, t.s.value[i].value);
	}
	buf_z(b, "\r\n");
	for (size_t i = 0; i < t.s.months; i++) {
		int64_t by = denominator(&t, i);

		buf_fmt(b, "%.*s,%lld", STR_ARG(t.s.month[i].month), (long long)by);
		for (size_t k = 0; k < t.s.values; k++)
			cell(b, &t, t.s.value[k].count[i], by);
		buf_z(b, "\r\n");
	}
}
