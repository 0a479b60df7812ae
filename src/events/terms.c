/* events/terms.c -- what of a text tells one happening from another.
 *
 * Two reports of one accident share more than vocabulary: they share who (names), where
 * (places), when (days) and how many (numbers). So a text becomes six kinds of terms
 * beside the plain stems, each hashed with its kind, so that the grouper can weigh
 * agreement in names apart from agreement in words.
 *
 * Names are runs of capitalised words; a single capital at the start of a sentence is
 * nothing, and titles are often in capitals throughout, so there only words that are not
 * the first of their kind count. Every word of a run is a name, and each two neighbours
 * are a full name ("Elaine Herzberg"), which is far rarer than its parts. A name behind
 * "in", "at", "near" or "from" is a place as well. No list of names or places is needed.
 *
 * A mention weighs 1, more in the first hundred words (news tells the event first and the
 * background after) and more again in a title. The bag is an open-addressing table in the
 * arena; cost is linear in the words. */
#include "events/terms.h"

#include <math.h>
#include "base/check.h"
#include "base/hash.h"
#include "text/stemmer.h"
#include "text/utf8.h"

#define PER_WORD 4 /* a word can be a stem, a name, half of a full name and a place */
#define TITLE_WEIGHT 3.0F
#define LEAD_GAIN 2.0
#define LEAD_WORDS 100.0
#define LEAD_UPTO 80 /* words that tell the event: two or three sentences */
#define MARK_BYTES 3 /* between two words of one name there is a blank, or a hyphen */

struct terms {
	struct story_term *term;
	size_t len, cap;
	uint32_t *slot; /* number of the term from 1; 0 empty */
	size_t slots;
	struct stemmer *stemmer;
};

struct reader {
	struct terms *bag;
	struct arena *arena;
	struct str text;
	const struct words *words;
	bool title;
};

struct terms *terms_new(struct arena *arena, size_t words)
{
	struct terms *bag = ARENA_NEW(arena, struct terms);

	bag->cap = words * PER_WORD + 64;
	bag->slots = 64;
	while (bag->slots < bag->cap * 2)
		bag->slots *= 2;
	bag->term = ARENA_ARRAY(arena, struct story_term, bag->cap);
	bag->slot = ARENA_ARRAY(arena, uint32_t, bag->slots);
	return bag;
}

struct mention {
	float weight;
	uint8_t place; /* enum story_place */
};

/* A year is counted apart, but is hashed as the number that it is. */
static void count(struct terms *bag, struct str key, enum story_kind kind, struct mention m)
{
	uint64_t h = hash64(key, (uint64_t)(kind == STORY_YEAR ? STORY_NUMBER : kind));
	size_t i = h & (bag->slots - 1);

	while (bag->slot[i] && bag->term[bag->slot[i] - 1].term != h)
		i = (i + 1) & (bag->slots - 1);
	if (!bag->slot[i]) {
		if (bag->len == bag->cap)
			return;
		bag->term[bag->len++] = (struct story_term){.term = h, .kind = (uint8_t)kind};
		bag->slot[i] = (uint32_t)bag->len;
	}
	bag->term[bag->slot[i] - 1].weight += m.weight;
	bag->term[bag->slot[i] - 1].place |= m.place;
}

/* Folded, and without the genitive's ending: "Uber's" is Uber. */
static struct str folded(const struct reader *r, size_t n)
{
	const struct word *w = &r->words->at[n];
	struct str s = utf8_fold(r->arena, str_cut(r->text, w->from, w->upto));

	if (str_ends(s, STR("'s")))
		return str_cut(s, 0, s.len - 2);
	if (str_ends(s, STR("\xE2\x80\x99s")))
		return str_cut(s, 0, s.len - 4);
	return s;
}

static bool is_capital(const struct word *w)
{
	return w->kind == WORD_CAPITALISED || w->kind == WORD_UPPER || w->kind == WORD_MIXED;
}

/* Does nothing but a blank or a hyphen stand between word n and the next? */
static bool adjoins(const struct reader *r, size_t n)
{
	struct str gap;

	if (n + 1 >= r->words->len)
		return false;
	gap = str_cut(r->text, r->words->at[n].upto, r->words->at[n + 1].from);
	return gap.len == 0 || (gap.len == 1 && (gap.at[0] == ' ' || gap.at[0] == '-'));
}

static bool begins_sentence(const struct reader *r, size_t n)
{
	struct str gap;

	if (n == 0)
		return true;
	gap = str_cut(r->text, r->words->at[n - 1].upto, r->words->at[n].from);
	for (size_t i = 0; i < gap.len; i++)
		if (gap.at[i] == '.' || gap.at[i] == '!' || gap.at[i] == '?' || gap.at[i] == '\n' ||
		    gap.at[i] == ':' || gap.at[i] == '"' || (unsigned char)gap.at[i] == 0xE2)
			return true;
	return false;
}

