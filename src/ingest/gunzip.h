/* ingest/gunzip.h -- gzip bytes in memory made plain (zlib). Pure. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

bool gunzip_is(struct str bytes); /* begins as gzip does */
/* Appends; several members in a row are one stream. ERR_INPUT: damaged or cut
 * off; ERR_LIMIT: more than the buffer takes (a bomb is never unfolded further). */
bool gunzip_read(struct buf *out, struct str bytes, struct err *err) MUST_USE;
