/* base/memory.c -- malloc that does not fail.
 *
 * We are a restartable program over a durable store, so stopping when memory
 * is gone is safe and spares every caller an error branch that is never
 * tested. What comes from outside has passed a limit before it gets here. */
#include "base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/check.h"

#define PAGE MEMORY_LARGE_PAGE
#define LARGE_FROM (4 * PAGE) /* smaller arrays would win nothing */

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

/* Asks for large pages where [at, at + bytes) has whole ones. Advice: where it is not taken
 * (a kernel without them, memory in pieces) it costs time only. */
static void advise_large(void *at, size_t bytes)
{
	size_t before = (PAGE - (uintptr_t)at % PAGE) % PAGE;
	int keep = errno;

	if (bytes >= before + PAGE)
		(void)madvise((char *)at + before, (bytes - before) / PAGE * PAGE, MADV_HUGEPAGE);
	errno = keep;
}

void *memory_large(size_t bytes)
{
	void *at = memory_alloc(bytes);

	advise_large(at, bytes);
	return at;
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
	at = grow(at, more * size);
	if (more * size >= LARGE_FROM)
		advise_large(at, more * size);
	return at;
}
