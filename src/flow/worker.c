/* flow/worker.c -- threads that each take, read, judge, put and ack.
 *
 * A process that dies (out of memory, killed, a bug of ours) had as many messages at hand as it
 * has threads, and only one of them was why. So a message that comes for the third time is read
 * alone in its process, and before each of its documents a note says which one it is: who gets
 * it next knows on which one the process died. A document on which two died is given up. */
#include "flow/worker.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"
#include "flow/freight.h"
#include "flow/stopping.h"
#include "flow/suspects.h"

#define TOUCH_US 1000000
#define SUSPECT_FROM 3 /* deliveries */

struct workshop {
	const struct worker_options *o;
	const struct queue_ops *ops;
	struct str maker;
	struct lock *alone; /* held to read: among others; to write: a suspect, alone */
	atomic_int_fast64_t messages, documents, buried;
	atomic_bool failed;
	struct err err; /* of the first that failed */
	struct lock *telling;
};

struct hand { /* one thread */
	struct workshop *shop;
	struct judge *judge;
	void *documents, *findings;
	struct arena *arena;
	struct buf bytes;
	struct suspects suspects;
	int64_t touched_us;
};

static void touch(struct hand *h, const struct delivery *d)
{
	if (clock_ticks_us() - h->touched_us < TOUCH_US)
		return;
	h->shop->ops->touch(h->documents, d);
	h->touched_us = clock_ticks_us();
}

/* -- reading ----------------------------------------------------------------------------------- */

/* The document alone, as a lane of its own, so that it can be put again as it is. */
static bool bury_one(struct hand *h, const struct delivery *d, const struct freight_item *i,
		     struct err *err)
{
	struct freight_item alone = *i;
	struct freight f = {.round = 1, .number = 1, .last = true, .item = &alone, .items = 1};
	struct delivery dead = {.sequence = d->sequence, .reason = str_of(i->err.text)};

	f.lane = arena_fmt(h->arena, FREIGHT_AGAIN "%llu-%.*s", (unsigned long long)d->sequence,
			   STR_ARG(i->document.origin));
	alone.cursor = (struct cursor){0};
	if (!freight_pack(&h->bytes, &f, err))
		return false;
	dead.body = buf_view(&h->bytes);
	atomic_fetch_add(&h->shop->buried, 1);
	return h->shop->ops->bury(h->documents, &dead, err);
}

static bool give_up(struct hand *h, const struct delivery *d, struct freight_item *i,
		    struct err *err)
{
	err_set(&i->err, ERR_INPUT, "workers died on it, the last one in delivery %u",
		d->attempt - 1);
	i->fate = FATE_REFUSED;
	log_warning("%.*s: %s", STR_ARG(i->document.origin), i->err.text);
	return bury_one(h, d, i, err);
}

static bool read_one(struct hand *h, const struct delivery *d, struct freight_item *i, size_t n,
		     struct err *err)
{
	bool suspect = d->attempt >= SUSPECT_FROM;

	if (suspect && suspects_died(&h->suspects, n) >= SUSPECTS_ENOUGH)
		return give_up(h, d, i, err);
	if (suspect &&
	    !suspects_note(&h->suspects, h->shop->ops, h->documents, d->sequence, n, err))
		return false;
	i->finding = ARENA_NEW(h->arena, struct finding);
	i->fate = pipeline_read(i->finding, h->judge, h->arena, &i->document, &i->err);
	atomic_fetch_add(&h->shop->documents, 1);
	return true;
}

static bool read_all(struct hand *h, const struct delivery *d, struct freight *f, struct err *err)
{
	bool suspect = d->attempt >= SUSPECT_FROM, ok = true;

	if (suspect)
		lock_write(h->shop->alone);
	else
		lock_read(h->shop->alone);
	if (suspect)
		ok = suspects_recall(&h->suspects, h->shop->ops, h->documents, h->arena,
				     d->sequence, err);
	for (size_t i = 0; i < f->items && ok; i++) {
		touch(h, d);
		if (f->item[i].pulled == PULLED_DOCUMENT)
			ok = read_one(h, d, &f->item[i], i, err);
	}
	lock_release(h->shop->alone);
	return ok;
}

/* -- messages -------------------------------------------------------------------------- */

/* Findings that fit into no message: their documents are refused for that. */
static bool pack_findings(struct hand *h, struct freight *f, struct err *err)
{
	if (freight_pack(&h->bytes, f, err))
		return true;
	for (size_t i = 0; i < f->items; i++)
		if (f->item[i].pulled == PULLED_DOCUMENT && f->item[i].fate == FATE_DONE) {
			f->item[i].fate = FATE_REFUSED;
			f->item[i].err = *err;
		}
	return freight_pack(&h->bytes, f, err);
}

static bool put_findings(struct hand *h, const struct delivery *d, struct freight *f,
			 struct err *err)
{
	struct delivery out = {0};

