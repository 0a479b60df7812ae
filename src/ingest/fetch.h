/* ingest/fetch.h -- one HTTP request, bounded in time and bytes (libcurl inside).
 *
 * A fetch keeps its connections open from one request to the next and belongs to
 * one thread at a time. Make the first one before other threads start. http and
 * https only; redirects are not followed, their Location is a header like any
 * other: whoever asks decides whether to go there. No message holds the request's
 * headers or the user part of an address, so a key can not leak by an error. */
#pragma once
#include <stdatomic.h>

#include "base/buf.h"
#include "base/err.h"

struct fetch;

struct fetch_request {
	const char *method;        /* "GET", "POST" */
	const char *url;           /* whole, http:// or https:// */
	const char *const *header; /* "Name: value" */
	size_t header_count;
	struct str body; /* sent with what is not GET */
	int64_t timeout_ms;
	size_t max_bytes;        /* of the answer's body, as sent; at most LIMIT_FEED */
	const atomic_bool *stop; /* when it becomes true the request is broken off; or NULL */
};

enum fetched {
	FETCHED,           /* an answer, whatever its status */
	FETCHED_NOTHING,   /* no connection, or it broke off before the answer was whole */
	FETCHED_TOO_LATE,  /* timeout_ms went by */
	FETCHED_TOO_LARGE, /* the answer is longer than max_bytes */
	FETCHED_STOPPED,
	FETCHED_NOT /* never sent: the address is none */
};

struct fetch_result { /* borrowed from the fetch until its next request */
	int status;
	struct str body;
};

struct fetch *fetch_new(void);
void fetch_free(struct fetch *f);

/* `err` is filled when it is not FETCHED. */
enum fetched fetch_run(struct fetch_result *out, struct fetch *f, const struct fetch_request *r,
		       struct err *err) MUST_USE;

/* The last answer's header of that name (any case), the first of several; "" none. */
struct str fetch_header(const struct fetch *f, const char *name);
