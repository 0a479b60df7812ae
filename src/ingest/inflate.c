/* inflate.c -- libdeflate is three times zlib's speed and wants all of the input and a
 * buffer for all of the output; where that is too small it is doubled, up to the
 * ceiling of `out`. */
#include "ingest/inflate.h"

#include <libdeflate.h>

#include "base/check.h"
#include "base/memory.h"

#define ROOM_FIRST 262144

struct inflate {
	struct libdeflate_decompressor *decompressor;
};

struct inflate *inflate_new(void)
{
	struct inflate *i = memory_zalloc(sizeof *i);

	i->decompressor = libdeflate_alloc_decompressor();
	CHECK(i->decompressor);
	return i;
}

void inflate_free(struct inflate *i)
{
	if (!i)
		return;
	libdeflate_free_decompressor(i->decompressor);
	memory_free(i);
}

typedef enum libdeflate_result unpack_fn(struct libdeflate_decompressor *, const void *, size_t,
					 void *, size_t, size_t *, size_t *);

static unpack_fn *const unpack[] = {
	[INFLATE_GZIP] = libdeflate_gzip_decompress_ex,
	[INFLATE_ZLIB] = libdeflate_zlib_decompress_ex,
	[INFLATE_RAW] = libdeflate_deflate_decompress_ex,
};

enum inflated inflate_run(struct buf *out, size_t *taken, struct inflate *i, struct str in,
			  enum inflate_form form)
{
	size_t room = out->cap > ROOM_FIRST ? out->cap - 1 : ROOM_FIRST;

	for (buf_clear(out);; room *= 2) {
		size_t made = 0, size = room < out->max ? room : out->max;
		char *to = buf_space(out, size);
		enum libdeflate_result rc;

		CHECK(to);
		rc = unpack[form](i->decompressor, in.at, in.len, to, size, taken, &made);
		if (rc == LIBDEFLATE_SUCCESS) {
			buf_made(out, made);
			return INFLATED;
		}
		if (rc != LIBDEFLATE_INSUFFICIENT_SPACE)
			return INFLATED_DAMAGED;
		if (size == out->max)
			return INFLATED_TOO_LARGE;
	}
}
