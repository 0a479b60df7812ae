/* tests/unit/ingest/test_discover.c -- pages that name their feeds in every way, and those
 * that seem to. */
#include "ingest/discover.c"

#include "lib/test.h"

static struct arena *arena;
static struct err err;
static struct discovery found;

/* The page is gone when what was found is looked at. */
static void look(const char *html, const char *url)
{
	struct buf page;

	buf_init(&page, LIMIT_PAGE);
	buf_z(&page, html);
	assert_true(discover_feeds(&found, arena, buf_view(&page), STR(""), str_of(url), &err));
	buf_free(&page);
}

static void expect(size_t i, const char *url, const char *title, bool declared)
{
	assert_true(i < found.count);
	assert_str(found.at[i].url, url);
	assert_str(found.at[i].title, title);
	assert_int_equal(found.at[i].declared, declared);
}

static void test_declared(void **state)
{
	(void)state;
	look("<html><head><LINK REL='alternate' type=application/rss+xml title='News &amp; more' "
	     "href=/rss.xml><link rel=\"home alternate\" type='application/atom+xml; "
	     "charset=utf-8' "
	     "href=atom><link rel=feed href=//x.example/j.json>"
	     "<link rel=alternate type=application/feed+json href=https://y.example/feed>"
	     "<link rel=alternate type=application/json href=/feed.json>",
	     "https://a.example/news/");
	assert_int_equal(found.count, 5);
	expect(0, "https://a.example/rss.xml", "News & more", true);
	expect(1, "https://a.example/news/atom", "", true);
	expect(2, "https://x.example/j.json", "", true);
	expect(3, "https://y.example/feed", "", true);
	expect(4, "https://a.example/feed.json", "", true);
	assert_str(found.at[1].type, "application/atom+xml; charset=utf-8");
}

static void test_none(void **state)
{
	(void)state;
	look("<link rel=alternate type=application/json href=/wp-json/wp/v2/pages/2>"
	     "<link rel=alternate type=application/json+oembed href=/feed/x>"
	     "<link rel=alternate hreflang=de href=/de/><link rel=stylesheet type=text/xml href=/a>"
	     "<link rel=alternate type=application/rss+xml>"
	     "<link rel=alternate type=application/rss+xml href=javascript:alert(1)>"
	     "<a href=/feedback>Feedback</a><a href=/atomic>Atoms</a><a>no</a>"
	     "<script>'<link rel=feed href=/in-script>'</script><!-- <link rel=feed href=/c> -->"
	     "<title><link rel=feed href=/t></title><textarea><a href=/rss></textarea>",
	     "https://a.example/");
	assert_int_equal(found.count, 0);
	look("", "");
	assert_int_equal(found.count, 0);
}

static void test_anchors_come_behind(void **state)
{
	(void)state;
	look("<a href='/feed/'><img> <b>All\n news</b></a><a href=x/news.rss title=T>t</a>"
	     "<a href='/?feed=rss2'></a>later<a href=/feed/#x>again</a>"
	     "<link rel=alternate type=text/xml href=/x/news.rss>"
	     "<a type=application/rss+xml href=/podcast>P</a>",
	     "http://a.example/");
	assert_int_equal(found.count, 5);
	expect(0, "http://a.example/x/news.rss", "", true);
	expect(1, "http://a.example/feed/", "All news", false);
	expect(2, "http://a.example/?feed=rss2", "", false);
	expect(4, "http://a.example/podcast", "P", false);
}

static void test_base(void **state)
{
	(void)state;
	look("<base target=_top><base href=/b/><base href=/c/><link rel=feed href=f>",
	     "http://a.example/x/y");
	expect(0, "http://a.example/b/f", "", true);
	look("<base href=https://z.example/q/><link rel=feed href=f>", "");
	expect(0, "https://z.example/q/f", "", true);
	look("<link rel=feed href=f.xml>", ""); /* a file: as it is written */
	expect(0, "f.xml", "", true);
}

static void test_bounds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, LIMIT_PAGE + 100);
	for (int i = 0; i <= LIMIT_DISCOVERED; i++)
		buf_fmt(&b, "<link rel=feed href=/%d><a href=/%d/rss>", i, i);
	look(buf_view(&b).at, "http://a.example/");
	assert_int_equal(found.count, LIMIT_DISCOVERED);
	expect(LIMIT_DISCOVERED - 1, "http://a.example/31", "", true);
	while (b.len <= LIMIT_PAGE)
		buf_z(&b, "<a href=/rss>");
	assert_false(discover_feeds(&found, arena, buf_view(&b), STR(""), STR(""), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

static void test_feeds_themselves(void **state)
{
	struct str title, rss = STR("<rss><channel><title>A &amp;amp; B</title><item><title>x"
				    "</title></item></channel></rss>");

	(void)state;
	assert_true(discover_is_feed(&title, arena, rss, STR(""), STR("")));
	assert_str(title, "A & B");
	assert_true(
		discover_is_feed(&title, arena, STR("<rss><channel/></rss>"), STR(""), STR("")));
	assert_str(title, "");
	assert_false(discover_is_feed(&title, arena, STR("<html><p>x"), STR(""), STR("")));
	assert_false(discover_is_feed(&title, arena, STR("{\"a\":1}"), STR(""), STR("")));
	assert_false(discover_is_feed(&title, arena, STR(""), STR(""), STR("")));
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_declared),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_anchors_come_behind),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_feeds_themselves),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
