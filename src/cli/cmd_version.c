/* cli/cmd_version.c -- `tocsin version`: what is running. */
#include "base/arena.h"
#include "base/io.h"
#include "cli/command.h"

#ifndef TOCSIN_VERSION
#define TOCSIN_VERSION "dev"
#endif

int cmd_version(const struct options *o)
{
	struct err err;

	(void)o;
	return io_print(STR("tocsin " TOCSIN_VERSION "\n"), &err) && io_print_end(&err)
		       ? EXIT_DONE
		       : EXIT_REFUSED;
}
