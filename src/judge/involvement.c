/* judge/involvement.c -- weighs what is said of AI's own part in the matter.
 *
 * A hit of a "part" group counts when it reaches an AI system in its sentence, with no
 * hinge between; hits that answer what was said before ("the firm denies this") may take
 * the system from up to two sentences before. So "an agent could let attackers read mail"
 * hedges the harm and says nothing here, while "mail that may have been written by an
 * agent" does. Then: who contradicts makes it disputed; what was found not to be so is
 * denied, unless somebody else in the article still says it; a guess is unverified, unless
 * those who know confirm it; else it is confirmed, or only stated. */
#include "judge/involvement.h"

#include "judge/involvement_model.h"

#define REALISED "part.real" /* groups that realised.c reads */
#define SIGNS "part.sign"    /* and the model */
#define CARRY_SENTENCES 2
#define WINDOW 32         /* hits to either side */
#define QUOTE_MOST 240    /* bytes */
#define TITLE_WEIGHT 1.5F /* newspapers put what they doubt into the title */
#define CARRIED 0.6F      /* of a hit whose system stands in a sentence before */
#define NAME_WORDS 4
#define NAME_REACH 4 /* words between a name and what it says */
#define ENOUGH 1.0F
#define HALF_DOUBT 0.6F
#define SILENCE 0.41F
#define HALF_QUARREL 0.4F
#define ENOUGH_CONTRA 0.6F
#define ODDS_DENIED 0.3F   /* a guess keeps its odds: the label is as likely, but not sure */
#define INCIDENT_MOST 0.5F /* of an incident whose AI is in doubt */

enum kind { KIND_UNSURE, KIND_DISPUTED, KIND_DENIED, KIND_CONFIRMED, KIND_COUNT };

struct scene {
	struct part_scope p;
	float weight[KIND_COUNT];
	float carried[KIND_COUNT]; /* of the weight, from hits without a system near them */
	float best_weight[KIND_COUNT];
	bool silent;   /* somebody who should know does not say */
	bool admitted; /* by who made or used it, or an authority: of a system in its sentence */
	struct involvement_span best[KIND_COUNT];
	int32_t best_hit[KIND_COUNT]; /* index into part[], -1: a question */
};

/* -- which system ------------------------------------------------------------------------- */

/* A hinge, or a sign that ends a clause. */
static bool hinge_between(const struct scene *s, const struct cue_hit *a, const struct cue_hit *b)
{
	uint32_t from = a->from < b->from ? a->upto : b->upto;
	uint32_t upto = a->from < b->from ? b->from : a->from;
	struct str text = s->p.r->article->field[a->field];

	for (uint32_t i = from; i < upto; i++)
		if (text.at[i] == ';' || text.at[i] == ':' || text.at[i] == '(')
			return true;
	for (size_t n = part_first(&s->p, a); part_is_of(&s->p, n, a); n++)
		if (part_group(&s->p, &s->p.r->hit[n])->role == CUE_HINGE &&
		    s->p.r->hit[n].from >= from && s->p.r->hit[n].upto <= upto)
			return true;
	return false;
}

struct near {
	const struct cue_hit *system;
	size_t distance;
};

static void consider(struct near *best, const struct scene *s, const struct cue_hit *hit,
		     const struct cue_hit *system)
{
	const struct cue_group *g = part_group(&s->p, hit);
	size_t d = part_distance(&s->p, hit, system);

	if ((best->system && d >= best->distance) ||
	    d > (size_t)(hit->from <= system->from ? g->before : g->after) ||
	    hinge_between(s, hit, system))
		return;
	*best = (struct near){system, d};
}

/* The nearest system that the hit reaches; NULL: it speaks of something else. Words that
 * may mean an AI system do so in an article that names one. */
static const struct cue_hit *reached(const struct scene *s, const struct cue_hit *hit)
{
	struct near best = {NULL, 0};

	for (size_t n = part_first(&s->p, hit); part_is_of(&s->p, n, hit); n++)
		if (part_is_system(&s->p, &s->p.r->hit[n]))
			consider(&best, s, hit, &s->p.r->hit[n]);
	for (size_t n = 0; n < s->p.r->part_count; n++) {
		const struct cue_hit *other = &s->p.r->part[n];

		if (other->field == hit->field && other->sentence == hit->sentence &&
		    part_in(&s->p, other, PART_SYSTEM))
			consider(&best, s, hit, other);
	}
	return best.system;
}

