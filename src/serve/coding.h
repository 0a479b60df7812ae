/* serve/coding.h -- in which coding a body goes over the wire.
 *
 * What is built into the program is packed once, as small as it gets, and kept; an answer
 * is packed when it is made, quickly. */
#pragma once
#include "base/buf.h"

enum coding { CODING_NONE, CODING_GZIP, CODING_BROTLI };

/* The best that Accept-Encoding takes ("" not sent); brotli before gzip when both do. */
enum coding coding_of(struct str accepted);
const char *coding_name(enum coding c); /* "br"; NULL for none */
/* Whether a body of that type and length is packed at all: pictures and fonts are already, and
 * what fits into one packet gains nothing. */
bool coding_is_worth(struct str type, size_t len);

/* Packs `body` into `out`; false when it would not become smaller. */
bool coding_pack(struct buf *out, struct str body, enum coding c) MUST_USE;
/* For bodies that live as long as the program; the result does, too. False as above. */
bool coding_pack_kept(struct str *out, struct str body, enum coding c) MUST_USE;
