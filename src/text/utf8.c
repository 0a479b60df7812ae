/* text/utf8.c -- checking and walking by hand, normalising by ICU.
 *
 * Validity is asked of every article, so it runs over ASCII eight bytes at a
 * time; the table of second bytes is RFC 3629's. Normalisation and folding are
 * ICU's: text that is ASCII, which most English news nearly is, never reaches
 * it. Repair follows WHATWG's maximal subparts: a broken sequence becomes one
 * U+FFFD up to the byte that broke it. */
#include "text/utf8.h"

#include <unicode/ucasemap.h>
#include <unicode/unorm2.h>

#include "base/ascii.h"
#include "base/check.h"

#define ONES 0x0101010101010101u /* one in each byte of a word */
#define HIGH_BITS (ONES << 7)

static bool is_ascii(struct str s)
{
	uint64_t any = 0;
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		uint64_t word;

		memcpy(&word, s.at + i, 8);
		any |= word;
	}
	for (; i < s.len; i++)
		any |= (uint64_t)(unsigned char)s.at[i] << 56;
	return (any & HIGH_BITS) == 0;
}

static size_t length_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool second_fits(unsigned char first, unsigned char second)
{
	unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

	return second >= least && second <= most;
}

/* Bytes of the sequence at s that fit; *whole tells whether they are all of it. */
static size_t fitting(struct str s, bool *whole)
{
	const unsigned char *p = (const unsigned char *)s.at;
	size_t want = length_of(p[0]), got = 1;

	*whole = want == 1;
	if (want < 2)
		return 1;
	while (got < want && got < s.len &&
	       (got == 1 ? second_fits(p[0], p[1]) : (p[got] & 0xc0) == 0x80))
		got++;
	*whole = got == want;
	return got;
}

/* From `i` on, the first byte that is not ASCII. */
static size_t behind_ascii(struct str s, size_t i)
{
	uint64_t word[4];

	for (; i + 32 <= s.len; i += 32) {
		memcpy(word, s.at + i, 32);
		if ((word[0] | word[1] | word[2] | word[3]) & HIGH_BITS)
			break;
	}
	for (; i + 8 <= s.len; i += 8) {
		memcpy(word, s.at + i, 8);
		if (word[0] & HIGH_BITS)
			break;
	}
	while (i < s.len && (signed char)s.at[i] >= 0)
		i++;
	return i;
}

bool utf8_valid(struct str s, size_t *bad_at)
{
	size_t i = behind_ascii(s, 0);

	while (i < s.len) {
		bool whole;
		size_t len = fitting(str_cut(s, i, s.len), &whole);

		if (!whole) {
			if (bad_at)
				*bad_at = i;
			return false;
		}
		i += len;
		if (i < s.len && (signed char)s.at[i] >= 0)
			i = behind_ascii(s, i);
	}
	return true;
}

uint32_t utf8_next(struct str *s)
{
	const unsigned char *p = (const unsigned char *)s->at;
	size_t len;
	uint32_t c;

	CHECK(s->len > 0);
	len = length_of(p[0]);
	CHECK(len > 0 && len <= s->len);
	c = len == 1 ? p[0] : p[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++)
		c = c << 6 | (p[i] & 0x3f);
	*s = str_cut(*s, len, s->len);
	return c;
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

struct str utf8_repair(struct arena *a, struct str s)
{
	struct str out;
	char *at;
	size_t bad;

	if (utf8_valid(s, &bad))
		return s;
	at = arena_bytes(a, bad + (s.len - bad) * 3 + 1);
	memcpy(at, s.at, bad);
	out = (struct str){at, bad};
	for (size_t i = bad; i < s.len;) {
		bool whole;
		size_t len = fitting(str_cut(s, i, s.len), &whole);

		if (whole)
			memcpy(at + out.len, s.at + i, len);
		else
			memcpy(at + out.len, "\xef\xbf\xbd", 3);
		out.len += whole ? len : 3;
		i += len;
	}
	return out;
}

struct str utf8_nfc(struct arena *a, struct str s)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfc;
	UChar *wide, *normal;
	int32_t wide_len = 0, len = 0, bytes = 0;
	char *out;

	if (is_ascii(s))
		return s;
	nfc = unorm2_getNFCInstance(&code);
	CHECK(U_SUCCESS(code));
	wide = ARENA_ARRAY(a, UChar, s.len + 1);
	u_strFromUTF8(wide, (int32_t)s.len + 1, &wide_len, s.at, (int32_t)s.len, &code);
	CHECK(U_SUCCESS(code));
	if (unorm2_isNormalized(nfc, wide, wide_len, &code))
		return s;
	/* A character grows to at most three in NFC. */
	normal = ARENA_ARRAY(a, UChar, (size_t)wide_len * 3 + 1);
	len = unorm2_normalize(nfc, wide, wide_len, normal, wide_len * 3 + 1, &code);
	out = arena_alloc(a, (size_t)len * 3 + 1);
	u_strToUTF8(out, len * 3 + 1, &bytes, normal, len, &code);
	CHECK(U_SUCCESS(code));
	return (struct str){out, (size_t)bytes};
}

