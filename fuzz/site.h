/* fuzz/site.h -- a small site in a store of its own, and what has to hold for each of its answers.
 *
 * Each input gets a store anew, copied from one that has the schema and an administrator who is
 * logged in, so that an input does the same whatever came before it. What every answer has to
 * be: a status that we know; header fields without control characters; JSON that parses and is
 * the same when printed and parsed again; problems as RFC 9457 says; feeds that are XML; pages
 * whose elements are closed in their order, without a handler, a script of another place, or a
 * link that is none. */
#pragma once
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/secret.h"
#include "ingest/html_token.h"
#include "judge/pack.h"
#include "serve/api.h"
#include "serve/fields.h"
#include "serve/params.h"
#include "serve/route.h"
#include "store/alerts.h"
#include "store/people.h"
#include "text/utf8.h"

#define SITE_NOW 1750154520000
#define SITE_DEPTH 64

struct site {
	struct api *api;
	struct response out;
	struct arena *arena;
	char url[128];
	struct str event, article, submission, correction, alert, alert_key;
	bool told; /* who asks is the administrator, else a stranger */
};

#define SITE_FORM "form.of-a-stranger" /* the cookie of whoever was shown a form */

static char site_folder[64], site_secret[128], site_csrf[SECRET_HEX_SIZE];
static char site_form_csrf[SECRET_HEX_SIZE];

static inline const char *site_path(const char *name, const char *more)
{
	static char path[4][160];
	static int turn;
	char *at = path[turn++ % 4];

	snprintf(at, sizeof path[0], "%s/%s%s", site_folder, name, more);
	return at;
}

static inline void site_sweep(void)
{
	static const char *const name[] = {"made", "a", "b"}, *const more[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < 9; i++)
		unlink(site_path(name[i / 3], more[i % 3]));
	rmdir(site_folder);
}

#define SITE_MUST(ok, err)                                                                         \
	do {                                                                                       \
		if (!(ok))                                                                         \
			check_failed(__FILE__, __LINE__, (err).text);                              \
	} while (0)

static inline struct store *site_store(const char *name, bool migrate)
{
	static char url[160];
	struct store_options o = {.mode = DB_WRITE, .may_migrate = migrate};
	struct store *s;
	struct err err;

	snprintf(url, sizeof url, "sqlite:%s", site_path(name, ""));
	o.url = str_of(url);
	SITE_MUST(store_open(&s, &o, &err), err);
	return s;
}

