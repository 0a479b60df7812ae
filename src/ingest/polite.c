/* ingest/polite.c -- hosts with queues, jobs that hop between them.
 *
 *   start -> queue of its host -> (robots.txt known? allowed? time?) -> pool -> end
 *                 ^                                                      |
 *                 +---------------------- redirect ----------------------+
 *
 * A robots.txt is a job like the others: it stands at the front of its host's queue, asks
 * for no robots.txt itself and may be redirected to another host; the jobs behind it
 * wait. Jobs own an arena with all that their answer points to. */
#include "ingest/polite.h"

#include "base/ascii.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/vec.h"
#include "ingest/polite_host.h"
#include "text/url.h"
#include "text/utf8.h"

#define VALIDATOR_MOST 1000 /* bytes of an ETag; they have 10 to 70 */
#define ROBOTS_MS 30000     /* for a robots.txt, which is small */

struct polite {
	struct polite_options options;
	struct arena *arena; /* of options and user agent */
	const char *user_agent;
	struct fetch_pool *pool;
	struct polite_hosts *hosts;
	struct polite_job *ended, *ended_last, *told;
	size_t flying;
	struct random chance;
};

/* -- jobs ------------------------------------------------------------------------------- */

struct polite_job {
	struct arena *arena;
	struct polite_job *next; /* in its host's queue, or among the ended */
	struct polite_host *host;
	struct polite_host *robots_of; /* not NULL: this is that host's robots.txt */
	struct str etag, modified;
	struct str visited[LIMIT_FETCH_REDIRECTS + 1];
	size_t hops;
	bool permanent; /* all redirects so far */
	size_t max_bytes;
	struct fetch_request request;
	const char *header[4];
	struct polite_answer answer;
};

static void job_free(struct polite_job *j)
{
	if (j)
		arena_free(j->arena);
}

static struct polite_job *job_new(void)
{
	struct arena *a = arena_new();
	struct polite_job *j = ARENA_NEW(a, struct polite_job);

	j->arena = a;
	j->permanent = true;
	return j;
}

static void robots_came(const struct polite_job *j);

static void end_job(struct polite *p, struct polite_job *j, enum fetch_outcome o, struct str detail)
{
	j->answer.outcome = o;
	j->answer.detail = arena_copy(j->arena, detail);
	j->answer.moved = j->hops > 0 && j->permanent && fetch_outcome_is_well(o);
	if (j->robots_of) {
		robots_came(j);
		job_free(j);
		return;
	}
	j->next = NULL;
	if (p->ended)
		p->ended_last->next = j;
	else
		p->ended = j;
	p->ended_last = j;
}

/* One form for robots.txt, request and comparison: no dots in the path, no fragment, no
 * bytes that can not stand in a request. Empty: nothing that we fetch. */
static struct str one_form(struct arena *a, struct str address)
{
	struct str whole = url_resolve(a, address, address), base, rest;
	struct url u;
	struct buf b;

	if (whole.len > LIMIT_FETCH_URL || !url_parse(&u, whole) || u.user.len)
		return STR("");
	base = arena_fmt(a, "%.*s://%.*s%s%.*s/", STR_ARG(u.scheme), STR_ARG(u.host),
			 u.port.len ? ":" : "", STR_ARG(u.port));
	for (char *c = (char *)(uintptr_t)base.at; *c; c++)
		*c = ascii_lower(*c);
	rest = arena_fmt(a, "%s%.*s%s%.*s", u.path.len ? "" : "/", STR_ARG(u.path),
			 u.has_query ? "?" : "", STR_ARG(u.query));
	rest = url_resolve(a, base, rest);
	buf_init(&b, 4 * LIMIT_FETCH_URL);
	for (size_t i = 0; i < rest.len; i++)
		if ((unsigned char)rest.at[i] <= ' ' || (unsigned char)rest.at[i] >= 0x7f)
			buf_fmt(&b, "%%%02X", (unsigned char)rest.at[i]);
		else
			buf_char(&b, rest.at[i]);
	rest = b.len <= LIMIT_FETCH_URL ? arena_copy(a, buf_view(&b)) : STR("");
	buf_free(&b);
	return rest;
}

/* Puts it into the queue of its address's host; an address that is none ends it. */
static void place(struct polite *p, struct polite_job *j, struct str address,
		  enum fetch_outcome if_bad)
{
	struct str url = one_form(j->arena, address);
	struct polite_job **at;
	struct url parts;

