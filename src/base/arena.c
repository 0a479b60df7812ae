/* base/arena.c -- blocks in a chain, the newest first.
 *
 * A block is 64 KB, or as large as the one allocation that needs more. Reset
 * keeps a single block, as large as everything was before it, so that the next
 * article needs no other; but at most 1 MB, so that a worker which has seen one
 * huge page does not hold its memory for ever. Under AddressSanitizer the unused
 * part of each block is poisoned, so that overruns inside an arena are seen. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#endif

#define BLOCK_BYTES (64u * 1024u)
#define KEEP_BYTES (1024u * 1024u) /* an article of 20 KB with its verdict needs some 600 KB */
#define ALIGN 16u

struct block {
	struct block *next;
	size_t size, used;
	char *at; /* ALIGNed, right behind this head */
};

struct arena {
	struct block *head;
	size_t total; /* bytes in use in the blocks behind head */
};

static struct block *block_new(size_t size, struct block *next)
{
	struct block *b = memory_alloc(sizeof *b + size + ALIGN);
	uintptr_t at = (uintptr_t)(b + 1);

	*b = (struct block){.next = next,
			    .size = size,
			    .at = (char *)((at + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1))};
	ASAN_POISON_MEMORY_REGION(b->at, size);
	return b;
}

static void block_free(struct block *b)
{
	ASAN_UNPOISON_MEMORY_REGION(b->at, b->size);
	memory_free(b);
}

struct arena *arena_new(void)
{
	struct arena *a = memory_alloc(sizeof *a);

	a->head = block_new(BLOCK_BYTES, NULL);
	a->total = 0;
	return a;
}

char *arena_bytes(struct arena *a, size_t bytes)
{
	struct block *b = a->head;
	size_t need;
	char *at;

	CHECK(bytes < SIZE_MAX / 2);
	/* One unused byte at least, so that two allocations never touch under ASan. */
	need = (bytes + ALIGN) & ~(size_t)(ALIGN - 1);
	if (b->size - b->used < need) {
		a->total += b->used;
		b = a->head = block_new(need > BLOCK_BYTES ? need : BLOCK_BYTES, b);
	}
	at = b->at + b->used;
	b->used += need;
	ASAN_UNPOISON_MEMORY_REGION(at, bytes);
	return at;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	return memset(arena_bytes(a, bytes), 0, bytes);
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *copy = arena_bytes(a, s.len + 1);

	if (s.len)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return (struct str){copy, s.len};
}

const char *arena_z(struct arena *a, struct str s)
{
	return arena_copy(a, s).at;
}

/* Written where it will lie, if it fits there, as most texts do: so it is put together once. */
struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	struct block *b = a->head;
	size_t room = b->size - b->used;
	char *text = b->at + b->used;
	va_list args;
	int len;

	ASAN_UNPOISON_MEMORY_REGION(text, room);
	va_start(args, fmt);
	len = vsnprintf(room ? text : NULL, room, fmt, args);
	va_end(args);
	ASAN_POISON_MEMORY_REGION(text, room);
	CHECK(len >= 0);
	text = arena_bytes(a, (size_t)len + 1);
	if (b != a->head || (size_t)len >= room) {
		va_start(args, fmt);
		vsnprintf(text, (size_t)len + 1, fmt, args);
		va_end(args);
	}
	return (struct str){text, (size_t)len};
}

/* The size of the block to keep: a power of two, so that it soon stays the same. */
static size_t size_to_keep(const struct arena *a)
{
	size_t used = a->total + a->head->used, size = BLOCK_BYTES;

	while (size < used && size < KEEP_BYTES)
		size *= 2;
	return size > a->head->size && size <= KEEP_BYTES ? size : a->head->size;
}

void arena_reset(struct arena *a)
{
	size_t size = size_to_keep(a);
	struct block *keep = NULL;

	while (a->head) {
		struct block *b = a->head;

		a->head = b->next;
		if (!keep && b->size == size && size <= KEEP_BYTES)
			keep = b;
		else
			block_free(b);
	}
	if (!keep)
		keep = block_new(size <= KEEP_BYTES ? size : BLOCK_BYTES, NULL);
	keep->next = NULL;
	keep->used = 0;
	ASAN_POISON_MEMORY_REGION(keep->at, keep->size);
	a->head = keep;
	a->total = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->head) {
		struct block *b = a->head;

		a->head = b->next;
		block_free(b);
	}
	memory_free(a);
}
