/* serve/sink.h -- where lines of an export go: a file, packed or plain, or standard output.
 * One thread. What was written is summed up: rows, bytes, SHA-256. */
#pragma once
#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct sink;
struct sink_sum {
	int64_t rows, bytes; /* bytes as they lie in the file */
	char sha256[SECRET_HEX_SIZE];
};

/* "-": standard output. A name that ends in ".zst" is packed. */
bool sink_open(struct sink **out, const char *path, struct err *err) MUST_USE;
/* Adds the line end; a line of a table counts as a row, others (a CSV's head) do not. */
bool sink_row(struct sink *k, struct str line, struct err *err) MUST_USE;
bool sink_line(struct sink *k, struct str line, struct err *err) MUST_USE;
/* As they are; a row too. */
bool sink_bytes(struct sink *k, struct str bytes, struct err *err) MUST_USE;
/* Writes what is left and syncs. Frees, whatever happens; `sum` may be NULL. */
bool sink_close(struct sink_sum *sum, struct sink *k, struct err *err) MUST_USE;
void sink_drop(struct sink *k); /* after a failure; NULL is fine */
