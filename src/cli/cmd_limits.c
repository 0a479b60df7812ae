/* cli/cmd_limits.c -- `tocsin limits`: base/limits.h as text. */
#include "cli/command.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"

int cmd_limits(const struct options *o)
{
	struct err err;
	struct buf out;
	bool ok;

	(void)o;
	buf_init(&out, LIMIT_LINE);
#define X(name, value, unit, reason)                                                               \
	buf_fmt(&out, "%-20s %10d %-9s  %s\n", #name, name, unit, reason);
	LIMITS(X)
#undef X
	ok = io_print(buf_view(&out), &err) && io_print_end(&err);
	buf_free(&out);
	if (!ok)
		log_error("%s", err.text);
	return ok ? EXIT_DONE : EXIT_REFUSED;
}
