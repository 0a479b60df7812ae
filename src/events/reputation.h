/* events/reputation.h -- what kind of publisher stands behind an article, and how much
 * that counts where articles have to agree.
 *
 * A table of lines: kinds with a weight each, domains and names with a kind each. The
 * built-in one is packs/sources/reputation.conf, where the rule stands; an own one takes
 * its place (`--reputation FILE`).
 *
 * Life     made by reputation_read(), free with reputation_free(); read-only, any thread.
 * Bounds   LIMIT_REPUTATION lines, 32 kinds. */
#pragma once
#include "base/err.h"
#include "base/str.h"

struct reputation;

struct standing {
	struct str kind; /* "wire", "newspaper" ... "unknown" */
	double weight;   /* 0.05 to 1 */
};

/* ERR_INPUT or ERR_LIMIT with "line N: reason". A table need not name the kind "unknown":
 * it then weighs 0.7. Copies. */
bool reputation_read(struct reputation **out, struct str text, struct err *err) MUST_USE;
bool reputation_builtin(struct reputation **out, struct err *err) MUST_USE;
void reputation_free(struct reputation *r);

/* By the longest domain that the address is in or below, else by the publisher's name,
 * which may be a domain itself. `r` NULL: all are unknown and weigh 1. Pure. */
struct standing reputation_of(const struct reputation *r, struct str url, struct str publisher);
