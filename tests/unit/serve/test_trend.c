/* From the address to lines: averages, shares of sums, and what is shown unasked. */
#include "lib/test.h"

#include "serve/trend.c"

/* STR() is no constant at file scope. */
static const struct stat_row month[] = {
	{.month = {"2025-01", sizeof "2025-01" - 1},
	 .incidents = 4,
	 .ai_articles = 40,
	 .articles = 50,
	 .passed = 50},
	{.month = {"2025-02", sizeof "2025-02" - 1}, .ai_articles = 10},
	{.month = {"2025-03", sizeof "2025-03" - 1},
	 .incidents = 1,
	 .hazards = 1,
	 .complementary = 2},
};
static const int64_t first[] = {3, 0, 1}, second[] = {1, 0, 2};
static const struct series_value value[] = {{{"not stated", sizeof "not stated" - 1}, 9, second},
					    {{"Safety", sizeof "Safety" - 1}, 4, first},
					    {{"Fairness", sizeof "Fairness" - 1}, 3, second}};

static struct trend trend_of(int months, bool share, const char *denominator)
{
	return (struct trend){.kind = &trend_kind[3],
			      .s = {.month = month, .months = 3, .value = value, .values = 3},
			      .months = months,
			      .share = share,
			      .denominator = denominator};
}

static void test_points(void **state)
{
	struct trend t = trend_of(1, false, "events");

	(void)state;
	assert_true(fabs(point(&t, 1, 0) - 3) < 1e-12);
	assert_true(fabs(point(&t, 1, 1)) < 1e-12);
	t = trend_of(3, false, "events");
	assert_true(isnan(point(&t, 1, 1))); /* two months of three */
	assert_true(fabs(point(&t, 1, 2) - 4 / 3.0) < 1e-12);
}

static void test_shares(void **state)
{
	struct trend t = trend_of(1, true, "events");

	(void)state;
	assert_true(fabs(point(&t, 1, 0) - 0.75) < 1e-12);
	assert_true(isnan(point(&t, 1, 1))); /* nothing of nothing */
	assert_true(fabs(point(&t, 2, 2) - 0.5) < 1e-12);
	t = trend_of(3, true, "events"); /* of the sums, so that empty months weigh nothing */
	assert_true(fabs(point(&t, 1, 2) - 0.5) < 1e-12);
	t = trend_of(1, true, "ai_articles");
	assert_true(fabs(point(&t, 1, 0) - 3 / 40.0) < 1e-12);
	t = trend_of(1, true, "pages_read");
	assert_true(fabs(point(&t, 1, 0) - 0.03) < 1e-12);
}

static void test_choice(void **state)
{
	struct params_pair asked[] = {{STR("show"), STR("not stated")}};
	struct trend t = trend_of(1, false, "events");
	struct call c = {.params = {.at = asked}};
	bool shown[3] = {false};

	(void)state;
	t.shown = shown;
	choose(&t, &c); /* unasked: the largest that say something */
	assert_int_equal(t.shown_count, 2);
	assert_false(shown[0]);
	assert_true(shown[1] && shown[2]);
	memset(shown, 0, sizeof shown);
	t.shown_count = 0;
	c.params.len = 1;
	choose(&t, &c);
	assert_true(t.shown_count == 1 && shown[0]);
	shown[0] = false;
	t.shown_count = 0;
	asked[0].value = STR("-"); /* none at all */
	choose(&t, &c);
	assert_int_equal(t.shown_count, 0);
}

static void test_words(void **state)
{
	struct arena *a = arena_new();
	struct trend t = trend_of(6, false, "events");

	(void)state;
	assert_str(trend_says(a, &t), "Events first reported in a month, average of six months");
	t = trend_of(1, true, "ai_articles");
	assert_str(trend_says(a, &t), "Share of a month's articles about AI");
	assert_str(trend_look(a, &t, 11), "look-3 dashed-1");
	t.kind = trend_kind;
	assert_str(trend_look(a, &t, 1), "look-Safety"); /* labels go by their names */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
