/* judge/lexicon.h -- what single English words mean to facts, dates, places and
 * actors: one look-up a token, by the hash that the token carries. Pure. */
#pragma once
#include <stdint.h>
#include "base/str.h"

/* Classes of words; lexicon.txt holds the words. */
#define LEXICON_CLASSES(X)                                                                         \
	X(NUMBER)       /* two, forty */                                                           \
	X(SCALE)        /* hundred, million: a word of its own */                                  \
	X(LETTER_SCALE) /* k, m, bn: joined to digits */                                           \
	X(MONTH)                                                                                   \
	X(WEEKDAY)     /* value 0 is Monday */                                                     \
	X(DATING)      /* yesterday, last, a: may begin a date */                                  \
	X(QUANTITY)    /* a, half: may begin a quantity */                                         \
	X(STOP)        /* ends a noun phrase */                                                    \
	X(VERB)        /* ... because it is one */                                                 \
	X(PERSON)      /* a noun for one person */                                                 \
	X(PEOPLE)      /* ... for several */                                                       \
	X(STATE)       /* what befell them: killed, injured */                                     \
	X(VOID)        /* counted, but says nothing: times, ways */                                \
	X(ATTRIBUTIVE) /* ends in s and stands before a noun: sales people */                      \
	X(APPROXIMATE)                                                                             \
	X(TOTAL)                                                                                   \
	X(EACH)                                                                                    \
	X(PLURAL)     /* without an s */                                                           \
	X(SINGULAR)   /* in spite of its s */                                                      \
	X(DESIGNATOR) /* Model 3, Section 230 */                                                   \
	X(SPEECH)                                                                                  \
	X(TITLE_WORD) /* Mr, Judge: a person's name follows */                                     \
	X(HARMED_VERB)                                                                             \
	X(FAMILY)                                                                                  \
	X(ORG)       /* makes a capitalised run an organisation */                                 \
	X(AUTHORITY) /* ... one that rules, judges or polices */                                   \
	X(MEDIA)     /* ... one that publishes */                                                  \
	X(PLACE)     /* first word of a name in places_names.c */                                  \
	X(KNOWN)     /* ... in actors_names.c */                                                   \
	X(PLAIN)     /* capitalised without being a name */

enum lexicon_bit {
#define X(name) LEXICON_BIT_##name,
	LEXICON_CLASSES(X)
#undef X
		LEXICON_BIT_COUNT
};
enum lexicon_class {
#define X(name) LEXICON_##name = 1 << LEXICON_BIT_##name,
	LEXICON_CLASSES(X)
#undef X
};

struct lexicon_row {
	const char *word; /* folded */
	uint32_t hash;
	double value;     /* of a number, scale, month or weekday */
	uint32_t classes; /* enum lexicon_class, ored */
};

extern const struct lexicon_row lexicon_row[];
extern const uint32_t lexicon_slots; /* a power of two */
extern const uint16_t lexicon_slot[];

#define LEXICON_HASH_START 2166136261U
static inline uint32_t lexicon_hash_byte(uint32_t hash, uint8_t folded) /* FNV-1a */
{
	return (hash ^ folded) * 16777619U;
}

/* NULL when the word is not in it; `hash` is that of the folded word. */
const struct lexicon_row *lexicon_find(struct str word, uint32_t hash);
