/* flow/clerk.c -- batches, and how the grouper comes back after a stop.
 *
 * A batch costs one fsync, so its size is a trade between speed and how much is read
 * again after a crash; with 256 documents either is far below a second. What a batch
 * holds never decides what the store will look like: that depends on the order of
 * documents alone.
 *
 * At start all stored stories are accepted again in the order they were settled, and the
 * strays wait again, which gives the grouper the memory it had. That takes some ten microseconds a
 * story. */
#include "flow/clerk.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/roles.h"
#include "text/date.h"

#define BATCH 256

static bool accept_again(const struct story *story, const struct placement *placement,
			 void *payload)
{
	grouper_accept(payload, story, placement);
	return true;
}

static void wait_again(const struct story *story, bool taken, void *payload)
{
	grouper_wait(payload, story, taken);
}

static void keep_apart(uint64_t event, uint64_t side, void *payload)
{
	grouper_keep_apart(payload, event, side);
}

static bool refill(struct clerk *c, struct err *err)
{
	grouper_free(c->grouper);
	c->grouper = grouper_new();
	return store_decisions(&c->decisions, c->store, err) &&
	       store_each_story(c->store, c->since_ms, accept_again, c->grouper, err) &&
	       store_each_stray(c->store, c->since_ms, wait_again, c->grouper, err) &&
	       store_each_apart(c->store, keep_apart, c->grouper, err);
}

/* Inside a batch nobody else can decide anything. */
static bool heed_decisions(struct clerk *c, struct err *err)
{
	int64_t now;

	if (!store_decisions(&now, c->store, err))
		return false;
	return now == c->decisions || refill(c, err);
}

static bool open_since(struct clerk **out, struct str db, int64_t since_ms, struct err *err)
{
	struct clerk *c = memory_zalloc(sizeof *c);
	struct store_options options = {.url = db, .mode = DB_WRITE, .may_migrate = true};

	c->batch = BATCH;
	c->since_ms = since_ms;
	if (store_open(&c->store, &options, err) && refill(c, err)) {
		*out = c;
		return true;
	}
	clerk_close(c);
	return false;
}

bool clerk_open(struct clerk **out, struct str db, size_t batch, struct err *err)
{
	if (!open_since(out, db, 0, err))
		return false;
	if (batch)
		(*out)->batch = batch;
	return true;
}

bool clerk_open_window(struct clerk **out, struct str db, int64_t window_ms, struct err *err)
{
	int64_t now_ms = clock_now_ms();

	if (!open_since(out, db, now_ms - window_ms, err))
		return false;
	(*out)->window_ms = window_ms;
	(*out)->aged_ms = now_ms;
	return true;
}

/* Between documents only: what was proposed must be accepted first. */
static void move_window(struct clerk *c)
{
	int64_t since_ms = c->seen_ms - c->aged_ms;

	if (!c->window_ms || (since_ms >= 0 && since_ms < DATE_DAY_MS))
		return;
	c->since_ms = c->seen_ms - c->window_ms;
	grouper_forget_before(c->grouper, c->since_ms);
	c->aged_ms = c->seen_ms;
}

void clerk_close(struct clerk *c)
{
	if (!c)
		return;
	store_close(c->store);
	grouper_free(c->grouper);
	memory_free(c);
}

void clerk_fence(struct clerk *c, int64_t token, int64_t lease_ms)
{
	c->lease = token;
	c->lease_ms = lease_ms;
	c->batch = SIZE_MAX;
}

static bool still_ours(struct clerk *c, struct err *err)
{
	return !c->lease || store_lease_hold(c->store, CLERK_LEASE, c->lease, c->lease_ms, err);
}

bool clerk_begin(struct clerk *c, struct err *err)
{
	c->seen_ms = clock_now_ms();
	move_window(c);
	if (c->in_batch)
		return true;
	if (!store_begin(c->store, err))
		return false;
	c->in_batch = true;
	return still_ours(c, err) && heed_decisions(c, err);
}

bool clerk_step(struct clerk *c, struct err *err)
{
	c->pending++;
	return c->pending < c->batch || clerk_flush(c, err);
}

bool clerk_flush(struct clerk *c, struct err *err)
{
	if (!c->in_batch)
		return true;
	c->in_batch = false;
	c->pending = 0;
	return store_end(c->store, err);
}