/* Is a system named in the title or in one of the two sentences before? */
static bool carried(const struct scene *s, const struct cue_hit *hit)
{
	for (size_t n = 0; n < s->p.r->hit_count; n++) {
		const struct cue_hit *other = &s->p.r->hit[n];

		if (!part_is_system(&s->p, other))
			continue;
		if (other->field != hit->field &&
		    (other->field == FIELD_TITLE ? hit : other)->sentence < CARRY_SENTENCES)
			return true;
		if (other->field == hit->field && other->sentence <= hit->sentence &&
		    hit->sentence - other->sentence <= CARRY_SENTENCES)
			return true;
	}
	return false;
}

/* -- who says so --------------------------------------------------------------------------- */

static struct str word_of(const struct scene *s, enum field field, size_t n)
{
	const struct word *w = &s->p.r->words[field].at[n];

	return str_cut(s->p.r->article->field[field], w->from, w->upto);
}

static bool is_maker(const struct scene *s, const struct cue_hit *hit, struct str name)
{
	const char *text = s->p.r->article->field[hit->field].at;

	for (size_t n = part_first(&s->p, hit); name.len && part_is_of(&s->p, n, hit); n++) {
		const struct cue_hit *other = &s->p.r->hit[n];

		if (part_group(&s->p, other)->role == CUE_MAKER &&
		    text + other->from < name.at + name.len && name.at < text + other->upto)
			return true;
	}
	return false;
}

/* Does it stand with a capital where it need not, somewhere in the lead? */
static bool is_name_elsewhere(const struct scene *s, const struct word *first)
{
	const struct sentences *all = &s->p.r->sentences[FIELD_TEXT];
	const struct words *w = &s->p.r->words[FIELD_TEXT];

	for (size_t n = 0, at = 0; n < w->len && w->at[n].from < READING_LEAD; n++) {
		while (at < all->len && all->at[at].from < w->at[n].from)
			at++;
		if (w->at[n].hash == first->hash && w->at[n].kind != WORD_LOWER &&
		    (at >= all->len || all->at[at].from != w->at[n].from))
			return true;
	}
	return false;
}

/* Most of its words have capitals, as in headlines of some papers. */
static bool is_title_case(const struct scene *s, enum field field)
{
	const struct words *w = &s->p.r->words[field];
	size_t capitals = 0;

	if (field != FIELD_TITLE)
		return false;
	for (size_t n = 0; n < w->len; n++)
		capitals += w->at[n].kind == WORD_CAPITALISED;
	return 3 * capitals > 2 * w->len;
}

/* A word of a name: capitalised, and not only because it opens the sentence. */
static bool is_name(const struct scene *s, const struct cue_hit *hit, size_t n)
{
	static const char *const no_name[] = {
		"AI",       "CVE",      "CVSS",     "January",   "February",  "March",
		"April",    "May",      "June",     "July",      "August",    "September",
		"October",  "November", "December", "Monday",    "Tuesday",   "Wednesday",
		"Thursday", "Friday",   "Saturday", "Sunday",    "According", "American",
		"Chinese",  "British",  "Russian",  "Ukrainian", "European",  "German",
	};
	const struct word *w = &s->p.r->words[hit->field].at[n];
	struct str word = word_of(s, (enum field)hit->field, n);

	if (w->kind == WORD_LOWER || w->kind == WORD_NUMBER || word.len < 2)
		return false;
	for (size_t i = 0; i < sizeof no_name / sizeof *no_name; i++)
		if (str_eq(word, str_of(no_name[i])))
			return false;
	if (w->kind != WORD_CAPITALISED)
		return true;
	if (w->from != s->p.r->sentences[hit->field].at[hit->sentence].from &&
	    !is_title_case(s, (enum field)hit->field))
		return true;
	return is_maker(s, hit, word) || is_name_elsewhere(s, w);
}

