/* Quotes that vanish, numbers that change, what the publisher announces. */
#include "judge/changes.c"

#include "lib/test.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool changed(struct changes *c, const char *was, const char *now, const char *verdict)
{
	struct changes_side a = {STR("Robot kills"), str_of(was)},
			    b = {STR("Robot kills"), str_of(now)};

	return changes_of(c, arena, &a, &b, str_of(verdict));
}

static void test_nothing_but_signs(void **state)
{
	struct changes c;

	(void)state;
	assert_false(changed(&c, "Two men died, police said.", "Two men died,  Police said", ""));
}

static void test_numbers(void **state)
{
	struct changes c;

	(void)state;
	assert_true(changed(&c, "The robot left two dead in 15 minutes.",
			    "The robot left three dead in 15 minutes.", ""));
	assert_int_equal(c.number_count, 1);
	assert_str(c.number[0].was, "two dead");
	assert_str(c.number[0].now, "three dead");
	assert_true(changed(&c, "It cost 4,800 euros.", "It cost some 5,100 euros.", ""));
	assert_int_equal(c.number_count, 1);
	assert_str(c.number[0].was, "4,800 euros");
	assert_str(c.number[0].now, "5,100 euros");
	assert_true(changed(&c, "Two men died.", "2 men died.", "")); /* the same number */
	assert_int_equal(c.number_count, 0);
	assert_true(changed(&c, "A man died.", "A woman died.", ""));
	assert_int_equal(c.number_count, 0);
}

static void test_quotes(void **state)
{
	static const char verdict[] =
		"{\"evidence\":[{\"quote\":\"killed two men\"},{\"quote\":\"Robot kills\"},"
		"{\"quote\":\"killed two men\"},{\"quote\":\"the police, said\"}]}";
	struct changes c;

	(void)state;
	assert_true(changed(&c, "It killed two men, the police said.",
			    "It killed no one, the police said.", verdict));
	assert_int_equal(c.vanished_count, 1); /* once; the title's quote stands in the title */
	assert_str(c.vanished[0], "killed two men");
	assert_true(changed(&c, "a b", "a c", "no JSON"));
	assert_int_equal(c.vanished_count, 0);
	assert_true(changed(&c, "It failed to see the men, and two died.", "It saw them.",
			    "{\"evidence\":[{\"quote\":\"failed\"},{\"quote\":\"died\"},"
			    "{\"quote\":\"failed to see\"},{\"quote\":\"to see the\"},"
			    "{\"quote\":\"see\"}]}"));
	assert_int_equal(c.vanished_count, 3); /* of those within others the longest */
	assert_str(c.vanished[0], "died");
	assert_str(c.vanished[1], "failed to see");
	assert_str(c.vanished[2], "to see the");
}

static void test_notices(void **state)
{
	static const struct {
		const char *now;
		enum notice notice;
	} row[] = {
		{"It fell. Correction: an earlier version said it flew.", NOTICE_CORRECTION},
		{"It fell.\nThis article was amended on 3 May.", NOTICE_CORRECTION},
		{"It fell. In einer früheren Version hieß es, es flog.", NOTICE_CORRECTION},
		{"It fell. Fe de errores: no voló.", NOTICE_CORRECTION},
		{"Editor's note: this article has been retracted.", NOTICE_RETRACTION},
		{"It fell. The minister was at the scene.", NOTICE_NONE},
	};
	struct changes c;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		assert_true(changed(&c, "It fell.", row[i].now, ""));
		if (c.notice != row[i].notice)
			fail_msg("%s: \"%s\"", row[i].now, notice_name[c.notice]);
		assert_true((c.notice == NOTICE_NONE) == (c.said.len == 0));
	}
	/* one that was there before announces nothing */
	assert_true(changed(&c, "Correction: x. It fell.", "Correction: x. It rose.", ""));
	assert_int_equal(c.notice, NOTICE_NONE);
}

static void test_told(void **state)
{
	struct changes c;
	struct buf json;

	(void)state;
	buf_init(&json, 4000);
	assert_true(changed(&c, "It killed two men.", "It killed three men. Correction: not two.",
			    "{\"evidence\":[{\"quote\":\"two men\"}]}"));
	changes_to_json(&json, &c);
	assert_str(buf_view(&json),
		   "{\"title\":false,\"words_gone\":1,\"words_come\":4,\"vanished\":[\"two men\"],"
		   "\"numbers\":[{\"was\":\"two men\",\"now\":\"three men\"}],"
		   "\"notice\":\"correction\",\"said\":\"Correction: not two.\"}");
	assert_str(changes_told(arena, &c),
		   "1 word gone, 4 new; 1 quote vanished; \"two men\" is now \"three men\"; "
		   "the publisher announces a correction");
	buf_free(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_but_signs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_quotes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_notices, setup, teardown),
		cmocka_unit_test_setup_teardown(test_told, setup, teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
