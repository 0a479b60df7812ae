/* serve/html.c -- a writer that cannot be talked into writing markup.
 *
 * Templates would need a parser and a second language, printf needs a reader who
 * spots the one missing escape; a writer with a stack needs neither, and costs a
 * few nanoseconds a call. A start tag stays open until the first child, so that
 * attributes come in any number. Bytes that are not UTF-8 and control characters
 * become U+FFFD: pages are always valid. What it does not do: know which element
 * may stand in which; the browser suite looks after that. */
#include "serve/html.h"

#include <stdio.h>

#include "base/check.h"
#include "text/utf8.h"

static const char *const void_element[] = {"br", "hr", "img", "input", "link", "meta", NULL};

static bool is_void(const char *element)
{
	for (int i = 0; void_element[i]; i++)
		if (void_element[i][0] == element[0] && strcmp(void_element[i], element) == 0)
			return true;
	return false;
}

void html_begin_part(struct html *h, struct buf *out)
{
	*h = (struct html){.out = out};
}

void html_begin(struct html *h, struct buf *out)
{
	html_begin_part(h, out);
	buf_z(out, "<!doctype html>\n");
}

static void close_tag(struct html *h)
{
	if (h->in_tag)
		buf_char(h->out, '>');
	h->in_tag = false;
}

void html_open(struct html *h, const char *element)
{
	CHECK(h->depth < HTML_DEPTH);
	close_tag(h);
	buf_char(h->out, '<');
	buf_z(h->out, element);
	h->open[h->depth++] = element;
	h->in_tag = true;
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static bool is_control(unsigned char c)
{
	return (c < ' ' && c != '\n' && c != '\t') || c == 0x7f;
}

/* Runs of harmless bytes go out whole; utf8 was checked by the caller. */
static void escaped(struct buf *out, struct str s)
{
	size_t run = 0;

	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.at[i];
		const char *e;

		if ((c > '>' && c != 0x7f) || c == ' ') /* most of them */
			continue;
		e = entity(s.at[i]);
		if (!e && is_control(c))
			e = "\xef\xbf\xbd";
		if (!e)
			continue;
		buf_str(out, str_cut(s, run, i));
		buf_z(out, e);
		run = i + 1;
	}
	buf_str(out, str_cut(s, run, s.len));
}

static void safe(struct buf *out, struct str s)
{
	size_t bad;

	while (!utf8_valid(s, &bad)) {
		escaped(out, str_cut(s, 0, bad));
		buf_z(out, "\xef\xbf\xbd");
		s = str_cut(s, bad + 1, s.len);
	}
	escaped(out, s);
}

static void attribute(struct html *h, const char *name, struct str value)
{
	CHECK(h->in_tag);
	buf_char(h->out, ' ');
	buf_z(h->out, name);
	buf_z(h->out, "=\"");
	safe(h->out, value);
	buf_char(h->out, '"');
}

void html_attr(struct html *h, const char *name, struct str value)
{
	CHECK(strcmp(name, "href") != 0 && strcmp(name, "src") != 0 && strcmp(name, "style") != 0 &&
	      strncmp(name, "on", 2) != 0);
	attribute(h, name, value);
}

void html_attr_z(struct html *h, const char *name, const char *value)
{
	html_attr(h, name, str_of(value));
}

void html_attr_int(struct html *h, const char *name, int64_t value)
{
	CHECK(h->in_tag);
	buf_fmt(h->out, " %s=\"%lld\"", name, (long long)value);
}

void html_attr_num(struct html *h, const char *name, double value)
{
	CHECK(h->in_tag);
	buf_fmt(h->out, " %s=\"%.2f\"", name, value);
}

void html_flag(struct html *h, const char *name)
{
	CHECK(h->in_tag);
	buf_char(h->out, ' ');
	buf_z(h->out, name);
}

static bool is_address(struct str a)
{
	if (str_starts(a, STR("#")) || str_starts(a, STR("?")))
		return true;
	if (str_starts(a, STR("/")))
		return !str_starts(a, STR("//")) && !str_starts(a, STR("/\\"));
	return str_starts(a, STR("https://")) || str_starts(a, STR("http://"));
}

void html_href(struct html *h, const char *name, struct str address)
{
	if (is_address(address))
		attribute(h, name, address);
}

void html_text(struct html *h, struct str text)
{
	CHECK(h->depth > 0);
	close_tag(h);
	safe(h->out, text);
}

void html_z(struct html *h, const char *text)
{
	html_text(h, str_of(text));
}

void html_int(struct html *h, int64_t n)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)n);

	CHECK(h->depth > 0);
	close_tag(h);
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
			buf_z(h->out, "\xe2\x80\xaf");
		buf_char(h->out, digits[i]);
	}
}

void html_end(struct html *h)
{
	const char *element;

	CHECK(h->depth > 0);
	element = h->open[--h->depth];
	if (is_void(element)) {
		CHECK(h->in_tag);
		h->in_tag = false;
		buf_z(h->out, "/>"); /* good HTML, and good XML in feeds */
		return;
	}
	close_tag(h);
	buf_z(h->out, "</");
	buf_z(h->out, element);
	buf_char(h->out, '>');
}

void html_enter(struct html *h, const char *element, const char *class)
{
	html_open(h, element);
	if (class)
		html_attr_z(h, "class", class);
}

void html_element(struct html *h, const char *element, const char *class, struct str text)
{
	html_enter(h, element, class);
	html_text(h, text);
	html_end(h);
}

void html_element_z(struct html *h, const char *element, const char *class, const char *text)
{
	html_element(h, element, class, str_of(text));
}

void html_link(struct html *h, const char *class, struct str address, struct str text)
{
	html_enter(h, "a", class);
	html_href(h, "href", address);
	html_text(h, text);
	html_end(h);
}

void html_data(struct html *h, const char *type, struct str json)
{
	html_open(h, "script");
	html_attr_z(h, "type", type);
	close_tag(h);
	/* '<' occurs in strings only; escaped, neither "</script" nor "<!--" can arise */
	for (size_t at; (at = str_chr(json, '<')) != STR_NPOS;
	     json = str_cut(json, at + 1, json.len)) {
		buf_str(h->out, str_cut(json, 0, at));
		buf_z(h->out, "\\u003c");
	}
	buf_str(h->out, json);
	html_end(h);
}
