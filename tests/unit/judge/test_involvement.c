/* Whether AI was part of it: said by those who know, guessed, contradicted, found not so. */
#include "judge/involvement.c"

#include "judge/matcher.h"
#include "lib/test.h"

static struct pack *pack;
static struct matcher *matcher;

static int load(void **state)
{
	struct err err;

	(void)state;
	if (!pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err))
		return -1;
	matcher = matcher_new(pack);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	matcher_free(matcher);
	pack_free(pack);
	return 0;
}

static void read_text(struct involvement_read *out, struct article *a, struct arena *arena,
		      const char *title, const char *text)
{
	struct reading r;

	*a = (struct article){.id = STR("x"), .lang = STR("en")};
	a->field[FIELD_TITLE] = str_of(title);
	a->field[FIELD_TEXT] = str_of(text);
	reading_of(&r, pack, matcher, arena, a);
	involvement_of(out, arena, &r, pack);
}

static const struct {
	const char *title, *text;
	enum involvement value;
} CASE[] = {
	/* who knows says so */
	{"", "OpenAI admitted that its chatbot gave away the numbers.", INVOLVEMENT_CONFIRMED},
	{"", "Police arrested a man who used a deepfake to rob his aunt.", INVOLVEMENT_CONFIRMED},
	{"", "Researchers at Northgate Labs showed that an AI agent could be made to send mail.",
	 INVOLVEMENT_CONFIRMED},
	{"", "A chatbot told a boy to stop taking his insulin.", INVOLVEMENT_STATED},
	/* a harm that is only possible is another matter */
	{"", "An AI agent could let attackers read the mail of its owner.", INVOLVEMENT_STATED},
	{"", "Many believe that AI may change schools.", INVOLVEMENT_STATED},
	/* guessed */
	{"", "The letter may have been written by a chatbot.", INVOLVEMENT_UNVERIFIED},
	{"", "An AI agent is thought to have deleted the table.", INVOLVEMENT_UNVERIFIED},
	{"A suspected deepfake of the mayor spreads", "", INVOLVEMENT_UNVERIFIED},
	{"Did an AI agent delete the table?", "The firm is silent.", INVOLVEMENT_UNVERIFIED},
	{"", "It is unclear whether an AI agent deleted the table.", INVOLVEMENT_UNVERIFIED},
	/* contradicted */
	{"", "The union says that an algorithm fired them. The firm denies that any AI was used.",
	 INVOLVEMENT_DISPUTED},
	{"", "Whether the chatbot wrote it is contested.", INVOLVEMENT_DISPUTED},
	/* found not to be so */
	{"", "The video was not a deepfake, the agency found.", INVOLVEMENT_DENIED},
	{"", "The fire had nothing to do with AI.", INVOLVEMENT_DENIED},
	/* no system at all */
	{"", "The river rose by two metres.", INVOLVEMENT_NONE},
};

static void test_values(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct involvement_read out;
		struct article a;

		read_text(&out, &a, arena, CASE[i].title, CASE[i].text);
		if (out.value != CASE[i].value)
			fail_msg("%s%s: %s, not %s", CASE[i].title, CASE[i].text,
				 verdict_involvement[out.value], verdict_involvement[CASE[i].value]);
		if (out.value == INVOLVEMENT_NONE || out.value == INVOLVEMENT_STATED)
			assert_int_equal(out.spans, 0);
		else
			assert_true(out.spans > 0 && out.span[0].upto > out.span[0].from);
	}
	arena_free(arena);
}

static void test_who_says_so(void **state)
{
	static const struct {
		const char *text, *by;
	} said[] = {
		{"OpenAI admitted that its chatbot gave away the numbers.", "OpenAI"},
		{"Researchers at Northgate Labs showed that an AI agent sends mail.",
		 "Northgate Labs"},
		{"On Friday police arrested a man who had used a deepfake.", "police"},
		{"A chatbot told a boy to stop taking his insulin.", INVOLVEMENT_ARTICLE},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct involvement_read out;
		struct article a;

		read_text(&out, &a, arena, "", said[i].text);
		assert_string_equal(arena_z(arena, out.by), said[i].by);
	}
	arena_free(arena);
}

static void test_only_the_lead_is_heard(void **state)
{
	struct arena *arena = arena_new();
	struct involvement_read out;
	struct article a;
	struct buf text;

	(void)state;
	buf_init(&text, 100000);
	buf_z(&text, "A chatbot told a boy to stop taking his insulin. ");
	while (text.len < READING_LEAD)
		buf_z(&text, "He is at home again. ");
	buf_z(&text, "The letter may have been written by a chatbot.");
	read_text(&out, &a, arena, "", arena_z(arena, buf_view(&text)));
	assert_int_equal(out.value, INVOLVEMENT_STATED);
	buf_free(&text);
	arena_free(arena);
}

static void test_a_guess_is_no_sure_incident(void **state)
{
	float p[LABEL_COUNT] = {0.97F, 0.01F, 0.01F, 0.01F}, even[LABEL_COUNT] = {1, 0, 0, 0};
	const struct involvement_read guessed = {.value = INVOLVEMENT_UNVERIFIED},
				      sure = {.value = INVOLVEMENT_CONFIRMED};
	float sum = 0;

	(void)state;
	assert_false(involvement_weigh(p, &sure));
	assert_true(p[LABEL_INCIDENT] > 0.96F);
	assert_true(involvement_weigh(p, &guessed));
	for (int l = 0; l < LABEL_COUNT; l++)
		sum += p[l];
	assert_true(p[LABEL_INCIDENT] <= INCIDENT_MOST + 0.001F);
	assert_true(sum > 0.999F && sum < 1.001F);
	assert_true(involvement_weigh(even, &guessed)); /* nothing to share out: no NaN */
	assert_true(even[LABEL_INCIDENT] >= 0 && even[LABEL_INCIDENT] <= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_who_says_so),
		cmocka_unit_test(test_only_the_lead_is_heard),
		cmocka_unit_test(test_a_guess_is_no_sure_incident),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
