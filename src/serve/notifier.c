/* serve/notifier.c -- two threads, each with its own postman and so its own store. */
#include "serve/notifier.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"
#include "serve/notice.h"

#define LOOK_MS 1000
#define HOUR_MS INT64_C(3600000)
#define PAUSE_LEAST_MS 1000 /* a store that fails */
#define PAUSE_MOST_MS 60000

struct desk { /* what one thread works with */
	const struct notifier_options *options;
	struct postman *postman;
	struct store *store;
	struct arena *arena;
	struct notifier_tally tally;
	int64_t now_ms;    /* of what is told in one go */
	int64_t forgot_us; /* when what is old was last forgotten; 0 never */
};

typedef bool work_fn(struct desk *d, struct err *err);

struct hand { /* one thread */
	struct notifier *notifier;
	struct desk desk;
	work_fn *work;
	struct thread *thread;
};

struct notifier {
	struct notifier_options options;
	atomic_bool stop;
	struct hand hand[2];
};

/* -- what is news ---------------------------------------------------------------------- */

/* The alert as it is now, inside the batch: another program may have been quicker. False in
 * *on: nothing to do. */
static bool still_on(bool *on, struct alert *a, struct saved *filters, struct desk *d,
		     struct err *err)
{
	struct err why;

	*on = false;
	if (!alerts_by_number(a, d->store, d->arena, a->number, err))
		return false;
	if (a->state != ALERT_ON)
		return true;
	if (!saved_parse(filters, d->arena, NULL, a->query, &why))
		return alerts_end(d->store, a, str_of(why.text), err);
	*on = true;
	return true;
}

/* What is done with one alert, in a batch of the store. */
typedef bool alert_fn(struct desk *d, struct alert *a, struct err *err);

static bool look_at(struct desk *d, struct alert *a, struct err *err)
{
	struct saved filters;
	bool on;

	if (!still_on(&on, a, &filters, d, err))
		return false;
	return !on || alerts_look(d->store, d->arena, a, &filters.query, err);
}

/* All of them in one batch, or everything stays as it was. */
static bool with_each(struct desk *d, struct alert *alert, size_t count, alert_fn *fn,
		      struct err *err)
{
	if (!count)
		return true;
	if (!store_begin(d->store, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!fn(d, &alert[i], err)) {
			store_abandon(d->store);
			return false;
		}
	return store_end(d->store, err);
}

static bool look(struct desk *d, struct err *err)
{
	struct alert *alert;
	size_t count;

	do {
		arena_reset(d->arena);
		if (!alerts_behind(&alert, &count, d->store, d->arena, LIMIT_ALERT_ROUND, err) ||
		    !with_each(d, alert, count, look_at, err))
			return false;
	} while (count == LIMIT_ALERT_ROUND);
	return true;
}

/* -- telling it -------------------------------------------------------------------------- */

static bool next_ms(int64_t *out, struct desk *d, const struct alert *a, int64_t now_ms,
		    struct err *err)
{
	int64_t lately;

