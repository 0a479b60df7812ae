/* flow/watch_poll.c -- what to do with an answer.
 *
 *   feed -> entries -> known? -> enough text? -----------------> settled
 *                        |           \-> page -> more text? --^
 *                        \-> nothing to do
 *
 * What the feed says of an entry is the last resort: it is settled when the page can not
 * be fetched, is none, or has less text than the feed. */
#include "flow/watch_poll.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "flow/watch_pace.h"
#include "ingest/gunzip.h"
#include "ingest/page.h"
#include "text/date.h"
#include "text/url.h"

/* -- rows ------------------------------------------------------------------------------ */

static void keep_row(struct watch_poll *p, const struct watched *row)
{
	struct arena *a = arena_new();
	struct str *const text[] = {&p->row.name,     &p->row.given,   &p->row.url,
				    &p->row.lang,     &p->row.kind,    &p->row.etag,
				    &p->row.modified, &p->row.outcome, &p->row.detail};

	p->row = *row;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(a, *text[i]);
	arena_free(p->own);
	p->own = a;
}

void watch_poll_init(struct watch_poll *p, const struct watched *row)
{
	*p = (struct watch_poll){0};
	keep_row(p, row);
	p->feed = (struct watch_errand){.poll = p, .is_feed = true};
}

static void end_run(struct watch_poll *p)
{
	arena_free(p->arena);
	p->arena = NULL;
}

void watch_poll_free(struct watch_poll *p)
{
	end_run(p);
	arena_free(p->own);
}

void watch_poll_start(struct watch_poll *p, struct watch_desk *d)
{
	struct polite_request r = {.url = p->row.url,
				   .etag = p->row.etag,
				   .modified = p->row.modified,
				   .max_bytes = LIMIT_FETCH_FEED,
				   .ticket = &p->feed};

	CHECK(!p->arena);
	p->arena = arena_new();
	p->was_polled = true;
	p->pending = p->entries = p->taken = p->fresh = p->put_off = 0;
	p->trouble = STR("");
	p->row.last_try_ms = clock_now_ms();
	polite_start(d->polite, &r);
}

/* -- the end of a poll ------------------------------------------------------------------- */

static void succeed(struct watched *row, const struct watch_poll *p)
{
	row->failures = 0;
	row->last_success_ms = row->last_try_ms;
	row->entries += (int64_t)p->entries;
	row->fresh += (int64_t)p->fresh;
	if (p->answer.moved)
		row->url = p->answer.url;
	if (p->answer.outcome == FETCH_NOT_MODIFIED_OUTCOME)
		return;
	/* With validators the server would not show again what was put off. */
	row->etag = p->put_off ? STR("") : p->answer.etag;
	row->modified = p->put_off ? STR("") : p->answer.modified;
}

static void told(const struct watch_poll *p, int64_t delay_ms)
{
	if (p->answer.moved)
		log_info("%.*s: moved to %.*s", STR_ARG(p->row.name), STR_ARG(p->row.url));
	if (p->row.failures)
		log_warning("%.*s: %.*s: %.*s; next try in %lld min", STR_ARG(p->row.name),
			    STR_ARG(p->row.outcome), STR_ARG(p->row.detail),
			    (long long)(delay_ms / 60000));
	else
		log_debug("%.*s: %.*s, %zu entries, %zu new", STR_ARG(p->row.name),
			  STR_ARG(p->row.outcome), p->entries, p->fresh);
}

/* What the feed, read to its end, did not show for long. A feed that fails or is unchanged
 * says nothing about its entries. */
static bool forget_gone(const struct watch_poll *p, struct watch_desk *d, struct err *err)
{
	int64_t before_ms = d->clerk->seen_ms - LIMIT_WATCH_FORGET * INT64_C(1000);

	return p->answer.outcome != FETCH_OK_OUTCOME || p->trouble.len ||
	       store_watch_forget(d->clerk->store, p->row.name, before_ms, err);
}

