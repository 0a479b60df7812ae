/* flow/fetcher.c -- batches are cut by what is in them alone, so that reading the same again from
 * the same place gives the same messages, which the queue and the clerk know again. */
#include "flow/fetcher.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/vec.h"
#include "flow/freight.h"
#include "flow/lane.h"
#include "flow/queue_url.h"
#include "flow/stopping.h"

#define LOOK_US 1000000
#define STALL_MORE_MS 30000

enum reading { READ_ON, READ_AGAIN, READ_FAILED, READ_STOPPED };

struct fetcher {
	const struct fetcher_options *o;
	struct fetcher_summary *sum;
	const struct queue_ops *ops;
	void *queue;
	struct str lane;
	struct arena *arena, *notes; /* of the message at hand; of the last look */
	struct buf bytes;
	struct freight load;
	struct freight_item item[FREIGHT_ITEMS];
	size_t size, most;             /* of the documents in it */
	VEC(struct source *) finished; /* documents of the message at hand point into them */
	struct str *name;
	struct lane_state settled; /* as it was last told */
	char place[sizeof((struct cursor *)0)->text + 24];
	int64_t looked_us, moved_us, stall_us;
};

/* -- how far it was settled ------------------------------------------------------------ */

/* False: others have to be asked to look again; `settled` stays as it was. */
static bool look(struct fetcher *f)
{
	struct lane_state now;
	struct err ignored;

	f->looked_us = clock_ticks_us();
	arena_reset(f->notes);
	if (!lane_read(&now, f->ops, f->queue, f->notes, f->lane, &ignored))
		return false;
	if (now.round != f->settled.round || now.number != f->settled.number)
		f->moved_us = clock_ticks_us();
	f->settled = now;
	return true;
}

/* It is further than what we have put: another fetcher of this lane was here, or the store has
 * rounds that the note had forgotten. */
static bool is_behind(const struct fetcher *f)
{
	return f->settled.round > f->load.round ||
	       (f->settled.round == f->load.round && f->settled.number > f->load.number);
}

/* -- messages -------------------------------------------------------------------------- */

static void empty(struct fetcher *f)
{
	for (size_t i = 0; i < f->finished.len; i++)
		source_close(f->finished.at[i]);
	f->finished.len = 0;
	f->load.items = 0;
	f->size = 0;
	arena_reset(f->arena);
}

static enum reading put(struct fetcher *f, bool last, struct err *err)
{
	struct freight_item *end = &f->item[f->load.items - 1];
	char id[HASH_HEX_SIZE];
	struct delivery d = {0};
	struct str place;

	if (!f->load.items)
		return READ_ON;
	f->load.number++;
	f->load.last = last;
	f->load.behind = str_of(f->place);
	f->load.source = f->name;
	f->load.sources = f->load.number == 1 ? f->o->source_count : 0;
	if (!freight_pack(&f->bytes, &f->load, err))
		return READ_FAILED;
	d.body = buf_view(&f->bytes);
	hash128_hex(id, hash128(d.body));
	d.id = str_of(id);
	if (!f->ops->put(f->queue, &d, err))
		return err->code == ERR_STOPPED ? READ_STOPPED : READ_FAILED;
	place = freight_place(f->arena, end);
	memcpy(f->place, place.at, place.len + 1);
	f->sum->messages++;
	empty(f);
	if (clock_ticks_us() - f->looked_us > LOOK_US && look(f) && is_behind(f))
		return READ_AGAIN;
	return READ_ON;
}

static struct freight_item *next_item(struct fetcher *f, size_t n)
{
	struct freight_item *i = &f->item[f->load.items++];

	*i = (struct freight_item){.index = n, .source = str_of(f->o->source[n])};
	return i;
}

static size_t size_of(const struct document *d)
{
	return d->bytes.len + d->head.len + 64;
}

/* One more, or the end of the source. */
static enum pulled pull(struct fetcher *f, size_t n, struct source *source)
{
	struct freight_item *i = next_item(f, n);

	i->pulled = source_next(&i->document, source, f->arena, &i->err);
	source_cursor(&i->cursor, source);
	f->size += size_of(&i->document);
	if (i->pulled == PULLED_DOCUMENT)
		f->sum->documents++;
	else if (i->pulled != PULLED_END)
		f->sum->refused++;
	return i->pulled;
}

/* The end has the cursor that the source had, and its message its documents: so it is closed when
 * that is put. */
static void finish(struct fetcher *f, struct source *source, size_t n, bool broken)
{
	if (broken) {
		struct freight_item *i = next_item(f, n);

		i->pulled = PULLED_END;
		source_cursor(&i->cursor, source);
	}
	VEC_PUSH(&f->finished, source);
}

static void show(struct fetcher *f, size_t n, struct source *source)
{
	double share = source ? source_progress(source) : 0;

	if (f->o->progress)
		f->o->progress(f->sum,
			       ((double)n + (share > 0 ? share : 0)) / (double)f->o->source_count,
			       f->o->payload);
}

static enum reading read_source(struct fetcher *f, size_t n, const struct cursor *from,
				struct err *err)
{
	struct source *source = NULL;
	enum reading r = READ_ON;
	enum pulled pulled;

