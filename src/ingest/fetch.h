/* ingest/fetch.h -- HTTP requests, bounded in time and bytes (libcurl inside).
 *
 * A fetch keeps its connections open from one request to the next and belongs to
 * one thread at a time. Make the first one before other threads start. http and
 * https only; redirects are not followed, their Location is a header like any
 * other: whoever asks decides whether to go there. No message holds the request's
 * headers or the user part of an address, so a key can not leak by an error.
 *
 * With `public_only` each address is looked at when the socket for it is made, so what
 * is checked is what is connected to, whatever a name resolves to the next time; no
 * proxy is used then, because it would do the resolving. Connections are kept by host
 * and port: requests to one host and port either all say public_only or none does. */
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
	int64_t slow_s;   /* too late too: hardly a byte for so many seconds; 0: never mind */
	size_t max_bytes; /* of the answer's body, as sent and decoded; at most LIMIT_FEED */
	const atomic_bool *stop; /* when it becomes true the request is broken off; or NULL */
	const char *user_agent;  /* NULL: the program's name and version */
	bool public_only;        /* only addresses of the public internet */
	bool compressed;         /* gzip, br or zstd are welcome; the body comes decoded */
};

enum fetched {
	FETCHED,           /* an answer, whatever its status */
	FETCHED_NOTHING,   /* no connection, or it broke off before the answer was whole */
	FETCHED_TOO_LATE,  /* timeout_ms went by */
	FETCHED_TOO_LARGE, /* the answer is longer than max_bytes, or its headers */
	FETCHED_STOPPED,
	FETCHED_NOT /* never sent: the address is none */
};

enum fetch_trouble { /* what stood in the way, where it is known */
		     FETCH_NO_TROUBLE,
		     FETCH_NO_HOST, /* the name has no address */
		     FETCH_PRIVATE, /* it has only addresses that are not public */
		     FETCH_NO_CONNECTION,
		     FETCH_BAD_TLS,     /* no trusted certificate, no common protocol */
		     FETCH_BAD_HTTP,    /* not HTTP, or not as it should be */
		     FETCH_BAD_CODING,  /* compressed, but damaged */
		     FETCH_CUT_OFF,     /* it ended before the length it told */
		     FETCH_LONG_HEADERS /* over LIMIT_FETCH_HEADERS */
};

struct fetch_result { /* borrowed from the fetch until its next request */
	int status;
	struct str body;
	enum fetch_trouble trouble;
};

struct fetch *fetch_new(void);
void fetch_free(struct fetch *f);

/* `err` is filled when it is not FETCHED. */
enum fetched fetch_run(struct fetch_result *out, struct fetch *f, const struct fetch_request *r,
		       struct err *err) MUST_USE;

/* The last answer's header of that name (any case), the first of several; "" none. */
struct str fetch_header(const struct fetch *f, const char *name);
/* All of it, as it came: status line and headers, each with its line end. */
struct str fetch_head(const struct fetch *f);

/* -- several at a time -------------------------------------------------------------- */

/* One thread drives them all; each request has a fetch of its own from the pool. */
struct fetch_pool;

struct fetch_done { /* borrowed until the next call of fetch_pool_next */
	void *ticket;
	enum fetched how;
	struct fetch_result result;
	const struct fetch *fetch; /* for fetch_header */
	struct err err;            /* when `how` is not FETCHED */
};

struct fetch_pool *fetch_pool_new(void);
void fetch_pool_free(struct fetch_pool *p); /* nothing may be under way: drop it first */
/* Breaks one request off and gives its ticket; NULL when none is under way. */
void *fetch_pool_drop(struct fetch_pool *p);
/* The request and what it points to must live until its end was told. */
void fetch_pool_start(struct fetch_pool *p, const struct fetch_request *r, void *ticket);
/* Lets the transfers go on and gives one that ended; false when there was none after
 * `wait_ms`, or earlier (a signal came). */
bool fetch_pool_next(struct fetch_done *out, struct fetch_pool *p, int64_t wait_ms);
