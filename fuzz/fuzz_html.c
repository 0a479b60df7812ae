/* fuzz_html.c -- any bytes as a web page. Oracles: title and text are valid UTF-8 and
 * within limits; the same bytes give the same page; no text has a control character;
 * the tokenizer's tokens are in order and within the page; a tree of a page without
 * data has no more digits and marks in its article than in all its text. */
#include "base/check.h"
#include "base/limits.h"
#include "ingest/html_token.h"
#include "ingest/page.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

/* Texts that were not copied lie behind each other in the page. */
static void tokens_in_order(struct arena *a, struct str html)
{
	static struct html_tokenizer t;
	struct html_token token;
	const char *behind = html.at;

	html_tokenizer_init(&t, a, html);
	while (html_next(&token, &t)) {
		CHECK(t.at <= html.at + html.len && t.at >= behind);
		if (token.kind == HTML_TEXT) {
			CHECK(token.text.at >= behind && token.text.len);
			CHECK(token.text.at + token.text.len <= t.at);
		}
		behind = t.at;
		if (token.kind == HTML_START && str_eq(token.name, STR("script")))
			html_content_is(&t, HTML_SCRIPT);
	}
	CHECK(t.at == html.at + html.len);
}

static size_t marks(struct str s)
{
	size_t found = 0;

	for (size_t i = 0; i < s.len; i++)
		found += (s.at[i] >= '0' && s.at[i] <= '9') || s.at[i] == ',' || s.at[i] == '!';
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str s = {(const char *)at, len};
	struct arena *a = arena_new();
	struct page page, again;
	struct err err;

	if (page_read(&page, a, s, STR_NONE, STR("https://example.org/2026/01/24/x"), &err)) {
		CHECK(utf8_valid(page.title, NULL) && utf8_valid(page.text, NULL));
		CHECK(utf8_valid(page.author, NULL) && utf8_valid(page.url, NULL));
		CHECK(page.text.len <= LIMIT_TEXT);
		for (size_t i = 0; i < page.text.len; i++)
			CHECK((unsigned char)page.text.at[i] >= ' ' || page.text.at[i] == '\n');
		CHECK(page_read(&again, a, s, STR_NONE, STR("https://example.org/2026/01/24/x"),
				&err));
		CHECK(str_eq(page.text, again.text) && str_eq(page.title, again.title));
	}
	if (s.len) {
		struct str utf8 = utf8_repair(a, s), all = page_fragment_text(a, utf8);

		CHECK(utf8_valid(all, NULL));
		tokens_in_order(a, utf8);
		if (str_find_nocase(s, STR("json")) == STR_NPOS &&
		    str_find_nocase(s, STR("__n")) == STR_NPOS &&
		    page_read(&page, a, utf8, STR("text/html; charset=utf-8"), STR_NONE, &err))
			CHECK(marks(page.text) <= marks(all));
	}
	arena_free(a);
	return 0;
}
