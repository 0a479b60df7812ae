/* feed_mend.c -- one pass over the bytes with a stack of open elements.
 *
 * Every tag is cut out first, then written anew: attributes quoted, each once. A first
 * pass guesses nothing, and where it finds nothing bent, its word stands: an item within an
 * item may be meant. Only else a second one guesses. Then an end tag closes all that is
 * open down to its name, or is dropped when no such element is open; an item within an
 * item, or a date within a title, is a forgotten end tag; <br> has none.
 *
 * The root's end is held back until the end of the bytes, so that what stands behind a
 * premature </rss> is still read. An element of the root's name that a guess closed leaves
 * its own end tag behind, which must not be taken for the root's. */
#include "ingest/feed_mend.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "ingest/html_reference.h"

struct mender {
	struct str in;
	size_t at;
	struct buf *out;
	struct str open[LIMIT_FEED_DEPTH];
	size_t depth;
	size_t strays;    /* elements of the root's name whose end tags are still to come */
	bool strict;      /* guesses nothing, and ends where something is bent */
	bool bent, ended; /* ended: the root's end tag was seen */
	bool endless[3];  /* by enum section: no more ends of these, so none is looked for */
};

enum section { COMMENT, INSTRUCTION, CDATA };

static struct str rest_of(const struct mender *m)
{
	return str_cut(m->in, m->at, m->in.len);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool begins_name(char c)
{
	return ascii_is_letter(c) || c == '_';
}

static bool in_name(char c)
{
	return begins_name(c) || ascii_is_digit(c) || c == '-' || c == '.';
}

/* -- text ------------------------------------------------------------------------------ */

static bool is_xml(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c < 0xd800 || (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c <= 0x10ffff);
}

static int digit_of(char c, int base)
{
	int d = ascii_hex(c);

	return d < base ? d : -1;
}

/* "&#39;" or "&#x27;" at the front of s; its length, 0 when it is none. */
static size_t put_reference(struct mender *m, struct str s)
{
	int base = s.len > 3 && (s.at[2] | 0x20) == 'x' ? 16 : 10;
	size_t from = base == 16 ? 3 : 2, i;
	uint32_t c = 0;

	for (i = from; i < s.len && digit_of(s.at[i], base) >= 0; i++)
		if (c <= 0x10ffff)
			c = c * (uint32_t)base + (uint32_t)digit_of(s.at[i], base);
	if (i == from || i == s.len || s.at[i] != ';')
		return 0;
	c = html_windows_1252(c);
	if (is_xml(c))
		buf_fmt(m->out, "&#%u;", (unsigned)c);
	else
		m->bent = true;
	return i + 1;
}

/* An ampersand: one of XML's five, a number, or just an ampersand (HTML's names too,
 * since titles and descriptions are HTML and decode them later). */
static size_t put_ampersand(struct mender *m, struct str s)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	size_t len = str_starts(s, STR("&#")) ? put_reference(m, s) : 0;

	if (len)
		return len;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(s, str_of(known[i]))) {
			buf_z(m->out, known[i]);
			return strlen(known[i]);
		}
	m->bent = true;
	buf_z(m->out, "&amp;");
	return 1;
}

/* Length of what XML does not allow at the front of s, 0: it is allowed. */
static size_t forbidden(struct str s)
{
	unsigned char c = (unsigned char)s.at[0];

	if (c < 0x20)
		return is_blank(s.at[0]) ? 0 : 1;
	if (c != 0xef)
		return 0;
	return str_starts(s, STR("\xef\xbf\xbe")) || str_starts(s, STR("\xef\xbf\xbf")) ? 3 : 0;
}

static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '<' && c != '>' && c != '&' && c != '"' &&
	       (unsigned char)c != 0xef;
}

static void put_text(struct mender *m, struct str s)
{
	while (s.len) {
		size_t n = 0, bad;

		while (n < s.len && is_plain(s.at[n]))
			n++;
		buf_str(m->out, str_cut(s, 0, n));
		s = str_cut(s, n, s.len);
		if (!s.len)
			return;
		n = 1;
		bad = forbidden(s);
		if (bad) {
			m->bent = true;
			n = bad;
		} else if (s.at[0] == '&') {
			n = put_ampersand(m, s);
		} else if (s.at[0] == '<') {
			buf_z(m->out, "&lt;");
			m->bent = true;
		} else if (s.at[0] == '>') {
			buf_z(m->out, "&gt;");
		} else if (s.at[0] == '"') {
			buf_z(m->out, "&quot;");
		} else {
			buf_char(m->out, s.at[0]);
		}
		s = str_cut(s, n, s.len);
	}
}

