/* tests/unit/store/test_store_references.c -- ties: twice is once, and merges keep them. */
#include "store/store_references.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

static struct str event[2]; /* public ids of events 1 and 2 */

static int setup_filled(void **state)
{
	setup(state);
	for (int i = 0; i < 2; i++) {
		const char *id = i ? "two" : "one";
		struct article_row row;
		struct fill f;

		fill_article(&f, arena, id, id, id, 1700000000000, LABEL_INCIDENT);
		assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
		assert_true(store_article(&row, store, arena, str_of(id), &err));
		event[i] = row.event;
	}
	return 0;
}

static bool tie(const char *archive, const char *id, int64_t to, int64_t articles)
{
	struct tie t = {str_of(archive), str_of(id), to, articles};
	bool changed;

	assert_true(store_tie(&changed, store, &t, &err));
	return changed;
}

/* "AIID 42 (3), ..." */
static void references_are(struct str id, const char *want)
{
	const struct reference_row *row;
	char got[200] = "";
	size_t count;

	assert_true(store_references(&row, &count, store, arena, id, &err));
	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s %.*s (%lld)",
			 i ? ", " : "", STR_ARG(row[i].archive), STR_ARG(row[i].id),
			 (long long)row[i].articles);
	assert_string_equal(got, want);
}

static void twice_is_once(void **state)
{
	int64_t before;

	(void)state;
	assert_true(tie("AIID", "42", 1, 2));
	before = store_version(store);
	assert_false(tie("AIID", "42", 1, 2));
	assert_int_equal(store_version(store), before);
	references_are(event[0], "AIID 42 (2)");
	references_are(event[1], "");
	assert_true(tie("AIID", "42", 2, 3));
	assert_true(store_version(store) > before);
	references_are(event[0], "");
	references_are(event[1], "AIID 42 (3)");
	references_are(STR("2020-01-01-zzzz"), "");
}

static bool url_is(struct str url, int64_t number, void *payload)
{
	int *seen = payload;

	assert_true(str_eq(url, *seen ? STR("https://news.example/two")
				      : STR("https://news.example/one")));
	assert_int_equal(number, 1); /* the second was merged into the first */
	++*seen;
	return true;
}

static void merges_keep_them(void **state)
{
	struct ask a;
	int seen = 0;

	(void)state;
	tie("AIID", "7", 1, 1);
	tie("AIM", "2024-05-06-1a2b", 2, 4);
	ask_open_text(&a, store, "merge", "UPDATE events SET redirect = 1 WHERE number = 2", &err);
	assert_true(ask_run(&a));
	references_are(event[0], "AIM 2024-05-06-1a2b (4), AIID 7 (1)");
	assert_true(store_each_url(store, url_is, &seen, &err));
	assert_int_equal(seen, 2);
}

int main(void)
{
	const struct CMUnitTest test[] = {
		cmocka_unit_test_setup_teardown(twice_is_once, setup_filled, teardown),
		cmocka_unit_test_setup_teardown(merges_keep_them, setup_filled, teardown),
	};

	return cmocka_run_group_tests(test, NULL, NULL);
}
