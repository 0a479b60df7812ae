/* tests/lib/scratch.h -- a folder of one's own under $TMPDIR, gone afterwards. */
#pragma once
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

static char scratch_folder[256];

static inline void scratch_make(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(scratch_folder, sizeof scratch_folder, "%s/tocsin-test-XXXXXX",
		 base ? base : "/tmp");
	CHECK(mkdtemp(scratch_folder) != NULL);
}

static inline const char *scratch_path(const char *name) /* valid until the next 8 calls */
{
	static char path[8][512];
	static int turn;
	char *at = path[turn++ % 8];

	snprintf(at, sizeof path[0], "%s/%s", scratch_folder, name);
	return at;
}

/* Removes the files in it, and the folder itself. */
static inline void scratch_remove(void)
{
	DIR *d = opendir(scratch_folder);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			unlink(scratch_path(e->d_name));
	if (d)
		closedir(d);
	rmdir(scratch_folder);
}

static inline void scratch_write(const char *name, const char *text)
{
	FILE *f = fopen(scratch_path(name), "wb");

	CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static inline int scratch_setup(void **state)
{
	(void)state;
	scratch_make();
	return 0;
}

static inline int scratch_teardown(void **state)
{
	(void)state;
	scratch_remove();
	return 0;
}
