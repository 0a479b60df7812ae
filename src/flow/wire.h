/* flow/wire.h -- values as bytes, and back, by the same function for both ways.
 *
 *   static void point(struct wire *w, struct point *p)
 *   {
 *           wire_int(w, &p->x);
 *           wire_int(w, &p->y);
 *   }
 *
 * Writing appends what is there and stores nothing into it, as it may lie in a pack; reading
 * fills it in. So the two can not differ. Texts that are read point into what is read. Sticky:
 * after the first fault reading gives zeros, and wire_ok() tells. Whoever reads a count or a
 * number that means a place bounds it by `most`. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

struct wire {
	struct buf *out; /* writing; else NULL */
	struct str in;   /* reading: what is left */
	struct arena *arena;
	bool broken;
};

void wire_write(struct wire *w, struct buf *out);
void wire_read(struct wire *w, struct arena *arena, struct str in);
bool wire_writes(const struct wire *w);
bool wire_ok(const struct wire *w); /* reading: all of it was read, too */
void wire_spoil(struct wire *w);    /* it says what can not be */

void wire_u64(struct wire *w, uint64_t *v); /* small numbers are short */
void wire_int(struct wire *w, int64_t *v);
void wire_size(struct wire *w, size_t *v, size_t most);
void wire_u32(struct wire *w, uint32_t *v, uint32_t most);
void wire_u16(struct wire *w, uint16_t *v, uint16_t most);
void wire_bool(struct wire *w, bool *v);
void wire_float(struct wire *w, float *v);
void wire_double(struct wire *w, double *v);
void wire_str(struct wire *w, struct str *v);
/* An array of `*count` elements of `size` bytes: when reading it is made in the arena, zeroed.
 * Each element takes a byte at least, so a count is bounded by what is left. */
void *wire_array(struct wire *w, const void *at, size_t *count, size_t size);

#define WIRE_ENUM(w, at, count)                                                                    \
	do {                                                                                       \
		uint32_t wire_value_ = (uint32_t) * (at);                                          \
		wire_u32((w), &wire_value_, (count)-1);                                            \
		if (!wire_writes(w))                                                               \
			*(at) = wire_value_;                                                       \
	} while (0)
