/* tests/unit/ingest/test_page_site.c -- headlines without the site, and as letters alone. */
#include "ingest/page_site.c"

#include "lib/test.h"

static void test_bare(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(page_site_bare(a, STR("Car-hits 2 WALLS!")), "carhits2walls");
	assert_str(page_site_bare(a, STR("\xe2\x80\x9c"
					 "Caf\xc3\x89\xe2\x80\x9d \xc2\xbb 1")),
		   "caf\xc3\xa9"
		   "1");
	assert_int_equal(page_site_bare(a, STR_NONE).len, 0);
	arena_free(a);
}

static void test_cut_off(void **state)
{
	static const struct {
		const char *title, *bare;
		bool guess;
	} sample[] = {
		{"Car hits wall - The Daily", "Car hits wall", false},
		{"The Daily | Car hits wall | News | The Daily", "Car hits wall | News", false},
		{"thedaily.org \xe2\x80\x93 Car hits wall", "Car hits wall", false},
		{"Car hits wall - again", "Car hits wall - again", false},
		{"Car hits the long wall - again", "Car hits the long wall", true},
		{"Car - again", "Car - again", true},
		{" - ", "", true},
		{" ", " ", true},
		{"", "", true},
	};
	struct page_about t = {.site = STR("thedaily"), .host = STR("wwwthedailyorg")};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof sample / sizeof *sample; i++)
		assert_str(page_site_cut_off(a, str_of(sample[i].title), &t, sample[i].guess),
			   sample[i].bare);
	arena_free(a);
}

static void test_cuts(void **state)
{
	size_t len = 9;

	(void)state;
	assert_int_equal(page_site_first_cut(&len, STR("a b - c | d")), 3);
	assert_int_equal(len, 3);
	assert_int_equal(last_cut(&len, STR("a b - c \xe2\x80\xa2 d -")), 7);
	assert_int_equal(len, 5);
	assert_int_equal(page_site_first_cut(&len, STR("a-b c -")), 7);
	assert_int_equal(len, 0);
	assert_int_equal(last_cut(&len, STR(" - a")), 0);
	assert_int_equal(len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
