/* encodings.c FILE.dat... -- html5lib's encoding tests against charset_declared(): prints
 * what differs, then "FILE N of M" and at the end how many passed. */
#include <stdio.h>
#include <strings.h>

#include "base/io.h"
#include "base/limits.h"
#include "text/charset.h"
#include "text/charset_declared.h"

struct count {
	int passed, failed;
};

/* A byte order mark outweighs what is declared. */
static const char *answer(struct str page)
{
	const char *name = str_starts(page, STR("\xef\xbb\xbf")) ? "UTF-8" : charset_declared(page);

	return name ? name : "windows-1252";
}

static void one(struct count *c, const char *file, struct str test)
{
	size_t at = str_find(test, STR("\n#encoding\n"));
	struct str page = str_cut(test, 0, at), want = str_cut(test, at + 11, test.len);
	const char *got = answer(page), *expected;

	expected = charset_name(str_cut(want, 0, str_chr(want, '\n')));
	if (expected && strcasecmp(got, expected) == 0) {
		c->passed++;
		return;
	}
	c->failed++;
	printf("differs: %s: %.*s\n    got %s, want %s\n", file,
	       (int)(page.len < 300 ? page.len : 300), page.at, got,
	       expected ? expected : "no such name");
}

/* Tests begin with a line "#data". */
static bool whole_file(struct count *c, const char *path)
{
	static const char begin[] = "#data\n";
	struct buf bytes;
	struct str rest;
	struct err err;
	size_t next;

	buf_init(&bytes, LIMIT_FILE);
	if (!io_read(&bytes, path, &err)) {
		printf("%s\n", err.text);
		return false;
	}
	rest = buf_view(&bytes);
	while (str_starts(rest, STR("#data\n"))) {
		rest = str_cut(rest, sizeof begin - 1, rest.len);
		next = str_find(rest, STR("\n#data\n"));
		one(c, path, str_cut(rest, 0, next));
		rest = next == STR_NPOS ? STR_NONE : str_cut(rest, next + 1, rest.len);
	}
	buf_free(&bytes);
	return true;
}

int main(int argc, char **argv)
{
	struct count c = {0};

	for (int i = 1; i < argc; i++)
		if (!whole_file(&c, argv[i]))
			return 1;
	printf("html5lib encoding: %d passed, %d failed\n", c.passed, c.failed);
	return c.failed > 0 || c.passed == 0;
}
