/* judge/tokens.h -- words, numbers and signs of one field, for what is read off
 * the surface of a text: quantities, dates, places, names.
 *
 * text/words.h serves the models: it drops signs and cuts "4.8". Here "$", "%",
 * ":" and what touches what decide whether a number is a quantity. Pure, linear,
 * at most LIMIT_WORDS tokens. */
#pragma once
#include "base/arena.h"
#include "judge/lexicon.h"
#include "text/sentences.h"

enum token_kind {
	TOKEN_WORD,       /* letters, inner apostrophes, digits behind a letter ("A100"), "U.S." */
	TOKEN_NUMBER,     /* digits, grouped by commas, with decimals */
	TOKEN_CODE,       /* 4.0.1, 192.168.0.1: digits that are no quantity */
	TOKEN_POSSESSIVE, /* 's */
	TOKEN_SIGN        /* anything else, one character each */
};
enum token_shape { TOKEN_LOWER, TOKEN_CAPITALISED, TOKEN_UPPER, TOKEN_MIXED };

struct token {
	uint32_t from, upto;           /* bytes of the field */
	uint32_t sentence;             /* index */
	uint8_t kind, shape;           /* enum token_kind; of words: enum token_shape */
	bool joined;                   /* no white space before it */
	const struct lexicon_row *row; /* of words: NULL when not in the lexicon */
};

struct tokens {
	struct str text;
	struct token *at; /* in the arena */
	size_t len;
};

void tokens_of(struct tokens *out, struct arena *a, struct str text,
	       const struct sentences *sentences);

/* All of these take any n: beyond the end there is an empty word. */
static inline struct str tokens_str(const struct tokens *t, size_t n)
{
	return n < t->len ? str_cut(t->text, t->at[n].from, t->at[n].upto) : STR_NONE;
}
static inline bool tokens_is(const struct tokens *t, size_t n, const char *folded)
{
	/* most questions are answered no by the first byte */
	return n < t->len && (t->text.at[t->at[n].from] | 0x20) == (*folded | 0x20) &&
	       str_eq_nocase(tokens_str(t, n), str_of(folded));
}
static inline bool tokens_has(const struct tokens *t, size_t n, uint32_t classes) /* any of them */
{
	return n < t->len && t->at[n].row && (t->at[n].row->classes & classes) != 0;
}
static inline bool tokens_kind(const struct tokens *t, size_t n, enum token_kind kind)
{
	return n < t->len && t->at[n].kind == kind;
}
bool tokens_one_of(const struct tokens *t, size_t n, const char *const *folded, size_t count);
#define TOKENS_ONE_OF(t, n, list) tokens_one_of(t, n, list, sizeof(list) / sizeof *(list))
bool tokens_capital(const struct tokens *t, size_t n); /* a word that begins upper case */
bool tokens_starts(const struct tokens *t, size_t n);  /* first word of its sentence */
/* Token n follows its neighbour within the same sentence: with `joined`, without
 * white space between. */
bool tokens_follows(const struct tokens *t, size_t n, bool joined);
/* True when the words of `phrase` (folded, one blank between) stand at n; their
 * number is added to *n. */
bool tokens_phrase(const struct tokens *t, size_t *n, const char *phrase);
/* Most words begin upper case: headlines of some papers. */
bool tokens_is_title_case(const struct tokens *t);
/* Appends a word to a key of table look-ups, folded, a blank before it unless it
 * is the first; the new length, 0 when it does not fit. */
size_t tokens_fold(char *key, size_t size, size_t len, struct str word);
