/* base/json_read.c -- plain JSON into a tree, quickly.
 *
 * By hand, as an event's page reads some 50 KB of verdicts for each answer, and jansson needs
 * more than a millisecond for them: it allocates each node and each text. What is unusual is
 * left to it (json.c), so that this file stays short and each document is accepted or refused as
 * jansson does it: here a document may be refused that is right, never the other way round. */
#include "base/json_tree.h"

#include "base/vec.h"

#define DEPTH 64
#define WHOLE_DIGITS 18 /* fit into 64 bits */
#define REAL_DIGITS 15  /* exact in a double, as are ... */
#define DECIMALS 22     /* ... powers of ten up to this one: so is their quotient, rounded once */

struct reader {
	char *at, *end; /* a NUL stands at the end */
	struct arena *arena;
	VEC(struct json_member) open; /* of the arrays and objects that are not closed yet */
	int depth;
};

static bool value(struct reader *r, struct json *out);

static void blanks(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')
		r->at++;
}

static bool literal(struct reader *r, const char *word, size_t len)
{
	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	return true;
}

/* -- texts ------------------------------------------------------------------------------- */

/* Bytes of the UTF-8 sequence at p, as RFC 3629 has it; 0: there is none. */
static size_t sequence(const char *p)
{
	const unsigned char *c = (const unsigned char *)p;
	const unsigned char least = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
	const unsigned char most = c[0] == 0xed ? 0x9f : c[0] == 0xf4 ? 0x8f : 0xbf;
	const size_t len = c[0] < 0xc2   ? 0
			   : c[0] < 0xe0 ? 2
			   : c[0] < 0xf0 ? 3
			   : c[0] < 0xf5 ? 4
					 : 0;

	if (!len || c[1] < least || c[1] > most)
		return 0;
	for (size_t i = 2; i < len; i++) /* a NUL at the end stops it */
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static bool four_digits(uint32_t *out, const char *p)
{
	*out = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return false;
		*out = *out * 16 + (uint32_t)digit;
	}
	return true;
}

