/* fuzz_warc.c -- any bytes as an archive. Oracles: records come in order and do not
 * overlap; opening at any record's place gives that record again, and from there the rest; bodies
 * stay within limits; it ends. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/vec.h"
#include "ingest/http_message.h"
#include "ingest/warc.h"

#define AGAIN 4 /* places that are opened again */

struct seen {
	struct warc_place place;
	uint64_t hash;
};
typedef VEC(struct seen) seen_list;

static bool before(struct warc_place a, struct warc_place b)
{
	return a.offset < b.offset || (a.offset == b.offset && a.index < b.index);
}

static void read_all(seen_list *out, const char *path, const struct warc_place *from)
{
	struct http_message message;
	struct warc_record r;
	struct http_work work;
	enum warc_pulled got;
	struct warc *w;
	struct str body;
	struct err err;

	CHECK(warc_open(&w, path, from, &err));
	http_work_init(&work);
	while ((got = warc_next(&r, w, &err)) == WARC_RECORD || got == WARC_DAMAGED) {
		if (got == WARC_DAMAGED)
			continue;
		CHECK(out->len == 0 || before(out->at[out->len - 1].place, r.place));
		CHECK(before(r.place, warc_place(w)));
		CHECK(r.block.len <= LIMIT_WARC_RECORD);
		VEC_PUSH(out, ((struct seen){r.place, hash64(r.block, 1)}));
		http_message_head(&message, r.block);
		if (http_message_body(&body, &work, &message, &err))
			CHECK(body.len <= LIMIT_PAGE);
	}
	CHECK(got == WARC_END);
	http_work_free(&work);
	warc_close(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	int fd = memfd_create("archive", MFD_CLOEXEC);
	seen_list all = {0};
	char path[64];

	CHECK(fd >= 0 && write(fd, at, len) == (ssize_t)len);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_all(&all, path, NULL);
	for (size_t i = 0; i < all.len && i < AGAIN; i++) {
		seen_list rest = {0};

		read_all(&rest, path, &all.at[i].place);
		CHECK(rest.len == all.len - i);
		for (size_t j = 0; j < rest.len; j++)
			CHECK(rest.at[j].hash == all.at[i + j].hash);
		VEC_FREE(&rest);
	}
	VEC_FREE(&all);
	close(fd);
	return 0;
}
