/* tests/unit/serve/test_visitors.c -- how many one address may have, and whose time is over. */
#include "lib/test.h"

#include "serve/visitors.c"

#include <arpa/inet.h>

static char bytes_of_nothing[4096];
static struct sockaddr_in four;
static struct sockaddr_in6 six;

static const struct sockaddr *address(const char *text)
{
	if (strchr(text, ':')) {
		six = (struct sockaddr_in6){.sin6_family = AF_INET6};
		assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
		return (const struct sockaddr *)&six;
	}
	four = (struct sockaddr_in){.sin_family = AF_INET};
	assert_int_equal(inet_pton(AF_INET, text, &four.sin_addr), 1);
	return (const struct sockaddr *)&four;
}

static void test_one_address(void **state)
{
	struct visitors *v = visitors_new(&(struct visitors_options){.most = 2000});
	static struct visitor *one[LIMIT_ADDRESS_CONNECTIONS];

	(void)state;
	for (int i = 0; i < LIMIT_ADDRESS_CONNECTIONS; i++) {
		assert_true(visitors_admit(v, address("192.0.2.1")));
		one[i] = visitor_enter(v, -1, address("192.0.2.1"));
		assert_non_null(one[i]);
	}
	assert_false(visitors_admit(v, address("192.0.2.1")));
	assert_false(visitors_admit(v, address("::ffff:192.0.2.1")));
	assert_true(visitors_admit(v, address("192.0.2.2")));
	visitor_leave(v, one[7]);
	assert_true(visitors_admit(v, address("192.0.2.1")));
	one[7] = visitor_enter(v, -1, address("2001:db8::1"));
	for (int i = 0; i < LIMIT_ADDRESS_CONNECTIONS; i++)
		visitor_leave(v, one[i]);
	assert_int_equal(v->here, 0);
	for (int i = 0; i < COUNTERS; i++)
		assert_int_equal(v->count[0][i] + v->count[1][i], 0);
	visitors_free(v);
}

/* An IPv6 network counts as one; this machine, and whatever a proxy brings, do not count. */
static void test_who_counts(void **state)
{
	struct visitors *v = visitors_new(&(struct visitors_options){.most = 4});
	struct visitors *behind =
		visitors_new(&(struct visitors_options){.most = 4, .one_address = true});
	uint64_t a, b;

	(void)state;
	assert_true(is_counted(v, &a, address("2001:db8:1:2::1")));
	assert_true(is_counted(v, &b, address("2001:db8:1:2:ff::9")));
	assert_int_equal(a, b);
	assert_true(is_counted(v, &b, address("2001:db8:1:3::1")));
	assert_int_not_equal(a, b);
	assert_false(is_counted(v, &a, address("127.0.0.1")));
	assert_false(is_counted(v, &a, address("127.9.9.9")));
	assert_false(is_counted(v, &a, address("::1")));
	assert_false(is_counted(v, &a, address("::ffff:127.0.0.1")));
	assert_false(is_counted(v, &a, NULL));
	assert_false(is_counted(behind, &a, address("192.0.2.1")));
	visitors_free(v);
	visitors_free(behind);
}

static bool is_cut(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char byte;

	return poll(&p, 1, 0) == 1 && recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

static void test_times(void **state)
{
	struct visitors *v = visitors_new(&(struct visitors_options){.most = 100});
	int64_t now = clock_ticks_us(), second = SECOND;
	struct visitor *one;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	one = visitor_enter(v, pair[0], NULL);
	look(v, now + (LIMIT_HEAD_WAIT - 1) * second);
	assert_false(is_cut(pair[1]));
	visitor_sends(one, now, 10 * LIMIT_SLOW_BODY);
	look(v, now + (LIMIT_HEAD_WAIT + 9) * second);
	assert_false(is_cut(pair[1]));
	visitor_takes(one, -1);
	look(v, now + 1000000 * second);
	assert_false(is_cut(pair[1]));
	visitor_takes(one, 100 * LIMIT_SLOW_ANSWER);
	look(v, now + (LIMIT_HEAD_WAIT + 99) * second);
	assert_false(is_cut(pair[1]));
	visitor_asks(one);
	look(v, now + (LIMIT_HEAD_WAIT + 2) * second);
	assert_true(is_cut(pair[1]));
	visitor_leave(v, one);
	close(pair[0]);
	close(pair[1]);
	visitors_free(v);
}

/* When it gets crowded whoever asks nothing goes, and whoever is at work stays. */
static void test_crowded(void **state)
{
	struct visitors *v = visitors_new(&(struct visitors_options){.most = 4});
	int64_t now = clock_ticks_us();
	struct visitor *one[4];
	int pair[4][2];

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair[i]), 0);
		if (i == 3)
			look(v, now + CROWDED_US + SECOND);
		one[i] = visitor_enter(v, pair[i][0], NULL);
	}
	assert_false(is_cut(pair[0][1])); /* three of four are not yet a crowd */
	visitor_takes(one[1], 10);
	look(v, now + CROWDED_US + SECOND);
	assert_true(is_cut(pair[0][1]));
	assert_false(is_cut(pair[1][1]));
	for (int i = 0; i < 4; i++) {
		visitor_leave(v, one[i]);
		close(pair[i][0]);
		close(pair[i][1]);
	}
	visitors_free(v);
}

/* Who was refused may send on for a while and is heard out. */
static void test_lingering(void **state)
{
	struct visitors *v = visitors_new(&(struct visitors_options){.most = 4});
	struct visitor *one;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	one = visitor_enter(v, pair[0], NULL);
	visitor_refused(one);
	visitor_leave(v, one);
	close(pair[0]);
	for (int i = 0; i < 1000; i++) /* more than a socket holds */
		assert_int_equal(
			send(pair[1], bytes_of_nothing, sizeof bytes_of_nothing, MSG_NOSIGNAL),
			sizeof bytes_of_nothing);
	for (int i = 0; i < 100 && send(pair[1], "x", 1, MSG_NOSIGNAL) == 1; i++)
		clock_sleep_ms(50);
	assert_int_equal(send(pair[1], "x", 1, MSG_NOSIGNAL), -1);
	close(pair[1]);
	visitors_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_address), cmocka_unit_test(test_who_counts),
		cmocka_unit_test(test_times), cmocka_unit_test(test_crowded),
		cmocka_unit_test(test_lingering)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
