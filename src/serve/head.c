/* serve/head.c -- what RFC 9112 leaves no choice in, and where it leaves one the strict side.
 *
 * libmicrohttpd 0.9.75 takes a lone LF for the end of a line, joins folded lines and ends a value
 * at a NUL, without a word. But it works in place: names and values are the client's own bytes,
 * with NULs where a line ended. So the gap between a value and the next name tells: two NULs
 * were CR LF, one was a lone LF, and anything else in between was hidden from us. A line that
 * begins with a colon it takes for the end of the head, which then is not four bytes behind
 * the last value. */
#include "serve/head.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/limits.h"

static bool fault(struct head_fault *f, int status, const char *format, ...) PRINTF(3, 4);

static bool fault(struct head_fault *f, int status, const char *format, ...)
{
	va_list args;

	f->status = status;
	va_start(args, format);
	vsnprintf(f->detail, sizeof f->detail, format, args);
	va_end(args);
	return false;
}

_Static_assert(LIMIT_REQUEST % MIB(1) == 0 && LIMIT_HEAD % KIB(1) == 0 && LIMIT_URI % KIB(1) == 0,
	       "are told in whole numbers");

void head_too_long(struct head_fault *f)
{
	fault(f, 413, "the body is over %d MiB; send one article", LIMIT_REQUEST / MIB(1));
}

/* tchar of RFC 9110 */
static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.at[i]) && (!s.at[i] || !strchr("!#$%&'*+-.^_`|~", s.at[i])))
			return false;
	return s.len > 0;
}

static bool is_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)s.at[i] < ' ' && s.at[i] != '\t') || s.at[i] == 0x7f)
			return false;
	return true;
}

/* Between the end of one part of the head and the beginning of the next, blanks off. */
static bool is_line_end(struct str before, struct str next)
{
	const char *at = before.at + before.len;
	uintptr_t from = (uintptr_t)at, upto = (uintptr_t)next.at;
	size_t ends = 0;

	if (upto <= from || upto - from > LIMIT_HEAD)
		return false;
	for (; at < next.at; at++) {
		if (*at && *at != ' ' && *at != '\t')
			return false;
		ends += *at == '\0';
	}
	return ends == 2;
}

static bool are_lines(const struct head *h)
{
	struct str before = h->version;

	if (!h->end)
		return true;
	for (size_t i = 0; i < h->count; i++) {
		if (!is_line_end(before, h->header[i].name))
			return false;
		before = h->header[i].value;
	}
	return (uintptr_t)(before.at + before.len) + 4 == (uintptr_t)h->end;
}

static bool fields_check(struct head_fault *f, const struct head *h)
{
	size_t bytes = 0;

	for (size_t i = 0; i < h->count; i++) {
		if (!is_name(h->header[i].name))
			return fault(f, 400, "a header has a name that is none");
		if (!is_value(h->header[i].value))
			return fault(f, 400, "a header holds a control character");
		bytes += h->header[i].name.len + h->header[i].value.len + 4;
	}
	if (h->more)
		return fault(f, 431, "more than %d headers", LIMIT_HEADERS);
	if (bytes > LIMIT_HEAD)
		return fault(f, 431, "the headers are over %d KiB together", LIMIT_HEAD / KIB(1));
	if (!are_lines(h))
		return fault(f, 400, "each line of the head ends in CR LF, and none is folded");
	return true;
}

/* How often it was sent; the last one to *value. */
static size_t sent(struct str *value, const struct head *h, const char *name)
{
	size_t count = 0;

	*value = STR("");
	for (size_t i = 0; i < h->count; i++)
		if (str_eq_nocase(h->header[i].name, str_of(name))) {
			*value = h->header[i].value;
			count++;
		}
	return count;
}

static bool are_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.at[i]))
			return false;
	return s.len > 0 && s.len < 19;
}

static bool coding_check(struct head_fault *f, bool *last, const struct head *h)
{
	struct str coding;
	size_t codings = sent(&coding, h, "Transfer-Encoding");

	if (!codings)
		return true;
	*last = true;
	if (codings > 1 || !str_eq_nocase(coding, STR("chunked")))
		return fault(f, 501, "the only transfer coding known here is chunked");
	if (!str_eq(h->version, STR("HTTP/1.1")))
		return fault(f, 400, "HTTP/1.0 knows no Transfer-Encoding");
	return true;
}

static bool body_check(struct head_fault *f, bool *last, const struct head *h)
{
	struct str length, coding;
	size_t lengths = sent(&length, h, "Content-Length");
	bool codings = sent(&coding, h, "Transfer-Encoding") > 0;
	int64_t bytes = 0;

	if (codings && lengths)
		return fault(f, 400, "send Content-Length or Transfer-Encoding, not both");
	if (!coding_check(f, last, h))
		return false;
	if (lengths > 1 || (lengths && (!are_digits(length) || !str_int(&bytes, length))))
		return fault(f, 400, "Content-Length is one whole number");
	if (bytes > LIMIT_REQUEST) {
		head_too_long(f);
		return false;
	}
	if ((codings || bytes) && (h->method == METHOD_GET || h->method == METHOD_HEAD))
		return fault(f, 400, "GET and HEAD have no body");
	return true;
}

static bool target_check(struct head_fault *f, const struct head *h)
{
	if (h->target.len > LIMIT_URI)
		return fault(f, 414, "the address is over %d KiB; a POST takes longer questions",
			     LIMIT_URI / KIB(1));
	if (!is_name(h->name))
		return fault(f, 400, "a request begins with a method");
	if (str_eq(h->target, STR("*")) && h->method == METHOD_OPTIONS)
		return true;
	if (!h->target.len || h->target.at[0] != '/')
		return fault(f, 400, "the address of a request begins with a slash");
	if (!is_value(h->target) || str_chr(h->target, ' ') != STR_NPOS)
		return fault(f, 400, "the address holds a blank or a control character");
	return true;
}

/* "example.org:8080", "[::1]:8080" */
static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.at[i]) &&
		    (!s.at[i] || !strchr("-._~%!$&'()*+,;=:[]", s.at[i])))
			return false;
	return true;
}

bool head_check(struct head_fault *f, bool *last, const struct head *h)
{
	struct str host;
	size_t hosts = sent(&host, h, "Host");

	*last = h->method == METHOD_OTHER; /* or the rest of a body that was told too short */
	if (!target_check(f, h) || !fields_check(f, h))
		return false;
	if (!str_eq(h->version, STR("HTTP/1.1")) && !str_eq(h->version, STR("HTTP/1.0")))
		return fault(f, 505, "this server speaks HTTP/1.1 and HTTP/1.0");
	if (hosts > 1 || !is_host(host) || (!hosts && str_eq(h->version, STR("HTTP/1.1"))))
		return fault(f, 400, "a request names one host");
	return body_check(f, last, h);
}
