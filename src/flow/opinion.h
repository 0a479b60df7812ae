/* flow/opinion.h -- the second opinion: a language model is asked where the judge is unsure.
 *
 * Any server that speaks the protocol of OpenAI's chat completions. What it says stands
 * beside the verdict and never changes it; when it is down, slow, wrong in form or the
 * day's budget is spent, that is what stands there.
 *
 * Threads: opinion_ask() may be called by any number at a time; `concurrency` of them
 * are served, the others wait. Bounds: one article takes at most LIMIT_OPINION_TRIES
 * calls of `timeout_s` and the pauses between them. Not deterministic: which articles
 * get the last calls of a budget depends on who comes first, and the same words twice
 * among the documents under way may be asked about twice. */
#pragma once
#include <stdatomic.h>

#include "flow/pipeline.h"

struct opinion_options {
	struct str url; /* "http://127.0.0.1:8080/v1"; /chat/completions is added */
	struct str model;
	const char *key_variable; /* environment variable that holds the key; "" no key */
	int64_t timeout_s, concurrency, budget; /* budget: calls a UTC day */
};

struct opinion;

/* ERR_CONFIG tells which option to change. No connection is made yet. */
bool opinion_open(struct opinion **out, const struct opinion_options *options,
		  struct err *err) MUST_USE;
void opinion_close(struct opinion *o); /* when nobody asks any more */

/* From now on answers are looked up in this store, what the store knows is not asked
 * about, and today's calls count for the budget. Once, before anybody asks. What is to
 * be kept stands in finding.note for store_commit(). */
bool opinion_attach(struct opinion *o, struct str db, struct err *err) MUST_USE;

size_t opinion_threads(const struct opinion *o); /* that are worth having: concurrency */

/* Asks about an article whose verdict abstains; sets f->verdict.second, f->note. False:
 * `stop` became true meanwhile, nothing was set. */
bool opinion_ask(struct opinion *o, struct arena *arena, struct finding *f,
		 const atomic_bool *stop) MUST_USE;

struct opinion_tally { /* since opinion_open */
	int64_t asked, answered, from_cache, calls, quotes_dropped;
};
void opinion_tally(struct opinion_tally *out, struct opinion *o);
