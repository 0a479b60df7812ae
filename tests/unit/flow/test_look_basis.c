/* tests/unit/flow/test_look_basis.c -- a page beside its feed's words. */
#include "flow/look_basis.h"

#include "base/limits.h"
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

/* Of LIMIT_WATCH_SUMMARY bytes and more: no teaser. */
static struct str whole(const char *words)
{
	struct buf b;
	struct str s;

	buf_init(&b, KIB(64));
	buf_z(&b, words);
	for (int i = 0; b.len < LIMIT_WATCH_SUMMARY; i++)
		buf_fmt(&b, " Word%c%c stays as it was.", 'a' + i % 26, 'a' + i / 26);
	s = arena_copy(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static enum look_basis first(struct str feed, struct str page)
{
	struct changes_side before = {STR("Robot"), feed}, now = {STR("Robot"), page};
	struct changes *c = ARENA_NEW(arena, struct changes);

	assert_true(changes_of(c, arena, &before, &now, STR("")));
	return look_basis_first(c, &before, &now);
}

static void test_first(void **state)
{
	struct str feed = whole("A robot killed two men in Ulm.");

	(void)state;
	/* a caption, another end */
	assert_int_equal(
		first(feed, arena_fmt(arena, "Photo: a robot. %.*s Sign up.", STR_ARG(feed))),
		LOOK_BASIS_ALIKE);
	assert_int_equal(
		first(arena_fmt(arena, "%.*s The post appeared first.", STR_ARG(feed)), feed),
		LOOK_BASIS_ALIKE);
	assert_int_equal(first(feed, whole("A robot killed three men in Ulm.")), LOOK_BASIS_EDITED);
	assert_int_equal(first(feed, arena_fmt(arena, "%.*s Correction: the town was wrong.",
					       STR_ARG(feed))),
			 LOOK_BASIS_EDITED);
	assert_int_equal(first(feed, STR("We value your privacy. Choose what we may keep.")),
			 LOOK_BASIS_OTHER);
}

static void test_teaser(void **state)
{
	(void)state;
	assert_int_equal(first(STR("A robot killed two men."),
			       whole("A robot killed two men. The police came.")),
			 LOOK_BASIS_EDITED);
	assert_int_equal(first(STR("A robot killed two men."), STR("A robot killed two men. Ulm.")),
			 LOOK_BASIS_ALIKE);
	assert_int_equal(first(STR("A robot killed two men."), whole("Accept all of it.")),
			 LOOK_BASIS_OTHER);
}

static void test_hash(void **state)
{
	char a[HASH_HEX_SIZE], b[HASH_HEX_SIZE];

	(void)state;
	look_basis_hash(a, arena, &(struct changes_side){STR("Title"), STR("One two.")});
	look_basis_hash(b, arena, &(struct changes_side){STR("title"), STR("One,  Two")});
	assert_string_equal(a, b);
	look_basis_hash(b, arena, &(struct changes_side){STR("Title one"), STR("two")});
	assert_string_not_equal(a, b);
	look_basis_hash(b, arena, &(struct changes_side){STR("Title"), STR("One three.")});
	assert_string_not_equal(a, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first, setup, teardown),
		cmocka_unit_test_setup_teardown(test_teaser, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hash, setup, teardown),
	};

	return cmocka_run_group_tests_name("look_basis", tests, NULL, NULL);
}
