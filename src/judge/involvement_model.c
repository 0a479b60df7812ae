/* involvement_model.c -- features of the signs, their sum, and which sign says most.
 *
 * Each hit of a "part" group in title and lead gives up to five features, each once: its
 * group, its group in the reach of a system (one of the two sentences before names one), in
 * a system's sentence, right beside it, and in the title. The groups that are rules already
 * (involvement.cues) count by their kind alone and for less: they were written on the same
 * texts that the model learns from, and would seem surer than they are. */
#include "judge/involvement_model.h"

#include <math.h>

#include "base/hash.h"
#include "judge/features_gather.h"

const char *const involvement_output_name[INVOLVEMENT_OUTPUTS] = {
	"doubt",
	"disputed",
	"unverified",
	"denied",
};

#define SIGNS "part.sign"
#define CARRY_SENTENCES 2
#define BESIDE 6        /* words from a sign to the system it stands beside */
#define RULE_WORTH 0.3F /* of a hit of the rules */
#define LENGTH_MOST 400 /* words */
#define QUESTION "question"
#define LENGTH "length"

enum level { LEVEL_ANYWHERE, LEVEL_CARRIED, LEVEL_SENTENCE, LEVEL_BESIDE, LEVEL_TITLE, LEVELS };

/* Which sentences of title and lead name a system. */
struct scenery {
	const struct part_scope *p;
	bool *names[FIELD_COUNT];
};

static uint32_t key_of(struct str group, enum level level)
{
	return features_gather_mix((uint32_t)hash64(group, 1), (uint32_t)level) | 1U;
}

/* Rules count by the kind of thing they say. */
static struct str group_of(const struct scenery *s, const struct cue_hit *hit)
{
	static const char *const kind[] = {
		"part.unsure.hint", "part.unsure.silence", "part.unsure",
		"part.talk",        "part.disputed.hint",  "part.disputed",
		"part.denied",      "part.confirmed.own",  "part.confirmed.authority",
		"part.confirmed",
	};

	if (part_in(s->p, hit, SIGNS))
		return part_group(s->p, hit)->name;
	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
		if (part_in(s->p, hit, kind[i]))
			return str_of(kind[i]);
	return STR_NONE; /* a system, or what realised.c reads */
}

static float worth(const struct scenery *s, const struct cue_hit *hit)
{
	return part_in(s->p, hit, SIGNS) ? 1 : RULE_WORTH;
}

static bool names_part_system(const struct scenery *s, const struct cue_hit *hit)
{
	return part_in(s->p, hit, PART_SYSTEM);
}

static void mark(struct scenery *s, const struct cue_hit *hit)
{
	if (part_is_heard(hit))
		s->names[hit->field][hit->sentence] = true;
}

static void find_systems(struct scenery *s, struct arena *arena)
{
	const struct reading *r = s->p->r;

	for (int f = 0; f < FIELD_COUNT; f++)
		s->names[f] = ARENA_ARRAY(arena, bool, r->sentences[f].len + 1);
	for (size_t n = 0; n < r->hit_count; n++)
		if (part_is_system(s->p, &r->hit[n]))
			mark(s, &r->hit[n]);
	for (size_t n = 0; n < r->part_count; n++)
		if (names_part_system(s, &r->part[n]))
			mark(s, &r->part[n]);
}

/* A sentence or two before; the first of the text follow the title. */
static bool is_carried(const struct scenery *s, const struct cue_hit *hit)
{
	size_t titles = s->p->r->sentences[FIELD_TITLE].len;

	for (size_t back = 1; back <= CARRY_SENTENCES; back++) {
		if (back <= hit->sentence) {
			if (s->names[hit->field][hit->sentence - back])
				return true;
		} else if (hit->field == FIELD_TEXT && back - hit->sentence <= titles) {
			if (s->names[FIELD_TITLE][titles - (back - hit->sentence)])
				return true;
		}
	}
	return false;
}

static bool is_beside(const struct scenery *s, const struct cue_hit *hit)
{
	const struct reading *r = s->p->r;

	for (size_t n = part_first(s->p, hit); part_is_of(s->p, n, hit); n++)
		if (part_is_system(s->p, &r->hit[n]) &&
		    part_distance(s->p, hit, &r->hit[n]) <= BESIDE)
			return true;
	for (size_t n = 0; n < r->part_count; n++)
		if (r->part[n].field == hit->field && r->part[n].sentence == hit->sentence &&
		    names_part_system(s, &r->part[n]) &&
		    part_distance(s->p, hit, &r->part[n]) <= BESIDE)
			return true;
	return false;
}

static enum level level_of(const struct scenery *s, const struct cue_hit *hit)
{
	if (s->names[hit->field][hit->sentence])
		return is_beside(s, hit) ? LEVEL_BESIDE : LEVEL_SENTENCE;
	return is_carried(s, hit) ? LEVEL_CARRIED : LEVEL_ANYWHERE;
}

/* What one hit gives: keys, how many. */
static size_t keys_of(uint32_t key[LEVELS], const struct scenery *s, const struct cue_hit *hit)
{
	struct str group = part_is_heard(hit) ? group_of(s, hit) : STR_NONE;
	enum level most = group.len ? level_of(s, hit) : LEVEL_ANYWHERE;
	size_t n = 0;

	if (!group.len)
		return 0;
	for (enum level l = LEVEL_ANYWHERE; l <= most; l++)
		key[n++] = key_of(group, l);
	if (hit->field == FIELD_TITLE)
		key[n++] = key_of(group, LEVEL_TITLE);
	return n;
}

