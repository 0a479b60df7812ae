/* text/charset_declared.c -- the HTML standard's prescan, attribute by attribute.
 *
 * Looking for "charset=" in a <meta ...> up to the next ">" is nearly it, and is wrong for
 * comments, for quotes that hold a ">", for <meta content> without its http-equiv and for
 * pages cut off within a tag; pages are made to be wrong. The standard looks at the first
 * 1,024 bytes and reads again when the parser meets a later <meta>; here both are one pass
 * over the first 64 KB. */
#include "text/charset_declared.h"

#include "base/ascii.h"

#include "text/charset.h"

#define HEAD_BYTES 65536

struct cursor {
	struct str rest; /* empty: the bytes have run out, and with them the search */
};

struct attribute {
	struct str name, value;
};

enum { SEEN_HTTP_EQUIV = 1, SEEN_CONTENT = 2, SEEN_CHARSET = 4 };

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

static void step(struct cursor *c, size_t n)
{
	c->rest = str_cut(c->rest, n, c->rest.len);
}

static bool next_is(const struct cursor *c, char wanted)
{
	return c->rest.len && c->rest.at[0] == wanted;
}

static void skip_blanks(struct cursor *c)
{
	size_t n = 0;

	while (n < c->rest.len && is_blank(c->rest.at[n]))
		n++;
	step(c, n);
}

/* As far as none of the set's bytes and no blank. */
static struct str take_until(struct cursor *c, const char *set)
{
	struct str taken;
	size_t n = 0;

	while (n < c->rest.len && !is_blank(c->rest.at[n]) &&
	       !(c->rest.at[n] && strchr(set, c->rest.at[n])))
		n++;
	taken = str_cut(c->rest, 0, n);
	step(c, n);
	return taken;
}

static struct str take_value(struct cursor *c)
{
	char quote = c->rest.len ? c->rest.at[0] : '\0';
	struct str value;

	if (quote != '"' && quote != '\'')
		return take_until(c, ">");
	step(c, 1);
	value = str_cut(c->rest, 0, str_chr(c->rest, quote));
	step(c, value.len + 1);
	return value;
}

/* The next attribute of a tag; false at its end. Where the bytes run out c->rest is empty. */
static bool take_attribute(struct attribute *out, struct cursor *c)
{
	struct str first;

	while (c->rest.len && (is_blank(c->rest.at[0]) || c->rest.at[0] == '/'))
		step(c, 1);
	*out = (struct attribute){0};
	if (!c->rest.len || next_is(c, '>'))
		return false;
	first = c->rest;
	step(c, 1); /* a name may begin with "=" */
	out->name = take_until(c, "=/>");
	out->name = str_cut(first, 0, out->name.len + 1);
	skip_blanks(c);
	if (next_is(c, '=')) {
		step(c, 1);
		skip_blanks(c);
		if (!next_is(c, '>'))
			out->value = take_value(c);
	}
	return c->rest.len > 0;
}

struct str charset_label(struct str content)
{
	struct cursor c = {content};
	size_t at;

	while ((at = str_find_nocase(c.rest, STR("charset"))) != STR_NPOS) {
		step(&c, at + 7);
		skip_blanks(&c);
		if (!next_is(&c, '='))
			continue;
		step(&c, 1);
		skip_blanks(&c);
		if (next_is(&c, '"') || next_is(&c, '\'')) {
			size_t end = str_chr(str_cut(c.rest, 1, c.rest.len), c.rest.at[0]);

			return end == STR_NPOS ? STR_NONE : str_cut(c.rest, 1, end + 1);
		}
		return take_until(&c, ";");
	}
	return STR_NONE;
}

static const char *usable(const char *name)
{
	return name && strncmp(name, "UTF-16", 6) == 0 ? "UTF-8" : name;
}

/* Behind "<meta": what its attributes say. The first of a name counts. */
static const char *take_meta(struct cursor *c)
{
	bool pragma = false, needs_pragma = false;
	const char *name = NULL;
	struct attribute a;
	unsigned seen = 0;

	while (take_attribute(&a, c)) {
		if (str_eq_nocase(a.name, STR("http-equiv")) && !(seen & SEEN_HTTP_EQUIV)) {
			seen |= SEEN_HTTP_EQUIV;
			pragma = str_eq_nocase(a.value, STR("content-type"));
		} else if (str_eq_nocase(a.name, STR("content")) && !(seen & SEEN_CONTENT)) {
			seen |= SEEN_CONTENT;
			if (!name && !(seen & SEEN_CHARSET)) {
				name = charset_name(charset_label(a.value));
				needs_pragma = true;
			}
		} else if (str_eq_nocase(a.name, STR("charset")) && !(seen & SEEN_CHARSET)) {
			seen |= SEEN_CHARSET;
			name = charset_name(a.value);
			needs_pragma = false;
		}
	}
	if (!c->rest.len || (needs_pragma && !pragma))
		return NULL;
	return usable(name);
}

static void skip_tag(struct cursor *c)
{
	struct attribute a;

	take_until(c, ">");
	while (take_attribute(&a, c))
		;
}

static bool opens_meta(struct str s)
{
	return s.len > 5 && str_eq_nocase(str_cut(s, 0, 5), STR("<meta")) &&
	       (is_blank(s.at[5]) || s.at[5] == '/');
}

/* From a "<" on. */
static const char *take_markup(struct cursor *c)
{
	char second = c->rest.len > 1 ? c->rest.at[1] : '\0';
	char third = c->rest.len > 2 ? c->rest.at[2] : '\0';
	size_t end;

	if (str_starts(c->rest, STR("<!--"))) {
		step(c, 2); /* "<!-->" is whole */
		end = str_find(c->rest, STR("-->"));
		step(c, end == STR_NPOS ? c->rest.len : end + 3);
	} else if (opens_meta(c->rest)) {
		step(c, 5);
		return take_meta(c);
	} else if (ascii_is_letter(second) || (second == '/' && ascii_is_letter(third))) {
		skip_tag(c);
	} else if (second == '!' || second == '/' || second == '?') {
		end = str_chr(c->rest, '>');
		step(c, end == STR_NPOS ? c->rest.len : end);
	} else {
		step(c, 1);
	}
	return NULL;
}

const char *charset_declared(struct str bytes)
{
	struct cursor c = {str_cut(bytes, 0, HEAD_BYTES)};
	const char *name = NULL;

	while (!name && c.rest.len) {
		size_t at = str_chr(c.rest, '<');

		step(&c, at == STR_NPOS ? c.rest.len : at);
		if (c.rest.len)
			name = take_markup(&c);
	}
	return name;
}
