/* tests/unit/serve/test_coding.c -- which coding a client takes, and that what is packed is what
 * was there. */
#include "lib/test.h"

#include "serve/coding.c"

#include "ingest/unbrotli.h"

static void test_accept_encoding(void **state)
{
	static const struct {
		const char *accepted;
		enum coding want;
	} row[] = {{"", CODING_NONE},
		   {"gzip", CODING_GZIP},
		   {"GZIP , deflate", CODING_GZIP},
		   {"br", CODING_BROTLI},
		   {"gzip, deflate, br, zstd", CODING_BROTLI},
		   {"gzip;q=0.9, br;q=0.5", CODING_GZIP},
		   {"br;q=0, gzip;q=0.001", CODING_GZIP},
		   {"gzip;q=0", CODING_NONE},
		   {"gzip;q=0.000, br;q=0.0", CODING_NONE},
		   {"*", CODING_BROTLI},
		   {"*;q=0", CODING_NONE},
		   {"br;q=0, *", CODING_GZIP},
		   {"identity", CODING_NONE},
		   {"gzip;q=nonsense", CODING_NONE},
		   {"gzip;q=", CODING_NONE},
		   {"gzip;q=-1", CODING_NONE},
		   {"gzip;q=2", CODING_NONE},
		   {"brotli, gzippo", CODING_NONE},
		   {",,;q=1,;", CODING_NONE}};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (coding_of(str_of(row[i].accepted)) != row[i].want)
			fail_msg("'%s' takes %d", row[i].accepted,
				 coding_of(str_of(row[i].accepted)));
}

static void test_packed_is_the_same(void **state)
{
	struct buf body, packed, plain;
	struct str once, again;

	(void)state;
	buf_init(&body, MIB(1));
	buf_init(&packed, MIB(1));
	buf_init(&plain, MIB(1));
	for (int i = 0; i < 5000; i++)
		buf_fmt(&body, "row %d of many\n", i);
	assert_true(coding_pack(&packed, buf_view(&body), CODING_BROTLI));
	assert_true(packed.len < body.len / 3);
	assert_true(unbrotli_read(&plain, buf_view(&packed)));
	assert_true(str_eq(buf_view(&plain), buf_view(&body)));
	assert_true(coding_pack_kept(&once, buf_view(&body), CODING_BROTLI));
	buf_clear(&plain);
	assert_true(unbrotli_read(&plain, once));
	assert_true(str_eq(buf_view(&plain), buf_view(&body)));
	assert_true(coding_pack_kept(&again, buf_view(&body), CODING_BROTLI));
	assert_ptr_equal(again.at, once.at); /* once */
	assert_true(coding_pack_kept(&again, buf_view(&body), CODING_GZIP));
	assert_ptr_not_equal(again.at, once.at);
	assert_false(coding_pack(&packed, STR("too small to be worth it"), CODING_BROTLI));
	buf_free(&body);
	buf_free(&packed);
	buf_free(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_accept_encoding),
					   cmocka_unit_test(test_packed_is_the_same)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
