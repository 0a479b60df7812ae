/* fuzz_html.c -- any bytes as a web page. Oracles: title and text are valid UTF-8 and
 * within limits; the same bytes give the same page; no text has a control character. */
#include "base/check.h"
#include "base/limits.h"
#include "ingest/page.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

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
	if (s.len)
		CHECK(utf8_valid(page_fragment_text(a, utf8_repair(a, s)), NULL));
	arena_free(a);
	return 0;
}
