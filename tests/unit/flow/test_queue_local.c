/* tests/unit/flow/test_queue_local.c -- nothing is lost before it was acknowledged. */
#include "flow/queue_local.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/threads.h"

static struct err err;

static void *opened(const char *url)
{
	void *q = NULL;

	assert_true(queue_local.open(&q, str_of(url), &err));
	return q;
}

static void test_order_and_attempts(void **state)
{
	void *q = opened("local:4");
	struct delivery d;
	int item[3] = {0, 1, 2};

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(queue_local.put(q, &(struct delivery){.item = &item[i]}, &err));
	assert_true(queue_local.take(&d, q, NULL, &err));
	assert_ptr_equal(d.item, &item[0]);
	assert_int_equal(d.sequence, 1);
	assert_int_equal(d.attempt, 1);
	queue_local.nak(q, &d); /* comes back, behind the others */
	queue_local.finish(q);
	for (int i = 1; i <= 3; i++) {
		assert_true(queue_local.take(&d, q, NULL, &err));
		assert_ptr_equal(d.item, &item[i % 3]);
		assert_int_equal(d.attempt, i == 3 ? 2 : 1);
		assert_true(queue_local.ack(q, &d, &err));
	}
	assert_false(queue_local.take(&d, q, NULL, &err));
	assert_int_equal(err.code, ERR_STOPPED);
	queue_local.close(q);
}

static void test_names(void **state)
{
	static const char *const bad[] = {"local:0", "local:-1", "local:x", "local:99999999"};
	void *q;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(queue_local.open(&q, str_of(bad[i]), &err));
		assert_int_equal(err.code, ERR_CONFIG);
	}
	queue_local.close(opened("local:"));
}

#define MANY 5000

struct crowd {
	void *queue;
	atomic_int seen[MANY];
};

/* Every third message is given back once. */
static void taker(void *payload)
{
	struct crowd *c = payload;
	struct delivery d;
	struct err mine;

	while (queue_local.take(&d, c->queue, NULL, &mine)) {
		if (d.attempt == 1 && d.sequence % 3 == 0) {
			queue_local.nak(c->queue, &d);
			continue;
		}
		atomic_fetch_add((atomic_int *)d.item, 1);
		assert_true(queue_local.ack(c->queue, &d, &mine));
	}
}

static void test_each_once_with_many_takers(void **state)
{
	static struct crowd c;
	struct thread *t[3];

	(void)state;
	c.queue = opened("local:7");
	for (size_t i = 0; i < 3; i++)
		t[i] = thread_start("taker", taker, &c);
	for (int i = 0; i < MANY; i++)
		assert_true(queue_local.put(c.queue, &(struct delivery){.item = &c.seen[i]}, &err));
	queue_local.finish(c.queue);
	for (size_t i = 0; i < 3; i++)
		thread_join(t[i]);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(atomic_load(&c.seen[i]), 1);
	queue_local.close(c.queue);
}

static void test_closing_frees_what_is_left(void **state)
{
	void *q = opened("local:4");
	int item = 0;

	(void)state;
	assert_true(queue_local.put(q, &(struct delivery){.item = &item}, &err));
	assert_true(queue_local.put(q, &(struct delivery){.item = &item}, &err));
	queue_local.close(q); /* the leak checker is the judge */
	assert_int_equal(item, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_attempts),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_each_once_with_many_takers),
		cmocka_unit_test(test_closing_frees_what_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
