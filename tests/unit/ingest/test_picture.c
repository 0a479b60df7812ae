#include "ingest/picture.c"
#include "test.h"

/* 900 x 600 of one colour, lossless: tests/hostile/pictures.py makes such. */
static const char plain[] =
	"\x52\x49\x46\x46\x22\x00\x00\x00\x57\x45\x42\x50\x56\x50\x38\x4c\x15\x00"
	"\x00\x00\x2f\x83\xc3\x95\x00\x28\x72\xb5\xca\xd3\xff\x02\x00\x00\x00\x00"
	"\x00\x00\x00\x00\x00\x00";

static struct str plain_webp(void)
{
	return (struct str){plain, sizeof plain - 1};
}

static void two_sizes(void **state)
{
	struct arena *a = arena_new();
	struct child_answer ran;
	struct picture p, again;

	(void)state;
	assert_int_equal(picture_make(&p, a, plain_webp(), &ran), CHILD_OK);
	assert_int_equal(p.width[PICTURE_SMALL], PICTURE_SMALL_WIDTH);
	assert_int_equal(p.height[PICTURE_SMALL], PICTURE_SMALL_HEIGHT);
	assert_int_equal(p.width[PICTURE_LARGE], 640);
	assert_int_equal(p.height[PICTURE_LARGE], 427);
	assert_true(p.webp[PICTURE_SMALL].len <= PICTURE_SMALL_BYTES);
	assert_true(is_webp(p.webp[PICTURE_LARGE]));
	assert_int_equal(picture_make(&again, a, plain_webp(), NULL), CHILD_OK);
	assert_true(str_eq(p.webp[PICTURE_LARGE], again.webp[PICTURE_LARGE]));
	arena_free(a);
}

static void what_is_none(void **state)
{
	struct arena *a = arena_new();
	char *bytes = arena_bytes(a, LIMIT_PICTURE + 1);
	struct picture p;

	(void)state;
	memset(bytes, 'x', LIMIT_PICTURE + 1);
	assert_int_equal(picture_make(&p, a, (struct str){bytes, LIMIT_PICTURE + 1}, NULL),
			 CHILD_TOO_BIG);
	assert_int_equal(picture_make(&p, a, (struct str){bytes, LIMIT_PICTURE}, NULL),
			 CHILD_NOT_A_PICTURE);
	assert_int_equal(picture_make(&p, a, STR("<svg><script/></svg>"), NULL), CHILD_UNSUPPORTED);
	assert_int_equal(picture_make(&p, a, str_cut(plain_webp(), 0, 30), NULL), CHILD_TRUNCATED);
	arena_free(a);
}

/* A decoder that was taken over may answer anything. */
static void answers_are_looked_at(void **state)
{
	struct child_answer a = {.parts = 2,
				 .part = {{plain_webp(), 176, 176}, {plain_webp(), 640, 427}}};
	struct picture p;

	(void)state;
	assert_true(take(&p, &a));
	a.part[1].a = 641;
	assert_false(take(&p, &a));
	a.part[1].a = 0;
	assert_false(take(&p, &a));
	a.part[1].a = 640;
	a.part[0].bytes = STR("<svg xmlns='http://www.w3.org/2000/svg'/>");
	assert_false(take(&p, &a));
	a.part[0].bytes = str_cut(plain_webp(), 0, sizeof plain - 2);
	assert_false(take(&p, &a));
	a.part[0].bytes = plain_webp();
	a.parts = 1;
	assert_false(take(&p, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_sizes),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(answers_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
