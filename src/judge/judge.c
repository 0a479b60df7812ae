/* judge/judge.c -- one article in, one verdict out: the four steps in order.
 *
 * Read (cues, assertions), label (linear models, calibrated), describe (facets,
 * facts, places, actors, checks, severity), explain (rationale). An article in a
 * language that the pack does not know is not judged: it says so in every field.
 * An article that names no AI system and no maker of one is unrelated without any
 * of that, which is most of the day's news and what makes a judge fast.
 * Nothing here looks at a clock, a disk or a socket. */
#include "judge/judge.h"

#include "base/memory.h"
#include "judge/cues.h"
#include "judge/facets.h"
#include "judge/guide.h"
#include "judge/involvement.h"
#include "judge/linear.h"
#include "judge/matcher.h"
#include "judge/outcome.h"
#include "judge/particulars.h"
#include "judge/prescan.h"
#include "judge/rationale.h"
#include "judge/realised.h"
#include "judge/registers.h"
#include "judge/severity.h"
#include "text/lang.h"

struct judge {
	const struct pack *pack;
	struct matcher *matcher;
	const struct linear *labels;
	struct facets *facets;
};

struct judge *judge_new(const struct pack *pack)
{
	struct judge *j = memory_zalloc(sizeof *j);

	j->pack = pack;
	j->matcher = matcher_new(pack);
	j->labels = pack_model(pack, STR("labels"));
	j->facets = facets_new(pack);
	return j;
}

void judge_free(struct judge *j)
{
	if (!j)
		return;
	facets_free(j->facets);
	matcher_free(j->matcher);
	memory_free(j);
}

bool judge_asks_for_page(struct judge *j, struct arena *arena, struct str html)
{
	return prescan_page(j->matcher, arena, html);
}

static void not_assessed(struct verdict *out, const struct judge *j, struct arena *arena)
{
	out->label = LABEL_UNRELATED;
	for (int l = 0; l < LABEL_COUNT; l++)
		out->probability[l] = 1.0F / LABEL_COUNT;
	out->abstain = true;
	out->severity = out->severity_rule = out->limb = out->role = STR(UNKNOWN_NOT_ASSESSED);
	facets_unknown(out, j->facets, arena, UNKNOWN_NOT_ASSESSED);
	out->rationale = STR("Not assessed: the text is in a language that the pack has no words "
			     "for.");
}

/* What else a label rests on than likeness. */
struct witness {
	struct involvement_read involvement;
	struct realised_read realised;
	struct outcome_read outcome;
};

/* Without trained weights there is no label: an honest equal share, and doubt. */
static void decide(struct verdict *out, const struct judge *j, const struct features *features,
		   const struct reading *reading, const struct witness *witness)
{
	float score[LINEAR_OUTPUTS_MAX] = {0};
	bool doubtful;

	if (j->labels)
		linear_score(score, j->labels, features);
	registers_mix(out->probability, score, j->labels ? linear_count(j->labels) : 0);
	guide_apply(out->probability, reading, j->pack);
	realised_weigh(out->probability, &witness->realised);
	outcome_weigh(out->probability, &witness->outcome);
	doubtful = involvement_weigh(out->probability, &witness->involvement);
	out->label = LABEL_INCIDENT;
	for (int l = 1; l < LABEL_COUNT; l++)
		if (out->probability[l] > out->probability[out->label])
			out->label = (enum label)l;
	out->abstain = !j->labels || out->probability[out->label] < linear_abstain(j->labels) ||
		       (doubtful && out->label == LABEL_INCIDENT);
}

/* Nothing named: how often such articles are of each label was counted in training. */
static void decide_unnamed(struct verdict *out, const struct judge *j)
{
	out->label = LABEL_UNRELATED;
	for (int l = 0; l < LABEL_COUNT; l++)
		out->probability[l] =
			j->labels ? linear_unnamed(j->labels)[l] : (float)(l == LABEL_UNRELATED);
}

