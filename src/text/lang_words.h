/* text/lang_words.h -- the signs of languages, and the vote that they make. Pure.
 *
 * Signs are frequent small words, endings and letters beyond ASCII, counted on sentences whose
 * language is known (tools/lang_words). Each sign found in a text adds its weight to the
 * languages that have it: naive Bayes with a floor. */
#pragma once
#include "base/arena.h"

struct lang_words_row {
	const char *sign;
	const char *weights; /* "svYdaF": sv by 'Y' - '0' quarters of a nat, da by less */
};

extern const struct lang_words_row lang_words_row[];
extern const uint16_t lang_words_slot[];
extern const uint32_t lang_words_slots;   /* a power of two */
extern const char lang_words_languages[]; /* "af ar ...": those that have signs */

#define LANG_CODES 676 /* of two letters */

struct lang_vote {
	int score[LANG_CODES]; /* quarters of a nat */
};

/* Counts each different sign of a text of valid UTF-8 once. */
void lang_vote_count(struct lang_vote *v, struct arena *a, struct str text);
/* Adds to one language by its code, "en"; codes that are not two small letters are passed by. */
void lang_vote_add(struct lang_vote *v, struct str code, int score);
/* The language with the most, in `code`, and how much it is ahead; 0: none has any. */
int lang_vote_winner(const struct lang_vote *v, char code[2]);
bool lang_words_has(struct str code); /* are there signs of this language? */
