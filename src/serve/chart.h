/* serve/chart.h -- incidents and hazards a month, as SVG with the figures behind. */
#pragma once
#include "serve/html.h"
#include "serve/call.h"

/* Bars link to the list narrowed to their month, all other filters kept. */
void chart_months(struct html *h, struct call *c, const struct stat_row *month, size_t count);
