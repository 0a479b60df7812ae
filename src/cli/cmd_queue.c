/* cli/cmd_queue.c -- `tocsin queue`: what is in the queue, and its dead letters. */
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/freight.h"
#include "flow/queue.h"
#include "text/date.h"

struct desk_of_dead {
	const struct options *o;
	const struct queue_ops *ops;
	struct queue_options at;
	void *dead;
	struct arena *arena;
	int64_t done, refused;
};

/* What is in it: the first document's place, and how many there are. */
static struct str told(struct arena *arena, struct str body)
{
	struct freight f;
	struct err err;

	if (!freight_unpack(&f, arena, body, &err))
		return str_of("(it can not be read)");
	if (!f.items)
		return arena_fmt(arena, "message %llu of %.*s", (unsigned long long)f.number,
				 STR_ARG(f.lane));
	return f.items == 1 ? arena_copy(arena, f.item[0].document.origin)
			    : arena_fmt(arena, "%zu documents from %.*s on", f.items,
					STR_ARG(f.item[0].document.origin));
}

static bool list_one(struct desk_of_dead *q, const struct delivery *d, struct err *err)
{
	struct str line =
		arena_fmt(q->arena, "%llu  %.*s  %.*s  %.*s\n", (unsigned long long)d->sequence,
			  STR_ARG(date_iso(q->arena, d->put_ms)), STR_ARG(told(q->arena, d->body)),
			  STR_ARG(d->reason));

	q->done++;
	return io_print(line, err);
}

static bool drop_one(struct desk_of_dead *q, const struct delivery *d, struct err *err)
{
	q->done++;
	return q->ops->forget(q->dead, d, err);
}

/* As a lane of its own, which nothing was settled of. */
static bool put_again(struct desk_of_dead *q, const struct delivery *d, struct err *err)
{
	struct delivery again = {0};
	void *documents = NULL;
	struct freight f;
	struct buf bytes;
	bool ok;

	if (!freight_unpack(&f, q->arena, d->body, err))
		return false;
	if (f.judged)
		return err_set(err, ERR_INPUT, "findings, not documents");
	f.lane = arena_fmt(q->arena, FREIGHT_AGAIN "%lld-%llu", (long long)clock_now_ms(),
			   (unsigned long long)d->sequence);
	f.round = f.number = 1;
	f.behind = STR("");
	f.last = true;
	f.sources = 0;
	buf_init(&bytes, FREIGHT_MOST);
	ok = q->ops->open(&documents, &q->at, err) && freight_pack(&bytes, &f, err);
	again.body = buf_view(&bytes);
	again.id = f.lane;
	ok = ok && q->ops->put(documents, &again, err) && q->ops->flush(documents, err);
	buf_free(&bytes);
	q->ops->close(documents);
	return ok;
}

static bool retry_one(struct desk_of_dead *q, const struct delivery *d, struct err *err)
{
	if (put_again(q, d, err))
		return drop_one(q, d, err);
	log_warning("%llu: %s", (unsigned long long)d->sequence, err->text);
	q->refused++;
	return true;
}

static const struct {
	const char *name, *done;
	bool needs_which;
	bool (*one)(struct desk_of_dead *q, const struct delivery *d, struct err *err);
} action[] = {{"list", "dead letters", false, list_one},
	      {"retry", "put again", true, retry_one},
	      {"drop", "dropped", true, drop_one}};

/* All, or the one that is named; ERR_MISSING: it is not there. */
static bool each(struct desk_of_dead *q, size_t n, int64_t which, struct err *err)
{
	uint64_t from, upto, count;

	if (!q->ops->extent(&from, &upto, &count, q->dead, err))
		return false;
	if (which)
		from = upto = (uint64_t)which;
	for (uint64_t i = from; i <= upto && (count || which); i++) {
		struct delivery d;

		arena_reset(q->arena);
		if (!q->ops->look(&d, q->dead, q->arena, i, err)) {
			if (err->code == ERR_MISSING && !which)
				continue;
			return false;
		}
		if (!action[n].one(q, &d, err))
			return false;
	}
	return io_print_end(err);
}

static bool run(struct desk_of_dead *q, size_t n, int64_t which, struct err *err)
{
	struct queue_options o = {.url = str_of(options_text(q->o, OPT_QUEUE)),
				  .topic = QUEUE_DEAD};

	if (!o.url.len)
		return err_set(err, ERR_CONFIG, "which queue? --queue nats://HOST:PORT/NAME");
	q->at = (struct queue_options){.url = o.url, .topic = QUEUE_DOCUMENTS};
	q->ops = queue_of(o.url, err);
	if (!q->ops)
		return false;
	if (!q->ops->extent)
		return err_set(err, ERR_CONFIG, "a local queue has no dead letters");
	return q->ops->open(&q->dead, &o, err) && each(q, n, which, err);
}

int cmd_queue(const struct options *o)
{
	struct desk_of_dead q = {.o = o};
	int64_t which = 0;
	struct err err;
	size_t n = 0;
	bool ok;

	while (n < sizeof action / sizeof *action &&
	       (o->operand_count < 1 || !str_eq(str_of(o->operand[0]), str_of(action[n].name))))
		n++;
	if (n == sizeof action / sizeof *action ||
	    o->operand_count != (action[n].needs_which ? 2 : 1))
		return common_usage("queue",
				    "list, retry NUMBER or drop NUMBER; NUMBER may be all");
	if (action[n].needs_which && !str_eq(str_of(o->operand[1]), STR("all")) &&
	    (!str_int(&which, str_of(o->operand[1])) || which < 1))
		return common_usage("queue", "a NUMBER as `tocsin queue list` tells it, or all");
	q.arena = arena_new();
	ok = run(&q, n, which, &err);
	if (q.dead)
		q.ops->close(q.dead);
	arena_free(q.arena);
	if (!ok)
		return common_failed(&err);
	log_info("%lld %s", (long long)q.done, action[n].done);
	return q.refused ? EXIT_REFUSED : EXIT_DONE;
}
