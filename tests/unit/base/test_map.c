/* Text to number in insertion order; hashes that are equal on every machine; vectors. */
#include "lib/test.h"

#include "base/hash.h"
#include "base/map.c"
#include "base/vec.h"

static void test_map_keeps_order(void **state)
{
	struct map *m = map_new();
	char key[32];

	(void)state;
	for (uint64_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %llu", (unsigned long long)(i * 7919 % 5000));
		*map_put(m, str_of(key)) = i;
	}
	assert_int_equal(map_count(m), 5000);
	for (size_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %zu", i * 7919 % 5000);
		assert_str(map_key(m, i), key);
		assert_int_equal(*map_get(m, str_of(key)), i);
	}
	assert_null(map_get(m, STR("key 5000")));
	assert_int_equal(*map_put(m, STR("fresh")), 0);
	map_free(m);
	map_free(NULL);
}

static void test_hashes(void **state)
{
	char hex[HASH_HEX_SIZE];

	(void)state;
	/* XXH3's own published values for the empty input */
	hash128_hex(hex, hash128(STR("")));
	assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
	assert_true(hash64(STR(""), 0) == 0x2d06800538d394c2ULL);
	assert_true(hash64(STR("a"), 1) != hash64(STR("a"), 2));
	assert_true(hash128_eq(hash128(STR("x")), hash128(STR("x"))));
	assert_false(hash128_eq(hash128(STR("x")), hash128(STR("y"))));
}

static void test_vectors(void **state)
{
	VEC(int) v = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		VEC_PUSH(&v, i);
	assert_int_equal(v.len, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.at[i], i);
	VEC_FREE(&v);
	assert_null(v.at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map_keeps_order),
		cmocka_unit_test(test_hashes),
		cmocka_unit_test(test_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
