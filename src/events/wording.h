/* events/wording.h -- which words of an article are its story's own. Pure.
 *
 * Beside the story a text often has what the site says to its readers: sign up, support
 * our work, accept cookies, you may opt out. Two pages may have nothing but that in common,
 * and a page behind a wall may have nothing else. A copy's publisher adds its own.
 * So sentences that speak to the reader are left out before a fingerprint is made. Honest
 * sentences go with them (quotes with "you"); they are missing in every copy alike. */
#pragma once
#include "text/article.h"
#include "text/words.h"

/* In the arena. The text's words without such sentences; the headline's before them when
 * few are left; none when few are left and there is no headline: that is no story. `words`
 * are those of a's fields, and may be lent to `out`. */
void wording_of(struct words *out, struct arena *arena, const struct article *a,
		const struct words words[FIELD_COUNT]);
