/* text/charset.h -- which encoding is this, and make it UTF-8 (ICU converters,
 * WHATWG Encoding's labels: latin1 means windows-1252, and so on). Pure. */
#pragma once
#include "base/arena.h"

/* Canonical WHATWG name of a label ("latin1" -> "windows-1252"), or NULL. */
const char *charset_name(struct str label);

/* In this order: byte order mark, `http` (Content-Type or a label, may be empty), an
 * XML declaration, <meta> (charset_declared.h), valid UTF-8, detection; windows-1252
 * when nothing else is known. Never NULL. */
const char *charset_guess(struct str bytes, struct str http);

/* Converts; what cannot be decoded becomes U+FFFD. Drops a byte order mark.
 * Bytes that are valid UTF-8 already are returned as they are when the charset
 * is UTF-8. ERR_LIMIT when the result would be over LIMIT_FEED. */
bool charset_decode(struct str *out, struct arena *a, struct str bytes, const char *charset,
                    struct err *err) MUST_USE;
