/* fuzz_api.c -- lines of an input are requests to one small site: "METHOD ADDRESS BODY", where a
 * number for ADDRESS is a route of the table with what this site holds, and a question behind it
 * is the query ("P 12?limit=5 {}"). Asked by the administrator or, behind "!", by a stranger; a
 * form's body gets the form's secret; "@E" and "@F" in a body are events, "@S" and "@C" what was
 * sent in last. Oracles: those of site.h for each answer; what was refused changed nothing; the
 * store is whole in the end, and its trail too. */
#include "lib/fill.h"
#include "site.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#define REQUESTS_MOST 12

static struct str other; /* the second event */

static void begin(struct site *site)
{
	struct store *s = site_begin(site, "a");
	struct event_query q = {.limit = 2};
	struct event_page page;
	struct err err;

	for (int i = 0; i < 4; i++) {
		struct fill *f = ARENA_NEW(site->arena, struct fill);

		fill_article(f, site->arena, "", "", "", SITE_NOW - i * 86400000LL,
			     (enum label)(i % 3));
		f->article.id = arena_fmt(site->arena, "a%d", i);
		f->article.field[FIELD_TITLE] = arena_fmt(site->arena, "Robot number %d", i);
		f->article.field[FIELD_TEXT] = STR("A robot injured a worker on Monday.");
		f->article.sealed = false;
		SITE_MUST(article_seal(&f->article, site->arena, &err), err);
		f->story.article = f->article.content;
		if (i == 1)
			fill_join(f, 1);
		CHECK(store_commit(s, site->arena, &f->outcome, &err) == COMMITTED);
	}
	SITE_MUST(store_events(&page, s, site->arena, &q, &err), err);
	CHECK(page.count == 2);
	site->event = page.row[0].id;
	other = page.row[1].id;
	site->article = STR("a0");
	store_close(s);
	site_open(site, true);
}

static bool method_of(enum method *out, char c)
{
	const char *at = strchr("GHPODX", c);

	if (!c || !at)
		return false;
	*out = (enum method)(at - "GHPODX");
	return true;
}

/* "12" or "/path"; false when it is neither. */
static bool address_of(struct request *req, struct site *site, struct str text)
{
	size_t mark = str_chr(text, '?'), routes = 0;
	int64_t n;

	while (route_row[routes].pattern)
		routes++;
	req->path = str_cut(text, 0, mark);
	req->query = mark == STR_NPOS ? STR("") : str_cut(text, mark + 1, text.len);
	if (str_int(&n, req->path) && n >= 0)
		req->path = site_address(site, &route_row[(size_t)n % routes]);
	return str_starts(req->path, STR("/"));
}

static struct str filled_in(struct site *site, struct str body)
{
	struct buf b;

	buf_init(&b, MIB(2));
	for (size_t i = 0; i < body.len; i++) {
		const char *hole = i + 1 < body.len ? strchr("EFSC", body.at[i + 1]) : NULL;

		if (body.at[i] != '@' || !hole || !*hole) {
			buf_char(&b, body.at[i]);
			continue;
		}
		buf_str(&b, *hole == 'E'   ? site->event
			    : *hole == 'F' ? other
			    : *hole == 'S' ? site->submission
					   : site->correction);
		i++;
	}
	body = site_copy(site->arena, &b);
	buf_free(&b);
	return body;
}

/* What an answer gave an id can be asked for. */
static void keep_id(struct site *site, const struct request *req)
{
	struct json *json;
	struct str id;
	struct err err;

	if (req->method != METHOD_POST || site->out.status >= 300 ||
	    !json_parse(&json, site_body(site), &err))
		return;
	id = arena_copy(site->arena, json_get_str(json, "id"));
	if (str_eq(req->path, STR("/api/v1/submissions")))
		site->submission = id;
	else if (str_eq(req->path, STR("/api/v1/corrections")))
		site->correction = id;
	else if (str_eq(req->path, STR("/api/v1/watches")))
		site->alert = id;
	json_free(json);
}

static bool is_form(const struct request *req)
{
	return req->method == METHOD_POST && !str_starts(req->path, STR("/api/"));
}

/* A line of the input; the header is one line for the server too, so it holds no others. */
static bool request_of(struct request *req, struct site *site, struct str line)
{
	struct str method, address;

	*req = (struct request){0};
	if (!str_split(&method, &line, ' ') || !method.len)
		return false;
	site->told = method.at[0] != '!';
	method = str_cut(method, site->told ? 0 : 1, method.len);
	if (!method.len || !method_of(&req->method, method.at[0]) ||
	    !str_split(&address, &line, ' ') || !address_of(req, site, address))
		return false;
	for (size_t i = 0; i < address.len; i++)
		if ((unsigned char)address.at[i] <= ' ' || address.at[i] == 0x7f)
			return false;
	req->body = filled_in(site, line);
	if (is_form(req))
		req->body = arena_fmt(site->arena, "csrf=%s&%.*s",
				      site->told ? site_csrf : site_form_csrf, STR_ARG(req->body));
	return true;
}

static int64_t version(struct site *site)
{
	return store_version(api_store(site->api));
}

static void ask(struct site *site, struct request *req)
{
	int64_t before = version(site);
	struct buf shape;

	buf_init(&shape, MIB(16));
	site_ask(site, req);
	site_expect(&shape, site);
	keep_id(site, req);
	if (site->out.status >= 400 || (req->method != METHOD_POST && req->method != METHOD_DELETE))
		CHECK(version(site) == before);
	if (req->method == METHOD_OPTIONS)
		CHECK(site->out.status == 204 || site->out.status == 404);
	buf_free(&shape);
}

static void told(const char *line, void *payload)
{
	(void)payload;
	fprintf(stderr, "store: %s\n", line);
}

static void whole(void)
{
	struct store *s = site_store("a", false);
	struct arena *arena = arena_new();
	int64_t rows;
	struct str head;
	struct err err;

	SITE_MUST(store_check(s, told, NULL, &err), err);
	SITE_MUST(store_trail_check(&rows, &head, s, arena, &err), err);
	store_close(s);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str rest = {(const char *)at, len}, line;
	struct request req;
	struct site site;
	int asked = 0;

	begin(&site);
	while (asked < REQUESTS_MOST && str_split(&line, &rest, '\n'))
		if (request_of(&req, &site, line)) {
			ask(&site, &req);
			asked++;
		}
	site_close(&site);
	whole();
	return 0;
}