static bool finish(struct watch_poll *p, struct watch_desk *d, struct err *err)
{
	enum fetch_outcome o = p->answer.outcome;
	struct watched row = p->row;
	struct watch_pace pace = {.interval_ms = row.interval_ms,
				  .outcome = o,
				  .fresh = p->fresh + p->put_off,
				  .retry_ms = p->answer.retry_ms,
				  .chance = random_unit(&d->chance)};
	bool well = fetch_outcome_is_well(o);
	int64_t delay_ms;

	row.polls++;
	row.outcome = str_of(fetch_outcome_name(o));
	row.detail = well                   ? p->trouble
		     : p->answer.detail.len ? p->answer.detail
					    : str_of(fetch_outcome_text(o));
	if (well)
		succeed(&row, p);
	else
		row.failures++;
	pace.failures = row.failures;
	delay_ms = watch_pace_delay(&pace);
	row.interval_ms = watch_pace_interval(&pace);
	row.next_try_ms = clock_now_ms() + delay_ms;
	d->sum->polls++;
	d->sum->failed += !well;
	d->sum->entries += (int64_t)p->entries;
	d->sum->fresh += (int64_t)p->fresh;
	keep_row(p, &row);
	told(p, delay_ms);
	end_run(p);
	return clerk_begin(d->clerk, err) && store_watch_done(d->clerk->store, &p->row, err) &&
	       forget_gone(p, d, err) && clerk_flush(d->clerk, err);
}

static bool finish_if_done(struct watch_poll *p, struct watch_desk *d, struct err *err)
{
	return p->pending > 0 || finish(p, d, err);
}

static bool fail(struct watch_poll *p, struct watch_desk *d, enum fetch_outcome o,
		 struct str detail, struct err *err)
{
	p->answer.outcome = o;
	p->answer.detail = detail;
	return finish(p, d, err);
}

/* -- settling ------------------------------------------------------------------------------ */

static bool is_page(struct str type)
{
	return !type.len || str_find_nocase(type, STR("html")) != STR_NPOS ||
	       str_find_nocase(type, STR("application/pdf")) != STR_NPOS ||
	       str_find_nocase(type, STR("xml")) != STR_NPOS;
}

static enum fate read_entry(struct finding *f, struct watch_desk *d, const struct watch_errand *e,
			    const struct polite_answer *page, struct err *why)
{
	const struct feed_entry *entry = &e->entry;
	struct document doc = {.url = entry->url,
			       .id = entry->id,
			       .entry = entry,
			       .origin = entry->url.len ? entry->url : entry->id};
	enum fate fate;

	if (page && is_page(page->type)) {
		doc.kind = DOCUMENT_PAGE;
		doc.content_type = page->type;
		doc.head = page->head;
		doc.redirects = page->redirects;
		doc.live = true;
		doc.etag = page->etag;
		doc.modified = page->modified;
		doc.bytes = page->body;
		fate = pipeline_read(f, d->judge, d->arena, &doc, why);
		if (fate == FATE_DONE && f->article.field[FIELD_TEXT].len >= e->summary)
			return fate;
	}
	*f = (struct finding){0};
	doc.kind = DOCUMENT_ENTRY;
	doc.live = entry->url.len && str_eq(e->poll->row.kind, STR("feed"));
	doc.etag = doc.modified = STR_NONE; /* of the page, if it came: it is to be seen whole */
	doc.bytes = doc.head = doc.redirects = STR_NONE;
	return pipeline_read(f, d->judge, d->arena, &doc, why);
}

static bool refuse(struct watch_desk *d, const struct watch_errand *e, const struct err *why,
		   struct err *err)
{
	struct refusal r = {.source = e->poll->row.name,
			    .origin = e->entry.url.len ? e->entry.url : e->entry.id,
			    .why = why,
			    .seen_ms = d->clerk->seen_ms};

	d->sum->road.refused++;
	return store_refuse(d->clerk->store, &r, err);
}

