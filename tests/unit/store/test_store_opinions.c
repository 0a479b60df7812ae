/* tests/unit/store/test_store_opinions.c -- kept with the article, counted once a call. */
#include "store/store_opinions.c"

#include "lib/fill.h"
#include "lib/own_store.h"

static int64_t counted(const char *what)
{
	struct opinion_count count[STORE_OPINION_COUNTS];
	size_t n;

	assert_true(store_opinion_counts(count, &n, store, arena, &err));
	for (size_t i = 0; i < n; i++)
		if (str_eq(count[i].what, str_of(what)))
			return count[i].number;
	return 0;
}

static struct str kept(struct hash128 content, const char *model, const char *prompt)
{
	struct opinion_note which = {.model = str_of(model), .prompt = str_of(prompt)};
	struct str answer;

	assert_true(store_opinion(&answer, store, arena, content, &which, &err));
	return answer;
}

static int64_t calls(int64_t at_ms)
{
	int64_t n = -1;

	assert_true(store_opinion_calls(&n, store, at_ms, &err));
	return n;
}

static void test_with_the_article(void **state)
{
	struct opinion_note note = {.model = STR("m"),
				    .prompt = STR("v1"),
				    .answer = STR("{\"label\":\"hazard\"}"),
				    .result = "answered",
				    .at_ms = JUNE,
				    .calls = 2,
				    .quotes_dropped = 3};
	bool known = true;
	struct fill f;

	(void)state;
	fill_article(&f, arena, "a1", "Drives flown abroad", "Four people.", JUNE, LABEL_HAZARD);
	assert_true(store_knows(&known, store, f.article.content, &err));
	assert_false(known);
	assert_int_equal(kept(f.article.content, "m", "v1").len, 0);
	assert_int_equal(calls(JUNE), 0);
	f.outcome.opinion = &note;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_knows(&known, store, f.article.content, &err));
	assert_true(known);
	assert_str(kept(f.article.content, "m", "v1"), "{\"label\":\"hazard\"}");
	assert_int_equal(kept(f.article.content, "m", "v2").len, 0);
	assert_int_equal(kept(f.article.content, "n", "v1").len, 0);
	assert_int_equal(calls(JUNE), 2);
	assert_int_equal(calls(JUNE + 86400000), 0);
	assert_int_equal(counted("asked"), 1);
	assert_int_equal(counted("answered"), 1);
	assert_int_equal(counted("quotes dropped"), 3);
	/* the same article again, asked by someone who did not know: the calls were made */
	note.answer = STR("another");
	note.at_ms += 86400000;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED_BEFORE);
	assert_str(kept(f.article.content, "m", "v1"), "{\"label\":\"hazard\"}");
	assert_int_equal(calls(JUNE), 2);
	assert_int_equal(calls(JUNE + 86400000), 2);
	assert_int_equal(counted("calls"), 4);
}

static void test_nothing_to_keep(void **state)
{
	struct opinion_note nobody = {.model = STR("m"), .prompt = STR("v1")};
	struct opinion_note failed = {.model = STR("m"),
				      .prompt = STR("v1"),
				      .result = "timeout",
				      .at_ms = JUNE,
				      .calls = 2};
	struct fill f;

	(void)state;
	fill_article(&f, arena, "a1", "One", "Text.", JUNE, LABEL_UNRELATED);
	f.outcome.opinion = &nobody;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_int_equal(counted("asked"), 0);
	fill_article(&f, arena, "a2", "Two", "Text.", JUNE, LABEL_UNRELATED);
	f.outcome.opinion = &failed;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_int_equal(counted("timeout"), 1);
	assert_int_equal(counted("answered"), 0);
	assert_int_equal(calls(JUNE), 2);
	assert_int_equal(kept(f.article.content, "m", "v1").len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_with_the_article, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_to_keep, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
