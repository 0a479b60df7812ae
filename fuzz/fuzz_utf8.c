/* fuzz_utf8.c -- any bytes. Oracles: repair gives valid UTF-8 and is idempotent; valid
 * text is left alone; folding, NFC and tidying keep it valid; NFC twice is once. */
#include "base/check.h"
#include "text/utf8.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void expect_words(struct arena *a, struct str s)
{
	struct words words;

	words_of(&words, a, s);
	for (size_t i = 0; i < words.len; i++) {
		CHECK(words.at[i].from < words.at[i].upto && words.at[i].upto <= s.len);
		CHECK(i == 0 || words.at[i - 1].upto <= words.at[i].from);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str s = {(const char *)at, len};
	struct arena *a = arena_new();
	struct str fixed = utf8_repair(a, s), nfc;

	CHECK(utf8_valid(fixed, NULL));
	CHECK(str_eq(utf8_repair(a, fixed), fixed));
	if (utf8_valid(s, NULL))
		CHECK(str_eq(fixed, s));
	nfc = utf8_nfc(a, fixed);
	CHECK(utf8_valid(nfc, NULL));
	CHECK(str_eq(utf8_nfc(a, nfc), nfc));
	CHECK(utf8_valid(utf8_fold(a, fixed), NULL));
	for (int lines = 0; lines < 2; lines++) {
		struct str tidy = utf8_tidy(a, fixed, lines);

		CHECK(utf8_valid(tidy, NULL) && tidy.len <= fixed.len);
		CHECK(str_eq(utf8_tidy(a, tidy, lines), tidy));
	}
	expect_words(a, fixed);
	arena_free(a);
	return 0;
}