static inline void site_make(void)
{
	struct arena *arena = arena_new();
	struct doer by = {.who = STR("ada"), .why = STR("to begin"), .at_ms = SITE_NOW};
	struct account ada = {.name = STR("ada"), .mail = STR("a@example.org"), .role = ROLE_ADMIN};
	struct account_token token = {.name = STR("one"), .scopes = SCOPE_READ, .by = by};
	struct str secret, csrf;
	struct store *s;
	struct err err;

	snprintf(site_folder, sizeof site_folder, "%s/tocsin-fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	CHECK(mkdtemp(site_folder));
	atexit(site_sweep);
	clock_fix(SITE_NOW);
	s = site_store("made", true);
	ada.created_ms = SITE_NOW;
	SITE_MUST(store_account_add(s, arena, &ada, &by, &err), err);
	SITE_MUST(store_account(&ada, s, arena, STR("ada"), &err), err);
	SITE_MUST(store_token_new(&secret, s, arena, &ada, &token, &err), err);
	SITE_MUST(store_session_begin(&secret, s, arena, ada.number, SITE_NOW, &err), err);
	snprintf(site_secret, sizeof site_secret, "tocsin=%.*s", STR_ARG(secret));
	csrf = arena_fmt(arena, "form:%.*s", STR_ARG(secret));
	secret_sha256(site_csrf, csrf);
	secret_sha256(site_form_csrf, STR("form:" SITE_FORM));
	store_close(s);
	arena_free(arena);
}

static inline const struct pack *site_pack(void)
{
	static struct pack *pack;
	struct err err;

	if (!pack)
		SITE_MUST(pack_load(&pack, NULL, &err), err);
	return pack;
}

/* A new store of that name; what is put into it comes before site_open(). */
static inline struct store *site_begin(struct site *site, const char *name)
{
	struct buf b;
	struct err err;

	if (!site_folder[0])
		site_make();
	*site = (struct site){.arena = arena_new()};
	unlink(site_path(name, "-wal"));
	unlink(site_path(name, "-shm"));
	buf_init(&b, MIB(16));
	SITE_MUST(io_read(&b, site_path("made", ""), &err), err);
	SITE_MUST(io_write(site_path(name, ""), buf_view(&b), &err), err);
	buf_free(&b);
	snprintf(site->url, sizeof site->url, "sqlite:%s", site_path(name, ""));
	return site_store(name, false);
}

static inline void site_open(struct site *site, bool judges)
{
	struct api_options o = {.store_url = str_of(site->url)};
	struct err err;

	if (judges)
		o.pack = site_pack();
	buf_init(&site->out.body, LIMIT_RESPONSE);
	SITE_MUST(api_open(&site->api, &o, &err), err);
}

static inline void site_close(struct site *site)
{
	api_close(site->api);
	buf_free(&site->out.body);
	arena_free(site->arena);
}

static inline struct str site_copy(struct arena *a, const struct buf *b)
{
	return arena_copy(a, buf_view(b));
}

/* All of a long answer. */
static inline void site_pull(struct site *site)
{
	struct stream *stream = site->out.stream;
	struct buf piece;
	struct err err;

	buf_init(&piece, LIMIT_RESPONSE);
	do {
		buf_clear(&piece);
		SITE_MUST(stream->next(&piece, stream, api_store(site->api), &err), err);
		buf_str(&site->out.body, buf_view(&piece));
	} while (piece.len);
	buf_free(&piece);
	stream->free(stream);
	site->out.stream = NULL;
}

/* Asks; path and query as they would stand in an address. The answer is in site->out. */
static inline void site_ask(struct site *site, struct request *req)
{
	struct header header[] = {{STR("Host"), STR("tocsin.example")},
				  {STR("Cookie"), str_of(site_secret)},
				  {STR("X-CSRF-Token"), str_of(site_csrf)},
				  {STR("Content-Type"), STR("application/x-www-form-urlencoded")},
				  {STR("Accept"), STR("text/html,*/*")}};

	if (!site->told) {
		header[1].value = STR("tocsin=" SITE_FORM);
		header[2].value = STR("");
	}
	if (str_starts(req->path, STR("/api/")))
		header[3].value = header[4].value = STR("application/json");
	req->header = header;
	req->header_count = sizeof header / sizeof *header;
	req->client = STR("192.0.2.7");
	api_handle(&site->out, site->api, req);
	req->header = NULL;
	if (site->out.stream)
		site_pull(site);
	if (getenv("SITE_TOLD")) /* for whoever looks for what went wrong */
		fprintf(stderr, "%.*s?%.*s %.*s: %d\n%.*s\n", STR_ARG(req->path),
			STR_ARG(req->query), STR_ARG(req->body), site->out.status,
			STR_ARG(site->out.fixed.len ? STR("") : buf_view(&site->out.body)));
}

static inline struct str site_body(const struct site *site)
{
	return site->out.fixed.len ? site->out.fixed : buf_view(&site->out.body);
}

/* The pattern's address for what this site holds. */
static inline struct str site_address(struct site *site, const struct route *r)
{
	struct str pattern = str_of(r->pattern), id = site->event;
	size_t hole = str_find(pattern, STR("{id}"));
	struct buf b;

	if (hole == STR_NPOS)
		return pattern;
	if (str_find(pattern, STR("/articles/")) != STR_NPOS)
		id = site->article;
	else if (str_find(pattern, STR("/submissions/")) != STR_NPOS)
		id = site->submission;
	else if (str_find(pattern, STR("/corrections/")) != STR_NPOS)
		id = site->correction;
	else if (str_find(pattern, STR("/alerts/")) != STR_NPOS ||
		 str_find(pattern, STR("/watches/")) != STR_NPOS)
		id = site->alert;
	else if (str_find(pattern, STR("/stats/")) != STR_NPOS)
		id = STR("publishers");
	else if (str_find(pattern, STR("/assets/")) != STR_NPOS)
		id = STR("app.js");
	buf_init(&b, KIB(64));
	buf_str(&b, str_cut(pattern, 0, hole));
	params_encode(&b, id);
	buf_str(&b, str_cut(pattern, hole + 4, pattern.len));
	id = site_copy(site->arena, &b);
	buf_free(&b);
	return id;
}

/* -- what has to hold ---------------------------------------------------------------------- */

static inline void site_expect_field(void *to, const char *name, const char *value)
{
	(void)to;
	for (const char *at = name; *at; at++)
		CHECK(ascii_is_alnum(*at) || *at == '-');
	for (const char *at = value; *at; at++)
		CHECK((unsigned char)*at >= ' ' && *at != 0x7f);
}

static inline void site_expect_status(int status)
{
	static const int known[] = {200, 201, 202, 204, 303, 304, 308, 400, 401, 403,
				    404, 405, 409, 410, 413, 415, 422, 429, 501, 503};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i] == status)
			return;
	fprintf(stderr, "status %d\n", status);
	check_failed(__FILE__, __LINE__, "a status that nobody knows");
}

