/* tests/unit/ingest/test_fetch.c -- one request at a time against a socket of ours. */
#include "ingest/fetch.c"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/threads.h"
#include "lib/test.h"

static struct {
	int listening;
	unsigned port;
	struct buf answer, got;
	bool holds;       /* keeps the connection open and says nothing more */
	atomic_bool stop; /* set once the answer was said */
} server;

static struct fetch *fetch;
static struct fetch_result result;
static struct err err;

/* Reads a request's head and body, says `answer`, closes. */
static void serve(void *payload)
{
	int peer = accept(server.listening, NULL, NULL);
	char bytes[4096];
	ssize_t n;

	(void)payload;
	assert_true(peer >= 0);
	buf_clear(&server.got);
	while ((n = recv(peer, bytes, sizeof bytes, 0)) > 0) {
		buf_str(&server.got, (struct str){bytes, (size_t)n});
		if (str_ends(buf_view(&server.got), STR("\r\n\r\n")) ||
		    str_ends(buf_view(&server.got), STR("END")))
			break;
	}
	for (size_t from = 0; from < server.answer.len; from += (size_t)n)
		if ((n = send(peer, server.answer.at + from, server.answer.len - from,
			      MSG_NOSIGNAL)) <= 0)
			break;
	atomic_store(&server.stop, true);
	while (server.holds && recv(peer, bytes, sizeof bytes, 0) > 0)
		;
	close(peer);
}

static enum fetched get(struct fetch_request r)
{
	struct thread *t = thread_start("server", serve, NULL);
	char url[64];
	enum fetched how;

	snprintf(url, sizeof url, "http://127.0.0.1:%u/a?b", server.port);
	r.url = url;
	r.method = r.method ? r.method : "GET";
	r.timeout_ms = r.timeout_ms ? r.timeout_ms : 60000;
	r.max_bytes = r.max_bytes ? r.max_bytes : 100;
	how = fetch_run(&result, fetch, &r, &err);
	if (server.holds) { /* lets the server see the end */
		fetch_free(fetch);
		fetch = fetch_new();
	}
	thread_join(t);
	return how;
}

static void says(const char *text)
{
	buf_clear(&server.answer);
	buf_z(&server.answer, text);
}

static int setup(void **state)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;

	(void)state;
	setenv("no_proxy", "*", 1);
	server.listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(bind(server.listening, (struct sockaddr *)&at, sizeof at) == 0);
	assert_true(listen(server.listening, 8) == 0);
	assert_true(getsockname(server.listening, (struct sockaddr *)&at, &len) == 0);
	server.port = ntohs(at.sin_port);
	buf_init(&server.answer, 1 << 20);
	buf_init(&server.got, 1 << 20);
	fetch = fetch_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fetch_free(fetch);
	buf_free(&server.answer);
	buf_free(&server.got);
	close(server.listening);
	return 0;
}

static void test_an_answer(void **state)
{
	(void)state;
	says("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
	     "HTTP/1.1 404 Not Found\r\nX-One:  first \r\nx-one: second\r\nConnection: close\r\n"
	     "Content-Length: 4\r\n\r\nbody");
	assert_int_equal(get((struct fetch_request){0}), FETCHED);
	assert_int_equal(result.status, 404);
	assert_str(result.body, "body");
	assert_str(fetch_header(fetch, "X-ONE"), "first");
	assert_str(fetch_header(fetch, "X-Early"), "");
	assert_str(fetch_header(fetch, "X-O"), "");
	assert_true(str_starts(buf_view(&server.got), STR("GET /a?b HTTP/1.1\r\n")));
	assert_true(str_find(buf_view(&server.got), STR("User-Agent: tocsin/")) != STR_NPOS);
}

static void test_a_body_and_headers(void **state)
{
	static const char *const header[] = {"Content-Type: text/x", "X-Key: secret"};

	(void)state;
	says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
	assert_int_equal(get((struct fetch_request){.method = "POST",
						    .header = header,
						    .header_count = 2,
						    .body = STR("some bytes END")}),
			 FETCHED);
	assert_str(result.body, "");
	assert_true(str_starts(buf_view(&server.got), STR("POST /a?b HTTP/1.1\r\n")));
	assert_true(str_find(buf_view(&server.got), STR("X-Key: secret\r\n")) != STR_NPOS);
	assert_true(str_find(buf_view(&server.got), STR("Expect:")) == STR_NPOS);
	assert_true(str_ends(buf_view(&server.got), STR("\r\n\r\nsome bytes END")));
}

static void test_too_large(void **state)
{
	(void)state;
	says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345");
	assert_int_equal(get((struct fetch_request){.max_bytes = 5}), FETCHED);
	assert_str(result.body, "12345");
	assert_int_equal(get((struct fetch_request){.max_bytes = 4}), FETCHED_TOO_LARGE);
	assert_int_equal(err.code, ERR_LIMIT);
	says("HTTP/1.1 200 OK\r\nConnection: close\r\n");
	while (server.answer.len <= LIMIT_FETCH_HEADERS)
		buf_z(&server.answer, "X-More: and more and more and more and more\r\n");
	buf_z(&server.answer, "\r\n12345");
	assert_int_equal(get((struct fetch_request){0}), FETCHED_TOO_LARGE);
}

static void test_broken_off(void **state)
{
	(void)state;
	says("");
	assert_int_equal(get((struct fetch_request){0}), FETCHED_NOTHING);
	says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
	assert_int_equal(get((struct fetch_request){0}), FETCHED_NOTHING);
	assert_int_equal(err.code, ERR_IO);
}

