/* text/url.c -- split once, clean each part, put together again.
 *
 * RFC 3986 with the WHATWG habits that matter for addresses found in feeds and
 * pages: blanks around are cut, backslashes are slashes, tabs and line breaks
 * vanish. No punycode: hosts are compared as they are written, lower case.
 * Canonical form is for telling documents apart, so what only tracks readers is
 * cut (the table below) and the rest of the query is sorted. */
#include "text/url.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/vec.h"

static const char *const tracking[] = {
	"fbclid",      "gclid",    "dclid",      "msclkid",       "yclid",
	"igshid",      "mc_cid",   "mc_eid",     "cmpid",         "ocid",
	"ncid",        "sr_share", "smid",       "smtyp",         "CMP",
	"ito",         "ftag",     "guccounter", "guce_referrer", "guce_referrer_sig",
	"_ga",         "ref_src",  "ref_url",    "xtor",          "at_medium",
	"at_campaign", "spm",
};

static struct str lower(struct arena *a, struct str s)
{
	struct str copy = arena_copy(a, s);
	char *at = (char *)(uintptr_t)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		at[i] = ascii_lower(at[i]);
	return copy;
}

static size_t first_of(struct str s, const char *set)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr(set, s.at[i]) && s.at[i])
			return i;
	return s.len;
}

/* Without what addresses are broken by in mails and sources, and blanks around. */
static struct str unbroken(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] && !strchr("\t\r\n", s.at[i]))
			out[len++] = s.at[i];
	return str_trim((struct str){out, len});
}

/* "[::1]": what stands within is for the resolver to judge. */
static bool is_literal(struct str host)
{
	for (size_t i = 1; i + 1 < host.len; i++)
		if (!ascii_is_digit(host.at[i]) && !ascii_is_letter(host.at[i]) &&
		    host.at[i] != ':' && host.at[i] != '.')
			return false;
	return host.len > 2;
}

static bool is_host(struct str host)
{
	if (str_starts(host, STR("[")))
		return is_literal(host);
	for (size_t i = 0; i < host.len; i++)
		if ((unsigned char)host.at[i] <= ' ' || host.at[i] == 0x7f ||
		    strchr("<>\"\\^`{|}%[]", host.at[i]))
			return false;
	return host.len > 0;
}

/* Digits without leading zeros, 1 to 65535, or none. */
static bool is_port(struct str *port)
{
	int64_t number;

	if (!port->len)
		return true;
	for (size_t i = 0; i < port->len; i++)
		if (!ascii_is_digit(port->at[i]))
			return false;
	while (port->len > 1 && port->at[0] == '0')
		*port = str_cut(*port, 1, port->len);
	return port->len <= 5 && str_int(&number, *port) && number >= 1 && number <= 65535;
}

static bool authority(struct url *out, struct str s)
{
	size_t at = str_rchr(s, '@'), colon;

	if (at != STR_NPOS) {
		out->user = str_cut(s, 0, at);
		s = str_cut(s, at + 1, s.len);
	}
	if (str_starts(s, STR("["))) {
		size_t end = str_chr(s, ']');

		if (end == STR_NPOS)
			return false;
		out->host = str_cut(s, 0, end + 1);
		s = str_cut(s, end + 1, s.len);
		if (s.len && s.at[0] != ':')
			return false;
		out->port = str_cut(s, 1, s.len);
	} else {
		colon = str_chr(s, ':');
		out->host = str_cut(s, 0, colon);
		out->port = colon == STR_NPOS ? STR_NONE : str_cut(s, colon + 1, s.len);
	}
	while (str_ends(out->host, STR("."))) /* the root of all names: the same host */
		out->host.len--;
	return is_host(out->host) && is_port(&out->port);
}

bool url_parse(struct url *out, struct str s)
{
	size_t at;

	*out = (struct url){0};
	s = str_trim(s);
	at = str_find(s, STR("://"));
	if (at == STR_NPOS || at > 5)
		return false;
	out->scheme = str_cut(s, 0, at);
	if (!str_eq_nocase(out->scheme, STR("http")) && !str_eq_nocase(out->scheme, STR("https")))
		return false;
	s = str_cut(s, at + 3, s.len);
	at = str_chr(s, '#');
	if (at != STR_NPOS) {
		out->has_fragment = true;
		out->fragment = str_cut(s, at + 1, s.len);
		s = str_cut(s, 0, at);
	}
	at = str_chr(s, '?');
	if (at != STR_NPOS) {
		out->has_query = true;
		out->query = str_cut(s, at + 1, s.len);
		s = str_cut(s, 0, at);
	}
	at = first_of(s, "/\\");
	out->path = str_cut(s, at, s.len);
	return authority(out, str_cut(s, 0, at));
}

