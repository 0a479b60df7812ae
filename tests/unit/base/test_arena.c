/* Arenas: zeroed, aligned, one lifetime; a reset arena is as good as new. */
#include "lib/test.h"

#include "base/arena.c"

static void test_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 200000; size = size * 3 + 1) {
			unsigned char *at = arena_alloc(a, size);

			assert_int_equal((uintptr_t)at % 16, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(at[i], 0);
			memset(at, 0xAA, size);
		}
		arena_reset(a);
	}
	arena_free(a);
}

static void test_texts(void **state)
{
	struct arena *a = arena_new();
	struct str s = arena_copy(a, STR("abc"));

	(void)state;
	assert_str(s, "abc");
	assert_int_equal(s.at[3], 0);
	assert_string_equal(arena_z(a, STR("xy")), "xy");
	assert_str(arena_fmt(a, "%s-%05d", "n", 42), "n-00042");
	assert_str(arena_copy(a, STR_NONE), "");
	arena_free(a);
	arena_free(NULL);
}

/* What an article needed is there at once for the next, but a huge one is let go. */
static void test_reset_keeps_what_is_needed(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (int i = 0; i < 10; i++)
		arena_alloc(a, 50000);
	arena_reset(a);
	for (int i = 0; i < 10; i++)
		arena_alloc(a, 50000);
	assert_null(a->head->next); /* one block holds it all */
	arena_reset(a);
	arena_alloc(a, 5 * KEEP_BYTES);
	arena_reset(a);
	assert_true(a->head->size <= KEEP_BYTES);
	assert_null(a->head->next);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_and_aligned),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_reset_keeps_what_is_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
