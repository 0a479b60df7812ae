/* gunzip.c -- zlib's inflate in windows of 64 KB, so that a bomb costs no more
 * than the ceiling of the buffer that it is unfolded into. */
#include "ingest/gunzip.h"

#include <zlib.h>

#define WINDOW 65536
#define GZIP_ONLY (15 + 16) /* windowBits: 32 KB and a gzip header */

bool gunzip_is(struct str bytes)
{
	return bytes.len > 2 && (unsigned char)bytes.at[0] == 0x1f &&
	       (unsigned char)bytes.at[1] == 0x8b;
}

/* One member; *bytes moves behind it. */
static bool member(struct buf *out, struct str *bytes, struct err *err)
{
	unsigned char window[WINDOW];
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)bytes->at,
		      .avail_in = (unsigned)bytes->len};
	int rc = inflateInit2(&z, GZIP_ONLY);

	while (rc == Z_OK && buf_ok(out)) {
		z.next_out = window;
		z.avail_out = sizeof window;
		rc = inflate(&z, Z_NO_FLUSH);
		if (rc == Z_OK || rc == Z_STREAM_END)
			buf_str(out,
				(struct str){(const char *)window, sizeof window - z.avail_out});
		if (rc == Z_OK && z.avail_in == 0 && z.avail_out > 0)
			rc = Z_BUF_ERROR;
	}
	*bytes = str_cut(*bytes, bytes->len - z.avail_in, bytes->len);
	inflateEnd(&z);
	if (!buf_ok(out))
		return err_set(err, ERR_LIMIT, "unpacks to more than %zu bytes", out->max);
	if (rc != Z_STREAM_END)
		return err_set(err, ERR_INPUT, "%s",
			       rc == Z_BUF_ERROR ? "the gzip data is cut off"
						 : "the gzip data is damaged");
	return true;
}

bool gunzip_read(struct buf *out, struct str bytes, struct err *err)
{
	if (!gunzip_is(bytes))
		return err_set(err, ERR_INPUT, "not gzip data");
	while (gunzip_is(bytes))
		if (!member(out, &bytes, err))
			return false;
	return true;
}
