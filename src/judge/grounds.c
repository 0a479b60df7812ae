/* grounds.c -- picks the hits and the assertion that bear a label.
 *
 * Weights are those of the assertions (title and first sentences most, linked to
 * a system more than not), times how well the way it is put fits the label: an
 * incident rests on what is said to have happened, a hazard on what is feared,
 * shown in a test or nearly happened. Of systems the most often named kind wins,
 * a kind that says something ("a voice clone") before one that does not ("AI").
 * Ties go to what stands first, so the choice is the same on every machine. */
#include "judge/grounds.h"

#include "judge/cues.h"

#define LEAD_SENTENCES 3
#define SERIOUS_LEAST 0.25F /* weight times fit: below, a mention in passing */
#define GENERAL 0.4F        /* of "AI" and "algorithm" beside kinds that tell more */

static const float FIT[LABEL_COUNT][MODALITY_COUNT] = {
	[LABEL_INCIDENT] = {[MODALITY_HAPPENED] = 1.0F,
			    [MODALITY_ALLEGED] = 1.0F,
			    [MODALITY_RECALLED] = 0.6F,
			    [MODALITY_TESTED] = 0.3F,
			    [MODALITY_FEARED] = 0.2F,
			    [MODALITY_PLANNED] = 0.1F,
			    [MODALITY_DENIED] = 0.1F,
			    [MODALITY_PREVENTED] = 0.1F},
	[LABEL_HAZARD] = {[MODALITY_FEARED] = 1.0F,
			  [MODALITY_TESTED] = 1.0F,
			  [MODALITY_PLANNED] = 0.9F,
			  [MODALITY_HAPPENED] = 0.8F,
			  [MODALITY_ALLEGED] = 0.7F,
			  [MODALITY_PREVENTED] = 0.6F,
			  [MODALITY_DENIED] = 0.3F,
			  [MODALITY_RECALLED] = 0.2F},
	[LABEL_COMPLEMENTARY] = {[MODALITY_FEARED] = 1.0F,
				 [MODALITY_PREVENTED] = 1.0F,
				 [MODALITY_PLANNED] = 1.0F,
				 [MODALITY_HAPPENED] = 0.8F,
				 [MODALITY_ALLEGED] = 0.8F,
				 [MODALITY_TESTED] = 0.8F,
				 [MODALITY_RECALLED] = 0.8F,
				 [MODALITY_DENIED] = 0.8F},
};

static const struct cue_group *group_of(const struct reading *r, const struct pack *pack, size_t n)
{
	return cues_group(pack_cues(pack), r->hit[n].group);
}

static float weight_of(const struct cue_hit *hit)
{
	if (hit->field == FIELD_TITLE)
		return 2.0F;
	return hit->sentence < LEAD_SENTENCES ? 1.0F : 0.3F;
}

static bool is_general(struct str name)
{
	return str_eq(name, STR("system.ai")) || str_eq(name, STR("system.algorithm"));
}

/* The first hit of the group of this role that is named most; `not` is left out. */
static int32_t most_named(const struct reading *r, const struct pack *pack, enum cue_role role,
			  int32_t not )
{
	int32_t best = -1;
	float most = 0;

	for (size_t i = 0; i < r->hit_count; i++) {
		const struct cue_group *g = group_of(r, pack, i);
		float sum = 0;
		bool first = true;

		if (g->role != role || (not >= 0 && r->hit[not ].group == r->hit[i].group))
			continue;
		for (size_t k = 0; k < i && first; k++)
			first = r->hit[k].group != r->hit[i].group;
		for (size_t k = i; first && k < r->hit_count; k++)
			if (r->hit[k].group == r->hit[i].group)
				sum += weight_of(&r->hit[k]);
		sum *= is_general(g->name) ? GENERAL : 1.0F;
		if (first && sum > most) {
			most = sum;
			best = (int32_t)i;
		}
	}
	return best;
}

static int32_t heaviest_in(const struct reading *r, const struct pack *pack, const char *prefix)
{
	int32_t best = -1;
	float most = 0;

	for (size_t i = 0; i < r->hit_count; i++)
		if (weight_of(&r->hit[i]) > most &&
		    pack_group_in(pack, r->hit[i].group, str_of(prefix))) {
			most = weight_of(&r->hit[i]);
			best = (int32_t)i;
		}
	return best;
}

/* A fault alone ("error", "incident") bears less than a harm with a name. */
static float worth(const struct reading *r, const struct pack *pack, const struct assertion *a,
		   enum label label)
{
	const struct cue_group *g = group_of(r, pack, (size_t)a->harm);
	float vague = str_eq(g->name, STR("harm.fault")) || g->role == CUE_DANGER ? 0.6F : 1.0F;

	return a->weight * FIT[label][a->modality] * vague;
}

static void pick_assertions(struct grounds *out, const struct reading *r, const struct pack *pack,
			    enum label label)
{
	float most = 0, most_serious = SERIOUS_LEAST;

	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];
		float w;

		if (a->harm < 0)
			continue;
		w = worth(r, pack, a, label);
		if (w > most) {
			most = w;
			out->assertion = (int32_t)i;
		}
		if (w > most_serious && a->system >= 0 &&
		    group_of(r, pack, (size_t)a->harm)->serious) {
			most_serious = w;
			out->serious = (int32_t)i;
		}
	}
}

/* Of the hits that voted for the kind of piece it is the one that says most: "ethical
 * questions" tells a reader more than "our". */
static int32_t piece_hit(const struct reading *r, const struct pack *pack)
{
	int32_t best = -1;
	uint32_t most = 0;

	for (size_t i = 0; i < r->hit_count; i++) {
		uint32_t len = r->hit[i].upto - r->hit[i].from;

		if (group_of(r, pack, i)->piece == (int8_t)r->piece && len > most) {
			most = len;
			best = (int32_t)i;
		}
	}
	return best;
}

/* Of the four roles the one with most weight of hits; its first hit. */
static int32_t role_hit(const struct reading *r, const struct pack *pack)
{
	static const char *const role[] = {"role.misuse", "role.malfunction", "role.development",
					   "role.use"};
	float most = 0;
	int32_t best = -1;

	for (size_t n = 0; n < sizeof role / sizeof *role; n++) {
		float sum = 0;

		for (size_t i = 0; i < r->hit_count; i++)
			if (pack_group_in(pack, r->hit[i].group, str_of(role[n])))
				sum += weight_of(&r->hit[i]);
		if (sum > most) {
			most = sum;
			best = heaviest_in(r, pack, role[n]);
		}
	}
	return best;
}

void grounds_of(struct grounds *out, const struct reading *r, const struct pack *pack,
		const struct involvement_read *involvement, enum label label)
{
	*out = (struct grounds){.involvement = involvement,
				.system = -1,
				.system_2 = -1,
				.maker = -1,
				.assertion = -1,
				.serious = -1,
				.piece = -1,
				.role = -1};
	out->system = most_named(r, pack, CUE_SYSTEM, -1);
	if (out->system >= 0)
		out->system_2 = most_named(r, pack, CUE_SYSTEM, out->system);
	out->maker = most_named(r, pack, CUE_MAKER, -1);
	if (label == LABEL_UNRELATED)
		return;
	pick_assertions(out, r, pack, label);
	out->piece = piece_hit(r, pack);
	out->role = role_hit(r, pack);
}