/* Inside a batch. */
static bool put_entry(struct watch_desk *d, const struct watch_poll *p, struct str key,
		      int64_t tries, struct err *err)
{
	return store_watch_entry(d->clerk->store,
				 &(struct watched_entry){.entry = key,
							 .source = p->row.name,
							 .seen_ms = d->clerk->seen_ms,
							 .tries = tries},
				 err);
}

/* `page` NULL: by what the feed says. */
static bool settle(struct watch_desk *d, struct watch_errand *e, const struct polite_answer *page,
		   struct err *err)
{
	struct finding *f;
	struct err why;
	enum fate fate;

	arena_reset(d->arena);
	f = ARENA_NEW(d->arena, struct finding);
	fate = read_entry(f, d, e, page, &why);
	if (!clerk_begin(d->clerk, err))
		return false;
	if (fate == FATE_DONE)
		fate = pipeline_settle(d->clerk, d->arena, f, e->poll->row.name, NULL, &why);
	switch (fate) {
	case FATE_RETRY:
		*err = why;
		return false;
	case FATE_REFUSED:
		if (!refuse(d, e, &why, err))
			return false;
		break;
	case FATE_PASSED: /* of archives alone */
	case FATE_KNOWN:
		d->sum->road.known++;
		break;
	case FATE_DONE:
		road_count(&d->sum->road, f);
		d->redraw += f->is_story;
		break;
	}
	d->sum->road.documents += fate != FATE_REFUSED;
	e->poll->fresh++;
	return put_entry(d, e->poll, str_of(e->key), STORE_ENTRY_DONE, err) &&
	       clerk_step(d->clerk, err);
}

static bool page_came(struct watch_desk *d, struct watch_errand *e, const struct polite_answer *a,
		      struct err *err)
{
	struct watch_poll *p = e->poll;
	bool ok;

	p->pending--;
	d->sum->pages++;
	d->sum->pages_failed += a->outcome != FETCH_OK_OUTCOME;
	if (a->outcome == FETCH_OK_OUTCOME) {
		ok = settle(d, e, a, err);
	} else if (fetch_outcome_may_pass(a->outcome) && e->tries + 1 < LIMIT_WATCH_TRIES) {
		p->put_off++;
		ok = clerk_begin(d->clerk, err) &&
		     put_entry(d, p, str_of(e->key), e->tries + 1, err) &&
		     clerk_step(d->clerk, err);
	} else {
		ok = settle(d, e, NULL, err);
	}
	return ok && finish_if_done(p, d, err);
}

/* -- a feed's entries --------------------------------------------------------------------- */

/* What tells it from all others: its address, else its source and id or title. */
static void key_of(char out[HASH_HEX_SIZE], struct arena *a, const struct watch_poll *p,
		   const struct feed_entry *e)
{
	struct str key = url_canonical(a, e->url);

	if (!key.len)
		key = arena_fmt(a, "%.*s\n%.*s", STR_ARG(p->row.name),
				STR_ARG(e->id.len ? e->id : e->title));
	hash128_hex(out, hash128(key));
}

static struct watch_errand *errand_of(struct watch_poll *p, const struct feed_entry *from)
{
	struct watch_errand *e = ARENA_NEW(p->arena, struct watch_errand);
	struct str *const text[] = {&e->entry.id,   &e->entry.url,    &e->entry.title,
				    &e->entry.html, &e->entry.author, &e->entry.publisher,
				    &e->entry.lang, &e->entry.image};

	e->poll = p;
	e->entry = *from;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(p->arena, *text[i]);
	return e;
}

/* Written down once a day: an entry is forgotten by the days that it is gone. */
static bool still_there(const struct watch_poll *p, struct watch_desk *d,
			const struct watched_entry *e, struct err *err)
{
	if (p->row.last_try_ms - e->seen_ms < DATE_DAY_MS)
		return true;
	return clerk_begin(d->clerk, err) && put_entry(d, p, e->entry, STORE_ENTRY_DONE, err) &&
	       clerk_step(d->clerk, err);
}

