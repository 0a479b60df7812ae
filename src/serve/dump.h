/* serve/dump.h -- a dated folder of tables, whole or not there.
 *
 * PARENT/tocsin-FORMAT-2026-06-16/ with a packed file for each table, manifest.json (what each
 * file holds, rows, bytes, SHA-256), SHA256SUMS (for `sha256sum -c`) and SCHEMA.md. It grows in
 * PARENT/.tocsin-FORMAT-2026-06-16.part and is renamed when every byte is on the disk. */
#pragma once
#include "base/arena.h"
#include "serve/sink.h"

#define DUMP_FILES 64

struct dump_about {
	const char *format;
	int64_t now_ms;          /* its day is the dump's */
	int64_t schema, version; /* of the store */
	bool texts;              /* the articles' own words are in it */
	struct str docs;         /* SCHEMA.md */
};

struct dump; /* one thread */
/* ERR_CONFLICT: the day's dump is there already. ERR_BUSY: it is being made. */
bool dump_begin(struct dump **out, const char *parent, const struct dump_about *about,
		struct err *err) MUST_USE;
/* A file of that name, ".zst" added; valid until dump_end. `what`: for the manifest. */
bool dump_add(struct sink **out, struct dump *d, const char *name, const char *what,
	      struct err *err) MUST_USE;
/* Nothing more comes into that file: what it took to pack it is given back. */
bool dump_close(struct dump *d, struct sink *k, struct err *err) MUST_USE;
/* Frees, whatever happens; *path is in the arena. */
bool dump_end(struct str *path, struct dump *d, struct arena *arena, struct err *err) MUST_USE;
void dump_drop(struct dump *d); /* takes away what was written; NULL is fine */
