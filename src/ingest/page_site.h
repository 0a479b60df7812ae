/* ingest/page_site.h -- headlines as their letters alone, and without the site's name. Pure.
 *
 * Life     in the arena given, or parts of what was given. */
#pragma once
#include "ingest/page_candidates.h"

/* Letters and digits alone, small: typography does not count. */
struct str page_site_bare(struct arena *arena, struct str s);
/* Whether it names the site; all three bare. */
bool page_site_is(struct str name, const struct page_about *t);
/* "Car hits wall - The Daily" without the site, at either end; `t` has bare names. A last
 * part that is short beside the rest is taken for a site even when nothing says so, if
 * `guess`. */
struct str page_site_cut_off(struct arena *arena, struct str title, const struct page_about *t,
			     bool guess);
/* Where the first separator (" | ", " - ") stands, its length to *len; title.len: nowhere. */
size_t page_site_first_cut(size_t *len, struct str title);
