/* ingest/fetch.c -- libcurl; the only file that includes it.
 *
 * One request at a time is a call that waits. Who polls the world's feeds wants many at
 * a time, most of them waiting for slow servers: those go through a pool (curl's multi
 * interface) on one thread, so that a hundred servers that say nothing cost no thread. */
#include "ingest/fetch.h"

#include <curl/curl.h>
#include <netinet/in.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/address.h"

#define CONNECT_MS 10000 /* the farthest servers need one second */
#define SLOW 100L        /* bytes a second; a page at that rate takes ten minutes */
#define BODY_KEPT MIB(1) /* of memory, from one request to the next */

struct fetch {
	CURL *curl;
	struct buf body, headers; /* headers: status line, "Name: value" lines, as they came */
	const struct fetch_request *now;
	struct curl_slist *sent; /* its headers */
	bool too_large, refused; /* by us: the body; an address */
	void *ticket;            /* in a pool */
	struct fetch *next;
};

struct fetch *fetch_new(void)
{
	struct fetch *f = memory_zalloc(sizeof *f);

	CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	f->curl = curl_easy_init();
	CHECK(f->curl);
	buf_init(&f->body, LIMIT_FEED);
	buf_init(&f->headers, LIMIT_FETCH_HEADERS);
	return f;
}

void fetch_free(struct fetch *f)
{
	if (!f)
		return;
	curl_easy_cleanup(f->curl);
	curl_global_cleanup(); /* counts: only the last one cleans up */
	buf_free(&f->body);
	buf_free(&f->headers);
	memory_free(f);
}

/* -- what curl calls ------------------------------------------------------------- */

static size_t on_body(char *at, size_t size, size_t count, void *payload)
{
	struct fetch *f = payload;
	size_t bytes = size * count;

	f->too_large = bytes > f->now->max_bytes - f->body.len;
	if (f->too_large)
		return 0; /* breaks off */
	buf_str(&f->body, (struct str){at, bytes});
	return buf_ok(&f->body) ? bytes : 0;
}

static size_t on_header(char *at, size_t size, size_t count, void *payload)
{
	struct fetch *f = payload;
	struct str line = {at, size * count};

	if (str_starts(line, STR("HTTP/"))) /* a "100 Continue" comes before the answer */
		buf_clear(&f->headers);
	buf_str(&f->headers, line);
	return buf_ok(&f->headers) ? line.len : 0;
}

static int on_progress(void *payload, curl_off_t down, curl_off_t down_now, curl_off_t up,
		       curl_off_t up_now)
{
	struct fetch *f = payload;

	(void)down;
	(void)up;
	(void)up_now;
	/* Compressed nothing, without end, decodes to no byte that on_body could count. */
	f->too_large = f->too_large || down_now > (curl_off_t)f->now->max_bytes;
	return f->too_large || (f->now->stop && atomic_load(f->now->stop));
}

static bool is_public(const struct curl_sockaddr *a)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	if (a->family == AF_INET && a->addrlen >= sizeof four) {
		memcpy(&four, &a->addr, sizeof four);
		return address_is_public_4((const uint8_t *)&four.sin_addr);
	}
	if (a->family == AF_INET6 && a->addrlen >= sizeof six) {
		memcpy(&six, &a->addr, sizeof six);
		return address_is_public_6(six.sin6_addr.s6_addr);
	}
	return false;
}

static curl_socket_t on_socket(void *payload, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct fetch *f = payload;

	(void)purpose;
	if (!is_public(a)) {
		f->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* -- one request ------------------------------------------------------------------- */

static struct curl_slist *header_list(const struct fetch_request *r)
{
	/* Without the first, curl asks before it sends a long body and waits a second. */
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	for (size_t i = 0; i < r->header_count; i++)
		list = curl_slist_append(list, r->header[i]);
	CHECK(list);
	return list;
}

static void prepare_caution(CURL *c, struct fetch *f, const struct fetch_request *r)
{
	if (r->slow_s) {
		curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, SLOW);
		curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)r->slow_s);
	}
	if (r->compressed)
		curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	if (!r->public_only)
		return;
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
}

static void prepare(struct fetch *f, const struct fetch_request *r)
{
	CURL *c = f->curl;

	curl_easy_reset(c); /* keeps connections */
	curl_easy_setopt(c, CURLOPT_URL, r->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_USERAGENT,
			 r->user_agent ? r->user_agent : "tocsin/" TOCSIN_VERSION);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, f->sent);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L); /* threads */
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, f);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, f);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	prepare_caution(c, f, r);
	if (strcmp(r->method, "GET") == 0)
		return;
	curl_easy_setopt(c, CURLOPT_POST, 1L);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body.at ? r->body.at : "");
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
}

static enum fetch_trouble trouble(const struct fetch *f, CURLcode rc)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return FETCH_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return f->refused ? FETCH_PRIVATE : FETCH_NO_CONNECTION;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return FETCH_BAD_TLS;
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
		return FETCH_CUT_OFF;
	case CURLE_BAD_CONTENT_ENCODING:
		return FETCH_BAD_CODING;
	case CURLE_OUT_OF_MEMORY: /* one endless header line: curl's own cap */
		return FETCH_LONG_HEADERS;
	case CURLE_WRITE_ERROR:
		return buf_ok(&f->headers) ? FETCH_NO_TROUBLE : FETCH_LONG_HEADERS;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return FETCH_BAD_HTTP;
	default:
		return FETCH_NO_TROUBLE;
	}
}

