/* serve/api.h -- requests in, responses out; sockets are someone else's.
 *
 * api_handle() is a function from a request and the store to a response. The
 * HTTP server calls it from its worker threads, tests and fuzzers directly; all
 * see the same bytes. Threads: one api per thread, nothing shared but the route
 * table. */
#pragma once
#include "store/store.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct header {
	struct str name, value;
};

struct request { /* borrowed: valid during the call */
	enum method method;
	struct str path, query, body; /* path still percent-encoded, query without '?' */
	const struct header *header;
	size_t header_count;
};

struct response { /* owned by the caller, reused between calls */
	int status;
	struct str content_type;
	struct buf body;         /* max LIMIT_RESPONSE */
	struct str fixed;        /* not "": body that lives for ever (built-in files) */
	char etag[40];           /* quoted, "" none */
	char location[256];      /* redirects */
	int max_age_s;           /* -1: no-store */
};

struct api_options {
	struct str store_url;
	const struct pack *pack; /* for POST /api/v1/judge; may be NULL */
	const char *web_folder;  /* NULL: the pages built into the program */
};

struct api;
bool api_open(struct api **out, const struct api_options *options, struct err *err) MUST_USE;
void api_close(struct api *api);

/* Cannot fail; trouble becomes an RFC 9457 problem document with a status. */
void api_handle(struct response *out, struct api *api, const struct request *req);
