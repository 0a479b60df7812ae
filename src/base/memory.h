/* base/memory.h -- the only door to malloc. Running out ends the program. */
#pragma once
#include <stddef.h>

#ifndef RETURNS_NONNULL
#define RETURNS_NONNULL __attribute__((returns_nonnull))
#endif

void *memory_alloc(size_t bytes) RETURNS_NONNULL;  /* not zeroed; never NULL */
void *memory_zalloc(size_t bytes) RETURNS_NONNULL; /* zeroed; never NULL */
void memory_free(void *at);                        /* NULL is fine */

/* Some megabytes that are read here and there: they lie in pages of MEMORY_LARGE_PAGE bytes
 * where the kernel has such, so that finding the page is not most of the reading. Not zeroed;
 * never NULL; memory_free() frees it. memory_array() does the same for what grows so large. */
#define MEMORY_LARGE_PAGE ((size_t)1 << 21)
void *memory_large(size_t bytes) RETURNS_NONNULL;

/* Grows an array of `*cap` elements of `size` bytes to hold `need`; doubles. */
void *memory_array(void *at, size_t *cap, size_t need, size_t size);