static bool is_month(struct str w)
{
	static const char months[] = " january february march april may june july august september"
				     " october november december jan feb mar apr jun jul aug sept"
				     " sep oct nov dec ";
	char key[16];

	if (!w.at || w.len == 0 || w.len > 9)
		return false;
	key[0] = ' ';
	memcpy(key + 1, w.at, w.len);
	key[w.len + 1] = ' ';
	return str_find(str_of(months), (struct str){key, w.len + 2}) != STR_NPOS;
}

static bool is_where(struct str w)
{
	static const char words[] = " in at near outside ";
	char key[16];

	if (w.len < 2 || w.len > 7)
		return false;
	key[0] = ' ';
	memcpy(key + 1, w.at, w.len);
	key[w.len + 1] = ' ';
	return str_find(str_of(words), (struct str){key, w.len + 2}) != STR_NPOS;
}

static struct mention mention_at(const struct reader *r, size_t n)
{
	if (r->title)
		return (struct mention){TITLE_WEIGHT, STORY_IN_TITLE};
	return (struct mention){1.0F + (float)(LEAD_GAIN * exp(-(double)n / LEAD_WORDS)),
				n < LEAD_UPTO ? STORY_IN_LEAD : 0};
}

static bool is_year(struct str w)
{
	int64_t year = 0;

	return w.len == 4 && str_int(&year, w) && year >= 1900 && year < 2100;
}

static void read_stem(const struct reader *r, size_t n, struct str word)
{
	struct str stem;

	if (word.len < 2 || words_is_stop(word))
		return;
	stem = stemmer_stem(r->bag->stemmer, word);
	count(r->bag, stem, STORY_WORD, mention_at(r, n));
}

/* A number alone when it says something by itself, and with the word behind it. */
static void read_number(const struct reader *r, size_t n, struct str word)
{
	struct mention weight = mention_at(r, n);
	struct str other;

	if (word.len >= 3)
		count(r->bag, word, is_year(word) ? STORY_YEAR : STORY_NUMBER, weight);
	if (n > 0 && adjoins(r, n - 1) && is_month(other = folded(r, n - 1)) && word.len <= 2)
		count(r->bag, arena_fmt(r->arena, "%.*s %.3s", STR_ARG(word), other.at), STORY_DAY,
		      weight);
	if (!adjoins(r, n))
		return;
	other = folded(r, n + 1);
	if (is_month(other) && word.len <= 2)
		count(r->bag, arena_fmt(r->arena, "%.*s %.3s", STR_ARG(word), other.at), STORY_DAY,
		      weight);
	else if (!words_is_stop(other)) {
		other = stemmer_stem(r->bag->stemmer, other);
		count(r->bag, arena_fmt(r->arena, "%.*s %.*s", STR_ARG(word), STR_ARG(other)),
		      STORY_NUMBER, weight);
	}
}

/* A run of capitalised words from `n`; returns the word behind it. */
static size_t read_name(const struct reader *r, size_t n)
{
	bool where = n > 0 && is_where(folded(r, n - 1));
	size_t upto = n + 1;
	struct str last = STR_NONE;

	while (upto < r->words->len && is_capital(&r->words->at[upto]) && adjoins(r, upto - 1))
		upto++;
	if (upto == n + 1 && (r->title || begins_sentence(r, n)))
		return upto;
	for (size_t i = n; i < upto; i++) {
		struct str word = folded(r, i);

		if (word.len < 2 || words_is_stop(word) || (is_month(word) && word.len > 2)) {
			last = STR_NONE;
			continue;
		}
		count(r->bag, word, STORY_NAME, mention_at(r, i));
		if (where)
			count(r->bag, word, STORY_PLACE, mention_at(r, i));
		if (last.len)
			count(r->bag,
			      arena_fmt(r->arena, "%.*s %.*s", STR_ARG(last), STR_ARG(word)),
			      STORY_FULL, mention_at(r, i));
		last = word;
	}
	return upto;
}

void terms_read(struct terms *bag, struct arena *arena, struct str text, const struct words *words,
		bool title)
{
	struct reader r = {bag, arena, text, words, title};

	bag->stemmer = stemmer_new();
	for (size_t n = 0; n < words->len; n++) {
		struct str word = folded(&r, n);

		if (words->at[n].kind == WORD_NUMBER)
			read_number(&r, n, word);
		else
			read_stem(&r, n, word);
	}
	for (size_t n = 0; n < words->len;)
		n = is_capital(&words->at[n]) ? read_name(&r, n) : n + 1;
	stemmer_free(bag->stemmer);
	bag->stemmer = NULL;
}

const struct story_term *terms_all(const struct terms *bag, size_t *count_out)
{
	*count_out = bag->len;
	return bag->term;
}
