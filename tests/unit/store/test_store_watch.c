/* tests/unit/store/test_store_watch.c -- watched sources: added, polled, moved, seen. */
#include "store/store_watch.c"

#include "lib/own_store.h"

static const struct watched *only(void)
{
	const struct watched *row;
	size_t count;

	assert_true(store_watched(&row, &count, store, arena, &err));
	assert_int_equal(count, 1);
	return row;
}

static void test_added_and_polled(void **state)
{
	struct watched w = {.name = STR("One"),
			    .given = STR("http://one/"),
			    .lang = STR("en"),
			    .kind = STR("feed")},
		       now;
	const struct source_row *source;
	size_t count;

	(void)state;
	assert_true(store_watch_add(store, &w, &err));
	now = *only();
	assert_str(now.url, "http://one/");
	assert_str(now.outcome, "");
	now.url = STR("http://moved/");
	now.etag = STR("\"e\"");
	now.outcome = STR("too_slow");
	now.failures = 3;
	now.next_try_ms = 77;
	assert_true(store_watch_done(store, &now, &err));
	assert_true(store_watch_add(store, &w, &err)); /* again: keeps all */
	now = *only();
	assert_str(now.url, "http://moved/");
	assert_str(now.etag, "\"e\"");
	assert_int_equal(now.failures, 3);
	assert_int_equal(now.next_try_ms, 77);
	assert_true(store_sources(&source, &count, store, arena, &err));
	assert_int_equal(count, 1);
	assert_str(source[0].watched.outcome, "too_slow");
	assert_int_equal(source[0].documents, 0);
	w.given = STR("http://other/"); /* another address: from its beginning */
	assert_true(store_watch_add(store, &w, &err));
	now = *only();
	assert_str(now.url, "http://other/");
	assert_str(now.etag, "");
	assert_int_equal(now.next_try_ms, 0);
	assert_true(store_check(store, NULL, NULL, &err));
}

static void test_entries(void **state)
{
	struct watched_entry e = {.entry = STR("abc"),
				  .source = STR("One"),
				  .seen_ms = 5,
				  .tries = 2},
			     got = {.entry = STR("abc")};

	(void)state;
	assert_true(store_watch_tries(&got, store, &err));
	assert_int_equal(got.tries, STORE_ENTRY_NEW);
	assert_true(store_watch_entry(store, &e, &err));
	assert_true(store_watch_tries(&got, store, &err));
	assert_int_equal(got.tries, 2);
	assert_int_equal(got.seen_ms, 5);
	e.tries = STORE_ENTRY_DONE;
	e.seen_ms = 6;
	assert_true(store_watch_entry(store, &e, &err));
	assert_true(store_watch_tries(&got, store, &err));
	assert_int_equal(got.tries, STORE_ENTRY_DONE);
	assert_int_equal(got.seen_ms, 6);
	assert_true(store_watch_forget(store, STR("Two"), 100, &err)); /* another one's */
	assert_true(store_watch_forget(store, STR("One"), 6, &err));   /* not before 6 */
	assert_true(store_watch_tries(&got, store, &err));
	assert_int_equal(got.tries, STORE_ENTRY_DONE);
	assert_true(store_watch_forget(store, STR("One"), 7, &err));
	assert_true(store_watch_tries(&got, store, &err));
	assert_int_equal(got.tries, STORE_ENTRY_NEW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_added_and_polled),
					   cmocka_unit_test(test_entries)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
