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
	bool tls;          /* it came by https to this server itself */
	struct str client; /* address of who asks, "192.0.2.7"; "" unknown */
};

/* A body longer than memory: what makes it begins with this struct. */
struct stream {
	int64_t size; /* -1: nobody knows */
	/* Appends the next piece; nothing at the end. Called on the thread of the api. */
	bool (*next)(struct buf *out, struct stream *s, struct store *store, struct err *err);
	void (*free)(struct stream *s);
};

struct response { /* owned by the caller, reused between calls */
	int status;
	struct str content_type;
	struct buf body;       /* max LIMIT_RESPONSE */
	struct str fixed;      /* not "": body that lives for ever (built-in files) */
	char etag[48];         /* weak and quoted, "" none */
	char location[256];    /* redirects */
	int max_age_s;         /* -1: no-store; 0: ask again each time */
	bool for_all;          /* pages of other sites may read it (CORS) */
	bool embeddable;       /* ... may show it in a frame; else nobody may */
	bool download;         /* a file to be saved: no browser shows it, or runs what it holds */
	const char *allow;     /* with 405 and OPTIONS: the methods, else NULL */
	int retry_s;           /* with 503 and 429: when to come back, else 0 */
	bool store_failed;     /* that is why: another copy of the store may know */
	int route;             /* number of the row of routes.def that answered, -1 none */
	struct stream *stream; /* not NULL: the body comes from there; the caller frees it */
	struct kept_answer
		*kept;         /* not NULL: the body is that one's; the caller drops it (kept.h) */
	struct response_rate { /* limit 0: not told */
		int64_t limit, left, reset_s;
	} rate;
	char cookie[2][256]; /* Set-Cookie; "" none */
};

struct metrics;          /* serve/metrics.h */
struct notifier_options; /* serve/notifier.h */
struct ear;              /* serve/ear.h */
struct rate;             /* serve/rate.h */
struct replica;          /* serve/replica.h */
struct tried;            /* serve/tried.h */
struct api_options {
	struct str store_url;
	struct str read_url; /* a copy of the store for readers that nobody knows; "" none */
	const struct pack *pack;                /* for POST /api/v1/judge; may be NULL */
	const char *web_folder;                 /* NULL: the files built into the program */
	const char *dumps;                      /* folder of dumps that /data offers; NULL: none */
	struct metrics *metrics;                /* counts of all threads; NULL: nobody counts */
	const struct notifier_options *sending; /* how alerts are sent; NULL: not at all */
	struct rate *rate;                      /* of all threads; NULL: nobody is limited */
	struct shelf *shelf;                    /* ... NULL: the database counts */
	struct kept *kept;                      /* ... NULL: no answer is kept */
	struct ear *ear;                        /* ... NULL: the store is asked for its version */
	struct replica *replica;                /* ... of read_url; NULL: there is no copy */
	struct tried *tried;                    /* ... NULL: no address is fetched */
	bool pictures;                          /* are shown */
	bool trust_proxy;                       /* X-Forwarded-For says who asks */
	bool no_fetch;                          /* nobody may submit an address */
};

struct api;
struct store *api_store(struct api *api); /* for a stream */
bool api_open(struct api **out, const struct api_options *options, struct err *err) MUST_USE;
void api_close(struct api *api);

/* Cannot fail; trouble becomes an RFC 9457 problem document (or, for pages, the
 * same in HTML) with a status. `out` is overwritten whole. */
void api_handle(struct response *out, struct api *api, const struct request *req);

/* A problem document for a request that is not worth looking at: the server's own refusals. */
void api_refuse(struct response *out, int status, const char *detail);

/* The value of a header, "" when it was not sent. Names ignore case. */
struct str api_header(const struct request *req, const char *name);
