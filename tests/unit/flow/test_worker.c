/* tests/unit/flow/test_worker.c -- a worker that dies on a document: it is found out and buried
 * alone. Needs a nats-server; is skipped without one. */
#include <stdlib.h>

#include "flow/pipeline.h"

/* The judge is left out; on some documents the process dies. */
static enum fate read_or_die(struct finding *out, struct judge *judge, struct arena *arena,
			     const struct document *doc, struct err *err);
#define pipeline_read read_or_die
#include "flow/worker.c"
#undef pipeline_read

#include "ingest/extract.h"
#include "lib/nats_server.h"
#include "lib/test.h"

static struct arena *arena;
static struct pack *pack; /* of before the processes part: under a sanitizer it takes a while */
static struct err err;

static enum fate read_or_die(struct finding *out, struct judge *judge, struct arena *a,
			     const struct document *doc, struct err *e)
{
	(void)judge;
	if (str_find(doc->bytes, STR("poison")) != STR_NPOS)
		_exit(9);
	out->document = *doc;
	out->verdict = (struct verdict){.label = LABEL_UNRELATED};
	return extract_article(&out->article, a, doc, e) ? FATE_DONE : FATE_REFUSED;
}

static void *open_at(const char *url, enum queue_topic topic)
{
	struct queue_options o = {.url = str_of(url), .topic = topic};
	void *q = NULL;

	if (!queue_nats.open(&q, &o, &err))
		fail_msg("%s", err.text);
	return q;
}

#define ITEMS 12

static void put_documents(void *q)
{
	static struct freight_item item[ITEMS];
	struct freight f = {
		.lane = STR("x"), .round = 1, .number = 1, .item = item, .items = ITEMS};
	struct buf b;

	for (int i = 0; i < ITEMS; i++) {
		struct freight_item *at = &item[i];

		*at = (struct freight_item){.pulled = PULLED_DOCUMENT, .source = STR("s")};
		at->document.kind = DOCUMENT_TEXT;
		at->document.origin = arena_fmt(arena, "s:%d", i);
		at->document.bytes =
			i == 3 || i == 8 ? STR("poison") : arena_fmt(arena, "T\n\nText %d", i);
		snprintf(at->cursor.text, sizeof at->cursor.text, "%d", i);
	}
	buf_init(&b, FREIGHT_MOST);
	assert_true(freight_pack(&b, &f, &err));
	assert_true(
		queue_nats.put(q, &(struct delivery){.id = STR("1"), .body = buf_view(&b)}, &err));
	assert_true(queue_nats.flush(q, &err));
	buf_free(&b);
}

/* A process of its own, as the one that dies. How it ended: -1 still at work. */
static pid_t worker(const char *url)
{
	struct worker_options o = {.queue = str_of(url), .threads = 2};
	struct worker_summary sum;
	pid_t pid = fork();

	if (pid == 0) {
		log_set_level(LOG_ERROR);
		o.pack = pack;
		stopping_catch(NULL, true);
		_exit(worker_run(&sum, &o, &err) ? 0 : 1);
	}
	return pid;
}

static void test_poison(void **state)
{
	char url[300];
	struct freight f;
	struct delivery d, dead_letter;
	uint64_t from, upto, count = 0;
	void *documents, *findings, *dead;
	int deaths = 0, status;
	pid_t pid;

	(void)state;
	snprintf(url, sizeof url, "%s/poison?ack_wait=1", nats_server_url);
	documents = open_at(url, QUEUE_DOCUMENTS);
	findings = open_at(url, QUEUE_FINDINGS);
	dead = open_at(url, QUEUE_DEAD);
	put_documents(documents);
	pid = worker(url);
	for (int i = 0; i < 600 && count == 0; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid) {
			assert_int_equal(WEXITSTATUS(status), 9);
			deaths++;
			pid = worker(url);
		}
		clock_sleep_ms(100);
		assert_true(queue_nats.extent(&from, &upto, &count, findings, &err));
	}
	assert_int_equal(count, 1);
	kill(pid, SIGTERM); /* drains */
	waitpid(pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(deaths, 2 + 2 + 2); /* two that may be another's fault, two for each */
	while (!queue_nats.take(&d, findings, arena, &err))
		assert_int_equal(err.code, ERR_BUSY);
	assert_true(freight_unpack(&f, arena, d.body, &err));
	assert_int_equal(f.items, ITEMS);
	for (size_t i = 0; i < ITEMS; i++) {
		bool poison = i == 3 || i == 8;

		assert_int_equal(f.item[i].fate, poison ? FATE_REFUSED : FATE_DONE);
		if (poison)
			assert_non_null(strstr(f.item[i].err.text, "workers died on it"));
	}
	assert_true(queue_nats.ack(findings, &d, &err));
	assert_true(queue_nats.extent(&from, &upto, &count, dead, &err));
	assert_int_equal(count, 2);
	assert_true(queue_nats.look(&dead_letter, dead, arena, from, &err));
	assert_non_null(strstr(dead_letter.reason.at, "workers died on it"));
	assert_true(freight_unpack(&f, arena, dead_letter.body, &err));
	assert_int_equal(f.items, 1);
	assert_str(f.item[0].document.bytes, "poison");
	assert_str(f.item[0].document.origin, "s:3");
	queue_nats.close(dead);
	queue_nats.close(findings);
	queue_nats.close(documents);
}

/* What is no message of ours is buried at once, and the worker goes on. */
static void test_rubbish(void **state)
{
	char url[300];
	struct delivery d;
	uint64_t from, upto, count = 0;
	void *documents, *dead;
	int status;
	pid_t pid;

	(void)state;
	snprintf(url, sizeof url, "%s/rubbish?ack_wait=1", nats_server_url);
	documents = open_at(url, QUEUE_DOCUMENTS);
	dead = open_at(url, QUEUE_DEAD);
	d = (struct delivery){.id = STR("r"), .body = STR("rubbish")};
	assert_true(queue_nats.put(documents, &d, &err));
	assert_true(queue_nats.flush(documents, &err));
	pid = worker(url);
	for (int i = 0; i < 300 && count == 0; i++) {
		clock_sleep_ms(100);
		assert_true(queue_nats.extent(&from, &upto, &count, dead, &err));
	}
	assert_true(queue_nats.look(&d, dead, arena, from, &err));
	assert_str(d.reason, "not a message of ours");
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	queue_nats.close(dead);
	queue_nats.close(documents);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_poison),
		cmocka_unit_test(test_rubbish),
	};
	int failed = 0;

	arena = arena_new();
	scratch_make();
	CHECK(pack_load(&pack, NULL, &err));
	if (nats_server_start()) {
		failed = cmocka_run_group_tests(tests, NULL, NULL);
		nats_server_remove();
	} else {
		printf("skipped: nats-server is not installed\n[       OK ] test_skipped\n");
		scratch_remove();
	}
	arena_free(arena);
	pack_free(pack);
	return failed;
}
