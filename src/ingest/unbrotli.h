/* ingest/unbrotli.h -- brotli bytes in memory made plain (libbrotlidec). Pure. */
#pragma once
#include "base/buf.h"

/* Appends. False: damaged, cut off, or more than the buffer takes. */
bool unbrotli_read(struct buf *out, struct str bytes) MUST_USE;
