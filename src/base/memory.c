/* base/memory.c -- malloc that does not fail.
 *
 * We are a restartable program over a durable store, so stopping when memory
 * is gone is safe and spares every caller an error branch that is never
 * tested. What comes from outside has passed a limit before it gets here. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static void *must(void *at, size_t bytes)
{
	if (!at) {
		fprintf(stderr, "tocsin: out of memory (%zu bytes wanted)\n", bytes);
		abort();
	}
	return at;
}

void *memory_alloc(size_t bytes)
{
	return must(malloc(bytes ? bytes : 1), bytes);
}

void *memory_zalloc(size_t bytes)
{
	return must(calloc(1, bytes ? bytes : 1), bytes);
}

static void *grow(void *old, size_t bytes)
{
	return must(realloc(old, bytes ? bytes : 1), bytes);
}

void memory_free(void *at)
{
	free(at);
}

void *memory_array(void *at, size_t *cap, size_t need, size_t size)
{
	size_t more = *cap ? *cap : 16;

	if (need <= *cap)
		return at;
	while (more < need)
		more *= 2;
	CHECK(more < SIZE_MAX / size);
	*cap = more;
	return grow(at, more * size);
}
