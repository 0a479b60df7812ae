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

static const struct embedded *weights(void)
{
	for (const struct embedded *f = page_file; f->name; f++)
		if (strcmp(f->name, "blocks.weights") == 0) {
			CHECK(f->bytes.len == HEAD + PAGE_COLUMNS);
			CHECK(le32_get((const unsigned char *)f->bytes.at + 4) ==
			      PAGE_FEATURES_VERSION);
			return f;
		}
	check_failed(__FILE__, __LINE__, "blocks.weights is built in");
}

float page_model_score(const struct page_features *f)
{
	const char *at = weights()->bytes.at;
	const int8_t *column = (const int8_t *)(at + HEAD);
	int sum = 0;

	for (size_t i = 0; i < f->len; i++)
		sum += column[f->column[i]];
	return (float)sum * (float)le32_get((const unsigned char *)at + 8) * 1e-6F;
}

void page_model_bytes(struct buf *out, const float *weight)
{
	float most = 0;
	uint32_t scale;

	for (size_t i = 0; i < PAGE_COLUMNS; i++)
		most = fmaxf(most, fabsf(weight[i]));
	scale = (uint32_t)ceilf(most / 127 * 1e6F);
	buf_str(out, STR("TPM1"));
	le32_put(out, PAGE_FEATURES_VERSION);
	le32_put(out, scale);
	for (size_t i = 0; i < PAGE_COLUMNS; i++)
		buf_char(out, (char)(scale ? lroundf(weight[i] * 1e6F / (float)scale) : 0));
}
