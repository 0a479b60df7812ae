/* decoders/formats.h -- the formats that are read, one library and one file each.
 *
 * Each fills the canvas with the whole picture, transparent parts on white, or ends the
 * process with what it is instead: a process has one picture, so no error needs a way back.
 * Metadata is never kept: where a photograph was taken is nobody's matter. */
#pragma once
#include "base/str.h"
#include "decoders/canvas.h"

void jpeg_read(struct canvas *c, struct str bytes);
void png_read(struct canvas *c, struct str bytes);
void webp_read(struct canvas *c, struct str bytes);
/* The picture as WebP, about `most` bytes at most. Lives as long as the process. */
struct str webp_write(const struct canvas *c, float quality, size_t most);
/* Comes back when a picture of that size is read. */
void formats_size(uint64_t width, uint64_t height);
