/* serve/plot.h -- lines over months, as SVG with its axes. */
#pragma once
#include "serve/html.h"
#include "store/store.h"

struct plot_line {
	struct str look; /* classes of the line */
	const double *y; /* one a month; NaN: a gap */
};
struct plot {
	const struct stat_row *month;
	size_t months;
	const struct plot_line *line;
	size_t lines;
	bool share;      /* y is of 1, told in per cent */
	struct str says; /* what the picture is, for who cannot see it */
};

/* Draws at most the months there are; nothing for none. Memory of the arena. */
void plot_lines(struct html *h, struct arena *a, const struct plot *p);
/* "Jun 2025" for "2025-06". */
struct str plot_month(struct arena *a, struct str month);
