/* flow/watch.c -- the loop: who is due, what came, what failed.
 *
 * Batches end whenever there is nothing to do at once, so that the store's lock is not
 * held while servers think; then what came is durable too. */
#include "flow/watch.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "flow/pictures.h"
#include "flow/stopping.h"
#include "flow/submitted.h"
#include "flow/watch_poll.h"

#define LOOK_MS 1000        /* at the clock and for signals */
#define REDRAW_MS 600000    /* portraits that are behind */
#define SENT_MS 60000       /* what readers sent in */
#define KEEP_MS 600000      /* whether a day is over */
#define PICTURES_MS 2000    /* what articles name as their picture */
#define PAUSE_LEAST_MS 1000 /* a store that fails */
#define PAUSE_MOST_MS 60000

struct watch {
	const struct watch_options *options;
	struct watch_desk desk;
	struct watch_poll *poll;
	struct submitted *sent;
	struct pictures *pictures; /* NULL: none are wanted */
	struct look_desk *looks;
	size_t count, polling;
	int64_t drawn_us, sent_us, looked_us, pictures_us,
		kept_us; /* when that was done last; 0 never */
};

/* -- beginning and end ----------------------------------------------------------------- */

static bool add_list(struct clerk *c, const struct source_list *l, struct err *err)
{
	if (!clerk_begin(c, err))
		return false;
	for (size_t i = 0; i < l->count; i++) {
		struct watched w = {.name = l->item[i].name,
				    .given = l->item[i].url,
				    .lang = l->item[i].lang,
				    .kind = l->item[i].kind};

		if (!store_watch_add(c->store, &w, err))
			return false;
	}
	return clerk_flush(c, err);
}

static bool is_wanted(const struct watch_options *o, const struct watched *row)
{
	if (!o->list)
		return true;
	for (size_t i = 0; i < o->list->count; i++)
		if (str_eq(o->list->item[i].name, row->name))
			return true;
	return false;
}

static bool load(struct watch *w, struct err *err)
{
	struct arena *a = arena_new();
	const struct watched *row;
	size_t count;
	bool ok;

	ok = (!w->options->list || add_list(w->desk.clerk, w->options->list, err)) &&
	     store_watched(&row, &count, w->desk.clerk->store, a, err);
	if (ok) {
		w->poll = memory_zalloc((count + 1) * sizeof *w->poll);
		for (size_t i = 0; i < count; i++)
			if (is_wanted(w->options, &row[i]))
				watch_poll_init(&w->poll[w->count++], &row[i]);
	}
	arena_free(a);
	if (ok && !w->count)
		return err_set(err, ERR_CONFIG,
			       "no sources to watch: give --sources FILE, or `tocsin sources "
			       "import FILE` first");
	return ok;
}

static bool open_polite(struct watch *w, struct err *err)
{
	struct polite_options o = {.contact = w->options->contact,
				   .allow_private = w->options->allow_private,
				   .pace_ms = w->options->pace_ms,
				   .timeout_ms = w->options->timeout_ms};

	return polite_open(&w->desk.polite, &o, err);
}

static void keep_looks(const struct watch *w)
{
	const struct look_summary *now;
	struct look_summary *all = &w->desk.sum->looks;

	if (!w->looks)
		return;
	now = look_sum(w->looks);
	all->looks += now->looks;
	all->same += now->same;
	all->versions += now->versions;
	all->gone += now->gone;
	all->walls += now->walls;
	all->failed += now->failed;
}

/* All but judge and arena: what a store that failed may have left half done. */
static void forget(struct watch *w)
{
	polite_close(w->desk.polite);
	submitted_free(w->sent);
	pictures_free(w->pictures);
	keep_looks(w);
	look_free(w->looks);
	for (size_t i = 0; i < w->count; i++)
		watch_poll_free(&w->poll[i]);
	memory_free(w->poll);
	clerk_close(w->desk.clerk);
	w->desk.polite = NULL;
	w->sent = NULL;
	w->pictures = NULL;
	w->looks = NULL;
	w->sent_us = w->looked_us = w->pictures_us = w->kept_us = 0;
	w->desk.clerk = NULL;
	w->poll = NULL;
	w->count = 0;
}

