/* ingest/feed_mend.h -- bent XML made well-formed, so that the parser never guesses. Pure.
 *
 * Half of all broken feeds are broken in the same few ways: bare ampersands, control
 * characters, HTML pasted in with tags left open, a feed cut off in the middle, junk
 * before or behind it. A parser that recovers by itself loses its place at a wrong end
 * tag and every entry behind it. What is well-formed keeps its meaning. Document type,
 * comments and processing instructions go: nothing of the document is ever unfolded. */
#pragma once
#include "base/buf.h"

/* Appends to `out`, in UTF-8 without a declaration: nothing, or one element. `utf8` must
 * be valid. *bent: it was not well-formed. Time and size are linear in `utf8`. */
void feed_mend(struct buf *out, bool *bent, struct str utf8);
