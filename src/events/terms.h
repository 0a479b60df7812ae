/* events/terms.h -- words, names, numbers, days and places of a text, counted. Pure.
 *
 * A bag belongs to its arena and to one thread. A term's count is the sum of
 * the weights of its mentions: title and first words weigh more. */
#pragma once
#include "base/arena.h"
#include "events/story.h"
#include "text/words.h"

struct terms; /* a bag */

/* Room for what `words` words can give; more than that is never put in. */
struct terms *terms_new(struct arena *arena, size_t words);

/* All terms of one field. `title`: every word is of the first rank, and capitals
 * mean little. */
void terms_read(struct terms *bag, struct arena *arena, struct str text, const struct words *words,
		bool title);

/* The bag's terms in the order in which they were met; weight is the sum. */
const struct story_term *terms_all(const struct terms *bag, size_t *count);
