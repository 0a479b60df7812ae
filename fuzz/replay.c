/* fuzz/replay.c -- feeds files to a fuzzer without libFuzzer: the corpus as a test.
 *
 *   replay_NAME FOLDER      every file below it, each also cut in half and with one
 *                           byte flipped, so that the replay itself finds something
 *   replay_NAME FOLDER TIMES  each cut off at TIMES places and TIMES times with some of
 *                           its bytes changed; the same ones in every run. An input that
 *                           takes over two seconds of processor time (or two minutes) ends the
 *                           program */
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

struct replay {
	long files;
	int times;
};

/* A copy of its own, so that reading one byte beyond is seen. */
static void feed(const char *at, size_t len)
{
	uint8_t *copy = memory_alloc(len ? len : 1);

	memcpy(copy, at, len);
	LLVMFuzzerTestOneInput(copy, len);
	memory_free(copy);
}

static void one(struct str bytes)
{
	uint64_t state = bytes.len * 2654435761U + 1;

	feed(bytes.at, bytes.len);
	feed(bytes.at, bytes.len / 2);
	for (int i = 0; i < 4 && bytes.len; i++) {
		char *copy = memory_alloc(bytes.len);

		memcpy(copy, bytes.at, bytes.len);
		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		copy[(state >> 33) % bytes.len] ^= (char)(1U << ((state >> 20) % 8));
		feed(copy, bytes.len);
		memory_free(copy);
	}
}

static void within_time(const char *at, size_t len)
{
	struct itimerval two = {.it_value = {.tv_sec = 2}}, none = {.it_value = {.tv_sec = 0}};

	setitimer(ITIMER_PROF, &two, NULL);
	alarm(120);
	feed(at, len);
	alarm(0);
	setitimer(ITIMER_PROF, &none, NULL);
}

static void damaged(struct str bytes, int times)
{
	char *copy = memory_alloc(bytes.len + 1);
	struct random r;

	random_seed(&r, bytes.len);
	within_time(bytes.at, bytes.len);
	for (int i = 0; i < times && bytes.len; i++) {
		within_time(bytes.at, random_below(&r, (uint32_t)bytes.len));
		memcpy(copy, bytes.at, bytes.len);
		for (int flips = i % 8; flips >= 0; flips--)
			copy[random_below(&r, (uint32_t)bytes.len)] ^=
				(char)(1U + random_below(&r, 255));
		within_time(copy, bytes.len);
	}
	memory_free(copy);
}

static bool on_file(const char *path, const struct err *trouble, void *payload)
{
	struct replay *r = payload;
	struct buf bytes;
	struct err err;

	if (!path) {
		fprintf(stderr, "%s\n", trouble->text);
		return false;
	}
	buf_init(&bytes, LIMIT_FILE);
	if (io_read(&bytes, path, &err)) {
		struct str s = {bytes.at ? bytes.at : "", bytes.len};

		if (r->times)
			damaged(s, r->times);
		else
			one(s);
		r->files++;
	}
	buf_free(&bytes);
	return true;
}

int main(int argc, char **argv)
{
	struct replay r = {0};
	struct err err;

	if (argc == 3)
		r.times = atoi(argv[2]);
	if (argc < 2 || argc > 3 || !io_walk(argv[1], on_file, &r, &err) || !r.files) {
		fprintf(stderr, "no corpus to replay\n");
		return 1;
	}
	printf("%ld files\n", r.files);
	return 0;
}
