/* Languages: told when sure, "" when not. */
#include "lib/test.h"

#include "text/lang.c"

static void test_tells(void **state)
{
	(void)state;
	assert_string_equal(
		lang_of(STR("The police said on Monday that the car had driven itself through a "
			    "red light and into the crowd.")),
		"en");
	assert_string_equal(
		lang_of(STR(
			"Die Polizei teilte am Montag mit, dass das Auto selbst durch eine rote "
			"Ampel in die Menge gefahren sei.")),
		"de");
	assert_string_equal(lang_of(STR("La polic\xc3\xad"
					"a dijo el lunes que el coche hab\xc3\xad"
					"a pasado solo un "
					"sem\xc3\xa1"
					"foro en rojo y hab\xc3\xad"
					"a chocado con la multitud.")),
			    "es");
	assert_string_equal(lang_of(STR("")), "");
	assert_string_equal(lang_of(STR("42")), "");
}

static void test_cut_in_a_character(void **state)
{
	char text[700];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof text; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[598] = 'a'; /* puts a character across byte 600 */
	memcpy(text + 599, "\xc3\xa9", 2);
	assert_non_null(lang_of((struct str){text, 699}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_tells),
					   cmocka_unit_test(test_cut_in_a_character)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
