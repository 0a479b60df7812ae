/* claims_align.c -- which statements speak of the same thing.
 *
 * First equal statements become nodes: same unit, same thing, same role, same value.
 * A telling value (two digits, money, bytes) is enough; "two men" is not, there some of
 * the words around must be shared too. Then pairs of nodes are weighed, and joined into
 * rows from the surest on:
 *   equal value      other word for the thing, or a role that one leaves out;
 *   compatible value "about 5 million" and "4.6 million", same thing;
 *   other value      a difference, to be shown as such. The same thing, the same role,
 *                    like words around, and no article that states both: who writes of
 *                    20 girls and of 11 girls means two things, in other articles too.
 * That last rule does most for precision. Rows never hold two incompatible values of one
 * article. Cost: nodes squared over cheap tests, both bounded. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "events/claims_parts.h"
#include "judge/places.h"

#define NODES_MOST 1024
#define LOOKED_AT 4 /* statements of a node that are compared with another's */
#define PAIRS_MOST 16384
#define DIFFERENT_MOST 4 /* incompatible values of a row: more are several things */
#define SIBLINGS_MOST 8  /* nodes of one key that are looked through */

#define LIKE_SMALL 0.06      /* same key, but a small number */
#define LIKE_VAGUE 0.15      /* ... of people, years, or of nothing named */
#define LIKE_OTHER_WORD 0.20 /* equal value, another word for the thing */
#define LIKE_NEAR 0.12       /* compatible value */
#define LIKE_DIFFERENT 0.11  /* another value, at most twice the first */
#define LIKE_BEFALLEN 0.08   /* ... of people killed, injured, arrested */
#define LIKE_LOOSE 0.30      /* ... of vague things; values far apart */
#define LIKE_SETTLED 0.03    /* ... of what was fined or settled: of that a matter has one sum */
#define RATIO_MOST 2.0       /* other values farther apart are mostly of other things ... */
#define NEVER 2.0
#define SLIP 0.02 /* ... unless by a power of a thousand, within so much */

struct pair {
	uint32_t a, b;
	float score;
};

struct work {
	struct arena *arena;
	const struct mentions *m;
	struct aligned *out;
	struct map *key; /* to the newest node of that key, plus one */
	uint32_t older[NODES_MOST];
	struct pair *pair;
	size_t pairs;
	uint32_t *by_source; /* scratch: a mention of a row, plus one */
};

static const struct mention *of_node(const struct work *w, uint32_t n)
{
	return &w->m->at[w->out->node[n].first];
}

int claims_digits(double value)
{
	char text[32];
	int n;

	snprintf(text, sizeof text, "%.5e", fabs(value));
	for (n = 6; n > 1 && text[n] == '0'; n--)
		;
	return n > 1 ? n : 1;
}

/* Words that say nothing of whom or what. */
static bool is_vague(struct str head)
{
	static const char *const word[] = {"people", "man",  "woman",  "user", "da",   "year",
					   "time",   "case", "compan", "word", "thing"};

	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (str_eq(head, str_of(word[i])))
			return true;
	return head.len == 0;
}

/* Two statements of that value and that thing hardly meet by chance. */
static bool is_telling(const struct mention *m)
{
	if (m->kind == CLAIM_AGE || m->family == UNIT_TIME)
		return m->digits >= 2 && !is_vague(m->head);
	if (m->digits >= 2 || m->high > m->low)
		return m->low >= 10 || m->kind != CLAIM_COUNT;
	return m->low >= 10 && !is_vague(m->head);
}

/* -- nodes -------------------------------------------------------------------------------- */

static void absorb(struct work *w, struct node *n, uint32_t mention)
{
	const struct mention *m = &w->m->at[mention];
	uint32_t merged[NODE_TERMS];
	uint32_t i = 0, k = 0, len = 0;

	if (n->count++)
		w->m->at[n->last].next = mention;
	else
		n->first = mention;
	n->last = mention;
	while (len < NODE_TERMS && (i < n->terms || k < m->terms)) {
		uint32_t a = i < n->terms ? n->term[i] : UINT32_MAX;
		uint32_t b = k < m->terms ? m->term[k] : UINT32_MAX;

		merged[len++] = a < b ? a : b;
		i += a <= b;
		k += b <= a;
	}
	memcpy(n->term, merged, len * sizeof *merged);
	n->terms = len;
}

