/* tests/unit/ingest/test_opml.c -- outlines as readers write them, and our own again. */
#include "ingest/opml.c"

#include "lib/test.h"

static struct arena *arena;
static struct source_list list;
static struct err err;

static void test_outlines(void **state)
{
	static const char text[] =
		"<?xml version='1.0'?><!DOCTYPE opml [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
		"<opml version='1.0'><body><outline text='Folder'>"
		"<outline type='rss' text='A &amp; B' xmlUrl=' https://a.example/rss?x=1&amp;y '/>"
		"<OUTLINE title='By title' xmlUrl='https://b.example/' language='de'/>"
		"<outline text='no feed' htmlUrl='https://c.example/'/>"
		"<outline text='bad' xmlUrl='javascript:alert(1)'/>"
		"</outline></body></opml>";
	struct buf out;

	(void)state;
	assert_true(source_list_read(&list, arena, str_of(text), &err));
	assert_int_equal(list.count, 2);
	assert_str(list.item[0].name, "A & B");
	assert_str(list.item[0].url, "https://a.example/rss?x=1&y");
	assert_str(list.item[0].lang, "-");
	assert_str(list.item[1].name, "By title");
	assert_str(list.item[1].lang, "de");
	list.item[1].kind = STR("summary");
	list.item[1].name = STR("\"<&>\"");
	buf_init(&out, 10000);
	opml_write(&out, &list);
	list = (struct source_list){0};
	assert_true(opml_read(&list, arena, buf_view(&out), &err));
	assert_int_equal(list.count, 2);
	assert_str(list.item[0].name, "A & B");
	assert_str(list.item[1].name, "\"<&>\"");
	assert_str(list.item[1].kind, "summary");
	buf_free(&out);
}

static void test_nothing(void **state)
{
	(void)state;
	assert_false(source_list_read(&list, arena, STR("<opml><body/></opml>"), &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(source_list_read(&list, arena, STR("<"), &err));
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
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_outlines),
					   cmocka_unit_test(test_nothing)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
