/* Sources: what they give, refuse, and where their cursors lead. */
#include "lib/test.h"
#include "lib/scratch.h"

#include "ingest/source.c"

#include "base/limits.h"

static struct err err;

/* "D origin" for each document, "R origin" for each refusal, to the end. */
static void read_all(struct buf *out, const char *path, const char *format,
		     const struct cursor *from)
{
	struct arena *a = arena_new();
	struct document doc;
	struct source *s;
	enum pulled pulled;

	if (!source_open(&s, str_of(path), format, from, &err)) {
		buf_fmt(out, "not opened: %s", err.text);
		arena_free(a);
		return;
	}
	while ((pulled = source_next(&doc, s, a, &err)) != PULLED_END) {
		struct str o = doc.origin;

		o = str_cut(o, str_rchr(o, '/') + 1, o.len);
		buf_fmt(out, "%c %.*s;",
			pulled == PULLED_DOCUMENT  ? 'D'
			: pulled == PULLED_REFUSED ? 'R'
						   : 'B',
			STR_ARG(o));
		arena_reset(a);
		if (pulled == PULLED_BROKEN)
			break;
	}
	source_close(s);
	arena_free(a);
}

static void expect(const char *path, const char *format, const char *want)
{
	struct buf got;

	buf_init(&got, 1 << 16);
	read_all(&got, path, format, NULL);
	assert_str(buf_view(&got), want);
	buf_free(&got);
}

static void test_kinds_by_name_and_bytes(void **state)
{
	(void)state;
	scratch_write("a.jsonl", "{\"title\":\"x\"}\n\n  \n{\"title\":\"y\"}");
	expect(scratch_path("a.jsonl"), NULL, "D a.jsonl:1;D a.jsonl:4;");
	scratch_write("nameless", "  {\"title\":\"x\"}\n");
	expect(scratch_path("nameless"), NULL, "D nameless:1;");
	scratch_write("page", "<!doctype html><p>x");
	expect(scratch_path("page"), NULL, "D page;");
	scratch_write("words", "only words");
	expect(scratch_path("words"), NULL, "D words;");
	scratch_write("f", "<?xml version='1.0'?><rss><channel><item><title>a</title></item>"
			   "<item><title>b</title></item></channel></rss>");
	expect(scratch_path("f"), NULL, "D f#1;D f#2;");
	scratch_write("j",
		      "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":1}]}");
	expect(scratch_path("j"), NULL, "D j#1;");
	expect(scratch_path("words"), "jsonl", "D words:1;");
	scratch_write("empty.jsonl", "");
	expect(scratch_path("empty.jsonl"), NULL, "R empty.jsonl;");
	scratch_write("empty.html", "");
	expect(scratch_path("empty.html"), NULL, "R empty.html;");
	assert_false(source_open(&(struct source *){NULL}, STR("x"), "tea", NULL, &err));
	assert_int_equal(err.code, ERR_CONFIG);
}

static void test_line_one_over(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, LIMIT_LINE * 2L + 100);
	buf_z(&b, "{\"title\":\"a\"}\n");
	while (b.len < LIMIT_LINE + 20)
		buf_z(&b, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	buf_z(&b, "\n{\"title\":\"b\"}\n");
	FILE *f = fopen(scratch_path("long.jsonl"), "wb");

	assert_int_equal(fwrite(b.at, 1, b.len, f), b.len);
	fclose(f);
	expect(scratch_path("long.jsonl"), NULL, "D long.jsonl:1;R long.jsonl:2;D long.jsonl:3;");
	buf_free(&b);
}

/* Stopped after each document in turn, a source goes on with the next one. */
static void stop_everywhere(const char *path)
{
	struct buf whole;

	buf_init(&whole, 1 << 16);
	read_all(&whole, path, NULL, NULL);
	for (int stop = 1;; stop++) {
		struct arena *a = arena_new();
		struct document doc;
		struct cursor cursor;
		struct source *s;
		struct buf rest;
		int n = 0;

		assert_true(source_open(&s, str_of(path), NULL, NULL, &err));
		while (n < stop && source_next(&doc, s, a, &err) != PULLED_END)
			n++;
		source_cursor(&cursor, s);
		source_close(s);
		arena_free(a);
		if (n < stop)
			break;
		buf_init(&rest, 1 << 16);
		read_all(&rest, path, NULL, &cursor);
		assert_true(str_ends(buf_view(&whole), buf_view(&rest)));
		size_t left = 0, all = 0;

		for (size_t i = 0; i < rest.len; i++)
			left += rest.at[i] == ';';
		for (size_t i = 0; i < whole.len; i++)
			all += whole.at[i] == ';';
		assert_int_equal(left + (size_t)stop, all);
		buf_free(&rest);
	}
	buf_free(&whole);
}

static void test_cursors(void **state)
{
	(void)state;
	scratch_write("c.jsonl", "{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}\n");
	stop_everywhere(scratch_path("c.jsonl"));
	scratch_write("d.rss", "<rss><channel><item><title>a</title></item><item><title>b</title>"
			       "</item><item><title>c</title></item></channel></rss>");
	stop_everywhere(scratch_path("d.rss"));
	scratch_write("e.html", "<p>page");
	scratch_write("readme.md", "not a source in a folder");
	stop_everywhere(scratch_folder);
}

static void test_folder_is_sorted_and_picks(void **state)
{
	struct buf got;

	(void)state;
	buf_init(&got, 1 << 16);
	read_all(&got, scratch_folder, NULL, NULL);
	assert_true(str_find(buf_view(&got), STR("readme")) == STR_NPOS);
	assert_true(str_find(buf_view(&got), STR("D c.jsonl:1;")) <
		    str_find(buf_view(&got), STR("D d.rss#1;")));
	assert_true(str_find(buf_view(&got), STR("R empty.jsonl;")) != STR_NPOS);
	buf_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds_by_name_and_bytes),
		cmocka_unit_test(test_line_one_over),
		cmocka_unit_test(test_cursors),
		cmocka_unit_test(test_folder_is_sorted_and_picks),
	};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
