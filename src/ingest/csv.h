/* ingest/csv.h -- CSV as RFC 4180 has it, a record at a time (libcsv).
 *
 * A record may span lines inside quotes. One longer than LIMIT_LINE, with more than
 * CSV_FIELDS fields, with text behind a closing quote or with a quote that nobody closes is
 * refused with the line it begins in, and reading goes on in the line after. */
#pragma once
#include "base/arena.h"

#define CSV_FIELDS 64

struct csv;

enum csv_next { CSV_ROW, CSV_REFUSED, CSV_END, CSV_BROKEN }; /* BROKEN: the file itself */

bool csv_open(struct csv **out, const char *path, struct err *err) MUST_USE;
/* Fields live in `arena`. Empty lines are passed over. */
enum csv_next csv_next(struct str field[CSV_FIELDS], size_t *count, struct csv *c,
		       struct arena *arena, struct err *err);
int64_t csv_line(const struct csv *c); /* where the record just told began, from 1 */
void csv_close(struct csv *c);
