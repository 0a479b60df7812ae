/* judge/outcome.c -- looks at the few signs of a bulletin, each with its neighbours.
 *
 * "Nobody was hurt" holds "was hurt", "could have died" holds "died": a sign of harm done
 * counts only where no sign that takes it back touches it or stands right before it. */
#include "judge/outcome.h"

#include "judge/part.h"

#define BULLETIN 50   /* words of title and text together; news items have 77 in the middle */
#define MODAL_REACH 6 /* words from a system to the "could" that is said of it */
#define TOUCH 4       /* bytes: " a " lies between */

enum sign { SIGN_AVERTED, SIGN_NOBODY, SIGN_MIGHT, SIGN_DONE, SIGN_APART, SIGN_OUGHT, SIGNS };

static enum sign sign_of(const struct part_scope *p, const struct cue_hit *hit)
{
	static const struct {
		const char *group;
		enum sign sign;
	} all[] = {
		{"part.real.averted", SIGN_AVERTED}, {"part.real.nobody", SIGN_NOBODY},
		{"part.real.none", SIGN_NOBODY},     {"part.real.might", SIGN_MIGHT},
		{"part.real.done", SIGN_DONE},       {"part.real.victim", SIGN_DONE},
		{"part.real.apart", SIGN_APART},     {"part.real.ought", SIGN_OUGHT},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (part_in(p, hit, all[i].group))
			return all[i].sign;
	return SIGNS;
}

static bool takes_back(enum sign sign)
{
	return sign == SIGN_AVERTED || sign == SIGN_NOBODY || sign == SIGN_MIGHT;
}

static bool is_taken_back(const struct part_scope *p, const struct cue_hit *done)
{
	for (size_t n = 0; n < p->r->part_count; n++) {
		const struct cue_hit *other = &p->r->part[n];

		if (other->field == done->field && other->from <= done->upto + 1 &&
		    other->upto + TOUCH >= done->from && takes_back(sign_of(p, other)))
			return true;
	}
	return false;
}

/* -- systems ------------------------------------------------------------------------------ */

static bool is_named(const struct part_scope *p, const struct cue_hit *hit)
{
	const struct cue_group *g = part_group(p, hit);

	return g->role == CUE_SYSTEM || g->role == CUE_MAKER || part_in(p, hit, "hint") ||
	       part_in(p, hit, PART_SYSTEM);
}

/* Does `system` stand in the sentence of `hit`, and if `before`, close before it? */
static bool is_spoken_of(const struct part_scope *p, const struct cue_hit *system,
			 const struct cue_hit *hit, bool before)
{
	if (system->field != hit->field || system->sentence != hit->sentence ||
	    !is_named(p, system))
		return false;
	return !before ||
	       (system->from < hit->from && part_distance(p, system, hit) <= MODAL_REACH + 1);
}

static bool has_system(const struct part_scope *p, const struct cue_hit *hit, bool before)
{
	for (size_t n = 0; n < p->r->hit_count; n++)
		if (is_spoken_of(p, &p->r->hit[n], hit, before))
			return true;
	for (size_t n = 0; n < p->r->part_count; n++)
		if (is_spoken_of(p, &p->r->part[n], hit, before))
			return true;
	return false;
}

/* A system by the cues that are sure of it, in the sentence of `hit`. */
static bool names_ai(const struct part_scope *p, const struct cue_hit *hit)
{
	for (size_t n = part_first(p, hit); part_is_of(p, n, hit); n++)
		if (part_group(p, &p->r->hit[n])->role == CUE_SYSTEM)
			return true;
	return false;
}

static bool names_any(const struct part_scope *p)
{
	for (size_t n = 0; n < p->r->hit_count; n++)
		if (part_is_system(p, &p->r->hit[n]))
			return true;
	return false;
}

/* -- what is told ---------------------------------------------------------------------------- */

struct told {
	size_t count[SIGNS];
	size_t possible; /* of the mights: said of a system */
	bool concern;    /* harm, or nearly, in a sentence that names an AI system */
	bool done;       /* a system is said to have done some */
};

static bool counts(const struct part_scope *p, const struct cue_hit *hit, enum sign sign)
{
	if (sign == SIGN_DONE)
		return !is_taken_back(p, hit);
	return sign != SIGN_APART || has_system(p, hit, false);
}

static void gather_harms(struct told *out, const struct part_scope *p)
{
	for (size_t i = 0; i < p->r->assertion_count; i++) {
		const struct assertion *a = &p->r->assertion[i];
		const struct cue_group *g;

		if (a->harm < 0)
			continue;
		g = part_group(p, &p->r->hit[a->harm]);
		if (g->role != CUE_HARM || str_eq(g->name, STR("harm.fault")))
			continue;
		out->concern = out->concern || names_ai(p, &p->r->hit[a->harm]);
		out->done = out->done || (a->system >= 0 && (a->modality == MODALITY_HAPPENED ||
							     a->modality == MODALITY_ALLEGED ||
							     a->modality == MODALITY_RECALLED));
	}
}

static void gather(struct told *out, const struct part_scope *p)
{
	*out = (struct told){.possible = 0};
	gather_harms(out, p);
	for (size_t n = 0; n < p->r->part_count; n++) {
		const struct cue_hit *hit = &p->r->part[n];
		enum sign sign = sign_of(p, hit);

		if (sign == SIGNS || !counts(p, hit, sign))
			continue;
		out->count[sign]++;
		out->concern = out->concern ||
			       ((sign == SIGN_DONE || sign == SIGN_AVERTED) && names_ai(p, hit));
		out->possible += sign == SIGN_MIGHT && has_system(p, hit, true);
	}
}

static bool is_averted(const struct told *t)
{
	const size_t *n = t->count;

	if (n[SIGN_DONE])
		return false;
	return n[SIGN_AVERTED] || (n[SIGN_NOBODY] && n[SIGN_MIGHT]);
}

static enum outcome value_of(const struct told *t)
{
	const size_t *n = t->count;

