/* pack_folder.c -- where the packs of this program lie. */
#include "judge/pack_folder.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

struct str pack_folder_program(struct arena *a)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);
	struct str whole = {path, len > 0 ? (size_t)len : 0};
	size_t slash = str_rchr(whole, '/');

	return slash == STR_NPOS ? STR_NONE : arena_copy(a, str_cut(whole, 0, slash));
}

const char *pack_folder_default(struct arena *a)
{
	static const char *const beside[] = {"/packs/oecd", "/../share/tocsin/packs/oecd"};
	const char *set = getenv("TOCSIN_PACK");
	struct str here = pack_folder_program(a);

	if (set && *set)
		return set;
	for (size_t i = 0; here.len && i < sizeof beside / sizeof *beside; i++) {
		struct str path = arena_fmt(a, "%.*s%s", STR_ARG(here), beside[i]);

		if (io_is_folder(path.at))
			return path.at;
	}
	return TOCSIN_SOURCE "/packs/oecd";
}
