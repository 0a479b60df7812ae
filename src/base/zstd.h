/* base/zstd.h -- zstd in pieces (libzstd), for dumps. The same bytes come out for the same
 * bytes in, however they were cut. One thread. */
#pragma once
#include <stdbool.h>
#include "base/buf.h"

struct zstd_out;
struct zstd_out *zstd_out_new(void);
/* Appends to `out` what is ready of `bytes`; with `end` all that is left. */
void zstd_pack(struct zstd_out *z, struct buf *out, struct str bytes, bool end);
void zstd_out_free(struct zstd_out *z);

struct zstd_in;
struct zstd_in *zstd_in_new(void);
/* Unpacks from *bytes, which moves on, into at most `size` bytes at `at`; *len says how many.
 * A window over 8 MB is refused. ERR_INPUT: no zstd, or damaged. */
bool zstd_unpack(char *at, size_t size, size_t *len, struct zstd_in *z, struct str *bytes,
		 struct err *err) MUST_USE;
bool zstd_in_is_whole(const struct zstd_in *z); /* a frame has ended, and none has begun */
void zstd_in_free(struct zstd_in *z);
