/* page_model.c -- one byte a column, straight from the file: nothing is loaded.
 *
 * File: "TPM1", features' version, the scale in millionths (both 32 bits, little
 * endian), PAGE_COLUMNS signed bytes. */
#include "ingest/page_model.h"

#include <math.h>

#include "base/check.h"
#include "base/embedded.h"
#include "base/le32.h"

#define HEAD 12

extern const struct embedded page_file[];

static const struct {
	const char *file;
	uint32_t version; /* of the features */
} models[] = {
	[PAGE_MODEL_BLOCKS] = {"blocks.weights", PAGE_FEATURES_VERSION},
	[PAGE_MODEL_TITLES] = {"titles.weights", PAGE_CANDIDATES_VERSION},
	[PAGE_MODEL_DATES] = {"dates.weights", PAGE_CANDIDATES_VERSION},
};

static const char *weights(enum page_model model)
{
	for (const struct embedded *f = page_file; f->name; f++)
		if (strcmp(f->name, models[model].file) == 0) {
			CHECK(f->bytes.len == HEAD + PAGE_COLUMNS);
			CHECK(le32_get((const unsigned char *)f->bytes.at + 4) ==
			      models[model].version);
			return f->bytes.at;
		}
	check_failed(__FILE__, __LINE__, "weights are built in");
}

const char *page_model_file(enum page_model model)
{
	return models[model].file;
}

struct page_weights page_model_weights(enum page_model model)
{
	const char *at = weights(model);

	return (struct page_weights){
		(const int8_t *)(at + HEAD),
		(float)le32_get((const unsigned char *)at + 8) * 1e-6F,
	};
}

float page_model_score(struct page_weights w, const struct page_features *f)
{
	int sum = 0;

	for (size_t i = 0; i < f->len; i++)
		sum += w.column[f->column[i]];
	return (float)sum * w.scale;
}

void page_model_bytes(struct buf *out, enum page_model model, const float *weight)
{
	float most = 0;
	uint32_t scale;

	for (size_t i = 0; i < PAGE_COLUMNS; i++)
		most = fmaxf(most, fabsf(weight[i]));
	scale = (uint32_t)ceilf(most / 127 * 1e6F);
	buf_str(out, STR("TPM1"));
	le32_put(out, models[model].version);
	le32_put(out, scale);
	for (size_t i = 0; i < PAGE_COLUMNS; i++)
		buf_char(out, (char)(scale ? lroundf(weight[i] * 1e6F / (float)scale) : 0));
}
