/* A capture says all that reading a document again needs. */
#include "ingest/capture.c"

#include "ingest/extract.h"
#include "lib/test.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct feed_entry entry = {.id = {"g-1", 3},
					.url = {"https://news.example/a", 22},
					.title = {"A \"robot\" &amp; its maker", 24},
					.html = {"<p>It fell.\nTwice.</p>", 22},
					.author = {"Ann", 3},
					.publisher = {"Example News", 12},
					.lang = {"en", 2},
					.date_ms = 1750032000123};

/* The same document out of its JSON and body. */
static void round_trip(struct document *out, const struct document *doc)
{
	struct capture c, again;
	struct buf json;
	struct err err;

	capture_of(&c, arena, doc);
	buf_init(&json, MIB(1));
	capture_to_json(&json, &c);
	assert_true(buf_ok(&json));
	assert_true(capture_from_json(&again, arena, buf_view(&json)));
	again.body = c.body;
	if (!capture_document(out, arena, &again, &err))
		fail_msg("%s", err.text);
	buf_free(&json);
}

static void test_page(void **state)
{
	struct document doc = {.kind = DOCUMENT_PAGE,
			       .url = STR("https://news.example/a"),
			       .content_type = STR("text/html"),
			       .bytes = STR("<p>\xff raw</p>"),
			       .head = STR("HTTP/1.1 200 OK\r\nX: y\r\n\r\n"),
			       .redirects = STR("https://n.example/1\nhttps://n.example/2"),
			       .id = STR("a1"),
			       .origin = STR("feed.xml#1"),
			       .source = STR("feed.xml"),
			       .read_ms = 5,
			       .seen_ms = 7,
			       .entry = &entry};
	struct document again;

	(void)state;
	round_trip(&again, &doc);
	assert_int_equal(again.kind, DOCUMENT_PAGE);
	assert_true(str_eq(again.url, doc.url));
	assert_true(str_eq(again.content_type, doc.content_type));
	assert_true(str_eq(again.bytes, doc.bytes));
	assert_true(str_eq(again.head, doc.head));
	assert_true(str_eq(again.redirects, doc.redirects));
	assert_true(str_eq(again.id, doc.id));
	assert_true(str_eq(again.origin, doc.origin));
	assert_true(str_eq(again.source, doc.source));
	assert_int_equal(again.read_ms, 5);
	assert_int_equal(again.seen_ms, 7);
	assert_non_null(again.entry);
	assert_true(str_eq(again.entry->title, entry.title));
	assert_true(str_eq(again.entry->html, entry.html));
	assert_int_equal(again.entry->date_ms, entry.date_ms);
}

static void test_entry_gives_the_same_article(void **state)
{
	struct document doc = {.kind = DOCUMENT_ENTRY, .entry = &entry, .origin = STR("f#1")};
	struct document again;
	struct article one, other;
	struct err err;

	(void)state;
	round_trip(&again, &doc);
	assert_true(extract_article(&one, arena, &doc, &err));
	assert_true(extract_article(&other, arena, &again, &err));
	assert_true(hash128_eq(one.content, other.content));
	assert_true(str_eq(one.id, other.id));
	assert_true(str_eq(one.publisher, other.publisher));
	assert_int_equal(one.date_ms, other.date_ms);
}

static void test_what_is_not_ours(void **state)
{
	static const char *const other[] = {"", "fetchTimeMs: 12", "{\"a\":1}",
					    "{\"tocsin-capture\":\"film\"}",
					    "{\"tocsin-capture\":\"page\""};
	struct capture c;

	(void)state;
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		assert_false(capture_from_json(&c, arena, str_of(other[i])));
}

static void test_broken_entry_is_an_error(void **state)
{
	struct capture c = {.kind = DOCUMENT_ENTRY, .body = STR("{\"title\":")};
	struct document doc;
	struct err err;

	(void)state;
	assert_false(capture_document(&doc, arena, &c, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_entry_gives_the_same_article, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_not_ours, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken_entry_is_an_error, setup, teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