	f->judged = true;
	f->maker = h->shop->maker;
	f->sequence = d->sequence;
	f->claim = d->claim;
	if (!pack_findings(h, f, err))
		return false;
	out.body = buf_view(&h->bytes);
	out.id = arena_fmt(h->arena, "%llu %.*s", (unsigned long long)d->sequence,
			   STR_ARG(f->maker));
	return h->shop->ops->put(h->findings, &out, err) && h->shop->ops->flush(h->findings, err);
}

/* What can not be read is buried, unless a newer program can. */
static bool refuse(struct hand *h, struct delivery *d, struct err *err)
{
	if (err->code == ERR_CONFIG) {
		log_warning("%s", err->text);
		h->shop->ops->nak(h->documents, d);
		return true;
	}
	log_warning("message %llu: %s", (unsigned long long)d->sequence, err->text);
	d->reason = arena_copy(h->arena, str_of(err->text));
	atomic_fetch_add(&h->shop->buried, 1);
	return h->shop->ops->bury(h->documents, d, err);
}

static bool work_on(struct hand *h, struct delivery *d, struct err *err)
{
	struct freight f;

	h->touched_us = clock_ticks_us();
	if (!freight_unpack(&f, h->arena, d->body, err))
		return refuse(h, d, err);
	if (f.judged) {
		err_set(err, ERR_INPUT, "findings among the documents");
		return refuse(h, d, err);
	}
	if (!read_all(h, d, &f, err) || !put_findings(h, d, &f, err)) {
		h->shop->ops->nak(h->documents, d);
		return false;
	}
	atomic_fetch_add(&h->shop->messages, 1);
	return h->shop->ops->ack(h->documents, d, err);
}

/* -- threads --------------------------------------------------------------------------- */

static void hand_close(struct hand *h)
{
	h->shop->ops->close(h->documents);
	h->shop->ops->close(h->findings);
	h->documents = h->findings = NULL;
}

static bool hand_open(struct hand *h, struct err *err)
{
	struct queue_options o = {.url = h->shop->o->queue, .stop = stopping_flag()};

	if (!h->shop->ops->open(&h->documents, &o, err))
		return false;
	o.topic = QUEUE_FINDINGS;
	return h->shop->ops->open(&h->findings, &o, err);
}

static void loop(struct hand *h)
{
	struct delivery d;
	struct err err;

	while (!stopping_asked()) {
		arena_reset(h->arena);
		if (!h->documents && !hand_open(h, &err)) {
			hand_close(h);
			log_warning("%s", err.text);
			clock_sleep_ms(1000);
			continue;
		}
		if (!h->shop->ops->take(&d, h->documents, h->arena, &err)) {
			if (err.code != ERR_BUSY) { /* of no use any more */
				log_warning("%s", err.text);
				hand_close(h);
			}
			continue;
		}
		if (!work_on(h, &d, &err) && err.code != ERR_STOPPED)
			log_warning("%s", err.text);
	}
}

static void work(void *payload)
{
	struct workshop *shop = payload;
	struct hand *h = memory_zalloc(sizeof *h);
	struct err err;

	h->shop = shop;
	h->arena = arena_new();
	buf_init(&h->bytes, FREIGHT_MOST);
	if (hand_open(h, &err)) {
		h->judge = judge_new(shop->o->pack);
		loop(h);
		judge_free(h->judge);
	} else {
		lock_write(shop->telling);
		if (!atomic_exchange(&shop->failed, true))
			shop->err = err;
		lock_release(shop->telling);
	}
	hand_close(h);
	buf_free(&h->bytes);
	arena_free(h->arena);
	memory_free(h);
}

bool worker_run(struct worker_summary *out, const struct worker_options *o, struct err *err)
{
	size_t threads = o->threads ? o->threads : threads_cores();
	struct thread **t = memory_alloc(threads * sizeof *t);
	struct arena *arena = arena_new();
	struct workshop *shop = memory_zalloc(sizeof *shop);
	bool ok;

	*out = (struct worker_summary){0};
	shop->o = o;
	shop->maker = freight_maker(arena, pack_id(o->pack));
	shop->ops = queue_of(o->queue, err);
	shop->alone = lock_new();
	shop->telling = lock_new();
	ok = shop->ops && (shop->ops->note ||
			   err_set(err, ERR_CONFIG, "a worker needs a queue across machines"));
	for (size_t i = 0; i < threads && ok; i++)
		t[i] = thread_start("work", work, shop);
	for (size_t i = 0; i < threads && ok; i++)
		thread_join(t[i]);
	if (ok && atomic_load(&shop->failed)) {
		*err = shop->err;
		ok = false;
	}
	out->messages = atomic_load(&shop->messages);
	out->documents = atomic_load(&shop->documents);
	out->buried = atomic_load(&shop->buried);
	lock_free(shop->alone);
	lock_free(shop->telling);
	memory_free(shop);
	arena_free(arena);
	memory_free(t);
	return ok;
}
