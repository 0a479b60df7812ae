/* tests/unit/judge/test_opinion_answer.c -- exactly the schema, and quotes that are there. */
#include "judge/opinion_answer.c"

#include "lib/test.h"

#define TITLE "Robot arm hurts worker"
#define TEXT "A robot arm hurt a worker at a plant. \xe2\x80\x9cIt was fast,\xe2\x80\x9d she said."

static struct arena *arena;
static struct article article = {
	.field = {{TITLE, sizeof TITLE - 1}, {TEXT, sizeof TEXT - 1}},
};
static struct second_opinion got;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool reads(const char *words)
{
	return opinion_answer_read(&got, arena, &article, str_of(words));
}

static void refused(const char *words, const char *why)
{
	assert_false(reads(words));
	assert_str(got.failed, why);
	assert_int_equal(got.evidence_count, 0);
	assert_int_equal(got.rationale.len, 0);
}

#define WITH(quotes)                                                                               \
	"{\"label\":\"incident\",\"probability\":0.5,\"rationale\":\" It hurt. "                   \
	"\",\"quotes\":" quotes "}"

static void test_a_right_answer(void **state)
{
	(void)state;
	assert_true(reads(WITH("[\"hurt a worker\",\"Robot arm hurts\"]")));
	assert_int_equal(got.label, LABEL_INCIDENT);
	assert_true(got.probability == 0.5f);
	assert_str(got.rationale, "It hurt.");
	assert_int_equal(got.failed.len, 0);
	assert_int_equal(got.quotes_dropped, 0);
	assert_int_equal(got.evidence_count, 2);
	assert_int_equal(got.evidence[0].field, FIELD_TEXT);
	assert_str(str_cut(article.field[FIELD_TEXT], got.evidence[0].from, got.evidence[0].upto),
		   "hurt a worker");
	assert_int_equal(got.evidence[1].field, FIELD_TITLE);
	assert_int_equal(got.evidence[1].from, 0);
	assert_int_equal(got.evidence[1].upto, 15);
}

static void test_quotes_byte_for_byte(void **state)
{
	(void)state;
	assert_true(reads(WITH("[\"\\u201cIt was fast,\\u201d\",\"\\\"It was fast,\\\"\","
			       "\"HURT A WORKER\",\"hurt  a worker\",\"a worker\",\"a worker\","
			       "\"robot\",\"\"]")));
	assert_int_equal(got.evidence_count, 2); /* curly quotes, and "a worker" once */
	assert_int_equal(got.quotes_dropped, 5);
	refused(WITH("[\"hurt two workers\"]"), "schema: no quote is in the article");
	assert_int_equal(got.quotes_dropped, 1);
	refused(WITH("[]"), "schema: no quote is in the article");
	assert_true(reads("{\"label\":\"unrelated\",\"probability\":1,\"rationale\":\"No AI.\","
			  "\"quotes\":[\"nowhere to be found\"]}"));
	assert_int_equal(got.quotes_dropped, 1);
	assert_int_equal(got.evidence_count, 0);
}

static void test_exactly_the_schema(void **state)
{
	(void)state;
	refused("", "not json");
	refused("hazard", "not json");
	refused(WITH("[]") " and more", "not json");
	refused("{\"label\":\"hazard\",\"label\":\"incident\"}", "not json");
	refused("[]", "schema: no object");
	refused("{}", "schema: label is none of the four");
	refused("{\"label\":\"Incident\",\"probability\":1,\"rationale\":\"x\",\"quotes\":[]}",
		"schema: label is none of the four");
	refused("{\"label\":\"hazard\",\"probability\":1.01,\"rationale\":\"x\",\"quotes\":[]}",
		"schema: probability is not from 0 to 1");
	refused("{\"label\":\"hazard\",\"probability\":-0.1,\"rationale\":\"x\",\"quotes\":[]}",
		"schema: probability is not from 0 to 1");
	refused("{\"label\":\"hazard\",\"probability\":true,\"rationale\":\"x\",\"quotes\":[]}",
		"schema: probability is not from 0 to 1");
	refused("{\"label\":\"hazard\",\"probability\":1,\"rationale\":\" \",\"quotes\":[]}",
		"schema: no rationale");
	refused("{\"label\":\"hazard\",\"probability\":1,\"rationale\":[\"x\"],\"quotes\":[]}",
		"schema: no rationale");
	refused(WITH("\"hurt a worker\""), "schema: no quotes");
	refused(WITH("null"), "schema: no quotes");
	refused(WITH("[\"hurt a worker\",7]"), "schema: a quote is no text");
	refused(WITH("[\"hurt a worker\"],\"sure\":true"), "schema: unknown keys");
}

