/* base/threads.h -- start, name, join; and how many cores there are. */
#pragma once
#include <stddef.h>

size_t threads_cores(void); /* usable by this process, at least 1 */

typedef void thread_fn(void *payload);
struct thread;
struct thread *thread_start(const char *name, thread_fn *fn, void *payload);
void thread_join(struct thread *t); /* NULL is fine; frees it */
