/* serve/trend.h -- what the page of trends and its embedded form show: one series, some of
 * its values, as counts or shares, smoothed or not. The address says all of it. */
#pragma once
#include "serve/call.h"

#define TREND_VALUES 100 /* of a series, the largest; the API has 200 */
#define TREND_SHOWN 6    /* when the address names none */

struct trend_kind {
	const char *name;  /* in the address and of /api/v1/stats/ */
	const char *facet; /* in the store and of the list's filters */
	const char *title; /* "Kind of harm" */
	const char *by;    /* "Events by kind of harm" */
};
extern const struct trend_kind trend_kind[]; /* ends with a NULL name */

struct trend {
	const struct trend_kind *kind;
	struct event_query query;
	struct series s;
	bool *shown; /* of each value */
	size_t shown_count;
	bool share;
	const char *denominator; /* "events", "ai_articles", "pages_read" */
	int months;              /* that are averaged; 1: each month as it is */
};

/* What is asked for. False when a problem was set. */
bool trend_ask(struct trend *t, struct call *c) MUST_USE;
/* Reads it, and settles which values are shown. */
bool trend_load(struct trend *t, struct call *c, struct err *err) MUST_USE;

int64_t trend_denominator(const struct trend *t, size_t month);
struct str trend_name(const struct trend *t, size_t value); /* for people */
/* Classes of web/looks.css: "look-3 dashed-1"; the same value, the same look everywhere. */
struct str trend_look(struct arena *a, const struct trend *t, size_t value);
struct str trend_says(struct arena *a, const struct trend *t); /* "Events a month, ..." */

/* Addresses with all that matters kept. */
struct str trend_path(struct call *c, const char *path, const char *name, const char *value);
struct str trend_list_path(struct call *c, const char *name, struct str value);
struct str trend_stats_path(struct call *c, const struct trend *t,
			    const char *ending); /* of the API; "" or ".csv" */

/* The lines that are shown, and their axes; web/trends.ts takes its place. */
struct html;
void trend_draw(struct html *h, struct call *c, const struct trend *t);
