/* judge/vectors.c -- a table of words: hash, rarity, one signed byte a dimension.
 *
 * A file is one line of JSON that a person can read (dimensions, rows, where the vectors
 * come from), then rows by key, little endian, then XXH3-64 of all before. A byte is
 * enough for a mean of a hundred words; a row takes two cache lines. */
#include "judge/vectors.h"

#include <math.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/emit.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/le32.h"
#include "base/limits.h"
#include "base/memory.h"

#define FORMAT 1
#define HEAD_MAX KIB(64)
#define ROW_HEAD 5         /* key and rarity */
#define POINT_SCALE 256.0F /* components of unit vectors: rarely over 0.4 */
#define RARITY_SCALE 25.0F

struct vectors {
	struct arena *arena;
	unsigned char *slot; /* open addressing, at most half full; key 0: empty */
	size_t dimensions, stride;
	uint32_t mask;
};

/* -- reading --------------------------------------------------------------------------- */

static unsigned char *slot_of(const struct vectors *v, uint32_t key)
{
	for (uint32_t i = key & v->mask;; i = (i + 1) & v->mask) {
		unsigned char *slot = v->slot + (size_t)i * v->stride;
		uint32_t there = le32_get(slot);

		if (there == key || there == 0)
			return slot;
	}
}

static bool take_rows(struct vectors *v, size_t rows, struct str body, struct err *err)
{
	const unsigned char *at = (const unsigned char *)body.at;
	size_t slots = 16;

	if (body.len != rows * v->stride)
		return err_set(err, ERR_INPUT, "%zu bytes of vectors, %zu rows need %zu", body.len,
			       rows, rows * v->stride);
	while (slots < 2 * rows + 2)
		slots *= 2;
	v->mask = (uint32_t)(slots - 1);
	v->slot = ARENA_ARRAY(v->arena, unsigned char, slots * v->stride);
	for (size_t i = 0; i < rows; i++, at += v->stride) {
		if (le32_get(at) == 0)
			return err_set(err, ERR_INPUT, "row %zu has key 0", i);
		memcpy(slot_of(v, le32_get(at)), at, v->stride);
	}
	return true;
}

static bool parse(struct vectors *v, struct str bytes, struct err *err)
{
	size_t end = str_chr(str_cut(bytes, 0, HEAD_MAX), '\n');
	struct json *head;

	if (end == STR_NPOS || bytes.len < end + 9)
		return err_set(err, ERR_INPUT, "cut short: no head or no vectors");
	const unsigned char *sum = (const unsigned char *)bytes.at + bytes.len - 8;
	uint64_t told = (uint64_t)le32_get(sum + 4) << 32 | le32_get(sum);

	if (told != hash64(str_cut(bytes, 0, bytes.len - 8), FORMAT))
		return err_set(err, ERR_INPUT, "damaged: its checksum does not fit");
	if (!json_parse(&head, str_cut(bytes, 0, end), err))
		return false;
	int64_t format = json_int(json_get(head, "tocsin_vectors"), 0);
	int64_t dimensions = json_int(json_get(head, "dimensions"), 0);
	int64_t rows = json_int(json_get(head, "rows"), -1);

	json_free(head);
	if (format != FORMAT)
		return err_set(err, ERR_INPUT, "not a file of vectors in format %d", FORMAT);
	if (dimensions < 1 || dimensions > VECTORS_DIMENSIONS_MAX || rows < 0 ||
	    rows > VECTORS_ROWS_MAX)
		return err_set(err, ERR_LIMIT, "%lld rows of %lld dimensions", (long long)rows,
			       (long long)dimensions);
	v->dimensions = (size_t)dimensions;
	v->stride = ROW_HEAD + v->dimensions;
	return take_rows(v, (size_t)rows, str_cut(bytes, end + 1, bytes.len - 8), err);
}

bool vectors_parse(struct vectors **out, struct str bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct vectors *v = ARENA_NEW(arena, struct vectors);

	v->arena = arena;
	if (!parse(v, bytes, err)) {
		arena_free(arena);
		return false;
	}
	*out = v;
	return true;
}

void vectors_free(struct vectors *v)
{
	if (v)
		arena_free(v->arena);
}

size_t vectors_dimensions(const struct vectors *v)
{
	return v ? v->dimensions : 0;
}

/* -- judging --------------------------------------------------------------------------- */

void vectors_mean(float out[VECTORS_DIMENSIONS_MAX], const struct vectors *v,
		  const struct word *word, size_t words)
{
	float square = 0;

	memset(out, 0, v->dimensions * sizeof *out);
	for (size_t i = 0; i < words; i++) {
		const unsigned char *slot = slot_of(v, word[i].hash);
		const signed char *point = (const signed char *)slot + ROW_HEAD;
		float rarity = (float)slot[4];

		if (le32_get(slot) == 0)
			continue;
		for (size_t d = 0; d < v->dimensions; d++)
			out[d] += rarity * (float)point[d];
	}
	for (size_t d = 0; d < v->dimensions; d++)
		square += out[d] * out[d];
	float scale = square > 0 ? 1.0F / sqrtf(square) : 0;

	for (size_t d = 0; d < v->dimensions; d++)
		out[d] *= scale;
}

/* -- writing --------------------------------------------------------------------------- */

static char rounded(float x, float scale, float least, float most)
{
	float y = roundf(x * scale);

	return (char)(int)(y < least ? least : y > most ? most : y);
}

void vectors_write(struct buf *out, const struct vectors_draft *d)
{
	struct emit e;

	CHECK(d->dimensions <= VECTORS_DIMENSIONS_MAX && d->rows <= VECTORS_ROWS_MAX);
	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "tocsin_vectors", FORMAT);
	emit_pair_int(&e, "dimensions", (int64_t)d->dimensions);
	emit_pair_int(&e, "rows", (int64_t)d->rows);
	emit_key(&e, "provenance");
	emit_raw(&e, d->provenance);
	emit_end(&e);
	buf_char(out, '\n');
	for (size_t i = 0; i < d->rows; i++) {
		le32_put(out, d->key[i]);
		buf_char(out, rounded(d->rarity[i], RARITY_SCALE, 0, 255));
		for (size_t k = 0; k < d->dimensions; k++)
			buf_char(out,
				 rounded(d->point[i * d->dimensions + k], POINT_SCALE, -127, 127));
	}
	uint64_t sum = hash64(buf_view(out), FORMAT);

	le32_put(out, (uint32_t)sum);
	le32_put(out, (uint32_t)(sum >> 32));
}
