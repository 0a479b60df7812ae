/* rationale.c -- sentences composed from what decided, each pointing to its evidence.
 *
 * Which AI system is spoken of; which harm, how it is put and who says so; the
 * limb and the rung that follow; and, when the model doubts, that it does. The
 * words come from the pack ("say") and from the article (quotes, byte for byte);
 * nothing is stated that has no span behind it, and what was not found is said
 * to be not found, never to be absent. */
#include "judge/rationale.h"

#include "base/buf.h"
#include "base/limits.h"
#include "judge/cues.h"
#include "judge/severity.h"

#define QUOTE_MAX 160 /* bytes of a quote inside the rationale */

struct pen {
	struct buf buf;
	struct verdict *v;
	struct evidence_list *evidence;
	const struct reading *r;
	const struct pack *pack;
	const struct grounds *g;
};

static const struct cue_group *group_of(const struct pen *p, int32_t hit)
{
	return cues_group(pack_cues(p->pack), p->r->hit[hit].group);
}

static struct str say_of(const struct pen *p, int32_t hit)
{
	const struct cue_group *g = group_of(p, hit);

	return g->say.len ? g->say : g->name;
}

/* ("quote" [n]) */
static void quote(struct pen *p, const char *purpose, enum field field, uint32_t from,
		  uint32_t upto)
{
	struct str text = str_cut(p->r->article->field[field], from, upto);
	int n = evidence_add(p->evidence, str_of(purpose), field, from, upto);

	if (text.len <= QUOTE_MAX)
		buf_fmt(&p->buf, " (\"%.*s\"", STR_ARG(text));
	else
		buf_z(&p->buf, " (quoted");
	if (n >= 0)
		buf_fmt(&p->buf, " [%d]", n + 1);
	buf_char(&p->buf, ')');
}

static void quote_hit(struct pen *p, const char *purpose, int32_t n)
{
	const struct cue_hit *hit = &p->r->hit[n];

	quote(p, purpose, (enum field)hit->field, hit->from, hit->upto);
}

/* The whole sentence of an assertion as evidence for the label: " [n]". */
static void cite_sentence(struct pen *p, const struct assertion *a)
{
	const struct sentence *s = &p->r->sentences[a->field].at[a->sentence];
	int n = evidence_add(p->evidence, STR("label"), (enum field)a->field, s->from, s->upto);

	if (n >= 0)
		buf_fmt(&p->buf, " [%d]", n + 1);
}

static void tell_system(struct pen *p)
{
	const struct grounds *g = p->g;

	if (g->system < 0 && g->maker < 0) {
		buf_z(&p->buf, "No AI system that the pack has words for was found by name.");
		return;
	}
	buf_z(&p->buf, "The text speaks of ");
	if (g->system >= 0) {
		buf_str(&p->buf, say_of(p, g->system));
		quote_hit(p, "system", g->system);
	}
	if (g->system_2 >= 0) {
		buf_z(&p->buf, " and ");
		buf_str(&p->buf, say_of(p, g->system_2));
		quote_hit(p, "system", g->system_2);
	}
	if (g->maker >= 0) {
		buf_fmt(&p->buf, "%s%.*s", g->system >= 0 ? ", with " : "",
			STR_ARG(say_of(p, g->maker)));
		quote_hit(p, "system", g->maker);
	}
	buf_char(&p->buf, '.');
}

/* " That AI took part in it is not verified ("may have been written by a chatbot" [2]),
 * so an incident is not held sure." */
static void tell_involvement(struct pen *p)
{
	static const char *const words[INVOLVEMENT_COUNT] = {
		[INVOLVEMENT_CONFIRMED] = "AI's part in it is confirmed",
		[INVOLVEMENT_DISPUTED] = "Whether AI took part in it, or how much, is disputed",
		[INVOLVEMENT_UNVERIFIED] = "That AI took part in it is not verified",
		[INVOLVEMENT_DENIED] = "That AI took part in it is denied",
	};
	const struct involvement_read *i = p->g->involvement;

	if (!words[i->value] ||
	    (p->v->label == LABEL_UNRELATED && i->value == INVOLVEMENT_CONFIRMED))
		return;
	buf_fmt(&p->buf, " %s", words[i->value]);
	if (i->by.len && i->value != INVOLVEMENT_UNVERIFIED)
		buf_fmt(&p->buf, " by %.*s", STR_ARG(i->by));
	for (size_t n = 0; n < i->spans; n++)
		quote(p, "ai_involvement", i->span[n].field, i->span[n].from, i->span[n].upto);
	if (i->value == INVOLVEMENT_UNVERIFIED || i->value == INVOLVEMENT_DENIED)
		buf_z(&p->buf, ", so an incident is not held sure");
	buf_char(&p->buf, '.');
}

