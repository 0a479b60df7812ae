/* flow/belt.h -- many documents through many threads, and out in the order they came.
 *
 * One thread pulls documents from the sources, one after the other; workers do the
 * pure part of the work, each with a judge of its own; some jobs then go to threads
 * that do a slow part; belt_run() itself hands the results to `deliver` on the
 * caller's thread, in the order of the sources. At most some sixteen documents for
 * each thread are under way, whatever their number. */
#pragma once
#include <stdatomic.h>

#include "flow/pipeline.h"
#include "flow/queue.h"

struct job {                      /* one document under way; its bytes live in its arena */
	size_t source;            /* index into belt.source */
	enum pulled pulled;       /* REFUSED, BROKEN: `err` says why; END: the source is done */
	struct document document; /* for DOCUMENT; else perhaps only its origin */
	struct cursor cursor;     /* behind the document */
	double share;             /* of all sources that was read by then, 0 to 1 */
	struct arena *arena;
	/* what the work came to */
	struct finding finding;
	enum fate fate;
	bool wants_more; /* set by the work: the belt's `more` is to be done too */
	struct buf line;
	struct err err;
	/* the belt's own */
	uint64_t sequence;
	struct delivery delivery;
	struct source *finished;
};

struct belt {
	const struct pack *pack; /* NULL: the work gets no judge */
	const char *const *source;
	size_t source_count;
	const char *format;        /* NULL: guess */
	const struct cursor *from; /* one for each source, empty text: its start; or NULL */
	size_t threads;            /* 0: one for each core */
	void (*work)(struct job *j, struct judge *judge); /* pure; sets fate */
	/* Between work and deliver, for jobs that want more; waits for the world outside, so
	 * it has threads of its own and the judges go on meanwhile. NULL: there is none. */
	void (*more)(struct job *j, void *payload);
	size_t more_threads;
	/* False with err ends the run. Sees DOCUMENT, REFUSED, BROKEN and, last, END. */
	bool (*deliver)(struct job *j, void *payload, struct err *err);
	void *payload;
	const atomic_bool *stop; /* when it becomes true nothing more is pulled; may be NULL */
};

bool belt_run(const struct belt *b, struct err *err) MUST_USE;

/* Where the document came from, for messages: its origin, else its source. */
struct str belt_origin(const struct belt *b, const struct job *j);
