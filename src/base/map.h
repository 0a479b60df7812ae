/* base/map.h -- text to number, in insertion order (uthash inside).
 *
 * Owns copies of its keys. One thread while it changes, any number while it
 * only answers. For hot inner loops (posting lists, weights) write an array. */
#pragma once
#include "base/str.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m);
size_t map_count(const struct map *m);

/* The value's place, or NULL when the key is not there. Valid until map_free. */
uint64_t *map_get(const struct map *m, struct str key);
/* The value's place; a new key starts at 0. */
uint64_t *map_put(struct map *m, struct str key);

/* The n-th key ever put, n < map_count(). */
struct str map_key(const struct map *m, size_t n);