/* A rationale of `rationale` bytes, `quotes` times the same quote. */
static const char *sized(size_t rationale, size_t quotes)
{
	struct buf b;
	const char *out;

	buf_init(&b, 1 << 20);
	buf_z(&b, "{\"label\":\"incident\",\"probability\":0.5,\"rationale\":\"");
	for (size_t i = 0; i < rationale; i++)
		buf_char(&b, 'x');
	buf_z(&b, "\",\"quotes\":[");
	for (size_t i = 0; i < quotes; i++)
		buf_z(&b, i ? ",\"hurt a worker\"" : "\"hurt a worker\"");
	buf_z(&b, "]}");
	out = arena_z(arena, buf_view(&b));
	buf_free(&b);
	return out;
}

static void test_limits(void **state)
{
	struct article long_one = {.field = {STR("t"), STR("")}};
	char text[LIMIT_OPINION_QUOTE + 2], words[LIMIT_OPINION_QUOTE + 200];

	(void)state;
	assert_true(reads(sized(LIMIT_OPINION_RATIONALE, LIMIT_OPINION_QUOTES)));
	assert_int_equal(got.evidence_count, 1);
	refused(sized(LIMIT_OPINION_RATIONALE + 1, 1), "schema: rationale is too long");
	refused(sized(1, LIMIT_OPINION_QUOTES + 1), "schema: too many quotes");
	memset(text, 'x', sizeof text);
	long_one.field[FIELD_TEXT] = (struct str){text, sizeof text};
	snprintf(words, sizeof words, WITH("[\"%.*s\"]"), LIMIT_OPINION_QUOTE, text);
	assert_true(opinion_answer_read(&got, arena, &long_one, str_of(words)));
	snprintf(words, sizeof words, WITH("[\"%.*s\"]"), LIMIT_OPINION_QUOTE + 1, text);
	assert_false(opinion_answer_read(&got, arena, &long_one, str_of(words)));
	assert_int_equal(got.quotes_dropped, 1);
}

static void test_the_servers_wrapping(void **state)
{
	struct str words = STR(""), failed = STR("");

	(void)state;
	assert_true(opinion_answer_words(
		&words, &failed, arena,
		STR("{\"id\":1,\"choices\":[{\"message\":{\"content\":\"hi\"}},{}]}")));
	assert_str(words, "hi");
	assert_false(opinion_answer_words(&words, &failed, arena, STR("<html>")));
	assert_str(failed, "not json");
	assert_false(opinion_answer_words(&words, &failed, arena, STR("")));
	assert_str(failed, "not json");
	assert_false(opinion_answer_words(&words, &failed, arena, STR("{\"choices\":[]}")));
	assert_str(failed, "schema: no choices[0].message.content");
	assert_false(opinion_answer_words(&words, &failed, arena,
					  STR("{\"choices\":[{\"message\":{\"content\":null}}]}")));
	assert_false(opinion_answer_words(&words, &failed, arena, STR("[{\"choices\":7}]")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_right_answer),
		cmocka_unit_test(test_quotes_byte_for_byte),
		cmocka_unit_test(test_exactly_the_schema),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_the_servers_wrapping),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
