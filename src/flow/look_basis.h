/* flow/look_basis.h -- a page beside the words that its feed gave. Pure.
 *
 * An article that a feed has whole is read from there, and its page differs from that without
 * having changed: captions, a byline, "read more". So the first look at the page finds out
 * what it is like, and later ones are compared with that. */
#pragma once
#include "base/hash.h"
#include "judge/changes.h"

enum look_basis {
	LOOK_BASIS_ALIKE,  /* the same article: its words are the basis from now on */
	LOOK_BASIS_EDITED, /* ... with other numbers, or with a notice; or the whole of a teaser */
	LOOK_BASIS_OTHER   /* not even half of the words: some other text stands there */
};
/* `c`: of the page against the feed's words. */
enum look_basis look_basis_first(const struct changes *c, const struct changes_side *feed,
				 const struct changes_side *page);
/* Of the words: white space, punctuation and capitals do not count. */
void look_basis_hash(char out[HASH_HEX_SIZE], struct arena *a, const struct changes_side *page);
