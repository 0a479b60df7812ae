/* flow/settler.c -- documents, refusals and ends, each with the step of its source's cursor. */
#include "flow/settler.h"

#include "base/hash.h"
#include "base/log.h"
#include "flow/clerk.h"

void settler_open(struct settler *s, struct clerk *clerk, struct road_summary *sum)
{
	*s = (struct settler){.clerk = clerk, .sum = sum, .run = {.arena = arena_new()}};
}

void settler_close(struct settler *s)
{
	arena_free(s->run.arena);
}

static void forget(struct settler *s)
{
	s->run.count = 0;
	arena_reset(s->run.arena);
}

/* The batch becomes durable when it is full, or at once. */
static bool step(struct settler *s, bool now, struct err *err)
{
	if (s->whole)
		return true;
	return now ? clerk_flush(s->clerk, err) : clerk_step(s->clerk, err);
}

static void tell(const struct settling *d)
{
	if (str_starts(str_of(d->err->text), d->origin))
		log_warning("%s", d->err->text);
	else
		log_warning("%.*s: %s", STR_ARG(d->origin), d->err->text);
}

static bool refuse(struct settler *s, const struct settling *d, struct err *err)
{
	struct refusal refusal = {.source = d->source,
				  .origin = d->origin,
				  .why = d->err,
				  .cursor = d->pulled == PULLED_BROKEN ? NULL : d->cursor};

	tell(d);
	if (d->pulled == PULLED_BROKEN) {
		s->sum->broken++;
		s->broken = hash64(d->source, 1);
	} else {
		s->sum->refused++;
	}
	if (!s->clerk)
		return true;
	refusal.seen_ms = s->clerk->seen_ms;
	return store_refuse(s->clerk->store, &refusal, err) && step(s, false, err);
}

bool settler_rest(struct settler *s, struct err *err)
{
	struct passed_run *run = &s->run;
	struct passing p = {.source = run->source,
			    .page = run->page,
			    .count = run->count,
			    .cursor = &run->cursor};
	bool ok;

	if (!p.count)
		return true;
	if (!clerk_begin(s->clerk, err))
		return false;
	p.seen_ms = s->clerk->seen_ms;
	ok = store_pass(s->clerk->store, run->arena, &p, err);
	forget(s);
	return ok && step(s, p.count == STORE_PASSED_MOST, err);
}

static bool pass(struct settler *s, const struct settling *d, struct err *err)
{
	struct passed_run *run = &s->run;
	struct passed_page *page;

	s->sum->passed++;
	s->sum->documents++;
	if (!s->clerk)
		return true;
	if (run->count && !str_eq(run->source, d->source) && !settler_rest(s, err))
		return false;
	if (!run->count)
		run->source = arena_copy(run->arena, d->source);
	page = &run->page[run->count++];
	*page = d->finding->passed;
	page->url = arena_copy(run->arena, page->url);
	run->cursor = *d->cursor;
	return run->count < STORE_PASSED_MOST || settler_rest(s, err);
}

bool settler_settle(struct settler *s, struct settling *d, struct err *err)
{
	enum fate fate = d->pulled == PULLED_DOCUMENT ? d->fate : FATE_REFUSED;

	if (fate == FATE_PASSED)
		return pass(s, d, err);
	if (!settler_rest(s, err) || (s->clerk && !clerk_begin(s->clerk, err)))
		return false;
	if (fate == FATE_DONE && s->clerk)
		fate = pipeline_settle(s->clerk, d->arena, d->finding, d->source, d->cursor,
				       d->err);
	switch (fate) {
	case FATE_RETRY:
		*err = *d->err;
		return false;
	case FATE_REFUSED:
		return refuse(s, d, err);
	case FATE_KNOWN:
		s->sum->known++;
		break;
	case FATE_PASSED: /* settled above */
	case FATE_DONE:
		road_count(s->sum, d->finding);
		break;
	}
	s->sum->documents++;
	return !s->clerk || step(s, d->finding->note.calls > 0, err);
}

bool settler_end(struct settler *s, const struct settling *d, bool whole, struct err *err)
{
	struct cursor done = {SETTLER_DONE};

	if (!settler_rest(s, err))
		return false;
	if (!s->clerk || !whole || s->broken == hash64(d->source, 1))
		return true;
	memcpy(done.text + sizeof SETTLER_DONE - 1, d->cursor->text,
	       sizeof done.text - sizeof SETTLER_DONE);
	return clerk_begin(s->clerk, err) && store_move(s->clerk->store, d->source, &done, err) &&
	       step(s, false, err);
}
