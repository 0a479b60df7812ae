/* ingest/inflate.h -- whole pieces unpacked in one go (libdeflate). One thread for each. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

struct inflate; /* keeps its tables from piece to piece */

enum inflate_form { INFLATE_GZIP, INFLATE_ZLIB, INFLATE_RAW };
enum inflated { INFLATED, INFLATED_DAMAGED, INFLATED_TOO_LARGE };

struct inflate *inflate_new(void);
void inflate_free(struct inflate *i);

/* One member of `in` into `out`, which is emptied first and keeps its memory; *taken is
 * how many bytes of `in` it had. A piece that is cut off is damaged. */
enum inflated inflate_run(struct buf *out, size_t *taken, struct inflate *i, struct str in,
			  enum inflate_form form);
