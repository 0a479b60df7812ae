/* serve/call.h -- one request on its way through the house.
 *
 * What a route's function gets: the request, checked, and a place for the answer.
 * Lives in the arena of the request. Inside serve/ only. */
#pragma once
#include "base/emit.h"
#include "serve/api.h"
#include "serve/params.h"
#include "store/review.h"

struct route;
struct judge;

struct call {
	const struct request *req;
	struct response *out;
	struct arena *arena;
	struct store *store;
	struct store **writer;       /* call_writer() opens it */
	struct judge *judge;         /* NULL: this server judges nothing */
	const struct json *taxonomy; /* NULL: none was found */
	const struct api_options *options;
	const struct route *route;
	struct str id;        /* what stands for {id} in the pattern, decoded */
	struct params params; /* known names with good values only */
	struct person person; /* who asks; number 0: a stranger (serve/guard.h) */
	struct str secret;    /* of the session's cookie, or of the form's; "" none */
	struct str csrf;      /* what forms of this page hand back */
	struct params form;   /* of a page's POST, once it was checked */
	int64_t version;      /* the store's, that the ETag is of */
};

struct str call_get(const struct call *c, const char *name); /* a parameter, "" not given */
int64_t call_int(const struct call *c, const char *name, int64_t fallback);

/* Begin an answer; the content type must be a literal. */
void call_json(struct emit *e, struct call *c);
void call_type(struct call *c, const char *content_type);
void call_redirect(struct call *c, int status, struct str path);

/* End with a problem: `detail` says what to do. Whatever was written is dropped. */
void call_problem(struct call *c, int status, const char *parameter, const char *fmt, ...)
	PRINTF(4, 5);
void call_error(struct call *c, const struct err *err); /* the status follows the code */
const char *call_reason(int status);                    /* "Not Found" */

/* The store to write to; opened when a thread first needs it. False when a problem was set. */
bool call_writer(struct store **out, struct call *c) MUST_USE;
struct str call_field(const struct call *c, const char *name); /* of the form, "" not given */
/* The same of a JSON object that was sent; outlives it. */
struct str call_json_field(struct call *c, const struct json *object, const char *name);

/* Who asks: the address of the connection, or behind a proxy that is trusted (--trust-proxy)
 * the last one that it names; "" unknown. */
struct str call_client(const struct call *c);

/* Shared small things of answers. */
bool call_day(int64_t *from_ms, int64_t *upto_ms, struct str text); /* YYYY[-MM[-DD]] */
struct str call_event_path(struct arena *a, struct str id);         /* "/events/..." */
struct str call_article_path(struct arena *a, struct str id);       /* "/articles/..." */
struct str call_web_address(struct str url); /* "" unless http(s): what strangers call one */
struct str call_base(struct call *c); /* "http://host", for feeds and permalinks */
