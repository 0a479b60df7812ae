/* tests/unit/serve/test_head.c -- heads as the library leaves them, good ones and those refused. */
#include "lib/test.h"

#include "serve/head.c"

#include <stdio.h>

static char bytes[KIB(64)];
static struct header header[LIMIT_HEADERS];

/* The bytes after the request line, cut up in place: a line's end is written as two NULs (LF
 * alone: one), and the colon as one. */
static struct head parsed(const char *text, enum method method)
{
	struct head h = {.method = method, .name = STR("POST"), .target = STR("/x")};
	char *at = bytes + 8;

	memset(bytes, 0, sizeof bytes);
	snprintf(bytes, sizeof bytes, "HTTP/1.1\r\n%s\r\n", text);
	h.version = (struct str){bytes, 8};
	h.header = header;
	*at++ = '\0';
	*at++ = '\0';
	while (*at && *at != '\r') {
		char *end = at + strcspn(at, "\r\n"), *colon = strchr(at, ':');

		*colon = '\0';
		header[h.count].name = str_of(at);
		at = end + (*end == '\r' ? 2 : 1);
		memset(end, 0, (size_t)(at - end));
		header[h.count++].value = str_of(colon + 1 + (colon[1] == ' '));
	}
	memset(at, 0, 2);
	h.end = at + 2;
	return h;
}

static int status_of(const char *text, enum method method, bool *last)
{
	struct head h = parsed(text, method);
	struct head_fault f = {0};

	return head_check(&f, last, &h) ? 200 : f.status;
}

static void expect(const char *text, int status)
{
	bool last;
	int got = status_of(text, METHOD_POST, &last);

	if (got != status)
		fail_msg("%s: %d, not %d", text, got, status);
}

static void test_bodies(void **state)
{
	char one_over[64];
	bool last;

	(void)state;
	expect("Host: x\r\n", 200);
	expect("Host: x\r\nContent-Length: 12\r\n", 200);
	snprintf(one_over, sizeof one_over, "Host: x\r\nContent-Length: %d\r\n", LIMIT_REQUEST);
	expect(one_over, 200);
	snprintf(one_over, sizeof one_over, "Host: x\r\nContent-Length: %d\r\n", LIMIT_REQUEST + 1);
	expect(one_over, 413);
	expect("Host: x\r\nContent-Length: 12\r\nContent-Length: 12\r\n", 400);
	expect("Host: x\r\nContent-Length: +12\r\n", 400);
	expect("Host: x\r\nContent-Length: 99999999999999999999999\r\n", 400);
	expect("Host: x\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n", 400);
	expect("Host: x\r\nTransfer-Encoding: gzip, chunked\r\n", 501);
	expect("Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 501);
	assert_int_equal(status_of("Host: x\r\nContent-Length: 1\r\n", METHOD_POST, &last), 200);
	assert_false(last);
	assert_int_equal(status_of("Host: x\r\ntransfer-encoding: Chunked\r\n", METHOD_POST, &last),
			 200);
	assert_true(last);
	assert_int_equal(status_of("Host: x\r\nContent-Length: 1\r\n", METHOD_GET, &last), 400);
	assert_int_equal(status_of("Host: x\r\nContent-Length: 0\r\n", METHOD_GET, &last), 200);
	assert_int_equal(status_of("Host: x\r\n", METHOD_OTHER, &last), 200);
	assert_true(last);
}

static void test_lines(void **state)
{
	(void)state;
	expect("Host: x\nX: y\r\n", 400);
	expect("Host: x\r\nX: y\nZ: z\r\n", 400);
	expect("X: y  \r\nHost: x\r\nEmpty:\r\n", 200);
	expect("", 400);
	expect("Host: x\r\nHost: x\r\n", 400);
	expect("Host: a b\r\n", 400);
	expect("Host: [::1]:8080\r\n", 200);
	expect("Host: x\r\nX : y\r\n", 400);
	expect("Host: x\r\nX: \x01\r\n", 400);
	expect("Host: x\r\nX: \xc3\xa4\ty\r\n", 200);
}

/* What the library hides: a NUL with words behind it, folded lines, a head that goes on. */
static void test_hidden(void **state)
{
	struct head h = parsed("Host: x\r\nX: yyyyyyyy\r\nZ: z\r\n", METHOD_POST);
	struct head_fault f;
	bool last;

	(void)state;
	assert_true(head_check(&f, &last, &h));
	header[1].value.len = 3;
	assert_false(head_check(&f, &last, &h));
	assert_int_equal(f.status, 400);
	h = parsed("Host: x\r\nX: y\r\n", METHOD_POST);
	header[1].value = STR("y z"); /* somewhere else: put together from two lines */
	assert_false(head_check(&f, &last, &h));
	h = parsed("Host: x\r\nX: y\r\n", METHOD_POST);
	h.end++; /* a line that is none of the headers */
	assert_false(head_check(&f, &last, &h));
	h.end = NULL; /* a library that copies shows no lines */
	assert_true(head_check(&f, &last, &h));
}

static void test_sizes(void **state)
{
	static char line[KIB(20)], target[LIMIT_URI + 2];
	struct head_fault f;
	char said[120];
	struct head h;
	bool last;

	(void)state;
	memset(line, 'a', sizeof line - 1);
	memcpy(line, "Host: x\r\nX: ", 12);
	memcpy(line + LIMIT_HEAD - 1, "\r\n", 3);
	h = parsed(line, METHOD_GET);
	header[1].value.len = (size_t)LIMIT_HEAD - 9 - 5;
	h.end = NULL;
	assert_true(head_check(&f, &last, &h));
	header[1].value.len++;
	assert_false(head_check(&f, &last, &h));
	assert_int_equal(f.status, 431);
	snprintf(said, sizeof said, "the headers are over %d KiB together", LIMIT_HEAD / 1024);
	assert_string_equal(f.detail, said);
	h = parsed("Host: x\r\n", METHOD_GET);
	h.more = 1;
	assert_false(head_check(&f, &last, &h));
	assert_int_equal(f.status, 431);
	snprintf(said, sizeof said, "more than %d headers", LIMIT_HEADERS);
	assert_string_equal(f.detail, said);
	head_too_long(&f);
	assert_int_equal(f.status, 413);
	snprintf(said, sizeof said, "the body is over %d MiB; send one article", LIMIT_REQUEST >> 20);
	assert_string_equal(f.detail, said);
	memset(target, '/', sizeof target);
	h = parsed("Host: x\r\n", METHOD_GET);
	h.target = (struct str){target, LIMIT_URI};
	assert_true(head_check(&f, &last, &h));
	h.target.len++;
	assert_false(head_check(&f, &last, &h));
	assert_int_equal(f.status, 414);
	h.target = STR("http://x/");
	assert_false(head_check(&f, &last, &h));
	h.target = STR("*");
	assert_false(head_check(&f, &last, &h));
	h.method = METHOD_OPTIONS;
	assert_true(head_check(&f, &last, &h));
	h.version = STR("HTTP/1.2");
	h.end = NULL;
	assert_false(head_check(&f, &last, &h));
	assert_int_equal(f.status, 505);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_hidden), cmocka_unit_test(test_sizes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
