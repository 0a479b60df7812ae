/* base/emit.c -- a JSON writer that allocates nothing of its own.
 *
 * By hand, and not yajl_gen: verdicts must be the same bytes on every machine
 * (numbers with a fixed count of decimals, trailing zeros cut), may stand in a
 * page's script element, and bad UTF-8 must not make a document invalid; the
 * library does none of the three. */
#include "base/emit.h"

#include <math.h>
#include <stdio.h>

#include "base/check.h"

void emit_open(struct emit *e, struct buf *out)
{
	*e = (struct emit){.out = out, .first = true};
}

static void before_value(struct emit *e)
{
	if (!e->after_key && !e->first)
		buf_char(e->out, ',');
	CHECK(e->after_key || e->depth == 0 || e->end[e->depth - 1] == ']');
	e->after_key = false;
	e->first = false;
}

static void open_level(struct emit *e, char open, char end)
{
	before_value(e);
	CHECK(e->depth < (int)sizeof e->end);
	e->end[e->depth++] = end;
	e->first = true;
	buf_char(e->out, open);
}

void emit_object(struct emit *e)
{
	open_level(e, '{', '}');
}

void emit_array(struct emit *e)
{
	open_level(e, '[', ']');
}

void emit_end(struct emit *e)
{
	CHECK(e->depth > 0 && !e->after_key);
	buf_char(e->out, e->end[--e->depth]);
	e->first = false;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/';
}

static void escaped(struct buf *out, unsigned char c, char before)
{
	static const char name[] = {'b', 't', 'n', 0, 'f', 'r'};

	if (c == '"' || c == '\\' || (c == '/' && before == '<'))
		buf_fmt(out, "\\%c", c);
	else if (c >= '\b' && c <= '\r' && name[c - '\b'])
		buf_fmt(out, "\\%c", name[c - '\b']);
	else if (c < ' ' || c == 0x7f)
		buf_fmt(out, "\\u%04x", c);
	else
		buf_char(out, (char)c);
}

static void quoted(struct buf *out, struct str s)
{
	size_t i = 0;

	buf_char(out, '"');
	while (i < s.len) {
		size_t run = i, len;

		while (run < s.len && is_plain((unsigned char)s.at[run]))
			run++;
		buf_str(out, str_cut(s, i, run));
		i = run;
		if (i == s.len)
			break;
		len = str_sequence(str_cut(s, i, s.len));
		if (len > 1)
			buf_str(out, str_cut(s, i, i + len));
		else if (len == 1)
			escaped(out, (unsigned char)s.at[i], i ? s.at[i - 1] : 0);
		else
			buf_z(out, "\xef\xbf\xbd");
		i += len ? len : 1;
	}
	buf_char(out, '"');
}

void emit_key_str(struct emit *e, struct str key)
{
	CHECK(e->depth > 0 && e->end[e->depth - 1] == '}' && !e->after_key);
	if (!e->first)
		buf_char(e->out, ',');
	quoted(e->out, key);
	buf_char(e->out, ':');
	e->after_key = true;
}

void emit_key(struct emit *e, const char *key)
{
	emit_key_str(e, str_of(key));
}

void emit_str(struct emit *e, struct str s)
{
	before_value(e);
	quoted(e->out, s);
}

void emit_z(struct emit *e, const char *z)
{
	emit_str(e, str_of(z));
}

void emit_int(struct emit *e, int64_t n)
{
	before_value(e);
	buf_fmt(e->out, "%lld", (long long)n);
}

void emit_num(struct emit *e, double n, int decimals)
{
	char text[400];
	int len;

	before_value(e);
	if (!isfinite(n)) {
		buf_z(e->out, "null");
		return;
	}
	len = snprintf(text, sizeof text, "%.*f", decimals, n);
	CHECK(len > 0 && (size_t)len < sizeof text);
	if (strchr(text, '.')) {
		while (text[len - 1] == '0')
			len--;
		if (text[len - 1] == '.')
			len--;
	}
	if (len == 2 && text[0] == '-' && text[1] == '0')
		buf_char(e->out, '0');
	else
		buf_str(e->out, (struct str){text, (size_t)len});
}

void emit_bool(struct emit *e, bool b)
{
	before_value(e);
	buf_z(e->out, b ? "true" : "false");
}

void emit_null(struct emit *e)
{
	before_value(e);
	buf_z(e->out, "null");
}

void emit_raw(struct emit *e, struct str json)
{
	before_value(e);
	buf_str(e->out, json);
}

void emit_pair(struct emit *e, const char *key, struct str value)
{
	emit_key(e, key);
	emit_str(e, value);
}

void emit_pair_int(struct emit *e, const char *key, int64_t value)
{
	emit_key(e, key);
	emit_int(e, value);
}

void emit_pair_num(struct emit *e, const char *key, double value, int decimals)
{
	emit_key(e, key);
	emit_num(e, value, decimals);
}

void emit_pair_or_null(struct emit *e, const char *key, struct str value)
{
	emit_key(e, key);
	if (value.len)
		emit_str(e, value);
	else
		emit_null(e);
}
