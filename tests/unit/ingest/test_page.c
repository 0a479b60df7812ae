/* A page's fields: which of its candidates is believed. */
#include "lib/test.h"

#include "ingest/page.c"
#include "ingest/page_candidates.h"
#include "text/date.h"

#define BODY                                                                                       \
	"<p>The machine, which had been rented for the day, took hold of his finger and did not "  \
	"let go, officials said, and several adults had to free him from it.</p>"                  \
	"<p>Organisers said that the boy had moved too early, which the arm was not made for, "    \
	"and that it would be shown at other tournaments all the same.</p>"

static void read(struct page *out, struct arena *a, const char *html)
{
	struct err err;

	assert_true(
		page_read(out, a, str_of(html), STR_NONE, STR("https://news.example.org/x"), &err));
}

static void test_headline(void **state)
{
	struct arena *a = arena_new();
	struct page p;

	(void)state;
	read(&p, a,
	     "<title>Chess robot breaks finger of boy | Example News</title><h1>Example News</h1>"
	     "<h2>Chess robot breaks the finger of a boy</h2>" BODY);
	assert_str(p.title, "Chess robot breaks the finger of a boy");
	read(&p, a,
	     "<meta property=og:title content='Chess robot breaks finger'>"
	     "<h1><span>Russia</span> Chess robot breaks finger</h1>" BODY);
	assert_str(p.title, "Chess robot breaks finger");
	read(&p, a, "<title>Chess robot breaks finger - Example News</title>" BODY);
	assert_str(p.title, "Chess robot breaks finger");
	read(&p, a,
	     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":"
	     "\"Robot &#8211; again\"}</script><nav><h1>Home</h1></nav>" BODY);
	assert_str(p.title, "Robot \xe2\x80\x93 again");
	arena_free(a);
}

static void test_little(void **state)
{
	struct arena *a = arena_new();
	struct page p;

	(void)state;
	read(&p, a, "<a href=x><p>One</p><p>Two</p></a><nav>Home</nav>");
	assert_str(p.text, "One\nTwo");
	arena_free(a);
}

static void is_date(const char *html, const char *want)
{
	struct arena *a = arena_new();
	struct page p;

	read(&p, a, html);
	assert_str(p.date_ms ? date_iso_in(a, p.date_ms, p.date_zone) : STR(""), want);
	arena_free(a);
}

static void test_date(void **state)
{
	(void)state;
	is_date("<meta property=article:published_time content='2022-07-24T23:30:00-03:00'>" BODY,
		"2022-07-24T23:30:00-03:00");
	is_date("<h1>Chess robot</h1><div class=byline>By Jane, 24. Juli 2022</div>" BODY,
		"2022-07-24T00:00:00Z");
	is_date("<h1>Chess robot</h1>" BODY "<div class=comments><p>Jim, July 30, 2022</div>", "");
	is_date("<h1>Chess robot</h1><time datetime=2022-07-24>two days ago</time>" BODY
		"<aside><time datetime=2019-01-01></time></aside>",
		"2022-07-24T00:00:00Z");
	is_date("<h1>Chess robot</h1><p class=date>Published 24 July 2022 | Updated 3 August "
		"2022</p>" BODY,
		"2022-07-24T00:00:00Z");
}

/* Those that say the same are one candidate, and the list ends. */
static void test_candidates(void **state)
{
	struct arena *a = arena_new();
	struct page_candidates *c = ARENA_NEW(a, struct page_candidates);

	(void)state;
	assert_null(page_candidates_best(c, PAGE_MODEL_TITLES));
	assert_ptr_equal(page_candidates_of(c, 7), page_candidates_of(c, 7));
	for (uint64_t key = 8; key < 7 + PAGE_CANDIDATES_MAX; key++)
		assert_non_null(page_candidates_of(c, key));
	assert_null(page_candidates_of(c, 1));
	assert_int_equal(c->len, PAGE_CANDIDATES_MAX);
	assert_true(page_title_key(a, STR("Robot \xe2\x80\x93 again!")) ==
		    page_title_key(a, STR("ROBOT again")));
	assert_true(page_title_key(a, STR(" - ")) == 0);
	arena_free(a);
}

static void test_hidden(void **state)
{
	struct arena *a = arena_new();
	struct page p;

	(void)state;
	read(&p, a,
	     BODY "<p style='color:red; Display : none'>Not shown, said the style, so that it is "
		  "no part of the article, whatever it says.</p><p hidden>Nor is this one, which "
		  "is as long as a paragraph and has a full stop.</p>" BODY);
	assert_true(str_find(p.text, STR("officials said")) != STR_NPOS);
	assert_true(str_find(p.text, STR("Not shown")) == STR_NPOS);
	assert_true(str_find(p.text, STR("Nor is")) == STR_NPOS);
	arena_free(a);
}

static void test_drawn_by_script(void **state)
{
	struct arena *a = arena_new();
	struct page p;

	(void)state;
	read(&p, a,
	     "<div id=app></div><script id=__NEXT_DATA__ type=application/json>{\"props\":{\"a\":"
	     "[\"x\",{\"html\":\"<p>The machine took hold of his finger and did not let go, "
	     "officials said. It was <b>rented</b>.</p>\"}],\"u\":\"https://e.org/a. b\"}}"
	     "</script>");
	assert_str(p.text,
		   "The machine took hold of his finger and did not let go, officials said. "
		   "It was rented.");
	read(&p, a,
	     "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\","
	     "\"articleBody\":\"The arm took hold of his finger. It did not let go.\"}]}</script>");
	assert_str(p.text, "The arm took hold of his finger. It did not let go.");
	arena_free(a);
}

static void test_one_bad_byte(void **state)
{
	struct arena *a = arena_new();
	struct page p;
	struct err err;
	struct str html =
		STR("<meta charset=utf-8><p>Before \xff the byte, caf\xc3\xa9 and na\xc3\xafve "
		    "are as they should be, and so is all that follows it.</p>");

	(void)state;
	assert_true(page_read(&p, a, html, STR_NONE, STR_NONE, &err));
	assert_true(str_find(p.text, STR("caf\xc3\xa9 and na\xc3\xafve")) != STR_NPOS);
	arena_free(a);
}

static void test_too_large(void **state)
{
	struct arena *a = arena_new();
	struct page p;
	struct err err;
	char *bytes = memory_zalloc(LIMIT_PAGE + 1);

	(void)state;
	memset(bytes, 'x', LIMIT_PAGE + 1);
	assert_false(
		page_read(&p, a, (struct str){bytes, LIMIT_PAGE + 1}, STR_NONE, STR_NONE, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	memory_free(bytes);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headline),     cmocka_unit_test(test_date),
		cmocka_unit_test(test_little),       cmocka_unit_test(test_candidates),
		cmocka_unit_test(test_hidden),       cmocka_unit_test(test_drawn_by_script),
		cmocka_unit_test(test_one_bad_byte), cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
