/* fuzz_date.c -- any text. Oracles: a date that is read lies within 1990 and 2100, its zone
 * within a day and what it is (time, day, zone) with it; written as ISO, in UTC or in its
 * zone, and read again it is the same second; its day is the same day; civil dates and days
 * are turned into each other without loss; blanks around change nothing. A date found in
 * free text keeps the same bounds. */
#include "base/check.h"
#include "text/date.h"
#include "text/date_find.h"

#define DAY_MS 86400000

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void expect_bounds(const struct date *d)
{
	CHECK(d->ms >= date_from_parts(1990, 1, 1) && d->ms < date_from_parts(2101, 1, 1));
	CHECK(d->zone > -24 * 60 && d->zone < 24 * 60);
	CHECK(d->has_day || !d->has_time);
	if (!d->has_time)
		CHECK(d->ms % DAY_MS == 0 && d->zone == 0);
}

static void expect_parts(int64_t ms)
{
	int year, month, day, year2, month2, day2;

	date_parts(ms, &year, &month, &day);
	CHECK(month >= 1 && month <= 12 && day >= 1 && day <= 31);
	date_parts(date_from_parts(year, month, day), &year2, &month2, &day2);
	CHECK(year == year2 && month == month2 && day == day2);
	CHECK(ms >= date_from_parts(year, month, day));
	CHECK(ms - date_from_parts(year, month, day) < DAY_MS);
}

static void expect_again(struct arena *a, const struct date *d)
{
	struct str utc = date_iso(a, d->ms), local = date_iso_in(a, d->ms, d->zone);
	struct date again;

	CHECK(utc.len == 20 && local.len == (d->zone ? 25 : 20));
	CHECK(date_parse(&again, utc) && again.ms == d->ms - d->ms % 1000);
	CHECK(again.has_time && again.has_day && again.zone == 0);
	CHECK(date_parse(&again, local) && again.ms == d->ms - d->ms % 1000);
	CHECK(again.zone == d->zone);
	CHECK(date_parse(&again, date_day(a, d->ms)));
	CHECK(again.ms == d->ms - d->ms % DAY_MS && !again.has_time && again.has_day);
}

/* With white space around it; a NUL in the text is a byte like others. */
static struct str within(struct arena *a, struct str text)
{
	char *at = arena_alloc(a, text.len + 2);

	at[0] = ' ';
	memcpy(at + 1, text.at, text.len);
	at[text.len + 1] = '\n';
	return (struct str){at, text.len + 2};
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str text = {(const char *)at, len};
	struct arena *a = arena_new();
	struct date d, same;

	if (date_parse(&d, text)) {
		CHECK(str_trim(text).len <= 80);
		expect_bounds(&d);
		expect_parts(d.ms);
		expect_again(a, &d);
		CHECK(date_parse(&same, within(a, text)));
		CHECK(same.ms == d.ms && same.zone == d.zone);
	}
	for (int month_first = 0; month_first < 2; month_first++) {
		if (!date_find(&d, text, month_first))
			continue;
		CHECK(d.has_day);
		expect_bounds(&d);
		expect_parts(d.ms);
	}
	if (len >= 8) {
		int64_t ms;

		memcpy(&ms, at, sizeof ms);
		expect_parts(ms % (4000LL * 366 * DAY_MS));
	}
	arena_free(a);
	return 0;
}
