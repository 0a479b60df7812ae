/* flow/worker.h -- documents from the queue, findings into it: `tocsin worker`.
 *
 * Any number of workers, on any number of machines, each with a thread for each core; they
 * need the queue and a pack, no store. A message is acked when its findings are kept. A document
 * on which workers die is found out, refused with that reason and buried alone: the others of
 * its message, and their order, are not touched. */
#pragma once
#include "flow/queue.h"
#include "judge/pack.h"

struct worker_summary {
	int64_t messages, documents, buried;
};

struct worker_options {
	struct str queue; /* flow/queue_url.h */
	const struct pack *pack;
	size_t threads; /* 0: one for each core */
};

/* Until it is asked to stop (flow/stopping.h); then what is at hand is finished. */
bool worker_run(struct worker_summary *out, const struct worker_options *o,
		struct err *err) MUST_USE;
