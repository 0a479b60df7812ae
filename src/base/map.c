/* base/map.c -- uthash, with keys copied behind each entry.
 *
 * The vector beside the table keeps insertion order, so that whatever is
 * printed from a map is the same on each run. */
#include "base/map.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/vec.h"

#define HASH_FUNCTION(key, len, out) ((out) = (unsigned)hash64((struct str){(key), (len)}, 0))
#define uthash_malloc(bytes) memory_alloc(bytes)
#define uthash_free(at, bytes) memory_free(at)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <uthash.h>

struct entry {
	UT_hash_handle hh;
	uint64_t value;
	size_t len;
	char key[];
};

struct map {
	struct entry *table;
	VEC(struct entry *) order;
};

struct map *map_new(void)
{
	return memory_zalloc(sizeof(struct map));
}

void map_free(struct map *m)
{
	if (!m)
		return;
	HASH_CLEAR(hh, m->table);
	for (size_t i = 0; i < m->order.len; i++)
		memory_free(m->order.at[i]);
	VEC_FREE(&m->order);
	memory_free(m);
}

size_t map_count(const struct map *m)
{
	return m->order.len;
}

static struct entry *find(const struct map *m, struct str key)
{
	struct entry *e;

	HASH_FIND(hh, m->table, key.at ? key.at : "", key.len, e);
	return e;
}

uint64_t *map_get(const struct map *m, struct str key)
{
	struct entry *e = find(m, key);

	return e ? &e->value : NULL;
}

uint64_t *map_put(struct map *m, struct str key)
{
	struct entry *e = find(m, key);

	if (e)
		return &e->value;
	e = memory_zalloc(sizeof *e + key.len + 1);
	if (key.len)
		memcpy(e->key, key.at, key.len);
	e->len = key.len;
	HASH_ADD_KEYPTR(hh, m->table, e->key, e->len, e);
	VEC_PUSH(&m->order, e);
	return &e->value;
}
#pragma GCC diagnostic pop

struct str map_key(const struct map *m, size_t n)
{
	CHECK(n < m->order.len);
	return (struct str){m->order.at[n]->key, m->order.at[n]->len};
}
