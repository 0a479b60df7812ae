/* tests/unit/ingest/test_fetch_outcome.c -- statuses, troubles, Retry-After. */
#include "ingest/fetch_outcome.c"

#include "lib/test.h"

static void test_statuses(void **state)
{
	static const struct {
		int status;
		const char *name;
	} want[] = {{200, "ok"},          {204, "ok"},           {304, "not_modified"},
		    {400, "bad_status"},  {100, "bad_status"},   {999, "bad_status"},
		    {403, "forbidden"},   {404, "not_found"},    {410, "gone"},
		    {451, "forbidden"},   {429, "rate_limited"}, {500, "server_error"},
		    {503, "unavailable"}, {599, "server_error"}};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct fetch_result r = {.status = want[i].status};

		assert_string_equal(fetch_outcome_name(fetch_outcome_of(FETCHED, &r)),
				    want[i].name);
	}
	assert_true(fetch_outcome_redirects(308));
	assert_false(fetch_outcome_redirects(300));
	assert_false(fetch_outcome_redirects(304));
}

static void test_names_are_told_apart(void **state)
{
	(void)state;
	for (int i = 0; i < FETCH_OUTCOME_COUNT; i++) {
		assert_true(fetch_outcome_is_well((enum fetch_outcome)i) ==
			    (fetch_outcome_text((enum fetch_outcome)i)[0] == '\0'));
		for (int j = 0; j < i; j++)
			assert_string_not_equal(fetch_outcome_name((enum fetch_outcome)i),
						fetch_outcome_name((enum fetch_outcome)j));
	}
}

static void test_retry_after(void **state)
{
	const int64_t now = 784111777000; /* Sun, 06 Nov 1994 08:49:37 GMT */

	(void)state;
	assert_int_equal(fetch_outcome_retry_ms(STR("120"), now), 120000);
	assert_int_equal(fetch_outcome_retry_ms(STR("Sun, 06 Nov 1994 08:50:07 GMT"), now), 30000);
	assert_int_equal(fetch_outcome_retry_ms(STR("Sun, 06 Nov 1994 08:49:07 GMT"), now), 0);
	assert_int_equal(fetch_outcome_retry_ms(STR(""), now), 0);
	assert_int_equal(fetch_outcome_retry_ms(STR("-5"), now), 0);
	assert_int_equal(fetch_outcome_retry_ms(STR("soon"), now), 0);
	assert_int_equal(fetch_outcome_retry_ms(STR("9223372036854775807"), now),
			 LIMIT_RETRY_AFTER * INT64_C(1000));
	assert_int_equal(fetch_outcome_retry_ms(STR("Sun, 06 Nov 2094 08:50:07 GMT"), now),
			 LIMIT_RETRY_AFTER * INT64_C(1000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_statuses),
					   cmocka_unit_test(test_names_are_told_apart),
					   cmocka_unit_test(test_retry_after)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
