/* events/nearness.c -- the features of two stories, and what they weigh.
 *
 * The story that came is unfolded once into a small table by term; each story that it is
 * compared with is then one walk over some 200 numbers, most of which a bitmap of 8 KB
 * bits turns away. A third of a microsecond a pair.
 *
 * Lengths are those of the time when a story came, products are of now, so a cosine can
 * come out a little above one: it is cut. */
#include "events/nearness.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/embedded.h"
#include "base/limits.h"
#include "base/memory.h"
#include "text/date.h"

#define SLOTS 1024 /* of the table: five for a term */
#define BITS 8192
#define WORDS_LEAST 250.0F /* what is shorter says less, and is not nearer for that */
#define FLATTER 1.5F       /* the logistic's argument is divided by it */

struct known { /* a term of the story that came */
	uint32_t term;
	float all, among; /* weight by rarity cubed: both stories' shares of a product */
	float rare;       /* rarity to the power 1.5 */
	uint8_t kind, place;
};

struct nearness_asked {
	struct known known[LIMIT_STORY_TERMS];
	uint16_t slot[SLOTS]; /* number in known[], from 1 */
	uint64_t bit[BITS / 64];
	float length[WINDOW_LENGTHS];
	int64_t date_ms;
	float words;
};

extern const struct embedded grouping_file[];

/* -- model ------------------------------------------------------------------------------- */

static const char *name_of(enum nearness_feature f)
{
	static const char *const name[] = {
#define NEARNESS_NAME(id, text, what) text,
		NEARNESS_FEATURES(NEARNESS_NAME)
#undef NEARNESS_NAME
	};

	return name[f];
}

static float *place_of(struct nearness_model *m, struct str name)
{
	if (str_eq(name, STR("bias")))
		return &m->bias;
	if (str_eq(name, STR("join")))
		return &m->join;
	if (str_eq(name, STR("stray")))
		return &m->stray;
	for (int f = 0; f < NEARNESS_COUNT; f++)
		if (str_eq(name, str_of(name_of((enum nearness_feature)f))))
			return &m->weight[f];
	return NULL;
}

static bool read_line(struct nearness_model *m, int *read, struct str line, struct err *err)
{
	size_t blank = str_chr(line, ' ');
	float *place = place_of(m, str_cut(line, 0, blank));
	char number[32] = "", *end = number;
	struct str rest = blank == STR_NPOS ? STR_NONE : str_trim(str_cut(line, blank, line.len));

	if (line.len == 0 || line.at[0] == '#')
		return true;
	if (rest.len < sizeof number)
		memcpy(number, rest.at ? rest.at : "", rest.len);
	if (!place || !isnan(*place))
		return err_set(err, ERR_CONFIG, "\"%.*s\" is no weight, or stands twice",
			       STR_ARG(line));
	*place = strtof(number, &end);
	++*read;
	return (end > number && *end == 0 && isfinite(*place)) ||
	       err_set(err, ERR_CONFIG, "\"%.*s\" has no number", STR_ARG(line));
}

/* Lines "name number", every name once. */
static bool read_model(struct nearness_model *out, struct str text, struct err *err)
{
	int read = 0;

	out->bias = out->join = out->stray = NAN;
	for (int f = 0; f < NEARNESS_COUNT; f++)
		out->weight[f] = NAN;
	while (text.len) {
		size_t end = str_chr(text, '\n');

		if (!read_line(out, &read, str_trim(str_cut(text, 0, end)), err))
			return false;
		text = end == STR_NPOS ? STR_NONE : str_cut(text, end + 1, text.len);
	}
	return read == NEARNESS_COUNT + 3 ||
	       err_set(err, ERR_CONFIG, "%d weights, not %d", read, NEARNESS_COUNT + 3);
}

void nearness_write(struct buf *out, const struct nearness_model *m)
{
	buf_fmt(out, "bias %.6g\njoin %.6g\nstray %.6g\n", (double)m->bias, (double)m->join,
		(double)m->stray);
	for (int f = 0; f < NEARNESS_COUNT; f++)
		buf_fmt(out, "%s %.6g\n", name_of((enum nearness_feature)f), (double)m->weight[f]);
}

bool nearness_built_in(struct nearness_model *out)
{
	struct err err;

	for (const struct embedded *f = grouping_file; f->name; f++)
		if (str_eq(str_of(f->name), STR("nearness.weights")))
			return read_model(out, f->bytes, &err);
	return false;
}

/* -- pairs ------------------------------------------------------------------------------- */

struct nearness_asked *nearness_asked_new(void)
{
	return memory_zalloc(sizeof(struct nearness_asked));
}

void nearness_asked_free(struct nearness_asked *a)
{
	memory_free(a);
}

static uint32_t spread(uint32_t term)
{
	return term * 0x9E3779B1U;
}

