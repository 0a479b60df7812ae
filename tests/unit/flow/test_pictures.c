/* When a picture's address is asked for again. */
#include "flow/pictures.c"

#include <stdlib.h>

#include "test.h"

static void what_may_pass_is_tried_again(void **state)
{
	struct picture_due e = {.tries = 0};

	(void)state;
	assert_int_equal(again_ms(&e, true, 1000), 1000 + WAIT_MS);
	e.tries = 1;
	assert_int_equal(again_ms(&e, true, 1000), 1000 + 4 * WAIT_MS);
	e.tries = LIMIT_PICTURE_TRIES - 1; /* and this was the last */
	assert_int_equal(again_ms(&e, true, 1000), 0);
	e.tries = 0;
	assert_int_equal(again_ms(&e, false, 1000), 0);
	assert_true(end_may_pass(CHILD_TIMED_OUT));
	assert_false(end_may_pass(CHILD_TOO_BIG));
}

/* Nothing is wrong with the picture where there is no decoder: it waits. */
static void our_own_trouble_costs_no_try(void **state)
{
	struct picture_due e = {.url = STR("https://x.example/a.png"), .tries = 50};
	struct pictures p = {.arena = arena_new()};
	struct picture_tried t = {.at_ms = 1000};
	struct picture picture;

	(void)state;
	assert_int_equal(setenv("TOCSIN_DECODERS", "/nowhere", 1), 0);
	read_picture(&p, &e, STR("no matter"), &picture, &t);
	assert_string_equal(t.outcome, "no_decoder");
	assert_null(t.picture);
	assert_int_equal(t.next_ms, 1000 + WAIT_MS);
	assert_true(p.told);
	unsetenv("TOCSIN_DECODERS");
	read_picture(&p, &e, STR("no matter"), &picture, &t);
	assert_string_equal(t.outcome, "not_a_picture");
	assert_int_equal(t.next_ms, 0);
	arena_free(p.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_pass_is_tried_again),
		cmocka_unit_test(our_own_trouble_costs_no_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
