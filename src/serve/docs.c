/* serve/docs.c -- one page of docs/ for those who have only the program. */
#include "serve/docs.h"

#include "base/embedded.h"

extern const struct embedded docs_file[];

struct str docs_exports(void)
{
	for (const struct embedded *f = docs_file; f->name; f++)
		if (strcmp(f->name, "EXPORTS.md") == 0)
			return f->bytes;
	return STR("");
}
