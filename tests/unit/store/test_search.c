/* tests/unit/store/test_search.c -- what is typed becomes fixed SQL and bound strings. */
#include "store/search.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static struct arena *arena;
static struct err err;
static const struct store house = {.ops = &db_sqlite};

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* "AND" and the like as they are, a term by its quoted string; "!" and the code when
 * the search is refused. */
static const char *parsed(const char *query)
{
	struct str says = STR("a.number IN (SELECT rowid FROM articles_text WHERE "
			      "articles_text MATCH $");
	struct select l;
	struct buf out;
	struct str rest;
	const char *text;

	select_open(&l, &house);
	buf_init(&out, 1 << 20);
	if (!search_add(&l, arena, str_of(query), P_ARTICLE_SAYS, &err)) {
		buf_fmt(&out, "!%s", err.code == ERR_INPUT ? "input" : "limit");
	} else {
		assert_int_equal(l.given, l.used);
		rest = buf_view(&l.text);
		for (size_t at; (at = str_find(rest, says)) != STR_NPOS;) {
			int64_t number = 0;

			buf_str(&out, str_cut(rest, 0, at));
			rest = str_cut(rest, at + says.len, rest.len);
			assert_true(str_int(&number, str_cut(rest, 0, str_chr(rest, ')'))));
			buf_str(&out, l.value[number - 1].text);
			rest = str_cut(rest, str_chr(rest, ')') + 1, rest.len);
		}
		buf_str(&out, rest);
	}
	text = arena_z(arena, buf_view(&out));
	buf_free(&out);
	select_free(&l);
	return text;
}

static void test_words_and_operators(void **state)
{
	(void)state;
	assert_string_equal(parsed("  "), "");
	assert_string_equal(parsed("drone"), " AND (\"drone\")");
	assert_string_equal(parsed("drone crash"), " AND (\"drone\" AND \"crash\")");
	assert_string_equal(parsed("drone AND crash"), " AND (\"drone\" AND \"crash\")");
	assert_string_equal(parsed("a OR b c"), " AND (\"a\" OR \"b\" AND \"c\")");
	assert_string_equal(parsed("NOT a b"), " AND (NOT \"a\" AND \"b\")");
	assert_string_equal(parsed("a (b OR c) NOT d"),
			    " AND (\"a\" AND ((\"b\" OR \"c\")) AND NOT \"d\")");
	assert_string_equal(parsed("\"hard drives\" or"), " AND (\"hard drives\" AND \"or\")");
	assert_string_equal(parsed("a -- b"), " AND (\"a\" AND \"b\")");
}

static void test_nothing_raw_gets_through(void **state)
{
	(void)state;
	assert_string_equal(parsed("title:x*"), " AND (\"title:x*\")");
	assert_string_equal(parsed("x'; DROP TABLE events; --"),
			    " AND (\"x';\" AND \"DROP\" AND \"TABLE\" AND \"events;\")");
	assert_string_equal(parsed("NEAR(a b)"), " AND (\"NEAR\" AND ((\"a\" AND \"b\")))");
	assert_string_equal(parsed("$1 $? $="), " AND (\"$1\")");
}

static void test_refusals_say_why(void **state)
{
	static const char *const query[] = {"\"open", "(a",   "a)", "a AND", "AND a",
					    "NOT",    "a OR", "()", "--",    "a OR OR b"};

	(void)state;
	for (size_t i = 0; i < sizeof query / sizeof query[0]; i++) {
		assert_string_equal(parsed(query[i]), "!input");
		assert_true(str_starts(str_of(err.text), STR("the search ")));
	}
}

static void test_limits(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 2 * LIMIT_QUERY_TERMS; i++)
		buf_z(&b, "a ");
	assert_string_not_equal(parsed(buf_view(&b).at), "!limit");
	buf_z(&b, "a ");
	assert_string_equal(parsed(buf_view(&b).at), "!limit");
	buf_clear(&b);
	for (int i = 0; i < 100000; i++)
		buf_z(&b, "(");
	assert_string_equal(parsed(buf_view(&b).at), "!limit");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_words_and_operators, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_raw_gets_through, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refusals_say_why, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
