/* tests/unit/flow/test_watch_pace.c -- faster with news, slower without, far after failures. */
#include "flow/watch_pace.c"

#include "lib/test.h"

static int64_t settle(size_t fresh, int polls)
{
	struct watch_pace p = {.outcome = FETCH_OK_OUTCOME, .fresh = fresh};

	while (polls-- > 0)
		p.interval_ms = watch_pace_interval(&p);
	return p.interval_ms / 1000;
}

static void test_breathes_within_bounds(void **state)
{
	(void)state;
	assert_int_equal(settle(0, 1), LIMIT_WATCH_FIRST);
	assert_true(settle(1, 2) < LIMIT_WATCH_FIRST);
	assert_true(settle(MANY, 2) < settle(1, 2));
	assert_true(settle(0, 2) > LIMIT_WATCH_FIRST);
	assert_int_equal(settle(1, 100), LIMIT_WATCH_LEAST);
	assert_int_equal(settle(0, 100), LIMIT_WATCH_MOST);
}

static void test_failures_back_off(void **state)
{
	struct watch_pace p = {.interval_ms = 600000, .outcome = FETCH_TOO_SLOW_OUTCOME};
	int64_t before = 0;

	(void)state;
	for (p.failures = 1; p.failures < 8; p.failures++) {
		assert_int_equal(watch_pace_interval(&p), 600000);
		assert_true(watch_pace_delay(&p) >= 2 * before);
		before = watch_pace_delay(&p);
	}
	p.failures = INT64_MAX;
	assert_int_equal(watch_pace_delay(&p), LIMIT_RETRY_AFTER * INT64_C(1000));
	p.failures = 1;
	p.outcome = FETCH_GONE_OUTCOME;
	assert_int_equal(watch_pace_delay(&p), LIMIT_RETRY_AFTER * INT64_C(1000));
}

static void test_what_the_server_wants(void **state)
{
	struct watch_pace p = {.interval_ms = 600000,
			       .outcome = FETCH_RATE_LIMITED_OUTCOME,
			       .failures = 1,
			       .retry_ms = 7200000};

	(void)state;
	assert_int_equal(watch_pace_delay(&p), 7200000);
	p.chance = 1;
	assert_int_equal(watch_pace_delay(&p), 7920000);
	p.retry_ms = 1;
	p.chance = 0;
	assert_int_equal(watch_pace_delay(&p), 600000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_breathes_within_bounds),
					   cmocka_unit_test(test_failures_back_off),
					   cmocka_unit_test(test_what_the_server_wants)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
