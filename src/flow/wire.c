/* flow/wire.c -- numbers of seven bits a byte (LEB128), reals as IEEE writes them, low byte
 * first, texts with their length before them. */
#include "flow/wire.h"

void wire_write(struct wire *w, struct buf *out)
{
	*w = (struct wire){.out = out};
}

void wire_read(struct wire *w, struct arena *arena, struct str in)
{
	*w = (struct wire){.arena = arena, .in = in};
}

bool wire_writes(const struct wire *w)
{
	return w->out != NULL;
}

bool wire_ok(const struct wire *w)
{
	return !w->broken && (w->out ? buf_ok(w->out) : w->in.len == 0);
}

void wire_spoil(struct wire *w)
{
	w->broken = true;
	w->in = STR_NONE;
}

static void put_u64(struct wire *w, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		buf_char(w->out, (char)(v | 128));
	buf_char(w->out, (char)v);
}

void wire_u64(struct wire *w, uint64_t *v)
{
	uint64_t got = 0;

	if (w->out) {
		put_u64(w, *v);
		return;
	}
	*v = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		unsigned char c;

		if (!w->in.len)
			break;
		c = (unsigned char)w->in.at[0];
		w->in = str_cut(w->in, 1, w->in.len);
		if (shift == 63 && c > 1)
			break;
		got |= (uint64_t)(c & 127) << shift;
		if (c < 128) {
			*v = got;
			return;
		}
	}
	wire_spoil(w);
}

/* The sign goes last, so that small negative numbers are short, too. */
void wire_int(struct wire *w, int64_t *v)
{
	uint64_t zigzag = *v < 0 ? ~((uint64_t)*v << 1) : (uint64_t)*v << 1;

	wire_u64(w, &zigzag);
	if (!w->out)
		*v = (int64_t)(zigzag & 1 ? ~(zigzag >> 1) : zigzag >> 1);
}

static uint64_t bounded(struct wire *w, uint64_t v, uint64_t most)
{
	wire_u64(w, &v);
	if (v <= most)
		return v;
	wire_spoil(w);
	return 0;
}

void wire_size(struct wire *w, size_t *v, size_t most)
{
	size_t got = (size_t)bounded(w, *v, most);

	if (!w->out)
		*v = got;
}

void wire_u32(struct wire *w, uint32_t *v, uint32_t most)
{
	uint32_t got = (uint32_t)bounded(w, *v, most);

	if (!w->out)
		*v = got;
}

void wire_u16(struct wire *w, uint16_t *v, uint16_t most)
{
	uint16_t got = (uint16_t)bounded(w, *v, most);

	if (!w->out)
		*v = got;
}

void wire_bool(struct wire *w, bool *v)
{
	bool got = bounded(w, *v, 1) != 0;

	if (!w->out)
		*v = got;
}

static uint64_t fixed(struct wire *w, uint64_t v, size_t bytes)
{
	uint64_t got = 0;

	if (w->out) {
		for (size_t i = 0; i < bytes; i++)
			buf_char(w->out, (char)(v >> (8 * i)));
		return v;
	}
	if (w->in.len < bytes) {
		wire_spoil(w);
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		got |= (uint64_t)(unsigned char)w->in.at[i] << (8 * i);
	w->in = str_cut(w->in, bytes, w->in.len);
	return got;
}

void wire_float(struct wire *w, float *v)
{
	uint32_t bits;

	memcpy(&bits, v, sizeof bits);
	bits = (uint32_t)fixed(w, bits, sizeof bits);
	if (!w->out)
		memcpy(v, &bits, sizeof bits);
}

void wire_double(struct wire *w, double *v)
{
	uint64_t bits;

	memcpy(&bits, v, sizeof bits);
	bits = fixed(w, bits, sizeof bits);
	if (!w->out)
		memcpy(v, &bits, sizeof bits);
}

void wire_str(struct wire *w, struct str *v)
{
	size_t len = v->len;

	wire_size(w, &len, SIZE_MAX);
	if (w->out) {
		buf_str(w->out, *v);
		return;
	}
	if (len > w->in.len) {
		wire_spoil(w);
		len = 0;
	}
	*v = len ? str_cut(w->in, 0, len) : STR("");
	w->in = str_cut(w->in, len, w->in.len);
}

void *wire_array(struct wire *w, const void *at, size_t *count, size_t size)
{
	wire_size(w, count, w->out ? SIZE_MAX : w->in.len);
	if (w->out)
		return (void *)(uintptr_t)at;
	return *count ? arena_alloc(w->arena, *count * size) : NULL;
}
