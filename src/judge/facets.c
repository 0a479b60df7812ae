/* judge/facets.c -- which values of the taxonomy an article carries, and why.
 *
 * Principles, industries, stakeholders and harm types have thousands of labelled
 * items: one logistic model a value, all of a facet cut at one probability, which
 * is what maximises micro-F1 when probabilities are calibrated (Lipton et al.
 * 2014). Business function, AI task and autonomy have a few dozen: there the cues
 * decide, a value being as likely as 1 - 2^-weight of its hits, the title's and
 * first sentences' counting most. Spans: first hits of groups that hint at the
 * value, else the words of title and lead that weigh most for it, so that what is
 * shown is what decided.
 *
 * What it does not do: exclude values that contradict each other; AIM's own tags
 * go together in every way. */
#include "judge/facets.h"

#include <math.h>

#include "base/check.h"
#include "base/memory.h"
#include "judge/calibration.h"

#define FACETS_MAX 16
#define VALUES_MAX 64  /* of one facet */
#define CUE_LEAST 0.5F /* probability at which cues alone decide */
#define WEIGHT_TITLE 2.0F
#define WEIGHT_LEAD 1.0F /* first three sentences */
#define WEIGHT_BODY 0.4F
#define LEAD_SENTENCES 3

#define MODELS 2      /* the pack's own, then that of the pack it extends */

struct target {
	int facet, value; /* -1: the pack does not know it, or a model before decides it */
};

struct facets {
	const struct pack *pack;
	struct facets_model {
		const struct linear *linear; /* NULL: none, or nothing that it could decide */
		struct target target[LINEAR_OUTPUTS_MAX];
	} model[MODELS];
	const struct facets_model *by[FACETS_MAX]; /* NULL: cues decide */
};

struct work { /* one article */
	const struct facets *f;
	struct evidence_list *evidence;
	const struct reading *r;
	float score[MODELS][LINEAR_OUTPUTS_MAX];
	float cue[FACETS_MAX][VALUES_MAX]; /* weight of hits */
};

static struct target target_of(const struct pack *pack, struct str name)
{
	size_t slash = str_chr(name, '/');
	size_t facet = pack_facet_find(pack, str_cut(name, 0, slash));
	size_t value = STR_NPOS;

	if (facet != STR_NPOS && facet < FACETS_MAX && slash != STR_NPOS)
		value = pack_value_find(pack, facet, str_cut(name, slash + 1, name.len));
	if (value == STR_NPOS || value >= VALUES_MAX)
		return (struct target){-1, -1};
	return (struct target){(int)facet, (int)value};
}

static void add_model(struct facets *f, struct facets_model *m, const struct linear *linear)
{
	for (size_t o = 0; linear && o < linear_count(linear); o++) {
		struct target t = target_of(f->pack, linear_output(linear, o)->name);

		if (t.facet >= 0 && f->by[t.facet] && f->by[t.facet] != m)
			t = (struct target){-1, -1};
		m->target[o] = t;
		if (t.facet < 0)
			continue;
		f->by[t.facet] = m;
		m->linear = linear;
	}
}

struct facets *facets_new(const struct pack *pack)
{
	struct facets *f = memory_zalloc(sizeof *f);

	f->pack = pack;
	add_model(f, &f->model[0], pack_model(pack, STR("facets")));
	add_model(f, &f->model[1], pack_model(pack, STR("base.facets")));
	return f;
}

void facets_free(struct facets *f)
{
	memory_free(f);
}

static float weight_of_hit(const struct cue_hit *hit)
{
	if (hit->field == FIELD_TITLE)
		return WEIGHT_TITLE;
	return hit->sentence < LEAD_SENTENCES ? WEIGHT_LEAD : WEIGHT_BODY;
}

