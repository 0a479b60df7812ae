/* decoders/cell.h -- the cell that a decoder shuts itself into before it looks at a byte.
 *
 * A decoder is a program of its own: its input is descriptor 0 (a file that nobody can
 * change), its answer goes to descriptor 1 (a pipe), and there is nothing else. In the cell
 *   seccomp (or it refuses to work)  no file can be opened, no socket or process made, no
 *                                    memory made executable: those calls fail; what no
 *                                    decoder ever needs ends it
 *   namespaces (where the kernel lets us) own user, network, mount and IPC: nothing to reach
 *   limits                           memory, CPU time, no core, no file grows by a byte
 * src/ingest/child.c starts it, stops the clock and doubts the answer. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"
#include "ingest/child_end.h"

struct cell_part {
	struct str bytes;
	uint32_t a, b;
};

/* The first thing that main() does. */
void cell_enter(void);
/* The input; ends as too_big beyond `most` bytes. */
struct str cell_input(size_t most);
_Noreturn void cell_answer(const struct cell_part *part, size_t count);
_Noreturn void cell_fail(enum child_end end);