void nearness_ask(struct nearness_asked *a, const struct window_worth *worth, size_t count,
		  int64_t date_ms, uint32_t words)
{
	CHECK(count <= LIMIT_STORY_TERMS);
	memset(a->slot, 0, sizeof a->slot);
	memset(a->bit, 0, sizeof a->bit);
	window_lengths(a->length, worth, count);
	a->date_ms = date_ms;
	a->words = (float)words;
	for (size_t i = 0; i < count; i++) {
		const struct window_worth *t = &worth[i];
		uint32_t h = spread(t->term);
		size_t at = h >> 22;

		if (t->term == WINDOW_NOTHING)
			continue;
		a->known[i] = (struct known){t->term,
					     t->weight * t->large * t->large * t->large,
					     t->weight * t->among * t->among * t->among,
					     t->large * sqrtf(t->large),
					     t->kind,
					     t->place};
		while (a->slot[at])
			at = (at + 1) % SLOTS;
		a->slot[at] = (uint16_t)(i + 1);
		a->bit[h >> 19 >> 6] |= 1ULL << (h >> 19 & 63);
	}
}

static const struct known *known_of(const struct nearness_asked *a, uint32_t term)
{
	uint32_t h = spread(term);
	size_t at = h >> 22;

	if (!(a->bit[h >> 19 >> 6] >> (h >> 19 & 63) & 1))
		return NULL;
	while (a->slot[at] && a->known[a->slot[at] - 1].term != term)
		at = (at + 1) % SLOTS;
	return a->slot[at] ? &a->known[a->slot[at] - 1] : NULL;
}

struct shared { /* sums over the terms that both have */
	float all, among, number, day, year, my_title, other_title;
};

static void share(struct shared *sum, const struct known *k, uint8_t byte)
{
	float weight = (float)(byte >> 2) / STORY_STEPS, product = k->all * weight;

	sum->all += product;
	sum->among += k->among * weight;
	if (k->kind == STORY_NUMBER)
		sum->number += product;
	else if (k->kind == STORY_DAY)
		sum->day += product;
	else if (k->kind == STORY_YEAR)
		sum->year += product;
	if (k->place & STORY_IN_TITLE)
		sum->my_title += k->rare;
	if (byte & STORY_IN_TITLE)
		sum->other_title += k->rare;
}

static float cut(float x)
{
	return x < 1 ? x : 1;
}

static float over(float product, float a, float b)
{
	return a > 0 && b > 0 ? cut(product / (a * b)) : 0;
}

static float days_between(int64_t a, int64_t b)
{
	return a && b ? (float)(fabs((double)(a - b)) / DATE_DAY_MS) : 0;
}

void nearness_features(float out[NEARNESS_COUNT], const struct nearness_asked *a,
		       const struct window *w, uint32_t other)
{
	const struct window_story *o = window_story(w, other);
	struct window_terms terms = window_terms(w, other);
	struct shared sum = {0};
	float mine, theirs, words = (float)o->words;

	for (size_t i = 0; i < terms.len; i++) {
		const struct known *k = known_of(a, terms.term[i]);

		if (k)
			share(&sum, k, terms.byte[i]);
	}
	mine = over(sum.my_title, a->length[WINDOW_TITLE], 1);
	theirs = over(sum.other_title, o->length[WINDOW_TITLE], 1);
#define COSINE(of, length_of) over(sum.of, a->length[length_of], o->length[length_of])
	out[NEARNESS_TERMS] = sqrtf(COSINE(all, WINDOW_ALL));
	out[NEARNESS_AMONG] = sqrtf(COSINE(among, WINDOW_AMONG));
	out[NEARNESS_NUMBERS] = COSINE(number, WINDOW_NUMBER);
	out[NEARNESS_DAYS] = COSINE(day, WINDOW_DAY);
	out[NEARNESS_YEARS] = COSINE(year, WINDOW_YEAR);
#undef COSINE
	out[NEARNESS_TITLE] = mine > theirs ? mine : theirs;
	out[NEARNESS_TITLES] = mine > theirs ? theirs : mine;
	out[NEARNESS_APART] = log1pf(days_between(a->date_ms, o->date_ms));
	out[NEARNESS_WORDS] = log1pf(fmaxf(words < a->words ? words : a->words, WORDS_LEAST));
}

size_t nearness_shared(const struct nearness_asked *a, const struct window *w, uint32_t other)
{
	struct window_terms terms = window_terms(w, other);
	size_t shared = 0;

	for (size_t i = 0; i < terms.len; i++)
		shared += known_of(a, terms.term[i]) != NULL;
	return shared;
}

float nearness_of(const struct nearness_model *m, const float feature[NEARNESS_COUNT])
{
	float sum = m->bias;

	for (int f = 0; f < NEARNESS_COUNT; f++)
		sum += m->weight[f] * feature[f];
	return 1 / (1 + expf(-sum / FLATTER));
}
