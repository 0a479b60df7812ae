/* cli/common.h -- what several commands do alike. */
#pragma once
#include "cli/command.h"
#include "events/reputation.h"
#include "flow/opinion.h"
#include "ingest/polite.h"
#include "judge/pack.h"
#include "serve/notifier.h"
#include "text/article.h"

/* Tells `err` on stderr and gives EXIT_REFUSED. */
int common_failed(const struct err *err);
/* Says that operands are missing or too many and gives EXIT_USAGE. */
int common_usage(const char *command, const char *wanted);

/* The store of --db as it may be told: without a password. */
const char *common_store(const struct options *o);

/* The pack of --pack or the built one. */
bool common_pack(struct pack **out, const struct options *o, struct err *err) MUST_USE;
/* NULL when --format was not given. */
const char *common_format(const struct options *o);

/* The second opinion of --opinion-url; NULL when there is none. */
bool common_opinion(struct opinion **out, const struct options *o, struct err *err) MUST_USE;
/* Tells what came of it, on stderr. NULL is fine. */
void common_opinion_told(struct opinion *o);

/* The table of --reputation, NULL without one; free with reputation_free(). */
bool common_reputation(struct reputation **out, const struct options *o, struct err *err) MUST_USE;
/* How to fetch: --contact, --allow-private, --pace, --fetch-timeout. */
bool common_polite(struct polite_options *out, const struct options *o, struct err *err) MUST_USE;

/* --images: whether there are any. */
bool common_images(bool *out, const struct options *o, struct err *err) MUST_USE;

/* How to send: --mail-server and what goes with it, --allow-private for webhooks. */
bool common_notifier(struct notifier_options *out, const struct options *o,
		     struct err *err) MUST_USE;

/* Prints one line and flushes at the end; on failure tells it. */
int common_print(struct str text);

/* Calls `each` for every article of the sources named (files, folders, "-"), in
 * order; refused ones are told and counted. Returns the exit status. */
typedef bool common_article_fn(const struct article *a, struct arena *arena, void *payload,
			       struct err *err);
int common_articles(const struct options *o, int first_operand, common_article_fn *each,
		    void *payload);
