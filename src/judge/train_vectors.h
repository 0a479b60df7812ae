/* judge/train_vectors.h -- `tocsin train vectors`: word vectors as text into words.vectors.
 *
 * Reads files and writes one: a part of training. The text has a word and its numbers a
 * line, as GloVe and fastText print them; common words first. */
#pragma once
#include <stddef.h>

#include "base/err.h"

struct train_vectors_options {
	const char *text;          /* "word x1 x2 ..." a line; a fastText head line is skipped */
	const char *const *corpus; /* JSONL of articles: how rare a word is, and which to keep */
	size_t corpus_count;
	const char *out; /* folder for words.vectors */
};

bool train_vectors(const struct train_vectors_options *options, struct err *err) MUST_USE;
