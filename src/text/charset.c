/* text/charset.c -- WHATWG's labels in front of ICU's converters.
 *
 * Which encoding a page is in is a matter of evidence: a byte order mark proves
 * it, the server says it, the page says it, valid UTF-8 with a multi-byte
 * character is no accident, and only then is it guessed by ICU's detector. The
 * labels table follows the Encoding Standard where it differs from what the names
 * mean elsewhere (latin1 and ascii are windows-1252); the rest is ICU's alias
 * table. */
#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/limits.h"
#include "text/charset_declared.h"
#include "text/utf8.h"

#define HEAD_BYTES 1024
#define SURELY 32 /* characters beyond ASCII */

static const struct {
	const char *label, *name;
} table[] = {
	{"utf-8", "UTF-8"},
	{"utf8", "UTF-8"},
	{"unicode-1-1-utf-8", "UTF-8"},
	{"utf-16", "UTF-16LE"},
	{"utf-16le", "UTF-16LE"},
	{"utf-16be", "UTF-16BE"},
	{"us-ascii", "windows-1252"},
	{"ascii", "windows-1252"},
	{"iso-8859-1", "windows-1252"},
	{"iso8859-1", "windows-1252"},
	{"iso_8859-1", "windows-1252"},
	{"iso_8859-1:1987", "windows-1252"}, /* ICU's names of what is spelt yet otherwise */
	{"iso_8859-9:1989", "windows-1254"},
	{"gb_2312-80", "gb18030"},
	{"latin1", "windows-1252"},
	{"l1", "windows-1252"},
	{"cp1252", "windows-1252"},
	{"x-cp1252", "windows-1252"},
	{"windows-1252", "windows-1252"},
	{"iso-8859-9", "windows-1254"},
	{"latin5", "windows-1254"},
	{"iso-8859-11", "windows-874"},
	{"tis-620", "windows-874"},
	{"gb2312", "gb18030"},
	{"gbk", "gb18030"},
	{"x-gbk", "gb18030"},
	{"gb18030", "gb18030"},
	{"big5", "Big5"},
	{"big5-hkscs", "Big5-HKSCS"},
	{"shift_jis", "Shift_JIS"},
	{"shift-jis", "Shift_JIS"},
	{"sjis", "Shift_JIS"},
	{"x-sjis", "Shift_JIS"},
	{"windows-31j", "Shift_JIS"},
	{"ks_c_5601-1987", "EUC-KR"},
	{"euc-kr", "EUC-KR"},
	{"euc-jp", "EUC-JP"},
	{"iso-2022-jp", "ISO-2022-JP"},
	{"koi8-r", "KOI8-R"},
	{"koi8-u", "KOI8-U"},
	{"macintosh", "macintosh"},
};

static const char *by_table(struct str label)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (str_eq_nocase(label, str_of(table[i].label)) ||
		    str_eq_nocase(label, str_of(table[i].name)))
			return table[i].name;
	return NULL;
}

/* ICU passes over what is neither letter nor digit: `iso8859-2"` would be known to it. */
static bool is_label(char c)
{
	return ascii_is_alnum(c) || (c && strchr("-_.:+", c));
}

static bool is_plain(struct str label)
{
	for (size_t i = 0; i < label.len; i++)
		if (!is_label(label.at[i]))
			return false;
	return label.len > 0;
}

const char *charset_name(struct str label)
{
	char name[64];
	const char *standard;
	UErrorCode code = U_ZERO_ERROR;

	label = str_trim(label);
	if (by_table(label))
		return by_table(label);
	if (label.len >= sizeof name || !is_plain(label))
		return NULL;
	memcpy(name, label.at, label.len);
	name[label.len] = '\0';
	/* Both of static life; NULL when ICU knows no such converter. */
	standard = ucnv_getStandardName(name, "IANA", &code);
	if (!standard)
		standard = ucnv_getAlias(name, 0, &code);
	if (!standard || !is_plain(str_of(standard)))
		return NULL; /* "jis8" is "ISO_2022,locale=ja,version=4" */
	return by_table(str_of(standard)) ? by_table(str_of(standard)) : standard;
}

static const char *by_mark(struct str bytes)
{
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return "UTF-8";
	if (str_starts(bytes, STR("\xff\xfe")))
		return "UTF-16LE";
	return str_starts(bytes, STR("\xfe\xff")) ? "UTF-16BE" : NULL;
}

