/* html_token.c -- markup: tags, attributes, comments; text between them.
 *
 * The standard describes a machine of eighty states that takes one character at a
 * time. Here each construct is one function that runs to its end, and long stretches
 * are crossed by memchr; what comes out is the same (html5lib's tokenizer tests are
 * run against it). Raw text is in html_raw.c, DOCTYPE in html_doctype.c. */
#include "ingest/html_token.h"

#include "base/ascii.h"
#include "ingest/html_parts.h"
#include "ingest/html_reference.h"

enum class { SPACE = 1, ENDS_NAME = 2, UPPER_OR_NUL = 4, LETTER = 8, ENDS_ATTRIBUTE = 16 };

static const uint8_t class_of[256] = {
	[0] = UPPER_OR_NUL,
	['\t'] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE,
	['\n'] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE,
	['\f'] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE,
	['\r'] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE,
	[' '] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE,
	['/'] = ENDS_NAME | ENDS_ATTRIBUTE,
	['>'] = ENDS_NAME | ENDS_ATTRIBUTE,
	['='] = ENDS_ATTRIBUTE,
#define PAIR(upper, lower) [upper] = UPPER_OR_NUL | LETTER, [lower] = LETTER
	PAIR('A', 'a'),
	PAIR('B', 'b'),
	PAIR('C', 'c'),
	PAIR('D', 'd'),
	PAIR('E', 'e'),
	PAIR('F', 'f'),
	PAIR('G', 'g'),
	PAIR('H', 'h'),
	PAIR('I', 'i'),
	PAIR('J', 'j'),
	PAIR('K', 'k'),
	PAIR('L', 'l'),
	PAIR('M', 'm'),
	PAIR('N', 'n'),
	PAIR('O', 'o'),
	PAIR('P', 'p'),
	PAIR('Q', 'q'),
	PAIR('R', 'r'),
	PAIR('S', 's'),
	PAIR('T', 't'),
	PAIR('U', 'u'),
	PAIR('V', 'v'),
	PAIR('W', 'w'),
	PAIR('X', 'x'),
	PAIR('Y', 'y'),
	PAIR('Z', 'z'),
#undef PAIR
};

static uint8_t kind_of(char c)
{
	return class_of[(unsigned char)c];
}

bool html_is_space(char c)
{
	return kind_of(c) & SPACE;
}

static bool is_letter(char c)
{
	return kind_of(c) & LETTER;
}

void html_skip_space(struct html_tokenizer *t)
{
	while (t->at < t->end && html_is_space(*t->at))
		t->at++;
}

/* Small letters, NUL as U+FFFD. */
struct str html_lower(struct arena *arena, struct str s)
{
	char *out = arena_bytes(arena, s.len * 3 + 1), *to = out;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\0') {
			memcpy(to, "\xef\xbf\xbd", 3);
			to += 3;
			continue;
		}
		*to++ = ascii_lower(c);
	}
	return (struct str){out, (size_t)(to - out)};
}

struct str html_no_nul(struct arena *arena, struct str s)
{
	char *out, *to;

	if (!s.len || !memchr(s.at, '\0', s.len))
		return s;
	to = out = arena_bytes(arena, s.len * 3);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i]) {
			*to++ = s.at[i];
			continue;
		}
		memcpy(to, "\xef\xbf\xbd", 3);
		to += 3;
	}
	return (struct str){out, (size_t)(to - out)};
}

/* Up to a character of `ends`; small letters. */
static struct str take_name(struct html_tokenizer *t, uint8_t ends)
{
	const char *from = t->at, *at = from;
	uint8_t seen = 0;
	struct str name;

	for (; at < t->end && !(kind_of(*at) & ends); at++)
		seen |= kind_of(*at);
	t->at = at;
	name = (struct str){from, (size_t)(at - from)};
	return seen & UPPER_OR_NUL ? html_lower(t->arena, name) : name;
}

/* -- attributes ------------------------------------------------------------------------- */

static void keep_attribute(struct html_tokenizer *t, struct str name, struct str value)
{
	if (!t->keep)
		return;
	for (size_t i = 0; i < t->attribute_count; i++)
		if (t->attribute[i].name.len == name.len &&
		    t->attribute[i].name.at[0] == name.at[0] &&
		    memcmp(t->attribute[i].name.at, name.at, name.len) == 0)
			return; /* the first one counts */
	if (t->attribute_count < HTML_ATTRIBUTES_MOST)
		t->attribute[t->attribute_count++] = (struct html_attribute){name, value};
}

