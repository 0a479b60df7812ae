/* judge/matcher.h -- all patterns of a pack in one pass over a text (vectorscan).
 *
 * A matcher_base is the compiled database: made once, then shared by all
 * threads. A matcher is one thread's scratch over it; it grows to at most
 * LIMIT_CUE_HITS matches. Texts need not be valid UTF-8, any bytes are fine. */
#pragma once
#include "judge/cues.h"

struct matcher_base;
struct matcher;

struct match {
	uint32_t cue;        /* index of the pattern */
	uint32_t from, upto; /* bytes */
};

/* Compiles, which takes seconds. ERR_CONFIG names the pattern that can not be. */
bool matcher_base_compile(struct matcher_base **out, const struct cues *c,
			  struct err *err) MUST_USE;
/* From what matcher_base_save() wrote; false (and nothing else) when it is of
 * other cues, of another version of the library, or damaged. */
bool matcher_base_open(struct matcher_base **out, const struct cues *c, struct str bytes) MUST_USE;
void matcher_base_save(struct buf *out, const struct matcher_base *b);
void matcher_base_free(struct matcher_base *b);

struct matcher *matcher_new(const struct pack *p); /* borrows the pack */
void matcher_free(struct matcher *m);

/* Matches by from, then upto, then cue; valid until the next call. For each
 * pattern: of matches with one end the longest, of those with one start the
 * longest, and none that begins inside the one kept before it. */
size_t matcher_scan(const struct match **out, struct matcher *m, struct str text);

/* Does the text name an AI system or a maker of one, or in its first `lead` bytes what may
 * be one (groups with "gate lead")? Stops at the first. Always true for a pack without
 * such patterns. */
bool matcher_gate(struct matcher *m, struct str text, size_t lead);
