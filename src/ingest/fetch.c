/* ingest/fetch.c -- libcurl's easy interface; the only file that includes it.
 *
 * Whoever wants several requests at a time has several threads with a fetch each:
 * what waits for a network are a few threads beside the judges, and straight code
 * is worth more there than an event loop. */
#include "ingest/fetch.h"

#include <curl/curl.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"

#define CONNECT_MS 10000 /* the farthest servers need one second */

struct fetch {
	CURL *curl;
	struct buf body, headers; /* headers: "Name: value" lines as they came */
	const struct fetch_request *now;
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

	if (bytes > f->now->max_bytes - f->body.len)
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
	else
		buf_str(&f->headers, line);
	return buf_ok(&f->headers) ? line.len : 0;
}

static int on_progress(void *payload, curl_off_t down, curl_off_t down_now, curl_off_t up,
		       curl_off_t up_now)
{
	const struct fetch *f = payload;

	(void)down;
	(void)down_now;
	(void)up;
	(void)up_now;
	return f->now->stop && atomic_load(f->now->stop);
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

static void prepare(struct fetch *f, const struct fetch_request *r, struct curl_slist *headers)
{
	CURL *c = f->curl;

	curl_easy_reset(c); /* keeps connections */
	curl_easy_setopt(c, CURLOPT_URL, r->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_USERAGENT, "tocsin/" TOCSIN_VERSION);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
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
	if (strcmp(r->method, "GET") == 0)
		return;
	curl_easy_setopt(c, CURLOPT_POST, 1L);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body.at ? r->body.at : "");
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
}

static enum fetched ending(const struct fetch *f, CURLcode rc, struct err *err)
{
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
		err_set(err, ERR_LIMIT, "the answer has over %zu bytes or %d of headers",
			f->now->max_bytes, LIMIT_FETCH_HEADERS);
		return FETCHED_TOO_LARGE;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		err_set(err, ERR_CONFIG, "no http:// or https:// address");
		return FETCHED_NOT;
	default:
		err_set(err, ERR_IO, "%s", curl_easy_strerror(rc));
		return FETCHED_NOTHING;
	}
}

enum fetched fetch_run(struct fetch_result *out, struct fetch *f, const struct fetch_request *r,
		       struct err *err)
{
	struct curl_slist *headers = header_list(r);
	long status = 0;
	CURLcode rc;

	CHECK(r->max_bytes <= LIMIT_FEED);
	f->now = r;
	buf_clear(&f->body);
	buf_clear(&f->headers);
	prepare(f, r, headers);
	rc = curl_easy_perform(f->curl);
	curl_slist_free_all(headers);
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	*out = (struct fetch_result){.status = (int)status, .body = buf_view(&f->body)};
	return ending(f, rc, err);
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
