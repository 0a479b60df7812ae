/* tests/unit/store/test_db_postgres.c -- the database seam on PostgreSQL, and how it fails. Beside
 * a server only: tests/lib/with_postgres runs this file. */
#include "store/db_postgres.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <signal.h>

#include "lib/anydb.h"

static struct err err;

static int setup(void **state)
{
	(void)state;
	scratch_make();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove();
	return 0;
}

static void *opened(const char *name, enum db_mode mode)
{
	void *db = NULL;

	if (!anydb_is_postgres())
		skip();
	if (!anydb_open(&db, name, mode, &err))
		fail_msg("%s", err.text);
	return db;
}

static void *prepared_for(void *db, const char *text)
{
	struct query q = {"query", NULL, text};
	void *st;

	assert_true(db_postgres.prepare(&st, db, &q, &err));
	return st;
}

static int64_t one_number(void *db, const char *text)
{
	void *st = prepared_for(db, text);
	int64_t number;

	if (db_postgres.step(st, &err) != STEPPED_ROW)
		fail_msg("%s", err.text);
	number = db_postgres.column_int(st, 0);
	db_postgres.finish(st);
	return number;
}

static void test_values(void **state)
{
	void *db = opened("t", DB_WRITE);
	void *st = prepared_for(db, "SELECT $2, $1, $3, $4, $2, CAST(NULL AS bigint), "
				    "CAST($1 AS numeric), CAST(7 AS smallint), 1 = 1, -5");
	char zero[] = "a\0b";

	(void)state;
	for (int pass = 0; pass < 3; pass++) { /* asked once, prepared, asked again */
		db_postgres.bind_int(st, 1, pass == 2 ? INT64_MIN : -1234567890123456 + pass);
		db_postgres.bind_str(st, 2, STR("zwei"));
		db_postgres.bind_num(st, 3, 0.1);
		db_postgres.bind_bytes(st, 4, (struct str){zero, 3});
		if (db_postgres.step(st, &err) != STEPPED_ROW)
			fail_msg("%s", err.text);
		assert_true(str_eq(db_postgres.column_str(st, 0), STR("zwei")));
		assert_true(db_postgres.column_int(st, 1) ==
			    (pass == 2 ? INT64_MIN : -1234567890123456 + pass));
		assert_true(db_postgres.column_num(st, 2) == 0.1);
		assert_int_equal(db_postgres.column_str(st, 3).len, 3);
		assert_int_equal(db_postgres.column_int(st, 5), 0);
		if (pass < 2)
			assert_true(db_postgres.column_int(st, 6) == -1234567890123456 + pass);
		assert_int_equal(db_postgres.column_int(st, 7), 7);
		assert_int_equal(db_postgres.column_int(st, 8), 1);
		assert_int_equal(db_postgres.column_int(st, 9), -5);
		assert_int_equal(db_postgres.step(st, &err), STEPPED_DONE);
		db_postgres.reset(st);
	}
	db_postgres.bind_str(st, 2, (struct str){zero, 3});
	assert_int_equal(db_postgres.step(st, &err), STEPPED_ERROR);
	assert_int_equal(err.code, ERR_INPUT);
	db_postgres.finish(st);
	db_postgres.close(db);
}

/* A statement within the rows of another, and one that is left in its midst. */
static void test_within_rows(void **state)
{
	void *db = opened("t", DB_READ);
	void *rows = prepared_for(db, "SELECT n FROM generate_series(1, 5000) n");
	int64_t seen = 0;

	(void)state;
	while (db_postgres.step(rows, &err) == STEPPED_ROW) {
		seen += db_postgres.column_int(rows, 0);
		if (seen < 100)
			assert_int_equal(one_number(db, "SELECT 42"), 42);
	}
	assert_int_equal(seen, 5000 * 5001 / 2);
	db_postgres.reset(rows);
	assert_int_equal(db_postgres.step(rows, &err), STEPPED_ROW);
	db_postgres.reset(rows);
	assert_int_equal(one_number(db, "SELECT 43"), 43);
	db_postgres.finish(rows);
	db_postgres.close(db);
}

