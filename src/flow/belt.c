/* flow/belt.c -- a puller, workers, and a window that puts things in order again.
 *
 *   free jobs -> puller -> queue -> workers -> done -> window -> deliver -> free jobs
 *                                        \-> more -/
 *
 * A fixed number of jobs goes round. That is the only bound needed: nobody can run
 * ahead of anybody by more than the jobs there are, and a job's number modulo that
 * count is its place in the window. What was refused skips the workers. A source is
 * closed only when its last document was delivered, because a document may point
 * into it.
 *
 * The order of delivery is the order of pulling, whatever the threads do, so what
 * the deliverer makes of it is the same on any number of threads. */
#include "flow/belt.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/channel.h"
#include "base/threads.h"

#define JOBS_PER_THREAD 16

struct run {
	const struct belt *belt;
	struct job *job, **window;
	size_t job_count;
	struct channel *idle, *done, *more;
	void *queue;
	atomic_size_t workers; /* that may still put into more */
	atomic_size_t makers;  /* threads that may still put into done */
	atomic_bool failed;
};

static bool is_stopped(struct run *r)
{
	return atomic_load(&r->failed) || (r->belt->stop && atomic_load(r->belt->stop));
}

static void one_maker_less(struct run *r)
{
	if (atomic_fetch_sub(&r->makers, 1) == 1)
		channel_close(r->done);
}

/* -- the puller's thread --------------------------------------------------------- */

static struct job *next_job(struct run *r, size_t source, uint64_t *sequence)
{
	struct job *j = channel_take(r->idle);

	arena_reset(j->arena);
	buf_clear(&j->line);
	j->source = source;
	j->sequence = ++*sequence;
	j->document = (struct document){0};
	j->cursor = (struct cursor){0};
	j->err = (struct err){0};
	j->finding = (struct finding){0};
	j->wants_more = false;
	j->finished = NULL;
	j->delivery = (struct delivery){0};
	j->share = (double)source / (double)r->belt->source_count;
	return j;
}

static void pass_on(struct run *r, struct job *j)
{
	struct err ignored; /* the queue is open as long as the puller is here */

	if (j->pulled != PULLED_DOCUMENT)
		CHECK(channel_put(r->done, j));
	else
		CHECK(queue_local.put(r->queue, &(struct delivery){.item = j}, &ignored));
}

static void pull_source(struct run *r, size_t n, uint64_t *sequence)
{
	const struct belt *b = r->belt;
	const struct cursor *from = b->from && b->from[n].text[0] ? &b->from[n] : NULL;
	struct source *source = NULL;
	struct job *j = next_job(r, n, sequence);
	enum pulled pulled;
	double progress;

	if (!source_open(&source, str_of(b->source[n]), b->format, from, &j->err)) {
		j->pulled = PULLED_BROKEN;
		pass_on(r, j);
		return;
	}
	do {
		pulled = is_stopped(r) ? PULLED_END
				       : source_next(&j->document, source, j->arena, &j->err);
		source_cursor(&j->cursor, source);
		progress = source_progress(source);
		if (progress > 0)
			j->share += progress / (double)b->source_count;
		j->pulled = pulled;
		if (pulled == PULLED_END)
			j->finished = source;
		pass_on(r, j);
		if (pulled == PULLED_BROKEN) { /* and its end, which closes it */
			j = next_job(r, n, sequence);
			j->pulled = PULLED_END;
			j->finished = source;
			pass_on(r, j);
		} else if (pulled != PULLED_END) {
			j = next_job(r, n, sequence);
		}
	} while (pulled == PULLED_DOCUMENT || pulled == PULLED_REFUSED);
}

static void pull(void *payload)
{
	struct run *r = payload;
	uint64_t sequence = 0;

	for (size_t n = 0; n < r->belt->source_count && !is_stopped(r); n++)
		pull_source(r, n, &sequence);
	queue_local.finish(r->queue);
	one_maker_less(r);
}

/* -- a worker's thread ------------------------------------------------------------- */

