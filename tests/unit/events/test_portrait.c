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

/* -- weights, days, stages ------------------------------------------------------------------- */

/* A verdict that is hazard or incident, and states or tells what `more` holds. */
static struct str telling(struct arena *a, const char *label, const char *p, const char *more)
{
	return arena_fmt(a,
			 "{\"label\":\"%s\",\"probability\":{%s},\"severity\":{\"value\":\"AI "
			 "%s\",\"rule\":\"r\"},\"evidence\":[],\"facets\":{},\"countries\":[],"
			 "\"actors\":[],\"facts\":[],\"checks\":[],%s}",
			 label, p, label, more);
}

#define STAGE(stage, kind, field, day)                                                             \
	"{\"stage\":\"" stage "\",\"kind\":\"" kind "\",\"what\":\"it was\"" day                   \
	",\"field\":\"" field "\",\"from\":0,\"upto\":4,\"quote\":\"They\"}"
#define DAY(day)                                                                                   \
	"{\"kind\":\"date\",\"value\":\"" day "\",\"field\":\"text\",\"from\":0,\"upto\":4,"       \
	"\"quote\":\"on May\",\"context\":{\"from\":0,\"upto\":9,\"quote\":\"on May 2\"}}"

#define MAY_3_2024 (86400000LL * 19846)

static struct json *drawn(struct portrait *out, struct arena *a, const struct portrait_sitting *s)
{
	struct json *root;

	assert_true(portrait_of(out, a, s, &err));
	assert_true(json_parse(&root, out->json, &err));
	return root;
}

/* Two press releases against one agency: with the table the agency's label wins. */
static void test_weights(void **state)
{
	struct arena *a = arena_new();
	struct portrait_article article[3];
	struct portrait_sitting s = {.event = STR("x"), .article = article, .count = 3};
	struct reputation *table;
	struct portrait p;
	struct json *root;
	const struct json *ranks;

	(void)state;
	for (int i = 0; i < 3; i++)
		article[i] = (struct portrait_article){
			.id = arena_fmt(a, "a%d", i),
			.title = STR("Robot hurts man"),
			.url = i < 2 ? STR("https://prnewswire.com/x")
				     : STR("https://www.reuters.com/x"),
			.publisher = i < 2 ? STR("PR Newswire") : STR("Reuters"),
			.date_ms = MAY_3_2024,
			.verdict = telling(a, i < 2 ? "hazard" : "incident",
					   i < 2 ? HAZARD : INCIDENT, "\"stated\":[]")};
	json_free(drawn(&p, a, &s));
	assert_int_equal(p.label, LABEL_HAZARD);
	assert_true(reputation_builtin(&table, &err));
	s.reputation = table;
	root = drawn(&p, a, &s);
	assert_int_equal(p.label, LABEL_INCIDENT);
	assert_str(json_get_str(root, "title_publisher"), "Reuters");
	assert_str(json_str(json_at(json_get(root, "publishers"), 0)), "Reuters");
	ranks = json_get(root, "publisher_ranks");
	assert_int_equal(json_len(ranks), 2);
	assert_str(json_get_str(json_at(ranks, 0), "kind"), "wire");
	assert_int_equal(json_int(json_get(json_at(ranks, 1), "articles"), 0), 2);
	assert_true(json_num(json_get(json_get(root, "label_weights"), "incident"), 0) > 0.6);
	json_free(root);
	reputation_free(table);
	arena_free(a);
}

static void test_timeline(void **state)
{
	struct arena *a = arena_new();
	struct portrait_article article[4];
	struct portrait_sitting s = {.event = STR("x"), .article = article, .count = 4};
	const struct json *line, *happened;
	struct portrait p;
	struct json *root;
	static const char *const more[4] = {
		/* of one text of four: may be background, and is left out */
		"\"stated\":[" DAY("2024-05-02") "],\"stages\":[" STAGE("resolved", "fined", "text",
									"") "]",
		"\"stated\":[" DAY("2024-05-02") "],\"stages\":[" STAGE("response", "recall",
									"title", "") "]",
		"\"stages\":[" STAGE("response", "lawsuit", "text", ",\"day\":\"2024-05-05\"") "]",
		"\"stages\":[" STAGE("response", "lawsuit", "text",
				     "") "," STAGE("confirmed", "odd", "text", "") "]",
	};

	(void)state;
	for (int i = 0; i < 4; i++)
		article[i] = (struct portrait_article){
			.id = arena_fmt(a, "a%d", i),
			.title = arena_fmt(a, "Robot %d hurts man", i),
			.publisher = arena_fmt(a, "P%d", i),
			.date_ms = MAY_3_2024 + 86400000LL * (3 - i) * 2,
			.verdict = telling(a, "incident", INCIDENT, more[i])};
	root = drawn(&p, a, &s);
	assert_int_equal(p.stage, STAGE_RESPONSE);
	assert_str(json_get_str(root, "stage"), "response");
	line = json_get(root, "timeline");
	assert_int_equal(json_len(line), 3);
	assert_str(json_get_str(json_at(line, 0), "stage"), "reported");
	assert_str(json_get_str(json_at(line, 0), "quote"), "Robot 3 hurts man");
	/* the earlier of two reports, though a later one states a day */
	assert_str(json_get_str(json_at(line, 1), "kind"), "lawsuit");
	assert_str(json_get_str(json_at(line, 1), "date"), "2024-05-03");
	assert_str(json_get_str(json_at(line, 1), "dated"), "published");
	assert_str(json_get_str(json_at(line, 1), "reason"),
		   "2 of 4 articles say so, first P3; the day is that of the report.");
	assert_str(json_get_str(json_at(line, 2), "kind"), "recall");
	happened = json_get(root, "happened");
	assert_str(json_get_str(happened, "day"), "2024-05-02");
	assert_int_equal(json_int(json_get(happened, "articles"), 0), 2);
	assert_str(json_get_str(json_at(json_get(happened, "evidence"), 0), "quote"), "on May 2");
	json_free(root);
	/* alone, all is believed; a day years before or after the report is not that of it */
	s.count = 1;
	root = drawn(&p, a, &s);
	assert_int_equal(p.stage, STAGE_RESOLVED);
	assert_int_equal(json_len(json_get(root, "timeline")), 2);
	json_free(root);
	article[0].date_ms = MAY_3_2024 + 86400000LL * 365;
	root = drawn(&p, a, &s);
	assert_str(json_get_str(json_get(root, "happened"), "day"), UNKNOWN_NOT_STATED);
	json_free(root);
	article[0].date_ms = MAY_3_2024 - 86400000LL * 30;
	root = drawn(&p, a, &s);
	assert_str(json_get_str(json_get(root, "happened"), "day"), UNKNOWN_NOT_STATED);
	json_free(root);
	arena_free(a);
}

