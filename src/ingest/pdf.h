/* ingest/pdf.h -- the text of a PDF, in a process of its own, and its lines made paragraphs.
 *
 * Blocks its thread up to LIMIT_CHILD_TIME; any thread. Same bytes, same text, but for what
 * ends by the clock. */
#pragma once
#include "base/arena.h"
#include "ingest/child.h"

struct pdf { /* in the arena */
	struct str title, text;
	int64_t made_ms; /* when it says that it was made; 0 it does not */
	int pages, read; /* what it has, and of how many that is the text */
};

/* CHILD_OK, or what it is instead; *ran (or NULL) tells what it took. */
enum child_end pdf_read(struct pdf *out, struct arena *arena, struct str bytes,
			struct child_answer *ran);
