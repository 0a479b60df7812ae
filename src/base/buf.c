/* base/buf.c -- growing bytes that remember having been refused.
 *
 * Capacity doubles up to the ceiling. A piece that does not fit is left out
 * whole; nothing is ever half appended. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"
#include "base/memory.h"

void buf_init(struct buf *b, size_t max)
{
	CHECK(max > 0);
	*b = (struct buf){.max = max};
}

void buf_free(struct buf *b)
{
	memory_free(b->at);
	b->at = NULL;
	b->len = b->cap = 0;
}

void buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->at[len] = '\0';
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->overflowed = false;
	if (b->at)
		b->at[0] = '\0';
}

/* Makes room for `more` bytes and a NUL; false once the ceiling was hit. */
static bool room(struct buf *b, size_t more)
{
	CHECK(b->max > 0);
	if (b->overflowed || more > b->max - b->len) {
		b->overflowed = true;
		return false;
	}
	if (b->len + more < b->cap) /* nearly always */
		return true;
	b->at = memory_array(b->at, &b->cap, b->len + more + 1, 1);
	return true;
}

void buf_str(struct buf *b, struct str s)
{
	if (!room(b, s.len))
		return;
	if (s.len)
		memcpy(b->at + b->len, s.at, s.len);
	b->len += s.len;
	b->at[b->len] = '\0';
}

void buf_z(struct buf *b, const char *z)
{
	buf_str(b, str_of(z));
}

void buf_char(struct buf *b, char c)
{
	if (!room(b, 1))
		return;
	b->at[b->len++] = c;
	b->at[b->len] = '\0';
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	const size_t left = b->at && !b->overflowed ? b->cap - b->len : 0;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(left ? b->at + b->len : NULL, left, fmt, args);
	va_end(args);
	CHECK(len >= 0);
	if (!room(b, (size_t)len)) {
		if (left)
			b->at[b->len] = '\0';
		return;
	}
	if ((size_t)len >= left) {
		va_start(args, fmt);
		vsnprintf(b->at + b->len, (size_t)len + 1, fmt, args);
		va_end(args);
	}
	b->len += (size_t)len;
}

char *buf_space(struct buf *b, size_t more)
{
	return room(b, more) ? b->at + b->len : NULL;
}

void buf_made(struct buf *b, size_t bytes)
{
	CHECK(b->len + bytes < b->cap);
	b->len += bytes;
	b->at[b->len] = '\0';
}

bool buf_ok(const struct buf *b)
{
	return !b->overflowed;
}

struct str buf_view(const struct buf *b)
{
	return (struct str){b->at ? b->at : "", b->len};
}