static void test_waiting_ends(void **state)
{
	(void)state;
	says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
	server.holds = true;
	assert_int_equal(get((struct fetch_request){.timeout_ms = 300}), FETCHED_TOO_LATE);
	atomic_store(&server.stop, false);
	assert_int_equal(get((struct fetch_request){.stop = &server.stop}), FETCHED_STOPPED);
	assert_int_equal(err.code, ERR_STOPPED);
	server.holds = false;
}

static void test_no_address(void **state)
{
	static const char *const none[] = {"file:///etc/passwd", "ftp://127.0.0.1/", "http://", ""};
	struct fetch_request r = {.method = "GET", .timeout_ms = 60000, .max_bytes = 10};

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		r.url = none[i];
		assert_int_equal(fetch_run(&result, fetch, &r, &err), FETCHED_NOT);
		assert_int_equal(err.code, ERR_CONFIG);
	}
}

/* "HTTP/1.1 200 OK", gzipped `bytes` times the letter x. */
static void says_gzip(size_t bytes)
{
	static unsigned char plain[1 << 16], packed[1 << 16];
	z_stream z = {.next_in = plain, .avail_in = (uInt)bytes, .next_out = packed};

	assert_true(bytes <= sizeof plain);
	memset(plain, 'x', bytes);
	z.avail_out = sizeof packed;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n");
	buf_str(&server.answer, (struct str){(char *)packed, z.total_out});
	deflateEnd(&z);
}

static void test_a_bomb(void **state)
{
	(void)state;
	says_gzip(50000);
	assert_int_equal(get((struct fetch_request){.compressed = true, .max_bytes = 50000}),
			 FETCHED);
	assert_int_equal(result.body.len, 50000);
	assert_true(str_find(buf_view(&server.got), STR("Accept-Encoding: ")) != STR_NPOS);
	assert_int_equal(get((struct fetch_request){.compressed = true, .max_bytes = 49999}),
			 FETCHED_TOO_LARGE);
	server.answer.at[server.answer.len - 30] ^= 0x55;
	assert_int_equal(get((struct fetch_request){.compressed = true, .max_bytes = 50000}),
			 FETCHED_NOTHING);
	assert_int_equal(result.trouble, FETCH_BAD_CODING);
}

static void test_an_endless_header(void **state)
{
	(void)state;
	says("HTTP/1.1 200 OK\r\nX: ");
	while (server.answer.len < 1 << 19)
		buf_z(&server.answer, "and more and more and more and more");
	assert_int_equal(get((struct fetch_request){0}), FETCHED_TOO_LARGE);
	assert_int_equal(result.trouble, FETCH_LONG_HEADERS);
}

static void test_slow_is_too_late(void **state)
{
	(void)state;
	says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
	server.holds = true;
	assert_int_equal(get((struct fetch_request){.slow_s = 1}), FETCHED_TOO_LATE);
	server.holds = false;
}

static void test_only_public(void **state)
{
	static const char *const private[] = {"127.0.0.1", "localhost", "2130706433",
					      "[::1]",     "0x7f.1",    "0.0.0.0"};
	struct fetch_request r = {
		.method = "GET", .timeout_ms = 60000, .max_bytes = 10, .public_only = true};
	char url[64];

	(void)state;
	setenv("http_proxy", "http://127.0.0.1:1", 1); /* would do the resolving: not asked */
	setenv("no_proxy", "", 1);
	for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
		snprintf(url, sizeof url, "http://%s:%u/", private[i], server.port);
		r.url = url;
		assert_int_equal(fetch_run(&result, fetch, &r, &err), FETCHED_NOTHING);
		if (result.trouble != FETCH_PRIVATE)
			fail_msg("%s: %s", url, err.text);
	}
	unsetenv("http_proxy");
	setenv("no_proxy", "*", 1);
}

static void test_a_pool(void **state)
{
	struct fetch_pool *pool = fetch_pool_new();
	char url[64];
	struct fetch_request r[2] = {
		{.method = "GET", .url = url, .timeout_ms = 60000, .max_bytes = 10},
		{.method = "GET", .url = url, .timeout_ms = 60000, .max_bytes = 10}};
	struct fetch_done done;
	struct thread *t;
	size_t told = 0;

	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%u/", server.port);
	r[1].public_only = true;
	says("HTTP/1.1 200 OK\r\nX-Name: value\r\nConnection: close\r\n\r\n12345");
	assert_false(fetch_pool_next(&done, pool, 1));
	t = thread_start("server", serve, NULL);
	for (size_t i = 0; i < 2; i++)
		fetch_pool_start(pool, &r[i], &r[i]);
	while (told < 2) {
		if (!fetch_pool_next(&done, pool, 100))
			continue;
		told++;
		if (done.ticket == &r[1]) {
			assert_int_equal(done.how, FETCHED_NOTHING);
			assert_int_equal(done.result.trouble, FETCH_PRIVATE);
			continue;
		}
		assert_int_equal(done.how, FETCHED);
		assert_str(done.result.body, "12345");
		assert_str(fetch_header(done.fetch, "x-name"), "value");
	}
	thread_join(t);
	fetch_pool_start(pool, &r[0], &r[0]); /* nobody answers; broken off */
	assert_ptr_equal(fetch_pool_drop(pool), &r[0]);
	assert_null(fetch_pool_drop(pool));
	fetch_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_answer),        cmocka_unit_test(test_a_body_and_headers),
		cmocka_unit_test(test_too_large),        cmocka_unit_test(test_broken_off),
		cmocka_unit_test(test_waiting_ends),     cmocka_unit_test(test_no_address),
		cmocka_unit_test(test_a_bomb),           cmocka_unit_test(test_an_endless_header),
		cmocka_unit_test(test_slow_is_too_late), cmocka_unit_test(test_only_public),
		cmocka_unit_test(test_a_pool),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