/* -- paths -------------------------------------------------------------------- */

/* RFC 3986 5.2.4, over segments. The result begins with a slash. */
static struct str without_dots(struct arena *a, struct str path)
{
	VEC(struct str) kept = {0};
	struct str rest = path, part;
	bool folder = false;
	struct buf out;
	struct str copy;

	buf_init(&out, LIMIT_LINE);
	if (str_starts(rest, STR("/")))
		rest = str_cut(rest, 1, rest.len);
	while (str_split(&part, &rest, '/')) {
		folder = str_eq(part, STR(".")) || str_eq(part, STR(".."));
		if (str_eq(part, STR("..")) && kept.len)
			kept.len--;
		if (!folder)
			VEC_PUSH(&kept, part);
	}
	for (size_t i = 0; i < kept.len; i++) {
		buf_char(&out, '/');
		buf_str(&out, kept.at[i]);
	}
	if (folder || kept.len == 0)
		buf_char(&out, '/');
	copy = arena_copy(a, buf_view(&out));
	buf_free(&out);
	VEC_FREE(&kept);
	return copy;
}

static bool unreserved(unsigned char c)
{
	return ascii_is_letter((char)c) || ascii_is_digit((char)c) || (c && strchr("-._~", c));
}

/* May stand in a path or query as it is (RFC 3986 pchar, "/" and "?"). */
static bool plain(unsigned char c)
{
	return unreserved(c) || (c && strchr("!$&'()*+,;=:@/?", c));
}

static struct str escaped(struct arena *a, struct str s)
{
	static const char digit[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, s.len * 3 + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		bool was_escaped = c == '%' && i + 2 < s.len && ascii_hex(s.at[i + 1]) >= 0 &&
				   ascii_hex(s.at[i + 2]) >= 0;

		if (c == '\t' || c == '\r' || c == '\n')
			continue;
		if (was_escaped) {
			c = (unsigned char)(ascii_hex(s.at[i + 1]) * 16 + ascii_hex(s.at[i + 2]));
			i += 2;
		}
		if (was_escaped ? unreserved(c) : plain(c)) {
			out[len++] = (char)c;
		} else {
			out[len++] = '%';
			out[len++] = digit[c >> 4];
			out[len++] = digit[c & 15];
		}
	}
	return (struct str){out, len};
}

/* -- query -------------------------------------------------------------------- */

static bool tracks(struct str parameter)
{
	struct str name = str_cut(parameter, 0, str_chr(parameter, '='));

	if (str_starts(name, STR("utm_")) || name.len == 0)
		return true;
	for (size_t i = 0; i < sizeof tracking / sizeof tracking[0]; i++)
		if (str_eq(name, str_of(tracking[i])))
			return true;
	return false;
}

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void query(struct buf *out, struct arena *a, struct str s)
{
	VEC(struct str) kept = {0};
	struct str one, rest = escaped(a, s);

	while (str_split(&one, &rest, '&'))
		if (!tracks(one))
			VEC_PUSH(&kept, one);
	if (kept.len)
		qsort(kept.at, kept.len, sizeof *kept.at, by_bytes);
	for (size_t i = 0; i < kept.len; i++) {
		buf_char(out, i ? '&' : '?');
		buf_str(out, kept.at[i]);
	}
	VEC_FREE(&kept);
}

/* -- whole addresses ----------------------------------------------------------- */

static struct str slashes(struct arena *a, struct str s)
{
	struct str copy = arena_copy(a, s);
	char *at = (char *)(uintptr_t)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (at[i] == '\\')
			at[i] = '/';
	return copy;
}

static bool default_port(struct str scheme, struct str port)
{
	return port.len == 0 || str_eq(port, str_eq(scheme, STR("http")) ? STR("80") : STR("443"));
}

struct str url_canonical(struct arena *a, struct str text)
{
	struct url u;
	struct buf out;
	struct str scheme, copy;

