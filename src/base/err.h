/* base/err.h -- what went wrong, said once, where it was known best.
 *
 * The caller owns the `struct err` and passes it last. A function that can
 * fail returns bool; on false it has filled `err` exactly once and changed
 * nothing it owns. Upper floors pass the text on or handle it, they do not
 * repaint it. Bugs are not errors: they are CHECK()s (base/check.h). */
#pragma once
#include <stdbool.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Each code makes the caller do something different. */
enum err_code {
	ERR_NONE = 0,
	ERR_INPUT,    /* the outside world sent bytes we refuse: name them, go on */
	ERR_LIMIT,    /* ... or more of them than base/limits.h allows            */
	ERR_MISSING,  /* the thing named does not exist                           */
	ERR_CONFLICT, /* it exists already, or changed under us                   */
	ERR_BUSY,     /* nothing was done; try again later                        */
	ERR_IO,       /* disk, socket or database; may heal by itself             */
	ERR_CONFIG,   /* an operator has to change something                      */
	ERR_STOPPED   /* we were asked to stop                                    */
};

struct err {
	enum err_code code;
	char text[500]; /* one line, no "failed to", no trailing full stop */
};

/* Both always return false, so that `return err_set(...)` reads well.
 * `err` may not be NULL. Texts that do not fit are cut. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF(3, 4);

/* Says `what` and the text of errno; ENOENT becomes ERR_MISSING, else ERR_IO. */
bool err_errno(struct err *err, const char *what);

/* Puts "where: " before the text that is there. Only the top of a road does
 * this, once, to add the origin of a document. */
void err_at(struct err *err, const char *where);
