/* The bounded hand-over: nothing lost, nothing twice, in order, and it can be closed. */
#include "lib/test.h"

#include "base/channel.h"
#include "base/clock.h"
#include "base/threads.c"

#define ITEMS 20000

struct shared {
	struct channel *c;
	long sum[4];
	int number[ITEMS + 1];
};

static void put_all(void *payload)
{
	struct shared *s = payload;

	for (int i = 1; i <= ITEMS; i++) {
		s->number[i] = i;
		assert_true(channel_put(s->c, &s->number[i]));
	}
	channel_close(s->c);
}

struct taker {
	struct shared *shared;
	int which;
};

static void take_all(void *payload)
{
	struct taker *t = payload;
	int *n, last = 0;

	while ((n = channel_take(t->shared->c)) != NULL) {
		t->shared->sum[t->which] += *n;
		if (*n <= last)
			t->shared->sum[3]++; /* an item that came out of order */
		last = *n;
	}
}

static void test_hand_over(void **state)
{
	static struct shared s;
	struct taker taker[3] = {{&s, 0}, {&s, 1}, {&s, 2}};
	struct thread *thread[4];

	(void)state;
	s = (struct shared){.c = channel_new(16)};
	thread[0] = thread_start("putter", put_all, &s);
	for (int i = 0; i < 3; i++)
		thread[i + 1] = thread_start("taker", take_all, &taker[i]);
	for (int i = 0; i < 4; i++)
		thread_join(thread[i]);
	assert_int_equal(s.sum[0] + s.sum[1] + s.sum[2], (long)ITEMS * (ITEMS + 1) / 2);
	assert_int_equal(s.sum[3], 0);
	assert_false(channel_put(s.c, &s)); /* closed */
	assert_null(channel_take(s.c));
	channel_free(s.c);
	assert_true(threads_cores() >= 1);
}

static void test_clock_can_be_fixed(void **state)
{
	int64_t before = clock_ticks_us();

	(void)state;
	clock_fix(1234);
	assert_int_equal(clock_now_ms(), 1234);
	clock_fix(0);
	assert_true(clock_now_ms() > 1700000000000);
	assert_true(clock_ticks_us() >= before);
}

static void test_chance_can_be_replayed(void **state)
{
	struct random a, b;
	int seen[10] = {0};

	(void)state;
	random_seed(&a, 42);
	random_seed(&b, 42);
	for (int i = 0; i < 1000; i++) {
		uint32_t n = random_below(&a, 10);

		assert_int_equal(n, random_below(&b, 10));
		assert_true(n < 10);
		seen[n]++;
	}
	for (int i = 0; i < 10; i++)
		assert_true(seen[i] > 50);
	assert_true(random_unit(&a) < 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hand_over),
		cmocka_unit_test(test_clock_can_be_fixed),
		cmocka_unit_test(test_chance_can_be_replayed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
