/* The better saying stays, lists end, people are told apart. */
#include "lib/test.h"

#include "ingest/feed_record.c"

#include "base/limits.h"

static void test_ranks(void **state)
{
	struct arena *a = arena_new();
	struct feed_record *r = feed_record_new(a, false);

	(void)state;
	feed_record_text(r, FEED_TITLE, STR("module's"), 3);
	feed_record_text(r, FEED_TITLE, STR(""), 1);
	assert_str(r->text[FEED_TITLE], "module's");
	feed_record_text(r, FEED_TITLE, STR("own"), 1);
	feed_record_text(r, FEED_TITLE, STR("own again"), 1);
	feed_record_text(r, FEED_TITLE, STR("module's again"), 3);
	assert_str(r->text[FEED_TITLE], "own");
	feed_record_moment(r, FEED_UPDATED, STR("some day"), 1);
	feed_record_moment(r, FEED_UPDATED, STR("2025-06-17"), 4);
	assert_str(r->text[FEED_UPDATED], "2025-06-17");
	assert_true(feed_record_ms(r, FEED_UPDATED) == 1750118400000);
	assert_true(feed_record_ms(r, FEED_PUBLISHED) == 0);
	feed_record_author(r, 4)->name = STR("the podcast's");
	feed_record_author(r, 2)->name = STR("first");
	feed_record_author(r, 2)->name = STR("second");
	assert_null(feed_record_author(r, 5));
	assert_str(r->authors->name, "first");
	assert_str(r->authors->next->name, "second");
	assert_null(r->authors->next->next);
	arena_free(a);
}

static void test_lists_end(void **state)
{
	struct arena *a = arena_new();
	struct feed_record *r = feed_record_new(a, false);

	(void)state;
	for (int i = 0; i < LIMIT_FEED_LIST; i++)
		assert_non_null(feed_record_link(r));
	assert_null(feed_record_link(r));
	for (int i = 0; i < LIMIT_FEED_LIST; i++)
		feed_record_keywords(r, STR("a, ,b"));
	assert_null(feed_record_category(r));
	assert_str(r->categories->next->term, "b");
	arena_free(a);
}

static void person_is(const char *text, const char *name, const char *email)
{
	struct feed_person p = {.name = STR("")};

	feed_record_person(&p, str_of(text));
	assert_str(p.name, name);
	assert_str(p.email, email);
}

static void test_people(void **state)
{
	(void)state;
	person_is("ann@e.org (Ann B.)", "Ann B.", "ann@e.org");
	person_is("Ann B. (ann@e.org)", "Ann B.", "ann@e.org");
	person_is("Ann B. <ann@e.org>", "Ann B.", "ann@e.org");
	person_is("ann@e.org", "", "ann@e.org");
	person_is("Ann (the other one)", "Ann (the other one)", "");
	person_is("@ann", "@ann", "");
	person_is("", "", "");
	person_is("(", "(", "");
	person_is(")a@b(", "", ")a@b(");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_lists_end),
		cmocka_unit_test(test_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
