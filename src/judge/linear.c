/* judge/linear.c -- hashed linear models: the file, the table, the dot product.
 *
 * A file is one line of JSON that a person can read (names, biases, scales, where
 * the weights come from and how they scored), then rows of a 32-bit key and one
 * signed byte an output, by key, little endian, then XXH3-64 of all before. A
 * byte is enough: rounding errors of hundreds of features cancel out (measured
 * in docs/METHOD.md). In memory the rows lie in an open-addressing table at most
 * half full, key and weights side by side, so that a feature costs one cache line.
 *
 * liblinear's own model files are text, ten times as large and hold no
 * provenance; its prediction wants an array of doubles: hence our own. */
#include "judge/linear.h"

#include <math.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/emit.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/json.h"
#include "base/le32.h"
#include "base/limits.h"
#include "base/memory.h"

#define FORMAT 1
#define HEAD_MAX MIB(1)
#define LANES 4  /* outputs of a slot are a multiple of it */
#define AHEAD 12 /* features whose slot is called into the cache before it is needed */

/* Vectors of the compiler (GCC, Clang): at -O2 it makes none of its own here. */
typedef float floats __attribute__((vector_size(LANES * sizeof(float))));
typedef signed char quad __attribute__((vector_size(LANES)));

struct linear {
	struct arena *arena;
	struct linear_output *output;
	size_t outputs, stride; /* stride: bytes of a slot, key first */
	unsigned char *slot;
	uint32_t mask;
	size_t dimensions; /* of word vectors */
	float abstain, unnamed[LABEL_COUNT];
	struct str id;
};

static uint32_t slot_of(const struct linear *m, uint32_t key)
{
	uint32_t i = key & m->mask;

	for (;;) {
		uint32_t there;

		memcpy(&there, m->slot + (size_t)i * m->stride, 4);
		if (there == key || there == 0)
			return i;
		i = (i + 1) & m->mask;
	}
}

static bool take_head(struct linear *m, size_t *rows, const struct json *head, struct err *err)
{
	const struct json *outputs = json_get(head, "outputs");
	int64_t row_count = json_int(json_get(head, "rows"), -1);

	if (json_int(json_get(head, "tocsin_weights"), 0) != FORMAT)
		return err_set(err, ERR_INPUT, "not a file of weights in format %d", FORMAT);
	if (json_int(json_get(head, "features"), 0) != FEATURES_VERSION)
		return err_set(err, ERR_INPUT, "weights for features %lld, this program has %d",
			       (long long)json_int(json_get(head, "features"), 0),
			       FEATURES_VERSION);
	m->outputs = json_len(outputs);
	if (m->outputs == 0 || m->outputs > LINEAR_OUTPUTS_MAX || row_count < 0 ||
	    row_count > LINEAR_ROWS_MAX)
		return err_set(err, ERR_LIMIT, "%zu outputs and %lld rows of weights", m->outputs,
			       (long long)row_count);
	*rows = (size_t)row_count;
	m->output = ARENA_ARRAY(m->arena, struct linear_output, m->outputs);
	for (size_t i = 0; i < m->outputs; i++) {
		const struct json *o = json_at(outputs, i);
		struct linear_output *to = &m->output[i];

		to->name = arena_copy(m->arena, json_get_str(o, "name"));
		to->bias = (float)json_num(json_get(o, "bias"), 0);
		to->scale = (float)json_num(json_get(o, "scale"), 0);
		to->threshold = (float)json_num(json_get(o, "threshold"), 0);
		if (!to->name.len || !isfinite(to->bias) || !isfinite(to->scale))
			return err_set(err, ERR_INPUT, "output %zu has no name or no number", i);
	}
	m->abstain = (float)json_num(json_get(head, "abstain"), 0);
	m->dimensions = (size_t)json_int(json_get(head, "dimensions"), 0);
	for (size_t l = 0; l < LABEL_COUNT; l++)
		m->unnamed[l] = (float)json_num(json_at(json_get(head, "unnamed"), l),
						l == LABEL_UNRELATED);
	return true;
}

