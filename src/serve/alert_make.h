/* serve/alert_make.h -- what the pages of alerts and their API do alike. */
#pragma once
#include "serve/notice.h"

struct alert_wish { /* as somebody wrote it */
	struct str filter, channel, to, pace;
};

/* Makes it: a webhook or feed is on at once, a mail waits for its confirmation, which is in
 * the outbox then. False when a problem was set. */
bool alert_make(struct alert *out, struct saved *filters, struct call *c,
		const struct alert_wish *w) MUST_USE;

/* The alert of the address, if the request holds the key for that purpose ("key" in the
 * address, or as a bearer); no ending alert tells of itself. False when a problem was set. */
bool alert_held(struct alert *out, struct saved *filters, struct call *c,
		const char *purpose) MUST_USE;
/* Begins one that is unconfirmed; ends one. False when a problem was set. */
bool alert_confirm(struct call *c, const struct alert *a, const struct saved *filters) MUST_USE;
bool alert_stop(struct call *c, const struct alert *a) MUST_USE;
