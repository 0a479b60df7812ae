/* text/date.h -- every date form that feeds and pages use, to UTC. Pure.
 *
 * RFC 822/2822 (with two-digit years, named zones, missing weekdays, months in eight
 * languages), RFC 3339 and W3C-DTF in all lengths, asctime, "June 16, 2025", "16 June
 * 2025 10:30", 20250616T103000Z, 2025年6月16日, 16/06/2025 where it can only mean one
 * day, Unix seconds and milliseconds. An unknown zone is UTC. Years 1990 to 2100. */
#pragma once
#include "base/arena.h"

struct date {
	int64_t ms;    /* UTC since 1970 */
	bool has_time; /* else midnight UTC of that day */
	bool has_day;  /* else the first of the month or year */
	int zone;      /* minutes east of UTC in which it was written */
};

bool date_parse(struct date *out, struct str text); /* whole text, blanks trimmed */
#define DATE_DAY_MS INT64_C(86400000)
struct str date_day(struct arena *a, int64_t ms);       /* "2025-06-16" */
struct str date_known_day(struct arena *a, int64_t ms); /* the same, "" for 0 */
struct str date_iso(struct arena *a, int64_t ms);       /* "2025-06-16T10:30:00Z" */
struct str date_known_iso(struct arena *a, int64_t ms); /* the same, "" for 0 */
struct str date_http(struct arena *a, int64_t ms);      /* "Mon, 16 Jun 2025 10:30:00 GMT" */
/* "2025-06-16T12:30:00+02:00" */
struct str date_iso_in(struct arena *a, int64_t ms, int zone);
void date_parts(int64_t ms, int *year, int *month, int *day);
int64_t date_from_parts(int year, int month, int day); /* proleptic Gregorian, ms */
