/* cli/probe_child.h -- `tocsin probe picture|pdf`: what a decoder makes of a file, and what it
 * took. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

/* One JSON object; that something is no picture or PDF is an answer, not an error. */
bool probe_child_picture(struct buf *out, struct str bytes, struct err *err) MUST_USE;
bool probe_child_pdf(struct buf *out, struct str bytes, struct err *err) MUST_USE;
