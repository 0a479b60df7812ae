/* tests/unit/flow/test_queue.c -- nothing is lost before it was acknowledged: the queue inside
 * a process and the one across machines, by the same tests; then what only one of them does. */
#include "flow/queue.c"
#include "lib/test.h"

#include "base/clock.h"
#include "base/threads.h"
#include "flow/queue_url.h"
#include "lib/nats_server.h"

#include <nats/nats.h>

static struct err err;
static struct arena *arena;

/* Each test has a name of its own on the server, so that nothing is left from another. */
static const char *house(const char *more)
{
	static char url[8][400];
	static int turn, number;
	char *at = url[turn++ % 8];

	snprintf(at, sizeof url[0], "%s/t%d?ack_wait=1%s", nats_server_url, ++number, more);
	return at;
}

static void *open_at(const struct queue_ops *ops, const char *url, enum queue_topic topic)
{
	struct queue_options o = {.url = str_of(url), .topic = topic};
	void *q = NULL;

	if (!ops->open(&q, &o, &err))
		fail_msg("%s", err.text);
	return q;
}

static void put(const struct queue_ops *ops, void *q, const char *id, const char *body)
{
	if (!ops->put(q, &(struct delivery){.id = str_of(id), .body = str_of(body)}, &err))
		fail_msg("%s", err.text);
}

static void take(struct delivery *d, const struct queue_ops *ops, void *q)
{
	for (int i = 0; i < 40; i++) {
		if (ops->take(d, q, arena, &err))
			return;
		assert_int_equal(err.code, ERR_BUSY);
	}
	fail_msg("nothing came in 40 s");
}

/* -- both ------------------------------------------------------------------------------------ */

static const char *url_of(const struct queue_ops *ops)
{
	return ops == &queue_local ? "local:8" : house("");
}

static void check_order_and_attempts(const struct queue_ops *ops)
{
	void *q = open_at(ops, url_of(ops), QUEUE_FINDINGS);
	char body[2] = "a";
	struct delivery d;

	for (int i = 0; i < 3; i++) {
		body[0] = (char)('a' + i);
		put(ops, q, body, i == 0 ? "a" : i == 1 ? "b" : "c");
	}
	assert_true(ops->flush(q, &err));
	take(&d, ops, q);
	assert_str(d.body, "a");
	assert_int_equal(d.sequence, 1);
	assert_int_equal(d.attempt, 1);
	ops->nak(q, &d); /* comes back, behind the others */
	ops->finish(q);
	for (int i = 1; i <= 3; i++) {
		take(&d, ops, q);
		assert_str(d.body, i == 1 ? "b" : i == 2 ? "c" : "a");
		assert_int_equal(d.attempt, i == 3 ? 2 : 1);
		ops->touch(q, &d);
		assert_true(ops->ack(q, &d, &err));
	}
	assert_false(ops->take(&d, q, arena, &err));
	assert_int_equal(err.code, ops == &queue_local ? ERR_STOPPED : ERR_BUSY);
	ops->close(q);
}

static void check_buried_stays_away(const struct queue_ops *ops)
{
	void *q = open_at(ops, url_of(ops), QUEUE_FINDINGS);
	struct delivery d;

	put(ops, q, "1", "bad");
	put(ops, q, "2", "good");
	assert_true(ops->flush(q, &err));
	ops->finish(q);
	take(&d, ops, q);
	d.reason = STR("it is bad");
	assert_true(ops->bury(q, &d, &err));
	take(&d, ops, q);
	assert_str(d.body, "good");
	assert_true(ops->ack(q, &d, &err));
	clock_sleep_ms(ops == &queue_local ? 0 : 1200); /* longer than ack_wait */
	assert_false(ops->take(&d, q, arena, &err));
	ops->close(q);
}

#define MANY 300

struct crowd {
	const struct queue_ops *ops;
	void *shared; /* local: one queue for all */
	const char *url;
	atomic_int seen[MANY], done;
};

