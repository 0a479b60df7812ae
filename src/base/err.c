/* base/err.c -- one struct, filled once.
 *
 * There is no thread-local "last error": such texts go stale or missing. The
 * price is one more argument on whatever can fail; the gain is that every
 * call reads as a sentence and that tests can look at what was said. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list args;

	err->code = code;
	va_start(args, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, args);
	va_end(args);
	return false;
}

bool err_errno(struct err *err, const char *what)
{
	int number = errno;
	char text[128];

	return err_set(err, number == ENOENT || number == ENOTDIR ? ERR_MISSING : ERR_IO, "%s: %s",
		       what, strerror_r(number, text, sizeof text));
}

void err_at(struct err *err, const char *where)
{
	struct err old = *err;

	snprintf(err->text, sizeof err->text, "%s: %.400s", where, old.text);
}
