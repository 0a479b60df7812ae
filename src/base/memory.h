/* base/memory.h -- the only door to malloc. Running out ends the program. */
#pragma once
#include <stddef.h>

#ifndef RETURNS_NONNULL
#define RETURNS_NONNULL __attribute__((returns_nonnull))
#endif

void *memory_alloc(size_t bytes) RETURNS_NONNULL;           /* not zeroed; never NULL */
void *memory_zalloc(size_t bytes) RETURNS_NONNULL;          /* zeroed; never NULL */
void memory_free(void *at);                                 /* NULL is fine */

/* Grows an array of `*cap` elements of `size` bytes to hold `need`; doubles. */
void *memory_array(void *at, size_t *cap, size_t need, size_t size);