static inline struct json *site_expect_json(struct str text)
{
	struct json *once, *twice;
	struct buf a, b;
	struct err err;

	SITE_MUST(json_parse(&once, text, &err), err);
	buf_init(&a, LIMIT_RESPONSE);
	buf_init(&b, LIMIT_RESPONSE);
	json_print(&a, once);
	SITE_MUST(json_parse(&twice, buf_view(&a), &err), err);
	json_print(&b, twice);
	CHECK(str_eq(buf_view(&a), buf_view(&b)));
	json_free(twice);
	buf_free(&a);
	buf_free(&b);
	return once;
}

static inline void site_expect_lines(struct str text)
{
	struct str line;

	CHECK(str_ends(text, STR("\n")));
	text.len--;
	while (str_split(&line, &text, '\n'))
		json_free(site_expect_json(line));
}

static inline void site_expect_xml(struct str text)
{
	xmlDocPtr doc = xmlReadMemory(text.at, (int)text.len, "feed", NULL,
				      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	CHECK(doc != NULL);
	xmlFreeDoc(doc);
}

static inline bool site_is_void(struct str name)
{
	static const char *const list[] = {"area",  "base",   "br",    "col",  "embed",
					   "hr",    "img",    "input", "link", "meta",
					   "param", "source", "track", "wbr",  NULL};

	return str_is_one_of(name, list);
}

static inline void site_expect_link(struct str value)
{
	CHECK(value.len == 0 || strchr("/#?", value.at[0]) || str_starts(value, STR("http://")) ||
	      str_starts(value, STR("https://")) || str_starts(value, STR("mailto:")));
}

static inline void site_expect_attributes(struct arena *a, const struct html_token *t)
{
	for (size_t i = 0; i < t->attribute_count; i++) {
		struct str name = t->attribute[i].name;
		struct str value = html_value(a, t->attribute[i].value);

		CHECK(!str_starts(name, STR("on")) && !str_eq(name, STR("srcdoc")) &&
		      !str_eq(name, STR("style")));
		for (size_t k = 0; k < name.len; k++)
			CHECK(ascii_is_alnum(name.at[k]) || strchr("-:", name.at[k]));
		if (str_eq(name, STR("href")) || str_eq(name, STR("src")) ||
		    str_eq(name, STR("action")) || str_eq(name, STR("formaction")))
			site_expect_link(value);
		if (str_eq(t->name, STR("script")) && str_eq(name, STR("src")))
			CHECK(str_starts(value, STR("/assets/")));
	}
}

/* The picture that an event has for want of one is drawn by chance of its id. */
static inline bool site_is_drawing(struct str name)
{
	static const char *const list[] = {"circle",  "ellipse", "g",    "line", "path",
					   "polygon", "rect",    "text", NULL};

	return str_is_one_of(name, list);
}

static inline void site_shape(struct buf *shape, const struct html_token *t)
{
	if (site_is_drawing(t->name))
		return;
	if (t->kind == HTML_END)
		buf_char(shape, '/');
	buf_str(shape, t->name);
	for (size_t i = 0; i < t->attribute_count && t->kind == HTML_START; i++) {
		buf_char(shape, ' ');
		buf_str(shape, t->attribute[i].name);
	}
	buf_char(shape, '\n');
}

/* Appends "name attribute attribute\n" of each start tag to *shape, and "/name\n" of each end. */
static inline void site_expect_page(struct buf *shape, struct arena *a, struct str page)
{
	struct html_tokenizer t;
	struct html_token token;
	struct str open[SITE_DEPTH];
	int depth = 0;

	html_tokenizer_init(&t, a, html_newlines(a, page));
	while (html_next(&token, &t)) {
		if (token.kind == HTML_END) {
			CHECK(depth > 0 && str_eq(open[--depth], token.name));
			site_shape(shape, &token);
		}
		if (token.kind == HTML_TEXT && depth && str_eq(open[depth - 1], STR("script")) &&
		    str_trim(token.text).len)
			json_free(site_expect_json(token.text)); /* there is no other one inline */
		CHECK(token.kind != HTML_COMMENT);
		if (token.kind != HTML_START)
			continue;
		site_expect_attributes(a, &token);
		site_shape(shape, &token);
		if (site_is_void(token.name) || token.self_closing)
			continue;
		CHECK(depth < SITE_DEPTH);
		open[depth++] = arena_copy(a, token.name);
		if (str_eq(token.name, STR("script")))
			html_content_is(&t, HTML_SCRIPT);
		else if (str_eq(token.name, STR("style")))
			html_content_is(&t, HTML_RAWTEXT);
		else if (str_eq(token.name, STR("title")) || str_eq(token.name, STR("textarea")))
			html_content_is(&t, HTML_RCDATA);
	}
	CHECK(depth == 0);
}

/* SVG has a <title> too, which is no RCDATA there; ours hold text alone, so both are the same. */
static inline void site_expect(struct buf *shape, struct site *site)
{
	const struct response *out = &site->out;
	struct str type = out->content_type, body = site_body(site);
	struct json *json;

	site_expect_status(out->status);
	fields_of(site_expect_field, NULL, out, false);
	site_expect_field(NULL, "Content-Type", type.len ? type.at : "");
	if (out->status == 303 || out->status == 308)
		CHECK(out->location[0] == '/' || str_starts(str_of(out->location), STR("http")));
	if (!body.len)
		return;
	CHECK(utf8_valid(body, NULL));
	if (str_starts(type, STR("application/problem+json"))) {
		json = site_expect_json(body);
		CHECK(json_int(json_get(json, "status"), 0) == out->status && out->status >= 400);
		CHECK(json_get_str(json, "title").len && json_get_str(json, "detail").len);
		json_free(json);
		return;
	}
	CHECK(out->status < 400 || str_starts(type, STR("text/html")) || out->status == 503);
	if (str_starts(type, STR("application/jsonl")))
		site_expect_lines(body);
	else if (str_starts(type, STR("application/json")) ||
		 str_starts(type, STR("application/feed")))
		json_free(site_expect_json(body));
	else if (str_starts(type, STR("application/atom")))
		site_expect_xml(body);
	else if (str_starts(type, STR("text/html")))
		site_expect_page(shape, site->arena, body);
}
