/* base/str.c -- searching and cutting borrowed text.
 *
 * Nothing here allocates. memmem and memchr of glibc do the heavy work. */
#include "base/ascii.h"
#include "base/str.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_eq_nocase(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.at, b.at, a.len) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int order = least ? memcmp(a.at, b.at, least) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_cut(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_cut(s, s.len - suffix.len, s.len), suffix);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.len && is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_is_one_of(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(s, str_of(*list)))
			return true;
	return false;
}

size_t str_find(struct str s, struct str needle)
{
	const char *found;

	if (needle.len == 0)
		return 0;
	found = s.len ? memmem(s.at, s.len, needle.at, needle.len) : NULL;
	return found ? (size_t)(found - s.at) : STR_NPOS;
}

size_t str_find_nocase(struct str s, struct str needle)
{
	char c = needle.len ? needle.at[0] : '\0';
	char fold = ascii_is_letter(c) ? 0x20 : 0;
	char last = needle.len ? ascii_lower(needle.at[needle.len - 1]) : '\0';

	if (!needle.len)
		return 0;
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if ((s.at[i] | fold) == (c | fold) &&
		    ascii_lower(s.at[i + needle.len - 1]) == last &&
		    strncasecmp(s.at + i, needle.at, needle.len) == 0)
			return i;
	return STR_NPOS;
}

size_t str_chr(struct str s, char c)
{
	const char *found = s.len ? memchr(s.at, c, s.len) : NULL;

	return found ? (size_t)(found - s.at) : STR_NPOS;
}

size_t str_rchr(struct str s, char c)
{
	const char *found = s.len ? memrchr(s.at, c, s.len) : NULL;

	return found ? (size_t)(found - s.at) : STR_NPOS;
}

bool str_split(struct str *part, struct str *rest, char sep)
{
	size_t at;

	if (!rest->at)
		return false;
	at = str_chr(*rest, sep);
	if (at == STR_NPOS) {
		*part = *rest;
		*rest = STR_NONE;
		return true;
	}
	*part = str_cut(*rest, 0, at);
	*rest = str_cut(*rest, at + 1, rest->len);
	return true;
}

struct str str_word(struct str *rest)
{
	size_t end = 0;
	struct str word;

	*rest = str_trim(*rest);
	while (end < rest->len && rest->at[end] != ' ' && rest->at[end] != '\t')
		end++;
	word = str_cut(*rest, 0, end);
	*rest = str_trim(str_cut(*rest, end, rest->len));
	return word;
}

bool str_int(int64_t *out, struct str s)
{
	char text[32], *end;
	long long value;

	if (s.len == 0 || s.len >= sizeof text || is_space(s.at[0]))
		return false;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end != text + s.len)
		return false;
	*out = value;
	return true;
}

/* Whether the second byte fits the first one: no overlong form, no surrogate,
 * nothing beyond U+10FFFF (RFC 3629). */
static bool second_fits(unsigned char first, unsigned char second)
{
	unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

	return second >= least && second <= most;
}

size_t str_sequence(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.at;
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (len == 1)
		return 1;
	if (len == 0 || p[0] > 0xf4 || len > s.len || !second_fits(p[0], p[1]))
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}