/* However many kinds there are, the timeline ends. */
static void test_timeline_limit(void **state)
{
	struct arena *a = arena_new();
	struct portrait_article article = {.id = STR("a"), .title = STR("Robot hurts man")};
	struct portrait_sitting s = {.event = STR("x"), .article = &article, .count = 1};
	struct portrait p;
	struct json *root;
	struct buf more;

	(void)state;
	buf_init(&more, 1 << 20);
	buf_z(&more, "\"stages\":[");
	for (int i = 0; i < LIMIT_TIMELINE + 5; i++)
		buf_fmt(&more, "%s{\"stage\":\"response\",\"kind\":\"k%d\"}", i ? "," : "", i);
	buf_z(&more, "]");
	buf_char(&more, 0);
	article.verdict = telling(a, "incident", INCIDENT, more.at);
	root = drawn(&p, a, &s);
	assert_int_equal(json_len(json_get(root, "timeline")), LIMIT_TIMELINE);
	json_free(root);
	buf_free(&more);
	arena_free(a);
}

/* One article: what it says of AI's part and of harm, with a quote for each. */
static struct str standing(struct arena *a, const char *part, const char *realised)
{
	return arena_fmt(
		a,
		"{\"label\":\"incident\",\"probability\":{\"incident\":0.8,\"hazard\":0.2},"
		"\"severity\":{\"value\":\"AI incident\",\"rule\":\"x\"},"
		"\"ai_involvement\":{\"value\":\"%s\",\"by\":\"Acme\",\"evidence\":[0]},"
		"\"realised\":{\"value\":\"%s\",\"evidence\":[1]},"
		"\"evidence\":[{\"for\":\"ai_involvement\",\"field\":\"text\",\"from\":0,"
		"\"upto\":4,\"quote\":\"Acme\"},{\"for\":\"realised\",\"field\":\"text\","
		"\"from\":5,\"upto\":9,\"quote\":\"lost\"}]}",
		part, realised);
}

static void test_involvement(void **state)
{
	static const struct {
		const char *one, *other;
		enum involvement value;
	} said[] = {
		{"confirmed", "denied", INVOLVEMENT_DISPUTED},
		{"confirmed", "unverified", INVOLVEMENT_CONFIRMED},
		{"stated", "unverified", INVOLVEMENT_UNVERIFIED},
		{"stated", "disputed", INVOLVEMENT_DISPUTED},
		{"denied", "denied", INVOLVEMENT_DENIED},
		{"stated", "not applicable", INVOLVEMENT_STATED},
		{"not applicable", "not assessed", INVOLVEMENT_NONE},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct portrait_article article[2] = {
			{.id = STR("a"),
			 .title = STR("Bot errs"),
			 .publisher = STR("P"),
			 .verdict = standing(a, said[i].one, "theoretical")},
			{.id = STR("b"),
			 .title = STR("Bot errs"),
			 .publisher = STR("Q"),
			 .verdict = standing(a, said[i].other, "confirmed_victim")}};
		struct portrait_sitting s = {.event = STR("x"), .article = article, .count = 2};
		struct portrait p;
		struct json *root = drawn(&p, a, &s);
		const struct json *part = json_get(root, "ai_involvement");

		assert_int_equal(p.involvement, said[i].value);
		if (p.involvement == INVOLVEMENT_DISPUTED || p.involvement == INVOLVEMENT_CONFIRMED)
			assert_str(json_get_str(json_at(json_get(part, "evidence"), 0), "quote"),
				   "Acme");
		assert_int_equal(p.realised, REALISED_VICTIM);
		json_free(root);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_portrait), cmocka_unit_test(test_weights),
		cmocka_unit_test(test_timeline), cmocka_unit_test(test_timeline_limit),
		cmocka_unit_test(test_involvement)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
