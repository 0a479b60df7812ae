/* serve/replica.h -- is the copy of the store, from which strangers are answered, there?
 *
 * One for all threads of a server; any of them may call. A copy that failed is left alone
 * for LIMIT_REPLICA_REST seconds, in which the store itself answers everybody; then the
 * thread that comes first tries it again. Log lines tell when it goes and when it is back. */
#pragma once
#include "base/str.h"

struct replica;
struct replica *replica_new(void);
void replica_free(struct replica *r); /* NULL is fine */

bool replica_may(struct replica *r);                  /* may it be asked now? */
void replica_away(struct replica *r, struct str why); /* it failed */
void replica_here(struct replica *r);                 /* it answered */
bool replica_is_up(const struct replica *r);          /* as far as is known */
