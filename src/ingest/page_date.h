/* ingest/page_date.h -- when a page was published, by what it shows. Pure. */
#pragma once
#include "ingest/page_blocks.h"
#include "text/date.h"

/* A date in a short line near the headline or the article's ends. False: none. */
bool page_date_shown(struct date *out, const struct page_blocks *blocks, struct str title,
		     struct str lang);