/* \u00e9 as UTF-8, which is shorter than what it stands for. */
static bool named_character(struct reader *r, char **to)
{
	uint32_t c;

	if (!four_digits(&c, r->at) || c == 0 || (c >= 0xd800 && c < 0xe000))
		return false;
	r->at += 4;
	if (c < 0x80) {
		*(*to)++ = (char)c;
		return true;
	}
	if (c < 0x800) {
		*(*to)++ = (char)(0xc0 | c >> 6);
	} else {
		*(*to)++ = (char)(0xe0 | c >> 12);
		*(*to)++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*(*to)++ = (char)(0x80 | (c & 0x3f));
	return true;
}

/* Behind a backslash. */
static bool escaped(struct reader *r, char **to)
{
	static const char name[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char c = *r->at++;
	const char *found = c ? strchr(name, c) : NULL;

	if (c == 'u')
		return named_character(r, to);
	if (!found)
		return false;
	*(*to)++ = means[found - name];
	return true;
}

/* From behind the quote at its beginning to behind the one at its end. The text moves forward
 * over escapes, and its NUL takes the place of the quote. */
static bool text(struct reader *r, struct str *out)
{
	char *const from = r->at, *to = from;

	while (*r->at != '"') {
		const unsigned char c = (unsigned char)*r->at;
		size_t len = c < ' ' ? 0 : c < 0x80 ? 1 : sequence(r->at);

		if (!len)
			return false;
		if (c == '\\') {
			r->at++;
			if (!escaped(r, &to))
				return false;
			continue;
		}
		if (to == r->at) {
			to = r->at += len;
			continue;
		}
		while (len--)
			*to++ = *r->at++;
	}
	r->at++;
	*to = '\0';
	*out = (struct str){from, (size_t)(to - from)};
	return out->len <= UINT32_MAX;
}

/* -- numbers ------------------------------------------------------------------------------ */

/* One more than `most` shows that there are too many: 19 fit into *number. */
static size_t digits(struct reader *r, uint64_t *number, size_t most)
{
	size_t n = 0;

	while (*r->at >= '0' && *r->at <= '9' && n <= most) {
		*number = *number * 10 + (uint64_t)(*r->at++ - '0');
		n++;
	}
	return n;
}

static bool number(struct reader *r, struct json *out)
{
	static const double power[DECIMALS + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
						   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
						   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	const bool minus = *r->at == '-';
	const char *first = r->at += minus;
	uint64_t n = 0;
	size_t whole = digits(r, &n, WHOLE_DIGITS), decimals = 0;

	if (!whole || whole > WHOLE_DIGITS || (*first == '0' && whole > 1))
		return false;
	if (*r->at == '.') {
		if (whole > REAL_DIGITS)
			return false;
		r->at++;
		decimals = digits(r, &n, REAL_DIGITS - whole);
		if (!decimals || whole + decimals > REAL_DIGITS)
			return false;
	}
	if (*r->at == 'e' || *r->at == 'E')
		return false;
	if (decimals) {
		out->type = NODE_REAL;
		out->is.real = (double)n / power[decimals] * (minus ? -1 : 1);
	} else {
		out->type = NODE_WHOLE;
		out->is.whole = minus ? -(int64_t)n : (int64_t)n;
	}
	return true;
}

/* -- arrays and objects --------------------------------------------------------------------- */

static bool array_closed(struct reader *r, struct json *out, size_t from)
{
	const size_t count = r->open.len - from;
	struct json *item = (struct json *)(void *)arena_bytes(r->arena, count * sizeof *item);

	for (size_t i = 0; i < count; i++)
		item[i] = r->open.at[from + i].value;
	*out = (struct json){NODE_ARRAY, (uint32_t)count, {.item = item}};
	r->open.len = from;
	return count <= UINT32_MAX;
}

/* False: too many for here, or one of them twice. */
static bool object_closed(struct reader *r, struct json *out, size_t from)
{
	const size_t count = r->open.len - from, bytes = count * sizeof(struct json_member);
	struct json_member *member = (struct json_member *)(void *)arena_bytes(r->arena, bytes);

	if (count > JSON_FEW)
		return false;
	for (size_t i = 0; i < count; i++) {
		member[i] = r->open.at[from + i];
		for (size_t k = 0; k < i; k++)
			if (str_eq(member[k].key, member[i].key))
				return false;
	}
	*out = (struct json){NODE_OBJECT, (uint32_t)count, {.member = member}};
	r->open.len = from;
	return true;
}

/* What stands between two commas. */
static bool one(struct reader *r, bool with_key)
{
	struct json_member m = {.key = STR_NONE};

	blanks(r);
	if (with_key) {
		if (*r->at++ != '"' || !text(r, &m.key))
			return false;
		blanks(r);
		if (*r->at++ != ':')
			return false;
		blanks(r);
	}
	if (!value(r, &m.value))
		return false;
	VEC_PUSH(&r->open, m);
	blanks(r);
	return true;
}

static bool nested(struct reader *r, struct json *out, char end)
{
	const size_t from = r->open.len;

	if (r->depth == DEPTH)
		return false;
	r->depth++;
	r->at++;
	blanks(r);
	if (*r->at != end) {
		if (!one(r, end == '}'))
			return false;
		while (*r->at == ',') {
			r->at++;
			if (!one(r, end == '}'))
				return false;
		}
		if (*r->at != end)
			return false;
	}
	r->at++;
	r->depth--;
	return end == '}' ? object_closed(r, out, from) : array_closed(r, out, from);
}

static bool value(struct reader *r, struct json *out)
{
	struct str s;

	*out = (struct json){.type = NODE_NULL};
	switch (*r->at) {
	case '{':
		return nested(r, out, '}');
	case '[':
		return nested(r, out, ']');
	case '"':
		r->at++;
		if (!text(r, &s))
			return false;
		*out = (struct json){NODE_TEXT, (uint32_t)s.len, {.text = s.at}};
		return true;
	case 't':
		*out = (struct json){.type = NODE_BOOL, .count = 1};
		return literal(r, "true", 4);
	case 'f':
		out->type = NODE_BOOL;
		return literal(r, "false", 5);
	case 'n':
		return literal(r, "null", 4);
	default:
		return number(r, out);
	}
}

bool json_read_plain(struct json *out, struct arena *arena, char *all, size_t len)
{
	struct reader r = {.at = all, .end = all + len, .arena = arena};
	bool ok;

	blanks(&r);
	ok = (*r.at == '{' || *r.at == '[') && value(&r, out);
	VEC_FREE(&r.open);
	if (!ok)
		return false;
	blanks(&r);
	return r.at == r.end;
}