static bool open_all(struct watch *w, struct err *err)
{
	if (!clerk_open_window(&w->desk.clerk, w->options->db, LIMIT_WATCH_WINDOW * INT64_C(1000),
			       err))
		return false;
	if (w->options->reputation)
		store_use_reputation(w->desk.clerk->store, w->options->reputation);
	if (!store_locker_place(w->desk.clerk->store, w->options->locker, err) || !load(w, err) ||
	    !open_polite(w, err))
		return false;
	w->sent = submitted_new(w->desk.clerk, w->desk.judge, w->desk.polite);
	if (w->options->pictures)
		w->pictures = pictures_new(w->desk.clerk, w->desk.polite);
	w->looks = look_new(w->desk.clerk, w->desk.judge, w->desk.polite);
	return true;
}

static void close_all(struct watch *w)
{
	forget(w);
	judge_free(w->desk.judge);
	arena_free(w->desk.arena);
}

/* -- the loop ---------------------------------------------------------------------------- */

/* Starts who is due; says for how long nobody else is. */
static int64_t start_due(struct watch *w)
{
	int64_t now_ms = clock_now_ms(), wait_ms = LOOK_MS;

	w->polling = 0;
	for (size_t i = 0; i < w->count; i++)
		w->polling += w->poll[i].arena != NULL;
	for (size_t i = 0; i < w->count && w->polling < LIMIT_WATCH_POLLS; i++) {
		struct watch_poll *p = &w->poll[i];
		int64_t left_ms = p->row.next_try_ms - now_ms;

		if (p->arena || (w->options->once && p->was_polled))
			continue;
		/* A clock that was set back must not stop a source for longer than a day. */
		if (left_ms <= 0 || left_ms > 2 * LIMIT_RETRY_AFTER * INT64_C(1000) ||
		    w->options->once) {
			watch_poll_start(p, &w->desk);
			w->polling++;
		} else if (left_ms < wait_ms) {
			wait_ms = left_ms;
		}
	}
	return wait_ms;
}

static bool redraw(struct watch *w, struct err *err)
{
	int64_t drawn;

	if (!w->desk.redraw)
		return true;
	arena_reset(w->desk.arena);
	w->drawn_us = clock_ticks_us();
	w->desk.redraw = 0;
	return store_redraw(&drawn, w->desk.clerk->store, w->desk.arena, err);
}

static bool came(struct watch *w, const struct polite_answer *a, struct err *err)
{
	if (submitted_is(w->sent, a->ticket))
		return submitted_came(w->sent, a, err);
	if (pictures_is(w->pictures, a->ticket))
		return pictures_came(w->pictures, a, err);
	if (look_is(w->looks, a->ticket)) {
		w->looked_us = 0; /* there is a seat for the next */
		return look_came(w->looks, a, err);
	}
	return watch_poll_came(&w->desk, a, err);
}

/* Whether so long has gone by since *last_us, which is now then. */
static bool is_time(int64_t *last_us, int64_t every_ms)
{
	int64_t now_us = clock_ticks_us();

	if (*last_us && now_us - *last_us < every_ms * 1000)
		return false;
	*last_us = now_us;
	return true;
}

/* With `once`: at the beginning. */
static bool look_at_sent(struct watch *w, struct err *err)
{
	if ((w->options->once && w->sent_us) || !is_time(&w->sent_us, SENT_MS))
		return true;
	return submitted_start(w->sent, err);
}

/* With `once`: when all else is done, until none is left that was not tried. */
static bool look_for_pictures(struct watch *w, struct err *err)
{
	if (!w->pictures || (!w->options->once && !is_time(&w->pictures_us, PICTURES_MS)))
		return true;
	return pictures_start(w->pictures, err);
}

