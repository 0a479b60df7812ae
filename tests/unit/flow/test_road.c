/* tests/unit/flow/test_road.c -- the same store on any number of threads, after any
 * stop, after a crash at any point; and what bad sources do to the good ones. */
#include "flow/pipeline.h"

/* The judge is left out: labels come from a word of the text. */
static enum fate read_by_word(struct finding *out, struct judge *judge, struct arena *arena,
			      const struct document *doc, struct err *err);
#define pipeline_read read_by_word
#include "flow/road.c"
#undef pipeline_read

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "ingest/extract.h"
#include "base/log.h"
#include "lib/dump.h"
#include "lib/simple_verdict.h"
#include "lib/scratch.h"
#include "store/store_parts.h"
#include "text/date.h"

#define DOCUMENTS 60
#define PASSED 45 /* pages of operas among them, three and more in a row */

static struct err err;
static struct buf wanted;

static enum fate read_by_word(struct finding *out, struct judge *judge, struct arena *arena,
			      const struct document *doc, struct err *why)
{
	(void)judge;
	if (str_find(doc->bytes, STR("opera ")) != STR_NPOS) {
		uint64_t h = hash64(doc->bytes, 1);

		out->passed.url = arena_fmt(arena, "http://www.site%d.example/x", (int)(h % 5));
		out->passed.day_ms = date_from_parts(2025, 5, (int)(h % 7) + 10);
		return FATE_PASSED;
	}
	if (!extract_article(&out->article, arena, doc, why))
		return FATE_REFUSED;
	out->verdict = simple_verdict(
		str_find(out->article.field[FIELD_TEXT], STR("football")) != STR_NPOS
			? LABEL_UNRELATED
			: LABEL_INCIDENT);
	out->is_story = out->verdict.label != LABEL_UNRELATED;
	if (out->is_story)
		story_of(&out->story, arena, &out->article, &out->verdict);
	return FATE_DONE;
}

static void write_sources(void)
{
	static const char *const topic[] = {"A robot arm hurt a worker in Turin",
					    "A chatbot leaked the files of a hospital in Nairobi",
					    "The football season ended in Lisbon",
					    "A driverless taxi blocked an ambulance in Austin",
					    "Deepfake calls robbed pensioners in Osaka"};
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int i = 0; i < DOCUMENTS; i++) {
		const char *t = topic[i % 5];

		buf_fmt(&b,
			"{\"id\":\"n%d\",\"title\":\"%s\",\"date\":\"2025-06-%02d\",\"text\":\"%s. "
			"Witnesses told reporter number %d what they saw, and football was not "
			"it%s.\"}\n",
			i, t, 1 + i % 28, t, i, i % 5 == 2 ? ", or was it" : "");
		for (int k = 0; i % 4 == 1 && k < 3; k++)
			buf_fmt(&b, "{\"id\":\"o%d-%d\",\"text\":\"An opera of %d hours.\"}\n", i,
				k, i * 3 + k);
		if (i % 20 == 7)
			buf_z(&b, "{\"id\":\"broken\",\n");
		if (i % 20 == 9)
			buf_z(&b, "{\"id\":\"empty\",\"title\":\"\",\"text\":\"\"}\n");
	}
	scratch_write("one.jsonl", buf_view(&b).at);
	scratch_write("two.jsonl", "{\"id\":\"x1\",\"title\":\"A drone fell on a school in Oslo\","
				   "\"text\":\"Nobody was hurt when it fell.\"}\n"
				   "{\"id\":\"x1\",\"title\":\"A drone fell on a school in Oslo\","
				   "\"text\":\"Nobody was hurt when it fell.\"}\n");
	buf_free(&b);
}

/* Runs the road over both files into NAME; 0 threads: two. */
static bool run(struct road_summary *sum, const char *name, size_t threads, size_t batch)
{
	static char one[512], two[512];
	const char *source[2] = {one, two};
	char url[700];
	struct road_options o = {.source = source,
				 .source_count = 2,
				 .threads = threads ? threads : 2,
				 .batch = batch};

	snprintf(one, sizeof one, "%s", scratch_path("one.jsonl"));
	snprintf(two, sizeof two, "%s", scratch_path("two.jsonl"));
	snprintf(url, sizeof url, "%s", anydb_url(name));
	o.db = str_of(url);
	return road_run(sum, &o, &err);
}

static void told(const char *line, void *payload)
{
	(void)payload;
	print_message("trouble: %s\n", line);
}

