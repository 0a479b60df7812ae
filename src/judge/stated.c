/* judge/stated.c -- picks among dates, places and actors what a ledger can lay side
 * by side.
 *
 * Most dates of a piece are not that of the event: they tell when somebody spoke,
 * filed or published, or what went before. So a date has to stand in a sentence that
 * an assertion calls a harm or danger that happened or is alleged, or in the first
 * two sentences; a verb of speech or of paperwork near it rules it out. */
#include "judge/stated.h"

#include "judge/roles.h"
#include "text/date.h"

#define PLACES_KEPT 3
#define ACTORS_KEPT 7
#define REACH 120 /* bytes between a day and the harm */
#define OPENING 2 /* sentences */
#define WORDS_LEAST 7
#define NEAR 7 /* tokens between a verb and its day */

struct list {
	struct arena *arena;
	const struct tokens *tokens;
	struct stated at[STATED_MOST];
	size_t len;
};

static void add(struct list *l, struct str kind, struct str value, enum field field, uint32_t from,
		uint32_t upto)
{
	const struct tokens *t = &l->tokens[field];
	size_t first = roles_token(t, from), last = roles_token(t, upto - 1) + 1;
	struct stated *s = &l->at[l->len];

	if (l->len == STATED_MOST || upto <= from || first >= t->len || last > t->len)
		return;
	*s = (struct stated){
		.kind = kind, .value = value, .field = field, .from = from, .upto = upto};
	roles_context(&s->said_from, &s->said_upto, t, first, last);
	l->len++;
}

/* -- the day ------------------------------------------------------------------------------ */

/* A harm that came about, told in that sentence, at most `reach` bytes away. */
static bool happened(const struct reading *r, const struct dated *d, uint32_t sentence,
		     uint32_t reach)
{
	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];
		const struct cue_hit *harm = a->harm >= 0 ? &r->hit[a->harm] : NULL;

		if (!harm || a->field != (uint8_t)d->field || a->sentence != sentence ||
		    (a->modality != MODALITY_HAPPENED && a->modality != MODALITY_ALLEGED))
			continue;
		if (harm->from <= d->upto + reach && d->from <= harm->upto + reach)
			return true;
	}
	return false;
}

/* "said on Tuesday", "a lawsuit filed March 3", "published on 16 June". */
static bool is_paperwork(const struct tokens *t, size_t first, size_t last)
{
	static const char *const word[] = {
		"filed",     "published",  "posted",     "updated",  "ruled",     "sued",
		"testimony", "statement",  "interview",  "email",    "letter",    "tweet",
		"released",  "report",     "announced",  "launched", "signed",    "hearing",
		"complaint", "lawsuit",    "court",      "trial",    "press",     "since",
		"until",     "before",     "after",      "by",       "convicted", "sentenced",
		"scheduled", "apologised", "apologized", "called",   "asked",     "issued",
		"discussed", "described",  "argued",     "appeared", "met",       "voted",
		"approved",  "blog",       "wrote",      "read",     "follow",    "updated"};
	uint32_t sentence = t->at[first].sentence;

	for (size_t i = 1; i <= NEAR && i <= first && t->at[first - i].sentence == sentence; i++)
		if (tokens_has(t, first - i, LEXICON_SPEECH) || TOKENS_ONE_OF(t, first - i, word))
			return true;
	for (size_t n = last; n < last + NEAR / 2 && n < t->len && t->at[n].sentence == sentence;
	     n++)
		if (tokens_has(t, n, LEXICON_SPEECH) || TOKENS_ONE_OF(t, n, word))
			return true;
	return false;
}

/* A line of its own ("March 24, 2016 · 4 min read") tells when it was written. */
static bool is_told_in_words(const struct tokens *t, size_t n)
{
	uint32_t sentence = t->at[n].sentence;
	size_t first = n, words = 0;

	while (first > 0 && t->at[first - 1].sentence == sentence)
		first--;
	for (; first < t->len && t->at[first].sentence == sentence; first++)
		words += tokens_kind(t, first, TOKEN_WORD);
	return words >= WORDS_LEAST;
}

