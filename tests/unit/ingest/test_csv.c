/* Records as RFC 4180 has them; what is none is refused with its line, and reading goes on. */
#include "ingest/csv.c"

#include "lib/scratch.h"
#include "lib/test.h"

/* "1:a|b 3!" -- line 1 has two fields, line 3 is refused. */
static void reads(struct str bytes, const char *want)
{
	struct str field[CSV_FIELDS];
	struct arena *a = arena_new();
	enum csv_next got;
	struct csv *c;
	struct buf said;
	size_t count;
	struct err err;

	buf_init(&said, MIB(4));
	if (!io_write(scratch_path("x.csv"), bytes, &err) ||
	    !csv_open(&c, scratch_path("x.csv"), &err))
		fail_msg("%s", err.text);
	while ((got = csv_next(field, &count, c, a, &err)) != CSV_END) {
		assert_int_not_equal(got, CSV_BROKEN);
		buf_fmt(&said, "%s%lld", said.len ? " " : "", (long long)csv_line(c));
		if (got == CSV_REFUSED) {
			buf_char(&said, '!');
			continue;
		}
		for (size_t i = 0; i < count; i++)
			buf_fmt(&said, "%s%.*s", i ? "|" : ":",
				(int)(field[i].len < 20 ? field[i].len : 20), field[i].at);
	}
	assert_str(buf_view(&said), want);
	buf_free(&said);
	csv_close(c);
	arena_free(a);
}

static void test_records(void **state)
{
	(void)state;
	reads(STR("a,b\nc,d\n"), "1:a|b 2:c|d");
	reads(STR("a,b\r\nc,d"), "1:a|b 2:c|d");
	reads(STR("\xef\xbb\xbf"
		  "a,,\n\n\n\"x,\"\"y\"\"\nz\",\"\"\n"),
	      "1:a|| 4:x,\"y\"\nz|");
	reads(STR(""), "");
	reads(STR("\n\n"), "");
}

static void test_refused(void **state)
{
	struct buf b;

	(void)state;
	reads(STR("a\n\"b\"c,d\ne\n"), "1:a 2! 3:e");
	reads(STR("a\n\"open\nb\nc\n"), "1:a 2! 3:b 4:c");
	reads(STR("\"open"), "1!");
	buf_init(&b, MIB(64));
	for (int i = 0; i < 100; i++)
		buf_z(&b, "x,");
	buf_z(&b, "\nnext\n");
	reads(buf_view(&b), "1! 2:next");
	buf_clear(&b);
	for (size_t i = 0; i < LIMIT_LINE + 10; i++) /* one over, and no line end in it */
		buf_char(&b, 'x');
	buf_z(&b, "\nnext\n");
	reads(buf_view(&b), "1! 2:next");
	buf_clear(&b);
	buf_z(&b, "\"");
	while (b.len < LIMIT_LINE + 20) {
		for (int i = 0; i < 1000; i++)
			buf_char(&b, 'x');
		buf_char(&b, '\n');
	}
	/* the quote is refused, the lines behind it are read */
	{
		struct csv *c;
		struct str field[CSV_FIELDS];
		struct arena *a = arena_new();
		size_t count, rows = 0;
		struct err err;

		assert_true(io_write(scratch_path("y.csv"), buf_view(&b), &err));
		assert_true(csv_open(&c, scratch_path("y.csv"), &err));
		assert_int_equal(csv_next(field, &count, c, a, &err), CSV_REFUSED);
		assert_int_equal(err.code, ERR_LIMIT);
		assert_int_equal(csv_line(c), 1);
		while (csv_next(field, &count, c, a, &err) == CSV_ROW) {
			rows++;
			arena_reset(a);
		}
		assert_true(rows > LIMIT_LINE / 1001 - 1);
		csv_close(c);
		arena_free(a);
	}
	buf_free(&b);
}

static void test_long_line_that_is_bad(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, MIB(1));
	buf_z(&b, "\"a\"b");
	for (int i = 0; i < 200000; i++)
		buf_char(&b, 'x');
	buf_z(&b, "\nnext\n");
	reads(buf_view(&b), "1! 2:next");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_records),
					   cmocka_unit_test(test_refused),
					   cmocka_unit_test(test_long_line_that_is_bad)};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
