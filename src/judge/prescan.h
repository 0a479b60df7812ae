/* judge/prescan.h -- can this page be about AI at all? Asked of the raw bytes, so that
 * most pages of an archive are never parsed.
 *
 * Sure of No only: what it lets through is read and judged like any other page. */
#pragma once
#include "base/arena.h"
#include "judge/matcher.h"

bool prescan_page(struct matcher *m, struct arena *arena, struct str html);
