/* ingest/page_meta.h -- title, date, author and the like of a page. Pure. */
#pragma once
#include "ingest/page.h"
#include "ingest/page_blocks.h"
#include "ingest/page_candidates.h"

/* Fills all of `out` but its text; `url` as given by the caller, "" unknown. */
void page_meta_of(struct page *out, struct arena *arena, const struct page_node *root,
		  const struct page_blocks *blocks, struct str url);
/* For training: what the page says of its headline, and of its day if `title` is that. */
void page_meta_candidates(struct page_candidates *titles, struct page_candidates *dates,
			  struct arena *arena, const struct page_node *root,
			  const struct page_blocks *blocks, struct str title);
