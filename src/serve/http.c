/* serve/http.c -- sockets by libmicrohttpd: epoll, a pool of threads.
 *
 * Each thread of the pool has a seat with its own api (store connection, arena,
 * judge), taken at its first request; no lock is passed on the way. An exchange is
 * one request and its answer: it begins when the request line has been read and
 * ends when the answer is out, so counting exchanges tells when it is safe to stop.
 *
 * The library is asked to leave addresses as they came (its own unescaping would
 * hide what was sent) and to drop clients that are silent for
 * IDLE_S; serve/visitors.h cuts those that are only slow. A head that could be read in
 * two ways is refused (serve/head.h), and after a body in chunks the connection ends,
 * so nothing that hides in a body is ever answered. Bodies over LIMIT_REQUEST are refused
 * before they are read when their length is told, else after what has come was thrown
 * away. Measured: 58,000 to 78,000 small
 * answers a second on two cores (the library alone). HTTP/1.1 only, with TLS by GnuTLS
 * when a certificate is given; HTTP/2 is the work of a proxy in front. */
#include "serve/http.h"

#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"
#include "serve/coding.h"
#include "serve/ear.h"
#include "serve/fields.h"
#include "serve/head.h"
#include "serve/kept.h"
#include "serve/listen.h"
#include "serve/metrics.h"
#include "serve/rate.h"
#include "serve/replica.h"
#include "serve/route.h"
#include "serve/visitors.h"

#define IDLE_S 20                /* a client that says nothing for so long is dropped */
#define STOP_WAIT_MS 10000       /* for answers that have begun */
#define CONNECTION_BYTES KIB(32) /* heads of request and answer; more is 414 or 431 at once */
#define BODY_SWALLOWED MIB(16)   /* of a body in chunks that is too long, for the answer's sake */
/* What serve/head.c looks at itself; later versions refuse it when they are told to be strict. */
#define HEADERS_IN_PLACE (MHD_VERSION < 0x00097700)
#define TLS_PRIORITIES "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"
#define STREAM_BYTES KIB(64) /* of a long body at a time */

struct seat {
	struct api *api;
	struct response out;
	struct buf packed;
	size_t sent; /* bytes of the body, before it was packed */
};

struct http {
	struct MHD_Daemon *daemon;
	struct metrics *metrics;
	struct rate *rate; /* NULL: nobody is limited */
	struct visitors *visitors;
	struct shelf *shelf;
	struct kept *kept;
	struct ear *ear;
	struct replica *replica; /* NULL: no copy for readers */
	struct seat *seat;
	unsigned seats, port;
	atomic_uint taken;
	atomic_ullong requests;
	uint64_t id_base; /* of the ids of requests: other ones after each start */
	bool tls;
	atomic_bool up;
	struct buf cert, key;
	char said[200]; /* what the library said last: why it does not start */
};

struct headers {
	struct header at[LIMIT_HEADERS];
	size_t len, more;
};

struct exchange {
	struct http *http;
	struct visitor *visitor;
	char *address; /* as sent: path and query */
	struct headers headers;
	struct buf body;
	uint64_t swallowed; /* of a body that is too long */
	int64_t begun_us;
	uint64_t id;
	char id_text[20];
	bool seen; /* the headers are known */
	bool last; /* the connection ends with the answer */
};

/* Threads of the pool belong to one daemon and end with it. */
static _Thread_local struct seat *own_seat;

static struct seat *seat_of(struct http *h)
{
	if (!own_seat) {
		unsigned n = atomic_fetch_add(&h->taken, 1);

		CHECK(n < h->seats);
		own_seat = &h->seat[n];
	}
	return own_seat;
}

/* -- one exchange ------------------------------------------------------------------ */

static struct visitor *visitor_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void *exchange_begin(void *payload, const char *address, struct MHD_Connection *connection)
{
	struct http *h = payload;
	struct exchange *x = memory_zalloc(sizeof *x);
	size_t len = strlen(address);

	x->http = h;
	x->visitor = visitor_of(connection);
	x->address = memory_alloc(len + 1);
	memcpy(x->address, address, len + 1);
	x->begun_us = clock_ticks_us();
	buf_init(&x->body, LIMIT_REQUEST);
	metrics_busy(h->metrics, 1);
	return x;
}

static void exchange_end(void *payload, struct MHD_Connection *connection, void **slot,
			 enum MHD_RequestTerminationCode why)
{
	struct http *h = payload;
	struct exchange *x = *slot;

