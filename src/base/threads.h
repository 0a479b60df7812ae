/* base/threads.h -- threads, and one bounded hand-over between them.
 *
 * The channel is the only lock that a piece of work passes through; whoever
 * takes an item owns it. Items leave in the order they came. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

size_t threads_cores(void); /* usable by this process, at least 1 */

typedef void thread_fn(void *payload);
struct thread;
struct thread *thread_start(const char *name, thread_fn *fn, void *payload);
void thread_join(struct thread *t); /* NULL is fine; frees it */

struct channel; /* any number of threads may put and take */
struct channel *channel_new(size_t max);
void channel_free(struct channel *c); /* must be empty and unused */
/* Waits while the channel is full. False, and nothing handed over, once closed. */
bool channel_put(struct channel *c, void *item);
/* Waits for an item; NULL once the channel is closed and empty. */
void *channel_take(struct channel *c);
void channel_close(struct channel *c); /* no more puts; wakes everybody */
