/* Encodings: labels, the order of evidence, and bytes into UTF-8. */
#include "lib/test.h"

#include "text/charset.c"

#define FOUR "\xe5\x86\xa0\xe5\x86\x9b\xe5\x86\xa0\xe5\x86\x9b"
#define MUCH FOUR FOUR FOUR FOUR FOUR FOUR FOUR FOUR

static void test_labels(void **state)
{
	(void)state;
	assert_string_equal(charset_name(STR("latin1")), "windows-1252");
	assert_string_equal(charset_name(STR(" ISO-8859-1 ")), "windows-1252");
	assert_string_equal(charset_name(STR("UTF8")), "UTF-8");
	assert_string_equal(charset_name(STR("gb2312")), "gb18030");
	assert_non_null(charset_name(STR("iso-8859-15")));
	/* spelt as no standard has them: what ICU takes them for goes through the table too */
	assert_string_equal(charset_name(STR("utf-1-6")), "UTF-16LE");
	assert_string_equal(charset_name(STR("iso8859_1")), "windows-1252");
	assert_string_equal(charset_name(STR("gb_2312-80")), "gb18030");
	assert_string_equal(charset_name(STR("windows-874")), "windows-874");
	assert_null(charset_name(STR("iso8859-2\"")));
	assert_null(charset_name(STR("jis:8-"))); /* found by fuzz_charset: a name that is no label */
	assert_null(charset_name(STR("")));
	assert_null(charset_name(STR("no such thing")));
}

static void test_guess(void **state)
{
	static const char *const row[][3] = {
		{"plain", "", "UTF-8"},
		{"caf\xc3\xa9", "", "UTF-8"},
		{"caf\xc3\xa9", "text/html; charset=iso-8859-1", "UTF-8"},
		{"caf\xe9", "text/html; charset=iso-8859-1", "windows-1252"},
		{"caf\xe9", "text/html; charset=\"windows-1251\"", "windows-1251"},
		{"<meta charset=koi8-r>\xcb", "", "KOI8-R"},
		{"<?xml version='1.0' encoding='windows-1252'?>\xe9", "", "windows-1252"},
		{"<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>\x82", "",
		 "Shift_JIS"},
		{"<meta name=x><meta charset='utf-16'>ok", "", "UTF-8"},
		{"<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xcb", "",
		 "windows-1251"},
		{"<meta content='text/html; charset=koi8-r'><meta charset=windows-1251>\xcb", "",
		 "windows-1251"},
		{"<p title='<meta charset=koi8-r>'><meta charset=windows-1251>\xcb", "",
		 "windows-1251"},
		{"<?xml version='1.0' encoding=windows-1251?>\xe9", "", "windows-1251"},
		{"<meta charset=gb2312>\xc3\xa9", "", "gb18030"},
		{"<meta charset=gb2312>" MUCH, "", "UTF-8"},
		{"<meta charset=gb2312>" MUCH "\xd6", "", "gb18030"},
		{"\xff\xfe"
		 "a",
		 "", "UTF-16LE"},
		{"\xef\xbb\xbf"
		 "x",
		 "text/html; charset=latin1", "UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (strcasecmp(charset_guess(str_of(row[i][0]), str_of(row[i][1])), row[i][2]) != 0)
			fail_msg("row %zu: %s", i,
				 charset_guess(str_of(row[i][0]), str_of(row[i][1])));
}

static void test_decode(void **state)
{
	struct arena *a = arena_new();
	struct err err;
	struct str out;

	(void)state;
	assert_true(charset_decode(&out, a, STR("caf\xe9 \x80 \x92"), "windows-1252", &err));
	assert_str(out, "caf\xc3\xa9 \xe2\x82\xac \xe2\x80\x99");
	assert_true(charset_decode(&out, a,
				   STR("\xff\xfe"
				       "a\0b\0"),
				   "UTF-16LE", &err));
	assert_str(out, "ab");
	assert_true(charset_decode(&out, a,
				   STR("\xef\xbb\xbf"
				       "x\xff"),
				   "UTF-8", &err));
	assert_str(out, "x\xef\xbf\xbd");
	assert_true(charset_decode(&out, a, STR("\x82\xa0"), "Shift_JIS", &err));
	assert_str(out, "\xe3\x81\x82");
	assert_true(charset_decode(&out, a, STR(""), "windows-1252", &err));
	assert_int_equal(out.len, 0);
	assert_false(charset_decode(&out, a, STR("x"), "no-such-charset", &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(
		charset_decode(&out, a, (struct str){"", (size_t)LIMIT_FEED + 1}, "UTF-8", &err));
	assert_int_equal(err.code, ERR_LIMIT);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_guess),
		cmocka_unit_test(test_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
