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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_atom_json_and_sitemap),
		cmocka_unit_test(test_bent_and_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
