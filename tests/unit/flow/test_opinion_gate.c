/* tests/unit/flow/test_opinion_gate.c -- budget and breaker under a clock that we turn. */
#include "flow/opinion_gate.c"

#include "lib/test.h"

static int64_t wait_ms;

static enum opinion_may at(struct opinion_gate *g, int64_t ms)
{
	return opinion_gate_ask(&wait_ms, g, (struct opinion_time){.day = 7, .ticks_ms = ms});
}

static void bad(struct opinion_gate *g, int64_t ms, int64_t retry_ms)
{
	opinion_gate_bad(g, (struct opinion_time){.day = 7, .ticks_ms = ms}, retry_ms);
}

static void test_a_budget_by_the_day(void **state)
{
	struct opinion_gate g = {.budget = 2, .day = 7};

	(void)state;
	assert_int_equal(at(&g, 0), OPINION_GO);
	assert_int_equal(at(&g, 0), OPINION_GO);
	assert_int_equal(at(&g, 0), OPINION_NO_BUDGET);
	opinion_gate_good(&g); /* gives nothing back */
	assert_int_equal(at(&g, 1 << 30), OPINION_NO_BUDGET);
	assert_int_equal(opinion_gate_ask(&wait_ms, &g, (struct opinion_time){.day = 8}),
			 OPINION_GO);
	assert_int_equal(g.used, 1);
	g = (struct opinion_gate){.budget = 0};
	assert_int_equal(at(&g, 0), OPINION_NO_BUDGET);
	g = (struct opinion_gate){.budget = 5, .day = 7, .used = 5}; /* as the store said */
	assert_int_equal(at(&g, 0), OPINION_NO_BUDGET);
}

static void test_pauses_grow(void **state)
{
	struct opinion_gate g = {.budget = 100};
	int64_t now = 1000, expected = 250;

	(void)state;
	for (int i = 1; i < LIMIT_OPINION_FAILURES; i++) {
		assert_int_equal(at(&g, now), OPINION_GO);
		bad(&g, now, 0);
		assert_int_equal(at(&g, now), OPINION_WAIT);
		assert_int_equal(wait_ms, expected);
		assert_int_equal(at(&g, now + wait_ms - 1), OPINION_WAIT);
		assert_int_equal(wait_ms, 1);
		now += expected;
		expected *= 2;
	}
	assert_int_equal(at(&g, now), OPINION_GO);
	opinion_gate_good(&g);
	assert_int_equal(at(&g, now), OPINION_GO);
	bad(&g, now, 0);
	assert_int_equal(at(&g, now), OPINION_WAIT);
	assert_int_equal(wait_ms, 250);                       /* from the start again */
	assert_int_equal(g.used, LIMIT_OPINION_FAILURES + 1); /* waiting costs nothing */
}

static void test_what_the_server_asks_for(void **state)
{
	struct opinion_gate g = {.budget = 100};

	(void)state;
	bad(&g, 0, 7000);
	assert_int_equal(at(&g, 0), OPINION_WAIT);
	assert_int_equal(wait_ms, 7000);
	bad(&g, 0, 1); /* another call's shorter wish does not undo it */
	assert_int_equal(at(&g, 0), OPINION_WAIT);
	assert_int_equal(wait_ms, 7000);
	bad(&g, 0, INT64_C(86400000));
	assert_int_equal(at(&g, 0), OPINION_WAIT);
	assert_int_equal(wait_ms, LIMIT_OPINION_WAIT * 1000);
}

static void test_the_breaker(void **state)
{
	struct opinion_gate g = {.budget = 100};
	const int64_t pause = LIMIT_OPINION_PAUSE * 1000;

	(void)state;
	for (int i = 0; i < LIMIT_OPINION_FAILURES - 1; i++)
		bad(&g, 0, 0);
	assert_int_equal(at(&g, 60000), OPINION_GO); /* one failure fewer: still closed */
	bad(&g, 60000, 0);
	assert_int_equal(at(&g, 60000), OPINION_SHUT);
	assert_int_equal(at(&g, 60000 + pause - 1), OPINION_SHUT);
	assert_int_equal(at(&g, 60000 + pause), OPINION_GO);   /* one to try */
	assert_int_equal(at(&g, 60000 + pause), OPINION_SHUT); /* and no other */
	bad(&g, 61000 + pause, 0);
	assert_int_equal(at(&g, 61000 + 2 * pause - 1), OPINION_SHUT);
	assert_int_equal(at(&g, 61000 + 2 * pause), OPINION_GO);
	opinion_gate_good(&g);
	assert_int_equal(at(&g, 61000 + 2 * pause), OPINION_GO);
	assert_int_equal(at(&g, 61000 + 2 * pause), OPINION_GO);
}

/* The call that was let through is broken off and tells nothing. */
static void test_a_try_that_never_ends(void **state)
{
	struct opinion_gate g = {.budget = 100};
	const int64_t pause = LIMIT_OPINION_PAUSE * 1000;

	(void)state;
	for (int i = 0; i < LIMIT_OPINION_FAILURES + 3; i++)
		bad(&g, 0, 0);
	assert_int_equal(at(&g, pause), OPINION_GO);
	assert_int_equal(at(&g, 2 * pause - 1), OPINION_SHUT);
	assert_int_equal(at(&g, 2 * pause), OPINION_GO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_budget_by_the_day),      cmocka_unit_test(test_pauses_grow),
		cmocka_unit_test(test_what_the_server_asks_for), cmocka_unit_test(test_the_breaker),
		cmocka_unit_test(test_a_try_that_never_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
