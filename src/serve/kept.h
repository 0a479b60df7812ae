/* serve/kept.h -- answers that were given, for whoever asks the same before anything changes.
 *
 * Exact: an answer is found only by the whole address and the store's version of its time, and
 * one newer version empties it all. Kept as it is sent, packed: so a page takes some 8 KB.
 * Bounded by LIMIT_KEPT bytes; what was not asked for the longest goes first. One for all
 * threads of a server, each call on any of them. */
#pragma once
#include "base/buf.h"
#include "serve/coding.h"

struct kept;
struct kept_answer; /* shared; lives while anybody holds it */

struct kept *kept_new(int64_t bytes);
void kept_free(struct kept *k); /* NULL is fine; answers that are held live on */

/* As it is sent. Strings live while the answer is held; the type is a literal. */
struct kept_body {
	struct str type, body;
	enum coding coding; /* of the body */
	size_t plain;       /* bytes before it was packed */
};

/* `key` names address, wanted coding and all else that the answer depends on but the version.
 * Whoever is given an answer drops it. NULL: there is none. */
struct kept_answer *kept_find(struct kept *k, struct str key, int64_t version);
/* Copies the body. NULL: it is not kept, being too long or too old. */
struct kept_answer *kept_put(struct kept *k, struct str key, int64_t version,
			     const struct kept_body *body);
void kept_drop(struct kept_answer *a); /* NULL is fine */
const struct kept_body *kept_body(const struct kept_answer *a);
