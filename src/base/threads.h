/* base/threads.h -- start, name, join; how many cores there are; and a lock that many may
 * hold to read, or one to change. */
#pragma once
#include <stddef.h>

size_t threads_cores(void); /* usable by this process, at least 1 */

typedef void thread_fn(void *payload);
struct thread;
struct thread *thread_start(const char *name, thread_fn *fn, void *payload);
void thread_join(struct thread *t); /* NULL is fine; frees it */

struct lock;
struct lock *lock_new(void);
void lock_free(struct lock *l); /* NULL is fine */
void lock_read(struct lock *l);
void lock_write(struct lock *l);
void lock_release(struct lock *l); /* either of the two */