static void assert_as_wanted(const char *name)
{
	struct store_options o = {.mode = DB_WRITE};
	struct store *s;
	struct buf got;
	char url[700];

	buf_init(&got, 1 << 26);
	dump_store(&got, anydb_url(name));
	if (!str_eq(buf_view(&got), buf_view(&wanted))) {
		scratch_write("wanted.txt", buf_view(&wanted).at);
		scratch_write("got.txt", buf_view(&got).at);
		fail_msg("%s is another store", name);
	}
	buf_free(&got);
	snprintf(url, sizeof url, "%s", anydb_url(name));
	o.url = str_of(url);
	assert_true(store_open(&s, &o, &err));
	if (!store_check(s, told, NULL, &err))
		fail_msg("%s", err.text);
	store_close(s);
}

static int setup(void **state)
{
	struct road_summary sum;

	(void)state;
	scratch_make();
	clock_fix(1751000000000);
	log_set_level(LOG_ERROR);
	write_sources();
	if (!run(&sum, "wanted.db", 1, 1000))
		fail_msg("%s", err.text);
	buf_init(&wanted, 1 << 26);
	dump_store(&wanted, anydb_url("wanted.db"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_free(&wanted);
	scratch_remove();
	return 0;
}

static void test_counts(void **state)
{
	struct road_summary sum;

	(void)state;
	assert_true(run(&sum, "counts.db", 0, 10));
	assert_int_equal(sum.documents, DOCUMENTS + 2 + PASSED);
	assert_int_equal(sum.passed, PASSED);
	assert_int_equal(sum.known, 1);
	assert_int_equal(sum.refused, 6);
	assert_int_equal(sum.incidents + sum.unrelated, DOCUMENTS + 1);
	assert_int_equal(sum.events_new + sum.joined, sum.incidents);
	assert_true(sum.events_new >= 1 && sum.unrelated >= 1);
	assert_int_equal(sum.broken, 0);
	assert_false(sum.stopped);
	assert_as_wanted("counts.db");
	assert_true(run(&sum, "counts.db", 0, 10)); /* again: all of it is known */
	assert_int_equal(sum.documents, DOCUMENTS + 2 + PASSED);
	assert_int_equal(sum.known, sum.documents - PASSED);
	assert_int_equal(sum.events_new + sum.joined, 0);
	assert_as_wanted("counts.db");
}

/* What was passed over is told by day and by site, of the page's address and date. */
static void test_passed_pages_are_denominators(void **state)
{
	struct store_options o = {.mode = DB_READ};
	struct arena *arena = arena_new();
	struct read_query q = {.upto_ms = 1748736000000, .limit = 3}; /* before June */
	const struct read_row *site;
	struct read_page page;
	struct store_totals t;
	struct store *s;
	int64_t passed = 0;
	size_t count, sites = 0;
	char url[700];

	(void)state;
	snprintf(url, sizeof url, "%s", anydb_url("wanted.db"));
	o.url = str_of(url);
	assert_true(store_open(&s, &o, &err));
	assert_true(store_totals(&t, s, &err));
	assert_int_equal(t.passed, PASSED);
	do {
		assert_true(store_read_days(&page, s, arena, &q, &err));
		for (size_t i = 0; i < page.count; i++) {
			assert_true(str_starts(page.row[i].of, STR("2025-05-1")));
			assert_int_equal(page.row[i].articles, 0);
			passed += page.row[i].passed;
		}
		q.cursor = page.next;
	} while (page.next.len);
	assert_int_equal(passed, PASSED);
	passed = 0;
	assert_true(store_read_sites(&site, &count, s, arena, 10, &err));
	for (size_t i = 0; i < count; i++) {
		if (!str_ends(site[i].of, STR(".example")))
			continue; /* articles without an address: their source */
		assert_true(str_starts(site[i].of, STR("site")));
		sites++;
		passed += site[i].passed;
		q = (struct read_query){.site = site[i].of, .limit = 100};
		assert_true(store_read_days(&page, s, arena, &q, &err));
		for (size_t k = 0; k < page.count; k++)
			passed -= page.row[k].passed;
		assert_int_equal(passed, 0);
	}
	assert_int_equal(sites, 5);
	store_close(s);
	arena_free(arena);
}

static void test_any_threads_any_batch(void **state)
{
	static const size_t threads[] = {1, 2, 3, 8}, batch[] = {1, 7, 256, 3};
	struct road_summary sum;
	char name[32];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "threads%zu.db", i);
		assert_true(run(&sum, name, threads[i], batch[i]));
		assert_as_wanted(name);
	}
}

