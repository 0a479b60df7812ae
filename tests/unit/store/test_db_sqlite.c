/* tests/unit/store/test_db_sqlite.c -- the database seam, and how it fails. */
#include "store/db_sqlite.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/mount.h>

#include "lib/scratch.h"

static struct err err;

static void *opened(const char *path, enum db_mode mode)
{
	void *db = NULL;

	if (!db_sqlite.open(&db, str_of(path), mode, 50, &err))
		fail_msg("%s", err.text);
	return db;
}

static void test_values_by_name(void **state)
{
	static const struct query q = {"echo", "SELECT $2, $1, $3, $4, $2", NULL};
	void *db = opened(scratch_path("t.db"), DB_WRITE), *st;
	char zero[] = "a\0b";

	(void)state;
	assert_true(db_sqlite.prepare(&st, db, &q, &err));
	for (int pass = 0; pass < 2; pass++) {
		db_sqlite.bind_int(st, 1, INT64_MIN);
		db_sqlite.bind_str(st, 2, STR("zwei"));
		db_sqlite.bind_num(st, 3, 0.25);
		db_sqlite.bind_bytes(st, 4, (struct str){zero, 3});
		assert_int_equal(db_sqlite.step(st, &err), STEPPED_ROW);
		assert_true(str_eq(db_sqlite.column_str(st, 0), STR("zwei")));
		assert_true(db_sqlite.column_int(st, 1) == INT64_MIN);
		assert_true(db_sqlite.column_num(st, 2) == 0.25);
		assert_int_equal(db_sqlite.column_str(st, 3).len, 3);
		assert_int_equal(db_sqlite.step(st, &err), STEPPED_DONE);
		db_sqlite.reset(st);
	}
	db_sqlite.finish(st);
	db_sqlite.close(db);
}

static void test_missing_damaged_locked(void **state)
{
	void *db, *other;

	(void)state;
	assert_false(db_sqlite.open(&db, str_of(scratch_path("no.db")), DB_READ, 50, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_false(db_sqlite.open(&db, str_of(scratch_path("no/such/x.db")), DB_WRITE, 50, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, "no/such/x.db"));
	scratch_write("text.db",
		      "This is a text of more than a hundred bytes, so that it might be "
		      "a database by its size, but by nothing else at all, not one bit.");
	assert_false(db_sqlite.open(&db, str_of(scratch_path("text.db")), DB_WRITE, 50, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	db = opened(scratch_path("t.db"), DB_WRITE);
	other = opened(scratch_path("t.db"), DB_WRITE);
	assert_true(db_sqlite.exec(db, "BEGIN IMMEDIATE", &err));
	assert_false(db_sqlite.exec(other, "BEGIN IMMEDIATE", &err));
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(db_sqlite.exec(db, "COMMIT", &err));
	db_sqlite.close(other);
	other = opened(scratch_path("t.db"), DB_READ);
	assert_false(db_sqlite.exec(other, "CREATE TABLE t (a)", &err));
	assert_int_equal(err.code, ERR_CONFIG);
	db_sqlite.close(other);
	db_sqlite.close(db);
}

static void test_rules_are_conflicts(void **state)
{
	void *db = opened(scratch_path("t.db"), DB_WRITE);
	bool there = true;

	(void)state;
	assert_true(db_sqlite.has_table(&there, db, STR("t"), &err));
	assert_false(there);
	assert_true(db_sqlite.exec(db, "CREATE TABLE t (a integer PRIMARY KEY)", &err));
	assert_true(db_sqlite.has_table(&there, db, STR("t"), &err));
	assert_true(there);
	assert_true(db_sqlite.exec(db, "INSERT INTO t VALUES (1)", &err));
	assert_false(db_sqlite.exec(db, "INSERT INTO t VALUES (1)", &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	db_sqlite.close(db);
}

static void test_full_disk(void **state)
{
	void *db;
	bool full = false;
	int whole = 0;

	(void)state;
	if (mount("tmpfs", scratch_folder, "tmpfs", 0, "size=1m") != 0) {
		print_message("skipped: the full disk needs the right to mount a tmpfs\n");
		skip();
	}
	db = opened(scratch_path("t.db"), DB_WRITE);
	assert_true(db_sqlite.exec(db, "CREATE TABLE t (a)", &err));
	while (!full && whole < 1000) {
		full = !db_sqlite.exec(db, "INSERT INTO t VALUES (randomblob(40000))", &err);
		whole += !full;
	}
	assert_true(full);
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, "the disk is full"));
	db_sqlite.close(db);
	db = opened(scratch_path("t.db"), DB_READ); /* what was committed is there */
	{
		static const struct query q = {"count", "SELECT count(*) FROM t", NULL};
		void *st;

		assert_true(db_sqlite.prepare(&st, db, &q, &err));
		assert_int_equal(db_sqlite.step(st, &err), STEPPED_ROW);
		assert_int_equal(db_sqlite.column_int(st, 0), whole);
		db_sqlite.finish(st);
	}
	db_sqlite.close(db);
	assert_int_equal(umount(scratch_folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values_by_name, scratch_setup,
						scratch_teardown),
		cmocka_unit_test_setup_teardown(test_missing_damaged_locked, scratch_setup,
						scratch_teardown),
		cmocka_unit_test_setup_teardown(test_rules_are_conflicts, scratch_setup,
						scratch_teardown),
		cmocka_unit_test_setup_teardown(test_full_disk, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