	(void)connection;
	(void)why;
	if (!x)
		return;
	visitor_asks(x->visitor);
	buf_free(&x->body);
	memory_free(x->address);
	memory_free(x);
	*slot = NULL;
	metrics_busy(h->metrics, -1);
}

/* -- the answer -------------------------------------------------------------------- */

static void header(void *r, const char *name, const char *value)
{
	CHECK(MHD_add_response_header(r, name, value) == MHD_YES);
}

/* -- bodies longer than memory ----------------------------------------------------------- */

struct pulling {
	struct stream *stream;
	struct seat *seat; /* of the thread that all calls for this connection come on */
	struct buf piece;
	size_t given;
};

static ssize_t pull(void *payload, uint64_t at, char *to, size_t size)
{
	struct pulling *p = payload;
	struct str left = str_cut(buf_view(&p->piece), p->given, p->piece.len);
	struct err err;

	(void)at;
	if (left.len == 0) {
		buf_clear(&p->piece);
		p->given = 0;
		if (!p->stream->next(&p->piece, p->stream, api_store(p->seat->api), &err) ||
		    !buf_ok(&p->piece)) {
			log_warning("a download was broken off: %s",
				    buf_ok(&p->piece) ? err.text : "a piece is too long");
			return MHD_CONTENT_READER_END_WITH_ERROR;
		}
		left = buf_view(&p->piece);
		if (left.len == 0)
			return MHD_CONTENT_READER_END_OF_STREAM;
	}
	if (left.len > size)
		left.len = size;
	memcpy(to, left.at, left.len);
	p->given += left.len;
	return (ssize_t)left.len;
}

static void pull_end(void *payload)
{
	struct pulling *p = payload;

	p->stream->free(p->stream);
	buf_free(&p->piece);
	memory_free(p);
}

static struct MHD_Response *streamed(struct seat *s)
{
	struct pulling *p = memory_zalloc(sizeof *p);
	struct MHD_Response *r;

	p->stream = s->out.stream;
	p->seat = s;
	buf_init(&p->piece, LIMIT_RESPONSE);
	r = MHD_create_response_from_callback(p->stream->size < 0 ? MHD_SIZE_UNKNOWN
								  : (uint64_t)p->stream->size,
					      STREAM_BYTES, pull, p, pull_end);
	CHECK(r);
	header(r, "Content-Type", s->out.content_type.at);
	return r;
}

/* *body as the client takes it: packed where that is worth it. */
static enum coding pack(struct str *body, struct seat *s, const char *accepted)
{
	const struct response *out = &s->out;
	struct str plain = out->fixed.len ? out->fixed : buf_view(&out->body);
	enum coding coding = CODING_NONE;

	*body = plain;
	if (accepted && coding_is_worth(out->content_type, plain.len))
		coding = coding_of(str_of(accepted));
	if (!coding)
		return coding;
	if (out->fixed.len && coding_pack_kept(body, plain, coding))
		return coding;
	buf_clear(&s->packed);
	if (!out->fixed.len && coding_pack(&s->packed, plain, coding)) {
		*body = buf_view(&s->packed);
		return coding;
	}
	*body = plain;
	return CODING_NONE;
}

static void drop_answer(void *payload)
{
	kept_drop(payload);
}

/* Sent from where it is kept, and let go when the last byte is out. */
static struct MHD_Response *response_kept(struct seat *s)
{
	struct kept_answer *a = s->out.kept;
	const struct kept_body *b = kept_body(a);
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
		b->body.len, (void *)(uintptr_t)b->body.at, drop_answer, a);

	CHECK(r);
	s->out.kept = NULL;
	s->sent = b->plain;
	if (b->coding)
		header(r, "Content-Encoding", coding_name(b->coding));
	header(r, "Content-Type", b->type.at);
	return r;
}

static struct MHD_Response *response_of(struct seat *s, const char *accepted)
{
	const struct response *out = &s->out;
	bool lasts = out->fixed.len > 0;
	struct MHD_Response *r;
	enum coding coding;
	struct str body;

	s->sent = 0;
	if (out->stream)
		return streamed(s);
	if (out->kept)
		return response_kept(s);
	s->sent = lasts ? out->fixed.len : out->body.len;
	coding = pack(&body, s, accepted);
	r = MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at,
					    lasts ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
	CHECK(r);
	if (coding)
		header(r, "Content-Encoding", coding_name(coding));
	if (out->content_type.len)
		header(r, "Content-Type", out->content_type.at);
	return r;
}

