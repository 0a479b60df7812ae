/* page_site.c -- the site's name is in most titles: "Car hits wall - The Daily".
 *
 * A part is the site's when its letters are in the site's name or address, or these in
 * it. Bytes are walked once: every title, heading and word of one comes by here. */
#include "ingest/page_site.h"

#include "base/ascii.h"
#include "text/utf8.h"

/* Bytes of a mark beyond ASCII: Latin-1's signs, general punctuation. 0: it is none. */
static size_t mark_at(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.at[i];

	if (c == 0xc2)
		return 2;
	if (c == 0xe2 && i + 1 < s.len && ((unsigned char)s.at[i + 1] & 0xfe) == 0x80)
		return 3;
	return 0;
}

/* page_site_bare() of anything: ICU folds it first. */
static struct str bare_of_all(struct arena *arena, struct str s)
{
	struct str folded = utf8_fold(arena, s);
	char *out = arena_bytes(arena, folded.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < folded.len; i++) {
		size_t mark = mark_at(folded, i);

		if (mark)
			i += mark - 1;
		else if (ascii_is_alnum(folded.at[i]) || (unsigned char)folded.at[i] >= 0x80)
			out[len++] = folded.at[i];
	}
	return (struct str){out, len};
}

/* Mostly all is ASCII, and folded on the way. */
struct str page_site_bare(struct arena *arena, struct str s)
{
	char *out = arena_bytes(arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] >= 0x80)
			return bare_of_all(arena, s);
		out[len] = ascii_lower(s.at[i]);
		len += ascii_is_alnum(s.at[i]);
	}
	return (struct str){out, len};
}

bool page_site_is(struct str name, const struct page_about *t)
{
	struct str site = t->site, host = t->host;

	if (name.len < 3)
		return true;
	return (site.len >= 3 &&
		(str_find(site, name) != STR_NPOS || str_find(name, site) != STR_NPOS)) ||
	       str_find(host, name) != STR_NPOS;
}

/* `t` has bare names. */
static bool is_site(struct arena *arena, struct str part, const struct page_about *t)
{
	return page_site_is(page_site_bare(arena, part), t);
}

static const struct str between[] = {
	{" | ", 3},        {" - ", 3},        {" \xe2\x80\x93 ", 5}, {" \xe2\x80\x94 ", 5},
	{" :: ", 4},       {" \xc2\xbb ", 4}, {" \xe2\x80\xba ", 5}, {" \xe2\x80\xa2 ", 5},
	{" \xc2\xb7 ", 4}, {" / ", 3},        {" \xc2\xab ", 4},     {" < ", 3}};

/* Length of the separator that begins here, 0: none does. All begin with a blank. */
static size_t separator_at(struct str title, size_t at)
{
	struct str rest = str_cut(title, at, title.len);

	if (title.at[at] != ' ' || rest.len < 3 || ascii_is_alnum(rest.at[1]))
		return 0;
	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		if (str_starts(rest, between[i]))
			return between[i].len;
	return 0;
}

/* The last place where a separator stands, 0: there is none; its length to *len. */
static size_t last_cut(size_t *len, struct str title)
{
	size_t at;

	for (struct str head = title; (at = str_rchr(head, ' ')) != STR_NPOS && at; head.len = at) {
		*len = separator_at(title, at);
		if (*len)
			return at;
	}
	*len = 0;
	return 0;
}

size_t page_site_first_cut(size_t *len, struct str title)
{
	size_t at = 0, blank;

	while ((blank = str_chr(str_cut(title, at, title.len), ' ')) != STR_NPOS) {
		at += blank;
		*len = separator_at(title, at);
		if (*len)
			return at;
		at++;
	}
	*len = 0;
	return title.len;
}

struct str page_site_cut_off(struct arena *arena, struct str title, const struct page_about *t,
			     bool guess)
{
	for (int parts = 0; parts < 3; parts++) {
		size_t len = 0, cut = last_cut(&len, title);
		struct str tail = str_cut(title, cut + len, title.len);

		if (!cut || (!is_site(arena, tail, t) &&
			     !(guess && parts == 0 && cut >= 15 && tail.len < 45)))
			break;
		title = str_trim(str_cut(title, 0, cut));
	}
	for (int parts = 0; parts < 2; parts++) {
		size_t len = 0, cut = page_site_first_cut(&len, title);

		if (cut == title.len || !is_site(arena, str_cut(title, 0, cut), t))
			break;
		title = str_trim(str_cut(title, cut + len, title.len));
	}
	return title;
}
