/* Feeds of each kind, bent ones too; nothing from outside is ever fetched or unfolded. */
#include "lib/test.h"

#include "ingest/feed.c"

static struct err err;

static struct feed_entry entry[16];
static size_t entries;
static struct {
	struct str title, url, lang;
	bool bozo;
} head;

static bool read_feed(struct arena *a, struct str bytes)
{
	struct feed *f;
	enum feed_pulled pulled = FEED_BROKEN;

	entries = 0;
	if (!feed_open(&f, bytes, STR_NONE, STR("https://e.org/feed"), &err))
		return false;
	while (entries < 16 && (pulled = feed_next(&entry[entries], f, a, &err)) == FEED_ENTRY)
		entries++;
	head.title = arena_copy(a, f->head->text[FEED_TITLE]);
	head.url = arena_copy(a, f->head->text[FEED_LINK]);
	head.lang = arena_copy(a, f->head->text[FEED_LANGUAGE]);
	head.bozo = is_bozo(f);
	feed_close(f);
	return pulled == FEED_END;
}

static void test_rss(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_true(read_feed(
		a, STR("<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' "
		       "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title>"
		       "<link>https://e.org/</link><language>en-GB</language>"
		       "<image><title>no</title></image><item><title>A</title>"
		       "<link>/news/1</link><guid>g1</guid>"
		       "<pubDate>Tue, 17 Jun 2025 10:00:00 +0200</pubDate>"
		       "<description>short</description>"
		       "<content:encoded>&lt;p&gt;the longer one&lt;/p&gt;</content:encoded>"
		       "<dc:creator>Ann</dc:creator>"
		       "<enclosure url='i.jpg' type='image/jpeg'/></item></channel></rss>")));
	assert_int_equal(entries, 1);
	assert_str(head.title, "T");
	assert_str(entry[0].title, "A");
	assert_str(entry[0].id, "g1");
	assert_str(entry[0].url, "https://e.org/news/1");
	assert_str(entry[0].html, "<p>the longer one</p>");
	assert_str(entry[0].author, "Ann");
	assert_str(entry[0].publisher, "T");
	assert_str(entry[0].lang, "en-GB");
	assert_str(entry[0].image, "https://e.org/i.jpg");
	assert_true(entry[0].date_ms == 1750147200000);
	arena_free(a);
}

static void test_atom_json_and_sitemap(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_true(read_feed(
		a,
		STR("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>F</title>"
		    "<link rel='self' href='x'/><entry><id>tag:1</id><title type='text'>a &lt; b"
		    "</title><link href='https://e.org/p'/><updated>2025-06-18T00:00:00Z</updated>"
		    "<published>2025-06-17T00:00:00Z</published><summary>s</summary>"
		    "<author><name>N</name></author></entry></feed>")));
	assert_str(entry[0].title, "a &lt; b");
	assert_str(entry[0].lang, "de");
	assert_true(entry[0].date_ms == 1750118400000);
	assert_true(read_feed(a, STR("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":"
				     "\"J\",\"items\":[{\"id\":7,\"url\":\"https://e.org/7\","
				     "\"content_text\":\"a<b\"}]}")));
	assert_str(entry[0].id, "7");
	assert_str(entry[0].html, "a&lt;b");
	assert_true(read_feed(
		a, STR("<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url>"
		       "<loc>https://e.org/x</loc><n:news><n:publication><n:name>P</n:name>"
		       "<n:language>en</n:language></n:publication><n:title>S</n:title>"
		       "</n:news></url></urlset>")));
	assert_str(entry[0].title, "S");
	assert_str(entry[0].publisher, "P");
	assert_str(entry[0].lang, "en");
	arena_free(a);
}

