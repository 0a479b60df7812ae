/* reading.c -- step 1 and 2 of the judge: hits of the cues, then assertions.
 *
 * Title and text go through the matcher once. A hit is dropped when it crosses
 * the end of a sentence, stands outside its scope, lies inside a longer hit of
 * the same group ("driver assistance" in "driver assistance system"), or inside
 * a hit of a mute group ("killer" in "killer feature"). Everything is linear in
 * the text: neighbours are looked at through a window of fixed width. Hits of "stage"
 * and "part" groups are put aside: the models were fitted without them. */
#include "judge/reading.h"

#include "base/check.h"
#include "judge/assertions.h"
#include "judge/cues.h"
#include "judge/matcher.h"
#include "judge/piece.h"

#define LEAD_SENTENCES 3
#define WINDOW 24 /* hits that may lie within one another */

const char *const modality_name[MODALITY_COUNT] = {
	"happened", "alleged", "feared", "planned", "denied", "prevented", "tested", "recalled",
};
const char *const piece_name[PIECE_COUNT] = {
	"report", "follow_up", "response",  "rule",     "launch",
	"study",  "opinion",   "explainer", "round_up", "finance",
};
const char *const limb_name[LIMB_COUNT] = {
	"none", "physical", "infrastructure", "rights", "other",
};

static bool in_scope(const struct cue *cue, const struct cue_hit *hit)
{
	if (hit->field == FIELD_TITLE)
		return true;
	return cue->scope == CUE_ANYWHERE ||
	       (cue->scope == CUE_LEAD && hit->sentence < LEAD_SENTENCES);
}

/* Who reads a hit: the models and all else, stages.c, involvement.c. */
enum reader { READER_ALL, READER_STAGES, READER_INVOLVEMENT, READER_COUNT };

static enum reader reader_of(const struct cues *cues, const struct cue_hit *hit)
{
	switch (cues_group(cues, hit->group)->role) {
	case CUE_STAGE:
		return READER_STAGES;
	case CUE_PART:
		return READER_INVOLVEMENT;
	default:
		return READER_ALL;
	}
}

/* Matches of one field that lie within a sentence and their scope: those for one reader. */
struct placing {
	const struct match *match;
	size_t count;
	const struct sentences *sentences;
	uint8_t field;
	enum reader reader;
};

static size_t place(struct cue_hit *out, const struct cues *cues, const struct placing *p)
{
	size_t kept = 0, sentence = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct cue *cue = cues_at(cues, p->match[i].cue);
		struct cue_hit hit = {.group = cue->group,
				      .cue = p->match[i].cue,
				      .field = p->field,
				      .from = p->match[i].from,
				      .upto = p->match[i].upto};

		while (sentence + 1 < p->sentences->len &&
		       p->sentences->at[sentence].upto <= hit.from)
			sentence++;
		if (sentence >= p->sentences->len || hit.upto > p->sentences->at[sentence].upto)
			continue;
		hit.sentence = (uint32_t)sentence;
		if (reader_of(cues, &hit) == p->reader && in_scope(cue, &hit))
			out[kept++] = hit;
	}
	return kept;
}

static bool holds(const struct cue_hit *outer, const struct cue_hit *inner)
{
	return outer->from <= inner->from && inner->upto <= outer->upto &&
	       outer->upto - outer->from > inner->upto - inner->from;
}

static bool silences(const struct cues *cues, const struct cue_hit *outer,
		     const struct cue_hit *inner)
{
	const struct cue_group *g = cues_group(cues, outer->group);

	if (outer->group == inner->group)
		return holds(outer, inner) ||
		       (outer < inner && outer->from == inner->from && outer->upto == inner->upto);
	return g->mute && outer->from <= inner->from && inner->upto <= outer->upto;
}

static bool silenced(const struct cues *cues, const struct cue_hit *hit, size_t count, size_t n)
{
	if (cues_group(cues, hit[n].group)->mute)
		return true;
	for (size_t i = n; i > 0 && n - i < WINDOW; i--)
		if (silences(cues, &hit[i - 1], &hit[n]))
			return true;
	for (size_t i = n + 1; i < count && i - n < WINDOW && hit[i].from == hit[n].from; i++)
		if (silences(cues, &hit[i], &hit[n]))
			return true;
	return false;
}

static size_t without_silenced(struct cue_hit *out, const struct cues *cues,
			       const struct cue_hit *hit, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!silenced(cues, hit, count, i))
			out[kept++] = hit[i];
	return kept;
}

bool reading_names_ai(const struct article *a, struct matcher *matcher)
{
	return matcher_gate(matcher, a->field[FIELD_TITLE], READING_LEAD) ||
	       matcher_gate(matcher, a->field[FIELD_TEXT], READING_LEAD);
}

/* Hits of both fields, before the silenced ones are taken away. */
struct placed {
	struct cue_hit *at[FIELD_COUNT];
	size_t count[FIELD_COUNT];
};

static size_t together(const struct cue_hit **out, struct arena *arena, const struct cues *cues,
		       const struct placed *p)
{
	struct cue_hit *all = ARENA_ARRAY(arena, struct cue_hit,
					  p->count[FIELD_TITLE] + p->count[FIELD_TEXT] + 1);
	size_t kept = 0;

	for (int f = 0; f < FIELD_COUNT; f++)
		kept += without_silenced(all + kept, cues, p->at[f], p->count[f]);
	*out = all;
	return kept;
}

void reading_of(struct reading *out, const struct pack *pack, struct matcher *matcher,
		struct arena *arena, const struct article *a)
{
	const struct cues *cues = pack_cues(pack);
	struct placed placed[READER_COUNT];

	*out = (struct reading){.article = a};
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct match *match;
		size_t matches;

		words_of(&out->words[f], arena, a->field[f]);
		sentences_of(&out->sentences[f], arena, a->field[f]);
		matches = matcher_scan(&match, matcher, a->field[f]);
		for (int n = 0; n < READER_COUNT; n++) {
			placed[n].at[f] = ARENA_ARRAY(arena, struct cue_hit, matches + 1);
			placed[n].count[f] =
				place(placed[n].at[f], cues,
				      &(struct placing){match, matches, &out->sentences[f],
							(uint8_t)f, (enum reader)n});
		}
	}
	out->hit_count = together(&out->hit, arena, cues, &placed[READER_ALL]);
	out->stage_count = together(&out->stage, arena, cues, &placed[READER_STAGES]);
	out->part_count = together(&out->part, arena, cues, &placed[READER_INVOLVEMENT]);
	assertions_of(out, pack, arena);
	out->piece = piece_of(out, pack);
}
