/* serve/gzip.h -- a body made small for the wire (zlib). Pure. */
#pragma once
#include "base/buf.h"

/* False, and nothing useful in `out`, when it would not become smaller. */
bool gzip_pack(struct buf *out, struct str body) MUST_USE;
/* A whole member, however small the bytes are or large it becomes; the same for the same
 * bytes. */
void gzip_member(struct buf *out, struct str bytes);
