/* Archives built here, byte by byte: records, damage, places. */
#include "lib/test.h"

#include <zlib.h>

#include "ingest/warc.c"
#include "lib/scratch.h"

static void record(struct buf *out, const char *type, const char *url, const char *block)
{
	buf_fmt(out,
		"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Length: %zu\r\n\r\n%s"
		"\r\n\r\n",
		type, url, strlen(block), block);
}

static void pack(struct buf *out, struct str plain)
{
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)plain.at,
		      .avail_in = (unsigned)plain.len};
	static unsigned char room[1 << 20];

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = room;
	z.avail_out = sizeof room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_str(out, (struct str){(const char *)room, z.total_out});
	deflateEnd(&z);
}

static struct warc *open_bytes(const char *path, const struct buf *bytes,
			       const struct warc_place *from)
{
	struct warc *w;
	struct err err;

	assert_true(io_write(path, buf_view(bytes), &err));
	assert_true(warc_open(&w, path, from, &err));
	return w;
}

static void expect_record(struct warc *w, const char *url, const char *block)
{
	struct warc_record r;
	struct err err;

	assert_int_equal(warc_next(&r, w, &err), WARC_RECORD);
	assert_str(r.url, url);
	assert_str(r.block, block);
}

static void expect_damage(struct warc *w, const char *what)
{
	struct warc_record r;
	struct err err;

	assert_int_equal(warc_next(&r, w, &err), WARC_DAMAGED);
	assert_non_null(strstr(err.text, what));
}

static void expect_end(struct warc *w)
{
	struct warc_record r;
	struct err err;

	assert_int_equal(warc_next(&r, w, &err), WARC_END);
	warc_close(w);
}

