/* serve/notifier.c -- two threads, each with its own postman and so its own store. */
#include "serve/notifier.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"

#define LOOK_MS 1000
#define PAUSE_LEAST_MS 1000 /* a store that fails */
#define PAUSE_MOST_MS 60000

struct notifier;
typedef bool work_fn(struct notifier_tally *tally, struct postman *p, struct err *err);

struct hand { /* one thread */
	struct notifier *notifier;
	struct postman *postman;
	work_fn *work;
	struct thread *thread;
};

struct notifier {
	struct notifier_options options;
	atomic_bool stop;
	struct hand hand[1];
};

static bool mails(struct notifier_tally *tally, struct postman *p, struct err *err)
{
	return postman_mails(&tally->mails, p, err);
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
	struct notifier_tally tally = {.mails = {0}};
	struct err err;

	while (!atomic_load(&h->notifier->stop)) {
		if (h->work(&tally, h->postman, &err)) {
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
	static work_fn *const work[] = {mails};
	struct notifier *n = memory_zalloc(sizeof *n);
	size_t count = sizeof work / sizeof *work;

	n->options = *o;
	n->options.post.stop = &n->stop;
	for (size_t i = 0; i < count; i++)
		if (!postman_open(&n->hand[i].postman, &n->options.post, err)) {
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
		postman_close(n->hand[i].postman);
	}
	memory_free(n);
}

bool notifier_once(struct notifier_tally *out, const struct notifier_options *o, struct err *err)
{
	struct postman *p;
	bool ok;

	*out = (struct notifier_tally){.mails = {0}};
	if (!postman_open(&p, &o->post, err))
		return false;
	ok = mails(out, p, err);
	postman_close(p);
	return ok;
}
