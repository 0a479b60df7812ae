/* judge/cues.h -- the cues of a pack: groups of meaning and their patterns.
 *
 * Life     made from *.cues texts in the arena of the pack, read-only after.
 * Threads  anybody may read once cues_finish() has returned.
 * Bounds   LIMIT_CUES patterns; CUES_* below for one pattern.
 *
 * The language is described in docs/PACKS.md. Three files share the work:
 * cues.c reads files and groups, cues_pattern.c one pattern, cues_regex.c turns
 * a pattern into an expression for the matcher; cues_naive.c matches a pattern
 * the slow and sure way (start of a match, contexts, tests). */
#pragma once
#include "base/arena.h"
#include "judge/reading.h"

#define CUES_GAP_MAX 8    /* words a gap may skip */
#define CUES_ITEMS_MAX 24 /* items of one sequence */
#define CUES_DEPTH_MAX 4  /* brackets within brackets */
#define CUES_FACETS_MAX 8 /* facet values of one group */

struct cue_item;
struct cue_seq {
	const struct cue_item *item;
	uint32_t len;
	uint64_t first; /* how a match can begin: cues_letters_begin() of each */
};

struct cue_item {
	struct str word;              /* when it has no choice */
	const struct cue_seq *choice; /* (a|b c) and [a|b c] */
	uint32_t choice_count;
	uint64_t first; /* as of a sequence */
	uint8_t gap;    /* words that may stand before it: ..3 */
	bool optional, exact, star, inflected;
};

struct cue_context { /* !before(...) and !after(...) */
	const struct cue_seq *choice;
	uint32_t choice_count;
	bool before;
};

enum cue_scope { CUE_ANYWHERE, CUE_LEAD, CUE_TITLE, CUE_SCOPE_COUNT };

struct cue {
	struct str text; /* as written */
	struct cue_seq seq;
	const struct cue_context *context;
	uint32_t context_count;
	uint32_t group, file, line;
	uint32_t words_max; /* longest match in words, gaps included */
	uint8_t scope;      /* enum cue_scope */
	bool exact;         /* all words as written */
	bool plain;         /* one word of ASCII letters or digits, with no free ending */
};

struct cue_facet {
	struct str facet, value;
};

/* What C does with a group: told by the first part of its name (docs/PACKS.md). */
enum cue_role {
	CUE_OTHER,
	CUE_SYSTEM,
	CUE_MAKER,
	CUE_HARM,
	CUE_DANGER,
	CUE_MODALITY,
	CUE_HINGE,
	CUE_CARRY,
	CUE_VICTIM,
	CUE_ATTRIBUTION,
	CUE_PIECE,
	CUE_STAGE,
	CUE_PART,
	CUE_ROLE_COUNT
};

/* Where a match lets an article pass to the reading (judge/matcher.h). */
enum cue_gate { CUE_GATE_NO, CUE_GATE_LEAD, CUE_GATE_ANYWHERE, CUE_GATE_COUNT };

struct cue_group { /* what is not set is taken from the group above it */
	struct str name;
	struct str say;             /* "a recommendation algorithm": its name in a rationale */
	int8_t limb;                /* enum limb, -1 not set */
	int8_t modality;            /* enum modality, -1 not set */
	int8_t before, after;       /* words that a modality reaches back and forward, -1 not set */
	bool serious, mute, hazard; /* hazard: one by the guide's own words */
	uint8_t role;               /* enum cue_role */
	int8_t gate;                /* enum cue_gate, -1 not set: by the role, in cues_finish() */
	int8_t piece;               /* enum piece of piece.NAME, else -1 */
	struct cue_facet facet[CUES_FACETS_MAX];
	uint32_t facet_count;
	uint32_t cue_count;
};

struct cues;

struct cues *cues_new(struct arena *a);
/* One file; `name` is for errors: ERR_INPUT "name:line:column: reason". Copies. */
bool cues_read(struct cues *c, struct str name, struct str text, struct err *err) MUST_USE;
void cues_finish(struct cues *c); /* roles; groups take over what stands above them */
void cues_free(struct cues *c);   /* the arrays; texts lie in the arena */

size_t cues_count(const struct cues *c);
const struct cue *cues_at(const struct cues *c, size_t n);
size_t cues_group_count(const struct cues *c);
const struct cue_group *cues_group(const struct cues *c, size_t n);
struct str cues_file(const struct cues *c, size_t n);

/* -- one pattern -------------------------------------------------------------- */

/* `column` of the first byte, for errors. Everything lies in the arena. */
bool cues_pattern_parse(struct cue *out, struct arena *a, struct str text, size_t *column,
			struct err *err) MUST_USE;

/* How a match of these items can begin; and one of a word whose ending may be free. */
uint64_t cues_pattern_first(const struct cue_item *item, uint32_t len);
uint64_t cues_pattern_word_first(struct str word, bool free_ending);
uint32_t cues_pattern_words(const struct cue_seq *seq); /* of its longest match */

/* The expression that finds at least every end of a match. */
void cues_regex_of(struct buf *out, const struct cue *cue);

/* -- the slow and sure way ------------------------------------------------------ */

#define CUES_ENDS_MAX 64
/* All ends of matches that begin exactly at `from`, ascending; returns how many. */
size_t cues_naive_ends(size_t end[CUES_ENDS_MAX], const struct cue *cue, struct str text,
		       size_t from);
/* The same of a sequence of items. */
size_t cues_naive_seq_ends(size_t end[CUES_ENDS_MAX], const struct cue_seq *seq, struct str text,
			   size_t from);
/* The leftmost start of a match that ends exactly at `upto`; STR_NPOS: none. */
size_t cues_naive_start(const struct cue *cue, struct str text, size_t upto);
bool cues_naive_forbidden(const struct cue *cue, struct str text, size_t from, size_t upto);
