/* events/nearness.h -- how likely do two stories speak of one event? Pure.
 *
 * One logistic over what two stories share, on what they do not, and on the days
 * between them. Its weights are data: packs/grouping/nearness.weights, made by
 * `tocsin train events` (events/train_events.c). */
#pragma once
#include "base/err.h"
#include "events/window.h"

/* The features, all 0 to 1 but for two logarithms. In rows: name, what it measures. */
#define NEARNESS_FEATURES(X)                                                                       \
	X(TERMS, "terms", "root of the cosine of all terms, by rarity in all news")                \
	X(AMONG, "among", "the same by rarity among stories seen")                                 \
	X(NUMBERS, "numbers", "cosine of the numbers")                                             \
	X(DAYS, "days", "cosine of the days that the texts mention")                               \
	X(YEARS, "years", "cosine of the years")                                                   \
	X(TITLE, "title", "how much of a title stands in the other story: the greater share")      \
	X(TITLES, "titles", "the smaller share")                                                   \
	X(APART, "apart", "logarithm of the days between the stories")                             \
	X(WORDS, "words", "logarithm of the words of the shorter story")

enum nearness_feature {
#define NEARNESS_ID(id, name, what) NEARNESS_##id,
	NEARNESS_FEATURES(NEARNESS_ID)
#undef NEARNESS_ID
		NEARNESS_COUNT
};
struct nearness_model {
	float bias, weight[NEARNESS_COUNT];
	float join;  /* mean nearness from which a story joins an event, and events are one */
	float stray; /* from which one that the judge calls unrelated joins it: `join` or more */
};

/* The one that is built in; false: there is none that can be read. */
bool nearness_built_in(struct nearness_model *out) MUST_USE;
/* In the form in which it is built in: lines "name number". */
void nearness_write(struct buf *out, const struct nearness_model *m);

/* A story to be compared with many: made for one window in one state. */
struct nearness_asked;
struct nearness_asked *nearness_asked_new(void);
void nearness_asked_free(struct nearness_asked *a);
/* `worth`: `count` terms as window_weigh() gave them. */
void nearness_ask(struct nearness_asked *a, const struct window_worth *worth, size_t count,
		  int64_t date_ms, uint32_t words);

void nearness_features(float out[NEARNESS_COUNT], const struct nearness_asked *a,
		       const struct window *w, uint32_t other);
/* How many terms both have. */
size_t nearness_shared(const struct nearness_asked *a, const struct window *w, uint32_t other);
/* 0 to 1; more flat than a probability, so that means are not ruled by extremes. */
float nearness_of(const struct nearness_model *m, const float feature[NEARNESS_COUNT]);
