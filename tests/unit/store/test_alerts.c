/* When digests go out, how many alerts there may be, what is forgotten of one. */
#include "store/alerts.c"

#include "lib/own_store.h"

static struct alert wish(const char *to, int64_t at_ms)
{
	return (struct alert){.receiver = str_of(to),
			      .owner = STR(""),
			      .query = STR("label=hazard"),
			      .channel = ALERT_MAIL,
			      .made_ms = at_ms};
}

static enum err_code added(const char *to, int64_t at_ms)
{
	struct alert a = wish(to, at_ms);

	return alerts_add(&a, store, arena, &err) ? ERR_NONE : err.code;
}

static void test_mornings(void **state)
{
	/* 16 June 2026 was a Tuesday */
	int64_t tuesday = date_from_parts(2026, 6, 16), hour = HOUR_MS;

	(void)state;
	assert_int_equal(alerts_next_ms(ALERT_IMMEDIATELY, 5), 5);
	assert_int_equal(alerts_next_ms(ALERT_DAILY, tuesday), tuesday + 7 * hour);
	assert_int_equal(alerts_next_ms(ALERT_DAILY, tuesday + 7 * hour - 1), tuesday + 7 * hour);
	assert_int_equal(alerts_next_ms(ALERT_DAILY, tuesday + 7 * hour), tuesday + 31 * hour);
	assert_int_equal(alerts_next_ms(ALERT_WEEKLY, tuesday),
			 date_from_parts(2026, 6, 22) + 7 * hour);
	assert_int_equal(alerts_next_ms(ALERT_WEEKLY, date_from_parts(2026, 6, 22) + 7 * hour),
			 date_from_parts(2026, 6, 29) + 7 * hour);
}

static void test_names(void **state)
{
	enum alert_channel channel;
	enum alert_pace pace;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(
			alerts_channel_parse(&channel, alerts_channel_name((enum alert_channel)i)));
		assert_int_equal(channel, i);
		assert_true(alerts_pace_parse(&pace, alerts_pace_name((enum alert_pace)i)));
		assert_int_equal(pace, i);
	}
	assert_false(alerts_channel_parse(&channel, STR("pigeon")));
	assert_false(alerts_pace_parse(&pace, STR("")));
}

static void test_limits(void **state)
{
	const int64_t day = DATE_DAY_MS;
	char to[40];
	int n;

	(void)state;
	for (n = 0; n < LIMIT_ALERTS_DAY; n++)
		assert_int_equal(added("a@example.org", day + n), ERR_NONE);
	assert_int_equal(added("a@example.org", 2 * day), ERR_BUSY);
	for (; n < LIMIT_ALERTS_RECEIVER; n++)
		assert_int_equal(added("a@example.org", (n + 2) * 2 * day), ERR_NONE);
	assert_int_equal(added("a@example.org", 1000 * day), ERR_LIMIT);
	for (n = 0; n < LIMIT_ALERTS_HOUR; n++) {
		snprintf(to, sizeof to, "b%d@example.org", n);
		assert_int_equal(added(to, 2000 * day + n), ERR_NONE);
	}
	assert_int_equal(added("c@example.org", 2000 * day + HOUR_MS / 2), ERR_BUSY);
	assert_int_equal(added("c@example.org", 2000 * day + 2 * HOUR_MS), ERR_NONE);
}

/* Each purpose has a word of its own, and each alert. */
static void test_keys(void **state)
{
	struct alert a = wish("k@example.org", 3000 * DATE_DAY_MS), b = a;
	char one[ALERTS_KEY_SIZE], other[ALERTS_KEY_SIZE];

	(void)state;
	assert_true(alerts_add(&a, store, arena, &err) && alerts_add(&b, store, arena, &err));
	alerts_key(one, &a, "stop");
	alerts_key(other, &a, "manage");
	assert_string_not_equal(one, other);
	alerts_key(other, &b, "stop");
	assert_string_not_equal(one, other);
}

static void test_life(void **state)
{
	const int64_t now = 4000 * DATE_DAY_MS;
	struct event_query q = {.label = STR("hazard")};
	struct alert a = wish("l@example.org", now), b = wish("m@example.org", now), got;

	(void)state;
	assert_true(alerts_add(&a, store, arena, &err) && alerts_add(&b, store, arena, &err));
	assert_true(alerts_begin(store, arena, &a, &q, now + 5, &err));
	assert_true(alerts_begin(store, arena, &a, &q, now + 9, &err)); /* twice is once */
	assert_true(alerts_find(&got, store, arena, a.id, &err));
	assert_int_equal(got.state, ALERT_ON);
	assert_int_equal(got.confirmed_ms, now + 5);
	assert_true(alerts_set_pace(store, &a, ALERT_WEEKLY, now, &err));
	assert_true(alerts_put_off(store, now + 30 * DATE_DAY_MS, &err));
	assert_true(alerts_find(&got, store, arena, a.id, &err));
	assert_int_equal(got.due_ms, alerts_next_ms(ALERT_WEEKLY, now + 30 * DATE_DAY_MS));
	assert_true(alerts_end(store, &a, STR("enough"), &err));
	assert_true(alerts_find(&got, store, arena, a.id, &err));
	assert_int_equal(got.state, ALERT_OFF);
	assert_str(got.receiver, "");
	assert_str(got.query, "");
	assert_str(got.reason, "enough");
	/* begun again it is not */
	assert_true(alerts_begin(store, arena, &a, &q, now + 9, &err));
	assert_true(alerts_find(&got, store, arena, a.id, &err));
	assert_int_equal(got.state, ALERT_OFF);
	/* never confirmed */
	assert_true(alerts_forget(store, now + 1, &err));
	assert_true(alerts_find(&got, store, arena, b.id, &err));
	assert_int_equal(got.state, ALERT_OFF);
	assert_str(got.receiver, "");
	assert_str(got.reason, "never confirmed");
	assert_false(alerts_find(&got, store, arena, STR("nobody"), &err));
	assert_int_equal(err.code, ERR_MISSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mornings), cmocka_unit_test(test_names),
		cmocka_unit_test(test_limits),   cmocka_unit_test(test_keys),
		cmocka_unit_test(test_life),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
