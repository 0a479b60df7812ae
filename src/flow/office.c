/* flow/office.c -- lease, clerk, desk, queue; and all of it again after a fault. */
#include "flow/office.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/threads.h"
#include "flow/clerk.h"
#include "flow/desk.h"
#include "flow/queue_url.h"
#include "flow/stopping.h"
#include "store/locker.h"
#include "store/roles.h"

#define LEASE_MS 6000
#define RENEW_US 1500000 /* a quarter of it: three in vain are allowed */
#define STANDBY_MS 500

struct office {
	const struct office_options *o;
	struct road_summary *sum;
	const struct queue_ops *ops;
	struct queue_url url;
	char holder[200];
	struct store *lease; /* a connection of its own: the clerk's may be within a batch */
	int64_t token, renewed_us;
	struct clerk *clerk;
	void *findings, *documents;
	atomic_bool opening;
};

/* -- the lease --------------------------------------------------------------------------------- */

static bool renew(struct office *f, struct err *err)
{
	if (clock_ticks_us() - f->renewed_us < RENEW_US)
		return true;
	if (!store_lease_hold(f->lease, CLERK_LEASE, f->token, LEASE_MS, err))
		return false;
	f->renewed_us = clock_ticks_us();
	return true;
}

/* False also when somebody else has it, with ERR_BUSY. */
static bool take_lease(struct office *f, struct err *err)
{
	struct store_options o = {.url = f->o->db, .mode = DB_WRITE, .may_migrate = true};

	if (!f->lease && !store_open(&f->lease, &o, err))
		return false;
	f->token = 0;
	if (!store_lease_take(&f->token, f->lease, CLERK_LEASE, str_of(f->holder), LEASE_MS, err))
		return false;
	f->renewed_us = clock_ticks_us();
	return f->token || err_set(err, ERR_BUSY, "another clerk is at work");
}

/* A large store takes longer to open than the lease lasts. */
static void keep_alive(void *payload)
{
	struct office *f = payload;
	struct err ignored;

	while (atomic_load(&f->opening)) {
		(void)!renew(f, &ignored);
		clock_sleep_ms(100);
	}
}

/* -- at work --------------------------------------------------------------------------- */

static bool open_clerk(struct office *f, struct err *err)
{
	struct thread *t;
	bool ok;

	atomic_store(&f->opening, true);
	t = thread_start("lease", keep_alive, f);
	ok = clerk_open(&f->clerk, f->o->db, 0, err) &&
	     store_locker_place(f->clerk->store, f->o->locker, err);
	atomic_store(&f->opening, false);
	thread_join(t);
	if (!ok)
		return false;
	if (f->o->reputation)
		store_use_reputation(f->clerk->store, f->o->reputation);
	clerk_fence(f->clerk, f->token, LEASE_MS);
	return true;
}

static bool open_queue(struct office *f, struct err *err)
{
	struct queue_options o = {.url = f->o->queue, .stop = stopping_flag()};

	if (f->findings)
		return true;
	if (!f->ops->open(&f->documents, &o, err))
		return false;
	o.topic = QUEUE_FINDINGS;
	return f->ops->open(&f->findings, &o, err);
}

static void close_queue(struct office *f)
{
	f->ops->close(f->findings);
	f->ops->close(f->documents);
	f->findings = f->documents = NULL;
}

/* One message, or a second without one. */
static bool turn(struct office *f, struct desk *d, int64_t *touched_us, struct err *err)
{
	struct desk_message *m = desk_blank(d);
	bool came = f->ops->take(&m->delivery, f->findings, m->arena, err);

	if (came) {
		if (!desk_hand_in(d, m, err))
			return false;
	} else {
		desk_unused(d, m);
		if (err->code != ERR_BUSY)
			return false;
	}
	if (clock_ticks_us() - *touched_us > 1000000) {
		*touched_us = clock_ticks_us();
		if (!desk_idle(d, err))
			return false;
	}
	return renew(f, err);
}

static bool work(struct office *f, struct err *err)
{
	struct desk_options o = {.sum = f->sum,
				 .pack = f->o->pack,
				 .ops = f->ops,
				 .patience_ms = f->url.duplicates_ms};
	int64_t touched_us = clock_ticks_us();
	struct desk *d;
	bool ok = true;

	if (!open_clerk(f, err) || !open_queue(f, err))
		return false;
	log_info("at work, with lease %lld", (long long)f->token);
	o.clerk = f->clerk;
	o.findings = f->findings;
	o.documents = f->documents;
	d = desk_new(&o);
	while (ok && !stopping_asked())
		ok = turn(f, d, &touched_us, err);
	desk_free(d);
	return ok;
}

/* -- in turns -------------------------------------------------------------------------- */

static void close_all(struct office *f, bool queue)
{
	clerk_close(f->clerk);
	store_close(f->lease);
	f->clerk = NULL;
	f->lease = NULL;
	if (queue)
		close_queue(f);
}

/* A store that is away comes back, a lease is given up; what an operator must change does not
 * change by waiting. */
static bool is_final(const struct err *err)
{
	return err->code == ERR_CONFIG || err->code == ERR_MISSING;
}

static bool terms(struct office *f, struct err *err)
{
	bool standby = false, ok = true;
	struct err ignored;

	while (ok && !stopping_asked()) {
		if (take_lease(f, err)) {
			standby = false;
			if (work(f, err)) {
				(void)!store_lease_give(f->lease, CLERK_LEASE, f->token, &ignored);
				break;
			}
			ok = !is_final(err);
			log_warning("%s; asking for the lease again", err->text);
			close_all(f, true);
		} else if (err->code != ERR_BUSY) {
			ok = !is_final(err);
			log_warning("%s", err->text);
			close_all(f, false);
		} else if (!standby) {
			standby = true;
			log_info("standing by: another clerk is at work");
		}
		if (ok)
			clock_sleep_ms(STANDBY_MS);
	}
	return ok;
}

bool office_run(struct road_summary *out, const struct office_options *o, struct err *err)
{
	struct office f = {.o = o, .sum = out};
	struct arena *arena = arena_new();
	int64_t started_us = clock_ticks_us();
	char host[100] = "";
	bool ok;

	*out = (struct road_summary){0};
	(void)!gethostname(host, sizeof host - 1);
	snprintf(f.holder, sizeof f.holder, "%s, process %d", host, (int)getpid());
	f.ops = queue_of(o->queue, err);
	ok = f.ops &&
	     (f.ops->note ||
	      err_set(err, ERR_CONFIG, "a clerk needs a queue across machines: nats://...")) &&
	     queue_url_parse(&f.url, arena, o->queue, err) && terms(&f, err);
	if (f.ops && f.ops->note)
		close_all(&f, true);
	out->stopped = stopping_asked();
	out->seconds = (double)(clock_ticks_us() - started_us) / 1e6;
	arena_free(arena);
	return ok;
}
