/* serve/sink.c -- lines gather in a buffer, go through zstd and the checksum, and out. */
#include "serve/sink.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/zstd.h"

#define BATCH KIB(256)

struct sink {
	struct io_out *file; /* NULL: standard output */
	struct zstd_out *zstd;
	struct secret_sum *hash;
	struct buf plain, packed;
	struct sink_sum sum;
};

bool sink_open(struct sink **out, const char *path, struct err *err)
{
	struct sink *k = memory_zalloc(sizeof *k);

	if (strcmp(path, "-") != 0 && !io_out_open(&k->file, path, err)) {
		memory_free(k);
		return false;
	}
	if (str_ends(str_of(path), STR(".zst")) || str_ends(str_of(path), STR(".zst.part")))
		k->zstd = zstd_out_new();
	k->hash = secret_sum_new();
	buf_init(&k->plain, LIMIT_RESPONSE + BATCH);
	buf_init(&k->packed, LIMIT_RESPONSE + BATCH);
	*out = k;
	return true;
}

static bool flush(struct sink *k, bool end, struct err *err)
{
	struct str bytes = buf_view(&k->plain);
	bool ok;

	if (k->zstd) {
		buf_clear(&k->packed);
		zstd_pack(k->zstd, &k->packed, bytes, end);
		bytes = buf_view(&k->packed);
	}
	if (!buf_ok(&k->plain) || !buf_ok(&k->packed))
		return err_set(err, ERR_LIMIT, "a row has over %d bytes", LIMIT_RESPONSE);
	secret_sum_add(k->hash, bytes);
	k->sum.bytes += (int64_t)bytes.len;
	ok = k->file ? io_out_write(k->file, bytes, err) : io_print(bytes, err);
	buf_clear(&k->plain);
	return ok;
}

bool sink_line(struct sink *k, struct str line, struct err *err)
{
	buf_str(&k->plain, line);
	buf_char(&k->plain, '\n');
	return k->plain.len < BATCH || flush(k, false, err);
}

bool sink_bytes(struct sink *k, struct str bytes, struct err *err)
{
	k->sum.rows++;
	buf_str(&k->plain, bytes);
	return k->plain.len < BATCH || flush(k, false, err);
}

bool sink_row(struct sink *k, struct str line, struct err *err)
{
	k->sum.rows++;
	return sink_line(k, line, err);
}

static void release(struct sink *k)
{
	zstd_out_free(k->zstd);
	buf_free(&k->plain);
	buf_free(&k->packed);
	memory_free(k);
}

bool sink_close(struct sink_sum *sum, struct sink *k, struct err *err)
{
	struct err ignored;
	bool ok = flush(k, true, err);

	if (k->file)
		ok = io_out_close(k->file, ok ? err : &ignored) && ok;
	else
		ok = io_print_end(ok ? err : &ignored) && ok;
	secret_sum_hex(k->sum.sha256, k->hash);
	if (sum)
		*sum = k->sum;
	release(k);
	return ok;
}

void sink_drop(struct sink *k)
{
	struct err ignored;

	if (!k)
		return;
	secret_sum_hex(k->sum.sha256, k->hash);
	(void)!io_out_close(k->file, &ignored);
	release(k);
}
