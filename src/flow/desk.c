/* flow/desk.c -- lanes, what is held of them, and one transaction for each message. */
#include "flow/desk.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/vec.h"
#include "flow/clerk.h"
#include "flow/lane.h"
#include "flow/settler.h"
#include "judge/pack.h"
#include "store/roles.h"

struct desk {
	struct desk_options o;
	struct arena *arena; /* of names and places of lanes */
	struct settler settler;
	struct judge *judge; /* made when something has to be judged anew */
	struct str maker;
	struct map *lanes; /* name to number, from 1 */
	VEC(struct store_lane) lane;
	VEC(struct desk_message *) held;
	VEC(struct arena *) spare;
};

struct desk *desk_new(const struct desk_options *o)
{
	struct desk *d = memory_zalloc(sizeof *d);

	d->o = *o;
	d->arena = arena_new();
	d->lanes = map_new();
	d->maker = freight_maker(d->arena, pack_id(o->pack));
	settler_open(&d->settler, o->clerk, o->sum);
	d->settler.whole = true;
	return d;
}

struct desk_message *desk_blank(struct desk *d)
{
	struct desk_message *m = memory_zalloc(sizeof *m);

	m->arena = d->spare.len ? d->spare.at[--d->spare.len] : arena_new();
	return m;
}

void desk_unused(struct desk *d, struct desk_message *m)
{
	arena_reset(m->arena);
	VEC_PUSH(&d->spare, m->arena);
	memory_free(m);
}

void desk_free(struct desk *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->held.len; i++) {
		d->o.ops->nak(d->o.findings, &d->held.at[i]->delivery);
		desk_unused(d, d->held.at[i]);
	}
	for (size_t i = 0; i < d->spare.len; i++)
		arena_free(d->spare.at[i]);
	VEC_FREE(&d->held);
	VEC_FREE(&d->spare);
	VEC_FREE(&d->lane);
	map_free(d->lanes);
	judge_free(d->judge);
	settler_close(&d->settler);
	arena_free(d->arena);
	memory_free(d);
}

/* -- lanes ----------------------------------------------------------------------------- */

/* Its number; 0: the store could not be asked. */
static size_t lane_of(struct desk *d, struct str name, struct err *err)
{
	uint64_t *at = map_put(d->lanes, name);
	struct store_lane l;

	if (*at)
		return (size_t)*at;
	if (!store_lane(&l, d->o.clerk->store, d->arena, arena_copy(d->arena, name), err))
		return 0;
	VEC_PUSH(&d->lane, l);
	*at = d->lane.len;
	return d->lane.len;
}

/* To its fetcher, who reads on there should anything be lost. */
static bool tell(struct desk *d, const struct store_lane *l, struct err *err)
{
	struct lane_state s = {.round = (uint64_t)l->round,
			       .number = (uint64_t)l->number,
			       .place = l->place,
			       .last = l->last};

	return str_starts(l->name, STR(FREIGHT_AGAIN)) ||
	       lane_tell(d->o.ops, d->o.findings, l->name, &s, err);
}

enum turn { TURN_NOW, TURN_LATER, TURN_NEVER };

static enum turn turn_of(const struct store_lane *l, const struct freight *f)
{
	uint64_t round = (uint64_t)l->round, number = (uint64_t)l->number;

	if (f->round < round || (f->round == round && (f->number <= number || l->last)))
		return TURN_NEVER;
	if (l->last)
		return f->round == round + 1 && f->number == 1 ? TURN_NOW : TURN_LATER;
	if (f->round > round)
		return TURN_LATER;
	if (f->number > number + 1)
		return TURN_LATER;
	return str_eq(f->behind, l->place) ? TURN_NOW : TURN_NEVER;
}

static bool is_held(const struct desk *d, const struct freight *f)
{
	for (size_t i = 0; i < d->held.len; i++) {
		const struct freight *h = &d->held.at[i]->load;

		if (h->round == f->round && h->number == f->number && str_eq(h->lane, f->lane))
			return true;
	}
	return false;
}