	if (n[SIGN_APART])
		return OUTCOME_APART;
	if (is_averted(t))
		return OUTCOME_AVERTED;
	if (n[SIGN_DONE])
		return n[SIGN_AVERTED] || n[SIGN_NOBODY] || n[SIGN_MIGHT] || n[SIGN_OUGHT]
			       ? OUTCOME_OPEN
			       : OUTCOME_DONE;
	if (t->possible && !n[SIGN_NOBODY])
		return OUTCOME_POSSIBLE;
	return n[SIGN_OUGHT] && !t->done ? OUTCOME_ASKED : OUTCOME_OPEN;
}

void outcome_of(struct outcome_read *out, const struct reading *r, const struct pack *pack)
{
	struct part_scope p = {r, pack, pack_cues(pack)};
	struct told told;

	*out = (struct outcome_read){.value = OUTCOME_OPEN};
	if (r->words[FIELD_TITLE].len + r->words[FIELD_TEXT].len > BULLETIN)
		return;
	out->bulletin = true;
	out->unnamed = !names_any(&p);
	gather(&told, &p);
	out->value = value_of(&told);
	out->concern = told.concern;
}

/* -- what follows ---------------------------------------------------------------------------- */

struct move {
	enum label from, to;
	float share;
};

static void move(float probability[LABEL_COUNT], struct move m)
{
	float moved = probability[m.from] * m.share;

	probability[m.from] -= moved;
	probability[m.to] += moved;
}

/* A bulletin that tells of a system and of harm is of some concern, whatever its topic. */
#define CONCERN 0.8F

/* A firm, or a device that may hold AI, is a thin reason to take a bulletin's harm for AI's. */
#define UNNAMED 0.5F

void outcome_weigh(float probability[LABEL_COUNT], const struct outcome_read *o)
{
	float concern = o->concern ? CONCERN : 0;

	if (o->unnamed) {
		move(probability, (struct move){LABEL_INCIDENT, LABEL_UNRELATED, UNNAMED});
		move(probability, (struct move){LABEL_HAZARD, LABEL_UNRELATED, UNNAMED});
	}
	switch (o->value) {
	case OUTCOME_AVERTED:
		move(probability, (struct move){LABEL_INCIDENT, LABEL_HAZARD, 0.97F});
		move(probability, (struct move){LABEL_UNRELATED, LABEL_HAZARD, concern});
		break;
	case OUTCOME_POSSIBLE:
		move(probability, (struct move){LABEL_INCIDENT, LABEL_HAZARD, 0.9F});
		move(probability, (struct move){LABEL_UNRELATED, LABEL_HAZARD, concern});
		break;
	case OUTCOME_DONE:
		move(probability, (struct move){LABEL_HAZARD, LABEL_INCIDENT, 0.8F});
		move(probability, (struct move){LABEL_UNRELATED, LABEL_INCIDENT, concern});
		break;
	case OUTCOME_APART:
		move(probability, (struct move){LABEL_INCIDENT, LABEL_UNRELATED, 0.9F});
		move(probability, (struct move){LABEL_HAZARD, LABEL_UNRELATED, 0.7F});
		break;
	case OUTCOME_ASKED:
		move(probability, (struct move){LABEL_INCIDENT, LABEL_COMPLEMENTARY, 0.7F});
		move(probability, (struct move){LABEL_HAZARD, LABEL_COMPLEMENTARY, 0.5F});
		break;
	default:
		break;
	}
}
