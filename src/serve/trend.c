/* serve/trend.c -- from the address to the lines of a chart.
 *
 * Smoothing is a trailing mean, as on the list's chart; the default is six months, since most
 * values have a handful of events a month and a line through 0, 1, 0, 2 shows nothing. The
 * table below the chart, the CSV and the API have the months as they are. */
#include "serve/trend.h"

#include <math.h>

#include "judge/verdict.h"
#include "serve/filter.h"
#include "serve/html.h"
#include "serve/page_form.h"
#include "serve/plot.h"

const struct trend_kind trend_kind[] = {
	{"labels", "label", "Label", "Events by label"},
	{"severity", "severity", "Severity", "Events by severity"},
	{"harm_types", "harm_types", "Kind of harm", "Events by kind of harm"},
	{"principles", "principles", "AI principle", "Events by AI principle concerned"},
	{"industries", "industries", "Industry", "Events by industry"},
	{"stakeholders", "stakeholders", "Who is affected", "Events by who is affected"},
	{"countries", "country", "Country", "Events by country"},
	{"ai_task", "ai_task", "AI task", "Events by task of the AI system"},
	{"publishers", "publisher", "Publisher", "Events by publisher"},
	{NULL, NULL, NULL, NULL}};

bool trend_ask(struct trend *t, struct call *c)
{
	struct str name = call_get(c, "series"), by = call_get(c, "denominator");

	*t = (struct trend){.kind = trend_kind};
	for (const struct trend_kind *k = trend_kind; k->name; k++)
		if (str_eq(name, str_of(k->name)))
			t->kind = k;
	t->share = str_eq(call_get(c, "as"), STR("share"));
	t->denominator = by.len ? arena_z(c->arena, by) : "events";
	t->months = (int)call_int(c, "average", 6);
	return filter_events(&t->query, c);
}

/* Unknowns are shown when they are asked for. */
static void choose(struct trend *t, const struct call *c)
{
	const size_t most = t->kind == trend_kind ? 3 : TREND_SHOWN;

	for (size_t i = 0; i < t->s.values; i++)
		if (params_has(&c->params, STR("show"), t->s.value[i].value)) {
			t->shown[i] = true;
			t->shown_count++;
		}
	if (t->shown_count || call_get(c, "show").len)
		return;
	for (size_t i = 0; i < t->s.values && t->shown_count < most; i++) {
		t->shown[i] = !verdict_is_unknown(t->s.value[i].value);
		t->shown_count += t->shown[i];
	}
}

bool trend_load(struct trend *t, struct call *c, struct err *err)
{
	struct series_query q = {.events = &t->query,
				 .facet = str_of(t->kind->facet),
				 .values = (uint32_t)call_int(c, "values", TREND_VALUES)};

	if (!store_series(&t->s, c->store, c->arena, &q, err))
		return false;
	t->shown = ARENA_ARRAY(c->arena, bool, t->s.values + 1);
	if (t->s.months < 2 * (size_t)t->months)
		t->months = 1; /* too short a time to be smoothed */
	choose(t, c);
	return true;
}

int64_t trend_denominator(const struct trend *t, size_t month)
{
	const struct stat_row *m = &t->s.month[month];

	if (strcmp(t->denominator, "ai_articles") == 0)
		return m->ai_articles;
	if (strcmp(t->denominator, "pages_read") == 0)
		return m->articles + m->passed;
	return m->incidents + m->hazards + m->complementary;
}

/* A point of a line; NaN where there is none: nothing to divide by, or not yet so many
 * months as are averaged. A mean of shares is the share of the sums. */
static double point(const struct trend *t, size_t value, size_t month)
{
	int64_t events = 0, by = 0;

	if (month + 1 < (size_t)t->months)
		return NAN;
	for (size_t m = month + 1 - (size_t)t->months; m <= month; m++) {
		events += t->s.value[value].count[m];
		by += trend_denominator(t, m);
	}
	if (!t->share)
		return (double)events / t->months;
	return by ? (double)events / (double)by : NAN;
}

struct str trend_name(const struct trend *t, size_t value)
{
	return page_form_value(str_of(t->kind->facet), t->s.value[value].value);
}

struct str trend_look(struct arena *a, const struct trend *t, size_t value)
{
	static const char *const label[] = {"incident", "hazard", "complementary"};
	const int colours = 8;

	/* labels have colours of their own on every page, two of which are near for some eyes */
	for (int i = 0; t->kind == trend_kind && i < 3; i++)
		if (str_eq(t->s.value[value].value, str_of(label[i])))
			return arena_fmt(a, "look-%s dashed-%d", label[i], i);
	return arena_fmt(a, "look-%d dashed-%d", (int)value % colours, (int)value / colours % 4);
}

struct str trend_says(struct arena *a, const struct trend *t)
{
	static const char *const of[][2] = {{"events", "the events first reported in a month"},
					    {"ai_articles", "a month's articles about AI"},
					    {"pages_read", "all that was read of a month"}};
	const char *whole = of[0][1], *how = "";

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (strcmp(t->denominator, of[i][0]) == 0)
			whole = of[i][1];
	if (t->months > 1)
		how = t->months == 3    ? ", average of three months"
		      : t->months == 12 ? ", average of twelve months"
					: ", average of six months";
	if (!t->share)
		return arena_fmt(a, "Events first reported in a month%s", how);
	return arena_fmt(a, "Share of %s%s", whole, how);
}

struct str trend_path(struct call *c, const char *path, const char *name, const char *value)
{
	return params_with(c->arena, str_of(path), &c->params, str_of(name), str_of(value));
}

/* Only what narrows the list, as the list knows no other. */
struct str trend_list_path(struct call *c, const char *name, struct str value)
{
	struct params kept = filter_kept(c);

	return params_with(c->arena, STR("/"), &kept, str_of(name), value);
}

struct str trend_stats_path(struct call *c, const struct trend *t, const char *ending)
{
	static const char *const own[] = {"series", "show", "average", "theme"};
	struct params kept = c->params;

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		kept = params_drop(c->arena, &kept, str_of(own[i]));
	return params_with(c->arena,
			   arena_fmt(c->arena, "/api/v1/stats/%s%s", t->kind->name, ending), &kept,
			   STR("values"), STR("200"));
}

void trend_draw(struct html *h, struct call *c, const struct trend *t)
{
	struct plot_line *line = ARENA_ARRAY(c->arena, struct plot_line, t->shown_count + 1);
	struct plot p = {.month = t->s.month, .months = t->s.months, .line = line};

	p.share = t->share;
	p.says = arena_fmt(c->arena, "%s. %.*s", t->kind->by, STR_ARG(trend_says(c->arena, t)));
	for (size_t i = 0; i < t->s.values; i++) {
		double *y;

		if (!t->shown[i])
			continue;
		y = ARENA_ARRAY(c->arena, double, t->s.months);
		for (size_t m = 0; m < t->s.months; m++)
			y[m] = point(t, i, m);
		line[p.lines++] = (struct plot_line){trend_look(c->arena, t, i), y};
	}
	plot_lines(h, c->arena, &p);
}
