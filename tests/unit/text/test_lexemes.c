/* tests/unit/text/test_lexemes.c -- words as SQLite's index has them: asked of SQLite itself. */
#include "text/lexemes.c"

#include <sqlite3.h>

#include "lib/test.h"

static sqlite3 *db;
static sqlite3_stmt *find;

static int setup(void **state)
{
	(void)state;
	CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
	CHECK(sqlite3_exec(db,
			   "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = "
			   "'porter unicode61 remove_diacritics 2');"
			   "CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)",
			   NULL, NULL, NULL) == SQLITE_OK);
	CHECK(sqlite3_prepare_v2(db, "SELECT term FROM v WHERE doc = ?1 ORDER BY offset", -1, &find,
				 NULL) == SQLITE_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	sqlite3_finalize(find);
	sqlite3_close(db);
	return 0;
}

/* The words of `text` by SQLite and by us, one after the other. */
static void compare(const char *text)
{
	static int64_t number;
	struct lexemes *t = lexemes_new();
	sqlite3_stmt *put;
	int64_t place, n = 0;
	struct str lexeme;

	CHECK(sqlite3_prepare_v2(db, "INSERT INTO t (rowid, text) VALUES (?1, ?2)", -1, &put,
				 NULL) == SQLITE_OK);
	sqlite3_bind_int64(put, 1, ++number);
	sqlite3_bind_text(put, 2, text, -1, SQLITE_STATIC);
	CHECK(sqlite3_step(put) == SQLITE_DONE);
	sqlite3_finalize(put);
	lexemes_of(t, str_of(text));
	sqlite3_bind_int64(find, 1, number);
	while (lexemes_next(&lexeme, &place, t)) {
		if (sqlite3_step(find) != SQLITE_ROW)
			fail_msg("\"%.*s\" is no word for SQLite", STR_ARG(lexeme));
		assert_str(lexeme, (const char *)sqlite3_column_text(find, 0));
		assert_int_equal(place, ++n);
	}
	if (sqlite3_step(find) == SQLITE_ROW)
		fail_msg("\"%s\" is one for SQLite alone", sqlite3_column_text(find, 0));
	sqlite3_reset(find);
	lexemes_free(t);
}

static void test_as_sqlite(void **state)
{
	static const char *const text[] = {
		"",
		" -- ",
		"Self-driving cars' drivers were driving U.S. roads; 1,200 of them crashed.",
		"Élève d'Orléans à Zürich: façade, Ångström, naïve, İstanbul, ß ẞ ſ K",
		"Tiếng Việt có nhiều dấu; Łódź, Øre, Đà Nẵng, œuvre, Ærø",
		"Ёлки и йод, ΆΛΦΑ ά ϊ, Дрон УПАЛ на школу",
		"人工智能 事故 ロボット 로봇",
		"re\xcc\x81sume\xcc\x81 \xcc\x81 x\xcc\xb1y a\xcc\x84",
		"½ ² Ⅷ ٣ १ x²y",
		"naïveté—the “quoted” word’s end… e-mail@example.org http://a.b/c?d=e_f",
		"as is us gas bus ies ties dies sses caresses ponies news",
		"emoji 🤖 robot 🚗 car \xee\x80\x80private",
		"हिन्दी में",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklings",
	};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		compare(text[i]);
}

/* Every character by itself and within a word, the scripts that both know. */
static void test_characters(void **state)
{
	char text[64];

	(void)state;
	for (uint32_t c = 0x20; c < 0x500; c++) {
		size_t n = 0;

		if (c == 0x1e0 || c == 0x1e1) /* which SQLite has forgotten to make bare */
			continue;
		n += utf8_put(text, c);
		text[n++] = ' ';
		text[n++] = 'q';
		n += utf8_put(text + n, c);
		text[n++] = 'z';
		text[n] = '\0';
		compare(text);
	}
	for (uint32_t c = 0x1e00; c < 0x2100; c++) {
		text[utf8_put(text, c)] = '\0';
		compare(text);
	}
}

/* A word that is too long for others is counted and left out. */
static void test_long_word(void **state)
{
	char text[2 * LEXEME_BYTES + 20];
	struct lexemes *t = lexemes_new();
	int64_t place = 0;
	struct str lexeme;

	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text + 2 * LEXEME_BYTES, " end", 5);
	lexemes_of(t, str_of(text));
	assert_true(lexemes_next(&lexeme, &place, t));
	assert_str(lexeme, "end");
	assert_int_equal(place, 2);
	assert_false(lexemes_next(&lexeme, &place, t));
	text[LEXEME_BYTES] = '\0';
	lexemes_of(t, str_of(text));
	assert_true(lexemes_next(&lexeme, &place, t));
	assert_int_equal(lexeme.len, LEXEME_BYTES);
	lexemes_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_sqlite),
					   cmocka_unit_test(test_characters),
					   cmocka_unit_test(test_long_word)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