static bool is_in_sentence(const struct scene *s, const struct cue_hit *hit, size_t n)
{
	const struct sentence *all = &s->p.r->sentences[hit->field].at[hit->sentence];
	const struct words *w = &s->p.r->words[hit->field];

	return n < w->len && w->at[n].from >= all->from && w->at[n].upto <= all->upto;
}

/* Words that touch but for one blank. */
static bool is_next(const struct words *w, size_t n)
{
	return n + 1 < w->len && w->at[n + 1].from <= w->at[n].upto + 1;
}

/* Grows a name from word `n` over the words of it that stand before, or behind. */
static struct str whole_name(const struct scene *s, const struct cue_hit *hit, size_t n,
			     bool before)
{
	const struct words *w = &s->p.r->words[hit->field];
	size_t first = n, last = n;

	while (before && first > 0 && last - first < NAME_WORDS && is_next(w, first - 1) &&
	       is_in_sentence(s, hit, first - 1) && is_name(s, hit, first - 1))
		first--;
	while (!before && last - first < NAME_WORDS && is_next(w, last) &&
	       is_in_sentence(s, hit, last + 1) && is_name(s, hit, last + 1))
		last++;
	return str_cut(s->p.r->article->field[hit->field], w->at[first].from, w->at[last].upto);
}

/* The name that ends at most so many words before `n`, or begins so many from it on. */
static struct str name_near(const struct scene *s, const struct cue_hit *hit, size_t n,
			    size_t reach, bool before)
{
	for (size_t i = 0; i < reach && (!before || i < n); i++) {
		size_t at = before ? n - 1 - i : n + i;

		if (!is_in_sentence(s, hit, at))
			break;
		if (is_name(s, hit, at))
			return whole_name(s, hit, at, before);
	}
	return STR_NONE;
}

static struct str name_of(const struct scene *s, const struct cue_hit *hit)
{
	const struct words *w = &s->p.r->words[hit->field];
	size_t first = words_from(w, hit->from), last = words_from(w, hit->upto);
	struct str name = name_near(s, hit, last, last - first, true); /* within the match */

	if (!name.len)
		name = name_near(s, hit, first, NAME_REACH, true);
	if (!name.len)
		name = name_near(s, hit, last, NAME_REACH, false);
	return name;
}

static struct str without_possessive(struct str name)
{
	static const char *const end[] = {"'s", "\xE2\x80\x99s", "'"};

	for (size_t i = 0; i < sizeof end / sizeof *end; i++)
		if (str_ends(name, str_of(end[i])))
			return str_cut(name, 0, name.len - strlen(end[i]));
	return name;
}

/* "the court rules": not the "rules" of "rules out", which is the hit itself. */
static bool is_noun_of(const struct scene *s, const struct cue_hit *hit,
		       const struct cue_hit *other)
{
	return part_in(&s->p, hit, "part.confirmed") || other->upto <= hit->from ||
	       hit->upto <= other->from;
}

/* A name, else the word for who is cited ("police"), else nobody. */
static struct str speaker(const struct scene *s, const struct cue_hit *hit)
{
	struct str name = without_possessive(name_of(s, hit));

	for (size_t n = part_first(&s->p, hit); !name.len && part_is_of(&s->p, n, hit); n++) {
		const struct cue_hit *other = &s->p.r->hit[n];

		if (part_group(&s->p, other)->role == CUE_ATTRIBUTION && is_noun_of(s, hit, other))
			name = str_cut(s->p.r->article->field[hit->field], other->from,
				       other->upto);
	}
	return name;
}

/* -- one hit ------------------------------------------------------------------------------- */

static enum kind kind_of(const struct scene *s, const struct cue_hit *hit)
{
	if (part_in(&s->p, hit, "part.disputed"))
		return KIND_DISPUTED;
	if (part_in(&s->p, hit, "part.denied"))
		return KIND_DENIED;
	if (part_in(&s->p, hit, "part.confirmed"))
		return KIND_CONFIRMED;
	return KIND_UNSURE;
}