struct str utf8_fold(struct arena *a, struct str s)
{
	UErrorCode code = U_ZERO_ERROR;
	UCaseMap *map;
	size_t room = s.len * 3 + 1;
	char *out;
	int32_t len;

	if (is_ascii(s)) {
		out = arena_bytes(a, s.len + 1);
		for (size_t i = 0; i < s.len; i++)
			out[i] = ascii_lower(s.at[i]);
		return (struct str){out, s.len};
	}
	out = arena_bytes(a, room);
	map = ucasemap_open("", 0, &code);
	CHECK(U_SUCCESS(code));
	len = ucasemap_utf8FoldCase(map, out, (int32_t)room, s.at, (int32_t)s.len, &code);
	ucasemap_close(map);
	CHECK(U_SUCCESS(code));
	return (struct str){out, (size_t)len};
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

/* Zero width marks and controls, which only hide in text. */
static bool is_invisible(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x200b || c == 0x2060 || c == 0xfeff ||
	       c == 0xad || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static size_t line_breaks(uint32_t c)
{
	return c == '\n' || c == 0x2028 || c == 0x85 ? 1 : c == 0x2029 ? 2 : 0;
}

/* Bytes at the front that stay as they are: ASCII that is seen. Eight at a time; a carry
 * only reaches bytes behind one that ends the run. */
static size_t plain_run(struct str s)
{
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		uint64_t word, ends;

		memcpy(&word, s.at + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		word = __builtin_bswap64(word);
#endif
		ends = ((word - ONES * 0x21) | (word + ONES) | word) & HIGH_BITS;
		if (ends)
			return i + (size_t)__builtin_ctzll(ends) / 8;
	}
	while (i < s.len && s.at[i] > ' ' && s.at[i] < 0x7f)
		i++;
	return i;
}

struct tidier {
	char *out;
	size_t len, breaks;
	bool gap, keep_lines;
};

static void end_gap(struct tidier *t)
{
	if (t->gap && t->len) {
		bool lines = t->keep_lines && t->breaks;

		t->out[t->len++] = lines ? '\n' : ' ';
		if (lines && t->breaks > 1)
			t->out[t->len++] = '\n';
	}
	t->gap = false;
	t->breaks = 0;
}

/* The first `n` bytes of s, which has them; *out has seven bytes to spare behind. */
static void put_run(struct tidier *t, struct str s, size_t n)
{
	if (n <= 8 && s.len >= 8)
		memcpy(t->out + t->len, s.at, 8); /* most words */
	else
		memcpy(t->out + t->len, s.at, n);
	t->len += n;
}

struct str utf8_tidy(struct arena *a, struct str s, bool keep_lines)
{
	struct tidier t = {.out = arena_bytes(a, s.len + 8), .keep_lines = keep_lines};

	while (s.len) {
		struct str here = s;
		size_t plain = plain_run(s);
		uint32_t c;

		if (plain) {
			end_gap(&t);
			put_run(&t, s, plain);
			s = str_cut(s, plain, s.len);
			continue;
		}
		c = (unsigned char)s.at[0];
		s = c < 0x80 ? str_cut(s, 1, s.len) : s;
		c = c < 0x80 ? c : utf8_next(&s);
		if (is_blank(c)) {
			t.gap = true;
			t.breaks += line_breaks(c);
			continue;
		}
		if (is_invisible(c))
			continue;
		end_gap(&t);
		memcpy(t.out + t.len, here.at, here.len - s.len);
		t.len += here.len - s.len;
	}
	return (struct str){t.out, t.len};
}
