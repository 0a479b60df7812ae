#include "text/date_find.c"

#include "lib/test.h"

static void finds(const char *text, const char *day, bool month_first)
{
	struct arena *a = arena_new();
	struct date d;

	if (!date_find(&d, str_of(text), month_first))
		fail_msg("nothing found in \"%s\"", text);
	assert_str(date_day(a, d.ms), day);
	arena_free(a);
}

static void in_many_languages(void **state)
{
	(void)state;
	finds("Posted on September 21, 2020 by Adi", "2020-09-21", false);
	finds("wurde am 19. Mai 2010 um 23:03 ver\xc3\xb6"
	      "ffentlicht",
	      "2010-05-19", false);
	finds("Publi\xc3\xa9 le 4 f\xc3\xa9vrier 2022 \xc3\xa0 10h", "2022-02-04", false);
	finds("Publicado el 3 de mayo de 2022", "2022-05-03", false);
	finds("del 14 Gennaio 2020)", "2020-01-14", false);
	finds("1er d\xc3\xa9"
	      "cembre 2019",
	      "2019-12-01", false);
	finds("4 grudnia 2021", "2021-12-04", false);
	finds("Jan. 18, 2019", "2019-01-18", false);
	finds("18-Jan-2019", "2019-01-18", false);
	finds("12 \xd0\xb0\xd0\xb2\xd0\xb3\xd1\x83\xd1\x81\xd1\x82\xd0\xb0 2016", "2016-08-12",
	      false);
	finds("2020\xe5\xb9\xb4"
	      "2\xe6\x9c\x88"
	      "5\xe6\x97\xa5",
	      "2020-02-05", false);
}

static void in_figures(void **state)
{
	(void)state;
	finds("am 25.08.2015 22:30", "2015-08-25", false);
	finds("Stand: 5. 2. 2020", "2020-02-05", false);
	finds("last edited 2019-11-10 13:28:18 by", "2019-11-10", false);
	finds("03/04/2020", "2020-04-03", false);
	finds("03/04/2020", "2020-03-04", true);
	finds("12/25/2020", "2020-12-25", false);
	finds("24.01.22, 9 Uhr", "2022-01-24", false);
}

static void what_is_none(void **state)
{
	static const char *const text[] = {
		"",           "2020",    "May we",        "marketing 12, 2020", "31.02.2020",
		"12.12.1890", "1.2.3.4", "555-1234-2020", "version 10.4.20191"};
	struct date d;

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (date_find(&d, str_of(text[i]), false))
			fail_msg("a date in \"%s\"", text[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_many_languages),
		cmocka_unit_test(in_figures),
		cmocka_unit_test(what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