static void test_faults_have_codes(void **state)
{
	static const struct {
		const char *sql;
		enum err_code code;
	} row[] = {
		{"INSERT INTO t VALUES (1)", ERR_CONFLICT}, /* a second time */
		{"INSERT INTO p VALUES (9)", ERR_CONFLICT},
		{"SELECT 1 / 0", ERR_INPUT},
		{"SELECT * FROM none", ERR_IO},
		{"DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", ERR_CONFLICT},
	};
	void *db = opened("t", DB_WRITE), *reader = opened("t", DB_READ), *none;
	bool there = true;

	(void)state;
	assert_true(db_postgres.has_table(&there, db, STR("t"), &err));
	assert_false(there);
	assert_true(db_postgres.exec(db,
				     "CREATE TABLE t (a integer PRIMARY KEY); CREATE TABLE p "
				     "(b integer REFERENCES t (a)); INSERT INTO t VALUES (1)",
				     &err));
	assert_true(db_postgres.has_table(&there, db, STR("t"), &err));
	assert_true(there);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		assert_false(db_postgres.exec(db, row[i].sql, &err));
		if (err.code != row[i].code)
			fail_msg("%s: %d, %s", row[i].sql, (int)err.code, err.text);
	}
	assert_false(db_postgres.exec(reader, "INSERT INTO t VALUES (2)", &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_false(db_postgres.open(&none, STR("/none?host=/no/such/folder"), DB_READ, 50, &err));
	assert_int_equal(err.code, ERR_IO);
	db_postgres.close(reader);
	db_postgres.close(db);
}

/* One writes at a time; whoever waited in vain may try again, and nothing is left begun. */
static void test_turns(void **state)
{
	static const char begin[] = "BEGIN; " DB_POSTGRES_TURN;
	void *one = opened("t", DB_WRITE), *two = opened("t", DB_WRITE);
	void *begin_one = prepared_for(one, begin), *begin_two = prepared_for(two, begin);
	void *insert = prepared_for(two, "INSERT INTO t VALUES ($1) RETURNING a");

	(void)state;
	assert_true(db_postgres.exec(one, "CREATE TABLE t (a integer PRIMARY KEY)", &err));
	assert_int_equal(db_postgres.step(begin_one, &err), STEPPED_DONE);
	assert_int_equal(db_postgres.step(begin_two, &err), STEPPED_ERROR);
	assert_int_equal(err.code, ERR_BUSY);
	db_postgres.reset(begin_two);
	db_postgres.bind_int(insert, 1, 5);
	assert_int_equal(db_postgres.step(insert, &err), STEPPED_ERROR); /* by itself, too */
	assert_int_equal(err.code, ERR_BUSY);
	db_postgres.reset(insert);
	assert_true(db_postgres.exec(one, "COMMIT", &err));
	db_postgres.bind_int(insert, 1, 5);
	assert_int_equal(db_postgres.step(insert, &err), STEPPED_ROW);
	assert_int_equal(one_number(one, "SELECT count(*) FROM t"), 1); /* kept before it is told */
	db_postgres.finish(insert);
	db_postgres.finish(begin_one);
	db_postgres.finish(begin_two);
	db_postgres.close(one);
	db_postgres.close(two);
}

/* COMMIT of a transaction in which something failed is no success. */
static void test_failed_within(void **state)
{
	void *db = opened("t", DB_WRITE);
	void *begin = prepared_for(db, "BEGIN"), *commit = prepared_for(db, "COMMIT");
	void *bad = prepared_for(db, "SELECT 1 / (SELECT 0)");

	(void)state;
	assert_int_equal(db_postgres.step(begin, &err), STEPPED_DONE);
	assert_int_equal(db_postgres.step(bad, &err), STEPPED_ERROR);
	assert_int_equal(db_postgres.step(commit, &err), STEPPED_ERROR);
	assert_int_equal(one_number(db, "SELECT 1"), 1);
	db_postgres.finish(begin);
	db_postgres.finish(commit);
	db_postgres.finish(bad);
	db_postgres.close(db);
}

static void test_patience(void **state)
{
	void *db = opened("t", DB_READ), *st;

	(void)state;
	assert_true(db_postgres.patience(db, 100, &err));
	st = prepared_for(db, "SELECT 1 FROM pg_sleep(20)");
	assert_int_equal(db_postgres.step(st, &err), STEPPED_ERROR);
	assert_int_equal(err.code, ERR_BUSY);
	assert_int_equal(one_number(db, "SELECT 2"), 2);
	db_postgres.finish(st);
	db_postgres.close(db);
}

static void cut(void *db)
{
	char sql[80];

	snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)",
		 PQbackendPID(((struct handle *)db)->conn));
	anydb_server_do(sql);
}

