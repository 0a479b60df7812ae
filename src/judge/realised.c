/* judge/realised.c -- counts the signs of damage done, shown and imagined.
 *
 * Title and first sentences weigh most. Within an incident the question is who vouches for
 * it: an allegation decides unless damage is told as done in a weightier place. Within a
 * hazard: was it made to happen? */
#include "judge/realised.h"

#include "judge/cues.h"

#define TITLE 1.5F
#define FALL 0.12F /* of weight, with each sentence */
#define LEAST 0.2F
#define PLAIN 1.5F /* of signs that move the label's odds */
#define ODDS 1.6F
#define QUOTE_MOST 240 /* bytes */

static const char *const group_name[REALISED_SIGNS] = {
	[REALISED_SIGN_VICTIM] = "part.real.victim",   [REALISED_SIGN_NONE] = "part.real.none",
	[REALISED_SIGN_SHOWN] = "part.real.shown",     [REALISED_SIGN_COULD] = "part.real.could",
	[REALISED_SIGN_ALLEGED] = "part.real.alleged", [REALISED_SIGN_TRIAL] = "part.real.trial",
	[REALISED_SIGN_SAID] = "part.real.said",       [REALISED_SIGN_RULED] = "part.real.ruled",
};

static float weight_of(const struct cue_hit *hit)
{
	float w = 1 - FALL * (float)hit->sentence;

	if (hit->field == FIELD_TITLE)
		return TITLE;
	return w < LEAST ? LEAST : w;
}

void realised_of(struct realised_read *out, const struct reading *r, const struct pack *pack)
{
	float best[REALISED_SIGNS] = {0};

	*out = (struct realised_read){.r = r};
	for (int s = 0; s < REALISED_SIGNS; s++)
		out->hit[s] = -1;
	for (size_t n = 0; n < r->part_count; n++) {
		const struct cue_hit *hit = &r->part[n];
		float weight = weight_of(hit);

		if (hit->field != FIELD_TITLE && hit->from >= READING_LEAD)
			continue;
		for (int s = 0; s < REALISED_SIGNS; s++) {
			if (!pack_group_in(pack, hit->group, str_of(group_name[s])))
				continue;
			out->weight[s] += weight;
			if (weight > best[s]) {
				best[s] = weight;
				out->hit[s] = (int32_t)n;
			}
		}
	}
}

void realised_weigh(float probability[LABEL_COUNT], const struct realised_read *s)
{
	float done = s->weight[REALISED_SIGN_VICTIM];
	float not_done = s->weight[REALISED_SIGN_NONE] * 2 + s->weight[REALISED_SIGN_SHOWN];
	float both = probability[LABEL_INCIDENT] + probability[LABEL_HAZARD], odds = 1;

	if (done >= not_done + PLAIN)
		odds = ODDS;
	else if (not_done >= done + PLAIN && s->weight[REALISED_SIGN_NONE] > 0)
		odds = 1 / ODDS;
	if (odds == 1 || both <= 0)
		return;
	probability[LABEL_INCIDENT] *= odds;
	odds = both / (probability[LABEL_INCIDENT] + probability[LABEL_HAZARD]);
	probability[LABEL_INCIDENT] *= odds;
	probability[LABEL_HAZARD] *= odds;
}

/* -- the value ------------------------------------------------------------------------------- */

static enum realised of_incident(const float w[REALISED_SIGNS])
{
	float alleged = w[REALISED_SIGN_ALLEGED] + w[REALISED_SIGN_SAID];
	float done = w[REALISED_SIGN_VICTIM] + w[REALISED_SIGN_RULED];

	if (w[REALISED_SIGN_NONE] * 2 > w[REALISED_SIGN_VICTIM] && w[REALISED_SIGN_SHOWN] > 0)
		return REALISED_DEMONSTRATED;
	return alleged > done ? REALISED_ALLEGED : REALISED_VICTIM;
}

static enum realised value_of(const struct realised_read *s, enum label label)
{
	const float *w = s->weight;
	float shown = w[REALISED_SIGN_SHOWN] + w[REALISED_SIGN_TRIAL];

	if (label == LABEL_INCIDENT)
		return of_incident(w);
	if (w[REALISED_SIGN_VICTIM] >
	    1 + w[REALISED_SIGN_NONE] * 2 + w[REALISED_SIGN_SHOWN] + w[REALISED_SIGN_COULD] / 4)
		return REALISED_VICTIM;
	if (shown > 0)
		return REALISED_DEMONSTRATED;
	if (label == LABEL_HAZARD || w[REALISED_SIGN_COULD] > 0)
		return REALISED_THEORETICAL;
	return REALISED_NONE;
}

static bool put_as(const struct assertion *a, enum realised value)
{
	switch (value) {
	case REALISED_VICTIM:
		return a->modality == MODALITY_HAPPENED || a->modality == MODALITY_RECALLED;
	case REALISED_ALLEGED:
		return a->modality == MODALITY_ALLEGED;
	case REALISED_DEMONSTRATED:
		return a->modality == MODALITY_TESTED;
	default:
		return true;
	}
}

/* The sentence of the text that names the system; NULL: none is short enough to quote. */
static const struct sentence *bearing(const struct reading *r, const struct grounds *g)
{
	const struct sentences *all = &r->sentences[FIELD_TEXT];
	uint32_t at = 0;

	if (g->system >= 0 && r->hit[g->system].field == FIELD_TEXT)
		at = r->hit[g->system].sentence;
	if (at >= all->len || all->at[at].upto - all->at[at].from > QUOTE_MOST)
		return NULL;
	return &all->at[at];
}

/* The sign of the value, else the harm of the assertion that bears the label, else the
 * sentence that tells of the system. */
static int cite(struct evidence_list *evidence, const struct realised_read *s,
		const struct grounds *g, enum realised value)
{
	static const enum realised_sign sign[REALISED_COUNT][2] = {
		[REALISED_VICTIM] = {REALISED_SIGN_VICTIM, REALISED_SIGN_RULED},
		[REALISED_ALLEGED] = {REALISED_SIGN_ALLEGED, REALISED_SIGN_SAID},
		[REALISED_DEMONSTRATED] = {REALISED_SIGN_SHOWN, REALISED_SIGN_TRIAL},
		[REALISED_THEORETICAL] = {REALISED_SIGN_COULD, REALISED_SIGN_COULD},
	};
	const struct cue_hit *hit = NULL;
	const struct sentence *whole;

	for (int i = 1; i >= 0; i--)
		if (s->hit[sign[value][i]] >= 0)
			hit = &s->r->part[s->hit[sign[value][i]]];
	if (!hit && g->assertion >= 0 && s->r->assertion[g->assertion].harm >= 0 &&
	    put_as(&s->r->assertion[g->assertion], value))
		hit = &s->r->hit[s->r->assertion[g->assertion].harm];
	if (hit)
		return evidence_add(evidence, STR("realised"), (enum field)hit->field, hit->from,
				    hit->upto);
	whole = bearing(s->r, g);
	return whole ? evidence_add(evidence, STR("realised"), FIELD_TEXT, whole->from, whole->upto)
		     : -1;
}

void realised_tell(struct verdict *out, struct evidence_list *evidence,
		   const struct realised_read *s, const struct grounds *g)
{
	int at;

	if (!s->r || out->label == LABEL_UNRELATED)
		return;
	out->realised = value_of(s, out->label);
	at = out->realised ? cite(evidence, s, g, out->realised) : -1;
	if (at < 0)
		out->realised = REALISED_NONE; /* nothing is said without a quote */
	else
		out->realised_evidence = (uint16_t)at;
}
