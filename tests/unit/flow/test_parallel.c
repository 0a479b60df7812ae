/* tests/unit/flow/test_parallel.c -- lines come out in the order the documents came in. */
#include "flow/parallel.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/json.h"
#include "lib/scratch.h"

#define DOCUMENTS 700

static struct err err;

struct reader {
	int next, stop_at;
};

static bool next_line(struct str json, void *payload, struct err *why)
{
	struct reader *r = payload;
	struct json *root;
	char id[32];

	assert_true(json_parse(&root, json, &err));
	snprintf(id, sizeof id, "d%d", r->next++);
	assert_true(str_eq(json_get_str(root, "id"), str_of(id)));
	json_free(root);
	return r->next != r->stop_at || err_set(why, ERR_IO, "the output is full");
}

static int setup(void **state)
{
	struct buf b;

	(void)state;
	scratch_make();
	log_set_level(LOG_ERROR);
	buf_init(&b, 1 << 24);
	for (int i = 0; i < DOCUMENTS; i++) {
		buf_fmt(&b, "{\"id\":\"d%d\",\"title\":\"Piece %d\",\"text\":\"", i, i);
		for (int n = 0; n < (i * 37) % 300; n++)
			buf_z(&b, "some words of it, ");
		buf_z(&b, "and the end.\"}\n");
		if (i % 100 == 50)
			buf_z(&b, "no object\n");
	}
	scratch_write("in.jsonl", buf_view(&b).at);
	buf_free(&b);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove();
	return 0;
}

static void test_order_on_any_threads(void **state)
{
	const char *source[] = {scratch_path("in.jsonl"), "/no/such/file.jsonl"};

	(void)state;
	for (size_t threads = 1; threads <= 5; threads++) {
		struct reader r = {0};
		struct parallel_summary sum;
		struct parallel_options o = {.source = source,
					     .source_count = 2,
					     .threads = threads,
					     .line = next_line,
					     .payload = &r};

		assert_true(parallel_run(&sum, &o, &err));
		assert_int_equal(r.next, DOCUMENTS);
		assert_int_equal(sum.documents, DOCUMENTS);
		assert_int_equal(sum.refused, DOCUMENTS / 100);
		assert_int_equal(sum.broken, 1);
	}
}

static void test_a_full_output_ends_it(void **state)
{
	const char *source[] = {scratch_path("in.jsonl")};
	struct reader r = {.stop_at = 10};
	struct parallel_summary sum;
	struct parallel_options o = {.source = source,
				     .source_count = 1,
				     .threads = 3,
				     .line = next_line,
				     .payload = &r};

	(void)state;
	assert_false(parallel_run(&sum, &o, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(r.next, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_on_any_threads),
		cmocka_unit_test(test_a_full_output_ends_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
