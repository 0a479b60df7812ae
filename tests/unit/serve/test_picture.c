/* Addresses of pictures: those that we write are those that we read, and no others. */
#include "serve/picture.c"
#include "test.h"

static void addresses(void **state)
{
	struct arena *a = arena_new();
	struct picture_row row = {.hash = STR("0123456789abcdef0123456789abcdef")};
	enum picture_size size;
	struct str hash, path;

	(void)state;
	for (int i = 0; i < PICTURE_SIZES; i++) {
		path = picture_path(a, &row, (enum picture_size)i);
		assert_true(str_starts(path, STR("/pictures/")));
		assert_true(parse(&hash, &size, str_cut(path, 10, path.len)));
		assert_true(str_eq(hash, row.hash));
		assert_int_equal(size, i);
	}
	assert_false(parse(&hash, &size, STR("0123-small.webp")));
	assert_false(parse(&hash, &size, STR("0123456789abcdef0123456789abcdef-huge.webp")));
	assert_false(parse(&hash, &size, STR("0123456789abcdef0123456789abcdef")));
	assert_false(parse(&hash, &size, STR("-small.webp")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(addresses)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
