/* Growing bytes with a ceiling: the end tells the truth about every append. */
#include "lib/test.h"

#include "base/buf.c"

static void test_appends(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_str(buf_view(&b), "");
	buf_str(&b, STR("ab"));
	buf_z(&b, "cd");
	buf_char(&b, 'e');
	buf_fmt(&b, "%d-%s", 42, "f");
	assert_str(buf_view(&b), "abcde42-f");
	assert_int_equal(b.at[b.len], 0);
	assert_true(buf_ok(&b));
	buf_cut(&b, 9);
	assert_str(buf_view(&b), "abcde42-f");
	buf_cut(&b, 2);
	buf_char(&b, '!');
	assert_str(buf_view(&b), "ab!");
	buf_clear(&b);
	buf_cut(&b, 0);
	assert_str(buf_view(&b), "");
	buf_free(&b);
}

static void test_ceiling(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_z(&b, "0123456789");
	assert_true(buf_ok(&b));
	buf_char(&b, 'x'); /* one over */
	assert_false(buf_ok(&b));
	buf_z(&b, "more");
	assert_true(b.len <= 10);
	buf_clear(&b);
	assert_true(buf_ok(&b));
	buf_fmt(&b, "%s", "a text that is longer than the ceiling");
	assert_false(buf_ok(&b));
	buf_free(&b);
}

static void test_long_formats(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 3000; i++)
		buf_fmt(&b, "%0100d", i);
	assert_int_equal(b.len, 300000);
	assert_true(buf_ok(&b));
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_long_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
