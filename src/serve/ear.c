/* ear.c -- listen, and read the version whenever something was heard.
 *
 * It is read after LISTEN has begun, so no change falls between. When nothing is heard for
 * ASK_MS it is read all the same: a connection may die without a word. */
#include "serve/ear.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"
#include "store/store.h"

#define ASK_MS 5000
#define WAIT_MS 200 /* until it looks whether it should stop */

struct ear {
	struct str url;
	struct store *store; /* NULL: not connected */
	struct thread *thread;
	atomic_bool stop;
	_Atomic int64_t version;
};

static bool open_store(struct ear *e, struct err *err)
{
	struct store_options o = {
		.url = e->url, .mode = DB_READ, .patience_ms = LIMIT_STATEMENT * 1000};

	if (!store_open(&e->store, &o, err)) {
		e->store = NULL;
		return false;
	}
	return store_listen(e->store, err);
}

static void hang_up(struct ear *e)
{
	atomic_store(&e->version, -1);
	store_close(e->store);
	e->store = NULL;
}

static void pause_s(const struct ear *e, int seconds)
{
	for (int i = 0; i < seconds * 1000 && !atomic_load(&e->stop); i += WAIT_MS)
		clock_sleep_ms(WAIT_MS);
}

static bool listen(struct ear *e)
{
	int64_t version = store_version(e->store);
	enum heard heard = HEARD_NOTHING;

	if (!version) /* asking failed, or nothing was ever written */
		return false;
	atomic_store(&e->version, version);
	for (int ms = 0; ms < ASK_MS && heard == HEARD_NOTHING && !atomic_load(&e->stop);
	     ms += WAIT_MS)
		heard = store_hear(e->store, WAIT_MS);
	return heard != HEARD_LOST;
}

static void run(void *payload)
{
	struct ear *e = payload;
	struct err err;

	while (!atomic_load(&e->stop)) {
		if (!e->store && !open_store(e, &err)) {
			hang_up(e);
			pause_s(e, 2);
		} else if (!listen(e)) {
			hang_up(e);
			pause_s(e, 1);
		}
	}
	hang_up(e);
}

struct ear *ear_start(struct str store_url)
{
	struct ear *e;

	if (!str_starts(store_url, STR("postgres")))
		return NULL;
	e = memory_zalloc(sizeof *e);
	e->url = store_url;
	atomic_store(&e->version, -1);
	e->thread = thread_start("ear", run, e);
	return e;
}

void ear_stop(struct ear *e)
{
	if (!e)
		return;
	atomic_store(&e->stop, true);
	thread_join(e->thread);
	memory_free(e);
}

int64_t ear_version(const struct ear *e)
{
	return atomic_load(&e->version);
}
