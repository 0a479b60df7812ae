/* flow/clerk.c -- batches, and how the grouper comes back after a stop.
 *
 * A batch costs one fsync, so its size is a trade between speed and how much is read
 * again after a crash; with 256 documents either is far below a second. What a batch
 * holds never decides what the store will look like: that depends on the order of
 * documents alone.
 *
 * At start all stored stories are accepted again in the order they were committed,
 * which gives the grouper the memory it had. That takes some ten microseconds a story. */
#include "flow/clerk.h"

#include "base/clock.h"
#include "base/memory.h"

#define BATCH 256
#define DAY_MS INT64_C(86400000)

static bool accept_again(const struct story *story, const struct placement *placement,
			 void *payload)
{
	grouper_accept(payload, story, placement);
	return true;
}

static bool open_since(struct clerk **out, struct str db, int64_t since_ms, struct err *err)
{
	struct clerk *c = memory_zalloc(sizeof *c);
	struct store_options options = {.url = db, .mode = DB_WRITE, .may_migrate = true};

	c->batch = BATCH;
	c->grouper = grouper_new();
	if (store_open(&c->store, &options, err) &&
	    store_each_story(c->store, since_ms, accept_again, c->grouper, err)) {
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

	if (!c->window_ms || (since_ms >= 0 && since_ms < DAY_MS))
		return;
	grouper_forget_before(c->grouper, c->seen_ms - c->window_ms);
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

bool clerk_begin(struct clerk *c, struct err *err)
{
	c->seen_ms = clock_now_ms();
	move_window(c);
	if (!c->in_batch && !store_begin(c->store, err))
		return false;
	c->in_batch = true;
	return true;
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
