/* AIM's shape: every key is there, unknowns are null or empty, nothing is made up. */
#include "serve/aim.c"

#include "lib/test.h"

#define PORTRAIT                                                                                   \
	"{\"facets\":{\"principles\":[{\"value\":\"Safety\"}],"                                    \
	"\"stakeholders\":[{\"value\":\"not stated\"}],"                                           \
	"\"harm_types\":[{\"value\":\"Reputational\"},{\"value\":\"Physical (injury)\"}],"         \
	"\"autonomy\":[{\"value\":\"not stated\"}]},"                                              \
	"\"actors\":[{\"name\":\"Uber\",\"role\":\"deployer\",\"articles\":1},"                    \
	"{\"name\":\"Acme\",\"role\":\"developer\",\"articles\":2}],"                              \
	"\"claims\":[{\"what\":\"country\",\"values\":[{\"value\":\"Malaysia\",\"articles\":2}]}]" \
	","                                                                                        \
	"\"languages\":[\"en\",\"de\",\"en-GB\"],"                                                 \
	"\"evidence\":[{\"for\":\"label\",\"quote\":\"hit a man\"},"                               \
	"{\"for\":\"harm\",\"quote\":\"hit a man\"},{\"for\":\"principles\",\"quote\":\"x\"}]}"

static const struct article_row row[] = {
	{.title = {"<b>Hit</b>", 10}, .lang = {"en", 2}, .date_ms = 1750032000000},
	{.title = {"Zwei", 4},
	 .lang = {"de", 2},
	 .url = {"https://a.example/2", 19},
	 .verdict = {"{\"actors\":[{\"name\":\"Acme\"}],\"evidence\":[]}", 42}},
};

static struct str written(struct buf *b, struct arena *a, struct shape_source s)
{
	struct emit e;
	struct err err;

	buf_init(b, KIB(64));
	emit_open(&e, b);
	if (!aim_incident(&e, a, &s, &err))
		fail_msg("%s", err.text);
	return buf_view(b);
}

static const struct event_detail event = {.row = {.id = {"2025-06-16-k2x9", 15},
						  .title = {"Robot hits man", 14},
						  .severity = {"AI incident", 11},
						  .country = {"Malaysia", 8},
						  .first_ms = 1750032000000,
						  .article_count = 2},
					  .portrait = {PORTRAIT, sizeof PORTRAIT - 1},
					  .article = row,
					  .article_count = 2};

static void test_whole(void **state)
{
	const struct reference_row ref[] = {{{"AIID", 4}, {"42", 2}, 1},
					    {{"AIM", 3}, {"2025-1", 6}, 1}};
	struct arena *a = arena_new();
	struct json *j;
	struct buf b;
	struct err err;
	struct str text;

	(void)state;
	text = written(
		&b, a,
		(struct shape_source){
			.event = &event, .reference = ref, .references = 2, .with_articles = true});
	assert_true(json_parse(&j, text, &err));
	assert_str(json_get_str(j, "date"), "2025-06-16");
	assert_str(json_get_str(json_get(j, "location"), "country_code"), "MY");
	assert_int_equal(json_len(json_get(j, "evidences")), 1);
	assert_str(json_get_str(j, "company"), "Acme");
	assert_int_equal(json_int(json_at(json_get(j, "aiid_ids"), 0), 0), 42);
	assert_int_equal(json_len(json_get(j, "aiid_ids")), 1);
	assert_int_equal(json_int(json_get(json_get(j, "language_counts"), "deu"), 0), 1);
	assert_int_equal(json_len(json_get(j, "concepts")), 3);
	assert_int_equal(json_int(json_get(json_at(json_get(j, "concepts"), 0), "score"), 0), 50);
	assert_str(json_get_str(json_at(json_get(j, "articles"), 0), "body"), "");
	assert_str(json_get_str(json_at(json_get(j, "articles"), 0), "title"), "<b>Hit</b>");
	json_free(j);
	buf_free(&b);
	arena_free(a);
}

static void test_list_form_and_unknowns(void **state)
{
	struct arena *a = arena_new();
	const struct json *p;
	struct json *j;
	struct buf b;
	struct err err;

	(void)state;
	assert_true(json_parse(&j, written(&b, a, (struct shape_source){.event = &event}), &err));
	assert_int_equal(json_len(json_get(j, "articles")), 0);
	assert_int_not_equal(str_find(buf_view(&b), STR("\"articles\":null")), STR_NPOS);
	p = json_get(j, "properties");
	assert_int_equal(json_len(json_get(p, "languages")), 2);
	assert_int_equal(json_len(json_get(p, "harmed_entities")), 0);
	assert_str(json_get_str(p, "most_severe_harm"), "Physical (injury)");
	assert_str(json_get_str(p, "autonomy_level"), "");
	assert_str(json_str(json_at(json_get(p, "harm_levels"), 0)), "AI incident");
	assert_int_equal(json_len(p), 11);
	json_free(j);
	buf_free(&b);
	arena_free(a);
}

static void test_bad_portrait(void **state)
{
	struct event_detail bad = event;
	struct arena *a = arena_new();
	struct emit e;
	struct buf b;
	struct err err;

	(void)state;
	bad.portrait = STR("{");
	buf_init(&b, KIB(64));
	emit_open(&e, &b);
	assert_false(aim_incident(&e, a, &(struct shape_source){.event = &bad}, &err));
	assert_int_equal(err.code, ERR_INPUT);
	buf_free(&b);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole),
					   cmocka_unit_test(test_list_form_and_unknowns),
					   cmocka_unit_test(test_bad_portrait)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
