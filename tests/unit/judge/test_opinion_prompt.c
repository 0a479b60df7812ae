/* tests/unit/judge/test_opinion_prompt.c -- the question is JSON, bounded, and whole. */
#include "judge/opinion_prompt.c"

#include "base/json.h"
#include "lib/test.h"

static struct json *asked(struct buf *b, struct str title, struct str text)
{
	struct article a = {.field = {title, text}};
	struct json *root = NULL;
	struct err err;

	buf_init(b, LIMIT_LINE);
	opinion_prompt(b, &a, STR("mo\"del"));
	assert_true(buf_ok(b));
	if (!json_parse(&root, buf_view(b), &err))
		fail_msg("%s", err.text);
	return root;
}

static struct str shown(const struct json *root)
{
	return json_get_str(json_at(json_get(root, "messages"), 1), "content");
}

static void test_the_question(void **state)
{
	struct buf b;
	struct json *root = asked(&b, STR("A \"title\""), STR("Text\nof it."));
	const struct json *form = json_get(json_get(root, "response_format"), "json_schema");
	const struct json *schema = json_get(form, "schema");

	(void)state;
	assert_str(json_get_str(root, "model"), "mo\"del");
	assert_str(shown(root), "Title: A \"title\"\n\nText\nof it.");
	assert_true(json_bool(json_get(form, "strict"), false));
	assert_int_equal(json_len(json_get(schema, "required")), 4);
	assert_int_equal(json_len(json_get(schema, "properties")), 4);
	assert_false(json_bool(json_get(schema, "additionalProperties"), true));
	json_free(root);
	buf_free(&b);
}

/* The front of a long text, and never half a character. */
static void test_a_long_text(void **state)
{
	size_t len = (size_t)LIMIT_OPINION_TEXT + 3;
	char *text = memory_alloc(len);
	struct json *root;
	struct buf b;

	(void)state;
	memset(text, 'x', len);
	memcpy(text + LIMIT_OPINION_TEXT - 1, "\xe2\x82\xac", 3); /* one byte before the end */
	root = asked(&b, STR("t"), (struct str){text, len});
	assert_int_equal(shown(root).len, strlen("Title: t\n\n") + LIMIT_OPINION_TEXT - 1);
	json_free(root);
	buf_free(&b);
	memset(text, 'x', len);
	root = asked(&b, STR("t"), (struct str){text, LIMIT_OPINION_TEXT + 1});
	assert_int_equal(shown(root).len, strlen("Title: t\n\n") + LIMIT_OPINION_TEXT);
	json_free(root);
	buf_free(&b);
	memory_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_question),
		cmocka_unit_test(test_a_long_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
