/* text/stemmer.h -- stems of English words (libstemmer). One thread each. */
#pragma once
#include "base/str.h"

struct stemmer;
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *s);
/* The result is valid until the next call. */
struct str stemmer_stem(struct stemmer *s, struct str folded_word);