static enum fetched ending(const struct fetch *f, CURLcode rc, struct err *err)
{
	if (rc == CURLE_ABORTED_BY_CALLBACK && f->too_large)
		rc = CURLE_WRITE_ERROR;
	switch (rc) {
	case CURLE_OK:
		return FETCHED;
	case CURLE_OPERATION_TIMEDOUT:
		err_set(err, ERR_IO, "no answer within %lld ms", (long long)f->now->timeout_ms);
		return FETCHED_TOO_LATE;
	case CURLE_ABORTED_BY_CALLBACK:
		err_set(err, ERR_STOPPED, "stopped on request");
		return FETCHED_STOPPED;
	case CURLE_WRITE_ERROR: /* a callback of ours had enough */
	case CURLE_OUT_OF_MEMORY:
		err_set(err, ERR_LIMIT, "the answer has over %zu bytes or %d of headers",
			f->now->max_bytes, LIMIT_FETCH_HEADERS);
		return FETCHED_TOO_LARGE;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		err_set(err, ERR_CONFIG, "no http:// or https:// address");
		return FETCHED_NOT;
	default:
		err_set(err, ERR_IO, "%s",
			f->refused ? "only addresses that are not public" : curl_easy_strerror(rc));
		return FETCHED_NOTHING;
	}
}

static void begin(struct fetch *f, const struct fetch_request *r)
{
	CHECK(r->max_bytes <= LIMIT_FEED);
	f->now = r;
	f->too_large = f->refused = false;
	f->sent = header_list(r);
	if (f->body.cap > BODY_KEPT) {
		buf_free(&f->body);
		buf_init(&f->body, LIMIT_FEED);
	}
	buf_clear(&f->body);
	buf_clear(&f->headers);
	prepare(f, r);
}

static enum fetched end(struct fetch_result *out, struct fetch *f, CURLcode rc, struct err *err)
{
	long status = 0;

	curl_slist_free_all(f->sent);
	f->sent = NULL;
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	*out = (struct fetch_result){
		.status = (int)status, .body = buf_view(&f->body), .trouble = trouble(f, rc)};
	return ending(f, rc, err);
}

enum fetched fetch_run(struct fetch_result *out, struct fetch *f, const struct fetch_request *r,
		       struct err *err)
{
	begin(f, r);
	return end(out, f, curl_easy_perform(f->curl), err);
}

struct str fetch_head(const struct fetch *f)
{
	return buf_view(&f->headers);
}

struct str fetch_header(const struct fetch *f, const char *name)
{
	struct str line, rest = buf_view(&f->headers);

	while (str_split(&line, &rest, '\n')) {
		size_t colon = str_chr(line, ':');

		if (colon != STR_NPOS && str_eq_nocase(str_cut(line, 0, colon), str_of(name)))
			return str_trim(str_cut(line, colon + 1, line.len));
	}
	return STR("");
}

/* -- several at a time -------------------------------------------------------------- */

struct fetch_pool {
	CURLM *multi;
	struct fetch *idle, *busy, *told; /* told: what the caller still looks at */
};

struct fetch_pool *fetch_pool_new(void)
{
	struct fetch_pool *p = memory_zalloc(sizeof *p);

	CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	p->multi = curl_multi_init();
	CHECK(p->multi);
	return p;
}

static void free_all(struct fetch *f)
{
	while (f) {
		struct fetch *next = f->next;

		fetch_free(f);
		f = next;
	}
}

static void take_out(struct fetch_pool *p, struct fetch *f)
{
	struct fetch **at = &p->busy;

	while (*at != f)
		at = &(*at)->next;
	*at = f->next;
	f->next = NULL;
	CHECK(curl_multi_remove_handle(p->multi, f->curl) == CURLM_OK);
}

void fetch_pool_free(struct fetch_pool *p)
{
	if (!p)
		return;
	CHECK(!p->busy);
	free_all(p->idle);
	free_all(p->told);
	curl_multi_cleanup(p->multi);
	curl_global_cleanup();
	memory_free(p);
}

void *fetch_pool_drop(struct fetch_pool *p)
{
	struct fetch *f = p->busy;
	void *ticket = f ? f->ticket : NULL;

	if (!f)
		return NULL;
	take_out(p, f);
	curl_slist_free_all(f->sent);
	fetch_free(f);
	return ticket;
}

void fetch_pool_start(struct fetch_pool *p, const struct fetch_request *r, void *ticket)
{
	struct fetch *f = p->idle;

	if (f)
		p->idle = f->next;
	else
		f = fetch_new();
	begin(f, r);
	f->ticket = ticket;
	f->next = p->busy;
	p->busy = f;
	curl_easy_setopt(f->curl, CURLOPT_PRIVATE, f);
	CHECK(curl_multi_add_handle(p->multi, f->curl) == CURLM_OK);
}

static bool one_done(struct fetch_done *out, struct fetch_pool *p)
{
	int running, left;
	struct CURLMsg *m;

	CHECK(curl_multi_perform(p->multi, &running) == CURLM_OK);
	while ((m = curl_multi_info_read(p->multi, &left)) != NULL) {
		CURLcode rc = m->data.result;
		struct fetch *f;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&f);
		take_out(p, f);
		p->told = f;
		*out = (struct fetch_done){.ticket = f->ticket, .fetch = f};
		out->how = end(&out->result, f, rc, &out->err);
		return true;
	}
	return false;
}

bool fetch_pool_next(struct fetch_done *out, struct fetch_pool *p, int64_t wait_ms)
{
	if (p->told) {
		p->told->next = p->idle;
		p->idle = p->told;
		p->told = NULL;
	}
	if (one_done(out, p))
		return true;
	/* With nothing to poll this sleeps; curl's own timers wake it earlier. */
	CHECK(curl_multi_poll(p->multi, NULL, 0, (int)wait_ms, NULL) == CURLM_OK);
	return one_done(out, p);
}
