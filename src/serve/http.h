/* serve/http.h -- sockets, bytes, time limits (libmicrohttpd). Knows nothing of
 * events. One api per thread of the pool. */
#pragma once
#include "serve/api.h"

struct http;
struct http_options {
	struct str listen;              /* "127.0.0.1:8080", "[::1]:0"; port 0: any free one */
	unsigned threads;               /* 0: one per core */
	const char *tls_cert, *tls_key; /* PEM files; NULL or "": plain HTTP */
	int64_t rate; /* units a minute for one address; 0: as many as they like */
};

bool http_start(struct http **out, const struct http_options *options,
		const struct api_options *api, struct err *err) MUST_USE;
unsigned http_port(const struct http *h);
void http_stop(struct http *h); /* answers what has begun, then frees; NULL is fine */