/* May its system stand in a sentence before? */
static bool may_carry(const struct scene *s, const struct cue_hit *hit)
{
	static const char *const group[] = {
		"part.disputed",   "part.denied.genuine", "part.denied.part",
		"part.denied.far", "part.confirmed",      "part.unsure.unproven",
	};

	for (size_t i = 0; i < sizeof group / sizeof *group; i++)
		if (part_in(&s->p, hit, group[i]))
			return !part_in(&s->p, hit, "part.disputed.denies");
	return false;
}

static bool says_something(const struct scene *s, const struct cue_hit *hit)
{
	return !part_in(&s->p, hit, REALISED) && !part_in(&s->p, hit, PART_SYSTEM) &&
	       !part_in(&s->p, hit, SIGNS);
}

/* "has not confirmed" holds "confirmed". */
static bool is_within_another(const struct scene *s, size_t n)
{
	const struct cue_hit *hit = &s->p.r->part[n];

	for (size_t i = n > WINDOW ? n - WINDOW : 0; i < s->p.r->part_count && i < n + WINDOW;
	     i++) {
		const struct cue_hit *other = &s->p.r->part[i];

		if (says_something(s, other) && other->field == hit->field &&
		    other->from <= hit->from && hit->upto <= other->upto &&
		    other->upto - other->from > hit->upto - hit->from)
			return true;
	}
	return false;
}

static struct involvement_span span_of(const struct scene *s, const struct cue_hit *hit,
				       const struct cue_hit *system)
{
	const struct sentence *whole = &s->p.r->sentences[hit->field].at[hit->sentence];
	struct involvement_span span = {(enum field)hit->field, hit->from, hit->upto};
	const char *text = s->p.r->article->field[hit->field].at;
	struct str name;

	if (system && system->from < span.from)
		span.from = system->from;
	if (system && system->upto > span.upto)
		span.upto = system->upto;
	if (!system && whole->upto - whole->from <= QUOTE_MOST) {
		span.from = whole->from;
		span.upto = whole->upto;
	}
	name = speaker(s, hit);
	if (name.len && (uint32_t)(name.at - text) < span.from)
		span.from = (uint32_t)(name.at - text);
	if (name.len && (uint32_t)(name.at + name.len - text) > span.upto)
		span.upto = (uint32_t)(name.at + name.len - text);
	return span;
}

static void count(struct scene *s, enum kind kind, float weight, int32_t n,
		  struct involvement_span span)
{
	s->weight[kind] += weight;
	if (weight > s->best_weight[kind]) {
		s->best_weight[kind] = weight;
		s->best_hit[kind] = n;
		s->best[kind] = span;
	}
}

/* Some words are half a doubt. */
static float worth(const struct scene *s, const struct cue_hit *hit)
{
	float weight = hit->field == FIELD_TITLE ? TITLE_WEIGHT : 1;

	if (part_in(&s->p, hit, "part.unsure.hint"))
		return HALF_DOUBT;
	return part_in(&s->p, hit, "part.disputed.hint") ? HALF_QUARREL : weight;
}

/* "Many believe that AI will change schools" is of what is to come, and of no matter. */
static bool is_of_the_future(const struct scene *s, const struct cue_hit *hit)
{
	static const char *const modal[] = {"will", "can", "may", "should", "would", "could"};
	const struct words *w = &s->p.r->words[hit->field];

	for (size_t n = words_from(w, hit->upto); is_in_sentence(s, hit, n); n++)
		for (size_t i = 0; i < sizeof modal / sizeof *modal; i++)
			if (str_eq(word_of(s, (enum field)hit->field, n), str_of(modal[i])))
				return true;
	return false;
}

/* Nothing but a sign stands behind it in its sentence. */
static bool is_last(const struct scene *s, const struct cue_hit *hit)
{
	return hit->upto + 1 >= s->p.r->sentences[hit->field].at[hit->sentence].upto;
}

/* A name must stand near some verbs; other words count in statements only, not in questions. */
static bool counts(const struct scene *s, const struct cue_hit *hit)
{
	if (part_in(&s->p, hit, "part.confirmed.named"))
		return name_of(s, hit).len > 0;
	if (part_in(&s->p, hit, "part.confirmed.maker"))
		return is_maker(s, hit, name_of(s, hit));
	if (part_in(&s->p, hit, "part.unsure.hint"))
		return !is_of_the_future(s, hit);
	if (part_in(&s->p, hit, "part.unsure.trailing"))
		return is_last(s, hit);
	return kind_of(s, hit) == KIND_UNSURE ||
	       !part_is_question(&s->p, (enum field)hit->field, hit->sentence);
}

