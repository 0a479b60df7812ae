/* serve/chart.c -- a bar for each month, stacked; the six-month average; and the share of
 * the news about AI.
 *
 * Drawn here and not in the browser, so that it is there without JavaScript, prints
 * and needs no library. The pictures are stretched to their box (non-scaling strokes),
 * the labels are HTML outside of them: both keep their size on a phone. All bars of a
 * kind are one path, since fifteen years of single ones made a third of the page.
 *
 * Averages are of the six months that end with each month; they begin with the sixth.
 * The share is of events first reported among articles about AI, both of these six
 * months: each event's first report is one of these articles. At most the newest SPAN
 * months are drawn. The days of the filter do not narrow the chart, they are marked in
 * it, so that a reader sees what lies beside and can widen the range. web/chart.ts takes
 * the months from data-months and lets a range be drawn. */
#include "serve/chart.h"

#include "base/limits.h"
#include "serve/page.h"
#include "serve/plot.h"
#include "text/date.h"

#define SPAN 180
#define WIDTH 1000
#define HEIGHT 200
#define LOW 60    /* height of the share */
#define MONTHS 24 /* in the table; years stand below */
#define LABELS 5

struct months {
	struct arena *arena;
	struct str base; /* the list with its filters but for the days; "?" or "&" at its end */
	const struct stat_row *month;
	size_t count;
	int64_t top;
	double width, unit;   /* of a month; of one event */
	size_t from, upto;    /* the months that the filter leaves, when ... */
	bool narrowed, blank; /* ... it does; there is nothing at all in them */
};

static int64_t sum_of(const struct stat_row *m)
{
	return m->incidents + m->hazards;
}

