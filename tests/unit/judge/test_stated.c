/* The day it happened, and not the day somebody spoke; places and names with their spans. */
#include "judge/stated.c"

#include "lib/test.h"

#include "lib/prose.h"

static const struct {
	const char *text, *day; /* "" none */
	bool harm;              /* an assertion tells of harm in the first sentence */
} CASE[] = {
	{"On March 18, 2018 an Uber car killed a woman in Tempe.", "2018-03-18", false},
	{"A robot killed a worker in June 2015.", "2015-06", false},
	{"March 24, 2016 - 4 min read. A robot killed a worker.", "", false},
	{"The company said on March 20, 2018 that it regrets this.", "", false},
	{"A lawsuit was filed on March 3, 2018 in Ohio.", "", false},
	{"A car hit a cyclist on Sunday in Tempe.", "2018-04-01", true},
	{"A car hit a cyclist on Sunday in Tempe.", "", false}, /* nothing says that it is harm */
	{"In 2016 a car hit a cyclist in Tempe.", "", true},    /* a year is no day */
	{"On May 1, 2018 a car will hit the road.", "", false}, /* after the article */
};

#define TODAY 1522713600000LL /* Tuesday, 3 April 2018 */

static void read_case(struct particulars *p, struct article *a, struct arena *arena, size_t i)
{
	struct cue_hit hit = {.field = FIELD_TEXT, .from = 2, .upto = 9};
	struct assertion told = {.field = FIELD_TEXT,
				 .system = -1,
				 .victim = -1,
				 .actor = -1,
				 .source = -1,
				 .modality = MODALITY_HAPPENED};
	struct reading r = {.article = a, .hit = &hit, .hit_count = 1};

	*a = (struct article){.id = STR("x"), .lang = STR("en"), .date_ms = TODAY};
	a->field[FIELD_TITLE] = STR("");
	a->field[FIELD_TEXT] = str_of(CASE[i].text);
	for (int f = 0; f < FIELD_COUNT; f++)
		prose_sentences(&r.sentences[f], arena, a->field[f]);
	r.assertion = &told;
	r.assertion_count = CASE[i].harm ? 1 : 0;
	particulars_of(p, arena, NULL, &r);
}

static void test_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct arena *arena = arena_new();
		struct str day = STR("");
		struct particulars p;
		struct article a;

		read_case(&p, &a, arena, i);
		for (size_t k = 0; k < p.stated_count; k++)
			if (str_eq(p.stated[k].kind, STR("date")))
				day = p.stated[k].value;
		if (!str_eq(day, str_of(CASE[i].day)))
			fail_msg("\"%s\": \"%.*s\"", CASE[i].text, STR_ARG(day));
		arena_free(arena);
	}
}

static void test_names(void **state)
{
	struct arena *arena = arena_new();
	bool place = false, harmed = false;
	struct article a = {.id = STR("x"), .lang = STR("en")};
	struct reading r = {.article = &a};
	struct particulars p;

	(void)state;
	a.field[FIELD_TITLE] = STR("");
	a.field[FIELD_TEXT] = STR("Elaine Herzberg, 49, was killed by an Uber car in Arizona.");
	for (int f = 0; f < FIELD_COUNT; f++)
		prose_sentences(&r.sentences[f], arena, a.field[f]);
	particulars_of(&p, arena, NULL, &r);
	assert_true(p.stated_count > 0 && p.stated_count <= STATED_MOST);
	for (size_t i = 0; i < p.stated_count; i++) {
		const struct stated *s = &p.stated[i];
		struct str quote = str_cut(a.field[s->field], s->from, s->upto);

		assert_true(quote.len > 0);
		assert_true(s->said_from <= s->from && s->upto <= s->said_upto);
		place |= str_eq(s->kind, STR("place")) && str_eq(s->value, STR("United States")) &&
			 str_eq(quote, STR("Arizona"));
		harmed |= str_eq(s->kind, STR("harmed")) && str_eq(quote, STR("Elaine Herzberg"));
	}
	assert_true(place && harmed);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_days),
					   cmocka_unit_test(test_names)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
