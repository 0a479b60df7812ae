/* Fingerprints: equal words are equal, a part is contained, other news shares nothing. */
#include "lib/test.h"

#include "text/fingerprint.c"

static struct fingerprint print_of(const char *text)
{
	struct arena *a = arena_new();
	struct fingerprint f;
	struct words w;

	words_of(&w, a, str_of(text));
	fingerprint_of(&f, &w);
	arena_free(a);
	return f;
}

/* Words from..upto of an endless text of numbers; each stands once. */
static struct fingerprint part(uint32_t from, uint32_t upto)
{
	struct word *word = memory_alloc((upto - from + 1) * sizeof *word);
	struct words w = {.at = word, .len = upto - from};
	struct fingerprint f;

	for (uint32_t i = from; i < upto; i++)
		word[i - from] = (struct word){.hash = i * 2654435761U};
	fingerprint_of(&f, &w);
	memory_free(word);
	return f;
}

static void test_exact(void **state)
{
	struct fingerprint a = print_of("One, two: THREE four"),
			   b = print_of("one two three  four!");
	struct fingerprint c = print_of("one two four three");

	(void)state;
	assert_true(hash128_eq(a.exact, b.exact));
	assert_false(hash128_eq(a.exact, c.exact));
	assert_int_equal(a.words, 4);
	assert_int_equal(a.count, 1);
	assert_int_equal(print_of("one two three").count, 0);
	assert_int_equal(print_of("").words, 0);
}

/* A repeated run counts once, and a full sketch is the least hashes whatever the order. */
static void test_sketch(void **state)
{
	struct fingerprint a = part(0, 5000), b = print_of("x y z w x y z w x y z w x y z w");

	(void)state;
	assert_int_equal(a.count, LIMIT_SKETCH);
	for (size_t i = 1; i < a.count; i++)
		assert_true(a.sketch[i - 1] < a.sketch[i]);
	assert_true(a.sketch[LIMIT_SKETCH - 1] < UINT64_MAX / 5000 * 160);
	assert_int_equal(b.count, 4);
}

/* Against the truth, which is known of runs of distinct words. */
static void test_likeness(void **state)
{
	static const struct {
		uint32_t from, upto;
		float resemblance, containment, size;
	} row[] = {
		{0, 1000, 1, 1, 1},
		{0, 400, 0.4F, 1, 0.4F},
		{600, 1000, 0.4F, 1, 0.4F},
		{500, 1500, 0.333F, 0.5F, 1},
		{0, 200, 0.2F, 1, 0.2F},
		{1000, 2000, 0, 0, 1},
		{900, 1100, 0.09F, 0.5F, 0.2F},
	};
	struct fingerprint whole = part(0, 1000);

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct fingerprint f = part(row[i].from, row[i].upto);
		struct likeness a, b;

		fingerprint_compare(&a, &whole, &f);
		fingerprint_compare(&b, &f, &whole);
		assert_memory_equal(&a, &b, sizeof a);
		assert_float_equal(a.resemblance, row[i].resemblance, 0.13F);
		assert_float_equal(a.containment, row[i].containment, 0.2F);
		assert_float_equal(a.size, row[i].size, 0.2F);
		if (row[i].containment == 1) /* what is wholly contained is so without error */
			assert_float_equal(a.containment, 1, 1e-6F);
	}
}

static void test_nothing_is_like_nothing(void **state)
{
	struct fingerprint none = print_of("too short"), some = part(0, 100);
	struct likeness like;

	(void)state;
	fingerprint_compare(&like, &none, &some);
	assert_true(like.resemblance == 0 && like.containment == 0 && like.shared == 0);
	fingerprint_compare(&like, &none, &none);
	assert_true(like.resemblance == 0 && like.containment == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact),
		cmocka_unit_test(test_sketch),
		cmocka_unit_test(test_likeness),
		cmocka_unit_test(test_nothing_is_like_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