static enum MHD_Result collect(void *payload, enum MHD_ValueKind kind, const char *name,
			       const char *value)
{
	struct headers *h = payload;

	(void)kind;
	if (h->len == LIMIT_HEADERS)
		h->more++;
	else
		h->at[h->len++] = (struct header){str_of(name), str_of(value)};
	return MHD_YES;
}

static enum method method_of(const char *method)
{
	static const char *const name[] = {"GET", "HEAD", "POST", "OPTIONS", "DELETE"};

	for (int i = 0; i < METHOD_OTHER; i++)
		if (strcmp(name[i], method) == 0)
			return (enum method)i;
	return METHOD_OTHER;
}

/* What depends on this exchange alone: its id, and the end of the connection at a stop. */
static void finish(struct exchange *x, struct MHD_Response *r)
{
	x->id = atomic_fetch_add(&x->http->requests, 1) + x->http->id_base;
	snprintf(x->id_text, sizeof x->id_text, "%016llx", (unsigned long long)x->id);
	header(r, "X-Request-Id", x->id_text);
	if (x->http->tls)
		header(r, "Strict-Transport-Security", "max-age=31536000");
	if (x->last || metrics_is_stopping(x->http->metrics))
		header(r, "Connection", "close");
}

/* Addresses hold what people search for and links of a single use: the log has the route. */
static void tell(const struct exchange *x, const struct metrics_request *m, const char *method)
{
	const char *route = m->route < 0 ? "" : route_row[m->route].pattern;
	struct emit e;
	struct buf b;

	if (!log_is_json()) {
		log_debug("%s %s %s %d %.1f ms", x->id_text, method, route, m->status,
			  (double)m->took_us / 1000);
		return;
	}
	buf_init(&b, KIB(16));
	emit_open(&e, &b);
	emit_object(&e);
	emit_pair_int(&e, "at_ms", clock_now_ms());
	emit_pair(&e, "level", STR("info"));
	emit_pair(&e, "text", STR("request"));
	emit_pair(&e, "id", str_of(x->id_text));
	emit_pair(&e, "method", str_of(method));
	emit_pair(&e, "route", str_of(route));
	emit_pair_int(&e, "status", m->status);
	emit_pair_num(&e, "ms", (double)m->took_us / 1000, 3);
	emit_pair_int(&e, "bytes", (int64_t)m->body_bytes);
	emit_end(&e);
	log_json(LOG_INFO, b.at);
	buf_free(&b);
}

static void account(const struct exchange *x, const struct seat *s, const char *method)
{
	struct metrics_request m = {.route = s->out.route,
				    .status = s->out.status,
				    .took_us = clock_ticks_us() - x->begun_us,
				    .body_bytes = s->sent};

	metrics_request(x->http->metrics, &m);
	tell(x, &m, method_of(method) == METHOD_OTHER ? "OTHER" : method);
}

/* As digits: "192.0.2.7", "2001:db8::1". */
static struct str client_of(char *out, size_t size, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	socklen_t len;

	if (!info || !info->client_addr)
		return STR("");
	len = info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
						       : sizeof(struct sockaddr_in);
	if (getnameinfo(info->client_addr, len, out, (socklen_t)size, NULL, 0, NI_NUMERICHOST))
		return STR("");
	return str_of(out);
}

/* What the seat holds goes out. */
static enum MHD_Result give(struct exchange *x, struct MHD_Connection *connection, struct seat *s,
			    const char *method)
{
	struct MHD_Response *r =
		response_of(s, MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							   MHD_HTTP_HEADER_ACCEPT_ENCODING));
	enum MHD_Result queued;

	fields_of(header, r, &s->out, method_of(method) == METHOD_OPTIONS);
	finish(x, r);
	visitor_takes(x->visitor, s->out.stream ? -1 : (int64_t)s->out.body.len);
	queued = MHD_queue_response(connection, (unsigned)s->out.status, r);
	MHD_destroy_response(r);
	account(x, s, method);
	return queued;
}

static enum MHD_Result reply(struct exchange *x, struct MHD_Connection *connection,
			     const char *method)
{
	struct seat *s = seat_of(x->http);
	struct str address = str_of(x->address);
	size_t mark = str_chr(address, '?');
	struct request req = {.method = method_of(method), .body = buf_view(&x->body)};
	char client[64];

	req.header = x->headers.at;
	req.header_count = x->headers.len;
	req.path = str_cut(address, 0, mark == STR_NPOS ? address.len : mark);
	req.query = mark == STR_NPOS ? STR("") : str_cut(address, mark + 1, address.len);
	req.tls = x->http->tls;
	req.client = client_of(client, sizeof client, connection);
	api_handle(&s->out, s->api, &req);
	return give(x, connection, s, method);
}

