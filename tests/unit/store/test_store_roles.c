/* tests/unit/store/test_store_roles.c -- one holder at a time, who can not commit once another
 * has taken over; and lanes. */
#include "lib/test.h"

#include "store/store_roles.c"

#include "base/clock.h"
#include "lib/own_store.h"

#define NAME STR("clerk")

static void test_one_holder(void **state)
{
	struct store *other = opened("t.db", DB_WRITE);
	int64_t mine, theirs;

	(void)state;
	assert_true(store_lease_take(&mine, store, NAME, STR("a"), 60000, &err));
	assert_int_equal(mine, 1);
	assert_true(store_lease_take(&theirs, other, NAME, STR("b"), 60000, &err));
	assert_int_equal(theirs, 0);
	assert_true(store_lease_take(&theirs, other, STR("else"), STR("b"), 60000, &err));
	assert_int_equal(theirs, 1); /* names have nothing to do with each other */
	assert_true(store_lease_hold(store, NAME, mine, 60000, &err));
	assert_true(store_lease_give(store, NAME, mine, &err));
	assert_true(store_lease_take(&theirs, other, NAME, STR("b"), 60000, &err));
	assert_int_equal(theirs, 2);
	assert_false(store_lease_hold(store, NAME, mine, 60000, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(store_lease_give(store, NAME, mine, &err)); /* of before: gives nothing */
	assert_true(store_lease_take(&mine, store, NAME, STR("a"), 60000, &err));
	assert_int_equal(mine, 0);
	store_close(other);
}

static void test_late_holder_commits_nothing(void **state)
{
	struct store *other = opened("t.db", DB_WRITE);
	struct store_lane l = {.name = STR("x"), .place = STR(""), .round = 1};
	int64_t mine, theirs;

	(void)state;
	assert_true(store_lease_take(&mine, store, NAME, STR("a"), 100, &err));
	clock_sleep_ms(200);
	assert_true(store_begin(store, &err)); /* late, but nobody took over: still its own */
	assert_true(store_lease_hold(store, NAME, mine, 100, &err));
	assert_true(store_end(store, &err));
	clock_sleep_ms(200);
	assert_true(store_lease_take(&theirs, other, NAME, STR("b"), 60000, &err));
	assert_int_equal(theirs, mine + 1);
	assert_true(store_begin(store, &err));
	assert_false(store_lease_hold(store, NAME, mine, 100, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	store_abandon(store);
	assert_true(store_lane(&l, other, arena, STR("x"), &err));
	assert_int_equal(l.round, 0);
	store_close(other);
}

/* While a holder's transaction is open nobody takes over, however late it is. */
static void test_nobody_takes_over_within_a_commit(void **state)
{
	struct store_options o = {.mode = DB_WRITE, .busy_ms = 100};
	struct store *other;
	int64_t mine, theirs;
	char url[700];

	(void)state;
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(store_open(&other, &o, &err));
	assert_true(store_lease_take(&mine, store, NAME, STR("a"), 1, &err));
	assert_true(store_begin(store, &err));
	assert_true(store_lease_hold(store, NAME, mine, 60000, &err));
	assert_false(store_lease_take(&theirs, other, NAME, STR("b"), 60000, &err));
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(store_end(store, &err));
	assert_true(store_lease_take(&theirs, other, NAME, STR("b"), 60000, &err));
	assert_int_equal(theirs, 0); /* it is fresh again */
	store_close(other);
}

static void test_lanes(void **state)
{
	struct store_lane l, put = {.name = STR("files"),
				    .place = STR("1 line 5"),
				    .round = 2,
				    .number = 40,
				    .last = false};

	(void)state;
	assert_true(store_lane(&l, store, arena, STR("files"), &err));
	assert_true(l.round == 0 && l.number == 0 && l.last);
	assert_true(store_lane_put(store, &put, &err));
	assert_true(store_lane(&l, store, arena, STR("files"), &err));
	assert_true(l.round == 2 && l.number == 40 && !l.last);
	assert_str(l.place, "1 line 5");
	put.last = true;
	assert_true(store_lane_put(store, &put, &err));
	assert_true(store_lane(&l, store, arena, STR("files"), &err));
	assert_true(l.last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one_holder, setup, teardown),
		cmocka_unit_test_setup_teardown(test_late_holder_commits_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nobody_takes_over_within_a_commit, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_lanes, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
