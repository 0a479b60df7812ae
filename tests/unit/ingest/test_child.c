#include "ingest/child.c"
#include "test.h"

#define PRISON TOCSIN_BUILD "/prison"

static struct child_answer ask(struct arena *a, const char *how)
{
	struct child_answer answer;

	assert_int_equal(setenv("TOCSIN_DECODERS", PRISON, 1), 0);
	child_run(&answer, a, "tocsin-prisoner", str_of(how));
	return answer;
}

static void nothing_is_to_be_had_inside(void **state)
{
	static const char *const way[] = {
		"read a file", "write a file",    "unlink a file",
		"fork",        "kill the parent", "executable memory",
#ifndef __SANITIZE_ADDRESS__
		"memory",
#endif
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		struct child_answer got = ask(a, way[i]);

		if (got.end != CHILD_OK || got.parts != 1 ||
		    !str_eq(got.part[0].bytes, STR("kept in")))
			fail_msg("%s: %s, \"%.*s\"", way[i], child_end_name(got.end),
				 STR_ARG(got.part[0].bytes));
	}
	arena_free(a);
}

static void who_asks_for_more_is_ended(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(ask(a, "socket").end, CHILD_CRASHED);
	assert_int_equal(ask(a, "x: a shell").end, CHILD_CRASHED);
	assert_int_equal(ask(a, "abort").end, CHILD_CRASHED);
	arena_free(a);
}

static void answers_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct child_answer got;

	(void)state;
	assert_int_equal(ask(a, "long answer").end, CHILD_BAD_ANSWER);
	/* exit() is how libraries end a program that has no memory. */
	assert_int_equal(ask(a, "?").end, CHILD_TOO_BIG);
	got = ask(a, "time");
	assert_int_equal(got.end, CHILD_TIMED_OUT);
	assert_true(got.core_ms <= LIMIT_CHILD_TIME * 1000);
	assert_true(got.clock_ms < LIMIT_CHILD_TIME * 1000 + 2000);
	arena_free(a);
}

static void no_decoder(void **state)
{
	struct child_answer got;
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(setenv("TOCSIN_DECODERS", "/nowhere", 1), 0);
	child_run(&got, a, "tocsin-picture", STR("x"));
	assert_int_equal(got.end, CHILD_NO_DECODER);
	assert_string_equal(child_end_name(got.end), "no_decoder");
	arena_free(a);
}

static struct str answer_of(struct arena *a, struct child_head head, const char *parts)
{
	struct buf b;
	struct str s;

	buf_init(&b, KIB(4));
	buf_str(&b, (struct str){(const char *)&head, sizeof head});
	buf_z(&b, parts);
	s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

static void lies_are_seen(void **state)
{
	const struct child_head good = {
		.magic = CHILD_MAGIC, .parts = 2, .part = {{3, 1, 2}, {2, 0, 0}}};
	struct child_head head;
	struct arena *a = arena_new();
	struct child_answer got = {.end = CHILD_OK};

	(void)state;
	assert_true(read_answer(&got, a, answer_of(a, good, "abcde")));
	assert_int_equal(got.parts, 2);
	assert_str(got.part[1].bytes, "de");
	assert_false(read_answer(&got, a, answer_of(a, good, "abcd")));
	assert_false(read_answer(&got, a, answer_of(a, good, "abcdef")));
	assert_false(read_answer(&got, a, STR("TCD1")));
	head = good;
	head.parts = CHILD_PARTS + 1;
	assert_false(read_answer(&got, a, answer_of(a, head, "abcde")));
	head = good;
	head.end = CHILD_END_COUNT;
	assert_false(read_answer(&got, a, answer_of(a, head, "abcde")));
	head.end = CHILD_DAMAGED; /* and parts all the same */
	assert_false(read_answer(&got, a, answer_of(a, head, "abcde")));
	head = good;
	head.magic++;
	assert_false(read_answer(&got, a, answer_of(a, head, "abcde")));
	head = good;
	head.part[0].len = UINT32_MAX;
	assert_false(read_answer(&got, a, answer_of(a, head, "abcde")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_to_be_had_inside),
		cmocka_unit_test(who_asks_for_more_is_ended),
		cmocka_unit_test(answers_are_bounded),
		cmocka_unit_test(no_decoder),
		cmocka_unit_test(lies_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
