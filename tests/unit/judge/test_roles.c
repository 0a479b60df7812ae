/* What befell the thing counted, how the number is put, and the words around it. */
#include "judge/roles.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "lib/prose.h"

/* Of the first number: role, bound. */
static const char *const CASE[][3] = {
	{"Killing at least two people, the car drove on.", "killed", "at least"},
	{"Two people were killed in the crash.", "killed", ""},
	{"The crash left 3 workers dead.", "killed", ""},
	{"Up to 40 people were injured.", "injured", "at most"},
	{"Police arrested 11 boys in the town.", "arrested", ""},
	{"The blast killed the guard; 12 people walked home.", "", ""},
	{"Tesla recalled nearly 363,000 vehicles.", "recalled", "nearly"},
	{"The regulator fined the company $20 million.", "fined", ""},
	{"It faces a $5 million fine.", "fined", ""},
	{"The firm agreed to pay about $650 million to settle the suit.", "settled", "about"},
	{"Scammers stole more than $25 million from the bank.", "stolen", "at least"},
	{"She is seeking $3 million in damages.", "damages", ""},
	{"The startup raised $30 million last year.", "raised", ""},
	{"He paid $200 for the fake video.", "paid", ""},
	{"The drives added up to 48 terabytes of data.", "", ""},
	{"The drives were spread over four suitcases.", "", ""},
	{"Roughly 300 servers hummed.", "", "about"},
	{"As many as 90 percent of rents were adopted.", "", "at most"},
	{"The bus carries no more than 8 people.", "", "at most"},
	{"No fewer than 12 workers complained.", "", "at least"},
	{"The hall holds 300 servers.", "", ""},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct arena *a = arena_new();
		struct tokens tokens[FIELD_COUNT];
		struct facts facts;

		prose_tokens(tokens, a, "", CASE[i][0]);
		facts_of(&facts, a, tokens);
		roles_of(&facts, tokens);
		if (facts.len == 0)
			fail_msg("no fact in \"%s\"", CASE[i][0]);
		if (!str_eq(facts.at[0].role, str_of(CASE[i][1])) ||
		    strcmp(verdict_bound[facts.at[0].bound], CASE[i][2]) != 0)
			fail_msg("\"%s\": %.*s, %s", CASE[i][0], STR_ARG(facts.at[0].role),
				 verdict_bound[facts.at[0].bound]);
		assert_true((facts.at[0].bound == BOUND_NONE) == !facts.at[0].approximate);
		arena_free(a);
	}
}

/* The table is searched by bisection. */
static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_true(strlen(table[i].word) < WORD_MOST - 1);
		if (i > 0)
			assert_true(strcmp(table[i - 1].word, table[i].word) < 0);
	}
}

/* Within the sentence, at most ROLES_CONTEXT bytes, around the number, at token borders. */
static void test_context(void **state)
{
	struct arena *a = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct facts facts;
	char text[4000] = "Before. ";
	struct fact *f;

	(void)state;
	for (int i = 0; i < 90; i++)
		strcat(text, "padding words ");
	strcat(text, "300 servers ");
	for (int i = 0; i < 90; i++)
		strcat(text, "trailing words ");
	strcat(text, ". After 12 trucks came. There were 7 cars.");
	prose_tokens(tokens, a, "", text);
	facts_of(&facts, a, tokens);
	roles_of(&facts, tokens);
	assert_int_equal(facts.len, 3);
	f = &facts.at[0];
	assert_true(f->said_from < f->from && f->said_upto > f->upto);
	assert_true(f->said_upto - f->said_from <= ROLES_CONTEXT);
	assert_true(f->said_upto - f->said_from > ROLES_CONTEXT - 20);
	assert_true(text[f->said_from - 1] == ' ' && text[f->said_upto] == ' ');
	assert_true(str_eq(str_cut(str_of(text), facts.at[2].said_from, facts.at[2].said_upto),
			   STR("There were 7 cars.")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
					   cmocka_unit_test(test_table),
					   cmocka_unit_test(test_context)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