static void weigh_cues(struct work *w)
{
	const struct pack *pack = w->f->pack;

	for (size_t i = 0; i < w->r->hit_count; i++) {
		const struct cue_hit *hit = &w->r->hit[i];

		for (size_t n = 0; n < pack_hint_count(pack, hit->group); n++) {
			size_t facet, value;

			pack_hint(pack, hit->group, n, &facet, &value);
			if (facet < FACETS_MAX && value < VALUES_MAX)
				w->cue[facet][value] += weight_of_hit(hit);
		}
	}
}

/* -- spans -------------------------------------------------------------------------------- */

static bool hints_at(const struct pack *pack, uint32_t group, size_t facet, size_t value)
{
	for (size_t n = 0; n < pack_hint_count(pack, group); n++) {
		size_t its_facet, its_value;

		pack_hint(pack, group, n, &its_facet, &its_value);
		if (its_facet == facet && its_value == value)
			return true;
	}
	return false;
}

static void cite(struct facet_value *v, struct work *w, struct str purpose, enum field field,
		 uint32_t from, uint32_t upto)
{
	int n = evidence_add(w->evidence, purpose, field, from, upto);

	if (n < 0 || v->evidence_count >= FACET_EVIDENCE_MAX)
		return;
	for (size_t i = 0; i < v->evidence_count; i++)
		if (v->evidence[i] == n)
			return;
	v->evidence[v->evidence_count++] = (uint16_t)n;
}

static void cite_cues(struct facet_value *v, struct work *w, size_t facet, size_t value)
{
	struct str purpose = pack_facet_name(w->f->pack, facet);

	for (size_t i = 0; i < w->r->hit_count && v->evidence_count < FACET_EVIDENCE_MAX; i++) {
		const struct cue_hit *hit = &w->r->hit[i];

		if (hints_at(w->f->pack, hit->group, facet, value))
			cite(v, w, purpose, (enum field)hit->field, hit->from, hit->upto);
	}
}

struct heavy { /* a word and what it adds to the score */
	float weight;
	enum field field;
	const struct word *word;
};

/* The two different words of title and lead that add most to an output's score. */
static void heaviest(struct heavy top[2], const struct work *w, const struct linear *model,
		     size_t output)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct words *words = &w->r->words[f];

		for (size_t i = 0; i < words->len && words->at[i].upto <= FEATURES_LEAD; i++) {
			const struct word *word = &words->at[i];
			uint32_t key = features_word_key(word->hash);
			struct heavy h = {linear_weight(model, key, output), (enum field)f,
					  word};

			if (h.weight <= top[1].weight ||
			    (top[0].word && top[0].word->hash == word->hash))
				continue;
			if (h.weight > top[0].weight) {
				top[1] = top[0];
				top[0] = h;
			} else {
				top[1] = h;
			}
		}
	}
}

static void cite_words(struct facet_value *v, struct work *w, size_t facet, size_t output)
{
	struct heavy top[2] = {{.word = NULL}, {.word = NULL}};

	heaviest(top, w, w->f->by[facet]->linear, output);
	for (int i = 0; i < 2; i++)
		if (top[i].word)
			cite(v, w, pack_facet_name(w->f->pack, facet), top[i].field,
			     top[i].word->from, top[i].word->upto);
}

/* -- values ------------------------------------------------------------------------------- */

static struct facet_value *keep(struct facet *facet, struct facet_value *room, struct str value,
				float p)
{
	struct facet_value *v = &room[facet->count++];

	*v = (struct facet_value){.value = value, .p = p};
	return v;
}

static void decide_learned(struct facet *facet, struct facet_value *room, struct work *w, size_t n)
{
	const struct facets_model *m = w->f->by[n];
	const float *score = w->score[m - w->f->model];

	for (size_t o = 0; o < linear_count(m->linear); o++) {
		const struct target *t = &m->target[o];
		float p = calibration_sigmoid(score[o]);

		if (t->facet != (int)n || p < linear_output(m->linear, o)->threshold)
			continue;
		struct facet_value *v =
			keep(facet, room, pack_value(w->f->pack, n, (size_t)t->value), p);

		cite_cues(v, w, n, (size_t)t->value);
		if (v->evidence_count == 0)
			cite_words(v, w, n, o);
	}
}