static bool take_rows(struct linear *m, size_t rows, struct str body, struct err *err)
{
	size_t row_bytes = 4 + m->outputs, slots = 16;
	const unsigned char *at = (const unsigned char *)body.at;

	if (body.len != rows * row_bytes)
		return err_set(err, ERR_INPUT, "%zu bytes of weights, %zu rows need %zu", body.len,
			       rows, rows * row_bytes);
	while (slots < 2 * rows + 2)
		slots *= 2;
	m->stride = 4 + (m->outputs + LANES - 1) / LANES * LANES;
	m->mask = (uint32_t)(slots - 1);
	m->slot = ARENA_ARRAY(m->arena, unsigned char, slots * m->stride);
	for (size_t i = 0; i < rows; i++, at += row_bytes) {
		uint32_t key = le32_get(at);
		unsigned char *slot = m->slot + slot_of(m, key) * m->stride;

		if (key == 0)
			return err_set(err, ERR_INPUT, "row %zu has key 0", i);
		memcpy(slot, &key, 4);
		memcpy(slot + 4, at + 4, m->outputs);
	}
	return true;
}

static bool parse(struct linear *m, struct str bytes, struct err *err)
{
	size_t end = str_chr(str_cut(bytes, 0, HEAD_MAX), '\n');
	struct json *head;
	size_t rows = 0;

	if (end == STR_NPOS || bytes.len < end + 9)
		return err_set(err, ERR_INPUT, "cut short: no head or no weights");
	const unsigned char *sum = (const unsigned char *)bytes.at + bytes.len - 8;
	uint64_t told = (uint64_t)le32_get(sum + 4) << 32 | le32_get(sum);
	uint64_t found = hash64(str_cut(bytes, 0, bytes.len - 8), FORMAT);

	if (told != found)
		return err_set(err, ERR_INPUT, "damaged: its checksum does not fit");
	if (!json_parse(&head, str_cut(bytes, 0, end), err))
		return false;
	bool fine = take_head(m, &rows, head, err);

	if (fine)
		m->id = arena_fmt(m->arena, "%.*s@%08x", STR_ARG(json_get_str(head, "name")),
				  (unsigned)(found >> 32));
	json_free(head);
	return fine && take_rows(m, rows, str_cut(bytes, end + 1, bytes.len - 8), err);
}

bool linear_parse(struct linear **out, struct str bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct linear *m = ARENA_NEW(arena, struct linear);

	m->arena = arena;
	if (!parse(m, bytes, err)) {
		arena_free(arena);
		return false;
	}
	*out = m;
	return true;
}

void linear_free(struct linear *m)
{
	if (m)
		arena_free(m->arena);
}

size_t linear_count(const struct linear *m)
{
	return m->outputs;
}

const struct linear_output *linear_output(const struct linear *m, size_t n)
{
	CHECK(n < m->outputs);
	return &m->output[n];
}

size_t linear_dimensions(const struct linear *m)
{
	return m->dimensions;
}

const float *linear_unnamed(const struct linear *m)
{
	return m->unnamed;
}

float linear_abstain(const struct linear *m)
{
	return m->abstain;
}

struct str linear_id(const struct linear *m)
{
	return m->id;
}

/* A slot lies anywhere in some tens of MB: most of the time goes into waiting for it. */
static inline void call_slot(const struct linear *m, uint32_t key)
{
	const unsigned char *slot = m->slot + (size_t)(key & m->mask) * m->stride;

	__builtin_prefetch(slot);
	__builtin_prefetch(slot + m->stride - 1);
}

void linear_score(float *score, const struct linear *m, const struct features *f)
{
	size_t lanes = m->stride - 4;
	floats sum[LINEAR_OUTPUTS_MAX / LANES] = {0};

	for (size_t i = 0; i < f->len; i++) {
		if (i + AHEAD < f->len)
			call_slot(m, f->at[i + AHEAD].key);
		const signed char *w =
			(const signed char *)m->slot + slot_of(m, f->at[i].key) * m->stride + 4;
		float value = f->at[i].value;

		for (size_t o = 0; o < lanes; o += LANES) {
			quad four;

			memcpy(&four, w + o, LANES);
			sum[o / LANES] += value * __builtin_convertvector(four, floats);
		}
	}
	for (size_t o = 0; o < m->outputs; o++)
		score[o] = m->output[o].bias + m->output[o].scale * sum[o / LANES][o % LANES];
}

