/* store/outbox.h -- mails and calls of webhooks that wait to be sent.
 *
 * Whoever has something to say puts it here, in the transaction in which it becomes true
 * (between store_begin and store_end), and is done: flow/postman.c takes it from there.
 * Nothing is lost by a crash. Each try is written down before it is made, so a crash in the
 * middle of one means that it is made again, with the same id: a receiver may get a message
 * twice, and can tell. Needs DB_WRITE. */
#pragma once
#include "store/store.h"

enum outbox_kind { OUTBOX_MAIL, OUTBOX_WEBHOOK };

struct outbox_item {
	enum outbox_kind kind;
	struct str receiver;    /* mail address, or URL; checked by whoever puts it */
	struct str subject;     /* of a mail */
	struct str text;        /* of a webhook: the JSON, sent as it is */
	struct str html;        /* "" none */
	struct str unsubscribe; /* http(s) address for one click (RFC 8058); "" none */
	int64_t alert;          /* 0: of no alert */
	int64_t made_ms;
	/* from here on filled in by the outbox */
	int64_t number, tries, next_ms, sent_ms;
	struct str id, state, reason;
};

/* In the batch at hand, or a transaction of its own. */
bool outbox_put(struct store *s, const struct outbox_item *item, struct err *err) MUST_USE;

/* Takes up to `most` that are due and puts their next try off to `until_ms`: until then
 * nobody else takes them. Durable when it returns. */
struct outbox_claim {
	enum outbox_kind kind;
	int64_t now_ms, until_ms;
	size_t most;
};
bool outbox_claim(struct outbox_item **out, size_t *count, struct store *s, struct arena *arena,
		  const struct outbox_claim *claim, struct err *err) MUST_USE;

/* What became of one that was taken. */
enum outbox_end {
	OUTBOX_SENT,
	OUTBOX_LATER,      /* again at at_ms */
	OUTBOX_GIVEN_BACK, /* not tried after all */
	OUTBOX_DEAD        /* never again by itself */
};
struct outbox_result {
	int64_t number, at_ms;
	enum outbox_end end;
	struct str reason;
};
bool outbox_settle(struct store *s, const struct outbox_result *r, struct err *err) MUST_USE;

/* Those that were not sent, or with `all` every one, newest first; without text and html. */
struct outbox_asked {
	bool all;
	int64_t alert; /* only of that one; 0: of any */
	size_t most;
};
bool outbox_list(struct outbox_item **out, size_t *count, struct store *s, struct arena *arena,
		 const struct outbox_asked *asked, struct err *err) MUST_USE;
/* By hand: due now, with all its tries before it; or given up. `id` "all": every one that is
 * waiting or dead. *changed counts them; ERR_MISSING when there is no such id. */
bool outbox_again(int64_t *changed, struct store *s, struct str id, int64_t now_ms,
		  struct err *err) MUST_USE;
bool outbox_drop(int64_t *changed, struct store *s, struct str id, struct err *err) MUST_USE;

/* Forgets what was made before and waits no more. */
bool outbox_forget(struct store *s, int64_t before_ms, struct err *err) MUST_USE;