const char *rationale_modality(enum modality m)
{
	static const char *const words[MODALITY_COUNT] = {
		[MODALITY_HAPPENED] = "is stated as a fact",
		[MODALITY_ALLEGED] = "is alleged or told by a source",
		[MODALITY_FEARED] = "is feared or possible",
		[MODALITY_PLANNED] = "is planned or proposed",
		[MODALITY_DENIED] = "is denied",
		[MODALITY_PREVENTED] = "is said to be prevented",
		[MODALITY_TESTED] = "was shown in a test or study",
		[MODALITY_RECALLED] = "is recalled as background",
	};

	return words[m];
}

/* People, not firms and offices: those are named in every second sentence. */
static bool is_person(const struct pen *p, int32_t hit)
{
	static const char *const group[] = {"victim.child", "victim.woman", "victim.public",
					    "victim.consumer", "victim.worker"};

	for (size_t i = 0; hit >= 0 && i < sizeof group / sizeof *group; i++)
		if (pack_group_in(p->pack, p->r->hit[hit].group, str_of(group[i])))
			return true;
	return false;
}

/* What stands beside the harm: nearness is shown, who did what to whom is not claimed. */
static void tell_company(struct pen *p, const struct assertion *a)
{
	bool near = a->system >= 0 && a->sentence == p->r->hit[a->system].sentence &&
		    a->field == p->r->hit[a->system].field;
	bool person = is_person(p, a->victim);

	if (near)
		buf_z(&p->buf, ", in the sentence that names the system");
	if (person) {
		buf_z(&p->buf, near ? " and people" : "; the sentence names people");
		quote_hit(p, "stakeholders", a->victim);
	}
	if (a->source >= 0) {
		buf_z(&p->buf, person || near ? ", its source" : "; the sentence names its source");
		quote_hit(p, "source", a->source);
	}
}

/* "Death ("killed" [3]) is stated as a fact, in the sentence that names the system and
 * people ("woman" [4]), its source ("police" [5]) [6]." */
static void tell_harm(struct pen *p, const struct assertion *a)
{
	struct str say = say_of(p, a->harm);

	if (say.len) {
		char first = say.at[0];

		buf_char(&p->buf, first >= 'a' && first <= 'z' ? (char)(first - 32) : first);
		buf_str(&p->buf, str_cut(say, 1, say.len));
	}
	quote_hit(p, "harm", a->harm);
	buf_fmt(&p->buf, " %s", rationale_modality(a->modality));
	tell_company(p, a);
	cite_sentence(p, a);
	buf_char(&p->buf, '.');
}

/* " (incident 0.71, hazard 0.20)": the label and what comes next. */
static void tell_odds(struct pen *p)
{
	const float *probability = p->v->probability;
	int second = p->v->label == 0 ? 1 : 0;

	for (int l = 0; l < LABEL_COUNT; l++)
		if (l != (int)p->v->label && probability[l] > probability[second])
			second = l;
	buf_fmt(&p->buf, " (%s %.2f, %s %.2f)", label_name[p->v->label],
		(double)probability[p->v->label], label_name[second], (double)probability[second]);
}

static struct str limb_of(const struct assertion *a)
{
	return severity_limb_in_words((enum limb)a->limb);
}

/* Why the sentence bears the label, or that it does not and the whole text does. */
static void conclude_incident(struct pen *p, const struct assertion *a)
{
	const struct involvement_read *i = p->g->involvement;

	if (i->value == INVOLVEMENT_UNVERIFIED || i->value == INVOLVEMENT_DENIED) {
		buf_fmt(&p->buf, " If AI led to it, it is an incident, by %.*s.",
			STR_ARG(limb_of(a)));
		return;
	}
	switch (a->modality) {
	case MODALITY_HAPPENED:
		buf_fmt(&p->buf,
			" It is told as done, not as a danger, and AI is said to have led to it: "
			"an "
			"incident, by %.*s.",
			STR_ARG(limb_of(a)));
		break;
	case MODALITY_ALLEGED:
	case MODALITY_RECALLED:
		buf_fmt(&p->buf,
			" A specific harm that somebody vouches for counts as one: an incident, by "
			"%.*s.",
			STR_ARG(limb_of(a)));
		break;
	default:
		buf_z(&p->buf, " That sentence alone would speak for a hazard or a response; the "
			       "words of title and lead together are those of reports of harm");
		tell_odds(p);
		buf_z(&p->buf, ": an incident.");
	}
}

