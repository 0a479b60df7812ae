/* test_dates.c -- days meant, as seen from Monday, 16 June 2025. */
#include "judge/dates.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "lib/calendar.h"
#include "lib/prose.h"

static const char *const CASE[][2] = {
	{"It happened on March 1, 2025, in Rome.", "2025-03-01"},
	{"It happened on 1 March 2025.", "2025-03-01"},
	{"It happened on March 1.", "2025-03-01"},
	{"The crash was on Nov. 28 in the city.", "2024-11-28"},
	{"The deadline is July 20.", "2025-07-20"},
	{"On Tuesday the firm apologised.", "2025-06-10"},
	{"The firm said on Monday that it was sorry.", "2025-06-16"},
	{"It said last Monday that it was sorry.", "2025-06-09"},
	{"It will open next Friday.", "2025-06-20"},
	{"Yesterday the court ruled.", "2025-06-15"},
	{"The court will rule today or tomorrow.", "2025-06-16, 2025-06-17"},
	{"Last month the ministry spoke.", "2025-05-01..2025-05-31"},
	{"Earlier this month it spoke.", "2025-06-01..2025-06-30"},
	{"It was sold last year.", "2024-01-01..2024-12-31"},
	{"It will open next year.", "2026-01-01..2026-12-31"},
	{"It spoke last week.", "2025-06-09..2025-06-15"},
	{"The system was launched two weeks ago.", "2025-06-02..2025-06-08"},
	{"Two days ago it failed.", "2025-06-14"},
	{"A year ago it failed.", "2024-01-01..2024-12-31"},
	{"Five months ago it failed.", "2025-01-01..2025-01-31"},
	{"In 2018 a woman was killed.", "2018-01-01..2018-12-31"},
	{"Since March 2024 it has been illegal.", "2024-03-01..2024-03-31"},
	{"The trial began in April.", "2025-04-01..2025-04-30"},
	{"The trial will begin next April.", "2026-04-01..2026-04-30"},
	{"The file is dated 2025-06-14.", "2025-06-14"},
	{"On June 14th it began.", "2025-06-14"},
	{"On the 14th of June 2025 it began.", "2025-06-14"},
	{"He may march on.", ""},
	{"It may cost 5 dollars.", ""},
	{"In May it was closed.", "2025-05-01..2025-05-31"},
	{"May 5 was the day.", "2025-05-05"},
	{"The year 2030 is far.", ""},
	{"By 2030 it will be gone.", "2030-01-01..2030-12-31"},
	{"Version 2024 is out.", ""},
	{"February 30, 2024 does not exist.", ""},
	{"February 29, 2024 does.", "2024-02-29"},
	{"It sold 2000 cars in 2000.", "2000-01-01..2000-12-31"},
};

static void print(struct buf *out, struct arena *arena, const char *text)
{
	struct tokens tokens[FIELD_COUNT];
	struct dates dates;

	prose_tokens(tokens, arena, "", text);
	dates_of(&dates, arena, date_from_parts(2025, 6, 16) + 36000000, tokens);
	for (size_t i = 0; i < dates.len; i++) {
		const struct dated *d = &dates.at[i];

		buf_fmt(out, "%s%.*s", i ? ", " : "", STR_ARG(date_day(arena, d->from_ms)));
		if (d->upto_ms > d->from_ms)
			buf_fmt(out, "..%.*s", STR_ARG(date_day(arena, d->upto_ms)));
	}
}

static void test_cases(void **state)
{
	struct arena *arena = arena_new();
	struct buf got;

	(void)state;
	buf_init(&got, 16384);
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		buf_clear(&got);
		print(&got, arena, CASE[i][0]);
		if (!str_eq(buf_view(&got), str_of(CASE[i][1])))
			fail_msg("%s\n  wanted %s\n  got    %.*s", CASE[i][0], CASE[i][1],
				 STR_ARG(buf_view(&got)));
	}
	buf_free(&got);
	arena_free(arena);
}

/* Without a date of its own, an article keeps only what stands in full. */
static void test_without_date(void **state)
{
	const char *text = "On Tuesday, last month, two weeks ago and on March 1 it failed, not on "
			   "2 May 2024.";
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct dates dates;

	(void)state;
	prose_tokens(tokens, arena, "", text);
	dates_of(&dates, arena, 0, tokens);
	assert_int_equal(dates.len, 1);
	assert_false(dates.at[0].relative);
	assert_int_equal(dates.at[0].from_ms, date_from_parts(2024, 5, 2));
	assert_true(str_eq(str_cut(str_of(text), dates.at[0].from, dates.at[0].upto),
			   STR("2 May 2024")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_without_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