static bool take_quoted(struct str *value, struct html_tokenizer *t)
{
	char quote = *t->at++;
	const char *close = memchr(t->at, quote, (size_t)(t->end - t->at));

	if (!close)
		return false;
	*value = (struct str){t->at, (size_t)(close - t->at)};
	t->at = close + 1;
	return true;
}

static void take_unquoted(struct str *value, struct html_tokenizer *t)
{
	const char *from = t->at;

	while (t->at < t->end && !html_is_space(*t->at) && *t->at != '>')
		t->at++;
	*value = (struct str){from, (size_t)(t->at - from)};
}

/* At the first character of a name. False: the input ended. */
static bool take_attribute(struct html_tokenizer *t)
{
	const char *from = t->at;
	struct str name, value = STR_NONE;

	if (*t->at == '=') /* belongs to the name at its front */
		t->at++;
	name = take_name(t, ENDS_ATTRIBUTE);
	if (name.at != from && *from == '=')
		name = html_lower(t->arena, (struct str){from, (size_t)(t->at - from)});
	html_skip_space(t);
	if (t->at < t->end && *t->at == '=') {
		t->at++;
		html_skip_space(t);
		if (t->at == t->end)
			return false;
		if (*t->at == '"' || *t->at == '\'') {
			if (!take_quoted(&value, t))
				return false;
		} else if (*t->at != '>') {
			take_unquoted(&value, t);
		}
	}
	keep_attribute(t, name, value);
	return t->at < t->end;
}

/* Behind the tag's name, up to and with ">". False: the input ended. */
static bool take_attributes(bool *self_closing, struct html_tokenizer *t)
{
	t->attribute_count = 0;
	*self_closing = false;
	for (;;) {
		html_skip_space(t);
		if (t->at == t->end)
			return false;
		if (*t->at == '>') {
			t->at++;
			return true;
		}
		if (*t->at == '/') {
			t->at++;
			*self_closing = t->at < t->end && *t->at == '>';
			continue;
		}
		if (!take_attribute(t))
			return false;
	}
}

/* At the first letter of a tag's name. False: the input ended within. */
bool html_take_tag(struct html_token *out, struct html_tokenizer *t, enum html_kind kind)
{
	out->kind = kind;
	out->name = take_name(t, ENDS_NAME);
	t->keep = !t->attributes_of || str_is_one_of(out->name, t->attributes_of);
	if (!take_attributes(&out->self_closing, t)) {
		t->at = t->end;
		return false;
	}
	if (kind == HTML_END) {
		out->self_closing = false;
		return true;
	}
	out->attribute = t->attribute;
	out->attribute_count = t->attribute_count;
	t->last_start = out->name;
	return true;
}

/* -- comments --------------------------------------------------------------------------- */

static bool take_text(struct html_token *out, enum html_kind kind, const char *from,
		      const char *upto)
{
	out->kind = kind;
	out->text = (struct str){from, (size_t)(upto - from)};
	return true;
}

/* At the input's end, what may have been the beginning of "-->" is left out. */
static size_t without_end(struct str s)
{
	static const char *const tail[] = {"--!", "--", "-"};

	for (size_t i = 0; i < 3; i++)
		if (str_ends(s, str_of(tail[i])))
			return s.len - strlen(tail[i]);
	return s.len;
}

/* Behind "<!--". */
static bool take_comment(struct html_token *out, struct html_tokenizer *t)
{
	const char *from = t->at, *at = from;
	struct str rest = {from, (size_t)(t->end - from)};

	if (str_starts(rest, STR(">")) || str_starts(rest, STR("->"))) {
		t->at = (const char *)memchr(from, '>', rest.len) + 1;
		return take_text(out, HTML_COMMENT, from, from);
	}
	for (; (at = memchr(at, '>', (size_t)(t->end - at))); at++) {
		const char *upto = at;

		if (upto - from >= 3 && upto[-1] == '!')
			upto--;
		if (upto - from < 2 || upto[-1] != '-' || upto[-2] != '-')
			continue;
		t->at = at + 1;
		return take_text(out, HTML_COMMENT, from, upto - 2);
	}
	t->at = t->end;
	return take_text(out, HTML_COMMENT, from, from + without_end(rest));
}

/* What is not what it seems: up to ">". */
static bool take_bogus(struct html_token *out, struct html_tokenizer *t)
{
	const char *from = t->at;
	const char *close = memchr(from, '>', (size_t)(t->end - from));

	t->at = close ? close + 1 : t->end;
	return take_text(out, HTML_COMMENT, from, close ? close : t->end);
}

