/* base/zstd.h -- zstd (libzstd): in pieces for dumps, whole and with a dictionary for what is
 * kept. The same bytes come out for the same bytes in, however they were cut. One thread. */
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

/* -- whole, with a dictionary ---------------------------------------------------------- */

struct zstd_words;                                        /* a dictionary, ready for both ways */
struct zstd_words *zstd_words_new(struct str dictionary); /* "" none */
void zstd_words_free(struct zstd_words *w);
void zstd_words_pack(struct zstd_words *w, struct buf *out, struct str bytes);
/* ERR_INPUT: damaged, or packed with another dictionary; ERR_LIMIT: over what `out` may hold. */
bool zstd_words_unpack(struct zstd_words *w, struct buf *out, struct str packed,
		       struct err *err) MUST_USE;
/* A dictionary of at most `size` bytes that fits these; the same for the same samples.
 * ERR_INPUT: they are too few, or too small. */
bool zstd_words_train(struct buf *out, size_t size, const struct str *sample, size_t count,
		      struct err *err) MUST_USE;
