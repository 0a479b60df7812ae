/* judge/judge.h -- is this article about an AI incident, and why do we say so?
 *
 * A pack is taxonomy + cues + weights, loaded as one thing, never changed after,
 * shared by every thread. A judge is one thread's scratch space over a pack.
 * Same pack and same article give the same verdict, on any machine. */
#pragma once
#include "judge/verdict.h"

struct pack; /* judge/pack.h */
struct judge;

struct judge *judge_new(const struct pack *pack); /* borrows: free the judge first */
void judge_free(struct judge *j);

/* Can the page be about AI at all? By its raw bytes; No is sure (judge/prescan.h). */
bool judge_asks_for_page(struct judge *j, struct arena *arena, struct str html);

/* Cannot fail: a sealed article always gets a verdict. `out` points into
 * `arena`, the article and the pack. Work is linear in the text's length. */
void judge_article(struct verdict *out, struct judge *j, struct arena *arena,
		   const struct article *a);

/* What the verdict was made of: a sentence that names an AI system, a harm, or both. */
struct judge_part {
	const char *role;    /* "system", "harm", "victim", "actor", "source" */
	struct str meaning;  /* "AI chips and computing power" */
	uint32_t from, upto; /* bytes of the field of the sentence; the words that say so ... */
	enum field field;    /* ... but a system may be named in a sentence before */
};
struct judge_assertion {
	enum field field;
	uint32_t from, upto; /* the sentence */
	const char *put;     /* "is feared or possible" */
	float weight;        /* title and first sentences weigh most: 0 to 1 */
	struct judge_part part[5];
	size_t part_count;
};
/* In order of the text; none in a language that the pack does not know. Reads the article
 * once more: for showing, not for many. */
void judge_assertions(const struct judge_assertion **out, size_t *count, struct judge *j,
		      struct arena *arena, const struct article *a);