static enum MHD_Result refuse(struct exchange *x, struct MHD_Connection *connection,
			      const char *method, const struct head_fault *fault)
{
	struct seat *s = seat_of(x->http);

	x->last = true;
	visitor_refused(x->visitor);
	api_refuse(&s->out, fault->status, fault->detail);
	return give(x, connection, s, method);
}

/* All but the body has come. */
static enum MHD_Result on_head(struct exchange *x, struct MHD_Connection *connection,
			       const char *method, const char *version)
{
	struct head head = {.method = method_of(method),
			    .name = str_of(method),
			    .target = str_of(x->address),
			    .version = str_of(version),
			    .header = x->headers.at};
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct head_fault fault;

	x->seen = true;
	MHD_get_connection_values(connection, MHD_HEADER_KIND, collect, &x->headers);
	head.count = x->headers.len;
	head.more = x->headers.more;
	if (HEADERS_IN_PLACE && size)
		head.end = method + size->header_size;
	if (!head_check(&fault, &x->last, &head))
		return refuse(x, connection, method, &fault);
	visitor_sends(x->visitor, x->begun_us, 0);
	return MHD_YES;
}

/* A part of the body; what is too long is read on for a while, so that its sender hears why. */
static enum MHD_Result on_body(struct exchange *x, struct str part)
{
	if (x->swallowed || x->body.len + part.len > LIMIT_REQUEST)
		x->swallowed += part.len;
	else
		buf_str(&x->body, part);
	visitor_sends(x->visitor, x->begun_us, x->body.len + x->swallowed);
	return x->swallowed < BODY_SWALLOWED ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_request(void *payload, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_len, void **slot)
{
	struct exchange *x = *slot;
	struct head_fault too_long;
	size_t len = *upload_len;

	(void)payload;
	(void)url;
	if (!x)
		return MHD_NO;
	if (!x->seen)
		return on_head(x, connection, method, version);
	*upload_len = 0;
	if (len)
		return on_body(x, (struct str){upload, len});
	if (x->swallowed) {
		head_too_long(&too_long);
		return refuse(x, connection, method, &too_long);
	}
	return reply(x, connection, method);
}

/* -- who comes and goes ------------------------------------------------------------- */

static enum MHD_Result on_accept(void *payload, const struct sockaddr *from, socklen_t len)
{
	struct http *h = payload;

	(void)len;
	return visitors_admit(h->visitors, from) ? MHD_YES : MHD_NO;
}

static void on_connection(void *payload, struct MHD_Connection *connection, void **visitor,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http *h = payload;
	const union MHD_ConnectionInfo *fd, *from;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		visitor_leave(h->visitors, *visitor);
		return;
	}
	fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	from = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	*visitor = fd ? visitor_enter(h->visitors, fd->connect_fd, from ? from->client_addr : NULL)
		      : NULL;
}

/* -- start and stop ---------------------------------------------------------------- */

static size_t leave_as_sent(void *payload, struct MHD_Connection *connection, char *text)
{
	(void)payload;
	(void)connection;
	return strlen(text);
}

static void on_log(void *payload, const char *fmt, va_list args) PRINTF(2, 0);
static void on_log(void *payload, const char *fmt, va_list args)
{
	struct http *h = payload;
	char text[200];

	vsnprintf(text, sizeof text, fmt, args);
	if (!atomic_load(&h->up))
		snprintf(h->said, sizeof h->said, "%.*s", STR_ARG(str_trim(str_of(text))));
	log_debug("http: %.*s", STR_ARG(str_trim(str_of(text))));
}

/* Idle connections each need a descriptor; the usual soft limit is 1,024. */
static void raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < LIMIT_CONNECTIONS + 500) {
		limit.rlim_cur = limit.rlim_max < LIMIT_CONNECTIONS + 500 ? limit.rlim_max
									  : LIMIT_CONNECTIONS + 500;
		if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
			log_warning("serving with at most %ld descriptors", (long)limit.rlim_cur);
	}
}

static struct MHD_Daemon *daemon_of(struct http *h, const struct sockaddr *address)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG;

	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, h->cert.at},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, h->key.at},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
		{MHD_OPTION_END, 0, NULL}};

	if (address->sa_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	if (h->tls)
		flags |= MHD_USE_TLS;
	return MHD_start_daemon(
		flags, 0, on_accept, h, on_request, h, MHD_OPTION_EXTERNAL_LOGGER, on_log, h,
		MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_THREAD_POOL_SIZE, h->seats,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, HEADERS_IN_PLACE ? 0 : 1,
		MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, h, MHD_OPTION_UNESCAPE_CALLBACK,
		leave_as_sent, NULL, MHD_OPTION_NOTIFY_COMPLETED, exchange_end, h,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_ARRAY,
		h->tls ? tls : tls + 3, MHD_OPTION_END);
}

