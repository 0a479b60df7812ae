/* flow/postman_parts.h -- what the postman's files share. Private. */
#pragma once
#include "flow/postman.h"
#include "flow/smtp.h"
#include "ingest/fetch.h"
#include "store/outbox.h"

struct postman {
	struct postman_options options;
	struct store *store;
	struct smtp *smtp; /* NULL: no mail server is known */
	struct str mail_name, mail_address;
	struct fetch_pool *pool;
	struct arena *arena; /* of what is under way */
	struct buf bytes;
};

/* Writes down what came of a try and counts it. `end` may be OUTBOX_LATER after the last
 * try: then it is dead. `wait_ms`: the receiver asks for so much patience; 0: it does not. */
struct postman_try {
	const struct outbox_item *item;
	enum outbox_end end;
	int64_t wait_ms;
	struct str reason;
};
bool postman_settle(struct postman_tally *tally, struct postman *p, const struct postman_try *t,
		    struct err *err) MUST_USE;
