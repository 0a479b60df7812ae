/* tests/unit/flow/test_queue_url.c -- addresses of queues, and secrets that are told nowhere. */
#include "flow/queue_url.c"
#include "lib/test.h"

#include "lib/scratch.h"

static struct arena *arena;
static struct err err;

static void test_parts(void **state)
{
	struct queue_url u;
	struct str url;

	(void)state;
	scratch_write("password", "s3cret\n");
	url = arena_fmt(
		arena,
		"nats://a:4222,b:4223/news?replicas=3&window=64&ack_wait=5&duplicates=60&tls=1"
		"&ca=/x/ca.pem&user=ann&password_file=%s",
		scratch_path("password"));
	assert_true(queue_url_parse(&u, arena, url, &err));
	assert_int_equal(u.servers, 2);
	assert_string_equal(u.server[0], "tls://a:4222");
	assert_string_equal(u.server[1], "tls://b:4223");
	assert_str(u.name, "news");
	assert_int_equal(u.replicas, 3);
	assert_int_equal(u.window, 64);
	assert_int_equal(u.ack_wait_ms, 5000);
	assert_int_equal(u.duplicates_ms, 60000);
	assert_true(u.tls);
	assert_string_equal(u.ca, "/x/ca.pem");
	assert_string_equal(u.user, "ann");
	assert_string_equal(u.password, "s3cret");
	assert_str(u.shown, "nats://a:4222,b:4223/news");
}

static void test_defaults(void **state)
{
	struct queue_url u;

	(void)state;
	assert_true(queue_url_parse(&u, arena, STR("nats://localhost:4222"), &err));
	assert_str(u.name, "tocsin");
	assert_int_equal(u.replicas, 1);
	assert_false(u.tls);
	assert_null(u.password);
	assert_true(queue_url_parse(&u, arena, STR("tls://localhost:4222"), &err));
	assert_true(u.tls);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {
		"http://a",
		"nats://",
		"nats:///name",
		"nats://a,,b",
		"nats://1,2,3,4,5,6,7,8,9",
		"nats://a/na.me",
		"nats://a/>",
		"nats://a?replicas=0",
		"nats://a?replicas=x",
		"nats://a?window=0",
		"nats://a?nonsense=1",
		"nats://a?cert=x",
		"nats://a?user=x",
		"nats://a?password_file=/does/not/exist&user=x",
		"nats://ann:s3cret@a:4222/x",
	};
	struct queue_url u;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (queue_url_parse(&u, arena, str_of(bad[i]), &err))
			fail_msg("%s was taken", bad[i]);
		assert_true(err.code == ERR_CONFIG || err.code == ERR_MISSING);
		assert_null(strstr(err.text, "s3cret"));
	}
}

static int setup(void **state)
{
	arena = arena_new();
	return scratch_setup(state);
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove();
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
