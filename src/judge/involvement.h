/* judge/involvement.h -- was AI really part of what is told, and who says so? Pure.
 *
 * confirmed: those who made or used it say so, an authority, or who examined it at first
 * hand. stated: the article says so on its own word. disputed: one says so, another denies
 * it. unverified: it is guessed, suspected, believed. denied: it was found or said not to
 * be so. That harm is only feared is another matter (reading.h, modality): a lab that shows
 * what an attacker could do with an agent confirms that the agent can be made to.
 *
 * The cues are the pack's groups "part.*" (docs/PACKS.md); only title and lead are heard,
 * since what comes later is mostly of other cases. Linear in the hits. */
#pragma once
#include "judge/evidence.h"
#include "judge/reading.h"

#define INVOLVEMENT_SPANS 2
#define INVOLVEMENT_ARTICLE "the article" /* who says so, when it is nobody else */

struct involvement_span {
	enum field field;
	uint32_t from, upto; /* the words that say so, and the system if it stands near */
};

struct involvement_read {
	enum involvement value;
	struct str by; /* points into the article, or "the article"; "" nobody is named */
	struct involvement_span span[INVOLVEMENT_SPANS];
	size_t spans;
	bool by_signs; /* the model says so, not a phrase */
};

/* INVOLVEMENT_NONE where no AI system is named. By the phrases, then by the model where they
 * find no doubt (judge/involvement_model.h). */
void involvement_of(struct involvement_read *out, struct arena *arena, const struct reading *r,
		    const struct pack *pack);

/* By the phrases alone: for training. */
enum involvement involvement_by_phrases(const struct reading *r, const struct pack *pack);

/* A label rests on it: where AI's part is only guessed at an incident is never sure;
 * where a phrase denies it it is less likely, too. True when a person should look before it is
 * called one. */
bool involvement_weigh(float probability[LABEL_COUNT], const struct involvement_read *i);

/* Into the verdict, with its evidence. */
void involvement_tell(struct verdict *out, struct evidence_list *evidence,
		      const struct involvement_read *i);
