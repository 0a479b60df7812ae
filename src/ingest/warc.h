/* ingest/warc.h -- records of web archives: WARC 0.17 to 1.1 (ISO 28500) and ARC 1.
 *
 * Plain, or gzip with a member for each record (several records in a member are read
 * too, and one gzip stream over all records). What is damaged is told once, with
 * its place, and the next record is looked for. Memory does not grow with the archive.
 *
 * Life     a record is borrowed from the reader until the next call. One thread. */
#pragma once
#include "base/err.h"
#include "base/str.h"

struct warc;

struct warc_place {     /* of a record */
	int64_t offset; /* in the file: of the record, or of the gzip member it is in */
	int64_t index;  /* among the records of that member */
};

struct warc_record {
	struct warc_place place;
	struct str type; /* "response", "request", "warcinfo"...; ARC: "response", "filedesc" */
	struct str url, date, content_type; /* "" missing */
	struct str block;                   /* for a response: HTTP head and body */
};

enum warc_pulled {
	WARC_RECORD,
	WARC_DAMAGED, /* err says what, the record's place where; go on pulling */
	WARC_END,
	WARC_BROKEN /* the file can not be read */
};

bool warc_open(struct warc **out, const char *path, const struct warc_place *from,
	       struct err *err) MUST_USE;
enum warc_pulled warc_next(struct warc_record *out, struct warc *w, struct err *err);
/* Behind the record last given. */
struct warc_place warc_place(const struct warc *w);
double warc_progress(const struct warc *w); /* 0 to 1, by bytes */
void warc_close(struct warc *w);
