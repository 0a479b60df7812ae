/* tests/unit/flow/test_opinion.c -- settings, how often is tried, what Retry-After means,
 * what is left behind by a stop. The server is a function here; tests/opinion has a real one. */
#include "ingest/fetch.h"

static enum fetched fake_run(struct fetch_result *out, struct fetch *f,
			     const struct fetch_request *r, struct err *err);
static struct str fake_header(const struct fetch *f, const char *name);
#define fetch_run fake_run
#define fetch_header fake_header
#include "flow/opinion.c"
#undef fetch_run
#undef fetch_header

#include "lib/test.h"

#define GOOD                                                                                       \
	"{\"choices\":[{\"message\":{\"content\":\"{\\\"label\\\":\\\"hazard\\\","                 \
	"\\\"probability\\\":1,\\\"rationale\\\":\\\"So.\\\",\\\"quotes\\\":[\\\"text of "         \
	"the\\\"]}\"}}]}"

static struct { /* what the server does with each call, and what it was asked */
	enum fetched how[8];
	int status[8];
	const char *body, *retry_after;
	int calls;
	char address[100], header[200];
	size_t headers;
	atomic_bool *stops;
} server;

static struct err err;
static struct arena *arena;

static enum fetched fake_run(struct fetch_result *out, struct fetch *f,
			     const struct fetch_request *r, struct err *why)
{
	int n = server.calls++;

	(void)f;
	assert_true(n < 8);
	snprintf(server.address, sizeof server.address, "%s", r->url);
	snprintf(server.header, sizeof server.header, "%s", r->header[r->header_count - 1]);
	server.headers = r->header_count;
	assert_true(r->max_bytes == LIMIT_OPINION_ANSWER);
	if (server.stops)
		atomic_store(server.stops, true);
	*out = (struct fetch_result){.status = server.status[n], .body = str_of(server.body)};
	if (server.how[n] != FETCHED)
		err_set(why, ERR_IO, "no");
	return server.how[n];
}

static struct str fake_header(const struct fetch *f, const char *name)
{
	(void)f;
	assert_string_equal(name, "Retry-After");
	return str_of(server.retry_after);
}

static struct opinion_options options(void)
{
	return (struct opinion_options){.url = STR("http://h/v1//"),
					.model = STR("m"),
					.key_variable = "",
					.timeout_s = 1,
					.concurrency = 1,
					.budget = 100};
}

static struct opinion *opened(void)
{
	struct opinion_options o = options();
	struct opinion *out = NULL;

	if (!opinion_open(&out, &o, &err))
		fail_msg("%s", err.text);
	return out;
}

static struct finding *asked(struct opinion *o, const atomic_bool *stop, bool ok)
{
	struct finding *f = ARENA_NEW(arena, struct finding);

	f->article.field[FIELD_TITLE] = STR("title");
	f->article.field[FIELD_TEXT] = STR("The text of the article.");
	assert_int_equal(opinion_ask(o, arena, f, stop), ok);
	return f;
}

static int setup(void **state)
{
	(void)state;
	memset(&server, 0, sizeof server);
	for (int i = 0; i < 8; i++)
		server.status[i] = 200;
	server.body = GOOD;
	server.retry_after = "";
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void test_an_answer(void **state)
{
	struct opinion *o = opened();
	struct finding *f = asked(o, NULL, true);
	struct opinion_tally tally;

	(void)state;
	assert_string_equal(server.address, "http://h/v1/chat/completions");
	assert_int_equal(server.headers, 1);
	assert_ptr_equal(f->verdict.second, &f->second);
	assert_int_equal(f->second.label, LABEL_HAZARD);
	assert_str(f->second.model, "m");
	assert_str(f->second.prompt, OPINION_PROMPT);
	assert_string_equal(f->note.result, "answered");
	assert_int_equal(f->note.calls, 1);
	assert_true(f->note.answer.len > 0);
	opinion_tally(&tally, o);
	assert_int_equal(tally.answered, 1);
	opinion_close(o);
}

static void failing(const char *failed, const char *result, int calls)
{
	struct opinion *o = opened();
	struct finding *f = asked(o, NULL, true);

	assert_str(f->second.failed, failed);
	assert_string_equal(f->note.result, result);
	assert_int_equal(f->note.answer.len, 0);
	assert_int_equal(f->note.calls, calls);
	assert_int_equal(server.calls, calls);
	opinion_close(o);
	server.calls = 0;
}

static void test_how_often_is_tried(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_OPINION_TRIES; i++)
		server.how[i] = FETCHED_TOO_LATE;
	failing("timeout", "timeout", LIMIT_OPINION_TRIES);
	server.how[0] = server.how[1] = FETCHED_NOTHING;
	failing("no answer", "no answer", 2);
	server.how[0] = FETCHED_TOO_LARGE;
	failing("too large", "too large", 1);
	server.how[0] = server.how[1] = FETCHED;
	server.status[0] = server.status[1] = 502;
	failing("status 502", "status 5xx", 2);
	server.status[0] = server.status[1] = 404;
	failing("status 404", "other status", 1);
	server.status[0] = 200;
	server.body = "{";
	failing("not json", "not json", 1);
	server.body = "{\"choices\":[{\"message\":{\"content\":\"[]\"}}]}";
	failing("schema: no object", "schema", 1);
}