static void work(void *payload)
{
	struct run *r = payload;
	struct judge *judge = r->belt->pack ? judge_new(r->belt->pack) : NULL;
	struct delivery d;
	struct err ended;

	while (queue_local.take(&d, r->queue, NULL, &ended)) {
		struct job *j = d.item;

		j->delivery = d;
		r->belt->work(j, judge);
		CHECK(channel_put(r->belt->more && j->wants_more ? r->more : r->done, j));
	}
	judge_free(judge);
	if (atomic_fetch_sub(&r->workers, 1) == 1)
		channel_close(r->more);
	one_maker_less(r);
}

/* -- a slow one's thread ------------------------------------------------------------ */

static void do_more(void *payload)
{
	struct run *r = payload;
	struct job *j;

	while ((j = channel_take(r->more)) != NULL) {
		if (!atomic_load(&r->failed))
			r->belt->more(j, r->belt->payload);
		CHECK(channel_put(r->done, j));
	}
	one_maker_less(r);
}

/* -- the caller's thread ------------------------------------------------------------ */

/* Hands over what is next in order, and sends the job round again. */
static void deliver(struct run *r, struct job *j, bool *ok, struct err *err)
{
	struct err ignored;

	if (*ok)
		*ok = r->belt->deliver(j, r->belt->payload, err);
	if (!*ok)
		atomic_store(&r->failed, true);
	source_close(j->finished);
	if (j->delivery.handle)
		CHECK(queue_local.ack(r->queue, &j->delivery, &ignored));
	CHECK(channel_put(r->idle, j));
}

static void run_open(struct run *r, const struct belt *b, size_t threads, size_t slow)
{
	struct queue_options queue = {0};
	struct err impossible;

	*r = (struct run){.belt = b, .job_count = (threads + slow) * JOBS_PER_THREAD};
	r->job = memory_zalloc(r->job_count * sizeof *r->job);
	r->window = memory_zalloc(r->job_count * sizeof *r->window);
	r->idle = channel_new(r->job_count);
	r->done = channel_new(r->job_count);
	r->more = channel_new(r->job_count);
	atomic_init(&r->makers, threads + slow + 1);
	atomic_init(&r->workers, threads);
	atomic_init(&r->failed, false);
	for (size_t i = 0; i < r->job_count; i++) {
		r->job[i].arena = arena_new();
		buf_init(&r->job[i].line, LIMIT_LINE);
		CHECK(channel_put(r->idle, &r->job[i]));
	}
	queue.url = arena_fmt(r->job[0].arena, "local:%zu", r->job_count);
	CHECK(queue_local.open(&r->queue, &queue, &impossible));
}

static void run_close(struct run *r)
{
	channel_close(r->idle);
	while (channel_take(r->idle))
		;
	for (size_t i = 0; i < r->job_count; i++) {
		arena_free(r->job[i].arena);
		buf_free(&r->job[i].line);
	}
	queue_local.close(r->queue);
	channel_free(r->idle);
	channel_free(r->done);
	channel_free(r->more);
	memory_free(r->window);
	memory_free(r->job);
}

bool belt_run(const struct belt *b, struct err *err)
{
	size_t threads = b->threads ? b->threads : threads_cores();
	size_t slow = b->more ? b->more_threads : 0;
	struct thread *puller, **worker = memory_alloc((threads + slow) * sizeof *worker);
	uint64_t next = 1;
	struct job *j;
	struct run r;
	bool ok = true;

	run_open(&r, b, threads, slow);
	puller = thread_start("pull", pull, &r);
	for (size_t i = 0; i < threads + slow; i++)
		worker[i] = i < threads ? thread_start("judge", work, &r)
					: thread_start("ask", do_more, &r);
	while ((j = channel_take(r.done)) != NULL) {
		r.window[j->sequence % r.job_count] = j;
		while ((j = r.window[next % r.job_count]) != NULL) {
			r.window[next++ % r.job_count] = NULL;
			deliver(&r, j, &ok, err);
		}
	}
	thread_join(puller);
	for (size_t i = 0; i < threads + slow; i++)
		thread_join(worker[i]);
	run_close(&r);
	memory_free(worker);
	return ok;
}

struct str belt_origin(const struct belt *b, const struct job *j)
{
	return j->document.origin.len ? j->document.origin : str_of(b->source[j->source]);
}
