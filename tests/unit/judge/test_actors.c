/* test_actors.c -- names and roles, most important first. */
#include "judge/actors.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "lib/prose.h"

static const char *const CASE[][2] = {
	{"Nvidia said it complied with the rules.", "Nvidia: developer"},
	{"The chips were made by Nvidia.", "Nvidia: developer"},
	{"OpenAI's chatbot made it up, the judge said.", "OpenAI: developer"},
	{"The family of the boy sued OpenAI on Tuesday.", "OpenAI: developer"},
	{"Elaine Herzberg, 49, was struck by the car.", "Elaine Herzberg: harmed"},
	{"The car killed Elaine Herzberg in Tempe.", "Elaine Herzberg: harmed"},
	{"Uber used the software in its test cars.", "Uber: deployer"},
	{"Robert Williams was wrongfully arrested in Detroit. Williams sued the city.",
	 "Robert Williams: harmed"},
	{"The Detroit Police Department used facial recognition.",
	 "Detroit Police Department: authority"},
	{"The Federal Trade Commission (FTC) opened an inquiry. The FTC did not comment.",
	 "Federal Trade Commission: authority"},
	{"The Ministry of Investment, Trade and Industry said it was verifying the reports.",
	 "Ministry of Investment, Trade and Industry: authority"},
	{"A spokesman for the National Highway Traffic Safety Administration confirmed it.",
	 "National Highway Traffic Safety Administration: authority"},
	{"The Italian regulator fined Clearview AI.", "Clearview AI: developer"},
	{"Judge Kevin Castel imposed a fine on the lawyers.", "Kevin Castel: authority"},
	{"Steven Schwartz, a lawyer, said he was sorry.", "Steven Schwartz: source"},
	{"Dr. Timnit Gebru told Reuters that the model was biased.",
	 "Timnit Gebru: source, Reuters: source"},
	{"According to Human Rights Watch, the drones killed civilians.",
	 "Human Rights Watch: source"},
	{"The tool was developed by Palantir and used by the police.", "Palantir: developer"},
	{"Acme Robotics Inc. sold the arm to the factory.", "Acme Robotics Inc: other"},
	{"The U.S. government tightened its rules.", "U.S. government: authority"},
	{"The European Commission asked Meta for data.",
	 "European Commission: authority, Meta: developer"},
	{"On Monday, the firm apologised.", ""},
	{"Chinese engineers flew to Malaysia.", ""},
	{"The Supreme Court ruled against Google.", "Supreme Court: authority, Google: developer"},
	{"Cruise's robotaxi dragged a woman.", "Cruise: developer"},
	{"Tesla's Autopilot was on when Joshua Brown died.",
	 "Tesla: developer, Joshua Brown: harmed"},
	{"Walter Huang, a 38-year-old engineer, was killed.", "Walter Huang: harmed"},
	{"The startup Anthropic released a report.", "Anthropic: developer"},
	{"Mayor Eric Adams defended the chatbot.", "Eric Adams: authority"},
	{"Prime Minister Narendra Modi warned of deepfakes.", "Narendra Modi: authority"},
	{"Taylor Swift was targeted with fake images. Taylor Swift has not commented.",
	 "Taylor Swift: harmed"},
	{"Arup lost HK$200 million, the company said.", ""},
	{"Amnesty International said the system was discriminatory.",
	 "Amnesty International: source"},
	{"The Dutch Tax Administration used an algorithm.", "Dutch Tax Administration: authority"},
	{"The University of Michigan studied it.", "University of Michigan: other"},
	{"Elon Musk said the car would drive itself. Musk did not reply.", "Elon Musk: source"},
	{"The Securities and Exchange Commission charged two firms.",
	 "Securities and Exchange Commission: authority"},
	{"Rite Aid used facial recognition in its stores. Rite Aid executives apologised.",
	 "Rite Aid: deployer"},
	{"Nijeer Parks was arrested by Woodbridge police.", "Nijeer Parks: harmed"},
	{"Amazon scrapped the tool.", "Amazon: developer"},
	{"Air Canada was ordered to pay Jake Moffatt.", ""},
	{"New York Police Department officers used it.", "New York Police Department: authority"},
	{"IBM, Microsoft and Amazon stopped sales.",
	 "IBM: developer, Microsoft: developer, Amazon: developer"},
	{"Samsung Electronics Co. said profits fell.", "Samsung: developer"},
	{"Sewell Setzer III, 14, died in February. Character.AI said it was heartbroken.",
	 "Sewell Setzer III: harmed, Character.AI: developer"},
	{"Megan Garcia sued Character.AI.", "Megan Garcia: harmed, Character.AI: developer"},
	{"Read More: Latest News and Top Stories", ""},
	{"The drugstore chain Rite Aid stopped it.", "Rite Aid: other"},
	{"The Federal Communications Commission proposed a fine. The FCC gave him 30 days.",
	 "Federal Communications Commission: authority"},
	{"Police named her as Elaine Herzberg, 49.", "Elaine Herzberg: other"},
	{"Europe's AI Act bans it, and Europe's AI rules apply.", ""},
	{"Detroit will pay Robert Williams. Williams was arrested in 2020.",
	 "Robert Williams: harmed"},
	{"The Council of Europe opened the treaty.", "Council of Europe: other"},
};

