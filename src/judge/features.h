/* judge/features.h -- an article's reading as a sparse vector for the models.
 *
 * Pure; the same reading gives the same vector on every machine. Keys are
 * hashes: two features that share one of the 2^32 keys count as one. Only the
 * title and the first FEATURES_LEAD bytes of the text are read word by word
 * (news says first what it is about, and the labelled items end there), and only
 * cues and assertions of that part count. */
#pragma once
#include "judge/reading.h"

#define FEATURES_VERSION 3 /* written into *.weights; others are refused */
#define FEATURES_LEAD READING_LEAD
#define FEATURES_TITLE 400

struct feature {
	uint32_t key;
	float value;
};

struct features {
	struct feature *at; /* in the arena, each key once, in order of first sight */
	size_t len;
};

/* `pack` names the groups of the reading's hits; NULL when it was made without cues. */
void features_of(struct features *out, struct arena *arena, const struct reading *r,
		 const struct pack *pack);

/* What cues say is a few hundred features, all common: rarity does not matter for
 * them in training, so they can be told from words by their keys. */
static inline bool features_is_cue(uint32_t key)
{
	return key & 1;
}

/* Where the words lie together (judge/vectors.h): one feature a dimension of the headline,
 * then one of title and lead. In training they are taken as they are. */
#define FEATURES_POINT 0xFFFFFE00U
static inline bool features_is_point(uint32_t key)
{
	return key >= FEATURES_POINT;
}

/* The key of one word: to find the words that weigh most in a decision. */
uint32_t features_word_key(uint32_t word_hash);
