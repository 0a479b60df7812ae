/* Same articles, another subject, a damaged file. */
#include "judge/drift.c"
#include "test.h"

static void fill(struct profile *p, const char *word, int n)
{
	struct arena *a = arena_new();

	for (int i = 0; i < n; i++) {
		struct article article = {.id = STR("x")};
		struct reading r = {.article = &article};

		article.field[FIELD_TEXT] =
			arena_fmt(a, "the %s%c bell rang %cb again", word, 'a' + i % 20,
				  'a' + i % 20);
		profile_add(p, &r, NULL);
		profile_add_verdict(p, LABEL_HAZARD, 0.85);
	}
	arena_free(a);
}

static void test_same(void **state)
{
	struct profile *p = profile_new(), *q = profile_new();
	struct drift d;

	(void)state;
	fill(p, "tower", 100);
	fill(q, "tower", 60);
	drift_of(&d, q, p);
	assert_true(d.enough && !d.words_warn && !d.confidence_warn);
	assert_true(d.unknown < 0.01 && d.labels < 0.1);
	profile_free(p);
	profile_free(q);
}

static void test_other(void **state)
{
	struct profile *p = profile_new(), *q = profile_new();
	struct drift_thing t[DRIFT_PHRASES];
	struct drift d;

	(void)state;
	fill(p, "tower", 100);
	fill(q, "moss", 60);
	drift_of(&d, q, p);
	assert_true(d.words_warn);
	assert_true(drift_things(t, DRIFT_PHRASES, q, p, PROFILE_WORD) > 0);
	assert_true(str_starts(t[0].key, STR("moss")));
	assert_true(t[0].now >= 3 && t[0].trained < 1);
	profile_free(p);
	profile_free(q);
}

static void test_file(void **state)
{
	struct profile *p = profile_new(), *q = NULL;
	struct err err;
	struct buf b;

	(void)state;
	fill(p, "tower", 100);
	buf_init(&b, 1 << 20);
	profile_write(&b, p);
	assert_true(profile_read(&q, buf_view(&b), &err));
	assert_int_equal(profile_articles(q), 100);
	assert_true(profile_count(q, PROFILE_WORD, STR("bell")) > 99);
	profile_free(q);
	assert_false(profile_read(&q, STR("{\"format\":1,\"articles\":5}"), &err));
	buf_free(&b);
	profile_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_other),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
