/* serve/api.h -- requests in, responses out; sockets are someone else's.
 *
 * api_handle() is a function from a request and the store to a response. The
 * HTTP server calls it from its worker threads, tests and fuzzers directly; all
 * see the same bytes. Threads: one api per thread, nothing shared but the route
 * table and the metrics, which are atomic. */
#pragma once
#include "store/store.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OPTIONS, METHOD_DELETE, METHOD_OTHER };

struct header {
	struct str name, value;
};

struct request { /* borrowed: valid during the call */
	enum method method;
	struct str path, query, body; /* path still percent-encoded, query without '?' */
	const struct header *header;
	size_t header_count;
	struct str client; /* address of who asks, "192.0.2.7"; "" unknown */
};

struct response { /* owned by the caller, reused between calls */
	int status;
	struct str content_type;
	struct buf body;     /* max LIMIT_RESPONSE */
	struct str fixed;    /* not "": body that lives for ever (built-in files) */
	char etag[48];       /* weak and quoted, "" none */
	char location[256];  /* redirects */
	int max_age_s;       /* -1: no-store; 0: ask again each time */
	bool for_all;        /* pages of other sites may read it (CORS) */
	bool embeddable;     /* ... may show it in a frame; else nobody may */
	const char *allow;   /* with 405 and OPTIONS: the methods, else NULL */
	int retry_s;         /* with 503 and 429: when to come back, else 0 */
	char cookie[2][256]; /* Set-Cookie; "" none */
};

struct metrics;          /* serve/metrics.h */
struct notifier_options; /* serve/notifier.h */
struct api_options {
	struct str store_url;
	const struct pack *pack;                /* for POST /api/v1/judge; may be NULL */
	const char *web_folder;                 /* NULL: the files built into the program */
	struct metrics *metrics;                /* counts of all threads; NULL: nobody counts */
	const struct notifier_options *sending; /* how alerts are sent; NULL: not at all */
};

struct api;
bool api_open(struct api **out, const struct api_options *options, struct err *err) MUST_USE;
void api_close(struct api *api);

/* Cannot fail; trouble becomes an RFC 9457 problem document (or, for pages, the
 * same in HTML) with a status. `out` is overwritten whole. */
void api_handle(struct response *out, struct api *api, const struct request *req);

/* The value of a header, "" when it was not sent. Names ignore case. */
struct str api_header(const struct request *req, const char *name);
