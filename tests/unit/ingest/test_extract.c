/* Documents of each kind become articles, or say why not. */
#include "lib/test.h"

#include "ingest/extract.c"

#include "ingest/gunzip.h"

static struct err err;

static bool extract(struct article *out, struct arena *a, enum document_kind kind, const char *text)
{
	struct document doc = {.kind = kind, .bytes = str_of(text), .origin = STR("test")};

	return extract_article(out, a, &doc, &err);
}

static void test_text(void **state)
{
	struct arena *a = arena_new();
	struct article x;

	(void)state;
	assert_true(extract(&x, a, DOCUMENT_TEXT, "A title\n\nThe text.\nMore of it.\n"));
	assert_str(x.field[FIELD_TITLE], "A title");
	assert_str(x.field[FIELD_TEXT], "The text.\nMore of it.");
	assert_true(extract(&x, a, DOCUMENT_TEXT, "No title here.\nOnly lines."));
	assert_str(x.field[FIELD_TITLE], "");
	assert_true(extract(&x, a, DOCUMENT_TEXT, "One line"));
	assert_str(x.field[FIELD_TEXT], "One line");
	assert_false(extract(&x, a, DOCUMENT_TEXT, " \n "));
	assert_int_equal(err.code, ERR_INPUT);
	arena_free(a);
}

static void test_json(void **state)
{
	struct arena *a = arena_new();
	struct article x;

	(void)state;
	assert_true(extract(&x, a, DOCUMENT_JSON,
			    "{\"id\":5,\"title\":\"T\",\"text\":\"x\",\"date\":\"2025-06-17\"}"));
	assert_str(x.id, "5");
	assert_true(x.date_ms == 1750118400000 && x.sealed);
	assert_true(extract(
		&x, a, DOCUMENT_JSON,
		"{\"id\":\"p\",\"url\":\"https://e.org/2025/06/17/x\",\"html\":\"<title>Robots"
		"</title><p>A robot did this and that, and it was seen by many.</p>\"}"));
	assert_str(x.id, "p");
	assert_str(x.field[FIELD_TITLE], "Robots");
	assert_true(x.date_ms == 1750118400000); /* of the address */
	assert_str(x.publisher, "e.org");
	assert_true(extract(&x, a, DOCUMENT_JSON, "{\"title\":\"a \\\"html\\\" b\"}"));
	assert_false(extract(&x, a, DOCUMENT_JSON, "{\"title\":\"\",\"text\":\"\"}"));
	assert_false(extract(&x, a, DOCUMENT_JSON, "{\"title\":"));
	arena_free(a);
}

static const char PARAGRAPH[] =
	"<p>The machine, which had been rented, took hold of his finger and did not let go, "
	"officials said, and several adults had to free him from it.</p>";

static void test_page(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct buf page;

	(void)state;
	buf_init(&page, 1 << 16);
	buf_fmt(&page,
		"<html><head><title>Chess robot | Site</title></head><body><nav><a href=/>Home "
		"page "
		"of the site with a long name</a></nav><div class='story'><h1>Chess robot breaks "
		"finger</h1>%s%s<ul><li><a href=1>Related: another story that is not this one, "
		"really"
		"</a></ul></div><div class='comments'>%s</div><footer>Footer words, many of them, "
		"all "
		"about copyright and cookies</footer></body></html>",
		PARAGRAPH, PARAGRAPH,
		"<p>First! I, too, have an opinion, and it is long, and wrong.</p>");
	assert_true(extract(&x, a, DOCUMENT_PAGE, page.at));
	assert_str(x.field[FIELD_TITLE], "Chess robot breaks finger");
	assert_true(str_starts(x.field[FIELD_TEXT], STR("The machine")));
	assert_true(str_find(x.field[FIELD_TEXT], STR("First!")) == STR_NPOS);
	assert_true(str_find(x.field[FIELD_TEXT], STR("Related")) == STR_NPOS);
	assert_true(str_find(x.field[FIELD_TEXT], STR("cookies")) == STR_NPOS);
	assert_false(extract(&x, a, DOCUMENT_PAGE, "<html><body><script>x</script></body></html>"));
	assert_non_null(strstr(err.text, "no article text"));
	buf_free(&page);
	arena_free(a);
}

