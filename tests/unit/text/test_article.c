/* Articles: sealing, limits, and JSON there and back. */
#include "lib/test.h"

#include "text/article.c"

static bool from(struct article *out, struct arena *a, const char *json, struct err *err)
{
	return article_from_json(out, a, str_of(json), STR("t:1"), err);
}

static void test_reads(void **state)
{
	struct arena *a = arena_new();
	struct article x, y;
	struct err err;

	(void)state;
	assert_true(from(
		&x, a,
		"{\"id\":7,\"headline\":\"T\",\"body\":\"The text of it is here and long enough to "
		"be "
		"told as English by anyone.\",\"author\":[\"A\",\"B\"],\"date\":\"16 June 2025\","
		"\"url\":\"HTTPS://EXAMPLE.com/x#y\",\"extra\":{\"deep\":[1]}}",
		&err));
	assert_str(x.id, "7");
	assert_str(x.field[FIELD_TITLE], "T");
	assert_str(x.author, "A, B");
	assert_str(x.url, "https://example.com/x");
	assert_str(x.lang, "en");
	assert_true(from(&y, a, "{\"title\":\"T\",\"lang\":\"EN-gb\"}", &err));
	assert_str(y.lang, "en-GB");
	assert_true(from(&y, a, "{\"title\":\"T\",\"lang\":\"pt\"}", &err));
	assert_str(y.lang, "pt");
	assert_str(date_day(a, x.date_ms), "2025-06-16");
	assert_true(x.sealed);
	assert_true(from(&y, a, "{\"text\":\"only text\",\"date\":\"whenever\"}", &err));
	assert_int_equal(y.id.len, 16);
	assert_int_equal(y.date_ms, 0);
	arena_free(a);
}

static void test_refusals(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct err err;

	(void)state;
	assert_false(from(&x, a, "{\"id\":\"1\"}", &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(from(&x, a, "{\"title\":\"  \"}", &err));
	assert_false(from(&x, a, "{\"title\":\"x\"", &err));
	assert_false(from(&x, a, "[1]", &err));
	assert_false(from(&x, a, "{\"title\":\"\xc3(\"}", &err));
	assert_false(from(&x, a, "", &err));
	x = (struct article){.field = {STR("t"), STR("bad \xff")}};
	assert_false(article_seal(&x, a, &err));
	assert_string_equal(err.text, "text is not UTF-8 at byte 4");
	arena_free(a);
}

static void test_limits(void **state)
{
	struct arena *a = arena_new();
	char *text = memory_zalloc((size_t)LIMIT_TEXT + 2);
	struct article x;
	struct err err;

	(void)state;
	memset(text, 'x', (size_t)LIMIT_TEXT + 1);
	x = (struct article){.field = {STR("t"), {text, (size_t)LIMIT_TEXT + 1}}};
	assert_false(article_seal(&x, a, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	x = (struct article){.field = {STR("t"), {text, LIMIT_TEXT}}};
	assert_true(article_seal(&x, a, &err));
	x = (struct article){.field = {{text, LIMIT_TITLE + 1}, STR("t")}};
	assert_false(article_seal(&x, a, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	x = (struct article){.field = {STR("t"), STR("t")}, .publisher = {text, LIMIT_FIELD + 1}};
	assert_false(article_seal(&x, a, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	memory_free(text);
	arena_free(a);
}

static void test_there_and_back(void **state)
{
	struct arena *a = arena_new();
	struct article x, y;
	struct buf json, again;
	struct err err;

	(void)state;
	buf_init(&json, LIMIT_LINE);
	buf_init(&again, LIMIT_LINE);
	assert_true(from(
		&x, a,
		"{\"id\":\"q\",\"title\":\"A \\\"quote\\\" \\u00e9\\n\",\"text\":\"x</script>\","
		"\"date\":\"2025-06-16T10:30:00Z\",\"lang\":\"de\",\"publisher\":\"P\"}",
		&err));
	article_to_json(&json, &x);
	assert_true(article_from_json(&y, a, buf_view(&json), STR("t:2"), &err));
	article_to_json(&again, &y);
	assert_true(str_eq(buf_view(&json), buf_view(&again)));
	assert_true(hash128_eq(x.content, y.content));
	buf_free(&json);
	buf_free(&again);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
