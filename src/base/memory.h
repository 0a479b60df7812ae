/* base/memory.h -- the only door to malloc. Running out ends the program. */
#pragma once
#include <stddef.h>

void *memory_alloc(size_t bytes);           /* not zeroed; never NULL */
void *memory_zalloc(size_t bytes);          /* zeroed; never NULL */
void *memory_grow(void *old, size_t bytes); /* realloc; never NULL */
void memory_free(void *at);                 /* NULL is fine */

/* Grows an array of `*cap` elements of `size` bytes to hold `need`; doubles. */
void *memory_array(void *at, size_t *cap, size_t need, size_t size);
