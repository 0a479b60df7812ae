/* text/utf8.h -- checking, walking and normalising UTF-8 (ICU for NFC). Pure. */
#pragma once
#include "base/arena.h"

/* *bad_at, when not NULL, is the offset of the first byte that is wrong. */
bool utf8_valid(struct str s, size_t *bad_at);

/* Decodes one character and moves *s behind it. s must be valid and not empty. */
uint32_t utf8_next(struct str *s);
size_t utf8_put(char out[4], uint32_t c); /* bytes written; c is a scalar value */

/* A valid copy: each wrong byte becomes U+FFFD (WHATWG's maximal subparts). */
struct str utf8_repair(struct arena *a, struct str s);

/* Unicode normalisation form C; s itself when it is in that form already. */
struct str utf8_nfc(struct arena *a, struct str s);

/* Case folded (simple folding), accents kept; for comparing words. */
struct str utf8_fold(struct arena *a, struct str s);

/* Runs of white space (Unicode, NBSP included) become one blank, ends are cut,
 * control characters vanish. With `keep_lines`, runs that hold a line break
 * become "\n", and runs that hold two or more "\n\n". */
struct str utf8_tidy(struct arena *a, struct str s, bool keep_lines);