static void conclude_hazard(struct pen *p, const struct assertion *a)
{
	bool danger = group_of(p, a->harm)->role == CUE_DANGER;

	if (danger || a->modality == MODALITY_FEARED || a->modality == MODALITY_TESTED ||
	    a->modality == MODALITY_PLANNED || a->modality == MODALITY_PREVENTED) {
		buf_fmt(&p->buf,
			" That harm has come of it is not what the text mainly tells; it could "
			"plausibly lead to %.*s: a hazard.",
			STR_ARG(limb_of(a)));
		return;
	}
	buf_z(&p->buf, " That sentence alone would speak for an incident; the words of title and "
		       "lead together are those of reports of danger, with nobody harmed yet");
	tell_odds(p);
	buf_z(&p->buf, ": a hazard.");
}

static void tell_incident(struct pen *p)
{
	if (p->g->assertion < 0) {
		buf_z(&p->buf, " The words of title and lead are those of reports of harm; no "
			       "single sentence of harm was found");
		tell_odds(p);
		buf_char(&p->buf, '.');
		return;
	}
	buf_char(&p->buf, ' ');
	tell_harm(p, &p->r->assertion[p->g->assertion]);
	conclude_incident(p, &p->r->assertion[p->g->assertion]);
}

static void tell_hazard(struct pen *p)
{
	if (p->g->assertion < 0) {
		buf_z(&p->buf, " The words of title and lead are those of reports of danger; no "
			       "single sentence of danger was found");
		tell_odds(p);
		buf_char(&p->buf, '.');
		return;
	}
	buf_char(&p->buf, ' ');
	tell_harm(p, &p->r->assertion[p->g->assertion]);
	conclude_hazard(p, &p->r->assertion[p->g->assertion]);
}

static void tell_complementary(struct pen *p)
{
	static const char *const words[PIECE_COUNT] = {
		/* kinds that speak for this label */
		[PIECE_FOLLOW_UP] = "a follow-up",
		[PIECE_RESPONSE] = "a response to risks or harm",
		[PIECE_RULE] = "about rules or governance",
		[PIECE_STUDY] = "a study or survey",
		[PIECE_OPINION] = "an opinion or debate",
		[PIECE_EXPLAINER] = "an explainer",
	};

	if (words[p->r->piece] && p->g->piece >= 0) {
		buf_fmt(&p->buf, " The piece reads as %s", words[p->r->piece]);
		quote_hit(p, "label", p->g->piece);
		buf_char(&p->buf, '.');
	}
	if (p->g->assertion >= 0) {
		buf_char(&p->buf, ' ');
		tell_harm(p, &p->r->assertion[p->g->assertion]);
	}
	buf_z(&p->buf, " Risks or governance of AI are its matter, but a harm or a specific danger "
		       "is not read as its main point");
	tell_odds(p);
	buf_z(&p->buf, ": complementary.");
}

static void tell_unrelated(struct pen *p)
{
	if (p->g->system < 0 && p->g->maker < 0)
		buf_z(&p->buf, " So it is unrelated.");
	else
		buf_z(&p->buf, " Neither harm or danger by it nor its governance is read as the "
			       "main point: unrelated.");
}

static void tell_severity(struct pen *p)
{
	const struct verdict *v = p->v;

	if (v->label != LABEL_INCIDENT && v->label != LABEL_HAZARD)
		return;
	buf_fmt(&p->buf, " Severity: %.*s, by the rule \"%.*s\".", STR_ARG(v->severity),
		STR_ARG(v->severity_rule));
}

static void tell_doubt(struct pen *p)
{
	if (!p->v->abstain)
		return;
	buf_z(&p->buf, " The judge is unsure");
	tell_odds(p);
	buf_z(&p->buf, " and asks for a person's review.");
}

void rationale_compose(struct verdict *out, struct evidence_list *evidence, struct arena *arena,
		       const struct reading *r, const struct pack *pack, const struct grounds *g)
{
	static void (*const tell[LABEL_COUNT])(struct pen *) = {
		[LABEL_INCIDENT] = tell_incident,
		[LABEL_HAZARD] = tell_hazard,
		[LABEL_COMPLEMENTARY] = tell_complementary,
		[LABEL_UNRELATED] = tell_unrelated,
	};
	struct pen p = {.v = out, .evidence = evidence, .r = r, .pack = pack, .g = g};

	buf_init(&p.buf, LIMIT_FIELD);
	tell_system(&p);
	tell_involvement(&p);
	tell[out->label](&p);
	tell_severity(&p);
	tell_doubt(&p);
	out->rationale = arena_copy(arena, buf_view(&p.buf));
	buf_free(&p.buf);
}
