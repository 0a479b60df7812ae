/* gunzip.c -- zlib's inflate in windows of 64 KB, so that a bomb costs no more
 * than the ceiling of the buffer that it is unfolded into. */
#include "ingest/gunzip.h"

#include <zlib.h>

#include "base/check.h"
#include "base/memory.h"

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

/* -- a member of a file; zlib keeps 32 KB of what it made, so any length costs as much ------ */

struct gunzip_stream {
	struct io_file *file;
	z_stream z;
	int64_t next; /* offset in the file behind what is in `piece` */
	int state;    /* what zlib said last; Z_STREAM_END and errors are for ever */
	char piece[WINDOW];
};

struct gunzip_stream *gunzip_stream_new(struct io_file *file, int64_t offset)
{
	struct gunzip_stream *s = memory_zalloc(sizeof *s);

	s->file = file;
	s->next = offset;
	s->state = inflateInit2(&s->z, GZIP_ONLY);
	CHECK(s->state == Z_OK);
	return s;
}

static bool take_piece(struct gunzip_stream *s, struct err *err)
{
	size_t got;

	if (!io_file_read(s->piece, WINDOW, &got, s->file, s->next, err))
		return false;
	s->next += (int64_t)got;
	s->z.next_in = (unsigned char *)s->piece;
	s->z.avail_in = (unsigned)got;
	if (!got)
		s->state = Z_BUF_ERROR; /* cut off */
	return true;
}

/* zlib counts in 32 bits; nobody asks for more than a record. */
bool gunzip_stream_read(char *at, size_t room, size_t *got, struct gunzip_stream *s,
			struct err *err)
{
	CHECK(room <= UINT32_MAX);
	s->z.next_out = (unsigned char *)at;
	s->z.avail_out = (unsigned)room;
	while (s->state == Z_OK && s->z.avail_out) {
		if (!s->z.avail_in && !take_piece(s, err))
			return false;
		if (s->state == Z_OK)
			s->state = inflate(&s->z, Z_NO_FLUSH);
	}
	*got = room - s->z.avail_out;
	return true;
}

bool gunzip_stream_damaged(const struct gunzip_stream *s)
{
	return s->state != Z_OK && s->state != Z_STREAM_END;
}

int64_t gunzip_stream_offset(const struct gunzip_stream *s)
{
	return s->next - (int64_t)s->z.avail_in;
}

void gunzip_stream_free(struct gunzip_stream *s)
{
	if (!s)
		return;
	inflateEnd(&s->z);
	memory_free(s);
}
