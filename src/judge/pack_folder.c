/* pack_folder.c -- where the packs of this program lie. */
#include "judge/pack_folder.h"

#include <stdlib.h>

#include "base/io.h"

const char *pack_folder_default(struct arena *a)
{
	static const char *const beside[] = {"/packs/oecd", "/../share/tocsin/packs/oecd"};
	const char *set = getenv("TOCSIN_PACK");
	struct str here = io_program_folder(a);

	if (set && *set)
		return set;
	for (size_t i = 0; here.len && i < sizeof beside / sizeof *beside; i++) {
		struct str path = arena_fmt(a, "%.*s%s", STR_ARG(here), beside[i]);

		if (io_is_folder(path.at))
			return path.at;
	}
	return TOCSIN_SOURCE "/packs/oecd";
}
