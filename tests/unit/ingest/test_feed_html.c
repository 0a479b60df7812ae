/* Addresses in markup: made absolute where they stand, found where they are shown. */
#include "lib/test.h"

#include "ingest/feed_html.c"

static void resolves(const char *html, const char *want)
{
	struct arena *a = arena_new();

	assert_str(feed_html_absolute(a, str_of(html), STR("https://e.org/a/b")), want);
	arena_free(a);
}

static void test_absolute(void **state)
{
	(void)state;
	resolves("no tag", "no tag");
	resolves("<a href=\"c\">c</a> <img alt='x' src = '/d'>",
		 "<a href=\"https://e.org/a/c\">c</a> <img alt='x' src = 'https://e.org/d'>");
	resolves("<a href='mailto:a@b'>", "<a href='mailto:a@b'>");
	resolves("<a data-href='c' href=d>", "<a data-href='c' href=d>");
	resolves("href='c' <a href='c", "href='c' <a href='c");
	resolves("<source srcset='x' src='s' href='h'>",
		 "<source srcset='x' src='https://e.org/a/s' href='https://e.org/a/h'>");
	resolves("<a href=\"c src='d'\">", "<a href=\"https://e.org/a/c src='d'\">");
	resolves("", "");
}

static void test_image(void **state)
{
	(void)state;
	assert_str(feed_html_image(STR("<p>x</p><img alt='a>b' src='1'><IMG SRC=\"2\">")), "2");
	assert_str(feed_html_image(STR("<img src='data:x'><img src=' 1 '>")), "1");
	assert_str(feed_html_image(STR("<image src='1'><img")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_image),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
