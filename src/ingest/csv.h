/* ingest/csv.h -- CSV as RFC 4180 has it, a record at a time.
 *
 * A record may span lines inside quotes. One longer than LIMIT_LINE, with more than
 * CSV_FIELDS fields, or with a quote that nobody closes is refused with the line it begins
 * in, and reading goes on in the line after. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/io.h"

#define CSV_FIELDS 64

struct csv {
	struct io_lines *lines;
	struct buf record;
	int64_t line; /* where the record began, from 1 */
	/* private */
	const char *path; /* borrowed */
	int64_t before;   /* lines before the place where `lines` was opened */
	int64_t behind;   /* bytes of the file behind the record's first line */
};

enum csv_next { CSV_ROW, CSV_REFUSED, CSV_END, CSV_BROKEN }; /* BROKEN: the file itself */

bool csv_open(struct csv *c, const char *path, struct err *err) MUST_USE;
/* Fields live in `arena`. Empty lines are passed over. */
enum csv_next csv_next(struct str field[CSV_FIELDS], size_t *count, struct csv *c,
		       struct arena *arena, struct err *err);
void csv_close(struct csv *c);
