/* Dates: every shape of the header, and there and back on random moments. */
#include "lib/test.h"

#include "text/date.c"

static void reads(const char *text, const char *iso)
{
	struct arena *a = arena_new();
	struct date d;

	if (!date_parse(&d, str_of(text)))
		fail_msg("\"%s\" was not read", text);
	assert_str(d.has_time ? date_iso(a, d.ms) : date_day(a, d.ms), iso);
	arena_free(a);
}

static void refuses(const char *text)
{
	struct date d;

	if (date_parse(&d, str_of(text)))
		fail_msg("\"%s\" was read as %lld", text, (long long)d.ms);
}

static void test_shapes(void **state)
{
	static const char *const row[][2] = {
		{"2025-06-16", "2025-06-16"},
		{"2025-06", "2025-06-01"},
		{"2025", "2025-01-01"},
		{"20250616", "2025-06-16"},
		{"2025/06/16", "2025-06-16"},
		{"2025-06-16T10:30:00Z", "2025-06-16T10:30:00Z"},
		{"2025-06-16T10:30:00+02:00", "2025-06-16T08:30:00Z"},
		{"2025-06-16T10:30:00.123-0500", "2025-06-16T15:30:00Z"},
		{"2025-06-16 10:30", "2025-06-16T10:30:00Z"},
		{"2025-06-16T10:30Z", "2025-06-16T10:30:00Z"},
		{"Mon, 16 Jun 2025 10:30:00 GMT", "2025-06-16T10:30:00Z"},
		{"Mon, 16 Jun 2025 10:30:00 +0200", "2025-06-16T08:30:00Z"},
		{"16 Jun 25 10:30 EDT", "2025-06-16T14:30:00Z"},
		{"Monday, 16-Jun-25 10:30:00 UTC", "2025-06-16T10:30:00Z"},
		{"Mon Jun 16 10:30:00 2025", "2025-06-16T10:30:00Z"},
		{"Mon Jun  6 10:30:00 2025", "2025-06-06T10:30:00Z"},
		{"June 16, 2025", "2025-06-16"},
		{"Jun. 16, 2025", "2025-06-16"},
		{"June 16th, 2025 at 5:05 pm", "2025-06-16T17:05:00Z"},
		{"June 16, 2025, 5 am ET", "2025-06-16T10:00:00Z"},
		{"June 2025", "2025-06-01"},
		{"16 June 2025", "2025-06-16"},
		{"16th of June 2025", "2025-06-16"},
		{"16 June 2025 10:30", "2025-06-16T10:30:00Z"},
		{"16.06.2025", "2025-06-16"},
		{"16. Oktober 2025", "2025-10-16"},
		{"Sept 3, 2024", "2024-09-03"},
		{"29 February 2024", "2024-02-29"},
		{"1750069800", "2025-06-16T10:30:00Z"},
		{"1750069800000", "2025-06-16T10:30:00Z"},
		{"  2025-06-16\n", "2025-06-16"},
		{"Mon, 16 Jun 2025 10:30:00 GMT+0200", "2025-06-16T08:30:00Z"},
		{"Mon, 16 Jun 2025 10:30:00 +0200 (CEST)", "2025-06-16T08:30:00Z"},
		{"Mon Jun 16 10:30:00 PDT 2025", "2025-06-16T17:30:00Z"},
		{"Mon Jun 16 2025 10:30:00 GMT+0200 (Central European Time)",
		 "2025-06-16T08:30:00Z"},
		{"2025-06-16T10:30:00+08:00[Asia/Shanghai]", "2025-06-16T02:30:00Z"},
		{"Mon, 16 Jun 2025 10:30:00 Europe/Berlin", "2025-06-16T10:30:00Z"},
		{"16. Juni 2025, 10:30 Uhr", "2025-06-16T10:30:00Z"},
		{"Mon, 16 Jun 2025 10.30.00 +0200", "2025-06-16T08:30:00Z"},
		{"Mon, 16 Jun 2025 GMT", "2025-06-16"},
		{"20250616T103000Z", "2025-06-16T10:30:00Z"},
		{"20250616103000", "2025-06-16T10:30:00Z"},
		{"20250616T1030+0200", "2025-06-16T08:30:00Z"},
		{"2025-167", "2025-06-16"},
		{"2024-366", "2024-12-31"},
		{"2025年6月16日", "2025-06-16"},
		{"2025年06月16日 10:30", "2025-06-16T10:30:00Z"},
		{"2025년 6월 16일 10:30", "2025-06-16T10:30:00Z"},
		{"16/06/2025 10:30", "2025-06-16T10:30:00Z"},
		{"06/16/2025", "2025-06-16"},
		{"06/06/2025", "2025-06-06"},
		{"lun., 16 juin 2025 10:30:00 +0200", "2025-06-16T08:30:00Z"},
		{"lunes, 16 junio 2025 10:30:00 +0200", "2025-06-16T08:30:00Z"},
		{"Di, 16 Dez 2025 10:30:00 +0100", "2025-12-16T09:30:00Z"},
		{"gio, 16 gen 2025 10:30:00 +0100", "2025-01-16T09:30:00Z"},
		{"16 de fevereiro de 2025", "2025-02-16"},
		{"16 août 2025", "2025-08-16"},
		{"Пн, 16 июн 2025 10:30:00 +0300", "2025-06-16T07:30:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		reads(row[i][0], row[i][1]);
}

static void test_refusals(void **state)
{
	static const char *const row[] = {
		"",
		"yesterday",
		"31 June 2025",
		"29 February 2025",
		"2025-366",
		"2025-000",
		"05/06/2025", /* the fifth of June or the sixth of May */
		"31/31/2025",
		"0000-00-00T00:00:00Z",
		"Mon, 30 Nov -0001 00:00:00 +0000",
		"20250616T256000",
		"Tuesday, soon",
		"2025-13-01",
		"1899-01-01",
		"2150-01-01",
		"June",
		"16",
		"2025-06-16T25:00:00",
		"16 Foo 2025",
		"2025-06-16 and more",
		"99999999999999999999",
		"1.2.3.4.5",
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		refuses(row[i]);
}

static void test_there_and_back(void **state)
{
	struct random r;

	(void)state;
	random_seed(&r, 3);
	for (int round = 0; round < 20000; round++) {
		struct arena *a = arena_new();
		int64_t first = date_from_parts(1990, 1, 1), last = date_from_parts(2101, 1, 1);
		int64_t ms = first + (int64_t)(random_unit(&r) * (double)(last - first));
		struct date d;

		ms -= ms % 1000;
		assert_true(date_parse(&d, date_iso(a, ms)));
		assert_int_equal(d.ms, ms);
		arena_free(a);
	}
}

static void test_parts(void **state)
{
	int year, month, day;

	(void)state;
	assert_int_equal(date_from_parts(1970, 1, 1), 0);
	assert_int_equal(date_from_parts(2000, 3, 1), 951868800000);
	for (int64_t at = -200000; at < 200000; at += 13) {
		date_parts(at * DATE_DAY_MS, &year, &month, &day);
		assert_int_equal(date_from_parts(year, month, day), at * DATE_DAY_MS);
	}
	date_parts(-1, &year, &month, &day);
	assert_int_equal(year * 10000 + month * 100 + day, 19691231);
}

static void test_fractions(void **state)
{
	struct date d;

	(void)state;
	assert_true(date_parse(&d, STR("2025-06-16T10:30:00.52Z")));
	assert_int_equal(d.ms % 60000, 520);
	assert_true(date_parse(&d, STR("2025-06-16T10:30:00.0019999999999999Z")));
	assert_int_equal(d.ms % 60000, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),   cmocka_unit_test(test_fractions),
		cmocka_unit_test(test_refusals), cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
