/* tests/lib/calendar.h -- the three functions of text/date.h that dates need, by
 * counting days one by one: slow, plain, and not the code under test. */
#pragma once
#include "text/date.h"

static inline int calendar_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

int64_t date_from_parts(int year, int month, int day)
{
	int64_t days = day - 1;

	for (int y = 1970; y < year; y++)
		for (int m = 1; m <= 12; m++)
			days += calendar_days(y, m);
	for (int y = year; y < 1970; y++)
		for (int m = 1; m <= 12; m++)
			days -= calendar_days(y, m);
	for (int m = 1; m < month; m++)
		days += calendar_days(year, m);
	return days * 86400000;
}

void date_parts(int64_t ms, int *year, int *month, int *day)
{
	*year = 1970;
	while (date_from_parts(*year + 1, 1, 1) <= ms)
		++*year;
	*month = 1;
	while (*month < 12 && date_from_parts(*year, *month + 1, 1) <= ms)
		++*month;
	*day = (int)((ms - date_from_parts(*year, *month, 1)) / 86400000) + 1;
}

struct str date_day(struct arena *a, int64_t ms)
{
	int year, month, day;

	date_parts(ms, &year, &month, &day);
	return arena_fmt(a, "%04d-%02d-%02d", year, month, day);
}
