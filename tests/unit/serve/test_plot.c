/* Lines over months: steps that people read, gaps that stay gaps. */
#include "lib/test.h"

#include "serve/plot.c"

static void test_steps_are_round(void **state)
{
	(void)state;
	assert_true(fabs(step_to(0) - 1) < 1e-12); /* nothing: an axis from 0 to 1 */
	assert_true(fabs(step_to(3.67) - 1) < 1e-12);
	assert_true(fabs(step_to(4.7) - 1) < 1e-12);
	assert_true(fabs(step_to(9) - 2) < 1e-12);
	assert_true(fabs(step_to(0.83) - 0.2) < 1e-12);
	assert_true(fabs(step_to(1234) - 250) < 1e-9);
	assert_true(fabs(step_to(100000) - 20000) < 1e-6);
	for (double top = 0.001; top < 1e7; top *= 1.7) {
		assert_true(step_to(top) * TICKS >= top * (1 - 1e-9));
		assert_true(step_to(top) * TICKS < top * 2.6);
	}
}

static void test_numbers_keep_what_tells_them_apart(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(number(a, 4, 2, false), "4");
	assert_str(number(a, 0.2, 0.2, false), "0.2");
	assert_str(number(a, 0.05, 0.05, false), "0.05");
	assert_str(number(a, 0.4, 0.2, true), "40\xe2\x80\xaf%");
	assert_str(number(a, 0.025, 0.005, true), "2.5\xe2\x80\xaf%");
	arena_free(a);
}

/* The drawing of `y`, one value a month from January 2020 on. */
static struct str drawn(struct arena *a, struct buf *b, const double *y, size_t months)
{
	struct stat_row *month = ARENA_ARRAY(a, struct stat_row, months);
	struct plot_line line = {STR("look-0"), y};
	struct plot p = {.month = month, .months = months, .line = &line, .lines = 1};
	struct html h;

	for (size_t i = 0; i < months; i++)
		month[i].month = arena_fmt(a, "%04zu-%02zu", 2020 + i / 12, i % 12 + 1);
	p.says = STR("what it is");
	html_begin_part(&h, b);
	plot_lines(&h, a, &p);
	return buf_view(b);
}

static size_t times(struct str text, const char *word)
{
	size_t n = 0;

	for (size_t at; (at = str_find(text, str_of(word))) != STR_NPOS; n++)
		text = str_cut(text, at + 1, text.len);
	return n;
}

static void test_gaps(void **state)
{
	const double y[] = {1, NAN, 4, 2};
	struct arena *a = arena_new();
	struct str svg;
	struct buf b;

	(void)state;
	buf_init(&b, MIB(1));
	svg = drawn(a, &b, y, 4);
	assert_true(buf_ok(&b));
	assert_true(str_find(svg, STR("d=\"M0.0 750.0M666.7 0.0L1000.0 500.0\"")) != STR_NPOS);
	assert_int_equal(times(svg, "h0"), 3); /* so few months are dots, too */
	assert_int_equal(times(svg, "nan"), 0);
	assert_true(str_find(svg, STR("aria-label=\"what it is\"")) != STR_NPOS);
	buf_free(&b);
	arena_free(a);
}

static void test_years_have_names_that_fit(void **state)
{
	static double y[400];
	struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, MIB(1));
	for (size_t months = 1; months <= 400; months += 7) {
		size_t names_there;

		buf_clear(&b);
		names_there = times(drawn(a, &b, y, months), "class=\"tick-x\"");
		assert_in_range(names_there, 1, NAMES + 1);
	}
	buf_free(&b);
	arena_free(a);
}

static void test_nothing(void **state)
{
	struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, MIB(1));
	assert_str(drawn(a, &b, NULL, 0), "");
	assert_str(plot_month(a, STR("2025-06")), "Jun 2025");
	assert_str(plot_month(a, STR("2025-13")), "2025-13");
	buf_free(&b);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps_are_round),
		cmocka_unit_test(test_numbers_keep_what_tells_them_apart),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_years_have_names_that_fit),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
