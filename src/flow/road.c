/* flow/road.c -- sources, belt and clerk put together.
 *
 * The belt reads and judges on all cores and hands the findings over in the order of
 * the sources; the clerk settles them on this thread. Each document's cursor is
 * committed with it, so a run that was stopped or killed is gone on with by simply
 * running it again; pages that are passed over are counted in the transaction that moves
 * the cursor behind them. Documents that are refused move the cursor too: bad bytes stay
 * bad, and reading them again would change nothing.
 *
 * Where a second opinion is asked, a stop does not wait for it: from the first document
 * whose question was broken off nothing more is settled, and the next run reads on
 * there. What cost a call is made durable at once, because calls are counted.
 *
 * A source that breaks (an unreadable file, a lost connection) is told and counted;
 * its cursor stays behind the last good document, and the next source is read. */
#include "flow/road.h"

#include "base/clock.h"
#include "base/memory.h"
#include "flow/belt.h"
#include "flow/clerk.h"
#include "flow/opinion.h"
#include "flow/settler.h"
#include "flow/stopping.h"
#include "store/locker.h"

#define PROGRESS_US 200000

struct road {
	const struct road_options *options;
	struct road_summary *sum;
	struct clerk *clerk; /* NULL in a dry run */
	struct settler settler;
	struct belt belt;
	bool halted; /* a question was broken off: the rest is for the next run */
	int64_t started_us, shown_us;
};

void road_count(struct road_summary *sum, const struct finding *f)
{
	int64_t *label[LABEL_COUNT] = {&sum->incidents, &sum->hazards, &sum->complementary,
				       &sum->unrelated};

	if (!f->verdict.assessed)
		sum->not_assessed++;
	else
		++*label[f->verdict.label];
	if (!f->is_story || f->shares)
		return;
	if (f->placement.how == PLACED_NEW)
		sum->events_new++;
	else
		sum->joined += f->placement.how != PLACED_WAITING;
	sum->joined += f->recalled;
	sum->merged += (int64_t)f->placement.merge_count;
}

static bool deliver(struct job *j, void *payload, struct err *err)
{
	struct road *r = payload;
	struct settling d = {.source = str_of(r->options->source[j->source]),
			     .origin = belt_origin(&r->belt, j),
			     .pulled = j->pulled,
			     .fate = j->fate,
			     .finding = &j->finding,
			     .cursor = &j->cursor,
			     .err = &j->err,
			     .arena = j->arena};
	int64_t now;

	r->halted = r->halted || (j->pulled == PULLED_DOCUMENT && j->fate == FATE_RETRY);
	if (r->halted)
		return true;
	if (j->pulled == PULLED_END
		    ? !settler_end(&r->settler, &d, !stopping_asked(), err)
		    : !settler_settle(&r->settler, &d, err))
		return false;
	now = clock_ticks_us();
	if (r->options->progress && now - r->shown_us >= PROGRESS_US) {
		r->sum->seconds = (double)(now - r->started_us) / 1e6;
		r->options->progress(r->sum, j->share, r->options->payload);
		r->shown_us = now;
	}
	return true;
}

static void work(struct job *j, struct judge *judge)
{
	j->fate = pipeline_read(&j->finding, judge, j->arena, &j->document, &j->err);
	j->wants_more = j->fate == FATE_DONE && j->finding.verdict.abstain;
}

static void ask(struct job *j, void *payload)
{
	const struct road *r = payload;

	if (!opinion_ask(r->options->opinion, j->arena, &j->finding, stopping_flag()))
		j->fate = FATE_RETRY;
}

static bool is_done(const struct cursor *c)
{
	return strncmp(c->text, SETTLER_DONE, sizeof SETTLER_DONE - 1) == 0;
}

/* Where each source goes on. After an interruption: behind what is in the store.
 * When all were read to their ends before, each from its beginning, since a file may
 * have been mended or replaced; what is known then changes nothing. */
static bool cursors(struct cursor *from, struct road *r, struct err *err)
{
	bool all_done = true;

	for (size_t i = 0; i < r->options->source_count; i++) {
		const char *source = r->options->source[i];

		if (strcmp(source, "-") != 0 &&
		    !store_cursor(&from[i], r->clerk->store, str_of(source), err) &&
		    err->code != ERR_NONE)
			return false;
		all_done = all_done && is_done(&from[i]);
	}
	for (size_t i = 0; i < r->options->source_count; i++) {
		if (all_done)
			from[i] = (struct cursor){{0}};
		else if (is_done(&from[i]))
			memmove(from[i].text, from[i].text + sizeof SETTLER_DONE - 1,
				sizeof from[i].text - sizeof SETTLER_DONE + 1);
	}
	return true;
}

/* What begins at its beginning is counted from its first document. All at once: a stop in
 * between must not leave some that seem to be done. */
static bool rewind_all(const struct cursor *from, struct road *r, struct err *err)
{
	if (!clerk_begin(r->clerk, err))
		return false;
	for (size_t i = 0; i < r->options->source_count; i++)
		if (!from[i].text[0] &&
		    !store_rewind(r->clerk->store, str_of(r->options->source[i]), err))
			return false;
	return clerk_flush(r->clerk, err);
}

static bool drive(struct road *r, struct err *err)
{
	const struct road_options *o = r->options;
	struct cursor *from = memory_zalloc((o->source_count + 1) * sizeof *from);
	struct arena *arena = arena_new();
	int64_t drawn;
	bool ok;

	settler_open(&r->settler, r->clerk, r->sum);
	r->belt = (struct belt){.pack = o->pack,
				.source = o->source,
				.source_count = o->source_count,
				.format = o->format,
				.from = from,
				.threads = o->threads,
				.work = work,
				.deliver = deliver,
				.payload = r,
				.stop = stopping_flag()};
	if (r->clerk && o->opinion) {
		r->belt.more = ask;
		r->belt.more_threads = opinion_threads(o->opinion);
	}
	ok = (!r->clerk || (cursors(from, r, err) && rewind_all(from, r, err))) &&
	     belt_run(&r->belt, err) && settler_rest(&r->settler, err) &&
	     (!r->clerk || clerk_flush(r->clerk, err));
	r->sum->stopped = stopping_asked();
	if (ok && r->clerk && !r->sum->stopped)
		ok = store_redraw(&drawn, r->clerk->store, arena, err);
	settler_close(&r->settler);
	arena_free(arena);
	memory_free(from);
	return ok;
}

bool road_run(struct road_summary *out, const struct road_options *options, struct err *err)
{
	struct road r = {.options = options, .sum = out, .started_us = clock_ticks_us()};
	struct stopping before;
	bool ok;

	*out = (struct road_summary){0};
	if (!options->dry_run && !clerk_open(&r.clerk, options->db, options->batch, err))
		return false;
	if (r.clerk && !store_locker_place(r.clerk->store, options->locker, err)) {
		clerk_close(r.clerk);
		return false;
	}
	if (r.clerk && options->reputation)
		store_use_reputation(r.clerk->store, options->reputation);
	if (r.clerk && options->opinion && !opinion_attach(options->opinion, options->db, err)) {
		clerk_close(r.clerk);
		return false;
	}
	stopping_clear();
	if (options->catch_signals)
		stopping_catch(&before, true);
	ok = drive(&r, err);
	if (options->catch_signals)
		stopping_release(&before);
	clerk_close(r.clerk);
	out->seconds = (double)(clock_ticks_us() - r.started_us) / 1e6;
	return ok;
}
