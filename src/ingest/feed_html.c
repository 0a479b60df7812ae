/* feed_html.c -- attributes found in tags, everything else passed through.
 *
 * No tree is made: the markup of an entry goes on to the page reader, which knows HTML. */
#include "ingest/feed_html.h"

#include "base/buf.h"
#include "base/limits.h"
#include "text/url.h"

/* The quoted value of `name` in the tag; STR_NONE when there is none. */
static struct str value_of(struct str tag, const char *name)
{
	struct str rest = tag, key = str_of(name);
	size_t at, end;

	while ((at = str_find_nocase(rest, key)) != STR_NPOS) {
		bool alone = at && strchr(" \t\r\n\"'", rest.at[at - 1]);

		rest = str_trim(str_cut(rest, at + key.len, rest.len));
		if (!alone || !str_starts(rest, STR("=")))
			continue;
		rest = str_trim(str_cut(rest, 1, rest.len));
		if (!rest.len || (rest.at[0] != '"' && rest.at[0] != '\''))
			continue;
		end = str_chr(str_cut(rest, 1, rest.len), rest.at[0]);
		return end == STR_NPOS ? STR_NONE : str_cut(rest, 1, end + 1);
	}
	return STR_NONE;
}

/* The next tag's inside; *rest moves behind it. */
static bool next_tag(struct str *tag, struct str *rest)
{
	size_t from = str_chr(*rest, '<'), upto;

	if (from == STR_NPOS)
		return false;
	*rest = str_cut(*rest, from, rest->len);
	upto = str_chr(*rest, '>');
	if (upto == STR_NPOS)
		return false;
	*tag = str_cut(*rest, 1, upto);
	*rest = str_cut(*rest, upto, rest->len);
	return true;
}

/* Writes what stands before the address, and the address made absolute. */
static void put_absolute(struct buf *out, const char **done, struct str value, struct str whole)
{
	if (!whole.len || value.at < *done) /* one within the other's quotes */
		return;
	buf_str(out, (struct str){*done, (size_t)(value.at - *done)});
	buf_str(out, whole);
	*done = value.at + value.len;
}

struct str feed_html_absolute(struct arena *a, struct str html, struct str base)
{
	const char *done = html.at;
	struct str rest = html, tag, all;
	struct buf out;

	buf_init(&out, LIMIT_FEED_MENDED);
	while (next_tag(&tag, &rest)) {
		struct str href = value_of(tag, "href"), src = value_of(tag, "src");
		bool href_first = href.at && (!src.at || href.at < src.at);
		struct str one = href_first ? href : src, other = href_first ? src : href;

		if (one.at)
			put_absolute(&out, &done, one, url_resolve(a, base, one));
		if (other.at)
			put_absolute(&out, &done, other, url_resolve(a, base, other));
	}
	if (done == html.at) {
		buf_free(&out);
		return html;
	}
	buf_str(&out, (struct str){done, (size_t)(html.at + html.len - done)});
	all = arena_copy(a, buf_view(&out));
	buf_free(&out);
	return all;
}

struct str feed_html_image(struct str html)
{
	struct str rest = html, tag, src;

	while (next_tag(&tag, &rest)) {
		if (tag.len < 4 || !str_eq_nocase(str_cut(tag, 0, 3), STR("img")))
			continue;
		src = str_trim(value_of(tag, "src"));
		if (src.len && !str_starts(src, STR("data:")))
			return src;
	}
	return STR_NONE;
}
