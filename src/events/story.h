/* events/story.h -- what grouping needs of an article, and nothing more. Pure.
 *
 * Made on any thread by a worker; small enough to be kept for a window of
 * months and to be stored, so that the window can be rebuilt without judging
 * again. */
#pragma once
#include "base/limits.h"
#include "judge/verdict.h"
#include "text/fingerprint.h"

enum story_kind {
	STORY_WORD,   /* stem of a word */
	STORY_NAME,   /* one word of a name */
	STORY_FULL,   /* two words of a name that stand side by side */
	STORY_NUMBER, /* a number, with the word it counts */
	STORY_DAY,    /* a day that the text mentions: "18 March" */
	STORY_PLACE,  /* where it happened, or a country of the verdict */
	STORY_YEAR,   /* a year that the text mentions */
	STORY_KINDS
};

enum story_place { STORY_IN_TITLE = 1, STORY_IN_LEAD = 2 };

struct story_term {
	uint64_t term; /* hash of a stem, name, number or place */
	float weight;  /* term frequency part only; document frequencies are the grouper's */
	uint8_t kind;  /* enum story_kind */
	uint8_t place; /* where it stands: enum story_place, together */
};

struct story {
	struct hash128 article; /* content hash */
	int64_t date_ms;        /* of the article; 0 unknown */
	uint64_t publisher;     /* hash */
	enum label label;
	struct fingerprint fingerprint;
	const struct story_term *term; /* sorted by term, in the arena; LIMIT_STORY_TERMS at most */
	size_t term_count;
};

/* One packed story at most. */
#define STORY_BYTES KIB(4)
/* Weights are whole numbers of these steps, 8 to 63, so that packing loses nothing. */
#define STORY_STEPS 8.0F

/* Names and places come from the text alone, as when nearness was learned, so that what
 * `tocsin group` says of articles holds for the clerk's; the verdict (NULL: none) gives the
 * label. An article without a title has the words of its address for one. */
void story_of(struct story *out, struct arena *arena, const struct article *a,
	      const struct verdict *v);
/* One part of an article's text, as a story: it has the article's date, label and hash, and
 * no sketch, since a part is no copy of anything. */
void story_of_part(struct story *out, struct arena *arena, struct str text,
		   const struct story *whole);
/* How rare a term is in the news at large: logarithm, 0 for one that stands in all. */
float story_rarity(uint64_t term);
/* For the store: compact bytes and back. False when the bytes are not a story. */
void story_pack(struct buf *out, const struct story *s);
bool story_unpack(struct story *out, struct arena *arena, struct str bytes) MUST_USE;