/* Every third message is given back once. */
static void taker(void *payload)
{
	struct crowd *c = payload;
	void *q = c->shared ? c->shared : open_at(c->ops, c->url, QUEUE_FINDINGS);
	struct arena *mine = arena_new();
	struct delivery d;
	struct err e;
	int64_t n;

	while (atomic_load(&c->done) < MANY) {
		arena_reset(mine);
		if (!c->ops->take(&d, q, mine, &e)) {
			if (e.code == ERR_STOPPED)
				break;
			continue;
		}
		if (d.attempt == 1 && d.sequence % 3 == 0) {
			c->ops->nak(q, &d);
			continue;
		}
		assert_true(str_int(&n, d.body) && n < MANY);
		atomic_fetch_add(&c->seen[n], 1);
		atomic_fetch_add(&c->done, 1);
		assert_true(c->ops->ack(q, &d, &e));
	}
	if (!c->shared)
		c->ops->close(q);
	arena_free(mine);
}

static void check_each_once_with_many_takers(const struct queue_ops *ops)
{
	static char word[MANY][16];
	struct crowd *c = memory_zalloc(sizeof *c);
	struct thread *t[3];
	void *q;

	c->ops = ops;
	c->url = url_of(ops);
	q = open_at(ops, c->url, QUEUE_FINDINGS);
	c->shared = ops == &queue_local ? q : NULL;
	for (size_t i = 0; i < 3; i++)
		t[i] = thread_start("taker", taker, c);
	for (int i = 0; i < MANY; i++) {
		snprintf(word[i], sizeof word[i], "%d", i);
		put(ops, q, word[i], word[i]);
	}
	assert_true(ops->flush(q, &err));
	ops->finish(q);
	for (size_t i = 0; i < 3; i++)
		thread_join(t[i]);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(atomic_load(&c->seen[i]), 1);
	ops->close(q);
	memory_free(c);
}

/* A put waits while there is no room, and goes on when there is. */
struct slow {
	const struct queue_ops *ops;
	void *q;
	atomic_int put;
};

static void put_hundred(void *payload)
{
	struct slow *s = payload;
	char id[16];

	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "%d", i);
		put(s->ops, s->q, id, "x");
		atomic_fetch_add(&s->put, 1);
	}
	assert_true(s->ops->flush(s->q, &err));
	s->ops->finish(s->q);
}

static void check_a_full_queue_holds_back(const struct queue_ops *ops)
{
	const char *url = ops == &queue_local ? "local:8" : house("&window=8");
	struct slow s = {.ops = ops, .q = open_at(ops, url, QUEUE_DOCUMENTS)};
	void *taking = ops == &queue_local ? s.q : open_at(ops, url, QUEUE_DOCUMENTS);
	struct thread *t;
	struct delivery d;

	atomic_init(&s.put, 0);
	t = thread_start("put", put_hundred, &s);
	clock_sleep_ms(1000);
	assert_true(atomic_load(&s.put) >= 8);
	assert_true(atomic_load(&s.put) < 50); /* so many may be under way */
	for (int i = 0; i < 100; i++) {
		take(&d, ops, taking);
		assert_true(ops->ack(taking, &d, &err));
		assert_true(!ops->forget || ops->forget(taking, &d, &err));
	}
	thread_join(t);
	assert_int_equal(atomic_load(&s.put), 100);
	if (taking != s.q)
		ops->close(taking);
	ops->close(s.q);
}

#define BOTH(name)                                                                                 \
	static void test_local_##name(void **state)                                                \
	{                                                                                          \
		(void)state;                                                                       \
		check_##name(&queue_local);                                                        \
	}                                                                                          \
	static void test_nats_##name(void **state)                                                 \
	{                                                                                          \
		(void)state;                                                                       \
		check_##name(&queue_nats);                                                         \
	}
BOTH(order_and_attempts)
BOTH(buried_stays_away)
BOTH(each_once_with_many_takers)
BOTH(a_full_queue_holds_back)

/* -- inside a process -------------------------------------------------------------------------- */

static void test_names(void **state)
{
	static const char *const bad[] = {"local:0", "local:-1", "local:x", "local:99999999"};
	struct queue_options o = {0};
	void *q;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		o.url = str_of(bad[i]);
		assert_false(queue_local.open(&q, &o, &err));
		assert_int_equal(err.code, ERR_CONFIG);
	}
	queue_local.close(open_at(&queue_local, "local:", QUEUE_DOCUMENTS));
}

static void test_addresses(void **state)
{
	(void)state;
	assert_ptr_equal(queue_of(STR("local:3"), &err), &queue_local);
	assert_ptr_equal(queue_of(STR("nats://a"), &err), &queue_nats);
	assert_ptr_equal(queue_of(STR("tls://a"), &err), &queue_nats);
	assert_null(queue_of(STR("http://a"), &err));
	assert_int_equal(err.code, ERR_CONFIG);
}