/* Text stands inside the root; blanks around it mean nothing. */
static void on_text(struct mender *m, struct str s)
{
	if (m->depth && !m->ended)
		put_text(m, s);
	else if (str_trim(s).len)
		m->bent = true;
}

/* -- elements -------------------------------------------------------------------------- */

static void close_innermost(struct mender *m)
{
	struct str name = m->open[--m->depth];

	buf_fmt(m->out, "</%.*s>", STR_ARG(name));
}

/* Whose own end tag, if it comes, comes when it is closed already or never was open. */
static void guessed_end(struct mender *m, struct str name)
{
	m->strays += m->depth && str_eq(name, m->open[0]);
}

static void close_down_to(struct mender *m, size_t depth)
{
	while (m->depth > depth) {
		guessed_end(m, m->open[m->depth - 1]);
		close_innermost(m);
	}
}

/* Place in the stack of the innermost open `name`, or STR_NPOS. */
static size_t innermost(const struct mender *m, struct str name)
{
	for (size_t i = m->depth; i > 0; i--)
		if (str_eq(m->open[i - 1], name))
			return i - 1;
	return STR_NPOS;
}

/* What a feed's author forgot to close before `name` can begin. */
static void close_forgotten(struct mender *m, struct str name)
{
	static const char *const whole[] = {"item", "entry", NULL};
	static const char *const feeds[] = {"feed", "channel", NULL};
	static const char *const leaf[] = {"title",     "link", "guid",     "pubDate", "updated",
					   "published", "id",   "category", NULL};
	static const char *const next[] = {"title",           "link",        "guid",    "pubDate",
					   "updated",         "published",   "id",      "category",
					   "author",          "description", "summary", "content",
					   "content:encoded", "dc:creator",  NULL};
	size_t at = str_is_one_of(name, whole) ? innermost(m, name) : STR_NPOS;

	for (size_t i = at; i < m->depth; i++)
		if (str_is_one_of(m->open[i], feeds)) /* a feed within an entry has its own */
			at = STR_NPOS;
	if (at == STR_NPOS && m->depth > 1 && str_is_one_of(m->open[m->depth - 1], leaf) &&
	    str_is_one_of(name, next))
		at = m->depth - 1;
	if (at == STR_NPOS || at == 0)
		return;
	m->bent = true;
	close_down_to(m, at);
}

/* Length of the quoted value at the front of s with its quotes; 0: its end is missing,
 * as a look at tags within it shows. */
static size_t quoted(struct str s)
{
	size_t end = str_chr(str_cut(s, 1, s.len), s.at[0]), gt;

	if (end == STR_NPOS)
		return 0;
	gt = str_chr(str_cut(s, 1, end + 1), '>');
	if (gt != STR_NPOS && str_chr(str_cut(s, gt + 1, end + 1), '<') != STR_NPOS)
		return 0;
	return end + 2;
}

/* Length of the tag at the front of s up to its '>'; at a '<' it ends too. */
static size_t tag_length(struct str s)
{
	bool value = false; /* behind an equals sign */

	for (size_t i = 1; i < s.len; i++) {
		if (value && (s.at[i] == '"' || s.at[i] == '\'')) {
			size_t len = quoted(str_cut(s, i, s.len));

			i += len ? len - 1 : 0;
		} else if (s.at[i] == '>' || s.at[i] == '<') {
			return i;
		}
		value = s.at[i] == '=' || (value && is_blank(s.at[i]));
	}
	return STR_NPOS;
}

/* Of a name at the front of s, with one prefix at most; 0: none. */
static size_t name_length(struct str s)
{
	bool prefixed = false;
	size_t n = 0;

	if (!s.len || !begins_name(s.at[0]))
		return 0;
	while (n < s.len && (in_name(s.at[n]) || s.at[n] == ':')) {
		if (s.at[n] == ':' && (prefixed || n + 1 == s.len || !begins_name(s.at[n + 1])))
			break;
		prefixed |= s.at[n] == ':';
		n++;
	}
	return n;
}

/* The value at the front of *s, moved behind it. */
static struct str take_value(struct mender *m, struct str *s)
{
	bool mark = s->len && (s->at[0] == '"' || s->at[0] == '\'');
	size_t len = mark ? quoted(*s) : 0, n = 0;
	struct str value;

