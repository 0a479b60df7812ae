/* claims_mention.c -- facts of verdicts as mentions that can be compared.
 *
 * The thing counted is known by its last word, without plural, a few words of one
 * meaning taken as one (photos and images). The words around it are kept as terms:
 * short stems, no function words, no numbers, weighed by how few statements of this
 * event have them. */
#include <math.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/map.h"
#include "events/claims_parts.h"
#include "text/words.h"

#define STEM 6
#define WORD_LEAST 3

static struct str lower(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = ascii_lower(s.at[i]);
	return (struct str){copy, s.len};
}

static struct str singular(struct str s)
{
	if (s.len > 4 && str_ends(s, STR("ies")))
		return str_cut(s, 0, s.len - 3);
	if (s.len > 4 && (str_ends(s, STR("ches")) || str_ends(s, STR("shes")) ||
			  str_ends(s, STR("sses")) || str_ends(s, STR("xes"))))
		return str_cut(s, 0, s.len - 2);
	if (s.len > 3 && str_ends(s, STR("s")) && !str_ends(s, STR("ss")))
		return str_cut(s, 0, s.len - 1);
	if (s.len > 2 && str_ends(s, STR("y")))
		return str_cut(s, 0, s.len - 1);
	return s;
}

static struct str same_meaning(struct str head)
{
	static const char *const pair[][2] = {
		{"photo", "image"},       {"picture", "image"},      {"photograph", "image"},
		{"car", "vehicle"},       {"automobile", "vehicle"}, {"employee", "worker"},
		{"staff", "worker"},      {"firm", "compan"},        {"business", "compan"},
		{"kid", "child"},         {"children", "child"},     {"men", "man"},
		{"women", "woman"},       {"person", "people"},      {"individual", "people"},
		{"death", "people"},      {"fatalit", "people"},     {"dead", "people"},
		{"killed", "people"},     {"injured", "people"},     {"wounded", "people"},
		{"arrested", "people"},   {"others", "people"},      {"other", "people"},
		{"policemen", "officer"}, {"fine", "penalt"},        {"pupil", "student"},
		{"teen", "teenager"},
	};

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
		if (str_eq(head, str_of(pair[i][0])))
			return str_of(pair[i][1]);
	return head;
}

static bool is_befallen(struct str word) /* "workers killed": the head is before it */
{
	static const char *const state[] = {
		"killed",   "dead",     "died",     "injured",   "wounded", "hurt",  "missing",
		"arrested", "detained", "affected", "displaced", "charged", "fired", "infected"};

	for (size_t i = 0; i < sizeof state / sizeof *state; i++)
		if (str_eq(word, str_of(state[i])))
			return true;
	return false;
}

static struct str head_of(struct arena *a, struct str of)
{
	struct str all = str_trim(lower(a, of));
	size_t blank = str_rchr(all, ' ');
	struct str last = blank == STR_NPOS ? all : str_cut(all, blank + 1, all.len);

	if (blank != STR_NPOS && is_befallen(last)) {
		all = str_cut(all, 0, blank);
		blank = str_rchr(all, ' ');
		last = blank == STR_NPOS ? all : str_cut(all, blank + 1, all.len);
	}
	blank = str_rchr(last, '-');
	if (blank != STR_NPOS && blank + 1 < last.len)
		last = str_cut(last, blank + 1, last.len);
	return same_meaning(singular(last));
}

/* -- terms -------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Words of the context outside the quote itself. */
static void terms_of(struct mention *m, struct map *known, struct arena *arena)
{
	struct str text = m->quote.context;
	struct words words;
	size_t own =
		m->quote.from >= m->quote.around ? (size_t)(m->quote.from - m->quote.around) : 0;

	words_of(&words, arena, text);
	for (size_t i = 0; i < words.len && m->terms < TERMS_MOST; i++) {
		struct str w = lower(arena, str_cut(text, words.at[i].from, words.at[i].upto));
		uint64_t *place;
		uint32_t term, k;

		if (w.len < WORD_LEAST || words.at[i].kind == WORD_NUMBER || words_is_stop(w) ||
		    (words.at[i].from >= own && words.at[i].from < own + m->quote.quote.len))
			continue;
		place = map_put(known, str_cut(singular(w), 0, STEM));
		if (*place == 0)
			*place = map_count(known);
		term = (uint32_t)*place - 1;
		for (k = 0; k < m->terms && m->term[k] != term; k++)
			;
		if (k == m->terms)
			m->term[m->terms++] = term;
	}
	qsort(m->term, m->terms, sizeof *m->term, by_number);
}

double claims_likeness(const struct mentions *m, const uint32_t *a, size_t as, const uint32_t *b,
		       size_t bs)
{
	double dot = 0, aa = 0, bb = 0;
	size_t i = 0, k = 0;

	for (size_t n = 0; n < as; n++)
		aa += (double)(m->idf[a[n]] * m->idf[a[n]]);
	for (size_t n = 0; n < bs; n++)
		bb += (double)(m->idf[b[n]] * m->idf[b[n]]);
	while (i < as && k < bs) {
		if (a[i] == b[k])
			dot += (double)(m->idf[a[i]] * m->idf[a[i]]);
		if (a[i] < b[k])
			i++;
		else if (b[k] < a[i])
			k++;
		else {
			i++;
			k++;
		}
	}
	return dot > 0 ? dot / sqrt(aa * bb) : 0;
}

