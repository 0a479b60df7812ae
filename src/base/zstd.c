/* base/zstd.c -- level 9 of one thread: a fifth smaller than level 3, still 50 MB/s and more. */
#include "base/zstd.h"

#include <zstd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"

#define LEVEL 9
#define WINDOW_LOG 23 /* what level 9 needs at most */

struct zstd_out {
	ZSTD_CCtx *c;
};

struct zstd_out *zstd_out_new(void)
{
	struct zstd_out *z = memory_zalloc(sizeof *z);

	z->c = ZSTD_createCCtx();
	CHECK(z->c);
	CHECK(!ZSTD_isError(ZSTD_CCtx_setParameter(z->c, ZSTD_c_compressionLevel, LEVEL)));
	CHECK(!ZSTD_isError(ZSTD_CCtx_setParameter(z->c, ZSTD_c_checksumFlag, 1)));
	return z;
}

void zstd_pack(struct zstd_out *z, struct buf *out, struct str bytes, bool end)
{
	ZSTD_inBuffer in = {bytes.at, bytes.len, 0};
	char piece[KIB(32)];
	size_t left;

	do {
		ZSTD_outBuffer to = {piece, sizeof piece, 0};

		left = ZSTD_compressStream2(z->c, &to, &in, end ? ZSTD_e_end : ZSTD_e_continue);
		CHECK(!ZSTD_isError(left));
		buf_str(out, (struct str){piece, to.pos});
	} while (end ? left != 0 : in.pos < in.size);
}

void zstd_out_free(struct zstd_out *z)
{
	if (!z)
		return;
	ZSTD_freeCCtx(z->c);
	memory_free(z);
}

struct zstd_in {
	ZSTD_DCtx *d;
	bool whole;
};

struct zstd_in *zstd_in_new(void)
{
	struct zstd_in *z = memory_zalloc(sizeof *z);

	z->d = ZSTD_createDCtx();
	CHECK(z->d);
	CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(z->d, ZSTD_d_windowLogMax, WINDOW_LOG)));
	return z;
}

bool zstd_unpack(char *at, size_t size, size_t *len, struct zstd_in *z, struct str *bytes,
		 struct err *err)
{
	ZSTD_inBuffer in = {bytes->at, bytes->len, 0};
	ZSTD_outBuffer to = {at, size, 0};
	size_t left = ZSTD_decompressStream(z->d, &to, &in);

	if (ZSTD_isError(left))
		return err_set(err, ERR_INPUT, "zstd: %s", ZSTD_getErrorName(left));
	z->whole = left == 0;
	*bytes = str_cut(*bytes, in.pos, bytes->len);
	*len = to.pos;
	return true;
}

bool zstd_in_is_whole(const struct zstd_in *z)
{
	return z->whole;
}

void zstd_in_free(struct zstd_in *z)
{
	if (!z)
		return;
	ZSTD_freeDCtx(z->d);
	memory_free(z);
}
