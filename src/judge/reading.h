/* judge/reading.h -- what the cues and the sentences of one article say.
 *
 * Step 1 and 2 of the judge: one pass of the pattern matcher over title and
 * text, then assertions per sentence. Everything after (models, rationale,
 * severity, facets) works on this and never looks for words again. Pure. */
#pragma once
#include "judge/pack.h"
#include "judge/verdict.h"
#include "text/sentences.h"
#include "text/words.h"

struct cue_hit {
	uint32_t group;      /* index of the cue's meaning: pack_group_name() */
	uint32_t cue;        /* index of the pattern in the pack */
	uint8_t field;       /* enum field */
	uint32_t from, upto; /* bytes of that field */
	uint32_t sentence;   /* index into sentences[field] */
};

/* How the harm (or the danger) of a sentence is put. */
enum modality {
	MODALITY_HAPPENED,  /* plain report */
	MODALITY_ALLEGED,   /* sued, accused, says, found by a study or regulator */
	MODALITY_FEARED,    /* could, may, warns, risk of */
	MODALITY_PLANNED,   /* will, is to, proposes */
	MODALITY_DENIED,    /* no evidence that, denied, did not */
	MODALITY_PREVENTED, /* thwarted, blocked, caught before, protects against */
	MODALITY_TESTED,    /* researchers showed, in a test, demonstration */
	MODALITY_RECALLED,  /* background: last year, in an earlier case, since 2018 */
	MODALITY_COUNT
};
extern const char *const modality_name[MODALITY_COUNT];

enum piece { /* what kind of piece the article is */
	     PIECE_REPORT,
	     PIECE_FOLLOW_UP,
	     PIECE_RESPONSE,
	     PIECE_RULE,
	     PIECE_LAUNCH,
	     PIECE_STUDY,
	     PIECE_OPINION,
	     PIECE_EXPLAINER,
	     PIECE_ROUND_UP,
	     PIECE_FINANCE,
	     PIECE_COUNT
};
extern const char *const piece_name[PIECE_COUNT];

/* One sentence that links an AI system with a harm (or states either of them). */
struct assertion {
	uint8_t field;
	uint32_t sentence;
	int32_t system, harm, victim, actor, source; /* indices into hit[]; -1: none */
	enum modality modality;
	uint8_t limb; /* enum limb of the harm */
	float weight; /* title and first sentences weigh most: 0 to 1 */
};

enum limb { LIMB_NONE, LIMB_PHYSICAL, LIMB_INFRASTRUCTURE, LIMB_RIGHTS, LIMB_OTHER, LIMB_COUNT };
extern const char *const limb_name[LIMB_COUNT]; /* "none", "physical", ... */

struct reading {
	const struct article *article;
	struct words words[FIELD_COUNT];
	struct sentences sentences[FIELD_COUNT];
	const struct cue_hit *hit;
	size_t hit_count;            /* by field, then from */
	const struct cue_hit *stage; /* what became of it: for stages.c alone, in the same order */
	size_t stage_count;
	const struct cue_hit *part; /* was AI part of it: for involvement.c alone, likewise */
	size_t part_count;
	const struct assertion *assertion;
	size_t assertion_count; /* in order of the text */
	enum piece piece;
};

struct matcher; /* judge/matcher.h: one thread's scratch over the pack's patterns */

#define READING_LEAD 1200 /* bytes of the text that say what an article is about */

/* Is any AI system, or a maker of one, named at all, or in the lead something that may be
 * one? If not there is nothing to read: the article is unrelated, whatever else it says
 * (DEFINITIONS.md, question 1). */
bool reading_names_ai(const struct article *a, struct matcher *matcher);

void reading_of(struct reading *out, const struct pack *pack, struct matcher *matcher,
		struct arena *arena, const struct article *a);

/* Of the pack (judge/pack.h): meanings have dotted names, "harm.physical.death". */
size_t pack_group_count(const struct pack *p);
struct str pack_group_name(const struct pack *p, uint32_t group);
/* True when the group is `prefix` or lies below it ("harm" holds "harm.rights"). */
bool pack_group_in(const struct pack *p, uint32_t group, struct str prefix);
