/* base/channel.c -- a ring, one mutex and two conditions.
 *
 * Work items are documents and verdicts (tens of microseconds and more), so a
 * plain lock costs nothing that could be measured; what matters is the bound,
 * which makes a slow stage hold back the fast one before it. */
#include "base/channel.h"

#include <pthread.h>

#include "base/check.h"
#include "base/memory.h"

struct channel {
	pthread_mutex_t lock;
	pthread_cond_t not_full, not_empty;
	size_t max, from, len;
	bool closed;
	void *item[];
};

struct channel *channel_new(size_t max)
{
	struct channel *c = memory_zalloc(sizeof *c + max * sizeof c->item[0]);

	CHECK(max > 0);
	c->max = max;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->not_full, NULL);
	pthread_cond_init(&c->not_empty, NULL);
	return c;
}

void channel_free(struct channel *c)
{
	if (!c)
		return;
	CHECK(c->len == 0);
	pthread_cond_destroy(&c->not_full);
	pthread_cond_destroy(&c->not_empty);
	pthread_mutex_destroy(&c->lock);
	memory_free(c);
}

bool channel_put(struct channel *c, void *item)
{
	bool open;

	CHECK(item);
	pthread_mutex_lock(&c->lock);
	while (c->len == c->max && !c->closed)
		pthread_cond_wait(&c->not_full, &c->lock);
	open = !c->closed;
	if (open) {
		c->item[(c->from + c->len++) % c->max] = item;
		pthread_cond_signal(&c->not_empty);
	}
	pthread_mutex_unlock(&c->lock);
	return open;
}

void *channel_take(struct channel *c)
{
	void *item = NULL;

	pthread_mutex_lock(&c->lock);
	while (c->len == 0 && !c->closed)
		pthread_cond_wait(&c->not_empty, &c->lock);
	if (c->len) {
		item = c->item[c->from];
		c->from = (c->from + 1) % c->max;
		c->len--;
		pthread_cond_signal(&c->not_full);
	}
	pthread_mutex_unlock(&c->lock);
	return item;
}

void channel_close(struct channel *c)
{
	pthread_mutex_lock(&c->lock);
	c->closed = true;
	pthread_cond_broadcast(&c->not_full);
	pthread_cond_broadcast(&c->not_empty);
	pthread_mutex_unlock(&c->lock);
}
