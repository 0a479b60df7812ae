/* replica.c -- two words in memory: up or not, and when to try again. */
#include "serve/replica.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"

struct replica {
	_Atomic bool away;
	_Atomic int64_t again_us; /* by clock_ticks_us() */
};

struct replica *replica_new(void)
{
	return memory_zalloc(sizeof(struct replica));
}

void replica_free(struct replica *r)
{
	memory_free(r);
}

bool replica_may(struct replica *r)
{
	int64_t now = clock_ticks_us(), again = atomic_load(&r->again_us);

	if (!atomic_load(&r->away))
		return true;
	/* one thread tries, the others go on without */
	return now >= again &&
	       atomic_compare_exchange_strong(&r->again_us, &again,
					      now + LIMIT_REPLICA_REST * INT64_C(1000000));
}

void replica_away(struct replica *r, struct str why)
{
	atomic_store(&r->again_us, clock_ticks_us() + LIMIT_REPLICA_REST * INT64_C(1000000));
	if (!atomic_exchange(&r->away, true))
		log_warning("the copy for readers does not answer, the store itself does: %.*s",
			    STR_ARG(why));
}

void replica_here(struct replica *r)
{
	if (atomic_load(&r->away) && atomic_exchange(&r->away, false))
		log_info("the copy for readers answers again");
}

bool replica_is_up(const struct replica *r)
{
	return !atomic_load(&r->away);
}
