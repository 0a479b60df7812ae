/* tests/unit/serve/test_kept.c -- answers are found by all of their key and for one version,
 * bounded, and live as long as somebody sends them. */
#include "serve/kept.c"

#include <stdarg.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/threads.h"

static struct kept_answer *put(struct kept *k, const char *key, int64_t version, struct str text)
{
	struct kept_body b = {STR("text/html"), text, CODING_BROTLI, text.len * 9};

	return kept_put(k, str_of(key), version, &b);
}

static bool finds(struct kept *k, const char *key, int64_t version, const char *text)
{
	struct kept_answer *a = kept_find(k, str_of(key), version);
	bool same = a && str_eq(kept_body(a)->body, str_of(text));

	kept_drop(a);
	return same;
}

static void an_answer_is_found_again(void **state)
{
	struct kept *k = kept_new(10000);
	struct kept_answer *a = put(k, "/a", 7, STR("first"));
	const struct kept_body *b;

	(void)state;
	assert_non_null(a);
	b = kept_body(a);
	assert_true(str_eq(b->type, STR("text/html")));
	assert_int_equal(b->coding, CODING_BROTLI);
	assert_int_equal(b->plain, 45);
	kept_drop(a);
	assert_true(finds(k, "/a", 7, "first"));
	assert_false(finds(k, "/a?", 7, "first"));
	a = put(k, "/a", 7, STR("another thread's")); /* the first stays */
	assert_true(str_eq(kept_body(a)->body, STR("first")));
	kept_drop(a);
	kept_free(k);
}

static void a_new_version_empties_it(void **state)
{
	struct kept *k = kept_new(10000);

	(void)state;
	kept_drop(put(k, "/a", 7, STR("old")));
	assert_true(finds(k, "/a", 7, "old"));
	assert_null(kept_find(k, STR("/a"), 8));
	assert_int_equal(k->bytes, 0);
	assert_null(kept_find(k, STR("/a"), 7));        /* a thread that is behind */
	assert_null(put(k, "/a", 7, STR("old again"))); /* ... keeps nothing */
	kept_drop(put(k, "/a", 8, STR("new")));
	assert_true(finds(k, "/a", 8, "new"));
	kept_free(k);
}

static void what_was_not_asked_for_longest_goes(void **state)
{
	char key[16], text[500] = {0};
	struct kept *k = kept_new(10000);
	int64_t each;

	(void)state;
	kept_drop(put(k, "/0", 1, (struct str){text, sizeof text}));
	each = k->bytes;
	for (int i = 1; i < 200; i++) {
		snprintf(key, sizeof key, "/%d", i);
		kept_drop(put(k, key, 1, (struct str){text, sizeof text}));
		kept_drop(kept_find(k, STR("/0"), 1));
		assert_true(k->bytes <= k->most);
	}
	assert_true(k->bytes > k->most - 2 * each);
	kept_drop(kept_find(k, STR("/0"), 1));
	assert_int_equal(k->newest->key.len, 2); /* it was asked for all the time */
	assert_null(kept_find(k, STR("/1"), 1));
	kept_free(k);
}

static void what_is_too_long_is_not_kept(void **state)
{
	char *text = memory_zalloc(LIMIT_KEPT_ONE + 1);
	struct kept *k = kept_new(10 * LIMIT_KEPT_ONE), *small = kept_new(100);

	(void)state;
	assert_null(put(k, "/long", 1, (struct str){text, LIMIT_KEPT_ONE + 1}));
	assert_null(put(small, "/", 1, STR("longer than all that may be kept")));
	assert_int_equal(k->bytes + small->bytes, 0);
	kept_free(k);
	kept_free(small);
	memory_free(text);
}

/* A slow client still reads it while it is thrown away. */
static void a_held_answer_lives_on(void **state)
{
	struct kept *k = kept_new(10000);
	struct kept_answer *a = put(k, "/a", 1, STR("still here"));

	(void)state;
	assert_null(kept_find(k, STR("/b"), 2));
	kept_free(k);
	assert_true(str_eq(kept_body(a)->body, STR("still here")));
	kept_drop(a);
}

struct crowd {
	struct kept *k;
	atomic_int wrong;
};

static void ask_and_put(void *payload)
{
	struct crowd *c = payload;
	char key[32];

	for (int i = 0; i < 20000; i++) {
		int64_t version = 1 + i / 4000;
		struct kept_answer *a;

		snprintf(key, sizeof key, "/%d of %d", i * 7919 % 61, (int)version);
		a = kept_find(c->k, str_of(key), version);
		if (!a)
			a = put(c->k, key, version, str_of(key));
		if (a && !str_eq(kept_body(a)->body, str_of(key)))
			atomic_fetch_add(&c->wrong, 1);
		kept_drop(a);
	}
}

static void many_threads_ask(void **state)
{
	struct crowd c = {.k = kept_new(5000)};
	struct thread *t[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		t[i] = thread_start("asker", ask_and_put, &c);
	for (int i = 0; i < 4; i++)
		thread_join(t[i]);
	assert_int_equal(atomic_load(&c.wrong), 0);
	kept_free(c.k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_found_again),
		cmocka_unit_test(a_new_version_empties_it),
		cmocka_unit_test(what_was_not_asked_for_longest_goes),
		cmocka_unit_test(what_is_too_long_is_not_kept),
		cmocka_unit_test(a_held_answer_lives_on),
		cmocka_unit_test(many_threads_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
