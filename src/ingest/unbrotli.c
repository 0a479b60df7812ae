/* unbrotli.c -- in windows of 64 KB, so that a bomb costs no more than the ceiling. */
#include "ingest/unbrotli.h"

#include <brotli/decode.h>

#include "base/check.h"

#define WINDOW 65536

bool unbrotli_read(struct buf *out, struct str bytes)
{
	BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	const uint8_t *in = (const uint8_t *)bytes.at;
	size_t left = bytes.len;
	BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

	CHECK(state);
	while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && buf_ok(out)) {
		uint8_t window[WINDOW], *to = window;
		size_t room = sizeof window;

		rc = BrotliDecoderDecompressStream(state, &left, &in, &room, &to, NULL);
		buf_str(out, (struct str){(const char *)window, sizeof window - room});
	}
	BrotliDecoderDestroyInstance(state);
	return rc == BROTLI_DECODER_RESULT_SUCCESS && buf_ok(out);
}
