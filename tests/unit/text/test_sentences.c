/* Sentences: the rules of the header, one by one, and ranges on random texts. */
#include "lib/test.h"

#include "text/sentences.c"

static void cut(const char *text, const char *want)
{
	struct arena *a = arena_new();
	struct sentences s;
	struct buf out;

	buf_init(&out, 4096);
	sentences_of(&s, a, str_of(text));
	for (size_t i = 0; i < s.len; i++)
		buf_fmt(&out, "%s%.*s", i ? " | " : "",
			STR_ARG(str_cut(str_of(text), s.at[i].from, s.at[i].upto)));
	assert_string_equal(out.at ? out.at : "", want);
	buf_free(&out);
	arena_free(a);
}

static void test_ends(void **state)
{
	(void)state;
	cut("", "");
	cut("One.", "One.");
	cut("One. Two! Three? Four", "One. | Two! | Three? | Four");
	cut("He said: \"Stop.\" Then he left.", "He said: \"Stop.\" | Then he left.");
	cut("It failed\xe2\x80\xa6 Nobody knew.", "It failed\xe2\x80\xa6 | Nobody knew.");
	cut("It cost 4.8 million. Fine.", "It cost 4.8 million. | Fine.");
	cut("See example.com for more. It helps.", "See example.com for more. | It helps.");
	cut("What?! No.", "What?! | No.");
	cut("(It fell.) It rose.", "(It fell.) | It rose.");
}

static void test_does_not_end(void **state)
{
	(void)state;
	cut("Mr. Smith met Dr. Lee in the U.S. Senate.",
	    "Mr. Smith met Dr. Lee in the U.S. Senate.");
	cut("Tesla Inc. said so. J. K. Rowling agreed.",
	    "Tesla Inc. said so. | J. K. Rowling agreed.");
	cut("On Jan. 5 it broke.", "On Jan. 5 it broke.");
	cut("\"Why?\" asked the judge.", "\"Why?\" asked the judge.");
	cut("It was, e.g. slow.", "It was, e.g. slow.");
}

static void test_lines(void **state)
{
	(void)state;
	cut("A headline\n\nThe text.", "A headline | The text.");
	cut("first item\nSecond item", "first item | Second item");
	cut("a line that was\nwrapped by mail.", "a line that was\nwrapped by mail.");
	cut("1. Turn it on. 2. Wait.", "1. Turn it on. | 2. Wait.");
}

static void test_paragraphs(void **state)
{
	struct arena *a = arena_new();
	struct sentences s;

	(void)state;
	sentences_of(&s, a, STR("One. Two.\n\nThree.\nFour."));
	assert_int_equal(s.len, 4);
	assert_int_equal(s.at[0].paragraph, 0);
	assert_int_equal(s.at[1].paragraph, 0);
	assert_int_equal(s.at[2].paragraph, 1);
	assert_int_equal(s.at[3].paragraph, 2);
	arena_free(a);
}

static void test_random_texts(void **state)
{
	static const char *const piece[] = {
		"a",  "B",        "9", ".", " ", "\"", "\xe2\x80\xa6", "\n", "?", "\xe2\x80\x9d",
		"Mr", "\xc3\xa9", ")"};
	struct random r;

	(void)state;
	random_seed(&r, 11);
	for (int round = 0; round < 4000; round++) {
		struct arena *a = arena_new();
		struct sentences s;
		struct buf text;
		size_t last = 0;

		buf_init(&text, 4096);
		for (uint32_t n = random_below(&r, 40); n; n--)
			buf_z(&text, piece[random_below(&r, 13)]);
		sentences_of(&s, a, buf_view(&text));
		for (size_t i = 0; i <= s.len; i++) {
			size_t from = i < s.len ? s.at[i].from : text.len;

			assert_true(from >= last);
			/* Whatever lies between two sentences is white space. */
			assert_int_equal(str_trim(str_cut(buf_view(&text), last, from)).len, 0);
			last = i < s.len ? s.at[i].upto : text.len;
		}
		buf_free(&text);
		arena_free(a);
	}
}

static void test_long_runs_are_linear(void **state)
{
	struct arena *a = arena_new();
	size_t n = LIMIT_TEXT;
	char *text = memory_alloc(n);
	struct sentences s;

	(void)state;
	for (int c = 0; c < 4; c++) {
		memset(text, ".\n\" "[c], n);
		text[n - 1] = 'x';
		sentences_of(&s, a, (struct str){text, n});
		assert_in_range(s.len, 1, 2);
	}
	memory_free(text);
	arena_free(a);
}

static void test_limit(void **state)
{
	struct arena *a = arena_new();
	size_t n = (size_t)LIMIT_SENTENCES * 3 + 30;
	char *text = memory_alloc(n);
	struct sentences s;

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = "A. "[i % 3];
	for (size_t i = 0; i + 2 < n; i += 3)
		text[i + 1] = '!';
	sentences_of(&s, a, (struct str){text, n});
	assert_int_equal(s.len, LIMIT_SENTENCES);
	assert_true(s.at[s.len - 1].upto >= n - 2);
	memory_free(text);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),         cmocka_unit_test(test_does_not_end),
		cmocka_unit_test(test_lines),        cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_random_texts), cmocka_unit_test(test_long_runs_are_linear),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
