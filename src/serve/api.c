/* serve/api.c -- one request, one answer, no sockets.
 *
 * Find the row, check the parameters, see whether the client has the answer
 * already, run the row's function. What makes an answer stale is told in one
 * place, etag_of(): the program's version and files, the store's version (it grows
 * with each change), and the address. So a 304 costs one small query, and so does an answer
 * that the server gave before and has kept (kept.h). Answers to POST, to people who are
 * logged in and pages that show running figures are never kept.
 *
 * With a copy of the store for reading (PostgreSQL's replicas), which is a moment behind, only
 * those are answered from it who cannot have changed anything: no cookie, no token, a GET.
 * Everybody else would miss what he did a moment ago, and his session with it. When the copy
 * fails, the question is asked again of the store itself (replica.h). */
#include "serve/api.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "judge/judge.h"
#include "judge/pack.h"
#include "serve/assets.h"
#include "serve/ear.h"
#include "serve/guard.h"
#include "serve/kept.h"
#include "serve/rate.h"
#include "serve/replica.h"
#include "serve/route.h"

#define REPLICA_BUSY_MS 300

struct api {
	struct api_options options;
	struct store *store, *writer; /* writer: NULL until somebody writes */
	struct store *copy;           /* for readers that nobody knows; NULL none, or not yet */
	struct judge *judge;
	struct arena *arena;
	const struct json *taxonomy; /* the pack's */
};

static bool open_store(struct store **out, const struct api_options *options, struct str url,
		       struct err *err)
{
	struct store_options store = {
		.url = url, .mode = DB_READ, .patience_ms = LIMIT_STATEMENT * 1000};

	if (str_eq(url, options->read_url)) /* the store itself can answer instead */
		store.busy_ms = REPLICA_BUSY_MS;

	if (!store_open(out, &store, err))
		return false;
	if (!options->shelf || shelf_use(*out, options->shelf, err))
		return true;
	store_close(*out);
	return false;
}

bool api_open(struct api **out, const struct api_options *options, struct err *err)
{
	struct api *api = memory_zalloc(sizeof *api);

	api->options = *options;
	if (!open_store(&api->store, options, options->store_url, err)) {
		memory_free(api);
		return false;
	}
	if (options->pack) {
		api->judge = judge_new(options->pack);
		api->taxonomy = pack_taxonomy(options->pack);
	}
	api->arena = arena_new();
	*out = api;
	return true;
}

void api_close(struct api *api)
{
	if (!api)
		return;
	store_close(api->store);
	store_close(api->writer);
	store_close(api->copy);
	judge_free(api->judge);
	arena_free(api->arena);
	memory_free(api);
}

struct store *api_store(struct api *api)
{
	return api->copy && replica_is_up(api->options.replica) ? api->copy : api->store;
}

struct str api_header(const struct request *req, const char *name)
{
	for (size_t i = 0; i < req->header_count; i++)
		if (str_eq_nocase(req->header[i].name, str_of(name)))
			return req->header[i].value;
	return STR("");
}

/* Polls change what is told of sources, and nothing else that readers can see. */
static bool tells_health(const struct route *r)
{
	return strcmp(r->pattern, "/sources") == 0 || strcmp(r->pattern, "/api/v1/sources") == 0;
}

/* Static files carry their own hash; what changes by the second has no ETag. */
static void etag_of(struct call *c)
{
	static const char *const fleeting[] = {
		"/healthz",     "/readyz",   "/metrics",           "/data",
		"/data/{path}", "/try/{id}", "/api/v1/judge/{id}", NULL};
	uint64_t h;

	if (c->route->method != METHOD_GET ||
	    (c->route->sets & (SET_ASSET | SET_KEY | SET_PRIVATE)))
		return;
	if (c->person.number) /* pages tell who looks at them */
		return;
	for (int i = 0; fleeting[i]; i++)
		if (strcmp(c->route->pattern, fleeting[i]) == 0)
			return;
	h = hash64(c->req->path, assets_version());
	h = hash64(c->req->query, h);
	h = hash64(call_base(c), h);
	if (tells_health(c->route))
		h ^= (uint64_t)store_polls(c->store) * UINT64_C(0x9e3779b97f4a7c15);
	if (c->version < 0)
		c->version = store_version(c->store);
	snprintf(c->out->etag, sizeof c->out->etag, "W/\"%llx-%016llx\"",
		 (unsigned long long)c->version, (unsigned long long)h);
	c->out->max_age_s = 0;
}

/* If-None-Match is a list, or "*"; W/ does not matter to the comparison. */
static bool has_it_already(const struct call *c)
{
	struct str sent = api_header(c->req, "If-None-Match");
	struct str own = str_of(c->out->etag);

	if (own.len == 0 || sent.len == 0)
		return false;
	return str_find(sent, str_cut(own, 2, own.len)) != STR_NPOS;
}

/* Under what an answer is kept: everything that it depends on. "" it is not: whoever was shown
 * a form has a secret of his own, which a page might hand back. */
static struct str kept_key(struct call *c, enum coding coding)
{
	if (!c->options->kept || !c->out->etag[0] || c->secret.len)
		return STR("");
	return arena_fmt(c->arena, "%d %s %.*s%.*s?%.*s", (int)coding, c->out->etag,
			 STR_ARG(call_base(c)), STR_ARG(c->req->path), STR_ARG(c->req->query));
}