static void test_closing_frees_what_is_left(void **state)
{
	void *q = open_at(&queue_local, "local:4", QUEUE_DOCUMENTS);
	int item = 0;

	(void)state;
	assert_true(queue_local.put(q, &(struct delivery){.item = &item}, &err));
	assert_true(queue_local.put(q, &(struct delivery){.item = &item}, &err));
	queue_local.close(q); /* the leak checker is the judge */
	assert_int_equal(item, 0);
}

/* -- across machines ------------------------------------------------------------------- */

static void test_same_id_is_the_same_message(void **state)
{
	void *q = open_at(&queue_nats, house(""), QUEUE_FINDINGS);
	uint64_t from, upto, count;

	(void)state;
	for (int i = 0; i < 3; i++)
		put(&queue_nats, q, "one", "body");
	put(&queue_nats, q, "two", "body");
	assert_true(queue_nats.flush(q, &err));
	assert_true(queue_nats.extent(&from, &upto, &count, q, &err));
	assert_int_equal(count, 2);
	queue_nats.close(q);
}

/* A message that nobody acked in time comes back; one that is touched does not. */
static void test_unacked_comes_back(void **state)
{
	void *q = open_at(&queue_nats, house("&ack_wait=3"), QUEUE_FINDINGS);
	struct delivery d, e;

	(void)state;
	put(&queue_nats, q, "1", "x");
	assert_true(queue_nats.flush(q, &err));
	take(&d, &queue_nats, q);
	for (int i = 0; i < 8; i++) {
		queue_nats.touch(q, &d);
		clock_sleep_ms(500);
	}
	assert_false(queue_nats.take(&e, q, arena, &err)); /* waits for a second */
	take(&e, &queue_nats, q);
	assert_int_equal(e.attempt, 2);
	assert_true(queue_nats.ack(q, &e, &err));
	natsMsg_Destroy(d.handle);
	queue_nats.close(q);
}

