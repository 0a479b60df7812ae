/* serve/plot.c -- lines over months.
 *
 * Two pictures in one: the inner one is stretched over the box (strokes keep their width),
 * the outer one has the axes, placed by per cent, so that letters keep their size on any
 * screen without a script. Colours are classes: light, dark and foreign pages differ. */
#include "serve/plot.h"

#include <math.h>

#include "base/limits.h"

#define SIDE 1000 /* of the inner picture */
#define TICKS 5   /* at most so many steps up */
#define NAMES 7   /* at most so many names of years along */
#define DOTS 30   /* so few months: each is a dot too */

struct str plot_month(struct arena *a, struct str month)
{
	static const char *const name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t m = 0;

	if (month.len != 7 || !str_int(&m, str_cut(month, 5, 7)) || m < 1 || m > 12)
		return month;
	return arena_fmt(a, "%s %.*s", name[m - 1], STR_ARG(str_cut(month, 0, 4)));
}

static double highest(const struct plot *p)
{
	double top = 0;

	for (size_t i = 0; i < p->lines; i++)
		for (size_t m = 0; m < p->months; m++)
			if (p->line[i].y[m] > top) /* false for NaN */
				top = p->line[i].y[m];
	return top;
}

/* The smallest of ... 0.5, 1, 2, 5, 10 ... of which TICKS reach the top. */
static double step_to(double top)
{
	static const double nice[] = {1, 2, 2.5, 5, 10};
	double least = top / TICKS, unit = 1;

	if (!(top > 0))
		return 1;
	while (unit * 10 < least)
		unit *= 10;
	while (unit > least)
		unit /= 10;
	for (size_t i = 0; i < sizeof nice / sizeof *nice; i++)
		if (unit * nice[i] >= least * (1 - 1e-9))
			return unit * nice[i];
	return unit * 10;
}

static struct str number(struct arena *a, double value, double step, bool share)
{
	double shown = share ? value * 100 : value, by = share ? step * 100 : step;
	int decimals = by >= 1 && fabs(by - round(by)) < 1e-9 ? 0 : by >= 0.1 ? 1 : 2;

	return arena_fmt(a, share ? "%.*f\xe2\x80\xaf%%" : "%.*f", decimals, shown);
}

static void attr_percent(struct html *h, struct arena *a, const char *name, double of_1)
{
	html_attr(h, name, arena_fmt(a, "%.2f%%", of_1 * 100));
}

static void grid(struct html *h, struct arena *a, const struct plot *p, double step, int steps)
{
	for (int i = 0; i <= steps; i++) {
		double y = 1 - (double)i / steps;

		html_enter(h, "line", i ? "grid" : "base");
		attr_percent(h, a, "x1", 0);
		attr_percent(h, a, "x2", 1);
		attr_percent(h, a, "y1", y);
		attr_percent(h, a, "y2", y);
		html_end(h);
		html_enter(h, "text", "tick-y");
		html_attr_z(h, "x", "-8");
		attr_percent(h, a, "y", y);
		html_attr_z(h, "dy", "0.32em");
		html_text(h, number(a, i * step, step, p->share));
		html_end(h);
	}
}

static double x_of(const struct plot *p, size_t month)
{
	return p->months > 1 ? (double)month / (double)(p->months - 1) : 0.5;
}

/* Months between two names: quarters of a short time, else whole years. */
static int64_t pace(size_t months)
{
	static const int64_t years[] = {1, 2, 5, 10, 20, 50};

	if (months <= 6)
		return 1;
	if (months <= 3 * NAMES)
		return 3;
	for (size_t i = 0; i < sizeof years / sizeof *years; i++)
		if ((int64_t)months <= years[i] * 12 * NAMES)
			return years[i] * 12;
	return 100 * 12;
}

static void names(struct html *h, struct arena *a, const struct plot *p)
{
	const int64_t every = pace(p->months);

	for (size_t m = 0; m < p->months; m++) {
		int64_t year = 0, in_year = 0;

		if (!str_int(&year, str_cut(p->month[m].month, 0, 4)) ||
		    !str_int(&in_year, str_cut(p->month[m].month, 5, 7)) ||
		    (year * 12 + in_year - 1) % every)
			continue;
		html_enter(h, "text", "tick-x");
		attr_percent(h, a, "x", x_of(p, m));
		html_attr_z(h, "y", "100%");
		html_attr_z(h, "dy", "1.5em");
		html_text(h, every < 12 ? plot_month(a, p->month[m].month)
					: str_cut(p->month[m].month, 0, 4));
		html_end(h);
	}
}

static void line(struct html *h, const struct plot *p, const struct plot_line *l, double top)
{
	const bool dots = p->months <= DOTS;
	bool pen_down = false;
	struct buf path;

	buf_init(&path, MIB(1));
	for (size_t m = 0; m < p->months; m++) {
		double x = x_of(p, m) * SIDE, y = SIDE - l->y[m] / top * SIDE;

		if (isnan(l->y[m])) {
			pen_down = false;
			continue;
		}
		buf_fmt(&path, "%c%.1f %.1f", pen_down ? 'L' : 'M', x, y);
		pen_down = true;
	}
	html_enter(h, "path", "line");
	html_attr(h, "d", buf_view(&path));
	html_end(h);
	buf_clear(&path);
	for (size_t m = 0; dots && m < p->months; m++)
		if (!isnan(l->y[m])) /* a line without length and a round end */
			buf_fmt(&path, "M%.1f %.1fh0", x_of(p, m) * SIDE,
				SIDE - l->y[m] / top * SIDE);
	if (path.len) {
		html_enter(h, "path", "dots");
		html_attr(h, "d", buf_view(&path));
		html_end(h);
	}
	buf_free(&path);
}

void plot_lines(struct html *h, struct arena *a, const struct plot *p)
{
	double top = highest(p), step = step_to(top);
	int steps = (int)ceil(top / step - 1e-9);

	if (!p->months)
		return;
	steps = steps < 1 ? 1 : steps;
	html_enter(h, "div", "lines");
	html_enter(h, "svg", "lines-axes");
	html_attr_z(h, "role", "img");
	html_attr(h, "aria-label", p->says);
	grid(h, a, p, step, steps);
	names(h, a, p);
	html_enter(h, "svg", "lines-box");
	html_attr(h, "viewBox", arena_fmt(a, "0 0 %d %d", SIDE, SIDE));
	html_attr_z(h, "preserveAspectRatio", "none");
	html_attr_z(h, "width", "100%");
	html_attr_z(h, "height", "100%");
	for (size_t i = 0; i < p->lines; i++) {
		html_open(h, "g");
		html_attr(h, "class", p->line[i].look);
		line(h, p, &p->line[i], steps * step);
		html_end(h);
	}
	html_end(h);
	html_end(h);
	html_end(h);
}
