/* B-cubed by hand, strangers in a counted event, and the order of arrival of a group. */
#include "lib/test.h"

#include "events/bcubed.c"

static void near(double got, double want)
{
	assert_true(got > want - 1e-9 && got < want + 1e-9);
}

/* Gold {0 1 2} {3 4} {5}; predicted {0 1} {2 3 4} {5}. */
static void test_by_hand(void **state)
{
	const uint64_t gold[] = {1, 1, 1, 2, 2, 3}, predicted[] = {7, 7, 8, 8, 8, 9};
	struct bcubed b;

	(void)state;
	bcubed_measure(&b, gold, predicted, NULL, 6);
	near(b.precision, (1 + 1 + 1.0 / 3 + 2.0 / 3 + 2.0 / 3 + 1) / 6);
	near(b.recall, (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1 + 1 + 1) / 6);
	near(b.f1, 2 * b.precision * b.recall / (b.precision + b.recall));
	near(b.fragmentation, 1.5); /* the event of one article does not count */
	assert_int_equal(b.gold_events, 3);
	assert_int_equal(b.predicted_events, 3);
}

static void test_strangers_spoil_precision(void **state)
{
	const uint64_t gold[] = {1, 1, 2}, predicted[] = {7, 7, 7};
	const bool counted[] = {true, true, false};
	struct bcubed b;

	(void)state;
	bcubed_measure(&b, gold, predicted, counted, 3);
	assert_int_equal(b.articles, 2);
	near(b.precision, 2.0 / 3);
	near(b.recall, 1);
	near(b.fragmentation, 1);
}

static void add(struct group *g, const char *text, const char *date)
{
	struct arena *a = arena_new();
	struct article x;
	struct err err;
	struct str json = arena_fmt(a, "{\"text\":\"%s\",\"date\":\"%s\"}", text, date);

	assert_true(article_from_json(&x, a, json, STR("test"), &err));
	group_add(g, a, &x);
	arena_free(a);
}

/* The oldest founds its event, wherever it stands; the undated comes last. */
static void test_order_of_dates(void **state)
{
	struct group *g = group_new();

	(void)state;
	add(g, "A chess robot broke the finger of a boy in Moscow.", "");
	add(g, "Regulators in Lisbon fined a bank over its scoring of loans.", "2022-08-02");
	add(g, "A self-driving truck hit a barrier near Tucson, Arizona.", "2022-04-06");
	group_run(g, NULL);
	assert_int_equal(group_event(g, 0), 3);
	assert_int_equal(group_event(g, 1), 2);
	assert_int_equal(group_event(g, 2), 1);
	group_run(g, NULL); /* again, from the start */
	assert_int_equal(group_event(g, 2), 1);
	group_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_strangers_spoil_precision),
		cmocka_unit_test(test_order_of_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
