/* serve/brotli.h -- a body made small for the wire (libbrotlienc). Pure. */
#pragma once
#include "base/buf.h"

/* Quality 1 to 11. False, and nothing useful in `out`, when it would not become smaller. */
bool brotli_pack(struct buf *out, struct str body, int quality) MUST_USE;
