/* serve/call.c -- what every answer needs: beginnings, endings, problems.
 *
 * A problem is RFC 9457 JSON for programs. A reader in a browser gets the same
 * words as a page: which of the two is decided by the row of the table, or by the
 * path where no row fits. */
#include "serve/call.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/json.h"
#include "base/limits.h"
#include "serve/page.h"
#include "serve/route.h"
#include "text/date.h"
#include "text/url.h"

#define WRITER_BUSY_MS 3000 /* a client waits; whoever ingests holds the lock for less */

struct str call_get(const struct call *c, const char *name)
{
	return params_get(&c->params, str_of(name));
}

int64_t call_int(const struct call *c, const char *name, int64_t fallback)
{
	int64_t n = fallback;

	return str_int(&n, call_get(c, name)) ? n : fallback;
}

void call_type(struct call *c, const char *content_type)
{
	c->out->status = 200;
	c->out->content_type = str_of(content_type);
}

void call_json(struct emit *e, struct call *c)
{
	call_type(c, "application/json; charset=utf-8");
	emit_open(e, &c->out->body);
}

void call_redirect(struct call *c, int status, struct str path)
{
	c->out->status = status;
	c->out->content_type = STR("text/plain; charset=utf-8");
	if (path.len < sizeof c->out->location)
		snprintf(c->out->location, sizeof c->out->location, "%.*s", STR_ARG(path));
	buf_z(&c->out->body, "moved to ");
	buf_str(&c->out->body, path);
	buf_char(&c->out->body, '\n');
}

const char *call_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} known[] = {{400, "Bad Request"},
		     {401, "Unauthorized"},
		     {403, "Forbidden"},
		     {409, "Conflict"},
		     {410, "Gone"},
		     {429, "Too Many Requests"},
		     {404, "Not Found"},
		     {405, "Method Not Allowed"},
		     {413, "Content Too Large"},
		     {414, "URI Too Long"},
		     {415, "Unsupported Media Type"},
		     {422, "Unprocessable Content"},
		     {431, "Request Header Fields Too Large"},
		     {500, "Internal Server Error"},
		     {501, "Not Implemented"},
		     {503, "Service Unavailable"},
		     {505, "HTTP Version Not Supported"},
		     {0, "Error"}};
	int i = 0;

	while (known[i].status && known[i].status != status)
		i++;
	return known[i].reason;
}

static bool wants_page(const struct call *c)
{
	if (c->route)
		return c->route->answer == ANSWER_PAGE;
	return !str_starts(c->req->path, STR("/api/")) &&
	       str_find(api_header(c->req, "Accept"), STR("text/html")) != STR_NPOS;
}

void call_problem(struct call *c, int status, const char *parameter, const char *fmt, ...)
{
	char detail[700];
	struct emit e;
	va_list args;

	va_start(args, fmt);
	vsnprintf(detail, sizeof detail, fmt, args);
	va_end(args);
	buf_clear(&c->out->body);
	c->out->status = status;
	c->out->max_age_s = -1;
	c->out->etag[0] = '\0';
	c->out->fixed = STR_NONE;
	if (wants_page(c)) {
		page_problem(c, status, parameter, detail);
		return;
	}
	c->out->content_type = STR("application/problem+json");
	emit_open(&e, &c->out->body);
	emit_object(&e);
	emit_key(&e, "type");
	emit_z(&e, "about:blank");
	emit_key(&e, "title");
	emit_z(&e, call_reason(status));
	emit_pair_int(&e, "status", status);
	emit_key(&e, "detail");
	emit_z(&e, detail);
	if (parameter) {
		emit_key(&e, "parameter");
		emit_z(&e, parameter);
	}
	emit_pair(&e, "instance", c->req->path);
	emit_end(&e);
}

/* Which parameter the store refused: of lists only these two reach it unchecked. */
static const char *parameter_of(const struct call *c, const struct err *err)
{
	if (str_starts(str_of(err->text), STR("the search")))
		return "q";
	return call_get(c, "cursor").len ? "cursor" : NULL;
}

