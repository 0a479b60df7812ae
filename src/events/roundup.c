/* events/roundup.c -- paragraphs, tied where they share rare terms.
 *
 * A line too short for a paragraph heads the next one; so do marks of a list. Any two
 * paragraphs of which the common terms are rare enough together (TIED) are of one part, and
 * so is all that is tied to either; a paragraph that is tied to none and has no head goes
 * with the one before it. In a report nearly everything hangs together that way; how much does is
 * what tells: of 1,035 reports 1 in 70 looks like a round-up by that alone, and 2 when two of its
 * parts have to be of known events as well (tests/quality/roundups). */
#include "events/roundup.h"

#include <string.h>

#define PARAGRAPHS_MOST 80 /* a longer text is a live blog or a book */
#define PARAGRAPH_WORDS 12 /* fewer are a headline */
#define PART_WORDS 25      /* fewer tell nothing that could be found again */
#define PARTS_LEAST 2
#define LARGEST_MOST 0.65F /* of the words: one part that has more is what the article is about */
#define TIED 18.0F         /* sum of logarithms: four words that 1 text in 100 has */

struct paragraph {
	struct str text;
	struct story story;
	size_t words;
	size_t head; /* the first paragraph of its part */
	bool headed; /* by a line that is too short for a paragraph */
};

struct text {
	struct paragraph at[PARAGRAPHS_MOST];
	size_t count, words;
};

static size_t count_words(struct str s)
{
	size_t words = 0;
	bool in = false;

	for (size_t i = 0; i < s.len; i++) {
		bool blank = s.at[i] == ' ' || s.at[i] == '\t' || s.at[i] == '\n';

		words += !blank && !in;
		in = !blank;
	}
	return words;
}

/* False: too many. */
static bool divide(struct text *t, struct arena *arena, struct str text, const struct story *whole)
{
	size_t from = 0, upto;

	for (size_t at = 0; at < text.len; at = upto + 1) {
		struct str rest = str_cut(text, at, text.len), body;
		size_t end = str_chr(rest, '\n'), words;

		upto = end == STR_NPOS ? text.len : at + end;
		body = str_trim(str_cut(text, from, upto));
		words = count_words(body);
		if (words < PARAGRAPH_WORDS)
			continue;
		if (t->count == PARAGRAPHS_MOST)
			return false;
		t->at[t->count] =
			(struct paragraph){.text = body,
					   .words = words,
					   .head = t->count,
					   .headed = str_trim(str_cut(text, from, at)).len > 0};
		story_of_part(&t->at[t->count].story, arena, body, whole);
		t->words += words;
		t->count++;
		from = upto + 1 < text.len ? upto + 1 : text.len;
	}
	return true;
}

/* Both are sorted by term. */
static float common(const struct story *a, const struct story *b)
{
	float sum = 0;

	for (size_t i = 0, k = 0; i < a->term_count && k < b->term_count;) {
		uint64_t x = a->term[i].term, y = b->term[k].term;

		if (x == y)
			sum += story_rarity(x);
		i += x <= y;
		k += y <= x;
	}
	return sum;
}

static size_t head_of(const struct text *t, size_t n)
{
	while (t->at[n].head != n)
		n = t->at[n].head;
	return n;
}

/* The earlier one heads both. */
static void tie(struct text *t, size_t a, size_t b)
{
	size_t x = head_of(t, a), y = head_of(t, b);

	t->at[x > y ? x : y].head = x > y ? y : x;
}

static void find_parts(struct text *t)
{
	bool tied[PARAGRAPHS_MOST] = {false};

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = i + 1; k < t->count; k++)
			if (common(&t->at[i].story, &t->at[k].story) >= TIED) {
				tie(t, i, k);
				tied[i] = tied[k] = true;
			}
	for (size_t i = 1; i < t->count; i++)
		if (!tied[i] && !t->at[i].headed)
			tie(t, i - 1, i);
}

static size_t part_words(const struct text *t, size_t head)
{
	size_t words = 0;

	for (size_t i = head; i < t->count; i++)
		if (head_of(t, i) == head)
			words += t->at[i].words;
	return words;
}

/* The paragraphs of one part behind each other, with a line between. */
static struct str part_text(struct arena *arena, const struct text *t, size_t head)
{
	struct str text = STR_NONE;

	for (size_t i = head; i < t->count; i++)
		if (head_of(t, i) == head)
			text = text.len ? arena_fmt(arena, "%.*s\n%.*s", STR_ARG(text),
						    STR_ARG(t->at[i].text))
					: t->at[i].text;
	return text;
}

/* The heads of the parts that say enough; *largest: how much of the article one part is. */
static size_t choose_parts(size_t head[ROUNDUP_PARTS], float *largest, const struct text *t)
{
	size_t count = 0;

	*largest = 0;
	for (size_t i = 0; i < t->count && count < ROUNDUP_PARTS; i++) {
		size_t words = head_of(t, i) == i ? part_words(t, i) : 0;
		float share = (float)words / (float)t->words;

		*largest = share > *largest ? share : *largest;
		if (words >= PART_WORDS)
			head[count++] = i;
	}
	return count;
}

struct roundup *roundup_of(struct arena *arena, const struct article *a, const struct story *whole)
{
	struct text *t = ARENA_ARRAY(arena, struct text, 1);
	size_t head[ROUNDUP_PARTS], count;
	struct roundup *out;
	float largest;

	t->count = t->words = 0;
	if (!divide(t, arena, a->field[FIELD_TEXT], whole) || t->count < PARTS_LEAST)
		return NULL;
	find_parts(t);
	count = choose_parts(head, &largest, t);
	if (count < PARTS_LEAST || largest > LARGEST_MOST)
		return NULL;
	out = ARENA_ARRAY(arena, struct roundup, 1);
	out->count = count;
	for (size_t i = 0; i < count; i++) {
		struct str text = part_text(arena, t, head[i]);

		out->part[i].share = (float)part_words(t, head[i]) / (float)t->words;
		story_of_part(&out->part[i].story, arena, text, whole);
	}
	return out;
}

struct roundup *roundup_copy(struct arena *arena, const struct roundup *r)
{
	struct roundup *copy = ARENA_ARRAY(arena, struct roundup, 1);

	*copy = *r;
	for (size_t i = 0; i < copy->count; i++) {
		struct story *s = &copy->part[i].story;
		struct story_term *term = ARENA_ARRAY(arena, struct story_term, s->term_count + 1);

		memcpy(term, s->term, s->term_count * sizeof *term);
		s->term = term;
	}
	return copy;
}
