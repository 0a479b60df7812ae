/* One flipped bit anywhere in what is kept is found, and told with its article. */
#include "store/store_locker_verify.c"

#include "lib/fill.h"
#include "lib/own_store.h"

#include "lib/locked.h"

#define ARTICLES 20
#define TRIALS 100

static void fill_up(void)
{
	for (int i = 1; i <= ARTICLES; i++)
		locked_commit(i, i % 4 ? LABEL_INCIDENT : LABEL_HAZARD);
}

static const struct place {
	const char *table, *column;
} place[] = {{"objects", "bytes"}, {"objects", "sum"},        {"captures", "url"},
	     {"captures", "head"}, {"captures", "entry"},     {"captures", "object"},
	     {"captures", "seal"}, {"captures", "redirects"}, {"articles", "text"}};

static struct str value_at(const char *sql)
{
	struct str value = STR("");
	struct ask a;

	ask_open_text(&a, store, "test", sql, &err);
	if (ask_row(&a))
		value = arena_copy(arena, ask_str_at(&a, 0));
	assert_true(ask_close(&a));
	return value;
}

/* The public id of the article that a row belongs to: each has one document of its own. */
static struct str article_of(const struct place *p, int64_t row)
{
	const char *sql = "SELECT id FROM articles WHERE rowid = $1";
	struct str id = STR("");
	struct ask a;

	if (strcmp(p->table, "objects") == 0)
		sql = "SELECT a.id FROM captures c JOIN articles a ON a.number = c.article "
		      "JOIN objects o ON o.sha256 = c.object WHERE o.rowid = $1";
	else if (strcmp(p->table, "captures") == 0)
		sql = "SELECT a.id FROM captures c JOIN articles a ON a.number = c.article "
		      "WHERE c.rowid = $1";
	ask_open_text(&a, store, "test", sql, &err);
	ask_int(&a, row);
	if (ask_row(&a))
		id = arena_copy(arena, ask_str_at(&a, 0));
	assert_true(ask_close(&a));
	return id;
}

static void set(const struct place *p, int64_t row, struct str value)
{
	char sql[300];
	struct ask a;

	snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s WHERE rowid = %lld", p->table, p->column,
		 strcmp(p->column, "bytes") == 0 ? "$1" : "CAST($1 AS text)", (long long)row);
	ask_open_text(&a, store, "test", sql, &err);
	ask_bytes(&a, value);
	if (!ask_run(&a))
		fail_msg("%s", err.text);
}

/* PostgreSQL takes no bytes that are no UTF-8 for text, and its rows have no rowid. */
static void only_in_sqlite(void)
{
	if (!anydb_is_postgres())
		return;
	print_message("skipped: bits are flipped in SQLite's tables\n");
	skip();
}

static void test_flipped_bits_in_the_store(void **state)
{
	struct locked_told t;
	struct random chance;
	char sql[300];

	(void)state;
	only_in_sqlite();
	fill_up();
	assert_true(locked_verify(&t));
	random_seed(&chance, 2026);
	for (int trial = 0; trial < TRIALS; trial++) {
		/* half of them in the documents themselves */
		const struct place *p =
			&place[trial % 2 ? 0 : random_below(&chance, sizeof place / sizeof *place)];
		int64_t row = 1 + (int64_t)random_below(&chance, ARTICLES);
		struct str was, article;
		size_t bit;
		char *bytes;

		snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE rowid = %lld", p->column,
			 p->table, (long long)row);
		was = value_at(sql);
		assert_true(was.len > 0);
		article = article_of(p, row);
		bytes = arena_bytes(arena, was.len + 1);
		memcpy(bytes, was.at, was.len);
		do
			bit = random_below(&chance, (uint32_t)was.len * 8);
		while ((bytes[bit / 8] ^ 1 << bit % 8) == 0); /* SQL's texts end there */
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
		set(p, row, (struct str){bytes, was.len});
		if (locked_verify(&t))
			fail_msg("trial %d: bit %zu of %s.%s was not noticed", trial, bit, p->table,
				 p->column);
		if (!strstr(t.last, arena_fmt(arena, "article %.*s:", STR_ARG(article)).at) &&
		    t.lines == 1)
			fail_msg("trial %d: %s.%s of %.*s: %s", trial, p->table, p->column,
				 STR_ARG(article), t.last);
		set(p, row, was);
	}
	assert_true(locked_verify(&t));
}

