/* text/sentences.h -- where sentences begin and end, as byte ranges. Pure.
 *
 * Ends at . ! ? … before white space and a capital, quote or digit; not after
 * titles and abbreviations (Mr., U.S., Inc., Jan.), initials and numbers; a
 * line break in pairs always ends one, a single one does when the line has no
 * end mark and the next begins upper case (list items, headlines). Ranges do not overlap,
 * are in order, hold no outer white space and cover all other text. */
#pragma once
#include "base/arena.h"

struct sentence {
	uint32_t from, upto;
	uint32_t paragraph; /* from 0; "\n\n" or "\n" separates */
};

struct sentences {
	struct sentence *at; /* in the arena */
	size_t len;
};

/* Stops quietly at LIMIT_SENTENCES; the rest is then one last sentence. */
void sentences_of(struct sentences *out, struct arena *a, struct str text);
