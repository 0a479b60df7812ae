/* flow/pictures.h -- pictures fetched: within `watch`, and by `tocsin pictures`.
 *
 * As a guest: robots.txt, pace, public addresses only, LIMIT_PICTURE bytes. What comes is made
 * small by a process of its own (ingest/picture.h), for which the caller's loop waits: a tenth
 * of a second usually, LIMIT_CHILD_TIME at most. Nothing here can fail a run but the store. */
#pragma once
#include "flow/clerk.h"
#include "ingest/polite.h"
#include "store/pictures.h"

struct pictures_summary {
	int64_t fetched, kept, none; /* answers; pictures; addresses that lead to none */
};

struct pictures; /* what is under way; one thread */
struct pictures *pictures_new(struct clerk *c, struct polite *p);
void pictures_free(struct pictures *p);
/* Starts fetching what is due, a few at a time. The caller's loop gives the answers to
 * pictures_came(). False: the store failed. */
bool pictures_start(struct pictures *p, struct err *err) MUST_USE;
size_t pictures_pending(const struct pictures *p);
bool pictures_is(const struct pictures *p, const void *ticket);
bool pictures_came(struct pictures *p, const struct polite_answer *a, struct err *err) MUST_USE;
const struct pictures_summary *pictures_sum(const struct pictures *p);