	j->answer.url = url.len ? url : address;
	if (!url.len) {
		end_job(p, j, if_bad, STR(""));
		return;
	}
	CHECK(url_parse(&parts, url));
	j->visited[j->hops] = url;
	j->host = polite_host_of(p->hosts, &parts);
	at = &j->host->first; /* what others wait for goes first */
	while (*at && !j->robots_of)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
}

/* -- robots.txt --------------------------------------------------------------------------- */

static void ask_for_robots(struct polite *p, struct polite_host *h)
{
	struct polite_job *j = job_new();

	j->robots_of = h;
	j->max_bytes = LIMIT_ROBOTS;
	h->asking = true;
	place(p, j, arena_fmt(j->arena, "%.*s/robots.txt", STR_ARG(h->origin)),
	      FETCH_BAD_URL_OUTCOME);
}

static void robots_came(const struct polite_job *j)
{
	struct polite_host *h = j->robots_of;
	enum fetch_outcome o = j->answer.outcome;
	int64_t age_ms = LIMIT_ROBOTS_AGE * INT64_C(1000);

	h->asking = false;
	arena_reset(h->arena);
	h->robots = (struct robots){0};
	h->trouble = FETCH_OK_OUTCOME;
	h->detail = STR("");
	switch (o) {
	case FETCH_OK_OUTCOME:
	case FETCH_TOO_LARGE_OUTCOME: /* what fits is read, as the RFC wants it */
		robots_read(&h->robots, h->arena, j->answer.body, STR("tocsin"));
		break;
	case FETCH_GONE_OUTCOME:
	case FETCH_NOT_FOUND_OUTCOME:
	case FETCH_FORBIDDEN_OUTCOME:
	case FETCH_BAD_STATUS_OUTCOME:
	case FETCH_BAD_REDIRECT_OUTCOME:
	case FETCH_REDIRECT_LOOP_OUTCOME:
	case FETCH_TOO_MANY_REDIRECTS_OUTCOME:
		break; /* there is none: all is allowed */
	default:
		h->trouble = o;
		if (o == FETCH_SERVER_ERROR_OUTCOME || o == FETCH_UNAVAILABLE_OUTCOME ||
		    o == FETCH_RATE_LIMITED_OUTCOME)
			h->trouble = FETCH_ROBOTS_UNREACHABLE_OUTCOME;
		h->detail = arena_fmt(h->arena, "robots.txt: %.*s", STR_ARG(j->answer.detail));
		age_ms = LIMIT_ROBOTS_RETRY * INT64_C(1000);
	}
	h->robots_until_us = clock_ticks_us() + age_ms * 1000;
}

/* -- sending ------------------------------------------------------------------------------ */

static void send_job(struct polite *p, struct polite_job *j, const struct url *parts)
{
	size_t n = 0;

	j->header[n++] = j->robots_of ? "Accept: text/plain, */*;q=0.8"
				      : "Accept: application/rss+xml, application/atom+xml, "
					"application/feed+json, text/html, */*;q=0.8";
	if (j->etag.len)
		j->header[n++] = arena_z(
			j->arena, arena_fmt(j->arena, "If-None-Match: %.*s", STR_ARG(j->etag)));
	if (j->modified.len)
		j->header[n++] = arena_z(j->arena, arena_fmt(j->arena, "If-Modified-Since: %.*s",
							     STR_ARG(j->modified)));
	j->request = (struct fetch_request){
		.method = "GET",
		.url = arena_z(j->arena, j->answer.url),
		.header = j->header,
		.header_count = n,
		.timeout_ms = j->robots_of && p->options.timeout_ms > ROBOTS_MS
				      ? ROBOTS_MS
				      : p->options.timeout_ms,
		.slow_s = LIMIT_FETCH_SLOW,
		.max_bytes = j->max_bytes,
		.user_agent = p->user_agent,
		.public_only = !polite_host_is_listed(p->options.allow_private, parts),
		.compressed = true,
	};
	j->host->busy = true;
	p->flying++;
	fetch_pool_start(p->pool, &j->request, j);
}

/* The host wants quiet for longer than anybody waits: all that queue for it end. */
static void send_away(struct polite *p, struct polite_host *h)
{
	while (h->first) {
		struct polite_job *j = h->first;

		h->first = j->next;
		j->answer.retry_ms = (h->ready_us - clock_ticks_us()) / 1000;
		end_job(p, j, h->quiet, STR("the host asked before to be left alone"));
	}
}