static void describe(struct verdict *out, const struct judge *j, struct arena *arena,
		     const struct reading *r)
{
	struct particulars p;

	particulars_of(&p, arena, j->pack, r);
	particulars_tell(out, &p);
}

void judge_article(struct verdict *out, struct judge *j, struct arena *arena,
		   const struct article *a)
{
	struct reading reading;
	struct features features;
	struct evidence_list evidence;
	struct grounds grounds;
	struct witness witness = {.involvement.value = INVOLVEMENT_NONE};

	*out = (struct verdict){.pack = pack_id(j->pack),
				.model = j->labels ? linear_id(j->labels) : STR("none")};
	evidence_open(&evidence, arena);
	out->evidence = evidence.at;
	if (!lang_may_be_english(a->lang)) {
		not_assessed(out, j, arena);
		return;
	}
	out->assessed = true;
	out->names_ai = reading_names_ai(a, j->matcher);
	if (out->names_ai) {
		reading_of(&reading, j->pack, j->matcher, arena, a);
		features_of(&features, arena, &reading, j->pack);
		involvement_of(&witness.involvement, arena, &reading, j->pack);
		realised_of(&witness.realised, &reading, j->pack);
		outcome_of(&witness.outcome, &reading, j->pack);
		decide(out, j, &features, &reading, &witness);
	} else {
		reading = (struct reading){.article = a};
		decide_unnamed(out, j);
	}
	grounds_of(&grounds, &reading, j->pack, &witness.involvement, out->label);
	severity_of(out, &evidence, &reading, j->pack, &grounds);
	rationale_compose(out, &evidence, arena, &reading, j->pack, &grounds);
	involvement_tell(out, &evidence, &witness.involvement);
	realised_tell(out, &evidence, &witness.realised, &grounds);
	if (out->label == LABEL_UNRELATED) {
		facets_unknown(out, j->facets, arena, UNKNOWN_NOT_APPLICABLE);
	} else {
		facets_of(out, j->facets, &evidence, arena, &reading, &features);
		describe(out, j, arena, &reading);
	}
	out->evidence_count = evidence.len;
}

static void add_part(struct judge_assertion *out, const struct judge *j, const struct reading *r,
		     const char *role, int32_t n)
{
	const struct cue_group *g;

	if (n < 0)
		return;
	g = cues_group(pack_cues(j->pack), r->hit[n].group);
	out->part[out->part_count++] = (struct judge_part){.role = role,
							   .meaning = g->say.len ? g->say : g->name,
							   .from = r->hit[n].from,
							   .upto = r->hit[n].upto,
							   .field = (enum field)r->hit[n].field};
}

void judge_assertions(const struct judge_assertion **out, size_t *count, struct judge *j,
		      struct arena *arena, const struct article *a)
{
	struct judge_assertion *all;
	struct reading r;

	*count = 0;
	if (!lang_may_be_english(a->lang) || !reading_names_ai(a, j->matcher))
		return;
	reading_of(&r, j->pack, j->matcher, arena, a);
	*out = all = ARENA_ARRAY(arena, struct judge_assertion, r.assertion_count + 1);
	for (; *count < r.assertion_count; ++*count) {
		const struct assertion *from = &r.assertion[*count];
		const struct sentence *s = &r.sentences[from->field].at[from->sentence];
		struct judge_assertion *to = &all[*count];

		*to = (struct judge_assertion){.field = (enum field)from->field,
					       .from = s->from,
					       .upto = s->upto,
					       .put = rationale_modality(from->modality),
					       .weight = from->weight};
		add_part(to, j, &r, "system", from->system);
		add_part(to, j, &r, "harm", from->harm);
		add_part(to, j, &r, "victim", from->victim);
		add_part(to, j, &r, "actor", from->actor);
		add_part(to, j, &r, "source", from->source);
	}
}
