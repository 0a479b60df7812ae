/* judge/cues_index.h -- which patterns can begin with the word that stands here?
 *
 * Life     made once over finished cues, read-only after, any number of threads.
 * Bounds   some ten keys a pattern; LIMIT_CUES patterns.
 * A pattern begins with one of a few words ("kill~": kill, kills, killed, ...), or with
 * the letters of a word whose ending is free. A text is walked word by word, and each
 * word tells the few patterns that are worth trying there (cues_naive_ends). */
#pragma once
#include "judge/cues.h"
#include "judge/cues_near.h"

struct cues_index;

struct cues_index *cues_index_new(const struct cues *c); /* borrows */
void cues_index_free(struct cues_index *x);

/* A pattern, or one of its alternatives when it begins with a choice: those that begin
 * with other words need not be tried. */
struct cues_start {
	uint64_t need; /* one of these must begin a word that is near: */
	uint8_t level; /* cues_near.h, 0: nothing is known */
	uint8_t part;  /* "self-driving": bytes of "self"; 0: no hyphen */
	bool simple;   /* the first item is one run of ASCII letters or digits */
	uint32_t cue;
	uint64_t tail; /* how "driving" begins */
	struct cue_seq seq;
};

static inline bool cues_start_may(const struct cues_start *start, const struct cues_near *word)
{
	return (word->within[start->level] & start->need) != 0;
}

struct cues_span { /* by number of the pattern, ascending */
	const struct cues_start *start;
	size_t len;
};

#define CUES_SPANS_MAX 8
/* The next place at or after `*at` where a pattern may begin: how many spans of patterns,
 * 0 at the end of the text. Sets *from to the place and *at to where to go on. */
size_t cues_index_next(struct cues_span span[CUES_SPANS_MAX], size_t *from, size_t *at,
		       const struct cues_index *x, struct str text);

/* All ends of matches of a start at `from`, as cues_naive_seq_ends() finds them but sooner;
 * `at` is where cues_index_next() went on. */
size_t cues_index_ends(size_t end[CUES_ENDS_MAX], const struct cues_start *start, struct str text,
		       size_t from, size_t at);