static void test_cut_connections(void **state)
{
	void *db = opened("t", DB_WRITE);
	void *begin = prepared_for(db, "BEGIN"), *rollback = prepared_for(db, "ROLLBACK");
	void *kept = prepared_for(db, "SELECT $1"), *insert;

	(void)state;
	assert_true(db_postgres.exec(db, "CREATE TABLE t (a integer PRIMARY KEY)", &err));
	for (int pass = 0; pass < 3; pass++) { /* a reader notices nothing */
		db_postgres.bind_int(kept, 1, pass);
		if (db_postgres.step(kept, &err) != STEPPED_ROW)
			fail_msg("%s", err.text);
		assert_int_equal(db_postgres.column_int(kept, 0), pass);
		db_postgres.reset(kept);
		cut(db);
	}
	if (db_postgres.step(begin, &err) != STEPPED_DONE) /* nor who begins */
		fail_msg("%s", err.text);
	db_postgres.reset(begin);
	insert = prepared_for(db, "INSERT INTO t VALUES (1)");
	assert_int_equal(db_postgres.step(insert, &err), STEPPED_DONE);
	db_postgres.reset(insert);
	cut(db);
	assert_int_equal(db_postgres.step(insert, &err),
			 STEPPED_ERROR); /* what was begun is gone */
	assert_int_equal(err.code, ERR_IO);
	db_postgres.reset(insert);
	db_postgres.bind_int(kept, 1, 1);
	assert_int_equal(db_postgres.step(kept, &err), STEPPED_ERROR); /* until it is given up */
	db_postgres.reset(kept);
	assert_int_equal(db_postgres.step(rollback, &err), STEPPED_DONE);
	assert_int_equal(one_number(db, "SELECT count(*) FROM t"), 0);
	assert_int_equal(db_postgres.step(insert, &err), STEPPED_DONE);
	db_postgres.finish(insert);
	db_postgres.finish(kept);
	db_postgres.finish(begin);
	db_postgres.finish(rollback);
	db_postgres.close(db);
}

/* A server that stands still, as in a machine that hangs, is given up. */
static void test_still_server(void **state)
{
	void *db = opened("t", DB_READ), *st;
	int pid = PQbackendPID(((struct handle *)db)->conn);

	(void)state;
	assert_true(db_postgres.patience(db, 300, &err));
	st = prepared_for(db, "SELECT 1");
	assert_int_equal(kill(pid, SIGSTOP), 0);
	((struct handle *)db)->busy_ms = 100;
	assert_int_equal(db_postgres.step(st, &err), STEPPED_ROW); /* by a new connection */
	assert_int_equal(kill(pid, SIGCONT), 0);
	assert_true(pid != PQbackendPID(((struct handle *)db)->conn));
	db_postgres.finish(st);
	db_postgres.close(db);
}

/* -- what nobody waits for ----------------------------------------------------------------- */

struct later { /* a table with a unique number, and statements in a transaction */
	void *db, *begin, *save, *undo, *keep, *insert, *commit, *rollback;
};

static void later_open(struct later *l)
{
	l->db = opened("t", DB_WRITE);
	l->begin = prepared_for(l->db, "BEGIN");
	l->save = prepared_for(l->db, "SAVEPOINT one");
	l->undo = prepared_for(l->db, "ROLLBACK TO SAVEPOINT one");
	l->keep = prepared_for(l->db, "RELEASE SAVEPOINT one");
	l->insert = prepared_for(l->db, "INSERT INTO t VALUES ($1) RETURNING a");
	l->commit = prepared_for(l->db, "COMMIT");
	l->rollback = prepared_for(l->db, "ROLLBACK");
	assert_true(db_postgres.exec(l->db, "CREATE TABLE t (a bigint PRIMARY KEY)", &err));
	assert_int_equal(db_postgres.step(l->begin, &err), STEPPED_DONE);
	db_postgres.reset(l->begin);
}

static void later_close(struct later *l)
{
	void *st[] = {l->begin, l->save, l->undo, l->keep, l->insert, l->commit, l->rollback};

	for (size_t i = 0; i < sizeof st / sizeof st[0]; i++)
		db_postgres.finish(st[i]);
	db_postgres.close(l->db);
}

