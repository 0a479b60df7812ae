/* flow/queue.h -- the queue seam: work that must not be lost between stages.
 *
 * At least once: a message comes back until it is acked, so whoever settles it must take the
 * second time for the first. "local:" (queue_local.c) is a bounded hand-over inside one
 * process, whose durable side is the source's cursor in the store; "nats://" (queue_nats.c) is
 * JetStream, across machines. Both hold back whoever puts faster than others take.
 *
 * A local queue is safe to share. One of NATS belongs to one thread: it is a connection, and
 * each thread opens its own to the same place. A delivery belongs to whoever took it, until ack,
 * nak or bury. */
#pragma once
#include <stdatomic.h>

#include "base/arena.h"
#include "base/err.h"

enum queue_topic {
	QUEUE_DOCUMENTS, /* kept until forget, whoever acked them: they are the spool */
	QUEUE_FINDINGS,  /* gone once acked */
	QUEUE_DEAD,      /* what was buried; kept until forget */
	QUEUE_TOPICS
};

struct delivery {
	void *item;        /* local: the pointer that was put */
	struct str id;     /* of a put: what has the same one within minutes is the same message */
	struct str body;   /* across machines: bytes, in the arena given to take */
	struct str claim;  /* where a long body lies beside its message; "" it is in it */
	struct str reason; /* of a dead letter */
	int64_t put_ms;    /* of a dead letter: since when */
	uint64_t sequence; /* order of putting, from 1 */
	uint32_t attempt;  /* 1 = first */
	void *handle;      /* the backend's own */
};

struct queue_options {
	struct str url; /* "local:64", or flow/queue_url.h */
	enum queue_topic topic;
	const atomic_bool *stop; /* when it becomes true nobody waits any more; may be NULL */
};

struct queue_ops {
	const char *scheme;
	bool (*open)(void **queue, const struct queue_options *o, struct err *err);
	void (*close)(void *queue);
	/* Waits while there is no room. It need not be kept yet when this returns: flush waits for
	 * all that was put. ERR_LIMIT: too long; ERR_STOPPED. */
	bool (*put)(void *queue, const struct delivery *d, struct err *err);
	bool (*flush)(void *queue, struct err *err);
	/* Waits; local: false once closed and empty (ERR_STOPPED). Across machines a second at
	 * most, then ERR_BUSY; ERR_IO: it is of no use any more, open another. */
	bool (*take)(struct delivery *out, void *queue, struct arena *arena, struct err *err);
	/* It is still being worked on: nobody else shall have it yet. */
	void (*touch)(void *queue, const struct delivery *d);
	bool (*ack)(void *queue, struct delivery *d, struct err *err); /* after commit */
	void (*nak)(void *queue, struct delivery *d); /* comes back, later and later */
	/* To the dead letters, with d->reason, instead of coming back; d->body is what is buried.
	 */
	bool (*bury)(void *queue, struct delivery *d, struct err *err);
	void (*finish)(void *queue); /* no more puts */

	/* Across machines only, NULL locally. */
	/* What was put as d->sequence (with d->claim) is needed no more; gone before is fine. */
	bool (*forget)(void *queue, const struct delivery *d, struct err *err);
	/* The message that was put as `sequence`; ERR_MISSING. */
	bool (*look)(struct delivery *out, void *queue, struct arena *arena, uint64_t sequence,
		     struct err *err);
	/* From which sequence to which there may be messages, and how many there are. */
	bool (*extent)(uint64_t *from, uint64_t *upto, uint64_t *count, void *queue,
		       struct err *err);
	/* Small notes beside the messages; the newest of each key stays for a week. Keys are of
	 * letters, digits and dots. ERR_MISSING. */
	bool (*note)(void *queue, const char *key, struct str text, struct err *err);
	bool (*noted)(struct str *out, void *queue, struct arena *arena, const char *key,
		      struct err *err);
};
extern const struct queue_ops queue_local, queue_nats;
/* The one for an address; ERR_CONFIG: there is none. */
const struct queue_ops *queue_of(struct str url, struct err *err);
