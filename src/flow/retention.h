/* flow/retention.h -- how long documents are kept, in words: "unrelated=30 all=3650 size=20000".
 *
 * Days by label, counted from when a document was settled, and MB in all, the oldest first. What
 * no rule names stays for ever, and so does what a person said something of (store/locker.h). */
#pragma once
#include "judge/verdict.h"
#include "store/locker.h"

struct retention {                   /* all of it 0: everything stays */
	bool bounded[VERDICT_KINDS]; /* by verdict_kind(); else for ever */
	int64_t days[VERDICT_KINDS];
	int64_t bytes; /* 0: no bound */
};
/* ERR_CONFIG; "" keeps all. */
bool retention_parse(struct retention *out, struct str text, struct err *err) MUST_USE;
bool retention_prune(int64_t *gone, struct store *s, const struct retention *r, int64_t now_ms,
		     bool dry_run, struct err *err) MUST_USE;
/* The same once a day, whoever asks how often; *gone -1: it was done less than a day ago. */
bool retention_daily(int64_t *gone, struct store *s, const struct retention *r, int64_t now_ms,
		     struct err *err) MUST_USE;