static void test_bent_and_hostile(void **state)
{
	struct arena *a = arena_new();
	const char *bomb =
		"<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss><channel><item>"
		"<title>x&f;y</title></item></channel></rss>";

	(void)state;
	assert_true(read_feed(a, STR("\n\n  <rss><channel><item><title>late</title></item>"
				     "</channel></rss>")));
	assert_str(entry[0].title, "late");
	read_feed(a, STR("<rss><channel><item><title>a & b</title><link>https://e.org/1</link>"
			 "</item></channel></rss>"));
	assert_int_equal(entries, 1); /* a bare ampersand loses no entry */
	assert_str(entry[0].url, "https://e.org/1");
	read_feed(a, str_of(bomb));
	for (size_t i = 0; i < entries; i++)
		assert_true(str_find(entry[i].title, STR("root:")) == STR_NPOS);
	assert_false(read_feed(a, STR("<html><body>no feed</body></html>")));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(read_feed(a, STR("")));
	assert_false(read_feed(a, STR("{\"items\":3}")));
	arena_free(a);
}

static void test_texts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_true(read_feed(
		a, STR("<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.org/x/'>"
		       "<entry xml:base='y/'><link href='1'/><title type='html'>&lt;a href=\"2\""
		       "&gt;t&lt;/a&gt;</title><content type='xhtml'><div><p>a &lt; b<br/>"
		       "<img src='3'/><i/></p></div></content></entry>"
		       "<entry><content type='text/plain'>a&lt;b\nc</content>"
		       "<title mode='base64'>PGI+dDwvYj4=</title></entry>"
		       "<entry><title>1 <b>2</b> &lt;i&gt;3&lt;/i&gt;</title><content "
		       "type='image/png'>iVBORw0KGgo=</content></entry></feed>")));
	assert_str(entry[0].url, "https://b.org/x/y/1");
	assert_str(entry[0].title, "<a href=\"https://b.org/x/y/2\">t</a>");
	assert_str(entry[0].html, "<p>a &lt; b<br/><img src=\"https://b.org/x/y/3\"/><i></i></p>");
	assert_str(entry[0].image, "https://b.org/x/y/3");
	assert_str(entry[1].html, "a&lt;b<br>c");
	assert_str(entry[1].title, "<b>t</b>");
	assert_str(entry[2].title, "1 <b>2</b> <i>3</i>");
	assert_str(entry[2].html, "iVBORw0KGgo="); /* no text, so left as it was */
	assert_false(head.bozo);
	arena_free(a);
}

static void test_modules(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_true(
		read_feed(/* the prefix tells where the namespace is missing or wrong */
			  a,
			  STR("<rss xmlns:media='http://wrong.example/'><channel><item><dc:title>T"
			      "</dc:title><content:encoded>C</content:encoded><dc:creator>D</"
			      "dc:creator>"
			      "<author>a@e.org (A)</author><media:group><media:content "
			      "medium='image' "
			      "url='/i'/></media:group><dc:date>2025-06-17</dc:date><pubDate>soon"
			      "</pubDate><atom:link rel='alternate' href='/l'/><source url='/s'>S"
			      "</source></item></channel></rss>")));
	assert_str(entry[0].title, "T");
	assert_str(entry[0].html, "C");
	assert_str(entry[0].author, "A");
	assert_str(entry[0].image, "https://e.org/i");
	assert_str(entry[0].url, "https://e.org/l");
	assert_str(entry[0].publisher, "S");
	assert_true(entry[0].date_ms == 1750118400000);
	assert_true(head.bozo); /* dc, content and atom were never declared */
	arena_free(a);
}

