/* tests/unit/ingest/test_robots.c -- RFC 9309's own examples, and what sites really write. */
#include "ingest/robots.c"

#include "lib/test.h"

static struct arena *arena;
static struct robots robots;

static bool allows(const char *text, const char *product, const char *path)
{
	robots_read(&robots, arena, str_of(text), str_of(product));
	return robots_allows(&robots, str_of(path));
}

/* RFC 9309, 5.1 */
static const char simple[] = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\n"
			     "Allow: /publications/\n\n"
			     "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\n"
			     "Allow:/example/allowed.gif\n\n"
			     "User-Agent: barbot\nUser-Agent: bazbot\n"
			     "Disallow: /example/page.html\n\nUser-Agent: quxbot\n";

static void test_simple_example(void **state)
{
	(void)state;
	assert_false(allows(simple, "tocsin", "/a.gif"));
	assert_true(allows(simple, "tocsin", "/a.gif?x"));
	assert_false(allows(simple, "tocsin", "/example/"));
	assert_true(allows(simple, "tocsin", "/example"));
	assert_true(allows(simple, "tocsin", "/publications/x"));
	assert_false(allows(simple, "foobot", "/"));
	assert_false(allows(simple, "foobot", "/publications/"));
	assert_true(allows(simple, "FooBot", "/example/page.html"));
	assert_true(allows(simple, "foobot", "/example/allowed.gif"));
	assert_false(allows(simple, "barbot", "/example/page.html"));
	assert_false(allows(simple, "bazbot", "/example/page.html"));
	assert_true(allows(simple, "bazbot", "/a.gif"));
	assert_true(allows(simple, "quxbot", "/example/page.html"));
	assert_true(allows(simple, "foobot", "/robots.txt"));
}

static void test_longest_match(void **state) /* 5.2, 2.2.2 */
{
	static const char text[] = "User-Agent: foobot\nAllow: /example/page/\n"
				   "Disallow: /example/page/disallowed.gif\n";
	static const char equal[] = "User-agent: *\nDisallow: /page\nAllow: /page\n";

	(void)state;
	assert_false(allows(text, "foobot", "/example/page/disallowed.gif"));
	assert_true(allows(text, "foobot", "/example/page/other.gif"));
	assert_true(allows(equal, "foobot", "/page"));
}

static void test_groups_merge(void **state) /* 2.2.1 */
{
	static const char text[] = "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n"
				   "user-agent: *\ndisallow: /star\n"
				   "user-agent: ExampleBot\ndisallow: /baz\n";

	(void)state;
	assert_false(allows(text, "examplebot", "/foo"));
	assert_false(allows(text, "examplebot", "/bar"));
	assert_false(allows(text, "examplebot", "/baz"));
	assert_true(allows(text, "examplebot", "/star"));
	assert_false(allows(text, "other", "/star"));
	assert_true(allows(text, "other", "/foo"));
	assert_false(allows("User-agent: ExampleBot/2.1\nDisallow: /", "ExampleBot", "/"));
	assert_true(allows("User-agent: Example\nDisallow: /", "ExampleBot", "/"));
}

static void test_percent(void **state) /* the table of 2.2.2 */
{
	static const struct {
		const char *pattern, *path;
	} same[] = {{"/foo/bar?baz=quz", "/foo/bar?baz=quz"},
		    {"/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"},
		    {"/foo/bar/\xe3\x83\x84", "/foo/bar/%E3%83%84"},
		    {"/foo/bar/%E3%83%84", "/foo/bar/\xe3\x83\x84"},
		    {"/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"},
		    {"/foo/bar/%62%61%7A", "/foo/bar/baz"},
		    {"/path/file-with-a-%2A.html", "/path/file-with-a-*.html"},
		    {"/path/foo-%24", "/path/foo-$"},
		    {"/a$b", "/a$b"}};
	char text[200];

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		snprintf(text, sizeof text, "User-agent: *\nDisallow: %s\n", same[i].pattern);
		if (allows(text, "tocsin", same[i].path))
			fail_msg("%s is %s", same[i].pattern, same[i].path);
	}
	assert_true(allows("User-agent: *\nDisallow: /a%2A", "tocsin", "/ab"));
	assert_true(allows("User-agent: *\nDisallow: /a%2fb", "tocsin", "/a/b"));
}

