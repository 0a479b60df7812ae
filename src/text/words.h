/* text/words.h -- words with byte ranges. Pure.
 *
 * A word is a run of letters, digits and inner apostrophes; hyphens separate
 * ("self-driving" is two, at adjoining ranges); "U.S." is one. Other scripts: a
 * run of letters; CJK: one character each. */
#pragma once
#include "base/arena.h"

enum word_kind { WORD_LOWER, WORD_CAPITALISED, WORD_UPPER, WORD_NUMBER, WORD_MIXED };

struct word {
	uint32_t from, upto; /* bytes of the text */
	uint32_t hash;       /* of the case-folded word, stable across machines */
	uint8_t kind;        /* enum word_kind */
};

struct words {
	struct word *at; /* in the arena */
	size_t len;
};

/* Stops quietly at LIMIT_WORDS. `text` must be valid UTF-8. */
void words_of(struct words *out, struct arena *a, struct str text);

/* Index of the first word that begins at byte `at` or behind; len when none does. */
size_t words_from(const struct words *w, uint32_t at);

bool words_is_stop(struct str folded_word); /* English function words */
bool words_is_letter(uint32_t c);           /* of a character outside ASCII */
