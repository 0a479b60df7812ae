/* judge/features_cues.c -- meanings by place, meanings that meet, assertions.
 *
 * A bag of words cannot tell "robot kills worker" from "killer robots debated".
 * Cues name the meanings; here they are counted by where they stand (title, first
 * sentence, next two, rest of the lead), at every level of their dotted names, so
 * that a rare meaning leans on its family; two meanings of one sentence make a
 * pair; an assertion tells how a harm is put (happened, alleged, feared, ...), of
 * which limb, where, and whether a system is linked to it. All are of 0 or 1.
 * Names are hashed, not numbered, so weights outlive the reordering of cues. */
#include "judge/features_cues.h"

#include "base/hash.h"

enum kind {
	KIND_PLACE = 101,
	KIND_ANY,
	KIND_OFTEN,
	KIND_PAIR,
	KIND_PUT,
	KIND_HARM,
	KIND_SUM,
	KIND_PIECE
};
enum place { PLACE_TITLE, PLACE_FIRST, PLACE_NEXT, PLACE_REST };

#define LEVELS 4       /* of a dotted name */
#define PAIR_LEVEL 2   /* names are cut after so many levels to make pairs */
#define PAIR_GROUPS 16 /* of one sentence */
#define WEIGHT_PLACES 1.0F
#define WEIGHT_PAIRS 0.5F
#define WEIGHT_PUT 1.0F

static void tell(struct features_gather *g, enum kind kind, uint32_t a, uint32_t b)
{
	uint32_t key = features_gather_mix(features_gather_mix((uint32_t)kind, a), b);

	features_gather_add(g, key | 1U);
}

size_t features_cues_bound(const struct reading *r)
{
	return r->hit_count * (3 * LEVELS + PAIR_GROUPS) + r->assertion_count * 8 + 64;
}

/* The hash of the first `levels` parts of a dotted name; 0 when it has fewer. */
static uint32_t level_of(struct str name, size_t levels)
{
	size_t at = 0;

	for (size_t i = 0; i < levels; i++) {
		if (at > name.len)
			return 0;
		size_t dot = str_chr(str_cut(name, at, name.len), '.');

		at = dot == STR_NPOS ? name.len + 1 : at + dot + 1;
	}
	return (uint32_t)hash64(str_cut(name, 0, at - 1), 3);
}

/* Without a title the first sentence stands for one, as in features.c. */
static bool in_title(const struct reading *r, uint8_t field, uint32_t sentence)
{
	return field == FIELD_TITLE || (sentence == 0 && r->words[FIELD_TITLE].len == 0);
}

static enum place place_of(const struct reading *r, uint8_t field, uint32_t sentence)
{
	if (in_title(r, field, sentence))
		return PLACE_TITLE;
	return sentence == 0 ? PLACE_FIRST : sentence < 3 ? PLACE_NEXT : PLACE_REST;
}

static bool near(const struct reading *r, uint8_t field, uint32_t sentence)
{
	const struct sentences *s = &r->sentences[field];

	return field == FIELD_TITLE || (sentence < s->len && s->at[sentence].from < FEATURES_LEAD);
}

/* Every group by place and level; told again when a later sentence repeats it. */
static void add_places(struct features_gather *g, const struct reading *r, const struct pack *pack)
{
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct cue_hit *hit = &r->hit[i];
		struct str name = pack_group_name(pack, hit->group);

		if (!near(r, hit->field, hit->sentence))
			continue;
		for (size_t l = 1; l <= LEVELS; l++) {
			uint32_t group = level_of(name, l);

			if (group == 0)
				break;
			tell(g, KIND_PLACE, group, place_of(r, hit->field, hit->sentence));
			tell(g, KIND_ANY, group, 0);
			if (hit->field == FIELD_TEXT && hit->sentence >= 2)
				tell(g, KIND_OFTEN, group, 0);
		}
	}
	features_gather_end(g, WEIGHT_PLACES);
}

/* Pairs of different meanings within one sentence; the title's apart. */
static void add_pairs(struct features_gather *g, const struct reading *r, const struct pack *pack)
{
	uint32_t group[PAIR_GROUPS];
	size_t n = 0;

	for (size_t i = 0; i < r->hit_count; i++) {
		const struct cue_hit *hit = &r->hit[i], *before = i ? &r->hit[i - 1] : hit;
		struct str name = pack_group_name(pack, hit->group);
		uint32_t mine = level_of(name, PAIR_LEVEL);

		if (hit->field != before->field || hit->sentence != before->sentence)
			n = 0;
		if (!near(r, hit->field, hit->sentence))
			continue;
		mine = mine ? mine : level_of(name, 1);
		for (size_t k = 0; k < n; k++) {
			uint32_t low = group[k] < mine ? group[k] : mine;

			if (group[k] != mine)
				tell(g, KIND_PAIR, features_gather_mix(low, group[k] ^ mine),
				     in_title(r, hit->field, hit->sentence));
		}
		if (n < PAIR_GROUPS)
			group[n++] = mine;
	}
	features_gather_end(g, WEIGHT_PAIRS);
}

