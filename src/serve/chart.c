/* serve/chart.c -- a bar for each month, stacked, and the six-month average.
 *
 * Drawn here and not in the browser, so that it is there without JavaScript, prints
 * and needs no library. The picture is stretched to its box (non-scaling strokes),
 * the labels are HTML outside of it: both keep their size on a phone. The average is
 * of the six months that end with each month; it begins with the sixth. At most the
 * newest SPAN months are drawn, the table holds the same ones. */
#include "serve/chart.h"

#include "base/limits.h"
#include "serve/page.h"

#define SPAN 180
#define WIDTH 1000
#define HEIGHT 200

static int64_t sum_of(const struct stat_row *m)
{
	return m->incidents + m->hazards;
}

static int64_t highest(const struct stat_row *m, size_t count)
{
	int64_t top = 1;

	for (size_t i = 0; i < count; i++)
		if (sum_of(&m[i]) > top)
			top = sum_of(&m[i]);
	return top;
}

/* 1, 2, 5, 10, 20, 50 ...: the next round number at or over n. */
static int64_t round_up(int64_t n)
{
	static const int step[] = {1, 2, 4, 5, 6, 8, 10};
	int64_t unit = 1;

	while (unit * 10 < n)
		unit *= 10;
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		if (unit * step[i] >= n)
			return unit * step[i];
	return n;
}

static struct str month_name(struct arena *a, struct str month)
{
	static const char *const name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t m = 0;

	if (month.len != 7 || !str_int(&m, str_cut(month, 5, 7)) || m < 1 || m > 12)
		return month;
	return arena_fmt(a, "%s %.*s", name[m - 1], STR_ARG(str_cut(month, 0, 4)));
}

static void bar(struct html *h, const char *class, double x, double width, double y, double height)
{
	if (height <= 0)
		return;
	html_enter(h, "rect", class);
	html_attr_num(h, "x", x);
	html_attr_num(h, "y", y);
	html_attr_num(h, "width", width);
	html_attr_num(h, "height", height);
	html_end(h);
}

/* The list with its filters, but for the days; a month is added behind it. */
static struct str without_days(struct call *c)
{
	struct params kept = params_drop(c->arena, &c->params, STR("from"));
	struct str path;

	kept = params_drop(c->arena, &kept, STR("to"));
	path = params_with(c->arena, STR("/"), &kept, STR(""), STR(""));
	return arena_fmt(c->arena, "%.*s%c", STR_ARG(path),
			 str_chr(path, '?') == STR_NPOS ? '?' : '&');
}

static struct str month_path(struct arena *a, struct str base, struct str month)
{
	return arena_fmt(a, "%.*sfrom=%.*s&to=%.*s", STR_ARG(base), STR_ARG(month), STR_ARG(month));
}

struct plot {
	struct arena *arena;
	struct str base;
	const struct stat_row *month;
	size_t count;
	int64_t top;
	double width, unit; /* of a month; of one event */
};

static void month_bar(struct html *h, const struct plot *p, size_t i)
{
	const struct stat_row *m = &p->month[i];
	double incidents = (double)m->incidents * p->unit, hazards = (double)m->hazards * p->unit;
	double x = (double)i * p->width;

	html_enter(h, "a", "bar");
	html_href(h, "href", month_path(p->arena, p->base, m->month));
	html_attr_z(h, "tabindex", "-1"); /* the table holds the same links for the keyboard */
	html_attr(h, "data-month", m->month);
	html_element(
		h, "title", NULL,
		arena_fmt(p->arena, "%.*s: %.*s, %.*s", STR_ARG(month_name(p->arena, m->month)),
			  STR_ARG(page_plural(p->arena, m->incidents, "incident", "incidents")),
			  STR_ARG(page_plural(p->arena, m->hazards, "hazard", "hazards"))));
	bar(h, "hit", x, p->width, 0, HEIGHT);
	bar(h, "incidents", x + p->width * 0.12, p->width * 0.76, HEIGHT - incidents, incidents);
	bar(h, "hazards", x + p->width * 0.12, p->width * 0.76, HEIGHT - incidents - hazards,
	    hazards);
	html_end(h);
}

static void average(struct html *h, const struct plot *p)
{
	struct buf path;
	int64_t sum = 0;

	if (p->count < 7)
		return;
	buf_init(&path, KIB(16));
	for (size_t i = 0; i < p->count; i++) {
		sum += sum_of(&p->month[i]) - (i >= 6 ? sum_of(&p->month[i - 6]) : 0);
		if (i >= 5)
			buf_fmt(&path, "%c%.1f %.1f", i == 5 ? 'M' : 'L',
				((double)i + 0.5) * p->width, HEIGHT - (double)sum / 6 * p->unit);
	}
	html_enter(h, "path", "average");
	html_attr(h, "d", buf_view(&path));
	html_end(h);
	buf_free(&path);
}

