/* serve/kept.c -- a table of answers and a list of them, the last used first.
 *
 * One lock is held to find, put and throw away, never while something is rendered, packed or
 * sent. An answer counts its holders: the table is one, each response that is being sent from
 * it another, so it may be thrown away while a slow client still reads it. */
#include "serve/kept.h"

#include <stdatomic.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/lock.h"
#include "base/memory.h"

#define BUCKETS 4096

struct kept_answer {
	atomic_int holders;
	struct kept_answer *next;           /* of its bucket */
	struct kept_answer *later, *sooner; /* by when it was last used */
	uint64_t hash;
	struct str key; /* it and the body stand behind this struct */
	struct kept_body body;
	int64_t bytes; /* all of it */
};

struct kept {
	struct lock *lock;
	int64_t version, bytes, most;
	struct kept_answer *bucket[BUCKETS];
	struct kept_answer *newest, *oldest;
};

struct kept *kept_new(int64_t bytes)
{
	struct kept *k = memory_zalloc(sizeof *k);

	k->lock = lock_new();
	k->most = bytes;
	return k;
}

void kept_drop(struct kept_answer *a)
{
	if (!a || atomic_fetch_sub(&a->holders, 1) > 1)
		return;
	memory_free(a);
}

static void unlink_use(struct kept *k, struct kept_answer *a)
{
	*(a->later ? &a->later->sooner : &k->newest) = a->sooner;
	*(a->sooner ? &a->sooner->later : &k->oldest) = a->later;
}

static void link_newest(struct kept *k, struct kept_answer *a)
{
	a->later = NULL;
	a->sooner = k->newest;
	*(k->newest ? &k->newest->later : &k->oldest) = a;
	k->newest = a;
}

static void throw_away(struct kept *k, struct kept_answer *a)
{
	struct kept_answer **at = &k->bucket[a->hash % BUCKETS];

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	unlink_use(k, a);
	k->bytes -= a->bytes;
	kept_drop(a);
}

/* False: that version is over. */
static bool brought_to(struct kept *k, int64_t version)
{
	if (version > k->version) {
		while (k->oldest)
			throw_away(k, k->oldest);
		k->version = version;
	}
	return version == k->version;
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	while (k->oldest)
		throw_away(k, k->oldest);
	lock_free(k->lock);
	memory_free(k);
}

static struct kept_answer *look(struct kept *k, struct str key, uint64_t hash)
{
	struct kept_answer *a = k->bucket[hash % BUCKETS];

	while (a && !(a->hash == hash && str_eq(a->key, key)))
		a = a->next;
	if (!a)
		return NULL;
	unlink_use(k, a);
	link_newest(k, a);
	atomic_fetch_add(&a->holders, 1);
	return a;
}

struct kept_answer *kept_find(struct kept *k, struct str key, int64_t version)
{
	struct kept_answer *a = NULL;

	lock_write(k->lock);
	if (brought_to(k, version))
		a = look(k, key, hash64(key, 0));
	lock_release(k->lock);
	return a;
}

static struct kept_answer *answer_new(struct str key, const struct kept_body *body)
{
	size_t bytes = sizeof(struct kept_answer) + key.len + body->body.len + 1;
	struct kept_answer *a = memory_zalloc(bytes);
	char *at = (char *)(a + 1);

	memcpy(at, key.at, key.len);
	memcpy(at + key.len, body->body.at, body->body.len);
	a->key = (struct str){at, key.len};
	a->body = *body;
	a->body.body.at = at + key.len;
	a->hash = hash64(key, 0);
	a->bytes = (int64_t)bytes;
	atomic_store(&a->holders, 1);
	return a;
}

struct kept_answer *kept_put(struct kept *k, struct str key, int64_t version,
			     const struct kept_body *body)
{
	struct kept_answer *a, *there = NULL;
	bool fits = false;

	if (body->body.len > LIMIT_KEPT_ONE)
		return NULL;
	a = answer_new(key, body);
	lock_write(k->lock);
	if (a->bytes <= k->most && brought_to(k, version)) {
		there = look(k, key, a->hash); /* another thread was quicker */
		fits = !there;
	}
	if (fits) {
		while (k->bytes + a->bytes > k->most)
			throw_away(k, k->oldest);
		a->next = k->bucket[a->hash % BUCKETS];
		k->bucket[a->hash % BUCKETS] = a;
		link_newest(k, a);
		k->bytes += a->bytes;
		atomic_fetch_add(&a->holders, 1);
		there = a;
	} else {
		kept_drop(a);
	}
	lock_release(k->lock);
	return there;
}

const struct kept_body *kept_body(const struct kept_answer *a)
{
	return &a->body;
}