float linear_weight(const struct linear *m, uint32_t key, size_t output)
{
	const unsigned char *slot = m->slot + slot_of(m, key) * m->stride;

	return m->output[output].scale * (float)((const signed char *)slot)[4 + output];
}

/* -- writing --------------------------------------------------------------------- */

static int rounded(float weight, float scale)
{
	float x = scale > 0 ? roundf(weight / scale) : 0;

	return x > 127 ? 127 : x < -127 ? -127 : (int)x;
}

static void put_rows(struct buf *out, size_t *rows, const struct linear_draft *d,
		     const float *scale)
{
	*rows = 0;
	for (size_t i = 0; i < d->rows; i++) {
		const float *w = d->weight + i * d->outputs;
		bool any = false;

		for (size_t o = 0; o < d->outputs; o++)
			any = any || rounded(w[o], scale[o]) != 0;
		if (!any || d->key[i] == 0)
			continue;
		le32_put(out, d->key[i]);
		for (size_t o = 0; o < d->outputs; o++)
			buf_char(out, (char)rounded(w[o], scale[o]));
		++*rows;
	}
}

static void put_head(struct buf *out, const struct linear_draft *d, const float *scale, size_t rows)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "tocsin_weights", FORMAT);
	emit_pair(&e, "name", d->name);
	emit_pair_int(&e, "features", FEATURES_VERSION);
	emit_pair_int(&e, "rows", (int64_t)rows);
	emit_pair_int(&e, "dimensions", (int64_t)d->dimensions);
	emit_pair_num(&e, "abstain", (double)d->abstain, 4);
	emit_key(&e, "unnamed");
	emit_array(&e);
	for (int l = 0; d->unnamed && l < LABEL_COUNT; l++)
		emit_num(&e, (double)d->unnamed[l], 4);
	emit_end(&e);
	emit_key(&e, "outputs");
	emit_array(&e);
	for (size_t o = 0; o < d->outputs; o++) {
		emit_object(&e);
		emit_pair(&e, "name", d->output[o].name);
		emit_pair_num(&e, "bias", (double)d->output[o].bias, 6);
		emit_pair_num(&e, "scale", (double)scale[o], 9);
		emit_pair_num(&e, "threshold", (double)d->output[o].threshold, 4);
		emit_end(&e);
	}
	emit_end(&e);
	emit_key(&e, "provenance");
	emit_raw(&e, d->provenance);
	emit_end(&e);
	buf_char(out, '\n');
}

void linear_write(struct buf *out, const struct linear_draft *d)
{
	float scale[LINEAR_OUTPUTS_MAX] = {0};
	struct buf body;
	size_t rows;

	CHECK(d->outputs <= LINEAR_OUTPUTS_MAX && d->rows <= LINEAR_ROWS_MAX);
	for (size_t i = 0; i < d->rows * d->outputs; i++) {
		float size = fabsf(d->weight[i]) / 127.0F;
		float *s = &scale[i % d->outputs];

		*s = size > *s ? size : *s;
	}
	/* the head tells scales in nine decimals: use what it tells */
	for (size_t o = 0; o < d->outputs; o++)
		scale[o] = (float)(ceil((double)scale[o] * 1e9) / 1e9);
	buf_init(&body, LIMIT_FILE);
	put_rows(&body, &rows, d, scale);
	put_head(out, d, scale, rows);
	buf_str(out, buf_view(&body));
	uint64_t sum = hash64(buf_view(out), FORMAT);

	le32_put(out, (uint32_t)sum);
	le32_put(out, (uint32_t)(sum >> 32));
	buf_free(&body);
}
