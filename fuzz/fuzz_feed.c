/* fuzz_feed.c -- any bytes as a feed. Oracles: every field of every entry is valid
 * UTF-8; the same bytes give the same JSON; an article made of an entry is sealed. */
#include "base/check.h"
#include "base/limits.h"
#include "ingest/extract.h"
#include "ingest/feed.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void expect_entry(struct arena *a, const struct feed_entry *e)
{
	struct document doc = {.kind = DOCUMENT_ENTRY, .entry = e, .origin = STR("fuzz")};
	const struct str field[] = {e->id,     e->url,       e->title, e->html,
				    e->author, e->publisher, e->lang,  e->image};
	struct article article;
	struct err err;

	for (size_t i = 0; i < sizeof field / sizeof *field; i++)
		CHECK(utf8_valid(field[i], NULL));
	if (extract_article(&article, a, &doc, &err))
		CHECK(article.sealed && utf8_valid(article.field[FIELD_TEXT], NULL));
	else
		CHECK(err.text[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str s = {(const char *)at, len};
	struct arena *a = arena_new();
	struct feed_entry entry;
	struct feed *feed;
	struct buf once, again;
	struct err err;

	if (feed_open(&feed, s, STR_NONE, STR("https://example.org/feed"), &err)) {
		while (feed_next(&entry, feed, a, &err) == FEED_ENTRY)
			expect_entry(a, &entry);
		feed_close(feed);
	}
	buf_init(&once, LIMIT_FILE);
	buf_init(&again, LIMIT_FILE);
	CHECK(feed_to_json(&once, s, &err) == feed_to_json(&again, s, &err));
	CHECK(str_eq(buf_view(&once), buf_view(&again)));
	buf_free(&once);
	buf_free(&again);
	arena_free(a);
	return 0;
}
