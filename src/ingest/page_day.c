/* page_day.c -- "datePublished" and "article:published_time" share eight letters, and one
 * search for those finds both; then the first day near them counts. */
#include "ingest/page_day.h"

#include "text/date.h"

#define PEEK 65536 /* bytes: heads of real pages end at some 30,000 */
#define NEAR 160   /* bytes between the name and its value, on either side */

#define YEAR_LEAST 1990
#define YEAR_MOST 2100

/* "2026-01-24" or "2026/01/24" at the front of s. */
static int64_t day_at(struct str s)
{
	int64_t year, month, day, ms;
	int y, m, d;

	if (s.len < 10 || (s.at[4] != '-' && s.at[4] != '/') || s.at[7] != s.at[4])
		return 0;
	if (!str_int(&year, str_cut(s, 0, 4)) || !str_int(&month, str_cut(s, 5, 7)) ||
	    !str_int(&day, str_cut(s, 8, 10)))
		return 0;
	if (year < YEAR_LEAST || year > YEAR_MOST || month < 1 || month > 12 || day < 1)
		return 0;
	ms = date_from_parts((int)year, (int)month, (int)day);
	date_parts(ms, &y, &m, &d);
	return m == month && d == day ? ms : 0; /* no 31st of April */
}

static int64_t first_day(struct str s)
{
	int64_t ms = 0;

	for (size_t i = 0; !ms && i + 10 <= s.len; i++)
		ms = day_at(str_cut(s, i, i + 10));
	return ms;
}

static bool is_name_of_date(struct str before, struct str behind)
{
	return (str_ends(before, STR("dateP")) || str_ends(before, STR(":p"))) &&
	       (behind.len == 0 || behind.at[0] == '"' || behind.at[0] == '\'' ||
		behind.at[0] == '_');
}

/* Behind the name, or in the same tag before it (<meta content="..." property="...">). */
static int64_t day_beside(struct str html, size_t from, size_t upto)
{
	struct str before = str_cut(html, from > NEAR ? from - NEAR : 0, from),
		   behind = str_cut(html, upto, upto + NEAR);
	size_t tag = str_rchr(before, '<');
	int64_t ms = first_day(str_cut(behind, 0, str_chr(behind, '>')));

	if (ms || tag == STR_NPOS)
		return ms;
	return first_day(str_cut(before, tag, before.len));
}

static int64_t stated(struct str html)
{
	const struct str word = STR("ublished");
	size_t at = 0, more;
	int64_t ms = 0;

	html = str_cut(html, 0, PEEK);
	while (!ms && (more = str_find(str_cut(html, at, html.len), word)) != STR_NPOS) {
		size_t from = at + more;

		at = from + word.len;
		if (is_name_of_date(str_cut(html, 0, from), str_cut(html, at, html.len)))
			ms = day_beside(html, from, at);
	}
	return ms;
}

/* ".../2026/01/24/...", ".../2026-01-24-..." */
static int64_t of_address(struct str url)
{
	int64_t ms = 0;

	for (size_t i = 0; !ms && i + 11 <= url.len; i++)
		if (url.at[i] == '/')
			ms = day_at(str_cut(url, i + 1, i + 11));
	return ms;
}

int64_t page_day_peek(struct str html, struct str url)
{
	int64_t ms = stated(html);

	return ms ? ms : of_address(url);
}