static bool take_entry(struct watch_poll *p, struct watch_desk *d, struct arena *scratch,
		       const struct feed_entry *entry, struct err *err)
{
	char key[HASH_HEX_SIZE];
	struct watch_errand *e;
	struct watched_entry before;

	p->entries++;
	key_of(key, scratch, p, entry);
	before.entry = str_of(key);
	if (!store_watch_tries(&before, d->clerk->store, err))
		return false;
	if (before.tries == STORE_ENTRY_DONE)
		return still_there(p, d, &before, err);
	if (p->taken == LIMIT_WATCH_ENTRIES) {
		p->put_off++;
		return true;
	}
	p->taken++;
	e = errand_of(p, entry);
	memcpy(e->key, key, sizeof key);
	e->tries = before.tries == STORE_ENTRY_NEW ? 0 : before.tries;
	e->summary = page_fragment_text(scratch, entry->html).len;
	if (!entry->url.len || e->summary >= LIMIT_WATCH_SUMMARY ||
	    !str_eq(p->row.kind, STR("feed")))
		return settle(d, e, NULL, err);
	p->pending++;
	polite_start(d->polite, &(struct polite_request){
					.url = entry->url, .max_bytes = LIMIT_PAGE, .ticket = e});
	return true;
}

/* False: the store failed. */
static bool take_entries(struct watch_poll *p, struct watch_desk *d, struct feed *feed,
			 struct err *err)
{
	struct arena *scratch = arena_new();
	struct feed_entry entry;
	struct err broken;
	enum feed_pulled pulled;
	bool ok = true;

	while (ok && (pulled = feed_next(&entry, feed, scratch, &broken)) != FEED_END) {
		if (pulled == FEED_BROKEN) {
			p->trouble = arena_copy(p->arena, str_of(broken.text));
			break;
		}
		ok = take_entry(p, d, scratch, &entry, err);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return ok;
}

static bool read_feed(struct watch_poll *p, struct watch_desk *d, struct str bytes, struct err *err)
{
	struct feed *feed;
	struct err why;
	bool ok;

	if (!feed_open(&feed, bytes, p->answer.type, p->answer.url, &why))
		return fail(p, d, FETCH_BAD_FEED_OUTCOME, str_of(why.text), err);
	p->pending++; /* this reading: nothing ends before its last entry was seen */
	ok = take_entries(p, d, feed, err);
	feed_close(feed);
	p->pending--;
	if (!ok)
		return false;
	if (p->trouble.len && !p->entries)
		return fail(p, d, FETCH_BAD_FEED_OUTCOME, p->trouble, err);
	return finish_if_done(p, d, err);
}

static bool feed_came(struct watch_desk *d, struct watch_poll *p, const struct polite_answer *a,
		      struct err *err)
{
	struct str *const text[] = {&p->answer.detail, &p->answer.type, &p->answer.etag,
				    &p->answer.modified, &p->answer.url};
	struct buf plain;
	struct err why;
	bool ok;

	p->answer = *a;
	p->answer.body = STR_NONE;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(p->arena, *text[i]);
	if (a->outcome != FETCH_OK_OUTCOME)
		return finish(p, d, err);
	if (!gunzip_is(a->body))
		return read_feed(p, d, a->body, err);
	buf_init(&plain, LIMIT_FETCH_FEED);
	if (gunzip_read(&plain, a->body, &why))
		ok = read_feed(p, d, buf_view(&plain), err);
	else
		ok = fail(p, d,
			  why.code == ERR_LIMIT ? FETCH_TOO_LARGE_OUTCOME
						: FETCH_BAD_CODING_OUTCOME,
			  str_of(why.text), err);
	buf_free(&plain);
	return ok;
}

bool watch_poll_came(struct watch_desk *d, const struct polite_answer *a, struct err *err)
{
	struct watch_errand *e = a->ticket;

	return e->is_feed ? feed_came(d, e->poll, a, err) : page_came(d, e, a, err);
}