	if (text.len > LIMIT_FIELD || !url_parse(&u, unbroken(a, text)))
		return STR_NONE;
	buf_init(&out, LIMIT_LINE);
	scheme = lower(a, u.scheme);
	buf_str(&out, scheme);
	buf_z(&out, "://");
	buf_str(&out, lower(a, u.host));
	if (!default_port(scheme, u.port)) {
		buf_char(&out, ':');
		buf_str(&out, u.port);
	}
	buf_str(&out, without_dots(a, escaped(a, slashes(a, u.path))));
	query(&out, a, u.query);
	/* escapes are longer than what they stand for */
	copy = out.len > LIMIT_FIELD ? STR_NONE : arena_copy(a, buf_view(&out));
	buf_free(&out);
	return copy;
}

static bool has_scheme(struct str s)
{
	size_t colon = first_of(s, ":/?#");

	if (colon == s.len || s.at[colon] != ':' || colon == 0 || !ascii_is_letter(s.at[0]))
		return false;
	for (size_t i = 0; i < colon; i++)
		if (!ascii_is_letter(s.at[i]) && !ascii_is_digit(s.at[i]) &&
		    !strchr("+-.", s.at[i]))
			return false;
	return true;
}

/* RFC 3986 5.2.3 and 5.2.4. */
static struct str merged(struct arena *a, struct str base, struct str path)
{
	struct str folder = str_cut(base, 0, str_rchr(base, '/') + 1);

	if (path.len == 0)
		return base;
	if (path.at[0] == '/')
		return without_dots(a, path);
	return without_dots(a, arena_fmt(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(path)));
}

struct str url_resolve(struct arena *a, struct str base, struct str reference)
{
	struct str out, path, tail;
	struct url b, whole;
	bool same; /* names neither a path nor a query of its own */
	size_t end;

	reference = unbroken(a, reference);
	if (has_scheme(reference))
		return url_parse(&whole, reference) ? reference : STR_NONE;
	if (!url_parse(&b, unbroken(a, base)))
		return STR_NONE;
	end = first_of(reference, "?#");
	path = slashes(a, str_cut(reference, 0, end));
	tail = str_cut(reference, end, reference.len);
	same = path.len == 0 && !str_starts(tail, STR("?"));
	if (str_starts(path, STR("//"))) {
		out = arena_fmt(a, "%.*s:%.*s%.*s", STR_ARG(b.scheme), STR_ARG(path),
				STR_ARG(tail));
		return url_parse(&whole, out) ? out : STR_NONE;
	}
	path = merged(a, slashes(a, b.path), path);
	out = arena_fmt(a, "%.*s://%.*s%s%.*s%.*s%s%.*s%.*s", STR_ARG(b.scheme), STR_ARG(b.host),
			b.port.len ? ":" : "", STR_ARG(b.port), STR_ARG(path),
			same && b.has_query ? "?" : "", STR_ARG(same ? b.query : STR_NONE),
			STR_ARG(tail));
	return str_trim(out);
}

/* Second levels under which registrations are made, by their last two labels. */
static bool is_double(struct str two)
{
	static const char *const second[] = {"ac",  "co", "com", "edu", "gen", "go", "gob",
					     "gov", "gv", "ne",  "net", "nom", "or", "org"};
	struct str label = str_cut(two, 0, str_chr(two, '.'));
	struct str country = str_cut(two, label.len + 1, two.len);

	if (country.len != 2)
		return false;
	for (size_t i = 0; i < sizeof second / sizeof second[0]; i++)
		if (str_eq(label, str_of(second[i])))
			return true;
	return false;
}

static bool is_address(struct str host)
{
	if (str_starts(host, STR("[")))
		return true;
	for (size_t i = 0; i < host.len; i++)
		if (!ascii_is_digit(host.at[i]) && host.at[i] != '.')
			return false;
	return true;
}

struct str url_site(struct arena *a, struct str text)
{
	struct str host, tail;
	struct url u;
	int labels = 0;

	if (!url_parse(&u, unbroken(a, text)))
		return STR_NONE;
	host = lower(a, u.host);
	if (is_address(host))
		return host;
	for (size_t at = host.len; at > 0; at--) {
		if (host.at[at - 1] != '.')
			continue;
		labels++;
		if (labels == 2) {
			tail = str_cut(host, at, host.len);
			if (!is_double(tail))
				return tail;
		} else if (labels == 3) {
			return str_cut(host, at, host.len);
		}
	}
	return host;
}