/* An XML declaration is the first thing of its document. */
static const char *by_xml(struct str head)
{
	struct str s = str_cut(head, 0, str_chr(head, '>'));
	size_t at = str_find(s, STR("encoding")), end = 0;
	const char *name;

	if (!str_starts(s, STR("<?xml")) || at == STR_NPOS)
		return NULL;
	s = str_trim(str_cut(s, at + 8, s.len));
	if (!str_starts(s, STR("=")))
		return NULL;
	s = str_trim(str_cut(s, 1, s.len));
	if (s.len && strchr("\"'", s.at[0]))
		s = str_cut(s, 1, s.len);
	while (end < s.len && !strchr("\"' ?\t\r\n", s.at[end]))
		end++;
	name = charset_name(str_cut(s, 0, end));
	/* Read as ASCII, so it cannot be UTF-16. */
	return name && strncmp(name, "UTF-16", 6) == 0 ? "UTF-8" : name;
}

static const char *by_detection(struct str bytes)
{
	UErrorCode code = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open(&code);
	const UCharsetMatch *match;
	const char *name = NULL;

	CHECK(U_SUCCESS(code));
	ucsdet_setText(detector, bytes.at, bytes.len < 65536 ? (int32_t)bytes.len : 65536, &code);
	match = ucsdet_detect(detector, &code);
	if (U_SUCCESS(code) && match && ucsdet_getConfidence(match, &code) >= 40)
		name = charset_name(str_of(ucsdet_getName(match, &code)));
	ucsdet_close(detector);
	return name;
}

/* Text of another encoding is not valid UTF-8 by chance when it is this long. */
static bool is_much_beyond_ascii(struct str bytes)
{
	size_t leads = 0;

	for (size_t i = 0; i < bytes.len && leads < SURELY; i++)
		leads += (unsigned char)bytes.at[i] >= 0xc2;
	return leads == SURELY;
}

const char *charset_guess(struct str bytes, struct str http)
{
	const char *name = by_mark(bytes);
	struct str label = charset_label(http);

	if (name)
		return name;
	name = charset_name(label.len ? label : http);
	if (!name)
		name = by_xml(str_cut(str_trim(bytes), 0, HEAD_BYTES));
	if (!name)
		name = charset_declared(bytes);
	if (name && strcmp(name, "UTF-8") == 0)
		return name;
	/* Declared Latin-1 that is valid UTF-8 with accents is UTF-8 in truth, and so is what
	 * is declared as anything else when there is much of it. */
	if ((!name || strcmp(name, "windows-1252") == 0 || is_much_beyond_ascii(bytes)) &&
	    utf8_valid(bytes, NULL))
		return "UTF-8";
	if (!name)
		name = by_detection(bytes);
	return name ? name : "windows-1252";
}

static bool fits(size_t len, struct err *err)
{
	if (len <= LIMIT_FEED)
		return true;
	return err_set(err, ERR_LIMIT, "%zu bytes of text, %d are the most", len, LIMIT_FEED);
}

bool charset_decode(struct str *out, struct arena *a, struct str bytes, const char *charset,
		    struct err *err)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *from, *to;
	const char *source = bytes.at;
	char *room, *at;

	if (!fits(bytes.len, err))
		return false;
	if (strcmp(charset, "UTF-8") == 0) {
		if (str_starts(bytes, STR("\xef\xbb\xbf")))
			bytes = str_cut(bytes, 3, bytes.len);
		*out = utf8_repair(a, bytes);
		return fits(out->len, err);
	}
	if (bytes.len == 0) {
		*out = STR("");
		return true;
	}
	from = ucnv_open(charset, &code);
	if (U_FAILURE(code))
		return err_set(err, ERR_INPUT, "unknown encoding \"%s\"", charset);
	to = ucnv_open("UTF-8", &code);
	CHECK(U_SUCCESS(code));
	room = at = arena_bytes(a, bytes.len * 4 + 16);
	ucnv_convertEx(to, from, &at, room + bytes.len * 4 + 16, &source, bytes.at + bytes.len,
		       NULL, NULL, NULL, NULL, true, true, &code);
	ucnv_close(from);
	ucnv_close(to);
	if (U_FAILURE(code))
		return err_set(err, ERR_INPUT, "not decodable as %s: %s", charset,
			       u_errorName(code));
	*out = (struct str){room, (size_t)(at - room)};
	if (str_starts(*out, STR("\xef\xbb\xbf")))
		*out = str_cut(*out, 3, out->len);
	*out = utf8_repair(a, *out); /* lone surrogates, if a converter lets them pass */
	return fits(out->len, err);
}