static void flip_in_file(const char *path, size_t bit)
{
	FILE *f = fopen(path, "r+b");
	int byte;

	assert_non_null(f);
	assert_int_equal(fseek(f, (long)(bit / 8), SEEK_SET), 0);
	byte = fgetc(f);
	assert_int_equal(fseek(f, (long)(bit / 8), SEEK_SET), 0);
	fputc(byte ^ 1 << bit % 8, f);
	assert_int_equal(fclose(f), 0);
}

static void test_flipped_bits_in_files(void **state)
{
	const struct locker_row *row;
	struct locked_told t;
	struct random chance;
	size_t count;

	(void)state;
	assert_true(store_locker_place(store, str_of(scratch_path("kept")), &err));
	fill_up();
	assert_true(locked_verify(&t));
	assert_true(store_locker_rows(&row, &count, store, arena, 0, &err));
	assert_int_equal(count, ARTICLES);
	random_seed(&chance, 1);
	for (int trial = 0; trial < TRIALS; trial++) {
		const struct locker_row *r = &row[random_below(&chance, ARTICLES)];
		struct str path = store_locker_path(store, arena, r->sha256, r->dictionary);
		size_t bit = random_below(&chance, (uint32_t)r->packed * 8);

		flip_in_file(path.at, bit);
		assert_false(locked_verify(&t));
		assert_int_equal(t.lines, 1);
		if (!strstr(t.last, arena_fmt(arena, "article %.*s:", STR_ARG(r->article)).at))
			fail_msg("trial %d: %s", trial, t.last);
		flip_in_file(path.at, bit);
	}
	assert_true(locked_verify(&t));
	locked_folder_remove();
}

static void test_flipped_bits_in_the_dictionary(void **state)
{
	struct locked_told t;
	struct place p = {"dictionaries", "bytes"};
	struct random chance;
	struct str was;

	(void)state;
	only_in_sqlite();
	fill_up();
	assert_true(store_locker_train(store, 1, &err));
	assert_true(locked_verify(&t));
	was = value_at("SELECT bytes FROM dictionaries");
	random_seed(&chance, 5);
	for (int trial = 0; trial < 20; trial++) {
		char *bytes = arena_bytes(arena, was.len);
		size_t bit = random_below(&chance, (uint32_t)was.len * 8);

		memcpy(bytes, was.at, was.len);
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
		set(&p, 1, (struct str){bytes, was.len});
		assert_false(locked_verify(&t));
		assert_int_equal(t.lines, 1 + ARTICLES); /* it, and all that it packed */
		assert_non_null(strstr(t.last, "article a"));
	}
	set(&p, 1, was);
	assert_true(locked_verify(&t));
}

static void test_a_lost_row_is_told(void **state)
{
	struct locked_told t;
	struct ask a;

	(void)state;
	fill_up();
	ask_open_text(&a, store, "test",
		      "DELETE FROM objects WHERE sha256 = (SELECT object FROM captures "
		      "WHERE number = 7)",
		      &err);
	assert_true(ask_run(&a));
	assert_false(locked_verify(&t));
	assert_int_equal(t.lines, 1);
	assert_non_null(strstr(t.last, "article a7: its document is not kept"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_flipped_bits_in_the_store, setup, teardown),
		cmocka_unit_test_setup_teardown(test_flipped_bits_in_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_flipped_bits_in_the_dictionary, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_a_lost_row_is_told, setup, teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
