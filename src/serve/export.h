/* serve/export.h -- what `tocsin export` does.
 *
 * All of it is read in one transaction of a reader, so a dump is one moment of the store while
 * ingest goes on; memory does not grow with the store. Nothing is left half written. */
#pragma once
#include "store/store.h"

struct export_options {
	struct str format;
	const char *out; /* a folder; a file "x.jsonl[.zst]", "x.csv[.zst]"; "" or "-": stdout */
	bool texts;      /* jsonl: the articles' own words, too */
	bool pictures;   /* jsonl: the small copies of pictures, too */
	int64_t now_ms;
	struct event_query filter; /* all but jsonl */
};

/* *path: the folder or file that was made, "" when it went to standard output. */
bool export_run(struct str *path, struct store *s, struct arena *arena,
		const struct export_options *o, struct err *err) MUST_USE;

/* What can be asked for: "--format jsonl, csv, ...". */
extern const char export_formats[];