	if (len) {
		value = str_cut(*s, 1, len - 1);
		*s = str_cut(*s, len, s->len);
		return value;
	}
	m->bent = true;
	if (mark)
		*s = str_cut(*s, 1, s->len);
	while (n < s->len && !is_blank(s->at[n]))
		n++;
	value = str_cut(*s, 0, n);
	*s = str_cut(*s, n, s->len);
	return value;
}

static bool was_there(struct str *names, size_t *count, struct str name)
{
	for (size_t i = 0; i < *count; i++)
		if (str_eq(names[i], name))
			return true;
	if (*count == LIMIT_FEED_ATTRIBUTES)
		return true;
	names[(*count)++] = name;
	return false;
}

/* " name="value"" for each attribute once; names that are none are dropped. */
static void put_attributes(struct mender *m, struct str s)
{
	struct str names[LIMIT_FEED_ATTRIBUTES], name, value;
	size_t count = 0, n;

	while ((s = str_trim(s)).len) {
		n = name_length(s);
		if (!n) {
			m->bent = true;
			s = str_cut(s, 1, s.len);
			continue;
		}
		name = str_cut(s, 0, n);
		s = str_trim(str_cut(s, n, s.len));
		value = STR_NONE;
		if (str_starts(s, STR("="))) {
			s = str_trim(str_cut(s, 1, s.len));
			value = take_value(m, &s);
		} else {
			m->bent = true;
		}
		if (was_there(names, &count, name)) {
			m->bent = true;
			continue;
		}
		buf_fmt(m->out, " %.*s=\"", STR_ARG(name));
		put_text(m, value);
		buf_char(m->out, '"');
	}
}

/* One of HTML's elements without content, and its end tag is not the next one. */
static bool is_void(const struct mender *m, struct str name)
{
	static const char *const list[] = {"br", "img", "hr", "wbr", "input", "area", NULL};
	struct str rest = rest_of(m);

	if (!str_is_one_of(name, list))
		return false;
	rest = str_cut(rest, str_chr(rest, '<'), rest.len);
	return !str_starts(rest, STR("</")) || !str_starts(str_cut(rest, 2, rest.len), name);
}

static void start_tag(struct mender *m, struct str tag)
{
	struct str name = str_cut(tag, 1, 1 + name_length(str_cut(tag, 1, tag.len)));
	bool single = tag.at[tag.len - 1] == '/';
	struct str rest = str_cut(tag, 1 + name.len, tag.len - single);

	if (m->ended)
		m->bent = true;
	m->ended = false;
	if (!m->strict)
		close_forgotten(m, name);
	if (m->depth == LIMIT_FEED_DEPTH) {
		m->bent = true;
		if (!single)
			guessed_end(m, name);
		return;
	}
	if (rest.len && !is_blank(rest.at[0]))
		m->bent = true;
	buf_fmt(m->out, "<%.*s", STR_ARG(name));
	put_attributes(m, rest);
	if (m->depth && (single || (!m->strict && is_void(m, name)))) {
		m->bent |= !single;
		if (!single)
			guessed_end(m, name);
		buf_z(m->out, "/>");
		return;
	}
	buf_char(m->out, '>');
	m->open[m->depth++] = name;
	m->ended = single; /* <rss/> */
}

static void end_tag(struct mender *m, struct str tag)
{
	struct str name = str_cut(tag, 2, 2 + name_length(str_cut(tag, 2, tag.len)));
	size_t at = innermost(m, name);

	if (at == STR_NPOS || str_trim(str_cut(tag, 2 + name.len, tag.len)).len)
		m->bent = true;
	if (at == STR_NPOS)
		return;
	if (at == 0 && m->strays) { /* of one that was closed before */
		m->strays--;
		m->bent = true;
		return;
	}
	if (at + 1 != m->depth || m->ended)
		m->bent = true;
	m->ended = at == 0;
	close_down_to(m, at + 1);
	if (at)
		close_innermost(m);
}

/* -- the pass -------------------------------------------------------------------------- */

/* Where the section ends whose body is given; STR_NPOS, at a cost once: it never does. */
static size_t end_of(struct mender *m, enum section which, struct str body)
{
	static const char *const end[] = {"-->", "?>", "]]>"};
	size_t at = m->endless[which] ? STR_NPOS : str_find(body, str_of(end[which]));

	m->endless[which] = at == STR_NPOS;
	return at;
}