/* Deals with the first in the queue; false when it has to wait. */
static bool serve_host(struct polite *p, struct polite_host *h, int64_t now_us)
{
	struct polite_job *j = h->first;
	struct url parts;
	struct str path;

	if (!j || h->busy)
		return false;
	if (h->ready_us - now_us > LIMIT_FETCH_WAIT * INT64_C(1000000)) {
		send_away(p, h);
		return false;
	}
	if (!j->robots_of && h->asking)
		return false;
	if (!j->robots_of && now_us >= h->robots_until_us) {
		ask_for_robots(p, h);
		return true;
	}
	CHECK(url_parse(&parts, j->answer.url));
	path = str_cut(j->answer.url, (size_t)(parts.path.at - j->answer.url.at),
		       j->answer.url.len);
	if (!j->robots_of && h->trouble != FETCH_OK_OUTCOME) {
		h->first = j->next;
		end_job(p, j, h->trouble, h->detail);
		return true;
	}
	if (!j->robots_of && !robots_allows(&h->robots, path)) {
		h->first = j->next;
		end_job(p, j, FETCH_BLOCKED_BY_ROBOTS_OUTCOME, STR(""));
		return true;
	}
	if (now_us < h->ready_us || p->flying >= LIMIT_FETCH_CONCURRENCY)
		return false;
	h->first = j->next;
	send_job(p, j, &parts);
	return true;
}

/* Sends what may go; says for how long there is nothing to do. */
static int64_t pump(struct polite *p, int64_t wait_ms)
{
	int64_t now_us = clock_ticks_us();

	for (size_t i = 0; i < polite_hosts_count(p->hosts); i++) {
		struct polite_host *h = polite_hosts_at(p->hosts, i);
		int64_t left_ms;

		while (serve_host(p, h, now_us))
			;
		left_ms = (h->ready_us - now_us) / 1000 + 1;
		if (h->first && !h->busy && left_ms > 0 && left_ms < wait_ms)
			wait_ms = left_ms;
	}
	return p->ended ? 0 : wait_ms;
}

/* -- answers ------------------------------------------------------------------------------- */

static void redirect(struct polite *p, struct polite_job *j, const struct fetch_done *d)
{
	int status = d->result.status;
	struct str to = fetch_header(d->fetch, "Location");

	to = to.len ? url_resolve(j->arena, j->answer.url, to) : STR("");
	to = one_form(j->arena, to);
	if (!to.len) {
		end_job(p, j, FETCH_BAD_REDIRECT_OUTCOME, STR(""));
		return;
	}
	for (size_t i = 0; i <= j->hops; i++)
		if (str_eq(j->visited[i], to)) {
			end_job(p, j, FETCH_REDIRECT_LOOP_OUTCOME, to);
			return;
		}
	if (j->hops == LIMIT_FETCH_REDIRECTS) {
		end_job(p, j, FETCH_TOO_MANY_REDIRECTS_OUTCOME, to);
		return;
	}
	j->hops++;
	j->permanent = j->permanent && (status == 301 || status == 308);
	place(p, j, to, FETCH_BAD_REDIRECT_OUTCOME);
}

/* How long the host is left alone now. */
static void rest(struct polite *p, struct polite_job *j, enum fetch_outcome o)
{
	struct polite_host *h = j->host;
	int64_t ms = p->options.pace_ms;

	if (h->robots.delay_ms > ms)
		ms = h->robots.delay_ms;
	if (o == FETCH_RATE_LIMITED_OUTCOME || o == FETCH_UNAVAILABLE_OUTCOME) {
		h->quiet = o;
		ms = polite_host_quiet_ms(h->stumbles++, j->answer.retry_ms,
					  random_unit(&p->chance));
	} else if (fetch_outcome_is_well(o)) {
		h->stumbles = 0;
	}
	h->ready_us = clock_ticks_us() + ms * 1000;
}

static struct str validator(struct arena *a, struct str header)
{
	for (size_t i = 0; i < header.len; i++)
		if ((unsigned char)header.at[i] < ' ' || (unsigned char)header.at[i] >= 0x7f)
			return STR("");
	return header.len <= VALIDATOR_MOST ? arena_copy(a, header) : STR("");
}

/* What a server says is not always text; it is kept as UTF-8 all the same. */
static struct str tidy_head(struct arena *a, struct str head)
{
	return arena_copy(a, utf8_repair(a, head));
}

static struct str redirects_of(const struct polite_job *j)
{
	struct str list = STR("");

