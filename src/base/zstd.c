/* base/zstd.c -- level 9 of one thread: a fifth smaller than level 3, still 50 MB/s and more. */
#include "base/zstd.h"

#include <zdict.h>
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

/* -- whole, with a dictionary ---------------------------------------------------------- */

struct zstd_words {
	ZSTD_CCtx *c;
	ZSTD_DCtx *d;
};

struct zstd_words *zstd_words_new(struct str dictionary)
{
	struct zstd_words *w = memory_zalloc(sizeof *w);

	w->c = ZSTD_createCCtx();
	w->d = ZSTD_createDCtx();
	CHECK(w->c && w->d);
	CHECK(!ZSTD_isError(ZSTD_CCtx_setParameter(w->c, ZSTD_c_compressionLevel, LEVEL)));
	CHECK(!ZSTD_isError(ZSTD_CCtx_setParameter(w->c, ZSTD_c_checksumFlag, 1)));
	CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(w->d, ZSTD_d_windowLogMax, WINDOW_LOG)));
	if (dictionary.len) {
		CHECK(!ZSTD_isError(ZSTD_CCtx_loadDictionary(w->c, dictionary.at, dictionary.len)));
		CHECK(!ZSTD_isError(ZSTD_DCtx_loadDictionary(w->d, dictionary.at, dictionary.len)));
	}
	return w;
}

void zstd_words_free(struct zstd_words *w)
{
	if (!w)
		return;
	ZSTD_freeCCtx(w->c);
	ZSTD_freeDCtx(w->d);
	memory_free(w);
}

void zstd_words_pack(struct zstd_words *w, struct buf *out, struct str bytes)
{
	size_t room = ZSTD_compressBound(bytes.len), made;
	char *to = buf_space(out, room);

	if (!to)
		return; /* buf_ok() tells */
	made = ZSTD_compress2(w->c, to, room, bytes.at, bytes.len);
	CHECK(!ZSTD_isError(made));
	buf_made(out, made);
}

bool zstd_words_unpack(struct zstd_words *w, struct buf *out, struct str packed, struct err *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(packed.at, packed.len);
	size_t made;
	char *to;

	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
		return err_set(err, ERR_INPUT, "zstd: no frame that says its size");
	if (size > out->max - out->len)
		return err_set(err, ERR_LIMIT, "zstd: %llu bytes are over the limit", size);
	to = buf_space(out, (size_t)size + 1);
	if (!to)
		return err_set(err, ERR_LIMIT, "zstd: %llu bytes are over the limit", size);
	made = ZSTD_decompressDCtx(w->d, to, (size_t)size, packed.at, packed.len);
	if (ZSTD_isError(made))
		return err_set(err, ERR_INPUT, "zstd: %s", ZSTD_getErrorName(made));
	buf_made(out, made);
	return true;
}

bool zstd_words_train(struct buf *out, size_t size, const struct str *sample, size_t count,
		      struct err *err)
{
	size_t bytes = 0, made, *len = memory_alloc((count + 1) * sizeof *len);
	char *all, *at, *to = buf_space(out, size);

	CHECK(to);
	for (size_t i = 0; i < count; i++)
		bytes += len[i] = sample[i].len;
	at = all = memory_alloc(bytes + 1);
	for (size_t i = 0; i < count; i++) {
		memcpy(at, sample[i].at, len[i]);
		at += len[i];
	}
	made = ZDICT_trainFromBuffer(to, size, all, len, (unsigned)count);
	memory_free(all);
	memory_free(len);
	if (ZDICT_isError(made))
		return err_set(err, ERR_INPUT, "no dictionary could be trained: %s",
			       ZDICT_getErrorName(made));
	buf_made(out, made);
	return true;
}