static void weigh(struct mentions *out, size_t terms)
{
	uint32_t *seen = ARENA_ARRAY(out->arena, uint32_t, terms + 1);

	out->terms = terms;
	out->idf = ARENA_ARRAY(out->arena, float, terms + 1);
	for (size_t i = 0; i < out->len; i++)
		for (size_t k = 0; k < out->at[i].terms; k++)
			seen[out->at[i].term[k]]++;
	for (size_t i = 0; i < terms; i++)
		out->idf[i] = (float)log(1.0 + (double)out->len / (1.0 + seen[i]));
}

/* -- one fact ----------------------------------------------------------------------------- */

struct claim_quote claims_quote(const struct json *fact, uint32_t source)
{
	const struct json *context = json_get(fact, "context");

	return (struct claim_quote){.source = source,
				    .field = json_get_str(fact, "field"),
				    .from = json_int(json_get(fact, "from"), 0),
				    .upto = json_int(json_get(fact, "upto"), 0),
				    .quote = json_get_str(fact, "quote"),
				    .around = json_int(json_get(context, "from"), 0),
				    .behind = json_int(json_get(context, "upto"), 0),
				    .context = json_get_str(context, "quote")};
}

static enum claim_kind kind_of(enum unit_family f)
{
	switch (f) {
	case UNIT_COUNT:
		return CLAIM_COUNT;
	case UNIT_PEOPLE:
		return CLAIM_PEOPLE;
	case UNIT_MONEY:
		return CLAIM_MONEY;
	case UNIT_PERCENT:
		return CLAIM_SHARE;
	case UNIT_AGE:
		return CLAIM_AGE;
	default:
		return CLAIM_MEASURE;
	}
}

static enum bound bound_of(const struct json *fact)
{
	struct str name = json_get_str(fact, "bound");

	for (int i = BOUND_ABOUT; i < BOUND_COUNT; i++)
		if (str_eq(name, str_of(verdict_bound[i])))
			return (enum bound)i;
	return json_bool(json_get(fact, "approximate"), false) ? BOUND_ABOUT : BOUND_NONE;
}

/* A statement that names nothing helps no ledger; one without a quote is none. */
static bool is_telling(const struct mention *m)
{
	if (m->quote.quote.len == 0 || !isfinite(m->base_low) || !isfinite(m->base_high))
		return false;
	return m->of.len || m->role.len || m->kind == CLAIM_AGE || m->kind == CLAIM_MONEY ||
	       m->kind == CLAIM_MEASURE || m->kind == CLAIM_SHARE;
}

static bool read_fact(struct mention *m, struct arena *arena, const struct json *fact,
		      uint32_t source)
{
	struct unit unit;

	*m = (struct mention){.source = source,
			      .unit = json_get_str(fact, "unit"),
			      .of = json_get_str(fact, "of"),
			      .role = json_get_str(fact, "role"),
			      .bound = bound_of(fact),
			      .each = json_bool(json_get(fact, "each"), false),
			      .quote = claims_quote(fact, source),
			      .next = UINT32_MAX};
	unit = units_named(m->unit);
	m->family = str_ends(m->unit, STR(" old")) ? UNIT_AGE : unit.family;
	m->kind = kind_of(m->family);
	if (m->kind == CLAIM_MONEY || (m->family == UNIT_COUNT && m->unit.len))
		m->currency = m->unit;
	m->low = json_num(json_get(fact, "quantity"), 0);
	m->high = json_num(json_get(fact, "quantity_upto"), m->low);
	if (m->high < m->low)
		m->high = m->low;
	m->base_low = m->kind == CLAIM_MONEY || unit.factor <= 0 ? m->low : m->low * unit.factor;
	m->base_high = m->kind == CLAIM_MONEY || unit.factor <= 0 ? m->high : m->high * unit.factor;
	m->head = head_of(arena, m->of);
	if (!is_telling(m))
		return false;
	m->digits = claims_digits(m->low);
	claims_spread(m);
	return true;
}

void claims_mentions(struct mentions *out, struct arena *arena, const struct claims_source *source,
		     const uint32_t *order, size_t count)
{
	struct map *known = map_new();

	*out = (struct mentions){.arena = arena};
	for (size_t n = 0; n < count; n++)
		out->room += json_len(json_get(source[n].verdict, "facts"));
	if (out->room > LIMIT_CLAIMS_MENTIONS)
		out->room = LIMIT_CLAIMS_MENTIONS;
	out->at = ARENA_ARRAY(arena, struct mention, out->room + 1);
	/* the first fact of each article, then the second of each ...: where there are
	   too many, what stands early in an article stays */
	for (size_t rank = 0; rank < LIMIT_FACTS && out->len < out->room; rank++)
		for (size_t n = 0; n < count && out->len < out->room; n++) {
			const struct json *facts = json_get(source[order[n]].verdict, "facts");
			struct mention *m = &out->at[out->len];

			if (rank >= json_len(facts) ||
			    !read_fact(m, arena, json_at(facts, rank), order[n]))
				continue;
			m->rank = (uint32_t)rank;
			terms_of(m, known, arena);
			out->len++;
		}
	weigh(out, map_count(known));
	map_free(known);
}
