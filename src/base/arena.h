/* base/arena.h -- memory with one lifetime: a document, a request, a batch.
 *
 * Handed down as an argument; nothing in it is freed by hand. Running out of
 * memory ends the program (we are restartable and sit on a durable store), so
 * nothing here fails; but a size that comes from outside must first pass a
 * limit of base/limits.h. One arena, one thread at a time. */
#pragma once
#include <stddef.h>

#ifndef RETURNS_NONNULL
#define RETURNS_NONNULL __attribute__((returns_nonnull))
#endif
#include "base/err.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void *arena_alloc(struct arena *a,
		  size_t bytes) RETURNS_NONNULL; /* zeroed, 16-aligned, never NULL */
char *arena_bytes(struct arena *a,
		  size_t bytes) RETURNS_NONNULL;      /* with what lay there: for text to write */
struct str arena_copy(struct arena *a, struct str s); /* adds a NUL behind the copy */
const char *arena_z(struct arena *a, struct str s);   /* the copy as a C string */
struct str arena_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_reset(struct arena *a); /* everything made in it is gone; keeps one block */
void arena_free(struct arena *a);  /* NULL is fine, here and in every _free */

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (n) * sizeof(type)))
