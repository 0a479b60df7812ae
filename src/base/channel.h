/* base/channel.h -- one bounded hand-over between threads.
 *
 * The only lock that a piece of work passes through; whoever takes an item owns
 * it. Items leave in the order they came. A full channel holds back the fast
 * stage before a slow one. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct channel; /* any number of threads may put and take */
struct channel *channel_new(size_t max);
void channel_free(struct channel *c); /* must be empty and unused */
/* Waits while the channel is full. False, and nothing handed over, once closed. */
bool channel_put(struct channel *c, void *item);
/* Waits for an item; NULL once the channel is closed and empty. */
void *channel_take(struct channel *c);
void channel_close(struct channel *c); /* no more puts; wakes everybody */
