/* tests/unit/ingest/test_polite.c -- addresses in one form, and who is served when. What needs
 * a server is in tests/watch. */
#include "ingest/polite.c"

#include "lib/test.h"

static struct polite *polite;
static struct polite_answer answer;
static struct err err;

static void test_one_form(void **state)
{
	static const char *const form[][2] = {
		{"http://A.Example", "http://a.example/"},
		{"HTTPS://a.example:8443/x/../y/./z?q=1#f", "https://a.example:8443/y/z?q=1"},
		{"http://a.example?q", "http://a.example/?q"},
		{"http://a.example/a b/\xc3\xa9", "http://a.example/a%20b/%C3%A9"},
		/* line breaks vanish, as in a browser: no header can be smuggled in */
		{"http://a.example/a\r\nX: y", "http://a.example/aX:%20y"},
		{"http://u:p@a.example/", ""},
		{"file:///etc/passwd", ""},
		{"gopher://a.example/", ""},
		{"/x", ""},
		{"", ""},
	};
	struct arena *a = arena_new();
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		struct str once = one_form(a, str_of(form[i][0]));

		assert_str(once, form[i][1]);
		if (once.len)
			assert_str(one_form(a, once), form[i][1]);
	}
	buf_init(&b, 10000);
	buf_z(&b, "http://a.example/");
	while (b.len < LIMIT_FETCH_URL)
		buf_char(&b, 'x');
	assert_int_equal(one_form(a, buf_view(&b)).len, LIMIT_FETCH_URL);
	buf_char(&b, 'x');
	assert_int_equal(one_form(a, buf_view(&b)).len, 0);
	buf_free(&b);
	arena_free(a);
}

static void start(const char *url)
{
	polite_start(polite, &(struct polite_request){.url = str_of(url), .max_bytes = 10});
}

static struct polite_host *host(const char *url)
{
	struct url u;

	assert_true(url_parse(&u, str_of(url)));
	return polite_host_of(polite->hosts, &u);
}

static void test_nothing_to_fetch(void **state)
{
	(void)state;
	start("ftp://a.example/");
	assert_true(polite_next(&answer, polite, 0));
	assert_int_equal(answer.outcome, FETCH_BAD_URL_OUTCOME);
	assert_false(polite_next(&answer, polite, 0));
}

/* A host that wants quiet for longer than LIMIT_FETCH_WAIT gets nothing, and nobody waits. */
static void test_quiet_hosts(void **state)
{
	struct polite_host *h = host("http://127.0.0.1:9/");

	(void)state;
	h->quiet = FETCH_RATE_LIMITED_OUTCOME;
	h->ready_us = clock_ticks_us() + (LIMIT_FETCH_WAIT + 5) * INT64_C(1000000);
	start("http://127.0.0.1:9/x");
	assert_true(polite_next(&answer, polite, 0));
	assert_int_equal(answer.outcome, FETCH_RATE_LIMITED_OUTCOME);
	assert_true(answer.retry_ms > LIMIT_FETCH_WAIT * 1000);
	h->ready_us = clock_ticks_us() + (LIMIT_FETCH_WAIT - 5) * INT64_C(1000000);
	start("http://127.0.0.1:9/x");
	assert_false(polite_next(&answer, polite, 0));
	assert_int_equal(polite->flying, 0);
	h->ready_us = 0; /* now its robots.txt is asked for, which is refused: private */
	while (!polite_next(&answer, polite, 100))
		assert_true(polite->flying <= 1);
	assert_int_equal(answer.outcome, FETCH_PRIVATE_ADDRESS_OUTCOME);
	assert_true(str_starts(answer.detail, STR("robots.txt: ")));
}

static void test_so_many_at_a_time(void **state)
{
	char url[40];

	(void)state;
	for (int i = 0; i <= LIMIT_FETCH_CONCURRENCY; i++) {
		snprintf(url, sizeof url, "http://127.0.2.%d:9/", i);
		host(url)->robots_until_us = INT64_MAX;
		start(url);
	}
	pump(polite, 0);
	assert_int_equal(polite->flying, LIMIT_FETCH_CONCURRENCY);
	for (int i = 0; i <= LIMIT_FETCH_CONCURRENCY; i++)
		while (!polite_next(&answer, polite, 100))
			;
	assert_int_equal(polite->flying, 0);
}

static void test_contacts(void **state)
{
	struct polite_options o = {.contact = STR("mail@x.example\r\nX: y")};
	struct polite *none;

	(void)state;
	assert_false(polite_open(&none, &o, &err));
	assert_int_equal(err.code, ERR_CONFIG);
}

static int setup(void **state)
{
	struct polite_options o = {.timeout_ms = 60000};

	(void)state;
	return polite_open(&polite, &o, &err) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	start("http://127.0.3.1:9/"); /* not waited for */
	pump(polite, 0);
	polite_close(polite);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_form), cmocka_unit_test(test_nothing_to_fetch),
		cmocka_unit_test(test_quiet_hosts), cmocka_unit_test(test_so_many_at_a_time),
		cmocka_unit_test(test_contacts)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
