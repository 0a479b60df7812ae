/* Documents go in with their articles, once for each content, whatever the instant of a crash. */
#include "store/store_locker.c"

#include <sys/wait.h>

#include "lib/fill.h"
#include "lib/own_store.h"

#include "lib/locked.h"

static void test_kept_once_for_each_content(void **state)
{
	struct capture c, other;
	struct fill f, g;
	struct buf body;

	(void)state;
	locked_nth(&f, &c, 1, LABEL_INCIDENT);
	locked_nth(&g, &other, 2, LABEL_HAZARD);
	other.body = c.body; /* another article out of the same bytes */
	fill_commit(&f, store, arena);
	fill_commit(&g, store, arena);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED_BEFORE);
	assert_int_equal(locked_sums().captures, 2);
	assert_int_equal(locked_sums().objects, 1);
	assert_int_equal(locked_sums().bytes, (int64_t)c.body.len);
	assert_true(locked_sums().packed < locked_sums().bytes / 2);
	buf_init(&body, LIMIT_CAPTURE + 1);
	{
		const struct locker_row *row;
		size_t count;

		assert_true(store_locker_of(&row, &count, store, arena, STR("a2"), &err));
		assert_int_equal(count, 1);
		assert_true(store_locker_body(&body, store, row->sha256, &err));
		assert_true(str_eq(buf_view(&body), c.body));
		assert_true(str_eq(row->capture.head, c.head));
		assert_true(str_eq(row->capture.redirects, c.redirects));
		assert_true(str_eq(row->capture.source, STR("test.jsonl")));
		assert_int_equal(row->capture.seen_ms, 1750000000000);
	}
	assert_false(store_locker_body(&body, store, STR("00"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	buf_free(&body);
}

static void test_places(void **state)
{
	struct locked_told t;

	(void)state;
	locked_commit(1, LABEL_INCIDENT);
	assert_true(store_locker_place(store, STR("none"), &err));
	locked_commit(2, LABEL_INCIDENT);
	assert_int_equal(locked_sums().captures, 1);
	assert_true(store_locker_place(store, str_of(scratch_path("kept")), &err));
	locked_commit(3, LABEL_INCIDENT);
	assert_int_equal(locked_sums().filed, 1);
	assert_int_equal(locked_ask("SELECT length(bytes) FROM objects WHERE filed = 1"), 0);
	assert_false(store_locker_place(store, str_of(scratch_path("other")), &err));
	assert_int_equal(err.code, ERR_CONFLICT); /* the file would not be found there */
	assert_true(store_locker_place(store, STR("sqlite"), &err));
	locked_commit(4, LABEL_INCIDENT);
	assert_int_equal(locked_sums().objects, 3);
	assert_true(locked_verify(&t));
	locked_folder_remove();
	assert_false(locked_verify(&t));
	assert_int_equal(t.lines, 1);
	assert_non_null(strstr(t.last, "article a3:"));
	rmdir(scratch_path("other"));
}

static void test_too_large_is_not_kept(void **state)
{
	struct capture c;
	struct fill f;
	char *large = memory_zalloc(LIMIT_CAPTURE + 1);

	(void)state;
	locked_nth(&f, &c, 1, LABEL_INCIDENT);
	c.body = (struct str){large, LIMIT_CAPTURE + 1};
	fill_commit(&f, store, arena);
	assert_int_equal(locked_sums().captures, 0);
	locked_nth(&f, &c, 2, LABEL_INCIDENT);
	c.body = (struct str){large, LIMIT_CAPTURE};
	fill_commit(&f, store, arena);
	assert_int_equal(locked_sums().bytes, LIMIT_CAPTURE);
	memory_free(large);
}

/* -- crashes ----------------------------------------------------------------------------- */

static int crash_at; /* the n-th place */

static void crash(const char *place)
{
	(void)place;
	if (crash_at-- == 0)
		_exit(9);
}

/* Commits three articles in batches and is killed at the n-th place; false: it came to its end. */
static bool killed_at(int n)
{
	pid_t child;
	int how;

	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		store = opened("crash.db", DB_WRITE);
		if (!store_locker_place(store, str_of(scratch_path("kept")), &err))
			_exit(8);
		crash_at = n;
		store_crash_point = crash;
		for (int i = 1; i <= 3; i++) {
			if (!store_begin(store, &err))
				_exit(8);
			locked_commit(i, LABEL_INCIDENT);
			if (!store_end(store, &err))
				_exit(8);
		}
		_exit(0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFEXITED(how) && WEXITSTATUS(how) != 8);
	return WEXITSTATUS(how) == 9;
}

/* A store of its own, which no process has open when another is forked. */
static void test_no_verdict_without_its_document(void **state)
{
	struct store *mine = store;
	struct locked_told t;
	int n = 0;

	(void)state;
	while (killed_at(n)) {
		store = opened("crash.db", DB_WRITE);
		assert_int_equal(
			locked_ask("SELECT count(*) FROM articles a WHERE NOT EXISTS "
				   "(SELECT 1 FROM captures c WHERE c.article = a.number)"),
			0);
		if (!locked_verify(&t))
			fail_msg("killed at place %d: %s", n, t.last);
		for (int i = 1; i <= 3; i++) { /* doing it again brings all of it */
			struct capture c;
			struct fill f;

			locked_nth(&f, &c, i, LABEL_INCIDENT);
			assert_int_not_equal(store_commit(store, arena, &f.outcome, &err),
					     COMMIT_FAILED);
		}
		assert_int_equal(locked_sums().captures, 3);
		assert_true(locked_verify(&t));
		store_close(store);
		anydb_remove("crash.db");
		locked_folder_remove();
		n++;
	}
	assert_true(n > 20);
	locked_folder_remove();
	store = mine;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept_once_for_each_content, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_places, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_too_large_is_not_kept, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_no_verdict_without_its_document, setup,
						teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
