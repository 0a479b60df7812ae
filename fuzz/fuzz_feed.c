/* fuzz_feed.c -- any bytes as a feed. Oracles: what was mended needs no mending, and the
 * parser reads it to its end; every field of every entry is valid UTF-8 and there are no
 * more entries than bytes; the same bytes give the same JSON, which is JSON; an article
 * made of an entry is sealed. */
#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "ingest/extract.h"
#include "ingest/feed.h"
#include "ingest/feed_mend.h"
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

static void expect_mended(struct arena *a, struct str s)
{
	struct buf once, twice;
	bool bent;

	buf_init(&once, LIMIT_FEED_MENDED);
	buf_init(&twice, LIMIT_FEED_MENDED);
	feed_mend(&once, &bent, utf8_repair(a, s));
	CHECK(utf8_valid(buf_view(&once), NULL));
	feed_mend(&twice, &bent, buf_view(&once));
	CHECK(!bent);
	CHECK(str_eq(buf_view(&once), buf_view(&twice)));
	buf_free(&once);
	buf_free(&twice);
}

static void expect_json(struct str s)
{
	struct buf once, again;
	struct json *json;
	struct err err;
	bool is_feed;

	buf_init(&once, LIMIT_FILE);
	buf_init(&again, LIMIT_FILE);
	is_feed = feed_to_json(&once, s, &err);
	CHECK(is_feed == feed_to_json(&again, s, &err));
	CHECK(str_eq(buf_view(&once), buf_view(&again)));
	if (is_feed) {
		CHECK(json_parse(&json, buf_view(&once), &err));
		json_free(json);
	}
	buf_free(&once);
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str s = {(const char *)at, len};
	struct arena *a = arena_new();
	struct feed_entry entry;
	enum feed_pulled pulled;
	struct feed *feed;
	struct err err;
	size_t entries = 0;

	expect_mended(a, s);
	if (feed_open(&feed, s, STR_NONE, STR("https://example.org/feed"), &err)) {
		while ((pulled = feed_next(&entry, feed, a, &err)) == FEED_ENTRY) {
			expect_entry(a, &entry);
			CHECK(++entries <= len);
		}
		CHECK(pulled == FEED_END || !strstr(err.text, "broken"));
		feed_close(feed);
	}
	expect_json(s);
	arena_free(a);
	return 0;
}
