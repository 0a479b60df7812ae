/* feed_text.c -- RFC 4287's text constructs and Atom 0.3's, with what feeds make of them.
 *
 * Base64 is told by Atom 0.3's mode, and by types that are no text (RFC 4287, 4.1.3.3);
 * then only where it decodes to text, since many types are declared wrongly. */
#include "ingest/feed_text.h"

#include "ingest/feed_html.h"
#include "text/utf8.h"

static int sextet(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* False when it is no base64 or no text. */
static bool decoded(struct str *out, struct arena *a, struct str s)
{
	char *room = arena_alloc(a, s.len + 1);
	uint32_t bits = 0;
	size_t len = 0, digits = 0, padding = 0;

	for (size_t i = 0; i < s.len; i++) {
		int six = sextet(s.at[i]);

		if (strchr(" \t\r\n", s.at[i]))
			continue;
		padding += s.at[i] == '=';
		if (s.at[i] == '=')
			continue;
		if (six < 0 || padding)
			return false;
		bits = bits << 6 | (uint32_t)six;
		if (++digits % 4 != 1)
			room[len++] = (char)(bits >> (6 - 2 * ((digits - 1) % 4)) & 0xff);
	}
	s = str_trim((struct str){room, len});
	if (!digits || (digits + padding) % 4 != 0 || !utf8_valid(s, NULL))
		return false;
	*out = s;
	return true;
}

enum form { FORM_HTML, FORM_PLAIN, FORM_MARKUP, FORM_BASE64 };

static bool is(struct str type, const char *name)
{
	return str_eq_nocase(type, str_of(name));
}

static enum form form_of(const struct feed_node *n)
{
	struct str type = feed_node_attribute(n, "type"), mode = feed_node_attribute(n, "mode");

	type = str_trim(str_cut(type, 0, str_chr(type, ';')));
	if (is(mode, "base64"))
		return FORM_BASE64;
	if (n->vocabulary == NS_XHTML)
		return FORM_MARKUP;
	if (!type.len || is(type, "html") || is(type, "text/html"))
		return FORM_HTML;
	if (is(type, "xhtml") || is(type, "application/xhtml+xml") || str_ends(type, STR("+xml")) ||
	    str_ends(type, STR("/xml")))
		return FORM_MARKUP;
	if (is(type, "text") || str_starts(type, STR("text/")))
		return FORM_PLAIN;
	return str_chr(type, '/') != STR_NPOS ? FORM_BASE64 : FORM_HTML;
}

struct str feed_text_of(bool *plain, struct arena *a, const struct feed_node *n)
{
	enum form form = form_of(n);
	bool elements = feed_node_has_elements(n);
	struct str s;

	*plain = false;
	if (form == FORM_MARKUP || elements) {
		s = feed_node_markup(a, n, form != FORM_MARKUP);
	} else {
		s = feed_node_text(a, n);
		*plain = form == FORM_PLAIN || (form == FORM_BASE64 && !decoded(&s, a, s));
	}
	return *plain || !n->base.len ? s : feed_html_absolute(a, s, n->base);
}
