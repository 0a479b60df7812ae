/* Languages: told when sure, close ones kept apart, what is declared weighed against the text. */
#include "lib/test.h"

#include "text/lang.c"

#define ENGLISH "The police said on Monday that the car had driven itself through a red light."
#define GERMAN "Die Polizei teilte am Montag mit, dass das Auto selbst durch eine rote Ampel fuhr."

static void expect_rows(const char *const (*row)[3], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new();
		struct str got = lang_of(a, str_of(row[i][0]), str_of(row[i][1]));

		if (!str_eq(got, str_of(row[i][2])))
			fail_msg("\"%s\" declared \"%s\": %.*s, want %s", row[i][0], row[i][1],
				 STR_ARG(got), row[i][2]);
		arena_free(a);
	}
}

static void test_tells(void **state)
{
	static const char *const row[][3] = {
		{ENGLISH, "", "en"},
		{GERMAN, "", "de"},
		{"La policía dijo el lunes que el coche había pasado solo un semáforo.", "", "es"},
		{"", "", ""},
		{"42", "", ""},
		{"警方周一表示，该车自行闯红灯冲入人群。", "", "zh"},
		{"警察は月曜日、車が自動で赤信号を無視したと発表した。", "", "ja"},
		{"המשטרה", "", "he"},
	};

	(void)state;
	expect_rows(row, sizeof row / sizeof *row);
}

/* Pairs that CLD2 confuses or leaves open. */
static void test_close_languages(void **state)
{
	static const char *const row[][3] = {
		{"Politiet oplyste mandag, at bilen selv kørte over for rødt lys.", "", "da"},
		{"Politiet opplyste mandag at bilen selv kjørte på rødt lys.", "", "no"},
		{"Polisen uppgav på måndagen att bilen själv körde mot rött ljus.", "", "sv"},
		{"Policie v pondělí uvedla, že auto samo projelo na červenou.", "", "cs"},
		{"Polícia v pondelok uviedla, že auto samo prešlo na červenú.", "", "sk"},
		{"Поліція повідомила в понеділок, що автомобіль сам проїхав.", "", "uk"},
		{"Полицията съобщи в понеделник, че автомобилът сам е преминал.", "", "bg"},
		{"Полиция сообщила в понедельник, что автомобиль сам проехал.", "", "ru"},
	};

	(void)state;
	expect_rows(row, sizeof row / sizeof *row);
}

static void test_declared(void **state)
{
	static const char *const row[][3] = {
		{ENGLISH, "de", "en"},       /* a template lies */
		{ENGLISH, "en-gb", "en-GB"}, /* the region stays */
		{GERMAN, " DE-at ", "de-AT"},
		{"42", "fr", "fr"}, /* the text does not tell */
		{"", "zh-hant-tw", "zh-hant-TW"},
		{"Politiet opplyste mandag at bilen selv kjørte på rødt lys.", "nb-NO", "nb-NO"},
		{"Politiet oplyste mandag, at bilen selv kørte over for rødt lys.", "en", "da"},
		{ENGLISH, "-", "en"},
	};

	(void)state;
	expect_rows(row, sizeof row / sizeof *row);
}

/* Words that two close languages share: what is declared decides. */
static void test_declared_decides_within_a_family(void **state)
{
	struct arena *a = arena_new();
	struct str shared = STR("Policija je u ponedjeljak objavila da je auto sam prošao.");

	(void)state;
	assert_str(lang_of(a, shared, STR("bs")), "bs");
	assert_str(lang_of(a, shared, STR("hr")), "hr");
	assert_str(lang_of(a, shared, STR("de")), "hr");
	arena_free(a);
}

static void test_cut_in_a_character(void **state)
{
	struct arena *a = arena_new();
	char text[700];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof text; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[598] = 'a'; /* puts a character across byte 600 */
	memcpy(text + 599, "\xc3\xa9", 2);
	assert_true(lang_of(a, (struct str){text, 699}, STR("xx")).len == 2);
	arena_free(a);
}

#define NOTICE                                                                                     \
	"Melden Sie sich jetzt an.\nWir verwenden Cookies, um die Seite zu verbessern.\nMehr "     \
	"lesen\n"
#define RAIN                                                                                       \
	"Heavy rain fell in the north of the country on Monday, and the rivers rose over "         \
	"their banks in three towns, where people had to leave their houses for the night. "

/* A notice in another language stands first, and is short. */
static void test_the_longest_paragraph_counts(void **state)
{
	struct arena *a = arena_new();
	struct str told = lang_of(a, STR(NOTICE NOTICE NOTICE RAIN RAIN RAIN), STR("de"));

	(void)state;
	assert_int_equal(told.len, 2);
	assert_memory_equal(told.at, "en", 2);
	told = lang_of(a, STR(NOTICE NOTICE NOTICE "\n" NOTICE NOTICE NOTICE), STR(""));
	assert_memory_equal(told.at, "de", 2);
	arena_free(a);
}

static void test_may_be_english(void **state)
{
	(void)state;
	assert_true(lang_may_be_english(STR("")));
	assert_true(lang_may_be_english(STR("en")));
	assert_true(lang_may_be_english(STR("en-GB")));
	assert_false(lang_may_be_english(STR("enm")));
	assert_false(lang_may_be_english(STR("de")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_tells),
					   cmocka_unit_test(test_close_languages),
					   cmocka_unit_test(test_declared),
					   cmocka_unit_test(test_declared_decides_within_a_family),
					   cmocka_unit_test(test_cut_in_a_character),
					   cmocka_unit_test(test_the_longest_paragraph_counts),
					   cmocka_unit_test(test_may_be_english)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