/* "Name (@name) August 4, 2020": when a post was written. */
static bool is_of_a_post(const struct tokens *t, size_t n)
{
	for (size_t i = 1; i <= NEAR && i <= n; i++)
		if (tokens_is(t, n - i, "@"))
			return true;
	return false;
}

static bool may_be_the_day(const struct dated *d, const struct reading *r)
{
	return d->precision != DATES_YEAR && d->precision != DATES_WEEK &&
	       (!r->article->date_ms || d->from_ms <= r->article->date_ms);
}

static double worth(const struct dated *d, const struct reading *r, const struct tokens *t)
{
	size_t first = roles_token(t, d->from), last = roles_token(t, d->upto - 1) + 1;
	double told, opens;

	if (!may_be_the_day(d, r) || first >= t->len || is_paperwork(t, first, last))
		return 0;
	told = happened(r, d, t->at[first].sentence, d->relative ? REACH / 2 : REACH);
	opens = !d->relative && is_told_in_words(t, first) &&
		(d->field == FIELD_TITLE || t->at[first].sentence < OPENING);
	if (told + opens <= 0 || is_of_a_post(t, first))
		return 0;
	if (d->precision == DATES_MONTH && t->at[first].sentence >= OPENING)
		return 0; /* deep in a text mostly the month of something before */
	return 2 * told + opens + (d->precision == DATES_DAY) - 0.5 * d->relative;
}

static void day(struct list *l, const struct particulars *p, const struct reading *r)
{
	const struct dated *best = NULL;
	double most = 0;
	struct str value;

	for (size_t i = 0; i < p->dates.len; i++) {
		double w = worth(&p->dates.at[i], r, &l->tokens[p->dates.at[i].field]);

		if (w > most) {
			most = w;
			best = &p->dates.at[i];
		}
	}
	if (!best)
		return;
	value = date_day(l->arena, best->from_ms);
	if (best->precision == DATES_MONTH)
		value = str_cut(value, 0, value.len - 3);
	add(l, STR("date"), value, best->field, best->from, best->upto);
	if (l->len)
		l->at[l->len - 1].relative = best->relative;
}

/* -- places and names ---------------------------------------------------------------------- */

static void places(struct list *l, const struct particulars *p)
{
	for (size_t i = 0; i < p->places.len && i < PLACES_KEPT; i++) {
		const struct place *one = &p->places.at[i];

		if (one->spans)
			add(l, STR("place"), one->name, (enum field)one->span[0].field,
			    one->span[0].from, one->span[0].upto);
	}
}

/* Names point into the article: where they do, that is their span. */
static bool place_of(enum field *field, uint32_t *from, const struct article *a, struct str name)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const char *begin = a->field[f].at, *end = begin + a->field[f].len;

		if (begin && name.at >= begin && name.at + name.len <= end) {
			*field = (enum field)f;
			*from = (uint32_t)(name.at - begin);
			return true;
		}
	}
	return false;
}

static void actors(struct list *l, const struct particulars *p, const struct reading *r)
{
	static const char *const told[] = {"developer", "deployer", "harmed", "authority"};
	enum field field = FIELD_TEXT;
	uint32_t from = 0;

	for (size_t i = 0, kept = 0; i < p->actors.len && kept < ACTORS_KEPT; i++) {
		const struct actor *a = &p->actors.at[i];

		for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
			if (!str_eq(a->role, str_of(told[k])) ||
			    !place_of(&field, &from, r->article, a->name))
				continue;
			add(l, a->role, a->name, field, from, from + (uint32_t)a->name.len);
			kept++;
		}
	}
}

void stated_of(const struct stated **out, size_t *count, struct arena *arena,
	       const struct particulars *p, const struct reading *r,
	       const struct tokens tokens[FIELD_COUNT])
{
	struct list *l = ARENA_NEW(arena, struct list);

	l->arena = arena;
	l->tokens = tokens;
	day(l, p, r);
	places(l, p);
	actors(l, p, r);
	*out = l->at;
	*count = l->len;
}
