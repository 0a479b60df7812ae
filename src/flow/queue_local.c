/* flow/queue_local.c -- the queue seam inside one process: a bounded hand-over.
 *
 * "local:64" holds at most 64 messages that were put and not yet acknowledged; a
 * put beyond that waits, which is what keeps a fast reader from filling memory
 * before slow judges. Two channels make it: one carries the messages, the other is
 * a stock of permits, one for each message under way. So a message that comes back
 * (nak) always finds room, and the queue closes itself once no more will be put and
 * the last one was acknowledged.
 *
 * Nothing is written down. When the process dies, the source's cursor in the store
 * says where to go on, and everything behind it is read again. */
#include <stdatomic.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/channel.h"
#include "flow/queue.h"

#define DEFAULT_MAX 64

struct message {
	struct delivery d;
};

struct local {
	struct channel *messages, *permits;
	atomic_size_t open; /* messages not acknowledged, and one until finish */
	atomic_uint_fast64_t sequence;
};

static bool local_open(void **out, const struct queue_options *o, struct err *err)
{
	struct str size = str_cut(o->url, strlen(queue_local.scheme), o->url.len);
	int64_t max = DEFAULT_MAX;
	struct local *q;

	if (size.len && (!str_int(&max, size) || max < 1 || max > 1 << 20))
		return err_set(err, ERR_CONFIG, "local:N takes a number of messages, not %.*s",
			       STR_ARG(size));
	q = memory_zalloc(sizeof *q);
	q->messages = channel_new((size_t)max);
	q->permits = channel_new((size_t)max);
	atomic_init(&q->open, 1);
	*out = q;
	return true;
}

static void local_close(void *at)
{
	struct local *q = at;
	struct message *m;

	if (!q)
		return;
	channel_close(q->messages);
	channel_close(q->permits);
	while ((m = channel_take(q->messages)) != NULL)
		memory_free(m);
	while (channel_take(q->permits))
		;
	channel_free(q->messages);
	channel_free(q->permits);
	memory_free(q);
}

static void one_less(struct local *q)
{
	if (atomic_fetch_sub(&q->open, 1) == 1)
		channel_close(q->messages);
}

static bool local_put(void *at, const struct delivery *d, struct err *err)
{
	struct local *q = at;
	struct message *m = memory_alloc(sizeof *m);

	m->d = *d;
	m->d.attempt = 0;
	if (channel_put(q->permits, q)) {
		atomic_fetch_add(&q->open, 1);
		m->d.sequence = atomic_fetch_add(&q->sequence, 1) + 1;
		if (channel_put(q->messages, m))
			return true;
	}
	memory_free(m);
	return err_set(err, ERR_STOPPED, "the queue is closed");
}

static bool local_flush(void *at, struct err *err)
{
	(void)at;
	(void)err;
	return true; /* it is kept as long as the process lives, and no longer */
}

static bool local_take(struct delivery *out, void *at, struct arena *arena, struct err *err)
{
	struct local *q = at;
	struct message *m = channel_take(q->messages);

	(void)arena; /* an item is handed over as it is */
	if (!m)
		return err_set(err, ERR_STOPPED, "the queue is closed");
	m->d.attempt++;
	*out = m->d;
	out->handle = m;
	return true;
}

static void local_touch(void *at, const struct delivery *d)
{
	(void)at; /* who took it has it until the process ends */
	(void)d;
}

static bool local_ack(void *at, struct delivery *d, struct err *err)
{
	struct local *q = at;

	(void)err;
	memory_free(d->handle);
	d->handle = NULL;
	CHECK(channel_take(q->permits) == q);
	one_less(q);
	return true;
}

static void local_nak(void *at, struct delivery *d)
{
	struct local *q = at;

	CHECK(channel_put(q->messages, d->handle)); /* it holds a permit: there is room */
	d->handle = NULL;
}

/* Told, since nobody could look for it after the process has ended. */
static bool local_bury(void *at, struct delivery *d, struct err *err)
{
	log_warning("given up: %.*s", STR_ARG(d->reason));
	return local_ack(at, d, err);
}

static void local_finish(void *at)
{
	one_less(at);
}

const struct queue_ops queue_local = {
	.scheme = "local:",
	.open = local_open,
	.close = local_close,
	.put = local_put,
	.flush = local_flush,
	.take = local_take,
	.touch = local_touch,
	.ack = local_ack,
	.nak = local_nak,
	.bury = local_bury,
	.finish = local_finish,
};
