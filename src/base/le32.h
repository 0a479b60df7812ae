/* base/le32.h -- 32-bit numbers in files, little endian on every machine. */
#pragma once
#include "base/buf.h"

static inline uint32_t le32_get(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void le32_put(struct buf *out, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		buf_char(out, (char)(x >> (8 * i) & 0xff));
}
