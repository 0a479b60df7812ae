/* Dumps hold every table or say why not, and go back in whole or not at all. */
#include "store/store_dump.c"

#include "lib/fill.h"
#include "lib/opened.h"

static const char *const home[] = {
#define DUMP(name, order, what)
#define KEEP(name, order, what)
#define PICS(name, order, what)
#define HOME(name, why) name,
#include "store/dumps.def"
#undef DUMP
#undef KEEP
#undef PICS
#undef HOME
	NULL};

/* A search index is a table and its shadows: articles_text, articles_text_data ... */
static bool stays_home(struct str table)
{
	for (int i = 0; home[i]; i++)
		if (str_starts(table, str_of(home[i])))
			return true;
	return str_starts(table, STR("sqlite_"));
}

static bool is_dumped(struct str table)
{
	for (const struct store_table *t = store_table; t->name; t++)
		if (str_eq(table, str_of(t->name)))
			return true;
	return false;
}

static void test_every_table_is_in_dumps_def(void **state)
{
	struct store *s = opened("tables.db", DB_WRITE);
	size_t tables = 0;
	struct ask a;
	struct err err;

	(void)state;
	ask_open_text(&a, s, "tables",
		      anydb_is_postgres() ? "SELECT CAST(tablename AS text) FROM pg_tables "
					    "WHERE schemaname = current_schema()"
					  : "SELECT name FROM sqlite_schema WHERE type = 'table'",
		      &err);
	while (ask_row(&a)) {
		struct str name = ask_str_at(&a, 0);

		tables++;
		if (is_dumped(name) == stays_home(name))
			fail_msg("src/store/dumps.def has to say of %.*s: DUMP or HOME",
				 STR_ARG(name));
	}
	assert_true(ask_close(&a));
	assert_true(tables > 20);
	store_close(s);
}

