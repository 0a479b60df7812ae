/* judge/nouns.h -- the noun phrase that a number counts. Pure.
 *
 * Without a tagger: after a number above one, the phrase runs to its first
 * plural ("300 Nvidia AI servers"); after "one", to a noun for a person. At most
 * four words, a compound with hyphens is one. */
#pragma once
#include "judge/tokens.h"

struct noun {
	size_t first, last; /* tokens first .. last-1 */
	bool people;        /* counted are people */
	bool empty;         /* says nothing: "three times" */
};

bool nouns_at(struct noun *out, const struct tokens *t, size_t n, bool plural);
/* What a quantity consists of: "80 terabytes of DATA", "$2m in DAMAGES". */
bool nouns_mass(struct noun *out, const struct tokens *t, size_t n);
struct str nouns_str(const struct tokens *t, const struct noun *noun); /* as it stands */
