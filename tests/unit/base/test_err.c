/* Errors: filled once, cut when too long, named by place; limits that hang together. */
#include "lib/test.h"

#include <errno.h>

#include "base/err.c"
#include "base/limits.h"

static void test_texts(void **state)
{
	struct err e;
	char long_text[1000];

	(void)state;
	assert_false(err_set(&e, ERR_INPUT, "line %d", 3));
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(e.text, "line 3");
	err_at(&e, "file");
	assert_string_equal(e.text, "file: line 3");
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	assert_false(err_set(&e, ERR_IO, "%s", long_text));
	assert_true(strlen(e.text) < sizeof e.text);
	err_at(&e, long_text);
	assert_true(strlen(e.text) < sizeof e.text);
	errno = ENOENT;
	assert_false(err_errno(&e, "x"));
	assert_int_equal(e.code, ERR_MISSING);
	errno = EACCES;
	assert_false(err_errno(&e, "x"));
	assert_int_equal(e.code, ERR_IO);
}

/* A smaller thing must fit into what holds it. */
static void test_limits_hang_together(void **state)
{
	(void)state;
	assert_true(LIMIT_TITLE < LIMIT_TEXT && LIMIT_FIELD < LIMIT_TEXT);
	assert_true((long long)LIMIT_TEXT * 6 < LIMIT_LINE);
	assert_true(LIMIT_PAGE < LIMIT_FEED && LIMIT_FEED < LIMIT_FILE);
	assert_true(LIMIT_TEXT < LIMIT_REQUEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_limits_hang_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
