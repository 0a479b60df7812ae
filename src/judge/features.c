/* judge/features.c -- words, letters and cues of an article, hashed.
 *
 * Blocks of features stand side by side: words and pairs of words of title and
 * lead together, those of the title again by themselves (a headline says what a
 * piece is about), character 3- to 5-grams within words (inflection, compounds,
 * names never seen), and what the cues found. Each block has length 1 times its
 * weight, whatever the length of the text, so that a long lead does not shout
 * and no block drowns another; presence counts, not frequency. Rare words weigh
 * more through scaling in training, which is folded into the weights: here all
 * features of a block are equal, and nothing but the text is needed.
 *
 * Keys are 32-bit mixes of a block number and word hashes (words.h), so nothing
 * is looked up and nothing is stored but the weights themselves (hashing trick,
 * Weinberger et al. 2009; with half a million distinct features about thirty
 * pairs collide).
 *
 * Cost: about 15 hashed features a word, some microseconds for an article. */
#include "judge/features.h"

#include <math.h>

#include "base/check.h"

enum block { BLOCK_WORDS, BLOCK_TITLE, BLOCK_CHARS, BLOCK_COUNT };

#define GRAM_MIN 3
#define GRAM_MAX 5
#define WORD_BYTES 24 /* longer words give the grams of their beginning */

struct gather {
	struct feature *at;
	size_t len, start; /* start: of the block that is being filled */
	uint32_t *slot;    /* open addressing: key seen already */
	uint32_t mask;
};

static uint32_t mix(uint32_t a, uint32_t b)
{
	uint64_t x = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15ULL;

	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9ULL;
	return (uint32_t)(x >> 32);
}

static void add(struct gather *g, uint32_t key)
{
	if (key == 0)
		key = 1;
	uint32_t i = key & g->mask;

	while (g->slot[i] != 0) {
		if (g->slot[i] == key)
			return;
		i = (i + 1) & g->mask;
	}
	g->slot[i] = key;
	g->at[g->len++] = (struct feature){key, 1.0F};
}

/* Gives the features since the last end the length `weight` together. */
static void end_block(struct gather *g, float weight)
{
	size_t n = g->len - g->start;
	float value = n ? weight / sqrtf((float)n) : 0;

	for (size_t i = g->start; i < g->len; i++)
		g->at[i].value = value;
	g->start = g->len;
}

uint32_t features_word_key(uint32_t word_hash)
{
	return mix(BLOCK_WORDS + 1, word_hash);
}

uint32_t features_pair_key(uint32_t before, uint32_t word_hash)
{
	return mix(mix(BLOCK_WORDS + 1, before) | 1, word_hash);
}

static void add_words(struct gather *g, uint32_t block, const struct word *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		add(g, mix(block + 1, w[i].hash));
		if (i > 0)
			add(g, mix(mix(block + 1, w[i - 1].hash) | 1, w[i].hash));
	}
}

/* "<word>" cut into all runs of 3 to 5 bytes, ASCII case folded. */
static void add_grams(struct gather *g, struct str text, const struct word *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char z[WORD_BYTES + 2];
		size_t len = 1;

		z[0] = '<';
		for (uint32_t at = w[i].from; at < w[i].upto && len <= WORD_BYTES; at++) {
			unsigned char c = (unsigned char)text.at[at];

			z[len++] = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		}
		z[len++] = '>';
		for (size_t from = 0; from + GRAM_MIN <= len; from++) {
			uint32_t h = mix(BLOCK_CHARS + 1, (uint32_t)z[from] << 8 | z[from + 1]);

			for (size_t k = GRAM_MIN; k <= GRAM_MAX && from + k <= len; k++) {
				h = mix(h, z[from + k - 1]);
				add(g, h);
			}
		}
	}
}

static size_t words_within(const struct words *w, uint32_t bytes)
{
	size_t n = 0;

	while (n < w->len && w->at[n].upto <= bytes)
		n++;
	return n;
}

static size_t bound_of(const struct words *w, size_t n)
{
	size_t bound = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = w->at[i].upto - w->at[i].from;

		bound += 4 + (GRAM_MAX - GRAM_MIN + 1) * (len < WORD_BYTES ? len + 1 : WORD_BYTES);
	}
	return bound;
}

static void gather_open(struct gather *g, struct arena *arena, size_t bound)
{
	uint32_t slots = 1024;

	while (slots < 2 * bound)
		slots *= 2;
	g->at = ARENA_ARRAY(arena, struct feature, bound + 1);
	g->slot = ARENA_ARRAY(arena, uint32_t, slots);
	g->mask = slots - 1;
	g->len = g->start = 0;
}

void features_of(struct features *out, struct arena *arena, const struct reading *r)
{
	const struct words *title = &r->words[FIELD_TITLE], *text = &r->words[FIELD_TEXT];
	size_t title_len = words_within(title, FEATURES_TITLE);
	size_t lead_len = words_within(text, FEATURES_LEAD);
	struct gather g;

	gather_open(&g, arena, bound_of(title, title_len) + bound_of(text, lead_len));
	add_words(&g, BLOCK_WORDS, title->at, title_len);
	add_words(&g, BLOCK_WORDS, text->at, lead_len);
	end_block(&g, 1.0F);
	add_words(&g, BLOCK_TITLE, title->at, title_len);
	end_block(&g, 0.5F);
	add_grams(&g, r->article->field[FIELD_TITLE], title->at, title_len);
	add_grams(&g, r->article->field[FIELD_TEXT], text->at, lead_len);
	end_block(&g, 1.0F);
	out->at = g.at;
	out->len = g.len;
}
