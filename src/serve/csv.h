/* serve/csv.h -- one field of a CSV file, safe to open in a spreadsheet. */
#pragma once
#include "base/buf.h"

/* Quoted; a text that a spreadsheet would take for a formula has an apostrophe before it. */
void csv_field(struct buf *out, struct str text);