/* Without its end, a comment ends with the next tag. */
static void skip_section(struct mender *m, enum section which)
{
	struct str body = str_cut(m->in, m->at + (which == COMMENT ? 4 : 2), m->in.len);
	size_t at = end_of(m, which, body), skip = which == COMMENT ? 3 : 2;

	if (at == STR_NPOS) {
		m->bent = true;
		at = str_chr(body, '>');
		skip = 1;
	}
	m->at = at == STR_NPOS ? m->in.len : m->in.len - body.len + at + skip;
}

/* <!DOCTYPE ... [ ... ]>; quotes and brackets hide a '>'. */
static void skip_doctype(struct mender *m)
{
	int brackets = 0;
	char quote = 0;

	for (; m->at < m->in.len; m->at++) {
		char c = m->in.at[m->at];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = brackets ? 0 : c;
		else if (c == '[' || c == ']')
			brackets += c == '[' ? 1 : -1;
		else if (c == '>' && brackets <= 0)
			break;
	}
	m->bent |= m->at == m->in.len || m->depth > 0;
	m->at += m->at < m->in.len;
}

/* Without its end, a section ends with the element that it stands in. */
static void on_cdata(struct mender *m)
{
	struct str body = str_cut(m->in, m->at + 9, m->in.len);
	size_t end = end_of(m, CDATA, body), skip = 3;

	if (end == STR_NPOS) {
		m->bent = true;
		skip = 0;
		end = str_find(body, STR("</"));
		while (end != STR_NPOS && m->depth &&
		       !str_starts(str_cut(body, end + 2, body.len), m->open[m->depth - 1])) {
			size_t more = str_find(str_cut(body, end + 2, body.len), STR("</"));

			end = more == STR_NPOS ? STR_NPOS : end + 2 + more;
		}
		end = end == STR_NPOS ? body.len : end;
	}
	m->at += 9 + end + skip;
	body = str_cut(body, 0, end);
	if (!m->depth || m->ended) {
		m->bent = true;
		return;
	}
	buf_z(m->out, "<![CDATA[");
	while (body.len) {
		size_t n = 0, bad = 0;

		while (n < body.len && !(bad = forbidden(str_cut(body, n, body.len))))
			n++;
		buf_str(m->out, str_cut(body, 0, n));
		body = str_cut(body, n + bad, body.len);
		m->bent |= bad > 0;
		if (bad) /* without it, "]]" and ">" would meet */
			buf_z(m->out, "]]><![CDATA[");
	}
	buf_z(m->out, "]]>");
}

static void on_tag(struct mender *m, struct str rest)
{
	bool end = rest.at[1] == '/';
	size_t len = tag_length(rest);
	struct str tag = str_cut(rest, 0, len);

	if (len == STR_NPOS) { /* cut off */
		m->bent = true;
		m->at = m->in.len;
		return;
	}
	m->bent |= rest.at[len] == '<';
	m->at += len + (rest.at[len] == '>');
	if (end)
		end_tag(m, tag);
	else
		start_tag(m, tag);
}

static void on_less_than(struct mender *m)
{
	struct str rest = rest_of(m), behind = str_cut(rest, 1, rest.len);

	if (str_starts(rest, STR("<!--")))
		skip_section(m, COMMENT);
	else if (str_starts(rest, STR("<![CDATA[")))
		on_cdata(m);
	else if (str_starts(rest, STR("<!DOCTYPE")) || str_starts(rest, STR("<!doctype")))
		skip_doctype(m);
	else if (str_starts(rest, STR("<?")))
		skip_section(m, INSTRUCTION);
	else if (name_length(behind) ||
		 (str_starts(behind, STR("/")) && name_length(str_cut(behind, 1, behind.len))))
		on_tag(m, rest);
	else {
		on_text(m, STR("<"));
		m->at++;
	}
}

/* False: something is bent. */
static bool pass(struct buf *out, struct str utf8, bool strict)
{
	struct mender m = {.in = utf8, .out = out, .strict = strict};

	while (m.at < m.in.len && !(strict && m.bent)) {
		struct str rest = rest_of(&m);
		size_t len = str_chr(rest, '<');

		len = len == STR_NPOS ? rest.len : len;
		on_text(&m, str_cut(rest, 0, len));
		m.at += len;
		if (m.at < m.in.len)
			on_less_than(&m);
	}
	if (m.depth && !m.ended)
		m.bent = true;
	close_down_to(&m, 0);
	return !m.bent;
}

void feed_mend(struct buf *out, bool *bent, struct str utf8)
{
	size_t before = out->len;

	*bent = !pass(out, utf8, true);
	if (*bent && buf_ok(out)) {
		buf_cut(out, before);
		pass(out, utf8, false);
	}
}