static void test_bad_sources_beside_good_ones(void **state)
{
	const char *source[4] = {"/no/such/file.jsonl", NULL, NULL, NULL};
	struct road_summary sum;
	char url[700], empty[512], two[512], folder[512];
	struct road_options o = {.source = source, .source_count = 4, .threads = 2};

	(void)state;
	scratch_write("empty.jsonl", "");
	snprintf(empty, sizeof empty, "%s", scratch_path("empty.jsonl"));
	snprintf(two, sizeof two, "%s", scratch_path("two.jsonl"));
	snprintf(folder, sizeof folder, "%s", scratch_path("gone.jsonl"));
	snprintf(url, sizeof url, "%s", anydb_url("bad.db"));
	source[1] = empty;
	source[2] = two;
	source[3] = folder;
	o.db = str_of(url);
	assert_true(road_run(&sum, &o, &err));
	assert_int_equal(sum.documents, 2);
	assert_int_equal(sum.known, 1);
	assert_true(sum.broken >= 2);
}

static void test_not_a_store(void **state)
{
	const char *source[1] = {"x"};
	struct road_summary sum;
	struct road_options o = {.source = source, .source_count = 1, .db = STR("mysql:x")};

	(void)state;
	assert_false(road_run(&sum, &o, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	o.db = STR("sqlite:/no/such/folder/x.db");
	assert_false(road_run(&sum, &o, &err));
	assert_int_equal(err.code, ERR_IO);
}

#ifdef TOCSIN_DEBUG
static int points_left;

static void stop_there(const char *place)
{
	(void)place;
	if (--points_left == 0)
		stopping_ask();
}

static void test_stop_and_go_on(void **state)
{
	struct road_summary sum;
	char name[32];
	int stops = 0;

	(void)state;
	for (int at = 1; at < 200; at += 37) {
		snprintf(name, sizeof name, "stop%d.db", at);
		points_left = at;
		store_crash_point = stop_there;
		assert_true(run(&sum, name, 2, 5));
		store_crash_point = NULL;
		stops += sum.stopped;
		assert_true(run(&sum, name, 2, 5));
		assert_false(sum.stopped);
		assert_as_wanted(name);
	}
	assert_true(stops > 2);
}

static void die_there(const char *place)
{
	(void)place;
	if (--points_left == 0)
		_exit(9);
}

static void test_crash_and_go_on(void **state)
{
	struct road_summary sum;
	char name[32];
	int crashes = 0;

	(void)state;
	for (int at = 1; at < 260; at += 13) {
		int status;
		pid_t child;

		snprintf(name, sizeof name, "crash%d.db", at);
		child = fork();
		if (child == 0) {
			points_left = at;
			store_crash_point = die_there;
			_exit(run(&sum, name, 2, 7) ? 0 : 1);
		}
		assert_true(child > 0 && waitpid(child, &status, 0) == child);
		assert_true(WIFEXITED(status) &&
			    (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
		crashes += WEXITSTATUS(status) == 9;
		assert_true(run(&sum, name, 2, 7));
		assert_as_wanted(name);
	}
	assert_true(crashes > 10);
}
#endif

static void test_full_disk_and_go_on(void **state)
{
	struct road_summary sum;
	char folder[512], url[600];
	static char one[512], two[512];
	const char *source[2] = {one, two};
	struct road_options o = {.source = source, .source_count = 2, .threads = 2, .batch = 7};

	(void)state;
	snprintf(folder, sizeof folder, "%s", scratch_path("disk"));
	assert_int_equal(mkdir(folder, 0700), 0);
	if (mount("tmpfs", folder, "tmpfs", 0, "size=800k") != 0) {
		print_message("skipped: the full disk needs the right to mount a tmpfs\n");
		rmdir(folder);
		skip();
	}
	snprintf(one, sizeof one, "%s", scratch_path("one.jsonl"));
	snprintf(two, sizeof two, "%s", scratch_path("two.jsonl"));
	snprintf(url, sizeof url, "sqlite:%s/t.db", folder);
	o.db = str_of(url);
	assert_false(road_run(&sum, &o, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, "the disk is full"));
	assert_int_equal(mount("tmpfs", folder, "tmpfs", MS_REMOUNT, "size=64m"), 0);
	assert_true(road_run(&sum, &o, &err));
	assert_as_wanted("disk/t.db");
	assert_int_equal(umount(folder), 0);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_passed_pages_are_denominators),
		cmocka_unit_test(test_any_threads_any_batch),
		cmocka_unit_test(test_bad_sources_beside_good_ones),
		cmocka_unit_test(test_not_a_store),
#ifdef TOCSIN_DEBUG
		cmocka_unit_test(test_stop_and_go_on),
		cmocka_unit_test(test_crash_and_go_on),
#endif
		cmocka_unit_test(test_full_disk_and_go_on),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