static void picture(struct html *h, const struct plot *p)
{
	html_enter(h, "svg", "bars");
	html_attr(h, "viewBox", arena_fmt(p->arena, "0 0 %d %d", WIDTH, HEIGHT));
	html_attr_z(h, "preserveAspectRatio", "none");
	html_attr_z(h, "role", "group");
	html_attr_z(h, "aria-label", "Incidents and hazards first reported each month");
	for (int i = 0; i <= 2; i++) {
		html_enter(h, "line", "grid");
		html_attr_int(h, "x1", 0);
		html_attr_int(h, "x2", WIDTH);
		html_attr_int(h, "y1", i * HEIGHT / 2);
		html_attr_int(h, "y2", i * HEIGHT / 2);
		html_end(h);
	}
	for (size_t i = 0; i < p->count; i++)
		month_bar(h, p, i);
	average(h, p);
	html_end(h);
}

static void labels(struct html *h, const struct plot *p)
{
	html_enter(h, "div", "scale-y");
	html_attr_z(h, "aria-hidden", "true");
	html_element(h, "span", NULL, arena_fmt(p->arena, "%lld", (long long)p->top));
	html_element(h, "span", NULL,
		     p->top % 2 ? STR("") : arena_fmt(p->arena, "%lld", (long long)(p->top / 2)));
	html_element_z(h, "span", NULL, "0");
	html_end(h);
	html_enter(h, "div", "scale-x");
	html_attr_z(h, "aria-hidden", "true");
	html_element(h, "span", NULL, month_name(p->arena, p->month[0].month));
	if (p->count > 4)
		html_element(h, "span", NULL,
			     month_name(p->arena, p->month[(p->count - 1) / 2].month));
	if (p->count > 1)
		html_element(h, "span", NULL, month_name(p->arena, p->month[p->count - 1].month));
	html_end(h);
}

static void figures_head(struct html *h)
{
	static const char *const column[] = {"Month",         "Incidents",   "Hazards",
					     "Complementary", "AI articles", "All articles",
					     "Not assessed",  "Pages read"};

	html_open(h, "thead");
	html_open(h, "tr");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		html_open(h, "th");
		html_attr_z(h, "scope", "col");
		html_z(h, column[i]);
		html_end(h);
	}
	html_end(h);
	html_end(h);
}

static void figures_row(struct html *h, const struct plot *p, const struct stat_row *m)
{
	const int64_t value[] = {m->incidents,           m->hazards,  m->complementary,
				 m->ai_articles,         m->articles, m->not_assessed,
				 m->articles + m->passed};

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_link(h, NULL, month_path(p->arena, p->base, m->month), month_name(p->arena, m->month));
	html_end(h);
	for (size_t k = 0; k < sizeof value / sizeof *value; k++) {
		html_open(h, "td");
		html_int(h, value[k]);
		html_end(h);
	}
	html_end(h);
}

static void figures(struct html *h, const struct plot *p)
{
	html_enter(h, "details", "figures");
	html_element_z(h, "summary", NULL, "The figures as a table");
	html_enter(h, "div", "scroll");
	html_attr_z(h, "tabindex", "0");
	html_attr_z(h, "role", "region");
	html_attr_z(h, "aria-label", "Monthly figures");
	html_open(h, "table");
	figures_head(h);
	html_open(h, "tbody");
	for (size_t i = p->count; i-- > 0;)
		figures_row(h, p, &p->month[i]);
	html_end(h);
	html_end(h);
	html_end(h);
	html_end(h);
}

static void heading(struct html *h)
{
	html_enter(h, "div", "chart-head");
	html_open(h, "h2");
	html_attr_z(h, "id", "chart-title");
	html_z(h, "First reported each month");
	html_end(h);
	html_enter(h, "p", "legend");
	html_element_z(h, "span", "key incident", "Incidents");
	html_z(h, " ");
	html_element_z(h, "span", "key hazard", "Hazards");
	html_z(h, " ");
	html_element_z(h, "span", "key average", "Six-month average");
	html_end(h);
	html_end(h);
}

static struct str csv_path(struct call *c)
{
	struct params kept = params_drop(c->arena, &c->params, STR("sort"));

	return params_with(c->arena, STR("/api/v1/stats/events.csv"), &kept, STR("limit"), STR(""));
}

void chart_months(struct html *h, struct call *c, const struct stat_row *month, size_t count)
{
	struct plot p = {.arena = c->arena, .month = month, .count = count};

	if (count > SPAN) {
		p.month += count - SPAN;
		p.count = SPAN;
	}
	if (count == 0)
		return;
	p.base = without_days(c);
	p.top = round_up(highest(p.month, p.count));
	p.width = (double)WIDTH / (double)p.count;
	p.unit = (double)HEIGHT / (double)p.top;
	html_enter(h, "section", "chart");
	html_attr_z(h, "aria-labelledby", "chart-title");
	heading(h);
	html_enter(h, "div", "plot");
	picture(h, &p);
	labels(h, &p);
	html_end(h);
	html_enter(h, "div", "chart-foot");
	figures(h, &p);
	html_link(h, "csv", csv_path(c), STR("CSV"));
	html_end(h);
	html_end(h);
}