/* Of a facet that can have one value the most probable; its share of all is its p. */
static void decide_one(struct facet *facet, struct facet_value *room, struct work *w, size_t n)
{
	const struct facets_model *m = w->f->by[n];
	const float *score = w->score[m - w->f->model];
	size_t best = 0;
	float most = 0, all = 0;

	for (size_t o = 0; o < linear_count(m->linear); o++) {
		float p = calibration_sigmoid(score[o]);

		if (m->target[o].facet != (int)n)
			continue;
		all += p;
		if (p > most) {
			most = p;
			best = o;
		}
	}
	if (all <= 0)
		return;
	size_t value = (size_t)m->target[best].value;
	struct facet_value *v = keep(facet, room, pack_value(w->f->pack, n, value), most / all);

	cite_cues(v, w, n, value);
	if (v->evidence_count == 0)
		cite_words(v, w, n, best);
}

static void decide_by_cues(struct facet *facet, struct facet_value *room, struct work *w, size_t n)
{
	size_t values = pack_value_count(w->f->pack, n), best = 0;
	bool multiple = pack_facet_multiple(w->f->pack, n);

	for (size_t v = 1; v < values && v < VALUES_MAX; v++)
		if (w->cue[n][v] > w->cue[n][best])
			best = v;
	for (size_t v = 0; v < values && v < VALUES_MAX; v++) {
		float p = 1.0F - exp2f(-w->cue[n][v]);

		if (p < CUE_LEAST || (!multiple && v != best))
			continue;
		cite_cues(keep(facet, room, pack_value(w->f->pack, n, v), p), w, n, v);
	}
}

static void by_probability(struct facet_value *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && v[k].p > v[k - 1].p; k--) {
			struct facet_value swap = v[k];

			v[k] = v[k - 1];
			v[k - 1] = swap;
		}
}

void facets_of(struct verdict *out, const struct facets *f, struct evidence_list *evidence,
	       struct arena *arena, const struct reading *r, const struct features *features)
{
	size_t count = pack_facet_count(f->pack);
	struct facet *facet = ARENA_ARRAY(arena, struct facet, count);
	struct work *w = ARENA_NEW(arena, struct work);

	*w = (struct work){.f = f, .evidence = evidence, .r = r};
	for (int m = 0; m < MODELS; m++)
		if (f->model[m].linear)
			linear_score(w->score[m], f->model[m].linear, features);
	weigh_cues(w);
	for (size_t n = 0; n < count; n++) {
		size_t values = pack_value_count(f->pack, n);
		struct facet_value *room = ARENA_ARRAY(arena, struct facet_value, values + 1);

		facet[n] = (struct facet){.name = pack_facet_name(f->pack, n), .value = room};
		if (n < FACETS_MAX && f->by[n] && !pack_facet_multiple(f->pack, n))
			decide_one(&facet[n], room, w, n);
		else if (n < FACETS_MAX && f->by[n])
			decide_learned(&facet[n], room, w, n);
		else if (n < FACETS_MAX)
			decide_by_cues(&facet[n], room, w, n);
		by_probability(room, facet[n].count);
		if (facet[n].count == 0)
			keep(&facet[n], room, STR(UNKNOWN_NOT_STATED), 1);
	}
	out->facet = facet;
	out->facet_count = count;
}

void facets_unknown(struct verdict *out, const struct facets *f, struct arena *arena,
		    const char *unknown)
{
	size_t count = pack_facet_count(f->pack);
	struct facet *facet = ARENA_ARRAY(arena, struct facet, count);
	struct facet_value *value = ARENA_NEW(arena, struct facet_value);

	*value = (struct facet_value){.value = str_of(unknown), .p = 1};
	for (size_t n = 0; n < count; n++)
		facet[n] = (struct facet){pack_facet_name(f->pack, n), value, 1};
	out->facet = facet;
	out->facet_count = count;
}
