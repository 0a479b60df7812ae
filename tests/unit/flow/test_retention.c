/* tests/unit/flow/test_retention.c -- rules in words, and a clock that is made up. */
#include "flow/retention.c"

#include "lib/fill.h"
#include "lib/own_store.h"
#include "store/store_parts.h"

#include "lib/locked.h"

#define SEEN INT64_C(1750000000000) /* lib/fill.h settles everything then */

static struct retention rules(const char *words)
{
	struct retention r;

	if (!retention_parse(&r, str_of(words), &err))
		fail_msg("%s", err.text);
	return r;
}

static void refused(const char *words, const char *why)
{
	struct retention r;

	assert_false(retention_parse(&r, str_of(words), &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, why));
}

static void test_words(void **state)
{
	struct retention none = {0};

	(void)state;
	assert_true(keeps_all(&none));
	none = rules(" ");
	assert_true(keeps_all(&none));
	none = rules("size=0");
	assert_true(keeps_all(&none));
	none = rules("hazard=0");
	assert_false(keeps_all(&none));
	assert_int_equal(rules("size=3").bytes, 3000000);
	refused("films=3", "no label \"films\"");
	refused("unrelated", "is not LABEL=DAYS");
	refused("unrelated=-1", "is not LABEL=DAYS");
	refused("unrelated=many", "is not LABEL=DAYS");
	refused("unrelated=100000001", "is not LABEL=DAYS");
}

static void fill_up(void)
{
	for (int i = 1; i <= 12; i++)
		locked_commit(i, i % 4 ? LABEL_INCIDENT : LABEL_UNRELATED);
}

static int64_t pruned(const char *words, int64_t days, bool dry_run)
{
	struct retention r = rules(words);
	int64_t gone;

	assert_true(retention_prune(&gone, store, &r, SEEN + days * DAY + 1, dry_run, &err));
	return gone;
}

static void test_days_and_labels(void **state)
{
	(void)state;
	fill_up();
	assert_int_equal(pruned("", 5000, false), 0);
	assert_int_equal(pruned("unrelated=30", 29, false), 0);
	/* "all" is for those that nothing else names, wherever it stands */
	assert_int_equal(pruned("unrelated=50 all=30", 31, true), 9);
	assert_int_equal(pruned("all=30 unrelated=50", 31, true), 9);
	assert_int_equal(pruned("unrelated=30", 31, true), 3);
	assert_int_equal(locked_sums().captures, 12);
	assert_int_equal(pruned("unrelated=30", 31, false), 3);
	assert_int_equal(locked_sums().captures, 9);
}

static int64_t daily(const char *words, int64_t at_ms)
{
	struct retention r = rules(words);
	int64_t gone;

	assert_true(retention_daily(&gone, store, &r, at_ms, &err));
	return gone;
}

static void test_once_a_day(void **state)
{
	int64_t now = SEEN + 31 * DAY;

	(void)state;
	fill_up();
	assert_int_equal(daily("", now), -1); /* nothing to do is not the day's pruning */
	assert_int_equal(daily("unrelated=31", now), 0);
	assert_int_equal(daily("unrelated=0", now + 1), -1);
	assert_int_equal(daily("unrelated=0", now + DAY - 1), -1);
	assert_int_equal(locked_sums().captures, 12);
	assert_int_equal(daily("unrelated=31", now + DAY), 3);
	assert_int_equal(daily("all=0", now), -1);
	/* a clock that was set back by more does not stop it */
	assert_int_equal(daily("all=30", now - 1), 9);
	assert_int_equal(locked_sums().captures, 0);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown_sound)
	const struct CMUnitTest tests[] = {TEST(test_words), TEST(test_days_and_labels),
					   TEST(test_once_a_day)};

	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
