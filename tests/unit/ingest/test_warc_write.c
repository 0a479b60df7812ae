/* Records as the standard wants them, and as our own reader gets them back. */
#include "ingest/warc_write.c"

#include "base/limits.h"
#include "ingest/warc.h"
#include "lib/scratch.h"
#include "lib/test.h"

static void test_record_is_read_back(void **state)
{
	char id[WARC_WRITE_ID_SIZE];
	struct warc_record got;
	struct warc *w;
	struct buf out;
	struct err err;

	(void)state;
	warc_write_id(id, STR("one"));
	assert_int_equal(strlen(id), sizeof id - 1);
	buf_init(&out, KIB(64));
	for (int i = 0; i < 2; i++)
		warc_write(&out, &(struct warc_write){.type = i ? "resource" : "metadata",
						      .id = str_of(id),
						      .url = STR("https://a.example/\r\nX: y"),
						      .date = STR("2026-01-24T10:00:00Z"),
						      .content_type = STR("text/html"),
						      .block = STR("<p>\0a</p>")});
	scratch_make();
	{
		FILE *f = fopen(scratch_path("a.warc"), "wb");

		assert_non_null(f);
		assert_int_equal(fwrite(out.at, 1, out.len, f), out.len);
		fclose(f);
	}
	assert_true(warc_open(&w, scratch_path("a.warc"), NULL, &err));
	assert_int_equal(warc_next(&got, w, &err), WARC_RECORD);
	assert_str(got.type, "metadata");
	assert_int_equal(warc_next(&got, w, &err), WARC_RECORD);
	assert_str(got.type, "resource");
	assert_str(got.url, "https://a.example/  X: y"); /* no header of its own */
	assert_int_equal(got.block.len, 9);
	assert_int_equal(warc_next(&got, w, &err), WARC_END);
	warc_close(w);
	scratch_remove();
	buf_free(&out);
}

static void test_head_fits_the_body(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, KIB(4));
	warc_write_head(&out,
			STR("HTTP/2 200\r\nContent-Type: text/html\r\ncontent-encoding: br\r\n"
			    "Content-Length: 5\r\nno field\r\n\r\n"),
			12);
	assert_str(buf_view(&out),
		   "HTTP/1.1 200 \r\nContent-Type: text/html\r\n"
		   "X-Archive-Orig-content-encoding: br\r\n"
		   "X-Archive-Orig-Content-Length: 5\r\nContent-Length: 12\r\n\r\n");
	buf_free(&out);
}

static void test_ids_are_made_of_names(void **state)
{
	char a[WARC_WRITE_ID_SIZE], b[WARC_WRITE_ID_SIZE], c[WARC_WRITE_ID_SIZE];

	(void)state;
	warc_write_id(a, STR("x"));
	warc_write_id(b, STR("x"));
	warc_write_id(c, STR("y"));
	assert_string_equal(a, b);
	assert_string_not_equal(a, c);
	assert_int_equal(a[23], '8'); /* its version */
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_record_is_read_back),
					   cmocka_unit_test(test_head_fits_the_body),
					   cmocka_unit_test(test_ids_are_made_of_names)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
