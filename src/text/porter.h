/* text/porter.h -- Porter's stemmer, as SQLite's full text index has it. Pure.
 *
 * For indexes alone, which have to agree with that one; whoever compares words uses
 * text/stemmer.h, which is the better one. */
#pragma once
#include "base/str.h"

#define PORTER_LEAST 3 /* bytes; shorter and longer words are left as they are */
#define PORTER_MOST 64

/* `word` in lower case, `len` bytes; changed in place and never longer. Returns its length. */
size_t porter_stem(char *word, size_t len);