	if (!source_open(&source, f->name[n], f->o->format, from->text[0] ? from : NULL,
			 &f->item[f->load.items].err)) {
		struct err why = f->item[f->load.items].err;
		struct freight_item *i = next_item(f, n);

		i->pulled = PULLED_BROKEN;
		i->err = why;
		f->sum->refused++;
		return READ_ON;
	}
	for (;;) {
		/* two more may come: a break and its end */
		if (f->load.items + 2 > FREIGHT_ITEMS || f->size >= f->most) {
			r = put(f, false, err);
			show(f, n, source);
		}
		if (r == READ_ON && stopping_asked())
			r = READ_STOPPED;
		if (r != READ_ON) {
			source_close(source);
			return r;
		}
		pulled = pull(f, n, source);
		if (pulled == PULLED_END || pulled == PULLED_BROKEN)
			break;
	}
	finish(f, source, n, pulled == PULLED_BROKEN);
	return READ_ON;
}

/* A message may begin with the next source only when there is room for what it begins with. */
static enum reading read_all(struct fetcher *f, struct err *err)
{
	struct cursor from;
	size_t first;
	enum reading r;

	if (!freight_place_read(&first, &from, str_of(f->place))) {
		err_set(err, ERR_CONFIG, "the queue has a place of this lane that is none: %s",
			f->place);
		return READ_FAILED;
	}
	for (size_t n = first; n < f->o->source_count; n++) {
		if (f->load.items + 2 > FREIGHT_ITEMS && (r = put(f, false, err)) != READ_ON)
			return r;
		r = read_source(f, n, &from, err);
		if (r != READ_ON)
			return r;
		from = (struct cursor){0};
	}
	r = put(f, true, err);
	if (r == READ_ON && !f->ops->flush(f->queue, err))
		r = READ_FAILED;
	return r;
}

/* -- rounds ---------------------------------------------------------------------------- */

/* Where to go on: behind what is settled, or with a new round. */
static void begin(struct fetcher *f)
{
	bool fresh = f->settled.last;
	struct str place = fresh ? STR("") : f->settled.place;

	empty(f);
	f->load.round = f->settled.round + fresh;
	f->load.number = fresh ? 0 : f->settled.number;
	if (place.len >= sizeof f->place)
		place.len = 0; /* no place of ours is so long: then from the beginning */
	memcpy(f->place, place.len ? place.at : "", place.len);
	f->place[place.len] = '\0';
	f->moved_us = clock_ticks_us();
}

/* Until all of the round is settled. */
static enum reading wait_settled(struct fetcher *f)
{
	while (!(f->settled.round == f->load.round && f->settled.last)) {
		if (stopping_asked())
			return READ_STOPPED;
		clock_sleep_ms(100);
		look(f);
		if (is_behind(f) || clock_ticks_us() - f->moved_us > f->stall_us)
			return READ_AGAIN;
	}
	return READ_ON;
}

static bool rounds(struct fetcher *f, struct err *err)
{
	enum reading r = READ_AGAIN;

	look(f);
	begin(f);
	while (r == READ_AGAIN) {
		r = read_all(f, err);
		if (r == READ_ON)
			r = wait_settled(f);
		if (r != READ_AGAIN)
			continue;
		log_info("going on behind what is settled: round %llu, message %llu",
			 (unsigned long long)f->settled.round,
			 (unsigned long long)f->settled.number);
		f->sum->again++;
		begin(f);
	}
	f->sum->stopped = r == READ_STOPPED;
	if (r == READ_STOPPED) { /* what is under way need not be read again */
		struct err ignored;

		(void)!f->ops->flush(f->queue, &ignored);
	}
	return r != READ_FAILED;
}

static struct str lane_name(struct arena *arena, const struct fetcher_options *o)
{
	struct str all = STR("");
	char hex[HASH_HEX_SIZE];

	if (o->lane.len)
		return o->lane;
	for (size_t i = 0; i < o->source_count; i++)
		all = arena_fmt(arena, "%.*s\n%s", STR_ARG(all), o->source[i]);
	hash128_hex(hex, hash128(all));
	return arena_fmt(arena, "files-%s", hex);
}

bool fetcher_run(struct fetcher_summary *out, const struct fetcher_options *o, struct err *err)
{
	struct fetcher *f = memory_zalloc(sizeof *f);
	struct queue_options q = {.url = o->queue, .stop = stopping_flag()};
	struct arena *arena = arena_new();
	struct queue_url url;
	bool ok = false;

	*out = (struct fetcher_summary){0};
	f->o = o;
	f->sum = out;
	f->arena = arena_new();
	f->notes = arena_new();
	f->lane = lane_name(arena, o);
	f->name = ARENA_ARRAY(arena, struct str, o->source_count);
	for (size_t i = 0; i < o->source_count; i++)
		f->name[i] = str_of(o->source[i]);
	f->load = (struct freight){.lane = f->lane, .item = f->item};
	f->settled = (struct lane_state){.last = true};
	buf_init(&f->bytes, FREIGHT_MOST);
	f->ops = queue_of(o->queue, err);
	if (f->ops && !f->ops->note)
		err_set(err, ERR_CONFIG, "a fetcher needs a queue across machines: nats://...");
	else if (f->ops && queue_url_parse(&url, arena, o->queue, err) &&
		 f->ops->open(&f->queue, &q, err)) {
		f->most = (size_t)url.batch;
		f->stall_us = (url.duplicates_ms + STALL_MORE_MS) * 1000;
		ok = rounds(f, err);
	}
	empty(f);
	if (f->queue)
		f->ops->close(f->queue);
	VEC_FREE(&f->finished);
	buf_free(&f->bytes);
	arena_free(f->notes);
	arena_free(f->arena);
	arena_free(arena);
	memory_free(f);
	return ok;
}