static bool look_again(struct watch *w, struct err *err)
{
	return !is_time(&w->looked_us, LOOK_MS) || look_start(w->looks, err);
}

/* A change of its own: files of documents go with it, so it must not be taken back. */
static bool keep(struct watch *w, struct err *err)
{
	int64_t gone;

	if (!is_time(&w->kept_us, KEEP_MS))
		return true;
	if (!clerk_flush(w->desk.clerk, err) ||
	    !retention_daily(&gone, w->desk.clerk->store, &w->options->keep, clock_now_ms(), err))
		return false;
	if (gone > 0)
		log_info("%lld documents went, as --keep says", (long long)gone);
	return true;
}

static bool start_others(struct watch *w, struct err *err)
{
	return look_at_sent(w, err) && look_again(w, err) && keep(w, err);
}

/* With `once`: all were polled, and what was found to do beside is done. */
static bool is_done(struct watch *w)
{
	return w->options->once && !w->polling && !submitted_pending(w->sent) &&
	       !look_pending(w->looks) && !pictures_pending(w->pictures);
}

/* Until stopped, or all were polled once; false: the store failed. */
static bool turn(struct watch *w, struct err *err)
{
	struct polite_answer answer;
	int64_t wait_ms;

	while (!stopping_asked()) {
		if (!start_others(w, err))
			return false;
		wait_ms = start_due(w);
		if ((!w->options->once || is_done(w)) && !look_for_pictures(w, err))
			return false;
		if (is_done(w))
			break;
		if (polite_next(&answer, w->desk.polite, 0)) {
			if (!came(w, &answer, err))
				return false;
			continue;
		}
		if (!clerk_flush(w->desk.clerk, err) ||
		    (clock_ticks_us() - w->drawn_us > REDRAW_MS * INT64_C(1000) && !redraw(w, err)))
			return false;
		if (polite_next(&answer, w->desk.polite, wait_ms) && !came(w, &answer, err))
			return false;
	}
	return clerk_flush(w->desk.clerk, err) && redraw(w, err);
}

/* The store failed: forgets what was under way, opens it again as often as it takes, and
 * believes what stands in it.
 * False when we are to stop. */
static bool recover(struct watch *w, struct err *err)
{
	int64_t pause_ms = PAUSE_LEAST_MS;

	for (;;) {
		forget(w);
		log_error("%s; trying again in %lld s", err->text, (long long)(pause_ms / 1000));
		for (int64_t slept = 0; slept < pause_ms; slept += 100) {
			if (stopping_asked())
				return false;
			clock_sleep_ms(100);
		}
		if (open_all(w, err))
			return true;
		pause_ms = pause_ms * 2 < PAUSE_MOST_MS ? pause_ms * 2 : PAUSE_MOST_MS;
	}
}

static bool run(struct watch *w, struct err *err)
{
	if (!open_all(w, err))
		return false;
	log_info("watching %zu sources", w->count);
	while (!turn(w, err)) {
		if (w->options->once)
			return false;
		if (!recover(w, err))
			break;
	}
	w->desk.sum->road.stopped = stopping_asked();
	return true;
}

bool watch_run(struct watch_summary *out, const struct watch_options *o, struct err *err)
{
	struct watch w = {.options = o,
			  .desk = {.sum = out, .judge = judge_new(o->pack), .arena = arena_new()}};
	struct stopping before;
	int64_t began_us = clock_ticks_us();
	bool ok;

	*out = (struct watch_summary){0};
	w.drawn_us = began_us;
	random_seed(&w.desk.chance, (uint64_t)began_us);
	stopping_clear();
	if (o->catch_signals)
		stopping_catch(&before, false); /* a poll that waits is broken off */
	ok = run(&w, err);
	if (o->catch_signals)
		stopping_release(&before);
	close_all(&w);
	out->road.seconds = (double)(clock_ticks_us() - began_us) / 1e6;
	return ok;
}