static void weigh(struct scene *s, size_t n)
{
	const struct cue_hit *hit = &s->p.r->part[n], *system;
	float weight = worth(s, hit);
	enum kind kind = kind_of(s, hit);

	if (!says_something(s, hit) || !part_is_heard(hit) || is_within_another(s, n) ||
	    !counts(s, hit))
		return;
	if (part_in(&s->p, hit, "part.unsure.silence")) {
		s->silent = true;
		return;
	}
	system = reached(s, hit);
	if (!system) {
		if (!may_carry(s, hit) || !carried(s, hit))
			return;
		weight *= CARRIED;
		s->carried[kind] += weight;
	} else if (part_in(&s->p, hit, "part.confirmed.own") ||
		   part_in(&s->p, hit, "part.confirmed.authority")) {
		s->admitted = true;
	}
	count(s, kind, weight, (int32_t)n, span_of(s, hit, system));
}

/* "Did an AI agent delete the table?" */
static void weigh_question(struct scene *s)
{
	static const char *const asks[] = {"did", "was", "were", "had"};
	const struct str title = s->p.r->article->field[FIELD_TITLE];
	const struct words *w = &s->p.r->words[FIELD_TITLE];
	struct cue_hit all = {.field = FIELD_TITLE};
	bool asked = false, names = false;

	if (!title.len || title.at[title.len - 1] != '?' || w->len < 2)
		return;
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		asked = asked || str_eq_nocase(str_cut(title, w->at[0].from, w->at[0].upto),
					       str_of(asks[i]));
	for (size_t n = part_first(&s->p, &all); n < s->p.r->hit_count; n++)
		names = names || (s->p.r->hit[n].field == FIELD_TITLE &&
				  part_is_system(&s->p, &s->p.r->hit[n]));
	if (asked && names && !str_eq_nocase(word_of(s, FIELD_TITLE, 1), STR("you")))
		count(s, KIND_UNSURE, 1, -1,
		      (struct involvement_span){FIELD_TITLE, 0, (uint32_t)title.len});
}

/* What somebody who has to know confirmed is not put in doubt by words of which it is not
 * sure that they mean it ("it denies this"). */
static float weight_of(const struct scene *s, enum kind kind)
{
	return s->weight[kind] - (s->admitted ? s->carried[kind] : 0);
}

static float silence_of(const struct scene *s)
{
	return s->silent && !s->admitted ? SILENCE : 0;
}

static enum involvement value_of(const struct scene *s)
{
	if (weight_of(s, KIND_DISPUTED) >= ENOUGH_CONTRA)
		return INVOLVEMENT_DISPUTED;
	if (weight_of(s, KIND_DENIED) >= ENOUGH_CONTRA)
		return INVOLVEMENT_DENIED;
	if (s->weight[KIND_UNSURE] > 0 &&
	    weight_of(s, KIND_UNSURE) + silence_of(s) >=
		    (s->weight[KIND_CONFIRMED] > 0 ? ENOUGH : HALF_DOUBT))
		return INVOLVEMENT_UNVERIFIED;
	return s->weight[KIND_CONFIRMED] > 0 ? INVOLVEMENT_CONFIRMED : INVOLVEMENT_STATED;
}

static bool names_system(const struct scene *s)
{
	const struct reading *r = s->p.r;

	for (size_t n = 0; n < r->hit_count; n++)
		if (part_is_system(&s->p, &r->hit[n]))
			return true;
	for (size_t n = 0; n < r->part_count; n++)
		if (part_in(&s->p, &r->part[n], PART_SYSTEM) && part_is_heard(&r->part[n]))
			return true;
	return false;
}

static void take(struct involvement_read *out, const struct scene *s, enum kind kind)
{
	if (s->best_weight[kind] <= 0)
		return;
	out->span[out->spans++] = s->best[kind];
	if (!out->by.len && s->best_hit[kind] >= 0)
		out->by = speaker(s, &s->p.r->part[s->best_hit[kind]]);
}