static bool give(struct call *c, struct kept_answer *a)
{
	if (!a)
		return false;
	c->out->kept = a;
	c->out->status = 200;
	c->out->max_age_s = 0;
	c->out->content_type = kept_body(a)->type;
	buf_clear(&c->out->body);
	return true;
}

static void keep(struct call *c, struct str key, enum coding coding)
{
	const struct response *out = c->out;
	struct str plain = buf_view(&out->body);
	struct kept_body b = {.type = out->content_type, .body = plain, .plain = plain.len};
	struct buf packed;

	if (!key.len || out->status != 200 || !out->etag[0] || out->max_age_s || out->stream ||
	    out->fixed.len || out->cookie[0][0] || out->cookie[1][0])
		return;
	buf_init(&packed, LIMIT_RESPONSE);
	if (coding && coding_is_worth(b.type, plain.len) && coding_pack(&packed, plain, coding)) {
		b.coding = coding;
		b.body = buf_view(&packed);
	}
	give(c, kept_put(c->options->kept, key, c->version, &b));
	buf_free(&packed);
}

static void answer(struct call *c)
{
	enum coding coding = coding_of(api_header(c->req, "Accept-Encoding"));
	struct str key;

	if (!route_find(c) || !rate_check(c) || !guard_check(c) || !route_check(c))
		return;
	c->out->route = (int)(c->route - route_row);
	etag_of(c);
	if (has_it_already(c)) {
		c->out->status = 304;
		return;
	}
	key = kept_key(c, coding);
	if (key.len && give(c, kept_find(c->options->kept, key, c->version)))
		return;
	c->route->run(c);
	if (!buf_ok(&c->out->body))
		call_problem(c, 500, NULL, "the answer is too long; ask for a smaller page");
	if (c->out->status == 200 && has_it_already(c)) {
		buf_clear(&c->out->body);
		c->out->fixed = STR_NONE;
		c->out->status = 304;
	}
	keep(c, key, coding);
}

static void clear(struct response *out)
{
	buf_clear(&out->body);
	out->status = 500;
	out->content_type = out->fixed = STR_NONE;
	out->etag[0] = out->location[0] = '\0';
	out->max_age_s = -1;
	out->allow = NULL;
	out->retry_s = 0;
	out->store_failed = false;
	out->route = -1;
	out->stream = NULL;
	out->kept = NULL;
	out->rate.limit = 0;
	out->cookie[0][0] = out->cookie[1][0] = '\0';
	out->for_all = out->embeddable = out->download = false;
}

void api_refuse(struct response *out, int status, const char *detail)
{
	struct emit e;

	clear(out);
	out->status = status;
	out->content_type = STR("application/problem+json");
	out->for_all = true;
	emit_open(&e, &out->body);
	emit_object(&e);
	emit_pair(&e, "type", STR("about:blank"));
	emit_pair(&e, "title", str_of(call_reason(status)));
	emit_pair_int(&e, "status", status);
	emit_pair(&e, "detail", str_of(detail));
	emit_end(&e);
}

static bool may_be_behind(const struct request *req)
{
	return (req->method == METHOD_GET || req->method == METHOD_HEAD) &&
	       !api_header(req, "Cookie").len && !api_header(req, "Authorization").len;
}

/* The copy, NULL while it is away. */
static struct store *copy_of(struct api *api)
{
	struct replica *replica = api->options.replica;
	struct err err;

	if (!replica || !replica_may(replica))
		return NULL;
	if (!api->copy && !open_store(&api->copy, &api->options, api->options.read_url, &err)) {
		api->copy = NULL;
		replica_away(replica, str_of(err.text));
	}
	return api->copy;
}

static void ask(struct response *out, struct api *api, const struct request *req,
		struct store *store)
{
	struct call *c;

	arena_reset(api->arena);
	clear(out);
	out->for_all = str_starts(req->path, STR("/api/")) ||
		       str_starts(req->path, STR("/feed.")) ||
		       str_eq(req->path, STR("/openapi.json"));
	c = ARENA_NEW(api->arena, struct call);
	c->req = req;
	c->out = out;
	c->arena = api->arena;
	c->store = store;
	c->version = api->options.ear && store == api->store ? ear_version(api->options.ear) : -1;
	c->writer = &api->writer;
	c->judge = api->judge;
	c->taxonomy = api->taxonomy;
	c->options = &api->options;
	answer(c);
	/* told by the row, not by its function, as a 304 must say it too */
	out->embeddable = c->route && str_starts(str_of(c->route->pattern), STR("/embed/")) &&
			  (out->status == 200 || out->status == 304);
}

void api_handle(struct response *out, struct api *api, const struct request *req)
{
	struct store *copy = may_be_behind(req) ? copy_of(api) : NULL;

	ask(out, api, req, copy ? copy : api->store);
	if (!copy)
		return;
	if (!out->store_failed) {
		replica_here(api->options.replica);
		return;
	}
	replica_away(api->options.replica, STR("a question to it failed"));
	ask(out, api, req, api->store);
}