/* -- settling -------------------------------------------------------------------------- */

/* Done with, whether it was settled or dropped: the document's message is needed no more. */
static bool done_with(struct desk *d, struct desk_message *m, struct err *err)
{
	struct delivery document = {.sequence = m->load.sequence, .claim = m->load.claim};
	bool ok = d->o.ops->forget(d->o.documents, &document, err) &&
		  d->o.ops->ack(d->o.findings, &m->delivery, err);

	desk_unused(d, m);
	return ok;
}

/* By our own pack, from the documents. False with ERR_MISSING: they are gone. */
static bool judge_anew(struct desk *d, struct desk_message *m, struct err *err)
{
	struct delivery documents;
	struct freight f;

	if (!d->o.ops->look(&documents, d->o.documents, m->arena, m->load.sequence, err))
		return false;
	if (!freight_unpack(&f, m->arena, documents.body, err)) {
		err->code = ERR_MISSING;
		return false;
	}
	log_info("message %llu of %.*s was judged by \"%.*s\": judged anew",
		 (unsigned long long)m->load.number, STR_ARG(m->load.lane), STR_ARG(m->load.maker));
	if (!d->judge)
		d->judge = judge_new(d->o.pack);
	for (size_t i = 0; i < f.items; i++) {
		struct freight_item *item = &f.item[i];

		if (item->pulled != PULLED_DOCUMENT)
			continue;
		item->finding = ARENA_NEW(m->arena, struct finding);
		item->fate = pipeline_read(item->finding, d->judge, m->arena, &item->document,
					   &item->err);
	}
	m->load.item = f.item;
	m->load.items = f.items;
	return true;
}

static bool rewind_all(struct desk *d, const struct freight *f, struct err *err)
{
	for (size_t i = 0; i < f->sources; i++)
		if (!store_rewind(d->o.clerk->store, f->source[i], err))
			return false;
	return true;
}

static bool settle_item(struct desk *d, struct desk_message *m, struct freight_item *i,
			struct err *err)
{
	bool again = str_starts(m->load.lane, STR(FREIGHT_AGAIN));
	struct settling s = {.source = i->source,
			     .origin = i->document.origin.len ? i->document.origin : i->source,
			     .pulled = i->pulled,
			     .fate = i->fate,
			     .finding = i->finding,
			     .cursor = again ? NULL : &i->cursor,
			     .err = &i->err,
			     .arena = m->arena};

	/* Its source is further by now: nothing but a document counts. */
	if (again && (i->pulled != PULLED_DOCUMENT || i->fate == FATE_PASSED))
		return true;
	if (i->pulled == PULLED_END)
		return settler_end(&d->settler, &s, true, err);
	return settler_settle(&d->settler, &s, err);
}

/* All of it in the batch at hand. */
static bool settle_all(struct desk *d, struct desk_message *m, struct store_lane *l,
		       struct err *err)
{
	struct freight *f = &m->load;
	struct freight_item *end = f->items ? &f->item[f->items - 1] : NULL;
	int64_t drawn;

	for (size_t i = 0; i < f->items; i++)
		if (!settle_item(d, m, &f->item[i], err))
			return false;
	if (!settler_rest(&d->settler, err))
		return false;
	l->round = (int64_t)f->round;
	l->number = (int64_t)f->number;
	l->last = f->last;
	if (end)
		l->place = freight_place(m->arena, end);
	if (f->last && !store_redraw(&drawn, d->o.clerk->store, m->arena, err))
		return false;
	return store_lane_put(d->o.clerk->store, l, err);
}

