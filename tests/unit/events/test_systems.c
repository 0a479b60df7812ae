/* tests/unit/events/test_systems.c -- products are found as whole words, as printed. */
#include "events/systems.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void next_is(const char *text, size_t *from, const char *want)
{
	const char *got = systems_next(str_of(text), from);

	if (want)
		assert_string_equal(got, want);
	else
		assert_null(got);
}

static void products_are_found(void **state)
{
	const char *text = "Tesla's Autopilot and FSD: what ChatGPT, GPT-4o and GPT-4 say";
	size_t from = 0;

	(void)state;
	next_is(text, &from, "Autopilot");
	next_is(text, &from, "Full Self-Driving");
	next_is(text, &from, "ChatGPT");
	next_is(text, &from, "GPT-4o");
	next_is(text, &from, "GPT-4");
	next_is(text, &from, NULL);
	next_is(text, &from, NULL);
}

static void parts_of_words_are_not(void **state)
{
	static const char *const none[] = {
		"", "autopilot", "Autopilots", "myGrok", "Grok\xc3\xa9", "Bardot", "\xc3\xa9Grok"};

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		size_t from = 0;

		next_is(none[i], &from, NULL);
		assert_int_equal(from, strlen(none[i]));
	}
}

static void the_table_is_in_order_and_settles(void **state)
{
	(void)state;
	for (const struct systems_name *n = systems_name; n->name; n++) {
		size_t from = 0;

		if (n[1].name)
			assert_true(str_cmp(str_of(n->name), str_of(n[1].name)) < 0);
		next_is(n->name, &from, n->is);
		assert_int_equal(from, strlen(n->name));
	}
}

int main(void)
{
	const struct CMUnitTest test[] = {
		cmocka_unit_test(products_are_found),
		cmocka_unit_test(parts_of_words_are_not),
		cmocka_unit_test(the_table_is_in_order_and_settles),
	};

	return cmocka_run_group_tests(test, NULL, NULL);
}
