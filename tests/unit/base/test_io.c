/* Files: whole, by line in constant memory, by folder; errors that name the path. */
#include "lib/test.h"
#include "lib/scratch.h"

#include "base/io.c"

static struct err err;

static void test_read_and_write(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_true(io_write(scratch_path("a"), STR("0123456789"), &err));
	assert_true(io_read(&b, scratch_path("a"), &err));
	assert_str(buf_view(&b), "0123456789");
	buf_clear(&b);
	assert_true(io_write(scratch_path("a"), STR("0123456789x"), &err));
	assert_false(io_read(&b, scratch_path("a"), &err)); /* one over */
	assert_int_equal(err.code, ERR_LIMIT);
	assert_non_null(strstr(err.text, "/a"));
	buf_clear(&b);
	assert_false(io_read(&b, scratch_path("none"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_false(io_read(&b, scratch_folder, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(io_write("/no/such/folder/x", STR("x"), &err));
	buf_free(&b);
}

static void test_head(void **state)
{
	char head[4];
	size_t len;

	(void)state;
	scratch_write("h", "abcdef");
	assert_true(io_head(head, sizeof head, &len, scratch_path("h"), &err));
	assert_int_equal(len, 4);
	scratch_write("h", "");
	assert_true(io_head(head, sizeof head, &len, scratch_path("h"), &err));
	assert_int_equal(len, 0);
}

static void test_lines(void **state)
{
	struct io_lines *l;
	struct str line;
	char long_line[300];

	(void)state;
	memset(long_line, 'x', 299);
	long_line[299] = '\0';
	struct buf b;

	buf_init(&b, 1000);
	buf_fmt(&b, "one\r\n\n%s\nlast", long_line);
	assert_true(io_write(scratch_path("l"), buf_view(&b), &err));
	buf_free(&b);
	assert_true(io_lines_open(&l, scratch_path("l"), 100, 0, &err));
	assert_int_equal(io_lines_next(&line, l, &err), IO_LINE);
	assert_true(str_starts(line, STR("one")));
	assert_int_equal(io_lines_next(&line, l, &err), IO_LINE);
	assert_int_equal(line.len, 0);
	assert_int_equal(io_lines_next(&line, l, &err), IO_LINE_TOO_LONG);
	assert_int_equal(io_lines_number(l), 3);
	int64_t behind = io_lines_offset(l);

	assert_int_equal(io_lines_next(&line, l, &err), IO_LINE);
	assert_str(line, "last");
	assert_int_equal(io_lines_next(&line, l, &err), IO_LINES_END);
	io_lines_close(l);
	assert_true(io_lines_open(&l, scratch_path("l"), 100, behind, &err));
	assert_int_equal(io_lines_next(&line, l, &err), IO_LINE);
	assert_str(line, "last");
	io_lines_close(l);
	assert_false(io_lines_open(&l, scratch_path("none"), 100, 0, &err));
}

static bool collect(const char *path, const struct err *trouble, void *payload)
{
	struct buf *seen = payload;

	buf_fmt(seen, "%s ", path ? strrchr(path, '/') + 1 : trouble->text);
	return true;
}

static void test_walk(void **state)
{
	struct buf seen;

	(void)state;
	buf_init(&seen, 4096);
	scratch_write("b", "x");
	scratch_write("a", "x");
	scratch_write(".hidden", "x");
	assert_true(io_walk(scratch_folder, collect, &seen, &err));
	assert_true(str_starts(buf_view(&seen), STR("a b ")));
	assert_true(str_find(buf_view(&seen), STR("hidden")) == STR_NPOS);
	unlink(scratch_path(".hidden"));
	assert_false(io_walk(scratch_path("none"), collect, &seen, &err));
	buf_free(&seen);
}

static bool take_line(struct str line, void *payload, struct err *why)
{
	struct buf *all = payload;

	if (str_eq(line, STR("no")))
		return err_set(why, ERR_INPUT, "refused");
	buf_fmt(all, "[%.*s]", STR_ARG(line));
	return true;
}

static void test_each_line(void **state)
{
	struct buf all;

	(void)state;
	buf_init(&all, 100);
	scratch_write("each", "a\n\n  \nb");
	assert_true(io_each_line(scratch_path("each"), take_line, &all, &err));
	assert_str(buf_view(&all), "[a][b]");
	buf_clear(&all);
	scratch_write("each", "a\nno\nb\n");
	assert_false(io_each_line(scratch_path("each"), take_line, &all, &err));
	assert_str(buf_view(&all), "[a]"); /* and not b */
	assert_true(str_ends(str_of(err.text), STR("each:2: refused")));
	assert_false(io_each_line(scratch_path("none"), take_line, &all, &err));
	assert_true(str_find(str_of(err.text), STR("none")) != STR_NPOS);
	buf_free(&all);
}

/* Nobody sees the name before all is there; a folder belongs to one at a time. */
static void test_whole_later(void **state)
{
	char part[600], file[700];
	struct io_out *o;
	struct buf b;
	int64_t bytes;
	int claim, other;

	(void)state;
	snprintf(part, sizeof part, "%s", scratch_path("whole.part"));
	assert_true(io_out_open(&o, part, &err));
	assert_true(io_out_write(o, STR("abc"), &err));
	assert_true(io_out_close(o, &err));
	assert_true(io_settle(&bytes, part, scratch_path("whole"), &err));
	assert_int_equal(bytes, 3);
	assert_false(io_exists(part));
	buf_init(&b, 10);
	assert_true(io_read(&b, scratch_path("whole"), &err));
	assert_str(buf_view(&b), "abc");
	buf_free(&b);
	assert_false(io_out_open(&o, scratch_path("none/x"), &err));
	assert_false(io_settle(NULL, part, scratch_path("whole"), &err));

	snprintf(part, sizeof part, "%s", scratch_path("folder"));
	snprintf(file, sizeof file, "%s/left", part);
	assert_true(io_claim(&claim, part, &err));
	assert_true(io_write(file, STR("x"), &err));
	assert_false(io_claim(&other, part, &err));
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(io_exists(file));
	io_release(claim);
	assert_true(io_claim(&claim, part, &err)); /* as after a kill */
	assert_false(io_exists(file));
	io_release(claim);
	io_remove(part);
	assert_false(io_exists(part));
	io_remove(part);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_and_write), cmocka_unit_test(test_head),
		cmocka_unit_test(test_lines),          cmocka_unit_test(test_each_line),
		cmocka_unit_test(test_walk),           cmocka_unit_test(test_whole_later),
	};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