static bool settle(struct desk *d, struct desk_message *m, size_t lane, struct err *err)
{
	struct store_lane now = d->lane.at[lane - 1];
	bool known = str_eq(m->load.maker, d->maker);

	if (!known && !judge_anew(d, m, err)) {
		bool ok = err->code == ERR_MISSING && done_with(d, m, err);

		if (!ok)
			desk_unused(d, m);
		return ok; /* gone: it is a gap, which its fetcher fills */
	}
	if (!clerk_begin(d->o.clerk, err) ||
	    (m->load.number == 1 && !rewind_all(d, &m->load, err)) ||
	    !settle_all(d, m, &now, err) || !clerk_flush(d->o.clerk, err)) {
		d->o.ops->nak(d->o.findings, &m->delivery);
		desk_unused(d, m);
		return false;
	}
	now.place = arena_copy(d->arena, now.place);
	d->lane.at[lane - 1] = now;
	return tell(d, &now, err) && done_with(d, m, err);
}

/* -- what is held ---------------------------------------------------------------------- */

static struct desk_message *take_held(struct desk *d, size_t n)
{
	struct desk_message *m = d->held.at[n];

	d->held.at[n] = d->held.at[--d->held.len];
	return m;
}

/* What has become the next one, or is out of turn for ever, once a lane has moved. */
static bool go_on(struct desk *d, size_t lane, struct err *err)
{
	for (size_t i = 0; i < d->held.len;) {
		const struct freight *f = &d->held.at[i]->load;
		enum turn turn = TURN_LATER;

		if (str_eq(f->lane, d->lane.at[lane - 1].name))
			turn = turn_of(&d->lane.at[lane - 1], f);
		if (turn == TURN_LATER) {
			i++;
			continue;
		}
		if (turn == TURN_NOW ? !settle(d, take_held(d, i), lane, err)
				     : !done_with(d, take_held(d, i), err))
			return false;
		i = 0;
	}
	return true;
}

/* What can not be read: a newer program's is left for one that knows it. */
static bool refuse(struct desk *d, struct desk_message *m, struct err *err)
{
	bool ok = true;

	log_warning("findings %llu: %s", (unsigned long long)m->delivery.sequence, err->text);
	if (err->code == ERR_CONFIG) {
		d->o.ops->nak(d->o.findings, &m->delivery);
	} else {
		m->delivery.reason = arena_copy(m->arena, str_of(err->text));
		ok = d->o.ops->bury(d->o.findings, &m->delivery, err);
	}
	desk_unused(d, m);
	return ok;
}

bool desk_hand_in(struct desk *d, struct desk_message *m, struct err *err)
{
	size_t lane;

	if (!freight_unpack(&m->load, m->arena, m->delivery.body, err))
		return refuse(d, m, err);
	if (!m->load.judged) {
		err_set(err, ERR_INPUT, "documents among the findings");
		return refuse(d, m, err);
	}
	lane = lane_of(d, m->load.lane, err);
	if (!lane) {
		d->o.ops->nak(d->o.findings, &m->delivery);
		desk_unused(d, m);
		return false;
	}
	switch (turn_of(&d->lane.at[lane - 1], &m->load)) {
	case TURN_NOW:
		return settle(d, m, lane, err) && go_on(d, lane, err);
	case TURN_NEVER:
		return tell(d, &d->lane.at[lane - 1], err) && done_with(d, m, err);
	case TURN_LATER:
		break;
	}
	if (is_held(d, &m->load))
		return done_with(d, m, err);
	m->since_us = clock_ticks_us();
	VEC_PUSH(&d->held, m);
	return true;
}

bool desk_idle(struct desk *d, struct err *err)
{
	int64_t now = clock_ticks_us();

	for (size_t i = 0; i < d->held.len;) {
		struct desk_message *m = d->held.at[i];

		if (now - m->since_us > d->o.patience_ms * 1000) {
			if (!done_with(d, take_held(d, i), err))
				return false;
			continue;
		}
		d->o.ops->touch(d->o.findings, &m->delivery);
		i++;
	}
	return true;
}