static struct str key_of(struct arena *a, const struct mention *m)
{
	return arena_fmt(a, "%d|%d|%.*s|%d|%.*s|%.*s|%.9g|%.9g", (int)m->kind, (int)m->family,
			 STR_ARG(m->currency), (int)m->each, STR_ARG(m->head), STR_ARG(m->role),
			 m->base_low, m->base_high);
}

/* The likest of the first statements of either: one article that tells it in the same
 * words is enough, however many others there are. */
static double likeness(const struct work *w, uint32_t a, uint32_t b)
{
	double best = 0;
	uint32_t i = w->out->node[a].first;

	for (int n = 0; n < LOOKED_AT && i != UINT32_MAX; n++, i = w->m->at[i].next) {
		const struct mention *x = &w->m->at[i];
		uint32_t k = w->out->node[b].first;

		for (int m = 0; m < LOOKED_AT && k != UINT32_MAX; m++, k = w->m->at[k].next) {
			const struct mention *y = &w->m->at[k];

			best = fmax(best,
				    claims_likeness(w->m, x->term, x->terms, y->term, y->terms));
		}
	}
	return best;
}

/* The node of that key with the likest words, if they are like enough. */
static uint32_t find_node(const struct work *w, const struct mention *m, uint32_t newest)
{
	double best = is_telling(m) ? -1 : is_vague(m->head) ? LIKE_VAGUE : LIKE_SMALL;
	uint32_t found = UINT32_MAX, tries = 0;

	for (uint32_t n = newest; n != UINT32_MAX && tries < SIBLINGS_MOST; tries++) {
		const struct node *x = &w->out->node[n];
		double like = claims_likeness(w->m, m->term, m->terms, x->term, x->terms);

		if (like > best) {
			best = like;
			found = n;
		}
		n = w->older[n];
	}
	return found;
}

static void note_countries(struct work *w, struct mention *m)
{
	struct tokens tokens[FIELD_COUNT] = {{.text = STR_NONE}};
	struct sentence all = {0, (uint32_t)m->quote.context.len, 0};
	struct sentences one = {&all, 1};
	struct places places;

	tokens_of(&tokens[FIELD_TEXT], w->arena, m->quote.context, &one);
	places_of(&places, w->arena, tokens);
	for (size_t i = 0; i < places.len && i < COUNTRIES_MOST; i++)
		m->country[i] = places.at[i].code;
}

/* Italy's fine is not the Netherlands': both name countries, and none in common. */
static bool is_elsewhere(const struct mention *a, const struct mention *b)
{
	for (size_t i = 0; i < COUNTRIES_MOST && a->country[i]; i++)
		for (size_t k = 0; k < COUNTRIES_MOST && b->country[k]; k++)
			if (strcmp(a->country[i], b->country[k]) == 0)
				return false;
	return a->country[0] && b->country[0];
}

static void place(struct work *w, uint32_t mention)
{
	const struct mention *m = &w->m->at[mention];
	uint64_t *newest = map_put(w->key, key_of(w->arena, m));
	uint32_t n = find_node(w, m, *newest ? (uint32_t)*newest - 1 : UINT32_MAX);

	if (n == UINT32_MAX) {
		if (w->out->len == NODES_MOST)
			return;
		n = (uint32_t)w->out->len++;
		w->out->node[n] = (struct node){.row = n, .values = 1};
		claims_scope(&w->m->at[mention]);
		note_countries(w, &w->m->at[mention]);
		w->older[n] = *newest ? (uint32_t)*newest - 1 : UINT32_MAX;
		*newest = n + 1;
	}
	absorb(w, &w->out->node[n], mention);
}

/* -- pairs -------------------------------------------------------------------------------- */

static bool is_befallen(const struct mention *m)
{
	static const char *const role[] = {"killed",  "injured", "arrested",
					   "charged", "missing", "dismissed"};

	if (m->kind != CLAIM_PEOPLE)
		return false;
	for (size_t i = 0; i < sizeof role / sizeof *role; i++)
		if (str_eq(m->role, str_of(role[i])))
			return true;
	return false;
}

