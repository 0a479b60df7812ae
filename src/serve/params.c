/* serve/params.c -- application/x-www-form-urlencoded, read strictly.
 *
 * A reader who mistypes an address should be told, not shown something else, so
 * broken escapes and bad UTF-8 are errors here, where browsers would repair them.
 * Writing keeps only unreserved characters (RFC 3986) bare, so one filter has one
 * address, whichever way it was typed. */
#include "serve/params.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "text/utf8.h"

bool params_decode(struct str *out, struct arena *a, struct str text, bool plus_is_blank)
{
	char *to = arena_alloc(a, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '%') {
			int hi = i + 2 < text.len ? ascii_hex(text.at[i + 1]) : -1;
			int lo = hi >= 0 ? ascii_hex(text.at[i + 2]) : -1;

			if (lo < 0)
				return false;
			c = (char)(hi * 16 + lo);
			i += 2;
		} else if (c == '+' && plus_is_blank) {
			c = ' ';
		}
		if (c == '\0')
			return false;
		to[len++] = c;
	}
	*out = (struct str){to, len};
	return utf8_valid(*out, NULL);
}

static bool one_pair(struct params *q, struct arena *a, struct str part, size_t value_max,
		     struct err *err)
{
	size_t equals = str_chr(part, '=');
	struct params_pair pair;

	if (equals == STR_NPOS)
		equals = part.len;
	if (!params_decode(&pair.name, a, str_cut(part, 0, equals), true) ||
	    !params_decode(&pair.value, a, str_cut(part, equals + 1, part.len), true))
		return err_set(err, ERR_INPUT, "'%.60s' is not percent-encoded UTF-8",
			       arena_z(a, part));
	pair.value = str_trim(pair.value);
	if (pair.value.len > value_max)
		return err_set(err, ERR_LIMIT, "'%.40s' is longer than %zu bytes",
			       arena_z(a, pair.name), value_max);
	if (pair.value.len == 0)
		return true;
	if (q->len == LIMIT_QUERY_TERMS)
		return err_set(err, ERR_LIMIT, "more than %d parameters", LIMIT_QUERY_TERMS);
	q->at[q->len++] = pair;
	return true;
}

bool params_parse(struct params *out, struct arena *a, struct str text, size_t value_max,
		  struct err *err)
{
	struct str part, rest = text;

	*out = (struct params){.at = ARENA_ARRAY(a, struct params_pair, LIMIT_QUERY_TERMS)};
	while (str_split(&part, &rest, '&'))
		if (part.len && !one_pair(out, a, part, value_max, err))
			return false;
	return true;
}

struct str params_get(const struct params *q, struct str name)
{
	for (size_t i = 0; i < q->len; i++)
		if (str_eq(q->at[i].name, name))
			return q->at[i].value;
	return STR("");
}

bool params_has(const struct params *q, struct str name, struct str value)
{
	for (size_t i = 0; i < q->len; i++)
		if (str_eq(q->at[i].name, name) && str_eq(q->at[i].value, value))
			return true;
	return false;
}

void params_encode(struct buf *out, struct str text)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool bare = ascii_is_alnum((char)c) || c == '-' || c == '.' || c == '_' || c == '~';

		if (bare) {
			buf_char(out, (char)c);
		} else {
			buf_char(out, '%');
			buf_char(out, digit[c >> 4]);
			buf_char(out, digit[c & 15]);
		}
	}
}

static void put(struct buf *b, char *mark, struct str name, struct str value)
{
	if (value.len == 0)
		return;
	buf_char(b, *mark);
	*mark = '&';
	params_encode(b, name);
	buf_char(b, '=');
	params_encode(b, value);
}

/* Writes all pairs but those of `name` (with `value`, when that is not ""), then
 * `add`. Pages begin anew when a filter changes: "cursor" is never carried over. */
static struct str address(struct arena *a, struct str path, const struct params *q,
			  struct params_pair without, struct params_pair add)
{
	char mark = '?';
	struct buf b;
	struct str s;

	buf_init(&b, LIMIT_RESPONSE);
	buf_str(&b, path);
	for (size_t i = 0; i < q->len; i++) {
		const struct params_pair *p = &q->at[i];
		bool out = str_eq(p->name, without.name) &&
			   (without.value.len == 0 || str_eq(p->value, without.value));

		if (!out && !str_eq(p->name, STR("cursor")))
			put(&b, &mark, p->name, p->value);
	}
	put(&b, &mark, add.name, add.value);
	s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

struct str params_with(struct arena *a, struct str path, const struct params *q, struct str name,
		       struct str value)
{
	return address(a, path, q, (struct params_pair){name, STR("")},
		       (struct params_pair){name, value});
}

struct str params_without(struct arena *a, struct str path, const struct params *q, struct str name,
			  struct str value)
{
	return address(a, path, q, (struct params_pair){name, value},
		       (struct params_pair){name, STR("")});
}

struct str params_plus(struct arena *a, struct str path, const struct params *q, struct str name,
		       struct str value)
{
	return address(a, path, q, (struct params_pair){STR(""), STR("")},
		       (struct params_pair){name, value});
}

struct params params_drop(struct arena *a, const struct params *q, struct str name)
{
	struct params kept = {.at = ARENA_ARRAY(a, struct params_pair, q->len + 1)};

	for (size_t i = 0; i < q->len; i++)
		if (!str_eq(q->at[i].name, name))
			kept.at[kept.len++] = q->at[i];
	return kept;
}
