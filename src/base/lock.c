/* base/lock.c -- pthreads' lock for readers and a writer; failing is a mistake of ours. */
#include "base/lock.h"

#include <pthread.h>

#include "base/check.h"
#include "base/memory.h"

struct lock {
	pthread_rwlock_t at;
};

struct lock *lock_new(void)
{
	struct lock *l = memory_alloc(sizeof *l);

	CHECK(pthread_rwlock_init(&l->at, NULL) == 0);
	return l;
}

void lock_free(struct lock *l)
{
	if (!l)
		return;
	CHECK(pthread_rwlock_destroy(&l->at) == 0);
	memory_free(l);
}

void lock_read(struct lock *l)
{
	CHECK(pthread_rwlock_rdlock(&l->at) == 0);
}

void lock_write(struct lock *l)
{
	CHECK(pthread_rwlock_wrlock(&l->at) == 0);
}

void lock_release(struct lock *l)
{
	CHECK(pthread_rwlock_unlock(&l->at) == 0);
}
