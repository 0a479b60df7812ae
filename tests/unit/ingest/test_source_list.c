/* tests/unit/ingest/test_source_list.c -- sources.conf, there and back. */
#include "ingest/source_list.c"

#include "lib/test.h"

static struct arena *arena;
static struct source_list list;
static struct err err;

static void test_lines(void **state)
{
	static const char text[] = "# a list\n\n"
				   "https://one.example/rss  en\tfeed  One: News, & more\r\n"
				   "https://two.example/     -   summary  Two\n"
				   "https://one.example/rss  en  feed  again\n"
				   "https://three.example/   de  feed  Two\n";
	struct buf out, again;

	(void)state;
	assert_true(source_list_read(&list, arena, str_of(text), &err));
	assert_int_equal(list.count, 3);
	assert_str(list.item[0].name, "One: News, & more");
	assert_str(list.item[0].lang, "en");
	assert_str(list.item[1].kind, "summary");
	assert_str(list.item[2].name, "https://three.example/");
	buf_init(&out, 10000);
	buf_init(&again, 10000);
	source_list_write(&out, &list);
	assert_true(source_list_read(&list, arena, buf_view(&out), &err));
	source_list_write(&again, &list);
	assert_str(buf_view(&again), out.at);
	buf_free(&out);
	buf_free(&again);
}

static void test_mistakes(void **state)
{
	static const char *const bad[] = {"# x\nhttps://a/ en feed", "ftp://a/ en feed A",
					  "https://u:p@a/ en feed A", "https://a/ en rss A"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(source_list_read(&list, arena, str_of(bad[i]), &err));
		assert_non_null(strstr(err.text, i ? "line 1: " : "line 2: "));
	}
}

static void test_bounds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, MIB(4));
	for (int i = 0; i < LIMIT_SOURCES; i++)
		buf_fmt(&b, "https://a/%d en feed N%d\n", i, i);
	assert_true(source_list_read(&list, arena, buf_view(&b), &err));
	assert_int_equal(list.count, LIMIT_SOURCES);
	buf_z(&b, "https://over/ en feed Over\n");
	assert_false(source_list_read(&list, arena, buf_view(&b), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_clear(&b);
	buf_z(&b, "https://a/ en feed ");
	for (int i = 0; i <= LIMIT_SOURCE_NAME; i++)
		buf_char(&b, 'n');
	assert_false(source_list_read(&list, arena, buf_view(&b), &err));
	assert_true(source_list_read(&list, arena, str_cut(buf_view(&b), 0, b.len - 1), &err));
	buf_clear(&b);
	buf_z(&b, "https://");
	while (b.len <= LIMIT_FETCH_URL)
		buf_char(&b, 'u');
	buf_z(&b, " en feed N");
	assert_false(source_list_read(&list, arena, buf_view(&b), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines),
					   cmocka_unit_test(test_mistakes),
					   cmocka_unit_test(test_bounds)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
