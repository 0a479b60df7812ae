/* html_reference.c -- the longest name that fits wins, as browsers do it.
 *
 * The names are sorted, so that each further letter narrows a range of them; the
 * last name seen whole is the match. A handful of names are nine in ten of all, and
 * are looked at first. */
#include "ingest/html_reference.h"

#include "base/ascii.h"
#include "text/utf8.h"

#define HTML_REFERENCE_MOST 8 /* bytes that one reference can become: two code points */

/* What numbers 0x80 to 0x9f mean: people wrote windows-1252. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

uint32_t html_windows_1252(uint32_t point)
{
	return point >= 0x80 && point <= 0x9F ? windows_1252[point - 0x80] : point;
}

static uint32_t meant(uint32_t point)
{
	if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
		return 0xFFFD;
	return html_windows_1252(point);
}

/* "&#8217;" or "&#x2019;", the ";" may be missing. */
static size_t numeric(char *out, size_t *len, struct str s)
{
	bool hex = s.len > 2 && (s.at[2] | 0x20) == 'x';
	size_t start = hex ? 3 : 2, at = start;
	uint32_t point = 0;

	for (; at < s.len; at++) {
		int digit = hex                        ? ascii_hex(s.at[at])
			    : ascii_is_digit(s.at[at]) ? s.at[at] - '0'
						       : -1;

		if (digit < 0)
			break;
		if (point <= 0x10FFFF)
			point = point * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (at == start)
		return 0;
	*len = utf8_put(out, meant(point));
	return at < s.len && s.at[at] == ';' ? at + 1 : at;
}

/* The first place in [low, high) whose name has at `depth` a letter >= `c`. */
static size_t first_with(size_t low, size_t high, size_t depth, int c)
{
	while (low < high) {
		size_t middle = (low + high) / 2;

		if ((unsigned char)html_entities[middle].name[depth] < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The longest name at the front of `s`; NULL none. */
static const struct html_entity *longest(size_t *taken, struct str s)
{
	size_t low = 0, high = html_entity_count;
	const struct html_entity *best = NULL;

	for (size_t depth = 0; depth < s.len; depth++) {
		int c = (unsigned char)s.at[depth];

		if (!ascii_is_alnum(s.at[depth]) && c != ';')
			break;
		low = first_with(low, high, depth, c);
		high = first_with(low, high, depth, c + 1);
		if (low == high)
			break;
		if (!html_entities[low].name[depth + 1]) {
			best = &html_entities[low];
			*taken = depth + 1;
		}
	}
	return best;
}

static size_t usual(char *out, size_t *len, struct str s)
{
	static const struct {
		struct str name, value;
	} row[] = {
		{{"amp;", 4}, {"&", 1}}, {{"nbsp;", 5}, {"\xc2\xa0", 2}}, {{"quot;", 5}, {"\"", 1}},
		{{"lt;", 3}, {"<", 1}},  {{"gt;", 3}, {">", 1}},
	};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (str_starts(s, row[i].name)) {
			memcpy(out, row[i].value.at, row[i].value.len);
			*len = row[i].value.len;
			return row[i].name.len + 1;
		}
	return 0;
}

/* `s` begins with '&'. Writes UTF-8 into `out`, its length to *len; returns the bytes
 * of `s` that it took, 0 when it is no reference. */
static size_t reference(char out[HTML_REFERENCE_MOST], size_t *len, struct str s, bool in_attribute)
{
	struct str name = str_cut(s, 1, s.len);
	const struct html_entity *e;
	size_t taken = 0;

	if (!name.len)
		return 0;
	if (name.at[0] == '#')
		return numeric(out, len, s);
	taken = usual(out, len, name);
	if (taken)
		return taken;
	e = longest(&taken, name);
	if (!e)
		return 0;
	if (in_attribute && name.at[taken - 1] != ';' && taken < name.len &&
	    (name.at[taken] == '=' || ascii_is_alnum(name.at[taken])))
		return 0;
	*len = utf8_put(out, e->point[0]);
	if (e->point[1])
		*len += utf8_put(out + *len, e->point[1]);
	return taken + 1;
}

struct str html_unescape(struct arena *arena, struct str s, bool in_attribute)
{
	const char *amp = s.len ? memchr(s.at, '&', s.len) : NULL;
	char *out, *to;

	if (!amp)
		return s;
	/* the worst is "&nGt" becoming six bytes of four */
	to = out = arena_alloc(arena, s.len + s.len / 2 + HTML_REFERENCE_MOST);
	while (s.len) {
		size_t plain = amp ? (size_t)(amp - s.at) : s.len, len = 0, taken;

		memcpy(to, s.at, plain);
		to += plain;
		s = str_cut(s, plain, s.len);
		if (!s.len)
			break;
		taken = reference(to, &len, s, in_attribute);
		if (!taken) {
			*to = '&';
			taken = len = 1;
		}
		to += len;
		s = str_cut(s, taken, s.len);
		amp = s.len ? memchr(s.at, '&', s.len) : NULL;
	}
	return (struct str){out, (size_t)(to - out)};
}
