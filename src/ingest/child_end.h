/* ingest/child_end.h -- how a decoder's run ended, and how it says so: shared with decoders/.
 *
 * The names are part of the store and of the API: an end may be added behind the others,
 * never renamed. The answer goes down a pipe as one `struct child_head` and then the bytes
 * of its parts. Whoever reads it believes nothing of it: a decoder that was taken over may
 * write what it likes. */
#pragma once
#include <stdint.h>

/* clang-format off */
#define CHILD_ENDS(X) \
	X(OK, "ok", "") \
	X(TOO_BIG, "too_big", "it has more bytes or pixels than are read, or needs more memory") \
	X(TOO_SMALL, "too_small", "it is a dot or a strip, no picture to look at") \
	X(TIMED_OUT, "timed_out", "it was not done in time") \
	X(CRASHED, "crashed", "its decoder broke off") \
	X(NOT_A_PICTURE, "not_a_picture", "its first bytes are no picture's") \
	X(NOT_A_PDF, "not_a_pdf", "its first bytes are no PDF's") \
	X(UNSUPPORTED, "unsupported", "a kind of it that is not read") \
	X(TRUNCATED, "truncated", "it ends before it is whole") \
	X(DAMAGED, "damaged", "what stands in it contradicts itself") \
	X(ANIMATED, "animated", "it moves") \
	X(LOCKED, "locked", "it wants a password") \
	X(NO_TEXT, "no_text", "it holds no text, only pictures of it") \
	X(NO_SANDBOX, "no_sandbox", "the kernel would not lock its decoder in") \
	X(NO_DECODER, "no_decoder", "its decoder is not installed, or could not be started") \
	X(BAD_ANSWER, "bad_answer", "its decoder answered something else than it may")
/* clang-format on */

enum child_end {
#define X(id, name, text) CHILD_##id,
	CHILD_ENDS(X)
#undef X
		CHILD_END_COUNT
};

#define CHILD_PARTS 4
#define CHILD_MAGIC UINT32_C(0x31444354)

struct child_head { /* all zero behind the last part */
	uint32_t magic, end, parts;
	struct {
		uint32_t len, a, b; /* bytes; what a and b are is between decoder and reader */
	} part[CHILD_PARTS];
};
