/* tests/unit/ingest/test_references.c -- dumps of other archives, in every form and bent. */
#include "ingest/references.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/scratch.h"

static char said[16][500]; /* what was told of bad lines */
static size_t said_count;
static struct arena *arena;

static void told(const struct err *why, void *payload)
{
	(void)payload;
	assert_true(said_count < 16);
	snprintf(said[said_count++], sizeof said[0], "%s", why->text);
}

static int setup(void **state)
{
	(void)state;
	scratch_make();
	arena = arena_new();
	said_count = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	scratch_remove();
	return 0;
}

static const char *file(const char *name, const char *bytes)
{
	const char *path = scratch_path(name);
	struct err err;

	assert_true(io_write(path, str_of(bytes), &err));
	return path;
}

static size_t reads(struct references *r, const char *name, const char *bytes)
{
	size_t refused;
	struct err err;

	if (!references_read(&refused, r, file(name, bytes), told, NULL, &err))
		fail_msg("%s", err.text);
	assert_int_equal(refused, said_count);
	return refused;
}

/* The ids that cite it, with blanks between. */
static void citing(struct references *r, const char *address, const char *want)
{
	const uint32_t *incident;
	size_t url, count = references_citing(&incident, &url, r, arena, str_of(address));
	char got[200] = "";

	for (size_t i = 0; i < count; i++) {
		struct str id = references_id(r, incident[i]);

		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "",
			 STR_ARG(id));
	}
	assert_string_equal(got, want);
}

static void aiid_reports_by_number(void **state)
{
	struct references *r = references_new(ARCHIVE_AIID);

	(void)state;
	reads(r, "reports.csv",
	      "\xef\xbb\xbfreport_number,title,url\r\n"
	      "7,\"Two\nlines, \"\"quoted\"\"\",http://News.example/a?utm_source=x\r\n"
	      "8,x,https://news.example/b\r\n"
	      "9,x,https://news.example/nobody\r\n");
	reads(r, "incidents.csv",
	      "_id,incident_id,reports,title\n"
	      "o,42,\"[7,8,7]\",One\n"
	      "o,43,\"[8]\",Two\n");
	references_settle(r);
	assert_int_equal(said_count, 0);
	assert_int_equal(references_count(r), 2);
	citing(r, "https://news.example/a", "42");
	citing(r, "https://news.example/b#top", "42 43");
	citing(r, "https://news.example/nobody", "");
	citing(r, "https://news.example/else", "");
	citing(r, "no address", "");
	references_free(r);
}

static void aiid_by_address(void **state)
{
	struct references *r = references_new(ARCHIVE_AIID);

	(void)state;
	reads(r, "quickadd.csv", "incident_id,url\n1,https://a.example/1\n2,https://a.example/2\n");
	reads(r, "x.jsonl",
	      "{\"incident_id\":3,\"reports\":[\"https://a.example/2\"]}\n"
	      "{\"report_number\":5,\"url\":\"https://a.example/5\"}\n"
	      "{\"incident_id\":\"4\",\"reports\":[5]}\n");
	references_settle(r);
	assert_int_equal(said_count, 0);
	citing(r, "https://a.example/2", "2 3");
	citing(r, "https://a.example/5", "4");
	references_free(r);
}

static void aim_lists(void **state)
{
	struct references *r = references_new(ARCHIVE_AIM);

	(void)state;
	reads(r, "aim.csv",
	      "id,title,articles\n"
	      "2024-05-06-1a2b,T,\"[\"\"https://a.example/1\"\"]\"\n");
	reads(r, "aim.jsonl",
	      "{\"id\":\"2024-05-07-3c4d\",\"articles\":[{\"url\":\"https://a.example/1\"},"
	      "{\"url\":\"https://a.example/2\"}]}\n");
	references_settle(r);
	assert_int_equal(said_count, 0);
	citing(r, "https://a.example/1", "2024-05-06-1a2b 2024-05-07-3c4d");
	citing(r, "https://a.example/2", "2024-05-07-3c4d");
	references_free(r);
}

static void bad_lines_are_told_and_the_rest_goes_on(void **state)
{
	struct references *r = references_new(ARCHIVE_AIID);

	(void)state;
	reads(r, "bad.csv",
	      "incident_id,url,reports\n"
	      "x1,https://a.example/1,\n"      /* 2: no id */
	      "2,ftp://a.example/2,\n"         /* 3: no web address */
	      "3,https://a.example/3,[1\n"     /* 4: no list, but an address */
	      "4,\"https://a.example/4\"x,\n"  /* 5: goes on */
	      "5,https://a.example/5,\"{}\"\n" /* 6: no list */
	      "6,\"https://a.example/6,\n"     /* 7: open */
	      "7,https://a.example/7,\n");
	references_settle(r);
	assert_int_equal(said_count, 6);
	for (size_t i = 0; i < 6; i++) {
		char line[32];

		snprintf(line, sizeof line, "bad.csv:%zu: ", i + 2);
		assert_non_null(strstr(said[i], line));
	}
	assert_non_null(strstr(said[0], "no id of AIID"));
	assert_non_null(strstr(said[1], "is no web address"));
	assert_non_null(strstr(said[5], "never closed"));
	citing(r, "https://a.example/3", "3");
	citing(r, "https://a.example/6", "");
	citing(r, "https://a.example/7", "7");
	references_free(r);
}

static void files_that_are_no_dumps(void **state)
{
	static const char *const bytes[] = {"", "a,b\n1,2\n", "incident_id,title\n1,x\n",
					    "\"incident_id\n"};
	struct references *r = references_new(ARCHIVE_AIID);
	size_t refused;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
		assert_false(
			references_read(&refused, r, file("f.csv", bytes[i]), told, NULL, &err));
		assert_non_null(strstr(err.text, "f.csv"));
	}
	assert_false(references_read(&refused, r, scratch_path("none.csv"), told, NULL, &err));
	assert_int_equal(err.code, ERR_MISSING);
	references_settle(r);
	citing(r, "https://a.example/1", "");
	references_free(r);
}

int main(void)
{
	const struct CMUnitTest test[] = {
		cmocka_unit_test_setup_teardown(aiid_reports_by_number, setup, teardown),
		cmocka_unit_test_setup_teardown(aiid_by_address, setup, teardown),
		cmocka_unit_test_setup_teardown(aim_lists, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_lines_are_told_and_the_rest_goes_on, setup,
						teardown),
		cmocka_unit_test_setup_teardown(files_that_are_no_dumps, setup, teardown),
	};

	return cmocka_run_group_tests(test, NULL, NULL);
}