static void print(struct buf *out, struct arena *arena, const char *text)
{
	struct tokens tokens[FIELD_COUNT];
	struct actors actors;

	prose_tokens(tokens, arena, "", text);
	actors_of(&actors, arena, tokens, NULL, 0);
	for (size_t i = 0; i < actors.len; i++)
		buf_fmt(out, "%s%.*s: %.*s", i ? ", " : "", STR_ARG(actors.at[i].name),
			STR_ARG(actors.at[i].role));
}

static void test_cases(void **state)
{
	struct arena *arena = arena_new();
	struct buf got;

	(void)state;
	buf_init(&got, 16384);
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		buf_clear(&got);
		print(&got, arena, CASE[i][0]);
		if (!str_eq(buf_view(&got), str_of(CASE[i][1])))
			fail_msg("%s\n  wanted %s\n  got    %.*s", CASE[i][0], CASE[i][1],
				 STR_ARG(buf_view(&got)));
	}
	buf_free(&got);
	arena_free(arena);
}

/* A name that only the pack knows is a developer by its hint. */
static void test_hint(void **state)
{
	const char *text = "The tool of Zork Systems failed. A man of Blorb fell.";
	struct actors_hint hint[] = {{FIELD_TEXT, 12, 24}, {FIELD_TEXT, 42, 47}};
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct actors actors;

	(void)state;
	prose_tokens(tokens, arena, "", text);
	actors_of(&actors, arena, tokens, hint, 2);
	assert_int_equal(actors.len, 2);
	assert_true(str_eq(actors.at[0].name, STR("Zork Systems")));
	assert_true(str_eq(actors.at[0].role, STR("developer")));
	assert_true(str_eq(actors.at[1].name, STR("Blorb")));
	arena_free(arena);
}

static void test_at_most(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct actors actors;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 16);
	for (int i = 0; i < 26 * 12; i++)
		buf_fmt(&text, "Dr. %cab %cob spoke. ", 'A' + i % 26, 'A' + i / 26);
	prose_tokens(tokens, arena, "", arena_z(arena, buf_view(&text)));
	actors_of(&actors, arena, tokens, NULL, 0);
	assert_int_equal(actors.len, ACTORS_MOST);
	buf_free(&text);
	arena_free(arena);
}

static void test_table_is_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < actors_names; i++)
		assert_true(str_cmp(actors_name[i - 1].name, actors_name[i].name) <
			    0);
	for (size_t i = 0; i < actors_names; i++)
		assert_true(actors_name[i].name.len + 1 < KEY_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_hint),
		cmocka_unit_test(test_at_most),
		cmocka_unit_test(test_table_is_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