static void add_assertion(struct features_gather *g, const struct reading *r,
			  const struct pack *pack, const struct assertion *a)
{
	uint32_t place = place_of(r, a->field, a->sentence), linked = a->system >= 0;
	uint32_t put = a->harm < 0 ? MODALITY_COUNT : (uint32_t)a->modality;
	uint32_t state = put << 1 | linked;

	tell(g, KIND_PUT, state, 100);
	tell(g, KIND_PUT, state, place);
	tell(g, KIND_PUT, state, 200U + place * LIMB_COUNT + a->limb);
	tell(g, KIND_PUT, state, 300U + a->limb);
	if (a->victim >= 0)
		tell(g, KIND_PUT, state, 400U + place);
	if (a->source >= 0)
		tell(g, KIND_PUT, state, 500U + place);
	if (a->harm < 0)
		return;
	struct str name = pack_group_name(pack, r->hit[a->harm].group);

	tell(g, KIND_HARM, level_of(name, PAIR_LEVEL), state);
	tell(g, KIND_PUT, state, 600U + (uint32_t)r->piece);
}

/* What kinds of statement stand in the title, and what kinds anywhere in the lead:
 * a harm that happened or is alleged, a harm put otherwise, a mere fault, a danger,
 * a system. Together they are the question that the guide asks; one by one a linear
 * model can not ask it. */
static void add_kinds(struct features_gather *g, const struct reading *r, const struct pack *pack)
{
	enum { HARM = 1, HARM_OTHERWISE = 2, FAULT = 4, DANGER = 8, SYSTEM = 16 };
	uint32_t kinds[2] = {0, 0};

	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];
		uint32_t kind = a->system >= 0 ? SYSTEM : 0;
		bool as_done = a->modality == MODALITY_HAPPENED || a->modality == MODALITY_ALLEGED;

		if (!near(r, a->field, a->sentence))
			continue;
		if (a->harm >= 0) {
			uint32_t group = r->hit[a->harm].group;

			if (pack_group_in(pack, group, STR("danger")))
				kind |= DANGER;
			else if (pack_group_in(pack, group, STR("harm.fault")))
				kind |= FAULT;
			else
				kind |= as_done ? HARM : HARM_OTHERWISE;
		}
		kinds[0] |= in_title(r, a->field, a->sentence) ? kind : 0;
		kinds[1] |= kind;
	}
	tell(g, KIND_SUM, 40, kinds[0]);
	tell(g, KIND_SUM, 41, kinds[1]);
	tell(g, KIND_SUM, 42, kinds[0] & (HARM | DANGER | SYSTEM));
	tell(g, KIND_SUM, 43, kinds[1] & (HARM | DANGER | SYSTEM));
}

static uint32_t capped(uint32_t n)
{
	return n < 3 ? n : 3;
}

/* Whether system and harm are there at all, and where first. */
static void add_sums(struct features_gather *g, const struct reading *r)
{
	uint32_t linked[2] = {0, 0}, harm[2] = {0, 0}, system[2] = {0, 0};

	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];

		if (!near(r, a->field, a->sentence))
			continue;
		size_t seat = in_title(r, a->field, a->sentence) ? 0 : 1;

		system[seat] += a->system >= 0;
		harm[seat] += a->harm >= 0;
		linked[seat] += a->system >= 0 && a->harm >= 0;
	}
	for (uint32_t f = 0; f < 2; f++) {
		tell(g, KIND_SUM, 10 * f, capped(system[f]));
		tell(g, KIND_SUM, 10 * f + 1, capped(harm[f]));
		tell(g, KIND_SUM, 10 * f + 2, capped(linked[f]));
	}
	tell(g, KIND_SUM, 30, capped(system[0]) << 4 | capped(system[1]));
	tell(g, KIND_SUM, 31, capped(linked[0]) << 4 | capped(linked[1]));
	tell(g, KIND_PIECE, (uint32_t)r->piece, 0);
	tell(g, KIND_PIECE, (uint32_t)r->piece, 1 + capped(linked[0] + linked[1]));
}

void features_cues_add(struct features_gather *g, const struct reading *r, const struct pack *pack)
{
	add_places(g, r, pack);
	add_pairs(g, r, pack);
	for (size_t i = 0; i < r->assertion_count; i++)
		if (near(r, r->assertion[i].field, r->assertion[i].sentence))
			add_assertion(g, r, pack, &r->assertion[i]);
	add_kinds(g, r, pack);
	add_sums(g, r);
	features_gather_end(g, WEIGHT_PUT);
}
