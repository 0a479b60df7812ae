/* events/postings.h -- which stories a term stands in: lists of numbers, newest first.
 *
 * Most terms stand in one or two stories and a few in thousands, so lists are made of
 * blocks, small ones first; none is moved when its list grows. Owned by one window; not
 * for several threads at once. Memory: 16 bytes for up to three stories, 64 for 15. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define POSTINGS_NONE UINT32_MAX /* an empty list; no story has this number */

struct postings;

struct postings *postings_new(void);
void postings_free(struct postings *p);

/* Puts `story`, newer than all in it, into the list and gives back the list's new name.
 * `length`: how many it has about, which decides how large a block is opened. */
uint32_t postings_add(struct postings *p, uint32_t list, size_t length, uint32_t story);
/* The newest `most` of a list; how many. */
size_t postings_read(uint32_t *out, size_t most, const struct postings *p, uint32_t list);
/* Soon read: its first block is asked for from memory. */
void postings_expect(const struct postings *p, uint32_t list);
