/* ingest/page_day.h -- when was a page published, without parsing it. Pure.
 *
 * For the pages of archives that are passed over: most state the day in the first part of
 * their bytes (JSON-LD, Open Graph) or in their address. A look costs microseconds; what
 * it finds is counted, never shown as an article's date. */
#pragma once
#include "base/str.h"

/* UTC midnight of the day, 0: does not say. */
int64_t page_day_peek(struct str html, struct str url);
