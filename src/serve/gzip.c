/* serve/gzip.c -- zlib at level 5: 4 % larger than level 9, at a third of the time. */
#include "serve/gzip.h"

#include <zlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"

bool gzip_pack(struct buf *out, struct str body)
{
	z_stream z = {0};
	bool done = false;
	unsigned char *to;

	if (body.len < 64 || body.len > LIMIT_RESPONSE)
		return false;
	if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	to = memory_alloc(body.len);
	z.next_in = (unsigned char *)(uintptr_t)body.at;
	z.avail_in = (uInt)body.len;
	z.next_out = to;
	z.avail_out = (uInt)body.len;
	if (deflate(&z, Z_FINISH) == Z_STREAM_END) {
		buf_str(out, (struct str){(const char *)to, body.len - z.avail_out});
		done = buf_ok(out);
	}
	deflateEnd(&z);
	memory_free(to);
	return done;
}

void gzip_member(struct buf *out, struct str bytes)
{
	z_stream z = {0};
	char *to;
	size_t room;

	CHECK(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	room = deflateBound(&z, bytes.len);
	to = buf_space(out, room);
	if (to) { /* else buf_ok() tells */
		z.next_in = (unsigned char *)(uintptr_t)bytes.at;
		z.avail_in = (uInt)bytes.len;
		z.next_out = (unsigned char *)to;
		z.avail_out = (uInt)room;
		CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
		buf_made(out, room - z.avail_out);
	}
	deflateEnd(&z);
}
