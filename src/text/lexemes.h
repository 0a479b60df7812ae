/* text/lexemes.h -- the words of a full text index, as SQLite's FTS5 makes them. One thread each.
 *
 * Runs of letters and digits (Unicode), in lower case, Latin letters without their accents,
 * stemmed by Porter's first algorithm: `porter unicode61 remove_diacritics 2`. So an index
 * that is made of these finds what SQLite's finds. */
#pragma once
#include "base/str.h"

struct lexemes;
struct lexemes *lexemes_new(void);
void lexemes_free(struct lexemes *t);

void lexemes_of(struct lexemes *t, struct str text); /* valid UTF-8; borrowed while it is read */
/* The next one; false: no more. Valid until the next call. Words of over LEXEME_BYTES are passed
 * over, but counted: *place is 1 for the first word of the text. */
bool lexemes_next(struct str *lexeme, int64_t *place, struct lexemes *t);
#define LEXEME_BYTES 2000 /* PostgreSQL takes 2,046 */
