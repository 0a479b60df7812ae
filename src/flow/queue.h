/* flow/queue.h -- the queue seam: work that must not be lost between stages.
 *
 * At least once: a message comes back until it is acked; store_commit() makes
 * the second time harmless. "local:" is a bounded hand-over inside one process,
 * whose durable side is the source's cursor in the store; "nats://" (later) is
 * JetStream. A queue is safe to share; a delivery belongs to whoever took it,
 * until ack or nak. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

struct delivery {
	void *item;        /* local: the pointer that was put */
	struct str body;   /* across machines: bytes, in the arena given to take */
	uint64_t sequence; /* order of putting, from 1 */
	uint32_t attempt;  /* 1 = first */
	void *handle;      /* the backend's own */
};

struct queue_ops {
	const char *scheme;
	bool (*open)(void **queue, struct str url, struct err *err);
	void (*close)(void *queue);
	bool (*put)(void *queue, const struct delivery *d, struct err *err);
	/* Waits; false once closed and empty (ERR_STOPPED). */
	bool (*take)(struct delivery *out, void *queue, struct arena *arena, struct err *err);
	bool (*ack)(void *queue, struct delivery *d, struct err *err); /* after commit */
	void (*nak)(void *queue, struct delivery *d);                  /* comes back */
	void (*finish)(void *queue);                                   /* no more puts */
};
extern const struct queue_ops queue_local;
