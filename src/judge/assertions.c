/* assertions.c -- links system, harm, victim, actor and source in a sentence.
 *
 * For each harm (or danger) hit: the nearest system in its sentence, or the one
 * that a pronoun or a definite noun ("the car", "it") carries over from up to
 * two sentences before, or the title's. How the harm is put is decided by the
 * modality cues that reach it: a cue reaches so many words forward or back as
 * its group says, and a hinge ("after", "when", "but") between the two stops it,
 * so that "warning issued after car kills woman" is a report. Where several
 * reach, the one that takes most away wins (prevented, denied, tested, planned,
 * feared, alleged, recalled). Light on purpose: no parser, a window of hits.
 * What it does not do: long-distance coreference, irony, nested quotation. */
#include "judge/assertions.h"

#include "base/check.h"
#include "judge/cues.h"

#define WINDOW 24       /* hits to either side of a harm */
#define REACH_BEFORE 10 /* words, when a group does not say */
#define REACH_AFTER 0
#define CARRY_SENTENCES 2

struct walk {
	struct reading *r;
	const struct cues *cues;
	struct assertion *out;
	size_t count;
	int32_t last_system; /* hit of the sentence before, -1 none */
	uint32_t last_sentence;
	int32_t title_system;
};

static const struct cue_group *group_of(const struct walk *w, size_t hit)
{
	return cues_group(w->cues, w->r->hit[hit].group);
}

static bool same_sentence(const struct walk *w, size_t a, size_t b)
{
	return w->r->hit[a].field == w->r->hit[b].field &&
	       w->r->hit[a].sentence == w->r->hit[b].sentence;
}

/* Words between two hits of one field; 0 when they touch or overlap. */
static size_t distance(const struct walk *w, size_t a, size_t b)
{
	const struct cue_hit *left = &w->r->hit[a], *right = &w->r->hit[b];
	const struct words *words = &w->r->words[left->field];

	if (left->from > right->from) {
		const struct cue_hit *swap = left;

		left = right;
		right = swap;
	}
	if (left->upto >= right->from)
		return 0;
	return words_from(words, right->from) - words_from(words, left->upto);
}

/* -- neighbours ------------------------------------------------------------------------ */

/* First and last hit of the window around `n` within its sentence. */
static void window(const struct walk *w, size_t n, size_t *from, size_t *upto)
{
	*from = n;
	*upto = n + 1;
	while (*from > 0 && n - *from < WINDOW && same_sentence(w, n, *from - 1))
		--*from;
	while (*upto < w->r->hit_count && *upto - n < WINDOW && same_sentence(w, n, *upto))
		++*upto;
}

/* The nearest hit of a role; what stands before counts as a third nearer. */
static int32_t nearest(const struct walk *w, size_t n, enum cue_role role)
{
	size_t from, upto, best_distance = SIZE_MAX;
	int32_t best = -1;

	window(w, n, &from, &upto);
	for (size_t i = from; i < upto; i++) {
		size_t d;

		if (i == n || group_of(w, i)->role != role)
			continue;
		d = distance(w, i, n) * (i < n ? 2 : 3);
		if (d < best_distance) {
			best_distance = d;
			best = (int32_t)i;
		}
	}
	return best;
}

/* -- modality ---------------------------------------------------------------------------- */

static bool hinge_between(const struct walk *w, size_t cue, size_t harm)
{
	size_t low = cue < harm ? cue : harm, high = cue < harm ? harm : cue;

	for (size_t i = low + 1; i < high; i++)
		if (group_of(w, i)->role == CUE_HINGE)
			return true;
	return false;
}

static bool reaches(const struct walk *w, size_t cue, size_t harm)
{
	const struct cue_group *g = group_of(w, cue);
	int before = g->before >= 0 ? g->before : REACH_BEFORE;
	int after = g->after >= 0 ? g->after : REACH_AFTER;
	size_t d = distance(w, cue, harm);

	return d <= (size_t)(cue < harm ? before : after) && !hinge_between(w, cue, harm);
}

/* "to kill" is not done yet; "led to", "due to" and the like are. */
static bool is_infinitive(const struct walk *w, size_t n)
{
	static const char *const leading[] = {
		"led",         "leading",      "leads",    "due",       "linked",     "tied",
		"connected",   "according",    "owing",    "subjected", "exposed",    "related",
		"contributed", "contributing", "response", "reaction",  "close",      "thanks",
		"prior",       "amounted",     "amounts",  "came",      "beaten",     "crushed",
		"stabbed",     "forced",       "went",     "proceeded", "attributed", "confessed",
	};
	const struct cue_hit *hit = &w->r->hit[n];
	const struct words *words = &w->r->words[hit->field];
	struct str text = w->r->article->field[hit->field];
	size_t at = words_from(words, hit->from);
	struct str word;

	if (at == 0 || at > words->len)
		return false;
	word = str_cut(text, words->at[at - 1].from, words->at[at - 1].upto);
	if (!str_eq_nocase(word, STR("to")))
		return false;
	if (at == 1)
		return true;
	word = str_cut(text, words->at[at - 2].from, words->at[at - 2].upto);
	for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
		if (str_eq_nocase(word, str_of(leading[i])))
			return false;
	return true;
}

static bool is_question(const struct walk *w, size_t n)
{
	const struct cue_hit *hit = &w->r->hit[n];
	uint32_t upto = w->r->sentences[hit->field].at[hit->sentence].upto;

	return upto > 0 && w->r->article->field[hit->field].at[upto - 1] == '?';
}

