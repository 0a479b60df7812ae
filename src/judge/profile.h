/* judge/profile.h -- what a set of articles is like: words, phrases, cues, labels, doubt.
 *
 * `tocsin train labels` writes one of the articles that it learned from (labels.profile in
 * --out), so that drift.h can say how unlike them the articles are that come in now.
 *
 * Life     made empty or read from a file; grows by articles; one thread.
 * Holds    counts only, of articles that have a thing at all: no text can be read from it.
 * Counts   title and the first READING_LEAD bytes, in lower case; numbers are left out.
 * Bounds   PROFILE_WORDS words and as many phrases are written, the most frequent. */
#pragma once
#include "judge/reading.h"

#define PROFILE_WORDS 20000
#define PROFILE_BINS 10 /* of the probability of the winning label: 0 to 0.1, ... 0.9 to 1 */

struct profile;

struct profile *profile_new(void);
void profile_free(struct profile *p);

void profile_add(struct profile *p, const struct reading *r, const struct pack *pack);
/* A label that was given, and how probable it was. */
void profile_add_verdict(struct profile *p, enum label label, double probability);

void profile_write(struct buf *out, const struct profile *p);
/* ERR_INPUT when it is none, or is damaged. */
bool profile_read(struct profile **out, struct str bytes, struct err *err) MUST_USE;

size_t profile_articles(const struct profile *p);
const double *profile_labels(const struct profile *p);     /* [LABEL_COUNT], counts */
const double *profile_confidence(const struct profile *p); /* [PROFILE_BINS], counts */

enum profile_kind { PROFILE_WORD, PROFILE_PHRASE, PROFILE_CUE, PROFILE_KINDS };
/* The n-th key and the articles that have it; false: no more. */
bool profile_at(struct str *key, double *articles, const struct profile *p, enum profile_kind kind,
		size_t n);
double profile_count(const struct profile *p, enum profile_kind kind, struct str key); /* 0: none */

/* labels.profile of the pack's folder, else of the pack that it extends. ERR_MISSING: none. */
bool profile_load(struct profile **out, const struct pack *p, struct err *err) MUST_USE;

/* Of the different words of an article, the share that `known` does not have in two articles;
 * a profile asked about itself leaves out each article in turn. */
double profile_unknown(const struct profile *p, const struct profile *known);