static bool is_doubt(enum involvement value)
{
	return value == INVOLVEMENT_DISPUTED || value == INVOLVEMENT_UNVERIFIED ||
	       value == INVOLVEMENT_DENIED;
}

/* The phrases of involvement.cues; INVOLVEMENT_NONE where no system is named. */
static enum involvement hear(struct scene *s)
{
	if (!names_system(s))
		return INVOLVEMENT_NONE;
	for (size_t n = 0; n < s->p.r->part_count; n++)
		weigh(s, n);
	weigh_question(s);
	return value_of(s);
}

enum involvement involvement_by_phrases(const struct reading *r, const struct pack *pack)
{
	struct scene s = {.p = {r, pack, pack_cues(pack)}};

	return hear(&s);
}

static void tell_phrases(struct involvement_read *out, const struct scene *s)
{
	static const enum kind shown[INVOLVEMENT_COUNT] = {
		[INVOLVEMENT_CONFIRMED] = KIND_CONFIRMED,
		[INVOLVEMENT_DISPUTED] = KIND_DISPUTED,
		[INVOLVEMENT_UNVERIFIED] = KIND_UNSURE,
		[INVOLVEMENT_DENIED] = KIND_DENIED,
	};

	if (out->value != INVOLVEMENT_STATED)
		take(out, s, shown[out->value]);
	if (out->value == INVOLVEMENT_DISPUTED)
		take(out, s, KIND_CONFIRMED); /* the other side */
}

/* What the model adds: a doubt where no phrase says so by itself. */
static void tell_signs(struct involvement_read *out, const struct scene *s,
		       const struct involvement_belief *belief)
{
	const struct cue_hit *hit = &s->p.r->part[belief->hit];

	out->value = belief->value;
	out->by_signs = true;
	out->by = speaker(s, hit);
	out->span[out->spans++] = span_of(s, hit, reached(s, hit));
}

void involvement_of(struct involvement_read *out, struct arena *arena, const struct reading *r,
		    const struct pack *pack)
{
	struct scene s = {.p = {r, pack, pack_cues(pack)}};
	struct involvement_belief belief;

	*out = (struct involvement_read){.value = hear(&s)};
	if (out->value == INVOLVEMENT_NONE)
		return;
	if (!is_doubt(out->value) && involvement_believe(&belief, arena, &s.p))
		tell_signs(out, &s, &belief);
	else
		tell_phrases(out, &s);
	if (out->value == INVOLVEMENT_STATED)
		out->by = STR(INVOLVEMENT_ARTICLE);
}

bool involvement_weigh(float probability[LABEL_COUNT], const struct involvement_read *i)
{
	float incident = probability[LABEL_INCIDENT], rest = 1 - incident, odds, new;

	if (i->value != INVOLVEMENT_UNVERIFIED && i->value != INVOLVEMENT_DENIED)
		return false;
	odds = i->value == INVOLVEMENT_DENIED && !i->by_signs ? ODDS_DENIED : 1;
	new = incident *odds / (incident * odds + rest);
	if (new > INCIDENT_MOST)
		new = INCIDENT_MOST;
	for (int l = 0; l < LABEL_COUNT; l++)
		probability[l] = rest > 0 ? probability[l] * (1 - new) / rest
					  : (1 - new) / (LABEL_COUNT - 1);
	probability[LABEL_INCIDENT] = new;
	return true;
}

void involvement_tell(struct verdict *out, struct evidence_list *evidence,
		      const struct involvement_read *i)
{
	out->involvement = i->value;
	out->involvement_by = i->by;
	if (i->value == INVOLVEMENT_NONE && out->label != LABEL_UNRELATED) {
		out->involvement = INVOLVEMENT_STATED;
		out->involvement_by = STR(INVOLVEMENT_ARTICLE);
	}
	for (size_t n = 0; n < i->spans; n++) {
		int at = evidence_add(evidence, STR("ai_involvement"), i->span[n].field,
				      i->span[n].from, i->span[n].upto);

		if (at >= 0)
			out->involvement_evidence[out->involvement_evidence_count++] = (uint16_t)at;
	}
}
