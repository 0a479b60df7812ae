/* Sentences to the reader go, the story's own stay, and little is nothing. */
#include "lib/test.h"

#include "events/wording.c"

static struct str own_words(struct arena *arena, const char *title, const char *text)
{
	struct article a = {.field = {str_of(title), str_of(text)}};
	struct words words[FIELD_COUNT], own;
	struct buf out;
	struct str copy;

	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&words[f], arena, a.field[f]);
	wording_of(&own, arena, &a, words);
	buf_init(&out, 1 << 16);
	for (size_t i = 0; i < own.len; i++) /* the title's words begin with a capital here */
		for (int f = 0; f < FIELD_COUNT; f++)
			if (own.at[i].upto <= a.field[f].len) {
				struct words one;
				struct str w = str_cut(a.field[f], own.at[i].from, own.at[i].upto);

				words_of(&one, arena, w);
				if (one.len != 1 || one.at[0].hash != own.at[i].hash)
					continue;
				buf_str(&out, w);
				buf_char(&out, ' ');
				break;
			}
	copy = arena_copy(arena, buf_view(&out));
	buf_free(&out);
	return copy;
}

#define STORY                                                                                      \
	"A driverless taxi struck a woman on Monday evening and dragged her for six metres "       \
	"before "                                                                                  \
	"it stopped, police said. The operator withdrew its cars from all streets of the city"

static void test_sentences_to_the_reader(void **state)
{
	struct arena *a = arena_new();
	struct str plain = own_words(a, "", STORY ".");

	(void)state;
	assert_true(str_starts(plain, STR("A driverless taxi")));
	assert_true(str_ends(plain, STR("of the city ")));
	assert_true(str_eq(plain, own_words(a, "", "Sign up for the morning mail! " STORY ".")));
	assert_true(str_eq(plain, own_words(a, "", STORY "\nPlease support our work\n")));
	assert_true(
		str_eq(plain, own_words(a, "Any Title", STORY ". \xe2\x80\x9cYou may opt out.")));
	arena_free(a);
}

static void test_little_is_nothing(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(own_words(a, "", "Subscribe to read on. It is cheap.").len, 0);
	assert_true(str_eq(own_words(a, "Taxi Hits Woman", "Subscribe to read on. It is cheap."),
			   STR("Taxi Hits Woman It is cheap ")));
	assert_true(str_eq(own_words(a, "Taxi Hits Woman", ""), STR("Taxi Hits Woman ")));
	assert_int_equal(own_words(a, "", "").len, 0);
	arena_free(a);
}

/* What has no sentences stays, whoever is spoken to. */
static void test_a_long_line_stays(void **state)
{
	struct arena *a = arena_new();
	char text[LONG * 6 + 32] = "you";

	(void)state;
	for (int i = 0; i < LONG; i++)
		strncat(text, " word", sizeof text - strlen(text) - 1);
	assert_int_equal(own_words(a, "", text).len, strlen(text) + 1);
	text[strlen(text) - 5] = '\0'; /* now as long as a sentence may be */
	assert_int_equal(own_words(a, "", text).len, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences_to_the_reader),
		cmocka_unit_test(test_little_is_nothing),
		cmocka_unit_test(test_a_long_line_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
