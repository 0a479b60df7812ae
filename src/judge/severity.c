/* severity.c -- five rungs, each with the rule that put it there (OECD 2024, 2025).
 *
 * Incident or hazard comes from the label; serious when a harm of a serious kind
 * (the pack's groups say which: death, wrongful arrest, intimate fakes, disrupted
 * infrastructure ...) is linked to an AI system by what the text states. A
 * disaster is never claimed from words alone: that a society can not cope is for
 * a person to say. */
#include "judge/severity.h"

#include "judge/cues.h"

enum rung { RUNG_HAZARD, RUNG_SERIOUS_HAZARD, RUNG_INCIDENT, RUNG_SERIOUS_INCIDENT };

static const char *const LIMB_WORDS[LIMB_COUNT] = {
	[LIMB_NONE] = "harm of a kind that is not stated",
	[LIMB_PHYSICAL] = "harm to life or health",
	[LIMB_INFRASTRUCTURE] = "disruption of critical infrastructure",
	[LIMB_RIGHTS] = "a breach of human, fundamental, labour or intellectual-property rights",
	[LIMB_OTHER] = "harm to property, money, reputation, communities or the environment",
};

static const char *const SERIOUS_RULE[LIMB_COUNT] = {
	[LIMB_NONE] = "serious harm",
	[LIMB_PHYSICAL] = "death or serious harm to health",
	[LIMB_INFRASTRUCTURE] = "serious disruption of critical infrastructure",
	[LIMB_RIGHTS] = "serious violation of rights",
	[LIMB_OTHER] = "serious harm to property, communities or the environment",
};

struct str severity_limb_in_words(enum limb limb)
{
	return str_of(LIMB_WORDS[limb]);
}

static void cite(struct evidence_list *evidence, const char *purpose, const struct cue_hit *hit)
{
	evidence_add(evidence, str_of(purpose), (enum field)hit->field, hit->from, hit->upto);
}

static void not_applicable(struct verdict *out)
{
	out->severity = out->limb = STR(UNKNOWN_NOT_APPLICABLE);
	out->severity_rule = STR("neither an incident nor a hazard");
}

static void rung(struct verdict *out, const struct pack *pack, enum rung rung, const char *rule)
{
	out->severity = pack_severity(pack, (size_t)rung);
	out->severity_rule = str_of(rule);
}

static void set_severity(struct verdict *out, struct evidence_list *evidence,
			 const struct reading *r, const struct pack *pack, const struct grounds *g)
{
	bool incident = out->label == LABEL_INCIDENT;

	if (g->serious >= 0) {
		const struct assertion *a = &r->assertion[g->serious];

		rung(out, pack, incident ? RUNG_SERIOUS_INCIDENT : RUNG_SERIOUS_HAZARD,
		     SERIOUS_RULE[a->limb]);
		cite(evidence, "severity", &r->hit[a->harm]);
		return;
	}
	rung(out, pack, incident ? RUNG_INCIDENT : RUNG_HAZARD,
	     incident ? "harm is stated, none of the serious kinds"
		      : "harm is plausible, none of the serious kinds is named");
	if (g->assertion >= 0)
		cite(evidence, "severity", &r->hit[r->assertion[g->assertion].harm]);
}

static void set_role(struct verdict *out, struct evidence_list *evidence, const struct reading *r,
		     const struct pack *pack, const struct grounds *g)
{
	struct str name;

	out->role = STR(UNKNOWN_NOT_STATED);
	if (g->role < 0)
		return;
	name = pack_group_name(pack, r->hit[g->role].group);
	out->role = str_cut(name, str_chr(name, '.') + 1, name.len);
	cite(evidence, "role", &r->hit[g->role]);
}

void severity_of(struct verdict *out, struct evidence_list *evidence, const struct reading *r,
		 const struct pack *pack, const struct grounds *g)
{
	int32_t main = g->serious >= 0 ? g->serious : g->assertion;

	if (out->label == LABEL_UNRELATED) {
		not_applicable(out);
		out->role = STR(UNKNOWN_NOT_APPLICABLE);
		return;
	}
	set_role(out, evidence, r, pack, g);
	if (out->label == LABEL_COMPLEMENTARY) {
		not_applicable(out);
		return;
	}
	set_severity(out, evidence, r, pack, g);
	out->limb = STR(UNKNOWN_NOT_STATED);
	if (main >= 0 && r->assertion[main].limb != LIMB_NONE)
		out->limb = str_of(limb_name[r->assertion[main].limb]);
}