static void test_plain(void **state)
{
	const char *path = scratch_path("plain.warc");
	struct warc_place behind_first;
	struct buf b;
	struct warc *w;

	(void)state;
	buf_init(&b, 1 << 16);
	record(&b, "response", "<http://e.org/a>", "first");
	buf_z(&b, "noise between\r\n");
	record(&b, "response", "http://e.org/b", "second\r\nWARC/1.0 in it");
	buf_z(&b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000\r\n\r\ncut off");
	w = open_bytes(path, &b, NULL);
	expect_record(w, "http://e.org/a", "first");
	behind_first = warc_place(w);
	expect_damage(w, "no record begins here");
	expect_record(w, "http://e.org/b", "second\r\nWARC/1.0 in it");
	expect_damage(w, "cut off");
	expect_end(w);
	w = open_bytes(path, &b, &behind_first);
	expect_damage(w, "no record begins here");
	expect_record(w, "http://e.org/b", "second\r\nWARC/1.0 in it");
	warc_close(w);
	buf_free(&b);
}

static void test_members(void **state)
{
	const char *path = scratch_path("members.warc.gz");
	struct buf b, one;
	struct warc_place place;
	struct warc *w;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_init(&one, 1 << 20);
	record(&one, "response", "http://e.org/a", "first");
	record(&one, "response", "http://e.org/b", "second");
	pack(&b, buf_view(&one));
	buf_clear(&one);
	record(&one, "response", "http://e.org/c", "third");
	pack(&b, buf_view(&one));
	w = open_bytes(path, &b, NULL);
	expect_record(w, "http://e.org/a", "first");
	place = warc_place(w);
	assert_true(place.offset == 0 && place.index == 1);
	warc_close(w);
	w = open_bytes(path, &b, &place);
	expect_record(w, "http://e.org/b", "second");
	expect_record(w, "http://e.org/c", "third");
	expect_end(w);
	b.at[12] ^= 0x55; /* the first member is damaged: the second is found */
	w = open_bytes(path, &b, NULL);
	expect_damage(w, "damaged");
	expect_record(w, "http://e.org/c", "third");
	expect_end(w);
	buf_free(&b);
	buf_free(&one);
}

static void test_arc(void **state)
{
	const char *path = scratch_path("x.arc");
	struct buf b;
	struct warc *w;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_z(&b, "filedesc://x.arc 0.0.0.0 20260124100000 text/plain 4\n1 0\n\n"
		  "http://e.org/a b 1.2.3.4 20260124100000 text/html 5\nhello\n");
	w = open_bytes(path, &b, NULL);
	expect_record(w, "filedesc://x.arc", "1 0\n");
	expect_record(w, "http://e.org/a b", "hello");
	expect_end(w);
	buf_free(&b);
}

/* One byte over: told, and the record behind it is read. */
static void test_too_large(void **state)
{
	const char *path = scratch_path("large.warc");
	struct buf b;
	struct warc *w;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_fmt(&b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\nx\r\n\r\n",
		LIMIT_WARC_RECORD + 1);
	record(&b, "response", "http://e.org/b", "second");
	w = open_bytes(path, &b, NULL);
	expect_damage(w, "larger than 64 MB");
	expect_record(w, "http://e.org/b", "second");
	expect_end(w);
	buf_clear(&b);
	buf_free(&b);
	buf_init(&b, 1 << 20);
	buf_z(&b, "WARC/1.0\r\n");
	for (int i = 0; i < LIMIT_WARC_HEADER / 8; i++)
		buf_z(&b, "X-Y: zz\r\n");
	record(&b, "response", "http://e.org/b", "second");
	w = open_bytes(path, &b, NULL);
	expect_damage(w, "header does not end");
	expect_record(w, "http://e.org/b", "second");
	expect_end(w);
	buf_free(&b);
}

/* Larger than the window: it grows, and moves on. */
static void test_large(void **state)
{
	const char *path = scratch_path("window.warc");
	char *block = memory_alloc(WINDOW + 100);
	struct buf b;
	struct warc *w;

	(void)state;
	memset(block, 'x', WINDOW + 99);
	block[WINDOW + 99] = '\0';
	buf_init(&b, 4 * WINDOW);
	record(&b, "response", "http://e.org/a", "first");
	record(&b, "response", "http://e.org/b", block);
	record(&b, "response", "http://e.org/c", "third");
	w = open_bytes(path, &b, NULL);
	expect_record(w, "http://e.org/a", "first");
	expect_record(w, "http://e.org/b", block);
	expect_record(w, "http://e.org/c", "third");
	expect_end(w);
	buf_free(&b);
	memory_free(block);
}

/* One gzip stream over all records, as `gzip ARCHIVE` makes it: 80 MB in five records, then a
 * member of its own. `cut`: bytes that the stream lacks at its end. */
#define STREAMED 5
static void make_stream(const char *path, char *block, size_t cut)
{
	struct buf plain, b;
	struct err err;

	buf_init(&plain, MIB(100));
	buf_init(&b, MIB(1));
	for (int i = 0; i < STREAMED; i++) {
		block[0] = (char)('a' + i);
		record(&plain, "response", block[0] == 'a' ? "http://e.org/a" : "http://e.org/x",
		       block);
	}
	pack(&b, buf_view(&plain));
	b.len -= cut;
	buf_clear(&plain);
	record(&plain, "response", "http://e.org/z", "behind");
	pack(&b, buf_view(&plain));
	assert_true(io_write(path, buf_view(&b), &err));
	buf_free(&plain);
	buf_free(&b);
}

static void expect_streamed(struct warc *w, char *block, int from)
{
	for (int i = from; i < STREAMED; i++) {
		block[0] = (char)('a' + i);
		expect_record(w, i ? "http://e.org/x" : "http://e.org/a", block);
		assert_int_equal(warc_place(w).offset, 0);
		assert_int_equal(warc_place(w).index, i + 1);
	}
}

static void test_one_stream(void **state)
{
	const char *path = scratch_path("stream.warc.gz");
	char *block = memory_alloc(MIB(16) + 1);
	struct err err;
	struct warc *w;

	(void)state;
	memset(block, 'x', MIB(16));
	block[MIB(16)] = '\0';
	make_stream(path, block, 0);
	for (int from = 0; from <= STREAMED; from++) {
		assert_true(warc_open(&w, path, &(struct warc_place){0, from}, &err));
		expect_streamed(w, block, from);
		expect_record(w, "http://e.org/z", "behind");
		assert_true(warc_progress(w) == 1.0);
		expect_end(w);
	}
	make_stream(path, block, 5000);
	assert_true(warc_open(&w, path, NULL, &err));
	block[0] = 'a';
	expect_record(w, "http://e.org/a", block);
	warc_close(w); /* in the middle of it */
	memory_free(block);
}

/* What is left of a stream that is cut off is given, then the damage, then the member behind. */
static void test_stream_cut(void **state)
{
	const char *path = scratch_path("cut.warc.gz");
	char *block = memory_alloc(MIB(16) + 1);
	enum warc_pulled got;
	struct warc_record r;
	struct err err;
	struct warc *w;
	int whole = 0, damages = 0;
	bool behind = false;

	(void)state;
	memset(block, 'x', MIB(16));
	block[MIB(16)] = '\0';
	make_stream(path, block, 100);
	assert_true(warc_open(&w, path, NULL, &err));
	while ((got = warc_next(&r, w, &err)) != WARC_END) {
		assert_true(got == WARC_RECORD || got == WARC_DAMAGED);
		behind = got == WARC_RECORD && str_eq(r.url, STR("http://e.org/z"));
		whole += got == WARC_RECORD && r.block.len == MIB(16);
		damages += got == WARC_DAMAGED;
	}
	assert_int_equal(whole, STREAMED - 1);
	assert_int_equal(damages, 2); /* the last record, and the stream */
	assert_true(behind);
	warc_close(w);
	memory_free(block);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),      cmocka_unit_test(test_members),
		cmocka_unit_test(test_arc),        cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_large),      cmocka_unit_test(test_one_stream),
		cmocka_unit_test(test_stream_cut),
	};

	int failed;

	scratch_make();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	scratch_remove();
	return failed;
}