/* Teasers of other articles end where the next real paragraph begins. */
static void test_teasers(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct buf page;

	(void)state;
	buf_init(&page, 1 << 16);
	buf_fmt(&page,
		"<body><div><h1>Title of it</h1>%s%s<h4>Most read</h4><div><a href=/1>Webb "
		"telescope "
		"shows its first pictures</a><span>NASA on Tuesday released four more pictures of "
		"it"
		"</span></div>%s<p>Advertisement</p></div></body>",
		PARAGRAPH, PARAGRAPH,
		"<p>And this is the last paragraph of the article, which stands behind the teaser, "
		"and "
		"is long enough to be told from one, with a second half of its sentence to make "
		"sure.</p>");
	assert_true(extract(&x, a, DOCUMENT_PAGE, page.at));
	assert_true(str_find(x.field[FIELD_TEXT], STR("NASA")) == STR_NPOS);
	assert_true(str_find(x.field[FIELD_TEXT], STR("Advertisement")) == STR_NPOS);
	assert_true(str_find(x.field[FIELD_TEXT], STR("And this is the last")) != STR_NPOS);
	buf_free(&page);
	arena_free(a);
}

static void test_fragments(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(page_fragment_text(a, STR("<p>a <b>b</b></p><p>c&amp;d</p><script>x</script>")),
		   "a b\nc&d");
	assert_str(page_fragment_text(a, STR("plain")), "plain");
	assert_str(page_fragment_text(a, STR("")), "");
	arena_free(a);
}

static void test_gunzip(void **state)
{
	/* "hello\n", made by gzip -n */
	static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0,    0,    0,    0,    0,    0,
					       0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
					       0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00};
	struct str s = {(const char *)packed, sizeof packed};
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_true(gunzip_is(s));
	assert_true(gunzip_read(&b, s, &err));
	assert_str(buf_view(&b), "hello\n");
	buf_clear(&b);
	assert_false(gunzip_read(&b, str_cut(s, 0, 15), &err));
	assert_non_null(strstr(err.text, "cut off"));
	buf_clear(&b);
	assert_false(gunzip_read(&b, STR("\x1f\x8b\x08xxxxxxxxxxxxxxxx"), &err));
	assert_false(gunzip_read(&b, STR("plain"), &err));
	buf_free(&b);
	buf_init(&b, 3); /* one over */
	assert_false(gunzip_read(&b, s, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&b);
}

static void test_a_page_and_its_feed(void **state)
{
	struct feed_entry entry = {.title = STR("By the <i>feed</i>"),
				   .date_ms = 1750118400000,
				   .author = STR("A. Author"),
				   .publisher = STR("The Feed")};
	struct document doc = {.kind = DOCUMENT_PAGE, .entry = &entry, .origin = STR("test")};
	struct arena *a = arena_new();
	struct article x;

	(void)state;
	doc.bytes = arena_fmt(a, "<html><body>%s%s</body></html>", PARAGRAPH, PARAGRAPH);
	assert_true(extract_article(&x, a, &doc, &err));
	assert_str(x.field[FIELD_TITLE], "By the feed");
	assert_str(x.author, "A. Author");
	assert_str(x.publisher, "The Feed");
	assert_true(x.date_ms == 1750118400000);
	doc.bytes =
		arena_fmt(a, "<html><title>Own title of this page</title><body>%s%s</body></html>",
			  PARAGRAPH, PARAGRAPH);
	assert_true(extract_article(&x, a, &doc, &err));
	assert_str(x.field[FIELD_TITLE], "Own title of this page");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_teasers),
		cmocka_unit_test(test_gunzip),
		cmocka_unit_test(test_a_page_and_its_feed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
