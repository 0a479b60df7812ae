/* What became of it: told, planned, denied, of another matter, too deep in the text. */
#include "judge/stages.c"

#include "judge/matcher.h"
#include "lib/test.h"

#define TODAY 1522713600000LL /* 3 April 2018 */

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

static void read_text(struct particulars *p, struct article *a, struct arena *arena,
		      const char *title, const char *text)
{
	struct reading r;

	*a = (struct article){.id = STR("x"), .lang = STR("en"), .date_ms = TODAY};
	a->field[FIELD_TITLE] = str_of(title);
	a->field[FIELD_TEXT] = str_of(text);
	reading_of(&r, pack, matcher, arena, a);
	particulars_of(p, arena, pack, &r);
}

static const struct {
	const char *title, *text, *kind; /* kind NULL: nothing became of it */
} CASE[] = {
	{"", "Regulators opened an investigation into the robotaxi crash.", "investigation"},
	{"", "The family sued the chatbot's maker on Monday.", "lawsuit"},
	{"Carmaker recalls 2,000 driverless cars", "", "recall"},
	{"", "The company has apologised for the chatbot's answers.", "apology"},
	{"", "The chatbot was taken offline on Friday.", "suspended"},
	{"", "The firm settled a lawsuit over its facial recognition.", "settled"},
	{"", "The court ordered the firm to pay $2 million for the deepfake.", "fined"},
	{"", "The man pleaded guilty to making deepfakes of girls.", "convicted"},
	{"", "The council scrapped its fraud algorithm.", "withdrawn"},
	{"", "A spokesperson confirmed that facial recognition was used.", "company"},
	{"", "Police said the official investigation found the robot was at fault.", "authority"},
	/* wished, feared, denied, asked */
	{"", "Critics called for an investigation into the robotaxi crash.", NULL},
	{"", "The company could be fined $2 million for the chatbot.", NULL},
	{"", "The company has not apologised for the chatbot's answers.", NULL},
	{"", "Was the chatbot taken offline?", NULL},
	{"", "They threatened to sue the chatbot's maker.", NULL},
	/* of something else */
	{"", "In a similar case the firm settled a lawsuit over its chatbot.", NULL},
	{"", "In 2011 the firm settled a lawsuit over its facial recognition.", NULL},
	{"", "He drove with a suspended license.", NULL},
	{"", "A robot vacuum cleaner costs 200 euros.", NULL},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct arena *arena = arena_new();
		struct particulars p;
		struct article a;
		bool found = false;

		read_text(&p, &a, arena, CASE[i].title, CASE[i].text);
		for (size_t k = 0; k < p.staged_count; k++)
			found = found || !CASE[i].kind ||
				str_eq(p.staged[k].kind, str_of(CASE[i].kind));
		if (CASE[i].kind ? !found : p.staged_count > 0)
			fail_msg("\"%s%s\": %zu, first \"%.*s\"", CASE[i].title, CASE[i].text,
				 p.staged_count,
				 STR_ARG(p.staged_count ? p.staged[0].kind : STR("none")));
		arena_free(arena);
	}
}

/* The day its sentence states, the words themselves, one of each kind. */
static void test_day_and_words(void **state)
{
	struct arena *arena = arena_new();
	struct particulars p;
	struct article a;

	(void)state;
	read_text(
		&p, &a, arena, "Robotaxi hits woman",
		"On 20 March 2018 the agency opened an investigation into the robotaxi crash. The "
		"police launched an inquiry as well.");
	assert_int_equal(p.staged_count, 1);
	assert_int_equal(p.staged[0].stage, STAGE_RESPONSE);
	assert_str(p.staged[0].day, "2018-03-20");
	assert_str(p.staged[0].what, "an investigation was opened");
	assert_str(str_cut(a.field[FIELD_TEXT], p.staged[0].from, p.staged[0].upto),
		   "opened an investigation");
	assert_true(p.staged[0].said_from == 0 && p.staged[0].said_upto > p.staged[0].upto);
	arena_free(arena);
}

/* Sixteen sentences are read, beyond the sixth only those that name the matter. */
static void test_depth(void **state)
{
	static const char filler[] = "The weather was fine that day. ";
	struct arena *arena = arena_new();
	struct buf text;
	struct particulars p;
	struct article a;

	(void)state;
	for (int n = 0; n < 20; n++) {
		bool near = n < 6, named = n < 16;

		buf_init(&text, 1 << 16);
		for (int i = 0; i < n; i++)
			buf_z(&text, filler);
		buf_z(&text, "The firm settled a lawsuit with him.");
		buf_char(&text, 0);
		read_text(&p, &a, arena, "A day", text.at);
		assert_int_equal(p.staged_count > 0, near);
		text.len -= 1 + strlen(" with him.");
		buf_z(&text, " over its chatbot.");
		buf_char(&text, 0);
		read_text(&p, &a, arena, "A day", text.at);
		assert_int_equal(p.staged_count > 0, named);
		buf_free(&text);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
					   cmocka_unit_test(test_day_and_words),
					   cmocka_unit_test(test_depth)};

	return cmocka_run_group_tests(tests, load, unload);
}