static void test_the_second_try_may_be_good(void **state)
{
	struct opinion *o = opened();

	(void)state;
	server.status[0] = 500;
	assert_int_equal(asked(o, NULL, true)->second.label, LABEL_HAZARD);
	assert_int_equal(server.calls, 2);
	opinion_close(o);
}

static int64_t retry_of(const char *text)
{
	struct asker k = {.fetch = NULL};

	server.retry_after = text;
	return retry_ms(&k);
}

static void test_retry_after(void **state)
{
	const int64_t most = LIMIT_OPINION_WAIT * 1000;

	(void)state;
	clock_fix(1750000000000); /* 2025-06-15T15:06:40Z */
	assert_int_equal(retry_of(""), 0);
	assert_int_equal(retry_of("0"), 0);
	assert_int_equal(retry_of("-5"), 0);
	assert_int_equal(retry_of("7"), 7000);
	assert_int_equal(retry_of("86400"), most);
	assert_int_equal(retry_of("9223372036854775807"), most);
	assert_int_equal(retry_of("soon"), 0);
	assert_int_equal(retry_of("Sun, 15 Jun 2025 15:06:50 GMT"), 10000);
	assert_int_equal(retry_of("Sun, 15 Jun 2025 15:06:00 GMT"), 0);
	clock_fix(0);
}

static void test_a_stop(void **state)
{
	struct opinion *o = opened();
	atomic_bool stop = false;
	struct finding *f;

	(void)state;
	server.how[0] = FETCHED_STOPPED;
	f = asked(o, &stop, false);
	assert_null(f->verdict.second);
	assert_null(f->note.result);
	server.calls = 0;
	server.how[0] = FETCHED; /* fails, then a stop comes while it waits to try again */
	server.status[0] = 429;
	server.retry_after = "30";
	server.stops = &stop;
	f = asked(o, &stop, false);
	assert_int_equal(server.calls, 1);
	assert_null(f->verdict.second);
	assert_int_equal(channel_take(o->askers) == o->asker, true); /* it came back */
	opinion_close(o);
}

static void refuses(struct opinion_options o, const char *text)
{
	struct opinion *never = NULL;

	assert_false(opinion_open(&never, &o, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	if (!strstr(err.text, text))
		fail_msg("\"%s\" does not hold \"%s\"", err.text, text);
}

static void test_settings(void **state)
{
	struct opinion_options o = options();
	struct opinion *opinion;

	(void)state;
	o.url = STR("file:///etc/passwd");
	refuses(o, "--opinion-url");
	o.url = STR("h/v1");
	refuses(o, "--opinion-url");
	o.url = STR("https://user:word@h/v1");
	refuses(o, "no user or password");
	assert_null(strstr(err.text, "word@"));
	o = options();
	o.model = STR("");
	refuses(o, "--opinion-model");
	o = options();
	o.timeout_s = LIMIT_OPINION_TIMEOUT + 1;
	refuses(o, "--opinion-timeout");
	o = options();
	o.concurrency = LIMIT_OPINION_CONCURRENCY + 1;
	refuses(o, "--opinion-concurrency");
	o = options();
	o.budget = -1;
	refuses(o, "--opinion-budget");
	o = options();
	o.key_variable = "TOCSIN_TEST_KEY";
	unsetenv("TOCSIN_TEST_KEY");
	refuses(o, "TOCSIN_TEST_KEY");
	setenv("TOCSIN_TEST_KEY", "sk\r\nX: y", 1);
	refuses(o, "TOCSIN_TEST_KEY");
	assert_null(strstr(err.text, "sk"));
	setenv("TOCSIN_TEST_KEY", "sk-1", 1);
	o.url = STR("http://h/a@b"); /* an @ in the path is no user */
	assert_true(opinion_open(&opinion, &o, &err));
	asked(opinion, NULL, true);
	assert_string_equal(server.header, "Authorization: Bearer sk-1");
	opinion_close(opinion);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_an_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(test_how_often_is_tried, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_second_try_may_be_good, setup, teardown),
		cmocka_unit_test_setup_teardown(test_retry_after, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_stop, setup, teardown),
		cmocka_unit_test_setup_teardown(test_settings, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