	*out = alerts_next_ms(a->pace, now_ms);
	if (!alerts_messages(&lately, d->store, a, now_ms - HOUR_MS, err))
		return false;
	if (lately >= LIMIT_ALERT_HOURLY && *out < now_ms + LIMIT_ALERT_PAUSE * INT64_C(1000))
		*out = now_ms + LIMIT_ALERT_PAUSE * INT64_C(1000);
	return true;
}

static bool tell_one(struct desk *d, struct alert *a, struct err *err)
{
	int64_t now_ms = d->now_ms;
	struct alert_page page;
	struct saved filters;
	struct outbox_item item;
	int64_t next;
	bool on;

	if (!still_on(&on, a, &filters, d, err))
		return false;
	if (!on || a->due_ms > now_ms)
		return true;
	if (!alerts_news(&page, d->store, d->arena, a, err))
		return false;
	if (page.total) {
		notice_news(&item, &(struct notice){.arena = d->arena,
						    .alert = a,
						    .saved = &filters,
						    .page = &page,
						    .base = d->options->public_url,
						    .now_ms = now_ms});
		if (!outbox_put(d->store, &item, err))
			return false;
		d->tally.told++;
	}
	return next_ms(&next, d, a, now_ms, err) && alerts_told(d->store, a, next, err);
}

static bool tell(struct desk *d, struct err *err)
{
	struct alert *alert;
	size_t count;

	d->now_ms = clock_now_ms();
	do {
		arena_reset(d->arena);
		if (!alerts_due(&alert, &count, d->store, d->arena, d->now_ms, err) ||
		    !with_each(d, alert, count, tell_one, err))
			return false;
	} while (count == LIMIT_ALERT_ROUND && alert[0].pace != ALERT_IMMEDIATELY);
	return true;
}

static bool forget(struct desk *d, struct err *err)
{
	int64_t now_ms = clock_now_ms(), now_us = clock_ticks_us();

	if (d->forgot_us && now_us - d->forgot_us < HOUR_MS * 1000)
		return true;
	d->forgot_us = now_us;
	return outbox_forget(d->store, now_ms - LIMIT_OUTBOX_KEEP * INT64_C(1000), err) &&
	       alerts_forget(d->store, now_ms - LIMIT_ALERT_CONFIRM * INT64_C(1000), err);
}

/* -- the work of each thread ------------------------------------------------------------- */

/* What waited for its time first; what is found now is for a digest the next time. */
static bool alerts(struct desk *d, struct err *err)
{
	return tell(d, err) && alerts_put_off(d->store, clock_now_ms(), err) && look(d, err) &&
	       tell(d, err) && forget(d, err) &&
	       postman_webhooks(&d->tally.webhooks, d->postman, err);
}

static bool mails(struct desk *d, struct err *err)
{
	return postman_mails(&d->tally.mails, d->postman, err);
}

static bool desk_open(struct desk *d, const struct notifier_options *o, struct err *err)
{
	struct store_options store = {.url = o->post.db, .mode = DB_WRITE};

	d->options = o;
	d->arena = arena_new();
	return store_open(&d->store, &store, err) && postman_open(&d->postman, &o->post, err);
}

static void desk_close(struct desk *d)
{
	postman_close(d->postman);
	store_close(d->store);
	arena_free(d->arena);
}

static void rest(struct notifier *n, int64_t ms)
{
	for (int64_t slept = 0; slept < ms && !atomic_load(&n->stop); slept += 100)
		clock_sleep_ms(100);
}

static void run(void *payload)
{
	struct hand *h = payload;
	int64_t pause_ms = PAUSE_LEAST_MS;
	struct err err;

	while (!atomic_load(&h->notifier->stop)) {
		if (h->work(&h->desk, &err)) {
			pause_ms = PAUSE_LEAST_MS;
			rest(h->notifier, LOOK_MS);
			continue;
		}
		log_error("alerts: %s; trying again in %lld s", err.text,
			  (long long)(pause_ms / 1000));
		rest(h->notifier, pause_ms);
		pause_ms = pause_ms * 2 < PAUSE_MOST_MS ? pause_ms * 2 : PAUSE_MOST_MS;
	}
}

bool notifier_start(struct notifier **out, const struct notifier_options *o, struct err *err)
{
	static work_fn *const work[] = {alerts, mails};
	struct notifier *n = memory_zalloc(sizeof *n);
	size_t count = sizeof work / sizeof *work;

	n->options = *o;
	n->options.post.stop = &n->stop;
	for (size_t i = 0; i < count; i++)
		if (!desk_open(&n->hand[i].desk, &n->options, err)) {
			notifier_stop(n);
			return false;
		}
	for (size_t i = 0; i < count; i++) {
		n->hand[i].notifier = n;
		n->hand[i].work = work[i];
		n->hand[i].thread = thread_start("alerts", run, &n->hand[i]);
	}
	*out = n;
	return true;
}

void notifier_stop(struct notifier *n)
{
	if (!n)
		return;
	atomic_store(&n->stop, true);
	for (size_t i = 0; i < sizeof n->hand / sizeof *n->hand; i++) {
		thread_join(n->hand[i].thread);
		desk_close(&n->hand[i].desk);
	}
	memory_free(n);
}

bool notifier_sends_mail(const struct notifier_options *o)
{
	return o && o->post.mail_server && *o->post.mail_server;
}

bool notifier_once(struct notifier_tally *out, const struct notifier_options *o, struct err *err)
{
	struct desk d = {.store = NULL};
	bool ok = desk_open(&d, o, err) && alerts(&d, err) && mails(&d, err);

	*out = d.tally;
	desk_close(&d);
	return ok;
}
