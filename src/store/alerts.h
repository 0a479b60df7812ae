/* store/alerts.h -- saved searches that notify: rows, what each was told, what is news to it.
 *
 * An alert is news to by an event that passes its filters and that it was never told of, and by
 * one that it was told of whose label or severity is another now. What passed its filters
 * when it began it knows already. Events that were merged are one: what was told of either
 * was told. None of that depends on when it is asked, so nothing is missed or told twice,
 * whatever happens in between.
 *
 *   store_begin; alerts_look; store_end           what is news is pending
 *   store_begin; alerts_news; outbox_put; alerts_told; store_end   it is told
 *
 * Needs DB_WRITE for what changes something. */
#pragma once
#include "store/store.h"

enum alert_channel { ALERT_MAIL, ALERT_WEBHOOK, ALERT_FEED };
enum alert_pace { ALERT_IMMEDIATELY, ALERT_DAILY, ALERT_WEEKLY };
enum alert_state { ALERT_UNCONFIRMED, ALERT_ON, ALERT_OFF };

struct alert {
	int64_t number;
	struct str id, secret, owner, reason, receiver, query;
	enum alert_channel channel;
	enum alert_pace pace;
	enum alert_state state;
	int64_t made_ms, confirmed_ms, due_ms, seen;
};

struct str alerts_channel_name(enum alert_channel channel); /* "mail" ... */
struct str alerts_pace_name(enum alert_pace pace);          /* "immediately" ... */
struct str alerts_state_name(enum alert_state state);
bool alerts_channel_parse(enum alert_channel *out, struct str name);
bool alerts_pace_parse(enum alert_pace *out, struct str name);

#define ALERTS_KEY_SIZE 65
/* The word that stands in a link of this alert for one purpose ("manage", "confirm", "stop"),
 * or that its webhook's signatures are made with ("webhook"). One tells nothing of another. */
void alerts_key(char out[ALERTS_KEY_SIZE], const struct alert *a, const char *purpose);

/* When the message after one at `now_ms` may come: at once, or at 07:00 UTC of the next day
 * or Monday. */
int64_t alerts_next_ms(enum alert_pace pace, int64_t now_ms);

/* Fills number, id and secret; the state is unconfirmed. ERR_BUSY: too many were made of late,
 * for this receiver or at all. ERR_LIMIT: the receiver has LIMIT_ALERTS_RECEIVER. */
bool alerts_add(struct alert *a, struct store *s, struct arena *arena, struct err *err) MUST_USE;
bool alerts_find(struct alert *out, struct store *s, struct arena *arena, struct str id,
		 struct err *err) MUST_USE; /* ERR_MISSING */
bool alerts_by_number(struct alert *out, struct store *s, struct arena *arena, int64_t number,
		      struct err *err) MUST_USE; /* ERR_MISSING */
/* On from now on: it knows what passes `q` now. Twice is once. */
bool alerts_begin(struct store *s, struct arena *arena, const struct alert *a,
		  const struct event_query *q, int64_t now_ms, struct err *err) MUST_USE;
/* Off for ever, for a reason; forgets what it was about, drops what waits for it. */
bool alerts_end(struct store *s, const struct alert *a, struct str reason,
		struct err *err) MUST_USE;
bool alerts_set_pace(struct store *s, const struct alert *a, enum alert_pace pace, int64_t now_ms,
		     struct err *err) MUST_USE;
/* Those never confirmed end; receivers of those that have ended are forgotten. */
bool alerts_forget(struct store *s, int64_t before_ms, struct err *err) MUST_USE;

/* -- what is news -------------------------------------------------------------------- */

/* Those that are on and were not looked at since the store's version grew; the oldest looks
 * first, at most `most`. */
bool alerts_behind(struct alert **out, size_t *count, struct store *s, struct arena *arena,
		   size_t most, struct err *err) MUST_USE;
/* Those with news whose time has come. */
bool alerts_due(struct alert **out, size_t *count, struct store *s, struct arena *arena,
		int64_t now_ms, struct err *err) MUST_USE;

/* What changed since the last look becomes pending. Inside a batch. */
bool alerts_look(struct store *s, struct arena *arena, const struct alert *a,
		 const struct event_query *q, struct err *err) MUST_USE;

struct alert_news {
	struct event_row event;
	struct str was_label, was_severity; /* what was told before; "" nothing */
};
struct alert_page {
	const struct alert_news *news; /* the newest first, at most LIMIT_ALERT_NEWS */
	size_t count;
	int64_t total;
};
bool alerts_news(struct alert_page *out, struct store *s, struct arena *arena,
		 const struct alert *a, struct err *err) MUST_USE;
/* All that is pending was told; the next message may come at next_ms. */
bool alerts_told(struct store *s, const struct alert *a, int64_t next_ms, struct err *err) MUST_USE;
/* How many messages it has made since. */
bool alerts_messages(int64_t *out, struct store *s, const struct alert *a, int64_t since_ms,
		     struct err *err) MUST_USE;
