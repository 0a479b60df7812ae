/* base/threads.c -- pthreads that cannot fail to start.
 *
 * Threads are started once, at the beginning, so a failure to start one is a
 * machine out of resources and ends the program. */
#include "base/threads.h"

#include <pthread.h>
#include <sched.h>

#include "base/check.h"
#include "base/memory.h"

size_t threads_cores(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

	return count > 0 ? (size_t)count : 1;
}

struct thread {
	pthread_t id;
	thread_fn *fn;
	void *payload;
};

static void *run(void *at)
{
	struct thread *t = at;

	t->fn(t->payload);
	return NULL;
}

struct thread *thread_start(const char *name, thread_fn *fn, void *payload)
{
	struct thread *t = memory_alloc(sizeof *t);

	t->fn = fn;
	t->payload = payload;
	CHECK(pthread_create(&t->id, NULL, run, t) == 0);
	pthread_setname_np(t->id, name); /* for debuggers; too long a name is no harm */
	return t;
}

void thread_join(struct thread *t)
{
	if (!t)
		return;
	CHECK(pthread_join(t->id, NULL) == 0);
	memory_free(t);
}