static enum modality modality_of(const struct walk *w, size_t n)
{
	static const uint8_t strength[MODALITY_COUNT] = {
		[MODALITY_HAPPENED] = 0, [MODALITY_RECALLED] = 1,  [MODALITY_ALLEGED] = 2,
		[MODALITY_FEARED] = 3,   [MODALITY_PLANNED] = 4,   [MODALITY_TESTED] = 5,
		[MODALITY_DENIED] = 6,   [MODALITY_PREVENTED] = 7,
	};
	int8_t own = group_of(w, n)->modality;
	enum modality best = own >= 0 ? (enum modality)own : MODALITY_HAPPENED;
	size_t from, upto;

	window(w, n, &from, &upto);
	for (size_t i = from; i < upto; i++) {
		const struct cue_group *g = group_of(w, i);

		if (i == n || g->role != CUE_MODALITY || g->modality < 0)
			continue;
		if (strength[g->modality] > strength[best] && reaches(w, i, n))
			best = (enum modality)g->modality;
	}
	if (strength[best] < strength[MODALITY_FEARED] &&
	    (is_infinitive(w, n) || is_question(w, n)))
		best = MODALITY_FEARED;
	return best;
}

/* -- one sentence ------------------------------------------------------------------------- */

static float weight_of(const struct walk *w, const struct assertion *a)
{
	float position = a->field == FIELD_TITLE ? 1.0f : 0.9f / (1.0f + 0.3f * (float)a->sentence);
	float link = 1.0f;

	if (a->system < 0)
		link = 0.5f;
	else if (w->r->hit[a->system].sentence != a->sentence ||
		 w->r->hit[a->system].field != a->field)
		link = 0.8f;
	return (position < 0.1f ? 0.1f : position) * link;
}

/* The system that a sentence without one speaks of, -1: none. */
static int32_t carried(const struct walk *w, size_t n)
{
	const struct cue_hit *hit = &w->r->hit[n];
	size_t from, upto;

	if (w->last_system >= 0 && w->r->hit[w->last_system].field == hit->field &&
	    hit->sentence - w->last_sentence <= CARRY_SENTENCES) {
		window(w, n, &from, &upto);
		for (size_t i = from; i < upto; i++)
			if (group_of(w, i)->role == CUE_CARRY)
				return w->last_system;
	}
	if (hit->field == FIELD_TEXT && hit->sentence < CARRY_SENTENCES && w->title_system >= 0)
		return w->title_system;
	return -1;
}

static void add(struct walk *w, size_t n, bool is_harm)
{
	const struct cue_hit *hit = &w->r->hit[n];
	struct assertion *a = &w->out[w->count++];

	*a = (struct assertion){.field = hit->field, .sentence = hit->sentence, .harm = -1};
	a->modality = modality_of(w, n);
	a->victim = nearest(w, n, CUE_VICTIM);
	a->actor = nearest(w, n, CUE_MAKER);
	a->source = nearest(w, n, CUE_ATTRIBUTION);
	if (is_harm) {
		int8_t limb = group_of(w, n)->limb;

		a->harm = (int32_t)n;
		a->limb = limb > 0 ? (uint8_t)limb : LIMB_NONE;
		a->system = nearest(w, n, CUE_SYSTEM);
		if (a->system < 0)
			a->system = carried(w, n);
	} else {
		a->system = (int32_t)n;
	}
	a->weight = weight_of(w, a);
}

static bool is_longer(const struct walk *w, size_t a, size_t b)
{
	const struct cue_hit *x = &w->r->hit[a], *y = &w->r->hit[b];

	return x->upto - x->from > y->upto - y->from;
}

/* The assertion from `before` on that tells the same meaning; SIZE_MAX: none. */
static size_t told_at(const struct walk *w, size_t before, size_t hit)
{
	for (size_t k = w->count; k > before && w->count - k < WINDOW; k--)
		if (w->r->hit[w->out[k - 1].harm].group == w->r->hit[hit].group)
			return k - 1;
	return SIZE_MAX;
}

static void replace(struct walk *w, size_t place, size_t hit)
{
	size_t count = w->count;

	w->count = place;
	add(w, hit, true);
	w->count = count;
}

/* One assertion for each meaning of harm in the sentence, from the words that say
 * most ("evade export controls" before "covert"), else one for its first system. */
static void sentence(struct walk *w, size_t from, size_t upto)
{
	int32_t system = -1;
	size_t before = w->count;

	for (size_t i = from; i < upto; i++) {
		const struct cue_group *g = group_of(w, i);
		size_t told;

		if (g->role == CUE_SYSTEM && system < 0)
			system = (int32_t)i;
		if (g->role != CUE_HARM && g->role != CUE_DANGER)
			continue;
		told = told_at(w, before, i);
		if (told == SIZE_MAX)
			add(w, i, true);
		else if (is_longer(w, i, (size_t)w->out[told].harm))
			replace(w, told, i);
	}
	if (w->count == before && system >= 0)
		add(w, (size_t)system, false);
	if (system >= 0) {
		w->last_system = system;
		w->last_sentence = w->r->hit[from].sentence;
		if (w->r->hit[from].field == FIELD_TITLE && w->title_system < 0)
			w->title_system = system;
	}
}

void assertions_of(struct reading *r, const struct pack *pack, struct arena *arena)
{
	struct walk w = {.r = r,
			 .cues = pack_cues(pack),
			 .last_system = -1,
			 .title_system = -1,
			 .out = ARENA_ARRAY(arena, struct assertion, r->hit_count)};

	for (size_t from = 0, upto; from < r->hit_count; from = upto) {
		for (upto = from + 1; upto < r->hit_count && same_sentence(&w, from, upto);)
			upto++;
		sentence(&w, from, upto);
	}
	r->assertion = w.out;
	r->assertion_count = w.count;
}
