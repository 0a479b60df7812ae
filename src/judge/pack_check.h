/* judge/pack_check.h -- which patterns of a pack are in vain, or at odds with others?
 *
 * Life     one check over a pack, one thread. Bounds: PACK_CHECK_SPELLINGS a pattern.
 * Dead      says what another pattern of its group says already, or what is muted.
 * Conflict  says what a pattern of another group says, and the two groups mean what can
 *           not both be so: two kinds of system, two limbs, two modalities.
 * Silent    never found in the articles that were read (pack_check_read). */
#pragma once
#include "base/buf.h"
#include "judge/reading.h"

#define PACK_CHECK_SPELLINGS 3000 /* of one pattern; more are not compared */

struct pack_check;

struct pack_check *pack_check_new(const struct pack *pack); /* borrows */
void pack_check_free(struct pack_check *c);

/* Counts the cues of one article; `matcher` is over the same pack. */
void pack_check_read(struct pack_check *c, struct matcher *matcher, struct arena *arena,
		     const struct article *a);

/* A line a finding, "file:line: dead: ...", then a line that sums up. Returns how many are
 * dead or in conflict. */
size_t pack_check_tell(struct buf *out, const struct pack_check *c);
