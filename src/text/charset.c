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

#include "base/check.h"
#include "base/limits.h"
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

const char *charset_name(struct str label)
{
	char name[64];
	const char *standard;
	UErrorCode code = U_ZERO_ERROR;

	label = str_trim(label);
	if (label.len == 0 || label.len >= sizeof name)
		return NULL;
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (str_eq_nocase(label, str_of(table[i].label)))
			return table[i].name;
	for (size_t i = 0; i < label.len; i++) {
		name[i] = label.at[i];
		if (label.at[i] <= ' ' || (unsigned char)label.at[i] >= 0x7f)
			return NULL;
	}
	name[label.len] = '\0';
	/* Both of static life; NULL when ICU knows no such converter. */
	standard = ucnv_getStandardName(name, "IANA", &code);
	return standard ? standard : ucnv_getAlias(name, 0, &code);
}

/* The label behind `key` (charset= or encoding=) in s, quotes off. */
static struct str label_behind(struct str s, struct str key)
{
	size_t at = str_find_nocase(s, key), end;

	if (at == STR_NPOS)
		return STR_NONE;
	s = str_trim(str_cut(s, at + key.len, s.len));
	if (!str_starts(s, STR("=")))
		return STR_NONE;
	s = str_trim(str_cut(s, 1, s.len));
	if (s.len && (s.at[0] == '"' || s.at[0] == '\''))
		s = str_cut(s, 1, s.len);
	for (end = 0; end < s.len && !strchr("\"'; />?\t\r\n", s.at[end]); end++)
		;
	return str_cut(s, 0, end);
}

static const char *by_mark(struct str bytes)
{
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return "UTF-8";
	if (str_starts(bytes, STR("\xff\xfe")))
		return "UTF-16LE";
	return str_starts(bytes, STR("\xfe\xff")) ? "UTF-16BE" : NULL;
}

/* A declaration inside cannot be UTF-16: it was read as ASCII. */
static const char *by_declaration(struct str head)
{
	const char *name = NULL;
	struct str rest = head;

	if (str_starts(str_trim(head), STR("<?xml")))
		name = charset_name(
			label_behind(str_cut(head, 0, str_chr(head, '>')), STR("encoding")));
	while (!name) {
		size_t at = str_find_nocase(rest, STR("<meta"));

		if (at == STR_NPOS)
			break;
		rest = str_cut(rest, at + 5, rest.len);
		name = charset_name(
			label_behind(str_cut(rest, 0, str_chr(rest, '>')), STR("charset")));
	}
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
	struct str label = label_behind(http, STR("charset"));
	bool utf8;

	if (name)
		return name;
	utf8 = utf8_valid(bytes, NULL);
	name = charset_name(label.len ? label : http);
	if (!name)
		name = by_declaration(str_cut(bytes, 0, HEAD_BYTES));
	/* Declared Latin-1 that is valid UTF-8 with accents is UTF-8 in truth, and so is what
	 * is declared as anything else when there is much of it. */
	if (utf8 && (!name || strcmp(name, "windows-1252") == 0 ||
		     (strcmp(name, "UTF-8") != 0 && is_much_beyond_ascii(bytes))))
		return "UTF-8";
	if (!name)
		name = by_detection(bytes);
	return name ? name : "windows-1252";
}

bool charset_decode(struct str *out, struct arena *a, struct str bytes, const char *charset,
		    struct err *err)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *from, *to;
	const char *source = bytes.at;
	char *room, *at;

	if (bytes.len > LIMIT_FEED)
		return err_set(err, ERR_LIMIT, "%zu bytes of text, %d are the most", bytes.len,
			       LIMIT_FEED);
	if (strcmp(charset, "UTF-8") == 0) {
		if (str_starts(bytes, STR("\xef\xbb\xbf")))
			bytes = str_cut(bytes, 3, bytes.len);
		*out = utf8_repair(a, bytes);
		return true;
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
	room = at = arena_alloc(a, bytes.len * 4 + 16);
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
	return true;
}
