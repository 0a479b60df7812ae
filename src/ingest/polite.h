/* ingest/polite.h -- fetching as a guest: robots.txt, pace, redirects, back-off.
 *
 * One thread drives all hosts at a time (fetch_pool). To one host (scheme, name and
 * port) one request at a time goes out, and the next not before `pace_ms` after the last
 * one ended, or as long as its robots.txt asks. Redirects are followed here, one hop at a
 * time, so that each hop is looked at anew: scheme, address, robots.txt, pace. A host that
 * answers 429 or 503 is left alone as long as it wants, or ever longer.
 *
 * Only public addresses, but for the hosts named in `allow_private`. */
#pragma once
#include "ingest/fetch_outcome.h"

struct polite;

struct polite_options {
	struct str contact;       /* who runs this, for the user agent; "" nobody says */
	struct str allow_private; /* "host host:port ..." */
	int64_t pace_ms, timeout_ms;
};

struct polite_request {                 /* copied */
	struct str url, etag, modified; /* the last two from the last answer, or "" */
	size_t max_bytes;
	void *ticket;
};

struct polite_answer { /* borrowed until the next call of polite_next */
	void *ticket;
	enum fetch_outcome outcome;
	int status;
	struct str detail; /* of a failure: one line; "" the outcome says all */
	struct str body, type, etag, modified;
	struct str url;       /* where the answer came from */
	struct str head;      /* its status line and headers, as they came */
	struct str redirects; /* the addresses before that one, a line each; "" none */
	bool moved;           /* that is the address from now on: all redirects were permanent */
	int64_t retry_ms;     /* the host asks to come back not before; 0 it does not say */
};

/* ERR_CONFIG: a contact that can not stand in a header. */
bool polite_open(struct polite **out, const struct polite_options *o, struct err *err) MUST_USE;
void polite_close(struct polite *p); /* what is under way is broken off */
void polite_start(struct polite *p, const struct polite_request *r);
/* One that ended; false when none did within `wait_ms`, or earlier (a signal came). */
bool polite_next(struct polite_answer *out, struct polite *p, int64_t wait_ms);