/* 4.8 PB and 4.8 TB: a slip of a power of a thousand. */
static bool is_slip(double ratio)
{
	double power = log10(ratio) / 3;

	return power > 0.5 && fabs(ratio / pow(1000, nearbyint(power)) - 1) < SLIP;
}

static double ratio_of(const struct mention *a, const struct mention *b)
{
	double low = fmin(a->base_low, b->base_low), high = fmax(a->base_low, b->base_low);

	return low > 0 ? high / low : HUGE_VAL;
}

/* Money of which a text has one: a fine, a loot. Of prices and values it has many. */
static bool is_single_sum(const struct mention *m)
{
	static const char *const role[] = {"fined", "damages", "settled", "sought", "stolen"};

	for (size_t i = 0; m->kind == CLAIM_MONEY && i < sizeof role / sizeof *role; i++)
		if (str_eq(m->role, str_of(role[i])))
			return true;
	return false;
}

/* "court cases" says of what; "cases" alone does not. */
static bool is_told_alike(const struct mention *a, const struct mention *b)
{
	return str_chr(str_trim(a->of), ' ') != STR_NPOS && str_eq_nocase(a->of, b->of);
}

/* ... of two statements that are of one role, and in which no moment is told. */
static double needed_plain(const struct mention *a, const struct mention *b, double ratio)
{
	bool head = a->head.len && str_eq(a->head, b->head);
	bool far = ratio > RATIO_MOST && !is_slip(ratio);

	if (is_single_sum(a))
		return far                               ? LIKE_LOOSE
		       : str_eq(a->role, STR("settled")) ? LIKE_SETTLED
							 : LIKE_DIFFERENT;
	if (!head || far)
		return NEVER;
	if (a->kind == CLAIM_AGE)
		return fabs(a->low - b->low) <= 1 ? LIKE_DIFFERENT : NEVER;
	if (a->kind == CLAIM_SHARE)
		return ratio <= 1.25 ? LIKE_OTHER_WORD : NEVER;
	return is_vague(a->head) && !is_told_alike(a, b) ? LIKE_LOOSE : LIKE_DIFFERENT;
}

/* What a pair with other values needs. */
static double needed(const struct mention *a, const struct mention *b)
{
	double ratio = ratio_of(a, b), need,
	       more = ratio > RATIO_MOST && !is_slip(ratio) ? LIKE_OTHER_WORD : 0;

	if (!str_eq(a->role, b->role) || a->family == UNIT_TIME || is_elsewhere(a, b))
		return NEVER;
	if (is_befallen(a))
		need = more + (str_eq(a->head, b->head) ? LIKE_BEFALLEN : LIKE_OTHER_WORD);
	else if (a->moment || b->moment)
		return NEVER;
	else if (!is_single_sum(a) && !claims_is_main(a) && !claims_is_main(b))
		return NEVER;
	else
		need = needed_plain(a, b, ratio);
	/* last, since it reads the words */
	return need <= 1 && claims_other_scope(a, b) ? NEVER : need;
}

/* ... with equal values, and two words for the thing, or one without. */
static double needed_other_word(const struct mention *a, const struct mention *b)
{
	bool telling = is_telling(a);

	if (a->kind == CLAIM_MONEY)
		return a->digits >= 2 ? 0 : LIKE_NEAR;
	if (a->head.len == 0 || b->head.len == 0)
		return telling ? LIKE_NEAR : LIKE_OTHER_WORD;
	if (a->kind == CLAIM_MEASURE && a->family != UNIT_TIME && telling)
		return LIKE_SMALL;
	if (a->digits >= 3)
		return LIKE_NEAR;
	return telling ? LIKE_OTHER_WORD : LIKE_LOOSE;
}

static double needed_same(const struct mention *a, const struct mention *b)
{
	bool roles = a->role.len && b->role.len && !str_eq(a->role, b->role);

	if (roles && a->kind == CLAIM_PEOPLE)
		return NEVER;
	if (!str_eq(a->head, b->head))
		return needed_other_word(a, b);
	return is_telling(a) ? 0 : is_vague(a->head) ? LIKE_VAGUE : LIKE_SMALL;
}

