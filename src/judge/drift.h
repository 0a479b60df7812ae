/* judge/drift.h -- how unlike the articles that models learned from are those that come now?
 *
 * Three questions. Words: how many does nobody know? Doubt: is the judge as sure as it was on
 * articles that it had not seen in training? Labels: are there as many of each? The last two are
 * told as the population stability index, sum (a - b) ln(a / b) (Siddiqi 2006: under 0.1 alike,
 * over 0.25 another population), cues as Jensen and Shannon's divergence (Lin 1991), in bits.
 * Pure. */
#pragma once
#include "judge/profile.h"

#define DRIFT_LEAST 50 /* articles; with fewer nothing is said */
#define DRIFT_PHRASES 20

struct drift {
	size_t articles;
	double unknown, unknown_trained; /* shares of words */
	double confidence, labels;       /* PSI */
	double cues;                     /* bits, 0 to 1 */
	bool enough;                     /* there are DRIFT_LEAST */
	bool words_warn, confidence_warn;
};

/* Labels do not warn: training sets are chosen, a stream is not. */
void drift_of(struct drift *out, const struct profile *now, const struct profile *trained);

struct drift_thing { /* a phrase or a cue that is more frequent than it was */
	struct str key;  /* borrowed from the profile */
	double now, trained; /* articles that have it */
	double weight;       /* log-likelihood ratio (Dunning 1993) */
};

/* The heaviest, at most `most`: new phrases (words too), or cues. */
size_t drift_things(struct drift_thing *out, size_t most, const struct profile *now,
		    const struct profile *trained, enum profile_kind kind);
