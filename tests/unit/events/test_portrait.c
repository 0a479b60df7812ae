/* An event drawn from verdicts: label by weight, gravest supported rung, claims side by side. */
#include "lib/test.h"

#include "events/portrait.c"

static struct err err;

static struct str verdict(struct arena *a, const char *label, const char *p, const char *severity,
			  const char *facts)
{
	return arena_fmt(
		a,
		"{\"label\":\"%s\",\"probability\":{%s},\"severity\":{\"value\":\"%s\",\"rule\":"
		"\"r\"},"
		"\"limb\":\"physical\",\"role\":\"use\",\"rationale\":\"because "
		"[1]\",\"evidence\":[{"
		"\"for\":\"label\",\"field\":\"text\",\"from\":0,\"upto\":4,\"quote\":\"A robot "
		"did it."
		"\"}],\"facets\":{\"principles\":[{\"value\":\"Safety\",\"p\":0.8,\"evidence\":[0]}"
		"],"
		"\"autonomy\":[{\"value\":\"not stated\",\"p\":1,\"evidence\":[]}]},\"countries\":["
		"\"Malaysia\",\"China\"],\"actors\":[{\"name\":\"Nvidia\",\"role\":\"developer\"}],"
		"\"facts\":[%s],\"checks\":[]}",
		label, p, severity, facts);
}

#define INCIDENT "\"incident\":0.8,\"hazard\":0.1,\"complementary\":0.05,\"unrelated\":0.05"
#define HAZARD "\"incident\":0.2,\"hazard\":0.7,\"complementary\":0.05,\"unrelated\":0.05"
#define DRIVES(n)                                                                                  \
	"{\"quantity\":" n ",\"unit\":\"\",\"of\":\"hard drives\",\"field\":\"text\",\"from\":0,"  \
	"\"upto\":2,\"quote\":\"" n " drives\",\"context\":{\"from\":0,\"upto\":9,"                \
	"\"quote\":\"" n " drives carried to Leeds\"}}"

static void test_portrait(void **state)
{
	struct arena *a = arena_new();
	struct portrait_article article[3] = {
		{.id = STR("a"),
		 .title = STR("Robot hurts man in Leeds"),
		 .publisher = STR("P"),
		 .lang = STR("en"),
		 .date_ms = 86400000LL * 20000,
		 .verdict = verdict(a, "hazard", HAZARD, "AI hazard", DRIVES("15"))},
		{.id = STR("b"),
		 .title = STR("Man hurt by robot in Leeds"),
		 .publisher = STR("Q"),
		 .lang = STR("en"),
		 .date_ms = 86400000LL * 20002,
		 .verdict = verdict(a, "incident", INCIDENT, "Serious AI incident", DRIVES("15"))},
		{.id = STR("c"),
		 .title = STR("Ministry looks into it"),
		 .publisher = STR("Q"),
		 .lang = STR("de"),
		 .date_ms = 86400000LL * 20001,
		 .verdict = verdict(a, "incident", INCIDENT, "AI incident", DRIVES("16"))},
	};
	struct portrait_sitting sitting = {
		.event = STR("2024-10-04-abcd"), .article = article, .count = 3};
	struct portrait p, again;
	struct json *root;
	const struct json *claims, *values;

	(void)state;
	assert_true(portrait_of(&p, a, &sitting, &err));
	assert_int_equal(p.label, LABEL_INCIDENT);
	assert_str(p.severity, "Serious AI incident");
	assert_str(p.country, "Malaysia");
	assert_true(str_find(p.title, STR("robot")) != STR_NPOS ||
		    str_find(p.title, STR("Robot")) != STR_NPOS);
	assert_true(p.first_ms == article[0].date_ms && p.last_ms == article[1].date_ms);
	assert_true(json_parse(&root, p.json, &err));
	assert_int_equal(json_int(json_get(root, "article_count"), 0), 3);
	assert_int_equal(json_int(json_get(json_get(root, "label_articles"), "incident"), 0), 2);
	assert_int_equal(json_len(json_get(root, "publishers")), 2);
	assert_str(
		json_get_str(json_at(json_get(json_get(root, "facets"), "principles"), 0), "value"),
		"Safety");
	assert_str(
		json_get_str(json_at(json_get(json_get(root, "facets"), "autonomy"), 0), "value"),
		"not stated");
	claims = json_get(root, "claims");
	assert_int_equal(json_len(claims), 1); /* 15 twice and 16, two days later */
	assert_str(json_get_str(json_at(claims, 0), "what"), "hard drives");
	assert_int_equal(json_len(json_get(json_at(claims, 0), "values")), 2);
	values = json_get(json_at(claims, 0), "values");
	assert_str(json_get_str(json_at(values, 0), "value"), "15");
	assert_int_equal(json_int(json_get(json_at(values, 0), "articles"), 0), 2);
	assert_str(json_get_str(json_at(json_get(json_at(values, 0), "quotes"), 0), "quote"),
		   "15 drives");
	json_free(root);
	assert_true(portrait_of(&again, a, &sitting, &err));
	assert_true(str_eq(again.json, p.json));
	article[1].verdict = STR("{no");
	assert_false(portrait_of(&p, a, &sitting, &err));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_portrait)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
