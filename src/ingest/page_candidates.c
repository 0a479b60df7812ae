/* page_candidates.c -- a list that is looked through; it is short. */
#include "ingest/page_candidates.h"

struct page_candidate *page_candidates_of(struct page_candidates *c, uint64_t key)
{
	for (size_t i = 0; i < c->len; i++)
		if (c->at[i].key == key)
			return &c->at[i];
	if (c->len == PAGE_CANDIDATES_MAX)
		return NULL;
	memset(&c->at[c->len], 0, sizeof *c->at);
	c->at[c->len].key = key;
	return &c->at[c->len++];
}

const struct page_candidate *page_candidates_best(const struct page_candidates *c,
						  enum page_model model)
{
	struct page_weights weights = page_model_weights(model);
	const struct page_candidate *best = NULL;
	float most = 0;

	for (size_t i = 0; i < c->len; i++) {
		float score = page_model_score(weights, &c->at[i].features);

		if (!best || score > most) {
			best = &c->at[i];
			most = score;
		}
	}
	return best;
}
