/* fuzz_charset.c -- a label (or Content-Type) in the first line, bytes in the others.
 * Oracles: a guess is a name that is known and opens; what is decoded is valid UTF-8 without
 * a mark, within its bounds, and the same when it is done again from UTF-8; bytes that are
 * valid UTF-8 stay as they are; where an encoding has one byte a character, so many
 * characters come out; a declaration that is found in a beginning is found in the whole, and
 * no comment around it declares anything. */
#include "base/check.h"
#include "base/limits.h"
#include "text/charset.h"
#include "text/charset_declared.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static size_t characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

static struct str without_mark(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? str_cut(s, 3, s.len) : s;
}

static void expect_decoded(struct arena *a, struct str bytes, const char *name)
{
	static const char *const single[] = {"windows-1252", "windows-1251", "KOI8-R",
					     "windows-1254"};
	struct str once, twice;
	struct err err;

	if (!charset_decode(&once, a, bytes, name, &err)) {
		CHECK(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		return;
	}
	CHECK(utf8_valid(once, NULL) && once.len <= LIMIT_FEED);
	CHECK(once.len <= bytes.len * 4 + 16);
	CHECK(charset_decode(&twice, a, once, "UTF-8", &err));
	CHECK(str_eq(twice, without_mark(once)));
	if (strcmp(name, "UTF-8") == 0 && utf8_valid(bytes, NULL))
		CHECK(str_eq(once, without_mark(bytes)));
	for (size_t i = 0; i < sizeof single / sizeof *single; i++)
		if (strcmp(name, single[i]) == 0)
			CHECK(characters(once) == bytes.len);
}

static void expect_declared(struct arena *a, struct str page)
{
	const char *whole = charset_declared(page), *part;

	for (size_t upto = 0; upto < page.len && upto < 400; upto += 7) {
		part = charset_declared(str_cut(page, 0, upto));
		CHECK(!part || part == whole);
	}
	if (whole) {
		CHECK(charset_name(str_of(whole)) && strncmp(whole, "UTF-16", 6) != 0);
		CHECK(str_find_nocase(page, STR("charset")) != STR_NPOS);
	}
	if (str_find(page, STR("-->")) == STR_NPOS)
		CHECK(!charset_declared(arena_fmt(
			a, "<!-- %.*s", (int)(page.len < 5000 ? page.len : 5000), page.at)));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str text = {(const char *)at, len}, label, bytes;
	struct arena *a = arena_new();
	const char *name, *guess;

	label = str_cut(text, 0, str_chr(text, '\n'));
	bytes = str_cut(text, label.len + 1, text.len);
	name = charset_name(label);
	if (name) {
		CHECK(charset_name(str_of(name)));
		CHECK(strcmp(charset_name(str_of(name)), name) == 0);
		expect_decoded(a, bytes, name);
	}
	guess = charset_guess(bytes, label);
	CHECK(guess && charset_name(str_of(guess)));
	if (guess != name)
		expect_decoded(a, bytes, guess);
	expect_declared(a, bytes);
	arena_free(a);
	return 0;
}