static void test_encodings(void **state)
{
	const struct {
		struct str bytes;
		bool bozo;
	} row[] = {
		{STR("<?xml version='1.0' encoding='utf-8'?><rss><item><title>caf\xe9</title>"
		     "</item></rss>"),
		 true},
		{STR("<?xml version='1.0' encoding='iso-8859-1'?><rss><item><title>caf\xe9</title>"
		     "</item></rss>"),
		 false},
		{STR("<?xml version='1.0' encoding='koi8-r'?><rss><item><title>caf\xc3\xa9"
		     "</title></item></rss>"),
		 true},
		{STR("\xef\xbb\xbf<rss><item><title>caf\xc3\xa9</title></item></rss>"), false},
		{STR("<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l\0e\0>\0c\0a\0f\0"
		     "\xe9\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0"
		     "s\0>\0"),
		 false},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		assert_true(read_feed(a, row[i].bytes));
		assert_str(entry[0].title, "caf\xc3\xa9");
		assert_int_equal(head.bozo, row[i].bozo);
	}
	assert_true(read_feed(a, STR("<?xml version='1.0' encoding='utf-8'?><rss><item><title>"
				     "\xc3\xa9t\xc3\xa9 \xff!</title></item></rss>")));
	assert_str(entry[0].title, "\xc3\xa9t\xc3\xa9 \xef\xbf\xbd!"); /* one damaged byte */
	arena_free(a);
}

/* An entry that is cut off, tags left open, ends too many: none behind them is lost. */
static void test_recovery(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_true(read_feed(
		a, STR("<rss><channel><title>T</title><item><title>1</title><description><b>x"
		       "</description></item><item><title>2</title></b></p></div></item></channel>"
		       "</rss><item><title>3</title></item><item><description>4 <p>cut")));
	assert_int_equal(entries, 4);
	assert_str(entry[0].html, "<b>x</b>");
	assert_str(entry[1].title, "2");
	assert_str(entry[2].title, "3");
	assert_str(entry[3].html, "4 <p>cut</p>");
	assert_true(head.bozo);
	arena_free(a);
}

static void expect_limit(struct str bytes)
{
	struct arena *a = arena_new();
	struct feed_entry e;
	struct feed *f;

	err.code = ERR_NONE;
	if (feed_open(&f, bytes, STR_NONE, STR_NONE, &err)) {
		while (feed_next(&e, f, a, &err) == FEED_ENTRY)
			arena_reset(a);
		feed_close(f);
	}
	assert_int_equal(err.code, ERR_LIMIT);
	arena_free(a);
}

static void test_limits(void **state)
{
	struct buf b;

	(void)state;
	expect_limit((struct str){"", (size_t)LIMIT_FEED + 1});
	buf_init(&b, LIMIT_FEED);
	buf_z(&b, "<rss>");
	for (int i = 0; i <= LIMIT_FEED_ENTRIES; i++)
		buf_z(&b, "<item/>");
	buf_z(&b, "</rss>");
	expect_limit(buf_view(&b));
	buf_clear(&b);
	buf_z(&b, "<rss>");
	while (b.len <= LIMIT_FEED_MENDED / 5) /* an ampersand becomes five bytes */
		buf_z(&b, "&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&");
	expect_limit(buf_view(&b));
	buf_free(&b);
}

static void test_to_json(void **state)
{
	struct buf out, small;

	(void)state;
	buf_init(&out, LIMIT_FILE);
	buf_init(&small, 60);
	assert_true(feed_to_json(&out,
				 STR("<rss version='2.0'><item><foo a='b'>c</foo></item>"
				     "<channel><ttl>9</ttl></channel></rss>"),
				 &err));
	assert_str(buf_view(&out),
		   "{\"feed\":{\"feedType\":\"rss\",\"feedVersion\":\"2.0\",\"extensions\":{"
		   "\"ttl\":[{\"value\":\"9\"}]}},\"entries\":[{\"extensions\":{\"foo\":[{"
		   "\"value\":\"c\",\"attributes\":{\"a\":\"b\"}}]}}],\"bozo\":false}");
	assert_false(feed_to_json(&small, STR("<rss version='2.0'><item/><item/></rss>"), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_false(feed_to_json(&out, STR("<html><item/></html>"), &err));
	buf_free(&out);
	buf_free(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_atom_json_and_sitemap),
		cmocka_unit_test(test_bent_and_hostile),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_modules),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_recovery),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_to_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
