/* Whether AI was part of it: said by those who know, guessed, contradicted, found not so. */
#include "judge/involvement.c"

#include "base/io.h"
#include "base/json.h"
#include "judge/judge.h"
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
				 verdict_involvement[out.value],
				 verdict_involvement[CASE[i].value]);
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

/* -- the pieces that the model learned from ------------------------------------------------- */

struct gone_through {
	struct judge *judge;
	struct arena *arena;
	size_t pieces, doubtful, found, guessed,
		sure; /* sure: a guess that is called an incident */
};

/* Every value but "stated" has a quote, which lies within the article. */
static void check_evidence(const struct verdict *v, const struct article *a)
{
	if (v->involvement == INVOLVEMENT_NONE || v->involvement == INVOLVEMENT_STATED)
		return;
	if (!v->involvement_evidence_count)
		fail_msg("%.*s: %s without evidence", STR_ARG(a->id),
			 verdict_involvement[v->involvement]);
	for (size_t i = 0; i < v->involvement_evidence_count; i++) {
		const struct evidence *e = &v->evidence[v->involvement_evidence[i]];

		assert_true(str_eq(e->purpose, STR("ai_involvement")));
		assert_true(e->from < e->upto && e->upto <= a->field[e->field].len);
	}
}

static bool go_through(struct str text, void *payload, struct err *err)
{
	struct gone_through *g = payload;
	struct article a;
	struct verdict v;
	struct json *line;
	struct str gold;

	if (!json_parse(&line, text, err))
		return false;
	gold = json_get_str(line, "ai_involvement");
	if (!article_from_json(&a, g->arena, arena_copy(g->arena, text), STR_NONE, err))
		return false;
	a.lang = STR("en");
	judge_article(&v, g->judge, g->arena, &a);
	check_evidence(&v, &a);
	g->pieces++;
	if (str_eq(gold, STR("disputed")) || str_eq(gold, STR("unverified"))) {
		g->doubtful++;
		g->found += is_doubt(v.involvement);
	}
	if (str_eq(gold, STR("unverified"))) {
		g->guessed++;
		g->sure += v.label == LABEL_INCIDENT && !v.abstain &&
			   v.probability[LABEL_INCIDENT] >= 0.8F;
	}
	json_free(line);
	return true;
}

static void test_what_is_guessed_is_quoted_and_no_sure_incident(void **state)
{
	struct gone_through g = {.judge = judge_new(pack)};
	struct err err;

	(void)state;
	for (int n = 1; n <= 5; n++) {
		char path[256];

		g.arena = arena_new();
		snprintf(path, sizeof path,
			 TOCSIN_SOURCE "/packs/oecd/training/involvement/dev%d.jsonl", n);
		assert_true(io_each_line(path, go_through, &g, &err));
		arena_free(g.arena);
	}
	judge_free(g.judge);
	assert_true(g.pieces > 400 && g.guessed > 100);
	assert_true(10 * g.found > 8 * g.doubtful); /* they are what it learned from */
	assert_int_equal(g.sure, 0);
}

static void test_signs_add_up(void **state)
{
	/* no phrase of involvement.cues is in it */
	static const char text[] =
		"A shift leader remembers the plant's new algorithm changing set points by itself, "
		"and she would not be surprised if it had done so again. It is a hunch: no log was "
		"kept, and the utility leaves it open.";
	struct arena *arena = arena_new();
	struct involvement_read out;
	struct article a;

	(void)state;
	read_text(&out, &a, arena, "Sewage plant let filth into river", text);
	assert_int_equal(out.value, INVOLVEMENT_UNVERIFIED);
	assert_true(out.by_signs);
	assert_int_equal(out.spans, 1);
	read_text(&out, &a, arena, "Sewage plant let filth into river",
		  "The plant's new algorithm changed set points by itself and opened the valves.");
	assert_int_equal(out.value, INVOLVEMENT_STATED);
	arena_free(arena);
}

static void test_what_signs_deny_keeps_its_odds(void **state)
{
	float by_phrase[LABEL_COUNT] = {0.4F, 0.3F, 0.2F, 0.1F};
	float by_signs[LABEL_COUNT] = {0.4F, 0.3F, 0.2F, 0.1F};

	(void)state;
	assert_true(involvement_weigh(by_phrase,
				      &(struct involvement_read){.value = INVOLVEMENT_DENIED}));
	assert_true(by_phrase[LABEL_INCIDENT] < 0.2F);
	assert_true(
		involvement_weigh(by_signs, &(struct involvement_read){.value = INVOLVEMENT_DENIED,
								       .by_signs = true}));
	assert_true(by_signs[LABEL_INCIDENT] > 0.39F);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_who_says_so),
		cmocka_unit_test(test_only_the_lead_is_heard),
		cmocka_unit_test(test_a_guess_is_no_sure_incident),
		cmocka_unit_test(test_what_is_guessed_is_quoted_and_no_sure_incident),
		cmocka_unit_test(test_signs_add_up),
		cmocka_unit_test(test_what_signs_deny_keeps_its_odds),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
