/* test_checks.c -- parts and wholes: "+" fits, "-" does not. */
#include "judge/checks.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "lib/prose.h"

static const char *const CASE[][2] = {
	{"Four engineers each brought 15 hard drives, 60 drives in all.",
	 "+ 4 people x 15 hard drives per person = 60 hard drives"},
	{"The four workers each carried 15 drives, and each drive held 80 TB. Together the "
	 "drives held 4.8 PB.",
	 "+ 4 people x 15 drives x 80 TB per drive = 4.8 PB"},
	{"Twelve buses, each carrying 40 passengers, brought a total of 480 passengers.",
	 "+ 12 buses x 40 people per bus = 480 people"},
	{"Twelve buses, each carrying 40 passengers, brought a total of 500 passengers.",
	 "- 12 buses x 40 people per bus = 480 people, not the stated 500 people"},
	{"Five trucks each carried 20 tonnes, a total of 100 tonnes.",
	 "+ 5 trucks x 20 t per truck = 100 t"},
	{"The 200 victims lost $5,000 each, a combined $1 million.",
	 "+ 200 people x 5,000 USD per person = 1,000,000 USD"},
	{"Ten employees paid $3,000 apiece. They paid $30,000 in total.",
	 "+ 10 people x 3,000 USD per person = 30,000 USD"},
	{"12 men and 5 women were arrested, 17 people in all.",
	 "+ 12 men + 5 women arrested = 17 people"},
	{"Three adults and two children were hurt. The five people are recovering.",
	 "+ 3 adults + 2 children hurt = 5 people"},
	{"60 of the 200 users (30%) complained.", "+ 60 of 200 users = 30 %"},
	{"50 of the 200 users (30%) complained.", "- 50 of 200 users = 25 %, not the stated 30 %"},
	{"Of the patients, 12 of the 48 patients, or 25 percent, were misjudged.",
	 "+ 12 of 48 patients = 25 %"},
	{"Three men carried 10 drives. The fire burned 4 hectares.", ""},
	{"The company has 300 servers and 20 employees, and lost $5 million in total.", ""},
	{"Four people flew, each carrying 15 drives of 80 TB.", ""},
	{"In 2020, 30 percent of the 1,000 respondents agreed.", ""},
	{"The drones killed 3 people and wounded 4 people.", ""},
};

static void print(struct buf *out, struct arena *arena, const char *text)
{
	struct tokens tokens[FIELD_COUNT];
	const struct check *check;
	struct facts facts;
	size_t count;

	prose_tokens(tokens, arena, "", text);
	facts_of(&facts, arena, tokens);
	checks_of(&check, &count, arena, &facts, tokens);
	for (size_t i = 0; i < count; i++)
		buf_fmt(out, "%s%s %.*s", i ? " | " : "", check[i].holds ? "+" : "-",
			STR_ARG(check[i].reading));
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

static void test_cites_its_facts(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	const struct check *check;
	struct facts facts;
	size_t count;

	(void)state;
	prose_tokens(
		tokens, arena, "",
		"Two men, each carrying 3 drives of 8 TB, flew off. In total they held 48 TB.");
	facts_of(&facts, arena, tokens);
	checks_of(&check, &count, arena, &facts, tokens);
	assert_int_equal(count, 2);
	assert_true(check[0].holds);
	assert_int_equal(check[0].fact_count, 4);
	for (uint16_t i = 0; i < 4; i++)
		assert_int_equal(check[0].fact[i], i);
	assert_false(check[1].holds);
	assert_int_equal(check[1].fact_count, 3);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_cites_its_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