static void test_signs(void **state)
{
	(void)state;
	assert_false(allows("User-agent: *\nDisallow: /this/*/exactly$", "t", "/this/a/b/exactly"));
	assert_true(allows("User-agent: *\nDisallow: /this/*/exactly$", "t", "/this/a/exactly/b"));
	assert_false(allows("User-agent: *\nDisallow: /*.php", "t", "/x.php?y"));
	assert_false(allows("User-agent: *\nDisallow: /*a*a$", "t", "/aaa"));
	assert_true(allows("User-agent: *\nDisallow: /*aa*a$", "t", "/aa"));
	assert_true(allows("User-agent: *\nDisallow: /fish$", "t", "/fish.html"));
	assert_false(allows("User-agent: *\nDisallow: /*", "t", "/"));
	assert_false(allows("User-agent: *\nDisallow: private", "t", "/private/x"));
}

static void test_lines(void **state)
{
	(void)state;
	assert_true(allows("", "t", "/"));
	assert_true(allows("<html>nothing here</html>", "t", "/"));
	assert_true(allows("Disallow: /\nUser-agent: *\n", "t", "/"));
	assert_true(allows("User-agent: *\nDisallow:\n", "t", "/"));
	assert_false(allows("\xef\xbb\xbfUser-agent: * # all\r\rDISALLOW : / # no\r", "t", "/"));
	/* other records do not interfere */
	assert_false(allows("User-agent: t\nSitemap: https://x/y\nUser-agent: u\nDisallow: /", "t",
			    "/"));
}

static void test_delay(void **state)
{
	(void)state;
	allows("User-agent: *\nCrawl-delay: 2\nUser-agent: t\nCrawl-delay: 0.5\nDisallow: /x", "t",
	       "/");
	assert_int_equal(robots.delay_ms, 1000);
	allows("User-agent: *\nCrawl-delay: 86400", "t", "/");
	assert_int_equal(robots.delay_ms, LIMIT_CRAWL_DELAY * 1000);
	allows("User-agent: *\nCrawl-delay: 9223372036854775807.5", "t", "/");
	assert_int_equal(robots.delay_ms, LIMIT_CRAWL_DELAY * 1000);
	allows("User-agent: *\nCrawl-delay: soon", "t", "/");
	assert_int_equal(robots.delay_ms, 0);
}

static void test_bounds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, MIB(2));
	buf_z(&b, "User-agent: *\n");
	for (int i = 0; i < LIMIT_ROBOTS_RULES; i++)
		buf_z(&b, "Disallow: /a*b*\n");
	buf_z(&b, "Disallow: /over\n");
	assert_true(b.len < LIMIT_ROBOTS);
	assert_true(allows(b.at, "t", "/over"));
	assert_int_equal(robots.count, LIMIT_ROBOTS_RULES);
	buf_clear(&b);
	buf_z(&b, "User-agent: *\nDisallow: /in\n");
	while (b.len < LIMIT_ROBOTS)
		buf_z(&b, "# and so on and on and on\n");
	buf_z(&b, "Disallow: /out\n");
	assert_false(allows(b.at, "t", "/in"));
	assert_true(allows(b.at, "t", "/out"));
	buf_free(&b);
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
		cmocka_unit_test(test_simple_example), cmocka_unit_test(test_longest_match),
		cmocka_unit_test(test_groups_merge),   cmocka_unit_test(test_percent),
		cmocka_unit_test(test_signs),          cmocka_unit_test(test_lines),
		cmocka_unit_test(test_delay),          cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
