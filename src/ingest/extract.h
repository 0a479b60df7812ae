/* ingest/extract.h -- a document becomes a sealed article. Pure: same bytes,
 * same article; no network, no clock, but for the seconds that a PDF may take. Any thread. */
#pragma once
#include "ingest/source.h"

/* ERR_INPUT when there is no text in it, or not of its kind; ERR_LIMIT. */
bool extract_article(struct article *out, struct arena *arena, const struct document *doc,
		     struct err *err) MUST_USE;