static void test_long_bodies_lie_beside(void **state)
{
	size_t len = 3 << 20; /* three times what the server takes */
	char *body = memory_alloc(len + 1);
	const char *url = house("");
	void *q = open_at(&queue_nats, url, QUEUE_DOCUMENTS);
	struct delivery d = {.id = STR("long")}, got;
	uint64_t from, upto, count;

	(void)state;
	for (size_t i = 0; i < len; i++)
		body[i] = (char)('a' + i * 7 % 26);
	d.body = (struct str){body, len};
	assert_true(queue_nats.put(q, &d, &err));
	assert_true(queue_nats.flush(q, &err));
	take(&got, &queue_nats, q);
	assert_true(got.claim.len > 0);
	assert_true(str_eq(got.body, d.body));
	assert_true(queue_nats.ack(q, &got, &err));
	assert_true(queue_nats.look(&d, q, arena, got.sequence, &err)); /* acked is not forgotten */
	assert_true(str_eq(d.body, got.body));
	assert_true(queue_nats.forget(q, &got, &err));
	assert_true(queue_nats.forget(q, &got, &err)); /* twice is once */
	assert_false(queue_nats.look(&d, q, arena, got.sequence, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(queue_nats.extent(&from, &upto, &count, q, &err));
	assert_int_equal(count, 0);
	queue_nats.close(q);
	memory_free(body);
}

static void test_dead_letters(void **state)
{
	const char *url = house("");
	void *q = open_at(&queue_nats, url, QUEUE_DOCUMENTS);
	void *dead = open_at(&queue_nats, url, QUEUE_DEAD);
	struct delivery d;
	uint64_t from, upto, count;

	(void)state;
	put(&queue_nats, q, "1", "poison");
	assert_true(queue_nats.flush(q, &err));
	take(&d, &queue_nats, q);
	d.reason = STR("it killed two workers");
	assert_true(queue_nats.bury(q, &d, &err));
	assert_true(queue_nats.extent(&from, &upto, &count, dead, &err));
	assert_int_equal(count, 1);
	assert_true(queue_nats.look(&d, dead, arena, from, &err));
	assert_str(d.body, "poison");
	assert_str(d.reason, "it killed two workers");
	assert_true(d.put_ms > 0);
	assert_true(queue_nats.forget(dead, &d, &err));
	assert_true(queue_nats.extent(&from, &upto, &count, dead, &err));
	assert_int_equal(count, 0);
	queue_nats.close(dead);
	queue_nats.close(q);
}

static void test_notes(void **state)
{
	void *q = open_at(&queue_nats, house(""), QUEUE_DOCUMENTS);
	struct str text;

	(void)state;
	assert_false(queue_nats.noted(&text, q, arena, "a.b", &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(queue_nats.note(q, "a.b", STR("first"), &err));
	assert_true(queue_nats.note(q, "a.b", STR("second"), &err));
	assert_true(queue_nats.note(q, "a.c", STR("other"), &err));
	assert_true(queue_nats.noted(&text, q, arena, "a.b", &err));
	assert_str(text, "second");
	queue_nats.close(q);
}

/* The server is killed while messages are on their way: what had no answer is sent again. */
static void back_soon(void *payload)
{
	(void)payload;
	clock_sleep_ms(1500);
	nats_server_start();
}

static void test_server_killed_while_putting(void **state)
{
	const char *url = house("");
	void *q = open_at(&queue_nats, url, QUEUE_DOCUMENTS);
	struct thread *t = NULL;
	uint64_t from, upto, count;
	char id[16];

	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(id, sizeof id, "%d", i);
		put(&queue_nats, q, id, "x");
		if (i == 100) {
			nats_server_kill();
			t = thread_start("back", back_soon, NULL);
		}
	}
	assert_true(queue_nats.flush(q, &err));
	thread_join(t);
	assert_true(queue_nats.extent(&from, &upto, &count, q, &err));
	assert_int_equal(count, 200);
	queue_nats.close(q);
}

static void test_stop_ends_a_put_that_waits(void **state)
{
	atomic_bool stop;
	const char *url = house("&window=1");
	struct queue_options o = {.url = str_of(url), .topic = QUEUE_DOCUMENTS, .stop = &stop};
	void *q = NULL;

	(void)state;
	atomic_init(&stop, false);
	assert_true(queue_nats.open(&q, &o, &err));
	put(&queue_nats, q, "1", "x");
	assert_true(queue_nats.flush(q, &err));
	atomic_store(&stop, true);
	while (queue_nats.put(q, &(struct delivery){.id = STR("2"), .body = STR("x")}, &err))
		;
	assert_int_equal(err.code, ERR_STOPPED);
	queue_nats.close(q);
}

static void test_nobody_there(void **state)
{
	atomic_bool stop;
	struct queue_options o = {.url = STR("nats://127.0.0.1:1/x"), .stop = &stop};
	void *q = NULL;

	(void)state;
	atomic_init(&stop, true);
	assert_false(queue_nats.open(&q, &o, &err));
	assert_int_equal(err.code, ERR_IO);
}

static int setup(void **state)
{
	arena = arena_new();
	return scratch_setup(state);
}

static int teardown(void **state)
{
	(void)state;
	if (nats_server_url[0])
		nats_server_remove();
	else
		scratch_remove();
	arena_free(arena);
	nats_CloseAndWait(2000);
	return 0;
}

int main(void)
{
	const struct CMUnitTest local[] = {
		cmocka_unit_test(test_local_order_and_attempts),
		cmocka_unit_test(test_local_buried_stays_away),
		cmocka_unit_test(test_local_each_once_with_many_takers),
		cmocka_unit_test(test_local_a_full_queue_holds_back),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_closing_frees_what_is_left),
	};
	const struct CMUnitTest nats[] = {
		cmocka_unit_test(test_nats_order_and_attempts),
		cmocka_unit_test(test_nats_buried_stays_away),
		cmocka_unit_test(test_nats_each_once_with_many_takers),
		cmocka_unit_test(test_nats_a_full_queue_holds_back),
		cmocka_unit_test(test_same_id_is_the_same_message),
		cmocka_unit_test(test_unacked_comes_back),
		cmocka_unit_test(test_long_bodies_lie_beside),
		cmocka_unit_test(test_dead_letters),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_server_killed_while_putting),
		cmocka_unit_test(test_stop_ends_a_put_that_waits),
		cmocka_unit_test(test_nobody_there),
	};
	int failed;

	setup(NULL);
	failed = cmocka_run_group_tests(local, NULL, NULL);
	if (nats_server_start())
		failed += cmocka_run_group_tests(nats, NULL, NULL);
	else
		printf("skipped: nats-server is not installed\n");
	teardown(NULL);
	return failed;
}