static void weigh(struct work *w, uint32_t a, uint32_t b)
{
	const struct mention *x = of_node(w, a), *y = of_node(w, b);
	double need, bonus, like;

	if (x->kind != y->kind || x->family != y->family || x->each != y->each ||
	    !str_eq(x->currency, y->currency) || w->pairs == PAIRS_MOST)
		return;
	if (x->kind == CLAIM_SHARE && !str_eq(x->unit, y->unit))
		return;
	if (claims_same(x, y)) {
		/* two words for two things of one article */
		if (w->out->node[a].count + w->out->node[b].count == 2 && x->source == y->source)
			return;
		need = needed_same(x, y);
		bonus = 2;
	} else if (claims_compatible(x, y)) {
		need = needed_same(x, y) + LIKE_NEAR;
		bonus = 1;
	} else {
		need = needed(x, y);
		bonus = 0;
	}
	if (need > 1)
		return;
	like = likeness(w, a, b);
	if (like >= need)
		w->pair[w->pairs++] = (struct pair){a, b, (float)(like + bonus)};
}

static int surest_first(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : x->b > y->b;
}

/* -- rows --------------------------------------------------------------------------------- */

uint32_t claims_root(const struct aligned *a, uint32_t n)
{
	while (a->node[n].row != n)
		n = a->node[n].row;
	return n;
}

/* Calls for each mention of a row; stops at false. */
typedef bool mention_fn(struct work *w, uint32_t mention);

static bool each_mention(struct work *w, uint32_t root, mention_fn *fn)
{
	for (uint32_t n = 0; n < w->out->len; n++) {
		if (claims_root(w->out, n) != root)
			continue;
		for (uint32_t i = w->out->node[n].first; i != UINT32_MAX; i = w->m->at[i].next)
			if (!fn(w, i))
				return false;
	}
	return true;
}

static bool note(struct work *w, uint32_t mention)
{
	w->by_source[w->m->at[mention].source] = mention + 1;
	return true;
}

static bool forget(struct work *w, uint32_t mention)
{
	w->by_source[w->m->at[mention].source] = 0;
	return true;
}

static bool agrees(struct work *w, uint32_t mention)
{
	const struct mention *m = &w->m->at[mention];
	uint32_t other = w->by_source[m->source];

	return other == 0 || claims_same(m, &w->m->at[other - 1]);
}

static void join(struct work *w, const struct pair *p)
{
	uint32_t a = claims_root(w->out, p->a), b = claims_root(w->out, p->b), root, child;
	uint32_t values = w->out->node[a].values + w->out->node[b].values - (p->score >= 1);
	bool one_each;

	if (a == b || values > DIFFERENT_MOST)
		return;
	each_mention(w, a, note);
	one_each = each_mention(w, b, agrees);
	each_mention(w, a, forget);
	if (!one_each)
		return;
	root = a < b ? a : b;
	child = a < b ? b : a;
	w->out->node[child].row = root;
	w->out->node[root].values = values;
}

void claims_align(struct aligned *out, struct arena *arena, const struct mentions *m,
		  size_t sources)
{
	struct work *w = ARENA_NEW(arena, struct work);

	*out = (struct aligned){ARENA_ARRAY(arena, struct node, NODES_MOST), 0};
	*w = (struct work){.arena = arena, .m = m, .out = out, .key = map_new()};
	w->pair = ARENA_ARRAY(arena, struct pair, PAIRS_MOST);
	w->by_source = ARENA_ARRAY(arena, uint32_t, sources + 1);
	for (uint32_t i = 0; i < m->len; i++)
		place(w, i);
	for (uint32_t a = 0; a < out->len; a++)
		for (uint32_t b = a + 1; b < out->len; b++)
			weigh(w, a, b);
	qsort(w->pair, w->pairs, sizeof *w->pair, surest_first);
	for (size_t i = 0; i < w->pairs; i++)
		join(w, &w->pair[i]);
	map_free(w->key);
}
