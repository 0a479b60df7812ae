/* store/drift_kept.h -- articles for `tocsin eval drift`, and the figures that it leaves behind.
 *
 * Figures stand among the counters, so that the about page and /metrics need not read articles. */
#pragma once
#include "store/store.h"

struct drift_article {
	int64_t seen_ms;
	struct str label, verdict, title, text; /* until the callback returns */
};
typedef bool drift_article_fn(const struct drift_article *a, void *payload, struct err *err);

/* Those read last come first, until one was read before `since_ms`; at most `most`. */
bool store_each_latest(struct store *s, int64_t since_ms, int64_t most, drift_article_fn *fn,
		       void *payload, struct err *err) MUST_USE;

struct drift_kept { /* shares and indices in millionths; at_ms 0: never measured */
	int64_t at_ms, articles, unknown, unknown_trained, confidence, labels, cues;
	int64_t warns; /* 1: words, 2: confidence */
};

bool store_drift_keep(struct store *s, const struct drift_kept *kept, struct err *err) MUST_USE;
bool store_drift(struct drift_kept *out, struct store *s, struct err *err) MUST_USE;
