/* tests/unit/flow/test_belt.c -- the slow second stage: order kept, only for those who
 * want it, several at a time, none after a failure. */
#include "flow/belt.c"

#include "base/clock.h"
#include "lib/scratch.h"
#include "lib/test.h"

#define DOCUMENTS 120

static struct err err;
static atomic_int slow_ones, at_once, peak;

struct taker {
	int next, stop_at;
};

static bool wants(const struct job *j)
{
	return j->sequence % 3 == 0;
}

static void work_on(struct job *j, struct judge *judge)
{
	assert_null(judge);
	assert_false(j->wants_more); /* nothing is left of the document before */
	j->wants_more = wants(j);
	buf_fmt(&j->line, "%d", (int)j->sequence);
}

static void do_slow(struct job *j, void *payload)
{
	int now = atomic_fetch_add(&at_once, 1) + 1, seen = atomic_load(&peak);

	assert_non_null(payload);
	while (now > seen && !atomic_compare_exchange_weak(&peak, &seen, now))
		;
	atomic_fetch_add(&slow_ones, 1);
	clock_sleep_ms((int64_t)(j->sequence % 5));
	buf_z(&j->line, " slowly");
	atomic_fetch_sub(&at_once, 1);
}

static bool take(struct job *j, void *payload, struct err *why)
{
	struct taker *t = payload;
	char line[40];

	if (j->pulled != PULLED_DOCUMENT)
		return true;
	assert_int_equal(j->sequence, ++t->next);
	snprintf(line, sizeof line, "%d%s", t->next, wants(j) ? " slowly" : "");
	assert_str(buf_view(&j->line), line);
	return t->next != t->stop_at || err_set(why, ERR_IO, "enough");
}

static int setup(void **state)
{
	struct buf b;

	(void)state;
	scratch_make();
	buf_init(&b, 1 << 20);
	for (int i = 0; i < DOCUMENTS; i++)
		buf_fmt(&b, "{\"title\":\"Piece %d\",\"text\":\"x\"}\n", i);
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

static bool run_with(struct taker *t, size_t threads, size_t slow)
{
	const char *source[] = {scratch_path("in.jsonl")};
	struct belt b = {.source = source,
			 .source_count = 1,
			 .threads = threads,
			 .work = work_on,
			 .more = do_slow,
			 .more_threads = slow,
			 .deliver = take,
			 .payload = t};

	atomic_store(&slow_ones, 0);
	atomic_store(&peak, 0);
	return belt_run(&b, &err);
}

static void test_order(void **state)
{
	(void)state;
	for (size_t slow = 1; slow <= 4; slow++) {
		struct taker t = {0};

		assert_true(run_with(&t, slow % 3 + 1, slow));
		assert_int_equal(t.next, DOCUMENTS);
		assert_int_equal(slow_ones, DOCUMENTS / 3);
		assert_true(peak >= 1 && (size_t)peak <= slow);
	}
}

static void test_a_failure_ends_it(void **state)
{
	struct taker t = {.stop_at = 10};

	(void)state;
	assert_false(run_with(&t, 2, 3));
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(t.next, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_a_failure_ends_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