static bool run(void *st)
{
	bool ok = db_postgres.run(st, &err);

	db_postgres.reset(st);
	return ok;
}

static bool insert(struct later *l, int64_t value)
{
	db_postgres.bind_int(l->insert, 1, value);
	return run(l->insert);
}

/* More than go out at once, rows of a question in between, and all of it is there. */
static void test_sent_and_not_waited_for(void **state)
{
	struct later l;
	void *rows;
	int64_t seen = 0;

	(void)state;
	later_open(&l);
	rows = prepared_for(l.db, "SELECT a FROM t ORDER BY a");
	for (int64_t i = 0; i < 3 * PIPE_MOST + 7; i++)
		assert_true(insert(&l, i));
	assert_true(((struct handle *)l.db)->sent > 0);
	while (db_postgres.step(rows, &err) == STEPPED_ROW) {
		assert_int_equal(db_postgres.column_int(rows, 0), seen++);
		if (seen < 300) /* not among the rows that were asked for before */
			assert_true(insert(&l, 10000 + seen));
	}
	assert_int_equal(seen, 3 * PIPE_MOST + 7);
	db_postgres.finish(rows);
	assert_true(run(l.commit));
	assert_int_equal(one_number(l.db, "SELECT count(*) FROM t"), seen + 299);
	later_close(&l);
}

/* A failure is told by whoever waits next, as what it was. */
static void test_told_later(void **state)
{
	struct later l;
	void *count;

	(void)state;
	later_open(&l);
	count = prepared_for(l.db, "SELECT count(*) FROM t");
	assert_true(insert(&l, 1));
	assert_true(run(l.save));
	assert_true(insert(&l, 2));
	assert_true(insert(&l, 1)); /* there is one */
	assert_true(insert(&l, 3));
	assert_int_equal(db_postgres.step(count, &err), STEPPED_ERROR);
	assert_int_equal(err.code, ERR_CONFLICT);
	db_postgres.reset(count);
	assert_true(run(l.undo));
	assert_true(insert(&l, 4));
	assert_true(run(l.keep));
	assert_int_equal(one_number(l.db, "SELECT sum(a) FROM t"), 5);
	assert_true(run(l.save));
	assert_true(insert(&l, 4));
	assert_false(run(l.keep)); /* at the latest by the end of the part */
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(run(l.undo));
	assert_true(run(l.keep));
	assert_true(insert(&l, 1));
	assert_false(run(l.commit)); /* or of the whole */
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(run(l.rollback));
	assert_int_equal(one_number(l.db, "SELECT count(*) FROM t"), 0);
	assert_true(run(l.begin));
	assert_true(insert(&l, 1));
	assert_true(insert(&l, 1));
	assert_true(run(l.rollback)); /* nobody wants to know any more */
	assert_true(insert(&l, 7));   /* by itself: waited for */
	assert_false(insert(&l, 7));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_int_equal(one_number(l.db, "SELECT sum(a) FROM t"), 7);
	db_postgres.finish(count);
	later_close(&l);
}

static void test_cut_while_not_waiting(void **state)
{
	struct later l;

	(void)state;
	later_open(&l);
	for (int pass = 0; pass < 2; pass++) {
		assert_true(insert(&l, 1));
		assert_true(insert(&l, 2));
		cut(l.db);
		assert_false(run(pass ? l.keep : l.commit));
		assert_int_equal(err.code, ERR_IO);
		assert_false(insert(&l, 3));
		assert_int_equal(err.code, ERR_IO);
		assert_true(run(l.rollback));
		assert_int_equal(one_number(l.db, "SELECT count(*) FROM t"), 0);
		assert_true(run(l.begin));
	}
	assert_true(insert(&l, 1));
	cut(l.db);
	assert_true(run(l.rollback)); /* the first to find out, and what it wants is done */
	assert_true(run(l.begin));
	assert_true(insert(&l, 5));
	assert_true(run(l.commit));
	assert_int_equal(one_number(l.db, "SELECT sum(a) FROM t"), 5);
	later_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_within_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_faults_have_codes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_turns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_failed_within, setup, teardown),
		cmocka_unit_test_setup_teardown(test_patience, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cut_connections, setup, teardown),
		cmocka_unit_test_setup_teardown(test_still_server, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sent_and_not_waited_for, setup, teardown),
		cmocka_unit_test_setup_teardown(test_told_later, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cut_while_not_waiting, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