/* At "<!". */
static bool take_declaration(struct html_token *out, struct html_tokenizer *t)
{
	struct str rest = {t->at + 2, (size_t)(t->end - t->at) - 2};

	t->at += 2;
	if (str_starts(rest, STR("--"))) {
		t->at += 2;
		return take_comment(out, t);
	}
	if (rest.len >= 7 && str_eq_nocase(str_cut(rest, 0, 7), STR("doctype"))) {
		t->at += 7;
		return html_take_doctype(out, t);
	}
	if (t->cdata_allowed && str_starts(rest, STR("[CDATA["))) {
		t->at += 7;
		t->content = HTML_CDATA;
		return false;
	}
	return take_bogus(out, t);
}

/* -- data ------------------------------------------------------------------------------- */

/* The first "<" at or behind `at` that begins markup. */
static const char *markup_from(const char *at, const char *end)
{
	for (; (at = memchr(at, '<', (size_t)(end - at))); at++) {
		if (at + 1 == end)
			return end;
		if (is_letter(at[1]) || at[1] == '!' || at[1] == '?')
			return at;
		if (at[1] == '/' && at + 2 < end)
			return at;
	}
	return end;
}

/* At "</" and something behind it. */
static bool take_end_tag(struct html_token *out, struct html_tokenizer *t)
{
	t->at += 2;
	if (is_letter(*t->at))
		return html_take_tag(out, t, HTML_END);
	if (*t->at == '>') {
		t->at++;
		return false;
	}
	return take_bogus(out, t);
}

static bool next_of_data(struct html_token *out, struct html_tokenizer *t)
{
	const char *from = t->at, *markup = markup_from(from, t->end);

	if (markup > from) {
		t->at = markup;
		out->content = HTML_DATA;
		return take_text(out, HTML_TEXT, from, markup);
	}
	if (from[1] == '/')
		return take_end_tag(out, t);
	if (from[1] == '!')
		return take_declaration(out, t);
	t->at++;
	if (*t->at == '?')
		return take_bogus(out, t);
	return html_take_tag(out, t, HTML_START);
}

/* Field by field: the compiler would clear it by a slow string instruction. */
static void clear(struct html_token *out)
{
	out->kind = HTML_TEXT;
	out->content = HTML_DATA;
	out->name = out->text = out->public_id = out->system_id = STR_NONE;
	out->self_closing = out->has_name = out->force_quirks = false;
	out->attribute_count = 0;
	out->attribute = NULL;
}

bool html_next(struct html_token *out, struct html_tokenizer *t)
{
	while (t->at < t->end) {
		clear(out);
		if (t->content == HTML_DATA ? next_of_data(out, t) : html_next_of_raw(out, t))
			return true;
	}
	return false;
}

void html_tokenizer_init(struct html_tokenizer *t, struct arena *arena, struct str utf8)
{
	const char *at = utf8.len ? utf8.at : "";

	t->at = at;
	t->end = at + utf8.len;
	t->arena = arena;
	t->content = HTML_DATA;
	t->cdata_allowed = false;
	t->attributes_of = NULL;
	t->last_start = STR_NONE;
	t->attribute_count = 0;
}

void html_content_is(struct html_tokenizer *t, enum html_content content)
{
	t->content = content;
}

/* -- characters ------------------------------------------------------------------------- */

struct str html_newlines(struct arena *arena, struct str s)
{
	char *out, *to;

	if (!s.len || !memchr(s.at, '\r', s.len))
		return s;
	to = out = arena_bytes(arena, s.len);
	for (size_t i = 0; i < s.len;) {
		const char *cr = memchr(s.at + i, '\r', s.len - i);
		size_t plain = cr ? (size_t)(cr - s.at) - i : s.len - i;

		memcpy(to, s.at + i, plain);
		to += plain;
		i += plain;
		if (!cr)
			break;
		*to++ = '\n';
		i += i + 1 < s.len && s.at[i + 1] == '\n' ? 2 : 1;
	}
	return (struct str){out, (size_t)(to - out)};
}

struct str html_characters(struct arena *arena, const struct html_token *t)
{
	struct str s = t->text;

	if (t->kind == HTML_COMMENT)
		return html_no_nul(arena, s);
	if (t->content != HTML_DATA && t->content != HTML_CDATA)
		s = html_no_nul(arena, s);
	if (t->content == HTML_DATA || t->content == HTML_RCDATA)
		s = html_unescape(arena, s, false);
	return s;
}

struct str html_value(struct arena *arena, struct str raw)
{
	return html_unescape(arena, html_no_nul(arena, raw), true);
}