static int64_t highest(const struct stat_row *m, size_t count)
{
	int64_t top = 0;

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

/* -- the two pictures ------------------------------------------------------------------ */

static void path(struct html *h, const char *class, struct buf *d)
{
	if (d->len) {
		html_enter(h, "path", class);
		html_attr(h, "d", buf_view(d));
		html_end(h);
	}
	buf_free(d);
}

static void bars(struct html *h, const struct months *p, bool hazards)
{
	struct buf d;

	buf_init(&d, KIB(32));
	for (size_t i = 0; i < p->count; i++) {
		const struct stat_row *m = &p->month[i];
		double foot = hazards ? HEIGHT - (double)m->incidents * p->unit : HEIGHT;
		double high = (double)(hazards ? m->hazards : m->incidents) * p->unit;

		if (high > 0)
			buf_fmt(&d, "M%.1f %.1fh%.1fv%.1fh-%.1fz", ((double)i + 0.12) * p->width,
				foot - high, p->width * 0.76, high, p->width * 0.76);
	}
	path(h, hazards ? "hazards" : "incidents", &d);
}

static void average(struct html *h, const struct months *p)
{
	int64_t sum = 0;
	struct buf d;

	if (p->count < 7)
		return;
	buf_init(&d, KIB(16));
	for (size_t i = 0; i < p->count; i++) {
		sum += sum_of(&p->month[i]) - (i >= 6 ? sum_of(&p->month[i - 6]) : 0);
		if (i >= 5)
			buf_fmt(&d, "%c%.1f %.1f", i == 5 ? 'M' : 'L', ((double)i + 0.5) * p->width,
				HEIGHT - (double)sum / 6 * p->unit);
	}
	path(h, "average", &d);
}

/* A line for each January: the eye counts years. */
static void years(struct html *h, const struct months *p, int height)
{
	struct buf d;

	buf_init(&d, KIB(16));
	for (size_t i = 0; i < p->count; i++)
		if (str_ends(p->month[i].month, STR("-01")))
			buf_fmt(&d, "M%.1f 0v%d", (double)i * p->width, height);
	path(h, "year", &d);
}

static void shade(struct html *h, double from, double upto, int height)
{
	if (upto <= from)
		return;
	html_enter(h, "rect", "outside");
	html_attr_num(h, "x", from);
	html_attr_int(h, "y", 0);
	html_attr_num(h, "width", upto - from);
	html_attr_int(h, "height", height);
	html_end(h);
}

/* What the filter's days leave out lies in the shade. */
static void outside(struct html *h, const struct months *p, int height)
{
	if (!p->narrowed)
		return;
	shade(h, 0, (double)p->from * p->width, height);
	shade(h, (double)p->upto * p->width, WIDTH, height);
}

static void svg_begin(struct html *h, const struct months *p, const char *class, int height,
		      struct str label)
{
	html_enter(h, "svg", class);
	html_attr(h, "viewBox", arena_fmt(p->arena, "0 0 %d %d", WIDTH, height));
	html_attr_z(h, "preserveAspectRatio", "none");
	html_attr_z(h, "role", "img");
	html_attr(h, "aria-label", label);
	years(h, p, height);
	for (int i = 0; i <= 2; i++) {
		html_enter(h, "line", "grid");
		html_attr_int(h, "x2", WIDTH);
		html_attr_int(h, "y1", i * height / 2);
		html_attr_int(h, "y2", i * height / 2);
		html_end(h);
	}
}

static void scale(struct html *h, struct str top, struct str middle)
{
	html_enter(h, "div", "scale-y");
	html_attr_z(h, "aria-hidden", "true");
	html_element(h, "span", NULL, top);
	html_element(h, "span", NULL, middle);
	html_element_z(h, "span", NULL, "0");
	html_end(h);
}

static struct str number(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

static struct str counts_in_words(const struct months *p)
{
	struct arena *a = p->arena;
	int64_t incidents = 0, hazards = 0;

	for (size_t i = 0; i < p->count; i++) {
		incidents += p->month[i].incidents;
		hazards += p->month[i].hazards;
	}
	return arena_fmt(a, "%.*s and %.*s first reported from %.*s to %.*s, by month",
			 STR_ARG(page_plural(a, incidents, "incident", "incidents")),
			 STR_ARG(page_plural(a, hazards, "hazard", "hazards")),
			 STR_ARG(plot_month(a, p->month[0].month)),
			 STR_ARG(plot_month(a, p->month[p->count - 1].month)));
}

static void counts(struct html *h, const struct months *p)
{
	scale(h, number(p->arena, p->top), p->top % 2 ? STR("") : number(p->arena, p->top / 2));
	svg_begin(h, p, "bars", HEIGHT, counts_in_words(p));
	bars(h, p, false);
	bars(h, p, true);
	average(h, p);
	outside(h, p, HEIGHT);
	html_end(h);
}

/* Of the six months that end with month i: -1 without any article about AI. */
static double share_at(const struct months *p, size_t i)
{
	int64_t events = 0, articles = 0;

	for (size_t k = i < 5 ? 0 : i - 5; k <= i; k++) {
		events += sum_of(&p->month[k]);
		articles += p->month[k].ai_articles;
	}
	return articles ? (double)events / (double)articles : -1;
}

static void share(struct html *h, const struct months *p)
{
	double top = 0, now = share_at(p, p->count - 1), last = -1;
	struct buf d;

	if (p->count < 7)
		return;
	for (size_t i = 5; i < p->count; i++)
		top = share_at(p, i) > top ? share_at(p, i) : top;
	if (top <= 0)
		return;
	top = top > 1 ? 1 : top;
	buf_init(&d, KIB(16));
	for (size_t i = 5; i < p->count; last = share_at(p, i), i++)
		if (share_at(p, i) >= 0)
			buf_fmt(&d, "%c%.1f %.1f", last < 0 ? 'M' : 'L',
				((double)i + 0.5) * p->width, LOW - share_at(p, i) / top * LOW);
	scale(h, page_percent(p->arena, top), STR(""));
	svg_begin(h, p, "share", LOW,
		  arena_fmt(p->arena,
			    "Share of the articles about AI, six-month average: at most %.*s, "
			    "now %.*s",
			    STR_ARG(page_percent(p->arena, top)),
			    STR_ARG(page_percent(p->arena, now < 0 ? 0 : now))));
	path(h, "line", &d);
	outside(h, p, LOW);
	html_end(h);
}

static void months_below(struct html *h, const struct months *p)
{
	size_t labels = p->count < LABELS ? p->count : LABELS;

	html_enter(h, "div", "scale-x");
	html_attr_z(h, "aria-hidden", "true");
	for (size_t i = 0; i < labels; i++) {
		size_t at = labels == 1 ? 0 : i * (p->count - 1) / (labels - 1);

		html_element(h, "span", NULL, plot_month(p->arena, p->month[at].month));
	}
	html_end(h);
}

/* "incidents,hazards,articles about AI" of each month, for the script. */
static struct str numbers(const struct months *p)
{
	struct str s;
	struct buf b;

	buf_init(&b, KIB(32));
	for (size_t i = 0; i < p->count; i++)
		buf_fmt(&b, "%s%lld,%lld,%lld", i ? " " : "", (long long)p->month[i].incidents,
			(long long)p->month[i].hazards, (long long)p->month[i].ai_articles);
	s = arena_copy(p->arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static void pictures(struct html *h, const struct months *p)
{
	html_enter(h, "div", "plot");
	html_attr(h, "data-first", p->month[0].month);
	html_attr(h, "data-months", numbers(p));
	html_attr(h, "data-base", p->base);
	if (p->narrowed)
		html_attr(h, "data-range", arena_fmt(p->arena, "%zu %zu", p->from, p->upto));
	counts(h, p);
	share(h, p);
	months_below(h, p);
	html_end(h);
}

/* -- the same as a table ------------------------------------------------------------------ */

static void figures_row(struct html *h, const struct months *p, const struct stat_row *m,
			struct str name)
{
	struct arena *a = p->arena;
	const struct str cell[] = {
		number(a, m->incidents),
		number(a, m->hazards),
		number(a, m->complementary),
		number(a, m->ai_articles),
		m->ai_articles ? page_percent(a, (double)sum_of(m) / (double)m->ai_articles)
			       : STR("\xe2\x80\x93"),
		number(a, m->articles),
		number(a, m->not_assessed),
		number(a, m->articles + m->passed)};

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_link(h, NULL,
		  arena_fmt(a, "%.*sfrom=%.*s&to=%.*s", STR_ARG(p->base), STR_ARG(m->month),
			    STR_ARG(m->month)),
		  name);
	html_end(h);
	for (size_t k = 0; k < sizeof cell / sizeof *cell; k++)
		html_element(h, "td", NULL, cell[k]);
	html_end(h);
}

/* The newest months, then all years. */
static void figures_rows(struct html *h, const struct months *p)
{
	size_t months = p->count < MONTHS ? p->count : MONTHS;

	html_open(h, "tbody");
	for (size_t i = p->count; i-- > p->count - months;)
		figures_row(h, p, &p->month[i], plot_month(p->arena, p->month[i].month));
	html_end(h);
	if (months == p->count)
		return;
	html_open(h, "tbody");
	for (size_t i = p->count; i > 0;) {
		struct stat_row year = {.month = str_cut(p->month[i - 1].month, 0, 4)};

		for (; i > 0 && str_starts(p->month[i - 1].month, year.month); i--) {
			const struct stat_row *m = &p->month[i - 1];

			year.incidents += m->incidents;
			year.hazards += m->hazards;
			year.complementary += m->complementary;
			year.articles += m->articles;
			year.ai_articles += m->ai_articles;
			year.passed += m->passed;
			year.not_assessed += m->not_assessed;
		}
		figures_row(h, p, &year, year.month);
	}
	html_end(h);
}

static void figures(struct html *h, const struct months *p)
{
	static const char *const column[] = {
		"First reported in", "Incidents",    "Hazards",      "Complementary", "AI articles",
		"Share of AI news",  "All articles", "Not assessed", "Pages read",    NULL};

	html_enter(h, "details", "figures");
	html_element_z(h, "summary", NULL, "The figures as a table");
	page_scroll(h, "scroll", STR("Monthly and yearly figures"));
	html_open(h, "table");
	page_columns(h, column);
	figures_rows(h, p);
	html_end(h);
	html_end(h);
	html_end(h);
}

/* -- the whole -------------------------------------------------------------------------- */

static void heading(struct html *h, struct call *c, const struct months *p)
{
	struct str first = p->month[p->from].month, last = p->month[p->upto - 1].month;

	html_enter(h, "div", "chart-head");
	html_open(h, "h2");
	html_attr_z(h, "id", "chart-title");
	html_z(h, "First reported each month");
	html_end(h);
	if (p->narrowed) {
		html_enter(h, "p", "range");
		if (!p->blank)
			html_text(h, arena_fmt(c->arena, "%.*s to %.*s ",
					       STR_ARG(plot_month(c->arena, first)),
					       STR_ARG(plot_month(c->arena, last))));
		html_link(h, "clear", str_cut(p->base, 0, p->base.len - 1), STR("Whole period"));
		html_end(h);
	}
	html_enter(h, "p", "legend");
	html_element_z(h, "span", "key incident", "Incidents");
	html_z(h, " ");
	html_element_z(h, "span", "key hazard", "Hazards");
	html_z(h, " ");
	html_element_z(h, "span", "key average", "Six-month average");
	html_z(h, " ");
	html_element_z(h, "span", "key share", "Share of AI news, six-month average");
	html_end(h);
	html_end(h);
}

static struct str csv_path(struct call *c)
{
	struct params kept = params_drop(c->arena, &c->params, STR("sort"));

	return params_with(c->arena, STR("/api/v1/stats/events.csv"), &kept, STR("limit"), STR(""));
}

/* Which of the months do the filter's days touch? */
static void range_of(struct months *p, struct call *c)
{
	struct str from = call_get(c, "from"), to = call_get(c, "to");
	int64_t from_ms = 0, upto_ms = INT64_MAX, a, b;

	p->upto = p->count;
	p->narrowed = from.len || to.len;
	if (from.len && call_day(&a, &b, from))
		from_ms = a;
	if (to.len && call_day(&a, &b, to))
		upto_ms = b;
	while (p->from < p->count && call_day(&a, &b, p->month[p->from].month) && b <= from_ms)
		p->from++;
	while (p->upto > p->from && call_day(&a, &b, p->month[p->upto - 1].month) && a >= upto_ms)
		p->upto--;
	p->blank = p->from >= p->upto;
	if (p->blank)
		p->from = 0, p->upto = 1;
}

void chart_months(struct html *h, struct call *c, const struct stat_row *month, size_t count)
{
	struct months p = {.arena = c->arena, .month = month, .count = count};

	if (count > SPAN) {
		p.month += count - SPAN;
		p.count = SPAN;
	}
	if (count == 0 || highest(p.month, p.count) == 0)
		return;
	range_of(&p, c);
	p.base = without_days(c);
	p.top = round_up(highest(p.month, p.count));
	p.width = (double)WIDTH / (double)p.count;
	p.unit = (double)HEIGHT / (double)p.top;
	html_enter(h, "section", "chart");
	html_attr_z(h, "aria-labelledby", "chart-title");
	heading(h, c, &p);
	pictures(h, &p);
	html_enter(h, "div", "chart-foot");
	figures(h, &p);
	html_link(h, "csv", csv_path(c), STR("CSV"));
	html_end(h);
	html_end(h);
}