static void add(struct features_gather *g, uint32_t key, float value)
{
	size_t before = g->len;

	features_gather_add(g, key);
	if (g->len > before)
		g->at[before].value = value;
}

static void add_questions(struct features_gather *g, const struct scenery *s)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct sentences *all = &s->p->r->sentences[f];

		for (uint32_t n = 0; n < all->len; n++) {
			if (f == FIELD_TEXT && all->at[n].from >= READING_LEAD)
				break;
			if (!part_is_question(s->p, (enum field)f, n))
				continue;
			add(g, key_of(STR(QUESTION), LEVEL_ANYWHERE), 1);
			if (s->names[f][n])
				add(g, key_of(STR(QUESTION), LEVEL_SENTENCE), 1);
			if (f == FIELD_TITLE)
				add(g, key_of(STR(QUESTION), LEVEL_TITLE), 1);
		}
	}
}

/* The longer a text, the more of all words are in it. */
static float length(const struct reading *r)
{
	size_t words = r->words[FIELD_TEXT].len;

	return sqrtf((float)(words < LENGTH_MOST ? words : LENGTH_MOST)) / 8;
}

static void gather(struct features *out, const struct scenery *s, struct arena *arena)
{
	const struct reading *r = s->p->r;
	struct features_gather g;

	features_gather_open(&g, arena, LEVELS * (r->part_count + 1));
	for (size_t n = 0; n < r->part_count; n++) {
		uint32_t key[LEVELS];
		size_t keys = keys_of(key, s, &r->part[n]);

		for (size_t k = 0; k < keys; k++)
			add(&g, key[k], worth(s, &r->part[n]));
	}
	add_questions(&g, s);
	add(&g, key_of(STR(LENGTH), LEVEL_ANYWHERE), length(r));
	out->at = g.at;
	out->len = g.len;
}

void involvement_features(struct features *out, struct arena *arena, const struct part_scope *p)
{
	struct scenery s = {.p = p};

	find_systems(&s, arena);
	gather(out, &s, arena);
}

/* -- what it says -------------------------------------------------------------------------- */

static float said_by(const struct scenery *s, const struct linear *m, const struct cue_hit *hit,
		     enum involvement_output output)
{
	uint32_t key[LEVELS];
	size_t keys = keys_of(key, s, hit);
	float sum = 0;

	for (size_t k = 0; k < keys; k++)
		sum += worth(s, hit) * (linear_weight(m, key[k], output) +
					linear_weight(m, key[k], INVOLVEMENT_DOUBT));
	return sum;
}

/* Who is spoken of, or how much, is no evidence by itself, nor is what stands far from any
 * system. */
static bool tells(const struct scenery *s, const struct cue_hit *hit)
{
	static const char *const no[] = {
		"part.sign.authority", "part.sign.maker", "part.sign.expert",
		"part.sign.crowd",     "part.sign.says",  "part.sign.but",
		"part.sign.extent",    "part.sign.first", "part.sign.not",
	};

	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (str_eq(part_group(s->p, hit)->name, str_of(no[i])))
			return false;
	return part_is_heard(hit) && level_of(s, hit) > LEVEL_ANYWHERE;
}

static int32_t witness_of(const struct scenery *s, const struct linear *m,
			  enum involvement_output output)
{
	const struct reading *r = s->p->r;
	int32_t best = -1;
	float most = 0;

	for (size_t n = 0; n < r->part_count; n++) {
		float said = said_by(s, m, &r->part[n], output);

		if (said > most && tells(s, &r->part[n])) {
			most = said;
			best = (int32_t)n;
		}
	}
	return best;
}

static enum involvement_output kind_of(const float score[INVOLVEMENT_OUTPUTS])
{
	enum involvement_output best = INVOLVEMENT_IS_DISPUTED;

	for (int k = INVOLVEMENT_IS_UNVERIFIED; k <= INVOLVEMENT_IS_DENIED; k++)
		if (score[k] > score[best])
			best = (enum involvement_output)k;
	return best;
}

bool involvement_believe(struct involvement_belief *out, struct arena *arena,
			 const struct part_scope *p)
{
	static const enum involvement value[INVOLVEMENT_OUTPUTS] = {
		[INVOLVEMENT_IS_DISPUTED] = INVOLVEMENT_DISPUTED,
		[INVOLVEMENT_IS_UNVERIFIED] = INVOLVEMENT_UNVERIFIED,
		[INVOLVEMENT_IS_DENIED] = INVOLVEMENT_DENIED,
	};
	const struct linear *m = pack_model(p->pack, STR("involvement"));
	float score[LINEAR_OUTPUTS_MAX] = {0};
	struct scenery s = {.p = p};
	struct features features;

	if (!m || linear_count(m) != INVOLVEMENT_OUTPUTS)
		return false;
	find_systems(&s, arena);
	gather(&features, &s, arena);
	linear_score(score, m, &features);
	if (score[INVOLVEMENT_DOUBT] <= linear_output(m, INVOLVEMENT_DOUBT)->threshold)
		return false;
	out->value = value[kind_of(score)];
	out->hit = witness_of(&s, m, kind_of(score));
	return out->hit >= 0; /* nothing is said without a quote */
}
