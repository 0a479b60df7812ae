/* tests/unit/store/test_migrate.c -- from nothing, from an older and a newer schema. */
#include "store/migrate.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/anydb.h"
#include "lib/scratch.h"

static struct err err;
static char url[700];

static int setup(void **state)
{
	(void)state;
	scratch_make();
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove();
	return 0;
}

static bool opens(enum db_mode mode, bool may_migrate)
{
	struct store_options o = {.url = str_of(url), .mode = mode, .may_migrate = may_migrate};
	struct store *s;

	if (!store_open(&s, &o, &err))
		return false;
	store_close(s);
	return true;
}

static void run_sql(const char *sql)
{
	if (!anydb_do("t.db", sql, &err))
		fail_msg("%s", err.text);
}

static void test_from_nothing(void **state)
{
	struct store_options o = {.url = str_of(url)};
	int64_t from, upto;

	(void)state;
	assert_false(opens(DB_READ, false));
	assert_int_equal(err.code, anydb_is_postgres() ? ERR_CONFIG : ERR_MISSING);
	assert_false(opens(DB_WRITE, false));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "tocsin migrate"));
	assert_true(store_migrate(&from, &upto, &o, &err));
	assert_int_equal(from, 0);
	assert_int_equal(upto, migrate_newest());
	assert_true(store_migrate(&from, &upto, &o, &err));
	assert_int_equal(from, upto);
	assert_true(opens(DB_READ, false));
	assert_true(opens(DB_WRITE, false));
}

static void test_newer_is_refused(void **state)
{
	(void)state;
	assert_true(opens(DB_WRITE, true));
	run_sql("INSERT INTO schema_version VALUES (9999, 'the future')");
	assert_false(opens(DB_WRITE, true));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "newer"));
}

/* A step that fails leaves nothing of itself. */
static void test_a_step_is_whole(void **state)
{
	bool there = true;
	void *db;

	(void)state;
	run_sql("CREATE TABLE events (a text)"); /* in the way of step 1, after its first tables */
	assert_false(opens(DB_WRITE, true));
	assert_non_null(strstr(err.text, "0001_first.sql"));
	assert_true(anydb_open(&db, "t.db", DB_READ, &err));
	assert_true(anydb_ops()->has_table(&there, db, STR("articles"), &err));
	assert_false(there);
	anydb_ops()->close(db);
	run_sql("DROP TABLE events");
	assert_true(opens(DB_WRITE, true));
}

static void told(const char *line, void *payload)
{
	(void)payload;
	fail_msg("%s", line);
}

/* A store of version 3, where what was not assessed counted as unrelated: its articles get
 * their label, and days, sources and counters agree with them (store_check compares). */
static void test_not_assessed(void **state)
{
	struct store_options o = {.url = str_of(url), .mode = DB_WRITE};
	struct arena *arena = arena_new();
	struct source_row const *source;
	struct stat_row const *month;
	struct event_query q = {0};
	struct store_totals t;
	struct store *s;
	size_t count;

	(void)state;
	if (anydb_is_postgres()) { /* no store there is so old */
		arena_free(arena);
		skip();
	}
	run_sql("CREATE TABLE schema_version (version integer PRIMARY KEY, name text NOT NULL)");
	for (const struct embedded *f = sql_file; f->name; f++)
		if (number_of(f->name) <= 3 && !str_ends(str_of(f->name), STR(".postgres.sql")))
			run_sql(f->bytes.at);
	run_sql("INSERT INTO schema_version VALUES (3, 'old');"
		"INSERT INTO articles VALUES "
		"(1, 'a', 'c1', 1750032000000, 1, 'unrelated', 'de', 'p', 's', 'o', '', '', '', "
		"'Zwei', '{\"label\":\"unrelated\",\"abstain\":true,\"assessed\":false}', 'Text'),"
		"(2, 'b', 'c2', 0, 1750118400000, 'unrelated', 'fr', 'p', 's', 'o', '', '', '', "
		"'Trois', '{\"label\":\"unrelated\",\"abstain\":true,\"assessed\":false}', 'Text'),"
		"(3, 'c', 'c3', 1750032000000, 1, 'unrelated', 'en', 'p', 's', 'o', '', '', '', "
		"'Pie', '{\"label\":\"unrelated\",\"abstain\":false,\"assessed\":true}', 'Text');"
		"INSERT INTO articles_text (rowid, title, text) SELECT number, title, text FROM "
		"articles;"
		"INSERT INTO days VALUES ('2025-06-16', 2, 0), ('2025-06-17', 1, 0);"
		"INSERT INTO sources VALUES ('s', '', 3, 0, 0, 0, 1, '');"
		"INSERT INTO counters VALUES ('articles', 3), ('unrelated', 3)");
	assert_true(opens(DB_WRITE, true));
	assert_true(store_open(&s, &o, &err));
	assert_true(store_check(s, told, NULL, &err));
	assert_true(store_totals(&t, s, &err));
	assert_int_equal(t.not_assessed, 2);
	assert_int_equal(t.unrelated, 1);
	assert_true(store_sources(&source, &count, s, arena, &err));
	assert_int_equal(source[0].not_assessed, 2);
	assert_true(store_stats(&month, &count, s, arena, &q, &err));
	assert_int_equal(month[0].not_assessed, 2);
	store_close(s);
	arena_free(arena);
}

static void test_which_files(void **state)
{
	struct store s = {.ops = &db_sqlite}, p = {.ops = &db_postgres};

	(void)state;
	assert_true(is_for(&s, "0001_first.sql", true));
	assert_false(is_for(&s, "0001_first.sql", false));
	assert_true(is_for(&s, "0001_first.sqlite.sql", false));
	assert_false(is_for(&s, "0001_first.sqlite.sql", true));
	assert_false(is_for(&s, "0001_first.postgres.sql", false));
	assert_true(is_for(&p, "0001_first.postgres.sql", false));
	assert_true(is_for(&p, "0001_first.sql", true));
	assert_false(is_for(&p, "0001_first.sqlite.sql", false));
	assert_int_equal(number_of("0042_more.sql"), 42);
	assert_int_equal(number_of("notes.sql"), 0);
}

/* What SQLite says in its own way PostgreSQL has to be told, too, and the other way round:
 * so that whoever adds a step cannot forget one of them. */
static void test_both_are_told(void **state)
{
	size_t own = 0;

	(void)state;
	for (const struct embedded *f = sql_file; f->name; f++) {
		struct str name = str_of(f->name), stem = str_cut(name, 0, str_chr(name, '.'));
		bool all = false, other = false;

		if (str_eq(str_cut(name, stem.len, name.len), STR(".sql")))
			continue;
		own++;
		for (const struct embedded *g = sql_file; g->name; g++) {
			struct str n = str_of(g->name);

			if (!str_starts(n, stem) || n.at[stem.len] != '.')
				continue;
			all = all || str_eq(str_cut(n, stem.len, n.len), STR(".sql"));
			other = other || str_ends(n, STR(".sqlite.sql"));
		}
		if (!all)
			fail_msg("%s has no file for all databases beside it", f->name);
		if (str_ends(name, STR(".sqlite.sql")))
			other = false;
		for (const struct embedded *g = sql_file; g->name; g++)
			other = other || (str_starts(str_of(g->name), stem) &&
					  str_ends(str_of(g->name), STR(".postgres.sql")));
		if (!other)
			fail_msg("%s has no .postgres.sql beside it (a comment that says why "
				 "there is nothing to do will do)",
				 f->name);
	}
	assert_true(own > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_from_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_newer_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_step_is_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_assessed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_which_files, setup, teardown),
		cmocka_unit_test(test_both_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
