/* serve/kept.c -- a table of answers and a list of them, the last used first.
 *
 * One lock is held to find, put and throw away, never while something is rendered, packed or
 * sent. An answer counts its holders: the table is one, each response that is being sent from
 * it another, so it may be thrown away while a slow client still reads it. */
#include "serve/kept.h"

#include <stdatomic.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/threads.h"

#define BUCKETS 4096
#define CODINGS 3

struct packed {
	struct buf bytes;
	bool smaller;
};
struct kept_answer {
	atomic_int holders;
	struct kept_answer *next;           /* of its bucket */
	struct kept_answer *later, *sooner; /* by when it was last used */
	uint64_t hash;
	struct str key, body; /* behind this struct */
	const char *type;
	int64_t bytes; /* that it is charged: with both packed forms, as they may come */
	_Atomic(struct packed *) packed[CODINGS];
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
	for (size_t i = 0; i < CODINGS; i++) {
		struct packed *p = atomic_load(&a->packed[i]);

		if (p)
			buf_free(&p->bytes);
		memory_free(p);
	}
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

static struct kept_answer *answer_new(struct str key, const char *type, struct str body)
{
	struct kept_answer *a = memory_zalloc(sizeof *a + key.len + body.len + 1);
	char *at = (char *)(a + 1);

	memcpy(at, key.at, key.len);
	memcpy(at + key.len, body.at, body.len);
	a->key = (struct str){at, key.len};
	a->body = (struct str){at + key.len, body.len};
	a->hash = hash64(key, 0);
	a->type = type;
	a->bytes = (int64_t)(sizeof *a + key.len + body.len + body.len / 2);
	atomic_store(&a->holders, 1);
	return a;
}

struct kept_answer *kept_put(struct kept *k, struct str key, int64_t version, const char *type,
			struct str body)
{
	struct kept_answer *a, *there = NULL;
	bool fits = false;

	if (body.len > LIMIT_KEPT_ONE)
		return NULL;
	a = answer_new(key, type, body);
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

struct str kept_type(const struct kept_answer *a)
{
	return str_of(a->type);
}

struct str kept_body(const struct kept_answer *a)
{
	return a->body;
}

/* Two threads that pack the same at once both do the work, and the first to be done is kept. */
bool kept_packed(struct str *out, struct kept_answer *a, enum coding coding)
{
	struct packed *p = atomic_load(&a->packed[coding]), *none = NULL;

	if (!p) {
		p = memory_zalloc(sizeof *p);
		buf_init(&p->bytes, LIMIT_RESPONSE);
		p->smaller = coding_pack(&p->bytes, a->body, coding);
		if (!atomic_compare_exchange_strong(&a->packed[coding], &none, p)) {
			buf_free(&p->bytes);
			memory_free(p);
			p = none;
		}
	}
	*out = buf_view(&p->bytes);
	return p->smaller;
}
