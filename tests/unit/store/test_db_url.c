/* tests/unit/store/test_db_url.c -- what of an address is told. */
#include "lib/test.h"

#include "store/db_url.c"

static void test_shown(void **state)
{
	static const char *const row[][2] = {
		{"sqlite:tocsin.db", "sqlite:tocsin.db"},
		{"sqlite:/a@b/c?d://e", "sqlite:/a@b/c?d://e"},
		{"postgresql://db.example/news", "postgresql://db.example/news"},
		{"postgresql://ann@db.example:5433/news", "postgresql://db.example:5433/news"},
		{"postgres://ann:secret@db.example/news?sslmode=require",
		 "postgres://db.example/news"},
		{"postgresql://ann:se?cr@et@db.example/news", "postgresql://db.example/news"},
		{"postgresql:///news?host=/run&password=secret", "postgresql:///news"},
		{"mysql://ann:secret@db", "mysql://db"},
		{"", ""}};
	struct db_url shown;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_string_equal(db_url_shown(&shown, str_of(row[i][0])), row[i][1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_shown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
