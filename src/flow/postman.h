/* flow/postman.h -- takes what waits in the outbox to where it belongs.
 *
 * Mails go to one mail server, calls of webhooks to their receivers, several at a time.
 * What fails is tried again later and later (LIMIT_OUTBOX_TRIES times, some 40 hours in
 * all) and is dead then; what is refused for ever is dead at once. The state of each stands
 * in the store before and after each try, so that a crash loses nothing.
 *
 * One thread for each postman; several, of several programs too, do not get into each
 * other's way. Open the first one before other threads start. */
#pragma once
#include <stdatomic.h>

#include "base/err.h"
#include "base/str.h"

struct postman_options { /* borrowed while the postman lives */
	struct str db;
	const char *mail_server; /* as in flow/smtp.h; NULL or "": mails stay where they are */
	const char *mail_user, *mail_key_variable, *mail_ca; /* NULL or "": none */
	struct str mail_from;
	struct str allow_private; /* webhooks may go to these hosts, though not public */
	int64_t timeout_ms;       /* for one mail, one call */
	const atomic_bool *stop;  /* when it becomes true, tries are broken off; or NULL */
};

struct postman_tally {
	int64_t sent, later, dead;
};

struct postman;
bool postman_open(struct postman **out, const struct postman_options *o, struct err *err) MUST_USE;
void postman_close(struct postman *p); /* NULL is fine */

/* All mails that are due. False: the store failed. Adds to *tally. */
bool postman_mails(struct postman_tally *tally, struct postman *p, struct err *err) MUST_USE;
/* All calls of webhooks that are due. */
bool postman_webhooks(struct postman_tally *tally, struct postman *p, struct err *err) MUST_USE;
