/* Fingerprints: equal words are equal, a reprint is near, other news is far. */
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

static const char news[] =
	"A driverless taxi struck a woman in the city on Monday evening and dragged her for six "
	"metres before it stopped, police said. The operator withdrew its cars from the streets "
	"and "
	"the regulator suspended its licence while it looks into the crash and into what was told.";

static void test_exact(void **state)
{
	struct fingerprint a = print_of("One, two: THREE four"),
			   b = print_of("one two three  four!");
	struct fingerprint c = print_of("one two four three");

	(void)state;
	assert_true(hash128_eq(a.exact, b.exact));
	assert_false(hash128_eq(a.exact, c.exact));
	assert_int_equal(a.words, 4);
}

static void test_near(void **state)
{
	struct fingerprint a = print_of(news), b, c;
	char changed[sizeof news + 64];

	(void)state;
	snprintf(changed, sizeof changed, "%s Reporting by the desk.", news);
	b = print_of(changed);
	c = print_of("Parliament passed a budget on Thursday after weeks of talks about pensions, "
		     "rail fares "
		     "and the price of milk, with both opposition parties voting against it in the "
		     "end.");
	assert_in_range(fingerprint_distance(a.near, b.near), 0, 12);
	assert_true(fingerprint_distance(a.near, c.near) > 20);
	assert_int_equal(fingerprint_distance(a.near, a.near), 0);
	assert_int_equal(fingerprint_distance(0, UINT64_MAX), 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_exact),
					   cmocka_unit_test(test_near)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