	for (size_t i = 0; i < j->hops; i++)
		list = arena_fmt(j->arena, "%.*s%s%.*s", STR_ARG(list), i ? "\n" : "",
				 STR_ARG(j->visited[i]));
	return list;
}

static void came(struct polite *p, const struct fetch_done *d)
{
	struct polite_job *j = d->ticket;
	struct polite_answer *a = &j->answer;
	enum fetch_outcome o = fetch_outcome_of(d->how, &d->result);

	j->host->busy = false;
	p->flying--;
	a->status = d->result.status;
	if (d->how == FETCHED)
		a->retry_ms = fetch_outcome_retry_ms(fetch_header(d->fetch, "Retry-After"),
						     clock_now_ms());
	rest(p, j, o);
	if (d->how == FETCHED && fetch_outcome_redirects(a->status)) {
		redirect(p, j, d);
		return;
	}
	if (o == FETCH_OK_OUTCOME || (j->robots_of && o == FETCH_TOO_LARGE_OUTCOME)) {
		a->body = arena_copy(j->arena, d->result.body);
		a->head = tidy_head(j->arena, fetch_head(d->fetch));
		a->redirects = redirects_of(j);
		a->type = arena_copy(j->arena, fetch_header(d->fetch, "Content-Type"));
		a->etag = validator(j->arena, fetch_header(d->fetch, "ETag"));
		a->modified = validator(j->arena, fetch_header(d->fetch, "Last-Modified"));
	}
	if (d->how != FETCHED)
		end_job(p, j, o, str_of(d->err.text));
	else if (fetch_outcome_is_well(o))
		end_job(p, j, o, STR(""));
	else
		end_job(p, j, o, arena_fmt(j->arena, "status %d", a->status));
}

/* -- the fetcher as a whole ------------------------------------------------------------------ */

bool polite_open(struct polite **out, const struct polite_options *o, struct err *err)
{
	struct polite *p;

	for (size_t i = 0; i < o->contact.len; i++)
		if (o->contact.at[i] < ' ' || o->contact.at[i] >= 0x7f || o->contact.len > 200)
			return err_set(err, ERR_CONFIG,
				       "--contact wants up to 200 letters and signs of ASCII");
	p = memory_zalloc(sizeof *p);
	p->arena = arena_new();
	p->options = *o;
	p->options.allow_private = arena_copy(p->arena, o->allow_private);
	p->user_agent =
		arena_z(p->arena, o->contact.len ? arena_fmt(p->arena, "Tocsin/%s (+%.*s)",
							     TOCSIN_VERSION, STR_ARG(o->contact))
						 : STR("Tocsin/" TOCSIN_VERSION));
	p->hosts = polite_hosts_new();
	p->pool = fetch_pool_new();
	random_seed(&p->chance, (uint64_t)clock_ticks_us() ^ (uint64_t)clock_now_ms() << 20);
	*out = p;
	return true;
}

static void free_queue(struct polite_job *j)
{
	while (j) {
		struct polite_job *next = j->next;

		job_free(j);
		j = next;
	}
}

void polite_close(struct polite *p)
{
	void *ticket;

	if (!p)
		return;
	while ((ticket = fetch_pool_drop(p->pool)) != NULL)
		job_free(ticket);
	fetch_pool_free(p->pool);
	for (size_t i = 0; i < polite_hosts_count(p->hosts); i++)
		free_queue(polite_hosts_at(p->hosts, i)->first);
	free_queue(p->ended);
	job_free(p->told);
	polite_hosts_free(p->hosts);
	arena_free(p->arena);
	memory_free(p);
}

void polite_start(struct polite *p, const struct polite_request *r)
{
	struct polite_job *j = job_new();

	CHECK(r->max_bytes > 0);
	j->max_bytes = r->max_bytes;
	j->etag = arena_copy(j->arena, r->etag);
	j->modified = arena_copy(j->arena, r->modified);
	j->answer.ticket = r->ticket;
	place(p, j, arena_copy(j->arena, r->url), FETCH_BAD_URL_OUTCOME);
}

bool polite_next(struct polite_answer *out, struct polite *p, int64_t wait_ms)
{
	struct fetch_done done;

	job_free(p->told);
	p->told = NULL;
	wait_ms = pump(p, wait_ms);
	while (fetch_pool_next(&done, p->pool, wait_ms)) {
		came(p, &done);
		wait_ms = pump(p, 0);
	}
	if (!p->ended)
		return false;
	p->told = p->ended;
	p->ended = p->ended->next;
	*out = p->told->answer;
	return true;
}
