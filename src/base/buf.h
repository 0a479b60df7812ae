/* base/buf.h -- owned, growing bytes with a ceiling.
 *
 * Appends cannot be checked one by one; they go on quietly failing after the
 * first overflow, and buf_ok() at the end tells the truth about all of them.
 * The ceiling is set once, at birth, from base/limits.h. One thread. */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "base/str.h"

struct buf {
	char *at; /* NUL behind the last byte once anything was appended */
	size_t len, cap;
	size_t max;
	bool overflowed;
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b);           /* keeps the memory, forgets an overflow */
void buf_cut(struct buf *b, size_t len); /* forgets all behind `len`, but no overflow */
void buf_str(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* Room for `more` bytes behind what is there, for a library to write into; NULL when they
 * do not fit under the ceiling. Then buf_made says how many it wrote. */
char *buf_space(struct buf *b, size_t more);
void buf_made(struct buf *b, size_t bytes);
bool buf_ok(const struct buf *b);
struct str buf_view(const struct buf *b); /* valid until the next append */
