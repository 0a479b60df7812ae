/* ingest/child.h -- bytes of strangers decoded where they can do no harm.
 *
 * A decoder is a program of its own (decoders/) without network, files, other processes or
 * more memory and time than limits.h gives it. Whatever becomes of it, the caller gets an
 * end with a name. No shell, no PATH: it lies beside the program, in ../libexec/tocsin, or in
 * the folder that TOCSIN_DECODERS names. Blocks until it ended, for LIMIT_CHILD_TIME and a
 * blink at most. Any thread. */
#pragma once
#include "base/arena.h"
#include "ingest/child_end.h"

struct child_part { /* as the decoder gave it: believe nothing */
	struct str bytes;
	uint32_t a, b;
};

struct child_answer { /* in the arena */
	enum child_end end;
	struct child_part part[CHILD_PARTS];
	size_t parts; /* 0 unless it is CHILD_OK */
	int64_t peak_kb, core_ms, clock_ms;
};

/* `program`: "tocsin-picture". */
void child_run(struct child_answer *out, struct arena *arena, const char *program,
	       struct str input);

const char *child_end_name(enum child_end end); /* "too_big" */
const char *child_end_text(enum child_end end); /* what it means; "" when all is well */