static bool seats_open(struct http *h, const struct api_options *api, struct err *err)
{
	struct api_options own = *api;

	h->metrics = metrics_new();
	own.metrics = h->metrics;
	own.rate = h->rate;
	own.shelf = h->shelf;
	own.kept = h->kept;
	own.replica = h->replica;
	own.ear = h->ear;
	for (unsigned i = 0; i < h->seats; i++) {
		if (!api_open(&h->seat[i].api, &own, err))
			return false;
		buf_init(&h->seat[i].out.body, LIMIT_RESPONSE);
		buf_init(&h->seat[i].packed, LIMIT_RESPONSE);
	}
	return true;
}

static void release(struct http *h)
{
	for (unsigned i = 0; i < h->seats; i++) {
		api_close(h->seat[i].api);
		buf_free(&h->seat[i].out.body);
		buf_free(&h->seat[i].packed);
	}
	metrics_free(h->metrics);
	buf_free(&h->cert);
	buf_free(&h->key);
	rate_free(h->rate);
	visitors_free(h->visitors);
	shelf_free(h->shelf);
	kept_free(h->kept);
	replica_free(h->replica);
	ear_stop(h->ear);
	memory_free(h->seat);
	memory_free(h);
}

/* Both or neither; GnuTLS looks whether they fit when the server starts. */
static bool tls_read(struct http *h, const struct http_options *o, struct err *err)
{
	bool cert = o->tls_cert && *o->tls_cert, key = o->tls_key && *o->tls_key;

	if (!cert && !key)
		return true;
	if (!cert || !key)
		return err_set(err, ERR_CONFIG, "--tls-cert and --tls-key belong together");
	if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
		return err_set(err, ERR_CONFIG, "this libmicrohttpd was built without TLS");
	h->tls = true;
	return io_read(&h->cert, o->tls_cert, err) && io_read(&h->key, o->tls_key, err);
}

bool http_start(struct http **out, const struct http_options *options,
		const struct api_options *api, struct err *err)
{
	struct http *h = memory_zalloc(sizeof *h);
	const union MHD_DaemonInfo *info;
	struct addrinfo *address = NULL;

	h->seats = options->threads ? options->threads : (unsigned)threads_cores();
	h->seat = memory_zalloc(h->seats * sizeof *h->seat);
	h->rate = options->rate > 0 ? rate_new(options->rate) : NULL;
	h->shelf = shelf_new();
	h->kept = kept_new(LIMIT_KEPT);
	h->replica = api->read_url.len ? replica_new() : NULL;
	h->ear = ear_start(api->store_url);
	h->id_base = (uint64_t)clock_now_ms() << 20;
	buf_init(&h->cert, MIB(1));
	buf_init(&h->key, MIB(1));
	if (!tls_read(h, options, err) || !seats_open(h, api, err) ||
	    !listen_address(&address, options->listen, err) || !address) {
		release(h);
		return false;
	}
	raise_descriptors();
	h->visitors = visitors_new(&(struct visitors_options){.most = LIMIT_CONNECTIONS,
							      .one_address = api->trust_proxy});
	h->daemon = daemon_of(h, address->ai_addr);
	freeaddrinfo(address);
	if (!h->daemon) {
		err_set(err, ERR_IO, "cannot listen on %.*s%s: %s", STR_ARG(options->listen),
			h->tls ? " with that certificate and key" : "; is it in use already?",
			h->said);
		release(h);
		return false;
	}
	atomic_store(&h->up, true);
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
	h->port = info ? info->port : 0;
	*out = h;
	return true;
}

unsigned http_port(const struct http *h)
{
	return h->port;
}

void http_stop(struct http *h)
{
	MHD_socket listening;
	int64_t until_us = clock_ticks_us() + STOP_WAIT_MS * 1000;

	if (!h)
		return;
	metrics_stop(h->metrics);
	listening = MHD_quiesce_daemon(h->daemon);
	while (metrics_busy_now(h->metrics) > 0 && clock_ticks_us() < until_us)
		clock_sleep_ms(5);
	MHD_stop_daemon(h->daemon);
	if (listening != MHD_INVALID_SOCKET)
		shutdown(listening, SHUT_RDWR);
	release(h);
}
