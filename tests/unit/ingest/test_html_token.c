/* The tokenizer on what html5lib's tests do not have: caps, borrowed bytes, line ends. */
#include "lib/test.h"

#include "ingest/html_token.c"

static struct html_token next(struct html_tokenizer *t)
{
	struct html_token token;

	assert_true(html_next(&token, t));
	return token;
}

static void test_tags(void **state)
{
	struct arena *a = arena_new();
	struct html_tokenizer t;
	struct html_token token;

	(void)state;
	html_tokenizer_init(&t, a, STR("<P Class=a&amp;b class=c>x &lt; y</p ><br/>"));
	token = next(&t);
	assert_int_equal(token.kind, HTML_START);
	assert_str(token.name, "p");
	assert_int_equal(token.attribute_count, 1);
	assert_str(token.attribute[0].name, "class");
	assert_str(html_value(a, token.attribute[0].value), "a&b");
	token = next(&t);
	assert_str(token.text, "x &lt; y");
	assert_str(html_characters(a, &token), "x < y");
	token = next(&t);
	assert_int_equal(token.kind, HTML_END);
	token = next(&t);
	assert_true(token.self_closing);
	assert_false(html_next(&token, &t));
	arena_free(a);
}

/* One attribute over what is kept: passed over, the tag is whole. */
static void test_attributes_over(void **state)
{
	struct arena *a = arena_new();
	struct html_tokenizer t;
	struct html_token token;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_z(&b, "<p");
	for (int i = 0; i <= HTML_ATTRIBUTES_MOST; i++)
		buf_fmt(&b, " a%d=1", i);
	buf_z(&b, ">text");
	html_tokenizer_init(&t, a, buf_view(&b));
	token = next(&t);
	assert_int_equal(token.attribute_count, HTML_ATTRIBUTES_MOST);
	assert_str(next(&t).text, "text");
	buf_free(&b);
	arena_free(a);
}

static void test_newlines(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(html_newlines(a, STR("a\r\nb\rc\n\r")), "a\nb\nc\n\n");
	assert_ptr_equal(html_newlines(a, STR_NONE).at, NULL);
	arena_free(a);
}

static void test_raw_text(void **state)
{
	struct arena *a = arena_new();
	struct html_tokenizer t;

	(void)state;
	html_tokenizer_init(&t, a, STR("<title>a </b> &amp; c</title>d"));
	next(&t);
	html_content_is(&t, HTML_RCDATA);
	assert_str(next(&t).text, "a </b> &amp; c");
	assert_int_equal(next(&t).kind, HTML_END);
	assert_str(next(&t).text, "d");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_attributes_over),
		cmocka_unit_test(test_newlines),
		cmocka_unit_test(test_raw_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
