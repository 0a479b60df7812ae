/* tests/unit/serve/test_rate.c -- a minute's units, whose they are, and a table that stays small.
 */
#include "lib/test.h"

#include "serve/rate.c"

#define SECOND INT64_C(1000000)

static struct arena *arena;

static void test_units_of_a_minute(void **state)
{
	struct rate *r = rate_new(60);
	int64_t now = 5000 * SECOND;
	struct rate_left left;

	(void)state;
	for (int i = 0; i < 12; i++) { /* all at once */
		assert_true(take(&left, r, STR("a"), 5, now));
		assert_int_equal(left.left, 60 - 5 * (i + 1));
		assert_int_equal(left.limit, 60);
	}
	assert_int_equal(left.reset_s, 60);
	assert_false(take(&left, r, STR("a"), 5, now));
	assert_int_equal(left.retry_s, 5); /* a unit a second comes back */
	assert_false(take(&left, r, STR("a"), 5, now + 5 * SECOND - 1));
	assert_true(take(&left, r, STR("a"), 5, now + 5 * SECOND));
	assert_false(take(&left, r, STR("a"), 1, now + 5 * SECOND));
	assert_true(take(&left, r, STR("b"), 60, now)); /* another's are another's */
	assert_true(take(&left, r, STR("a"), 60, now + 200 * SECOND));
	assert_int_equal(left.left, 0);
	rate_free(r);
}

/* However many come, the one that asked most of late is remembered. */
static void test_a_flood_of_addresses(void **state)
{
	struct rate *r = rate_new(100);
	int64_t now = 9000 * SECOND;
	struct rate_left left;
	char name[32];

	(void)state;
	assert_true(take(&left, r, STR("greedy"), 100, now));
	for (int i = 0; i < 20 * LIMIT_RATE_ADDRESSES; i++) {
		snprintf(name, sizeof name, "n%d", i);
		assert_true(take(&left, r, str_of(name), 1, now));
	}
	assert_false(take(&left, r, STR("greedy"), 1, now));
	assert_true(sizeof *r <= KIB(300));
	rate_free(r);
}

static struct str who(const char *client, const char *forwarded, bool trust)
{
	struct header h[] = {{STR("Accept"), STR("*/*")},
			     {STR("x-forwarded-for"), str_of(forwarded)}};
	struct request req = {.client = str_of(client), .header = h, .header_count = 2};

	struct api_options options = {.trust_proxy = trust};
	struct call c = {.req = &req, .options = &options};

	return address_of(call_client(&c), arena);
}

static void test_who_asks(void **state)
{
	(void)state;
	assert_int_equal(who("127.0.0.1", "", false).len, 0);
	assert_int_equal(who("127.8.8.8", "", false).len, 0);
	assert_int_equal(who("::1", "", true).len, 0);
	assert_int_equal(who("127.0.0.1", "192.0.2.1", false).len, 0); /* anybody can write that */
	assert_int_equal(who("192.0.2.1", "", false).len, 16);
	assert_true(str_eq(who("192.0.2.1", "", false), who("127.0.0.1", "192.0.2.1", true)));
	assert_true(str_eq(who("192.0.2.1", "", false), who("::ffff:192.0.2.1", "", false)));
	/* only the last was written by the proxy */
	assert_true(
		str_eq(who("127.0.0.1", "6.6.6.6, 192.0.2.1", true), who("192.0.2.1", "", true)));
	assert_true(str_eq(who("2001:db8::1", "", false), who("2001:db8::ffff:1", "", false)));
	assert_false(str_eq(who("2001:db8::1", "", false), who("2001:db8:0:1::1", "", false)));
	assert_str(who("127.0.0.1", "garbage", true), "garbage"); /* counted, as whatever it is */
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_units_of_a_minute),
					   cmocka_unit_test(test_a_flood_of_addresses),
					   cmocka_unit_test(test_who_asks)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
