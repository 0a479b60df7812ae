/* serve/import.h -- a dump of format jsonl back into an empty store.
 *
 * From a folder as dump.h makes it: every checksum and count of the manifest is held against
 * the files before and while they are read. From one file or standard input ("-"): rows as
 * `tocsin export` prints them; without their closing line they are refused. Whole or not at
 * all: one transaction. Every error names file, line and reason. */
#pragma once
#include "store/store.h"

bool import_run(int64_t *rows, struct store *s, const char *path, struct err *err) MUST_USE;