void call_error(struct call *c, const struct err *err)
{
	int status = 500;

	if (err->code == ERR_MISSING)
		status = 404;
	else if (err->code == ERR_INPUT || err->code == ERR_LIMIT)
		status = 400;
	else if (err->code == ERR_CONFLICT)
		status = 409;
	else if (err->code == ERR_BUSY || err->code == ERR_STOPPED || err->code == ERR_IO)
		status = 503;
	if (status == 503)
		c->out->retry_s = 2;
	c->out->store_failed = status == 503;
	call_problem(c, status, status == 400 ? parameter_of(c, err) : NULL, "%s", err->text);
}

bool call_writer(struct store **out, struct call *c)
{
	struct store_options store = {
		.url = c->options->store_url, .mode = DB_WRITE, .busy_ms = WRITER_BUSY_MS};
	struct err err;

	if (!*c->writer && !store_open(c->writer, &store, &err)) {
		call_error(c, &err);
		return false;
	}
	*out = *c->writer;
	return true;
}

struct str call_field(const struct call *c, const char *name)
{
	return params_get(&c->form, str_of(name));
}

struct str call_json_field(struct call *c, const struct json *object, const char *name)
{
	return str_trim(arena_copy(c->arena, json_get_str(object, name)));
}

struct str call_client(const struct call *c)
{
	struct str all = STR("");
	size_t comma;

	if (c->options->trust_proxy)
		for (size_t i = 0; i < c->req->header_count; i++) /* the last line wins, too */
			if (str_eq_nocase(c->req->header[i].name, STR("X-Forwarded-For")))
				all = c->req->header[i].value;
	comma = str_rchr(all, ',');
	all = str_trim(comma == STR_NPOS ? all : str_cut(all, comma + 1, all.len));
	return all.len ? all : c->req->client;
}

/* Digits of fixed places only, so that "2025-6-1" is told, not guessed. */
static bool digits(int *out, struct str s, size_t from, size_t upto)
{
	int64_t n;

	if (!str_int(&n, str_cut(s, from, upto)) || s.at[from] == '-' || s.at[from] == '+')
		return false;
	*out = (int)n;
	return true;
}

/* Year, month and day as they stand; those that are left out are 1. */
static bool parts(int *year, int *month, int *day, struct str text)
{
	*month = *day = 1;
	if ((text.len != 4 && text.len != 7 && text.len != 10) || !digits(year, text, 0, 4))
		return false;
	if (text.len >= 7 && (text.at[4] != '-' || !digits(month, text, 5, 7)))
		return false;
	return text.len < 10 || (text.at[7] == '-' && digits(day, text, 8, 10));
}

/* There is such a day: the calendar gives back what it was given. */
static bool is_day(int year, int month, int day)
{
	int y, m, d;

	if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	date_parts(date_from_parts(year, month, day), &y, &m, &d);
	return y == year && m == month && d == day;
}

bool call_day(int64_t *from_ms, int64_t *upto_ms, struct str text)
{
	int year, month, day;

	if (!parts(&year, &month, &day, text) || !is_day(year, month, day))
		return false;
	*from_ms = date_from_parts(year, month, day);
	if (text.len == 10)
		*upto_ms = *from_ms + DATE_DAY_MS;
	else if (text.len == 4 || month == 12)
		*upto_ms = date_from_parts(year + 1, 1, 1);
	else
		*upto_ms = date_from_parts(year, month + 1, 1);
	return true;
}

static struct str path_of(struct arena *a, const char *folder, struct str id)
{
	struct buf b;
	struct str s;

	buf_init(&b, KIB(64));
	buf_z(&b, folder);
	params_encode(&b, id);
	s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

struct str call_event_path(struct arena *a, struct str id)
{
	return path_of(a, "/events/", id);
}

struct str call_article_path(struct arena *a, struct str id)
{
	return path_of(a, "/articles/", id);
}

struct str call_web_address(struct str url)
{
	struct url parts;

	return url_parse(&parts, url) ? url : STR("");
}

/* A Host that holds anything but a name, address and port is not repeated. */
static bool is_host(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char ch = host.at[i];

		if (!(ascii_is_alnum(ch) || strchr(".-:[]", ch)))
			return false;
	}
	return host.len > 0 && host.len < 256;
}

struct str call_base(struct call *c)
{
	struct str host = api_header(c->req, "Host");
	bool tls = c->req->tls || str_eq(api_header(c->req, "X-Forwarded-Proto"), STR("https"));

	if (!is_host(host))
		host = STR("localhost");
	return arena_fmt(c->arena, "%s://%.*s", tls ? "https" : "http", STR_ARG(host));
}