static void filled(struct store *s, struct arena *arena)
{
	struct fill f;
	struct err err;

	fill_article(&f, arena, "a", "Robot \"hits\" man", "A robot hit a man.\n", 1750032000000,
		     LABEL_INCIDENT);
	f.placement.how = PLACED_NEW;
	assert_true(store_begin(s, &err));
	assert_int_equal(store_commit(s, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_end(s, &err));
}

struct kept {
	struct buf text;
	int64_t rows;
};

static bool keep(struct str json, void *payload, struct err *err)
{
	struct kept *k = payload;

	(void)err;
	buf_str(&k->text, json);
	buf_char(&k->text, '\n');
	k->rows++;
	return true;
}

static void dumped(struct kept *k, struct store *s, bool texts)
{
	struct err err;

	*k = (struct kept){.rows = 0};
	buf_init(&k->text, MIB(8));
	for (const struct store_table *t = store_table; t->name; t++) {
		struct store_wanted wanted = {.texts = texts, .pictures = texts};
		bool there;

		if (!store_dumps(&there, s, t, &wanted, &err))
			fail_msg("%s", err.text);
		if (!there) {
			assert_true(t->whole_only);
			continue;
		}
		buf_fmt(&k->text, "#%s\n", t->name);
		if (!store_dump(s, t, texts, keep, k, &err))
			fail_msg("%s", err.text);
	}
}

static bool loaded(struct store *s, struct str text, struct err *err)
{
	struct str line, table = STR("");
	struct store_load *l;
	bool ok = true;

	if (!store_load_begin(&l, s, err))
		return false;
	while (ok && str_split(&line, &text, '\n')) {
		if (str_starts(line, STR("#")))
			table = str_cut(line, 1, line.len);
		else if (line.len)
			ok = store_load_row(l, table, line, err);
	}
	if (ok)
		ok = store_load_end(l, err);
	else
		store_abandon(s);
	store_load_free(l);
	return ok;
}

static void test_out_in_out(void **state)
{
	struct store *s = opened("one.db", DB_WRITE), *t = opened("two.db", DB_WRITE);
	struct arena *arena = arena_new();
	struct kept first, second;
	struct err err;

	(void)state;
	filled(s, arena);
	dumped(&first, s, true);
	assert_true(first.rows > 8);
	assert_true(str_find(buf_view(&first.text), STR("A robot hit a man.")) != STR_NPOS);
	if (!loaded(t, buf_view(&first.text), &err))
		fail_msg("%s", err.text);
	dumped(&second, t, true);
	assert_true(str_eq(buf_view(&first.text), buf_view(&second.text)));
	assert_false(loaded(t, buf_view(&first.text), &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	buf_free(&second.text);
	dumped(&second, t, false);
	assert_true(str_find(buf_view(&second.text), STR("A robot hit a man.")) == STR_NPOS);
	buf_free(&first.text);
	buf_free(&second.text);
	store_close(s);
	store_close(t);
	arena_free(arena);
}

static void test_what_is_refused(void **state)
{
	static const char *const bad[][2] = {
		{"#nowhere\n{}\n", "no dump has a table"},
		{"#days\n{\"day\":\"2025-01-01\"}\n", "no \"articles\" in it"},
		{"#counters\n{\"name\":\"x\",\"value\":\"1\"}\n", "has another type"},
		{"#counters\n{\"name\":\"x\",\"value\":1.5}\n", "has another type"},
		{"#counters\n{\"name\":\"x\",\"value\":1,\"more\":1}\n", "it has 3 keys"},
		{"#counters\n[]\n", "no object"},
		{"#counters\n{\"name\":\n", "line"},
		{"#counters\n{\"name\":\"x\",\"value\":1}\n{\"name\":\"x\",\"value\":1}\n",
		 "UNIQUE"},
		{"#placements\n{\"article\":1,\"event\":1,\"share\":1,\"how\":\"new\","
		 "\"similarity\":0,\"nearest\":\"\"}\n",
		 "FOREIGN KEY"},
		{"#stories\n{\"article\":1,\"bytes\":\"0g\"}\n", "has another type"},
	};
	struct store *s = opened("bad.db", DB_WRITE);
	struct kept before, after;
	struct err err;

	(void)state;
	dumped(&before, s, true);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(loaded(s, str_of(bad[i][0]), &err));
		if (str_find_nocase(str_of(err.text), str_of(bad[i][1])) == STR_NPOS)
			fail_msg("%s: %s", bad[i][0], err.text);
	}
	dumped(&after, s, true);
	assert_true(str_eq(buf_view(&before.text), buf_view(&after.text)));
	buf_free(&before.text);
	buf_free(&after.text);
	store_close(s);
}

static void test_backup(void **state)
{
	struct store *s = opened("from.db", DB_WRITE), *t;
	struct arena *arena = arena_new();
	struct kept first, second;
	int64_t bytes;
	struct err err;

	(void)state;
	if (anydb_is_postgres()) { /* it says what to do instead */
		assert_false(store_backup(&bytes, s, scratch_path("to.db"), &err));
		assert_int_equal(err.code, ERR_CONFIG);
		assert_non_null(strstr(err.text, "pg_dump"));
		store_close(s);
		arena_free(arena);
		return;
	}
	filled(s, arena);
	if (!store_backup(&bytes, s, scratch_path("to.db"), &err))
		fail_msg("%s", err.text);
	assert_true(bytes > 16384);
	t = opened("to.db", DB_READ);
	dumped(&first, s, true);
	dumped(&second, t, true);
	assert_true(str_eq(buf_view(&first.text), buf_view(&second.text)));
	assert_false(store_backup(&bytes, s, scratch_path("no/folder/to.db"), &err));
	buf_free(&first.text);
	buf_free(&second.text);
	store_close(s);
	store_close(t);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_table_is_in_dumps_def),
					   cmocka_unit_test(test_out_in_out),
					   cmocka_unit_test(test_what_is_refused),
					   cmocka_unit_test(test_backup)};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
