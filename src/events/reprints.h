/* events/reprints.h -- which stories are copies of this one? Pure.
 *
 * Wire copies are cut, get another headline, a dateline, a paragraph of local colour, a
 * tail. So what is asked of a pair is containment, estimated from their sketches
 * (text/fingerprint.h; Broder 1997): the longer has half of the shorter and more, and the
 * shorter is not a small part of it, since a digest of the day holds many stories and is
 * a copy of none. The answer is the same in both directions and knows nothing of other
 * stories, so groups of copies do not depend on the order in which they come.
 *
 * Found as in locality-sensitive hashing (Indyk and Motwani 1998): likely pairs meet in
 * a bucket. A bucket is one value of the sketch. Bands of several rows, or simhash's
 * blocks of bits (Manku et al. 2007), ask that whole sketches agree, which a copy of
 * half the length can not; single values find containment, and they are rare enough
 * (a run of four words) to be buckets of one row.
 *
 * Time      of one story: REPRINTS_KEYS look-ups, and at most REPRINTS_KEYS *
 *           REPRINTS_BUCKET comparisons whatever is stored; mostly a few. bench/reprints.
 * Memory    560 bytes a story and 8 for each of its keys at a load of 3/8 to 3/4: 0.9
 *           to 1.3 KB, and up to twice the 560 while an array has just doubled.
 * Misses    a pair that shares none of the first 32 values of either (one in eight of
 *           those that are just a copy, half of a text of an eighth the length; one in
 *           10,000 when a quarter of the longer is shared), or just one of them in a full
 *           bucket, or whose common values were all pushed out of their buckets by
 *           REPRINTS_BUCKET newer stories. Those are copies too, or the words are
 *           boilerplate, which says nothing.
 *
 * Owner: one thread; what is found is numbers, valid until something is forgotten. */
#pragma once
#include "text/fingerprint.h"

#define REPRINTS_KEYS 33  /* buckets a story is in: 32 values and the exact hash */
#define REPRINTS_BUCKET 8 /* stories in a bucket: the newest */

struct reprint {
	uint32_t story; /* number: stories count from 0 in the order of adding */
	bool exact;     /* all words are the same */
	float resemblance, containment;
};

struct reprints;
struct reprints *reprints_new(void);
void reprints_free(struct reprints *r);
uint32_t reprints_count(const struct reprints *r);

/* Whether two are copies of each other, and how much so; reprint.story is not set. */
bool reprints_are(struct reprint *out, const struct fingerprint *a, const struct fingerprint *b);
/* The likest stories, at most `room`, exact ones first, then by resemblance, then by number;
 * how many. */
size_t reprints_find(struct reprint *out, size_t room, const struct reprints *r,
		     const struct fingerprint *f);
/* The story's number is reprints_count() before. date_ms 0: unknown, never forgotten. */
void reprints_add(struct reprints *r, const struct fingerprint *f, int64_t date_ms);
/* Those that stay close the gaps and keep their order, as in grouper_forget_before. */
void reprints_forget_before(struct reprints *r, int64_t date_ms);
/* The `count` oldest; the others count from 0 again. Takes as long as adding the others. */
void reprints_forget_first(struct reprints *r, uint32_t count);
void reprints_check(const struct reprints *r); /* CHECKs every invariant; slow */
