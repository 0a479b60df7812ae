/* ingest/gunzip.h -- gzip bytes made plain (zlib): all of them in memory, or one member of a
 * file piece by piece, however long (inflate.h is three times as fast and wants it whole). */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"

bool gunzip_is(struct str bytes); /* begins as gzip does */
/* Appends; several members in a row are one stream. ERR_INPUT: damaged or cut
 * off; ERR_LIMIT: more than the buffer takes (a bomb is never unfolded further). */
bool gunzip_read(struct buf *out, struct str bytes, struct err *err) MUST_USE;

/* The file is borrowed and outlives the stream. One thread. */
struct gunzip_stream;

/* From the member at `offset` of `file` on. */
struct gunzip_stream *gunzip_stream_new(struct io_file *file, int64_t offset);
/* `room` bytes to `at`, fewer only at the member's end or where it is damaged.
 * false: the file can not be read. */
bool gunzip_stream_read(char *at, size_t room, size_t *got, struct gunzip_stream *s,
			struct err *err) MUST_USE;
bool gunzip_stream_damaged(const struct gunzip_stream *s); /* or cut off, as far as was read */
/* In the file: behind the bytes used so far, which is the member's end once that is reached. */
int64_t gunzip_stream_offset(const struct gunzip_stream *s);
void gunzip_stream_free(struct gunzip_stream *s);
