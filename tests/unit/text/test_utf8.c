/* UTF-8: what is valid, what repair makes of the rest, NFC, folding, tidying. */
#include "lib/test.h"

#include "text/utf8.c"

static void test_valid(void **state)
{
	static const char *const good[] = {"",
					   "plain",
					   "caf\xc3\xa9",
					   "\xe2\x82\xac",
					   "\xf0\x9f\x98\x80",
					   "\xf4\x8f\xbf\xbf",
					   "\xed\x9f\xbf",
					   "\xee\x80\x80"};
	static const struct {
		const char *text;
		size_t at;
	} bad[] = {{"\x80", 0},         {"ab\xc3", 2},
		   {"\xc0\xaf", 0},     {"\xe0\x80\xaf", 0},
		   {"\xed\xa0\x80", 0}, {"\xf4\x90\x80\x80", 0},
		   {"\xff", 0},         {"long enough \xc3(", 12},
		   {"\xf0\x9f\x98", 0}, {"\xe2\x82", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(utf8_valid(str_of(good[i]), NULL));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		size_t at = 99;

		assert_false(utf8_valid(str_of(bad[i].text), &at));
		assert_int_equal(at, bad[i].at);
	}
}

static void test_repair(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(utf8_repair(a, STR("ab\xc3(c")), "ab\xef\xbf\xbd(c");
	assert_str(utf8_repair(a, STR("\xf0\x9f\x98z")), "\xef\xbf\xbdz");
	assert_str(utf8_repair(a, STR("\xed\xa0\x80")), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_str(utf8_repair(a, STR("fine \xc3\xa9")), "fine \xc3\xa9");
	arena_free(a);
}

static void test_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char bytes[4];
		struct str s = {bytes, 0};

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		s.len = utf8_put(bytes, c);
		assert_true(utf8_valid(s, NULL));
		assert_int_equal(utf8_next(&s), c);
		assert_int_equal(s.len, 0);
	}
}

static void test_random_bytes(void **state)
{
	struct random r;

	(void)state;
	random_seed(&r, 9);
	for (int round = 0; round < 20000; round++) {
		struct arena *a = arena_new();
		char bytes[24];
		struct str s = {bytes, random_below(&r, 24)}, fixed, normal;

		for (size_t i = 0; i < s.len; i++)
			bytes[i] = (char)random_u32(&r);
		fixed = utf8_repair(a, s);
		assert_true(utf8_valid(fixed, NULL));
		assert_true(utf8_valid(s, NULL) == str_eq(s, fixed));
		normal = utf8_nfc(a, fixed);
		assert_true(utf8_valid(normal, NULL));
		assert_true(str_eq(utf8_nfc(a, normal), normal));
		assert_true(utf8_valid(utf8_fold(a, fixed), NULL));
		assert_true(utf8_valid(utf8_tidy(a, fixed, round % 2), NULL));
		arena_free(a);
	}
}

static void test_forms(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(utf8_nfc(a, STR("cafe\xcc\x81")), "caf\xc3\xa9");
	assert_str(utf8_nfc(a, STR("ascii")), "ascii");
	assert_str(utf8_fold(a, STR("TESLA \xc3\x89"
				    "cole Stra\xc3\x9f"
				    "e")),
		   "tesla \xc3\xa9"
		   "cole strasse");
	assert_str(utf8_tidy(a,
			     STR("  a \t b\xc2\xa0"
				 "c\r\n d "),
			     false),
		   "a b c d");
	assert_str(utf8_tidy(a,
			     STR("a \n b\n\n\n c\u2029"
				 "d"),
			     true),
		   "a\nb\n\nc\n\nd");
	assert_str(utf8_tidy(a,
			     STR("a\xe2\x80\x8b"
				 "b\x01"
				 "c\xe2\x80\xae"
				 "d"),
			     false),
		   "abcd");
	arena_free(a);
}

/* Character by character, without short cuts. */
static struct str plainly_tidied(struct arena *a, struct str s, bool keep_lines)
{
	struct tidier t = {.out = arena_bytes(a, s.len + 8), .keep_lines = keep_lines};

	while (s.len) {
		uint32_t c = utf8_next(&s);

		if (is_blank(c)) {
			t.gap = true;
			t.breaks += line_breaks(c);
		} else if (!is_invisible(c)) {
			end_gap(&t);
			t.len += utf8_put(t.out + t.len, c);
		}
	}
	return (struct str){t.out, t.len};
}

static void test_tidy_runs(void **state)
{
	static const char *const part[] = {
		"a",           "b",        "~",    " ",          "!",
		"word",        "\n",       " ",    "\t",         "\x7f",
		"\xc3\xa9",    "\xc2\xa0", "\x01", "longerword", "\xe2\x80\xa9",
		"\xe2\x80\x8b"};
	struct random r;

	(void)state;
	random_seed(&r, 11);
	for (int round = 0; round < 20000; round++) {
		struct arena *a = arena_new();
		char bytes[400] = "";
		uint32_t parts = random_below(&r, 30), of = round % 3 ? 16 : 7;

		for (uint32_t i = 0; i < parts; i++)
			strcat(bytes, part[random_below(&r, of)]);
		for (int lines = 0; lines < 2; lines++)
			assert_true(str_eq(utf8_tidy(a, str_of(bytes), lines),
					   plainly_tidied(a, str_of(bytes), lines)));
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),           cmocka_unit_test(test_repair),
		cmocka_unit_test(test_every_character), cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_forms),           cmocka_unit_test(test_tidy_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
