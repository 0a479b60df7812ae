/* decoders/formats.h -- the formats that are read, one library and one file each.
 *
 * Each fills the canvas with the whole picture, transparent parts on white, or says what
 * it is instead. Metadata is never kept: where a photograph was taken is nobody's matter. */
#pragma once
#include "base/str.h"
#include "decoders/canvas.h"
#include "ingest/child_end.h"

enum child_end jpeg_read(struct canvas *c, struct str bytes);
enum child_end png_read(struct canvas *c, struct str bytes);
enum child_end webp_read(struct canvas *c, struct str bytes);
/* The picture as WebP, at most `most` bytes unless even the poorest has more. `bytes` lives
 * as long as the process. */
enum child_end webp_write(struct str *bytes, const struct canvas *c, float quality, size_t most);
/* ok, or what is wrong with a picture of that size. */
enum child_end formats_size(uint64_t width, uint64_t height);
