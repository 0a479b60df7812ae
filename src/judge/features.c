/* judge/features.c -- words, letters and cues of an article, hashed.
 *
 * Blocks of features stand side by side: words and pairs of words of title and
 * lead together, those of the title again by themselves (a headline says what a
 * piece is about), character 3- to 5-grams within words (inflection, compounds,
 * names never seen), the shape (a question, a list of seven ways, quotes, how a
 * headline begins and ends), and what the cues found (judge/features_cues.c).
 * Each block has length 1 times its weight, whatever the length of the text, so
 * that a long lead does not shout and no block drowns another; presence counts,
 * not frequency. Rare words weigh
 * more through scaling in training, which is folded into the weights: here all
 * features of a block are equal, and nothing but the text is needed.
 *
 * Keys are 32-bit mixes of a block number and word hashes (words.h), so nothing
 * is looked up and nothing is stored but the weights themselves (hashing trick,
 * Weinberger et al. 2009; with half a million distinct features about thirty
 * pairs collide).
 *
 * The mean of the words' vectors (judge/vectors.h) stands beside the blocks: it knows
 * words that training has never seen.
 *
 * Cost: about 15 hashed features a word, some microseconds for an article. */
#include "judge/features.h"

#include "judge/features_cues.h"
#include "judge/vectors.h"

enum block { BLOCK_WORDS = 1, BLOCK_TITLE, BLOCK_CHARS, BLOCK_SHAPE, BLOCK_EDGE };

#define GRAM_MIN 3
#define GRAM_MAX 5
#define WORD_BYTES 24 /* longer words give the grams of their beginning */

static uint32_t mix(uint32_t a, uint32_t b)
{
	return features_gather_mix(a, b);
}

static void add(struct features_gather *g, uint32_t key)
{
	features_gather_add(g, key & ~1U);
}

uint32_t features_word_key(uint32_t word_hash)
{
	return mix(BLOCK_WORDS, word_hash) & ~1U;
}

static void add_words(struct features_gather *g, uint32_t block, const struct word *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		add(g, mix(block, w[i].hash));
		if (i > 0)
			add(g, mix(mix(block, w[i - 1].hash) | 1, w[i].hash));
	}
}

/* "<word>" cut into all runs of 3 to 5 bytes, ASCII case folded. */
static void add_grams(struct features_gather *g, struct str text, const struct word *w, size_t n)
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
			uint32_t h = mix(BLOCK_CHARS, (uint32_t)z[from] << 8 | z[from + 1]);

			for (size_t k = GRAM_MIN; k <= GRAM_MAX && from + k <= len; k++) {
				h = mix(h, z[from + k - 1]);
				add(g, h);
			}
		}
	}
}

static uint32_t times(struct str text, char c, uint32_t most)
{
	uint32_t n = 0;

	for (size_t i = 0; i < text.len && n < most; i++)
		n += text.at[i] == c;
	return n;
}

static size_t words_within(const struct words *w, uint32_t bytes)
{
	size_t n = 0;

	while (n < w->len && w->at[n].upto <= bytes)
		n++;
	return n;
}

/* A text without a title: its first sentence stands for one. Else whole sets of
 * items (leads of articles, say) would be told by the want of a title alone. */
struct headline {
	struct str text;
	const struct word *at;
	size_t len;
};

static void headline_of(struct headline *out, const struct reading *r)
{
	const struct sentences *s = &r->sentences[FIELD_TEXT];
	enum field field = r->words[FIELD_TITLE].len ? FIELD_TITLE : FIELD_TEXT;
	uint32_t upto = FEATURES_TITLE;

	if (field == FIELD_TEXT && s->len && s->at[0].upto < upto)
		upto = s->at[0].upto;
	out->text = str_cut(r->article->field[field], 0, upto);
	out->at = r->words[field].at;
	out->len = words_within(&r->words[field], upto);
}

#define SHAPES 20 /* adds of add_shape at most */

static void add_shape(struct features_gather *g, const struct reading *r, const struct headline *h,
		      size_t lead_len)
{
	static const char mark[] = "?!:|'";
	struct str title = h->text;
	struct str lead = str_cut(r->article->field[FIELD_TEXT], 0, FEATURES_LEAD);
	const struct word *t = h->at;
	size_t title_len = h->len;
	uint32_t words = (uint32_t)title_len / 4, bulk = (uint32_t)lead_len / 30;

	for (uint32_t i = 0; mark[i]; i++)
		if (times(title, mark[i], 1))
			add(g, mix(BLOCK_SHAPE, i));
	if (str_find(title, STR(" - ")) != STR_NPOS)
		add(g, mix(BLOCK_SHAPE, 8));
	add(g, mix(BLOCK_SHAPE, 20 + times(lead, '"', 3)));
	add(g, mix(BLOCK_SHAPE, 30 + times(lead, '?', 2)));
	add(g, mix(BLOCK_SHAPE, 40 + times(lead, '!', 1)));
	add(g, mix(BLOCK_SHAPE, 60 + (words > 5 ? 5 : words)));
	add(g, mix(BLOCK_SHAPE, 70 + (bulk > 6 ? 6 : bulk)));
	if (lead_len)
		add(g, mix(BLOCK_EDGE + 3, r->words[FIELD_TEXT].at[0].hash));
	if (title_len == 0)
		return;
	if (t[0].kind == WORD_NUMBER)
		add(g, mix(BLOCK_SHAPE, 9));
	add(g, mix(BLOCK_EDGE, t[0].hash));
	add(g, mix(BLOCK_EDGE + 1, t[title_len - 1].hash));
	if (title_len > 1)
		add(g, mix(mix(BLOCK_EDGE + 2, t[0].hash), t[1].hash));
}

static size_t bound_of(const struct word *w, size_t n)
{
	size_t bound = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = w[i].upto - w[i].from;

		bound += 4 + (GRAM_MAX - GRAM_MIN + 1) * (len < WORD_BYTES ? len + 1 : WORD_BYTES);
	}
	return bound;
}

#define POINT_LENGTH 2.0F /* as strong as two blocks: docs/METHOD.md */

/* The gather has room for them; their keys are none of a hash. */
static void add_points(struct features_gather *g, const struct vectors *v, uint32_t first,
		       const struct word *w, size_t n)
{
	float point[VECTORS_DIMENSIONS_MAX];

	vectors_mean(point, v, w, n);
	for (uint32_t d = 0; d < vectors_dimensions(v); d++)
		g->at[g->len++] =
			(struct feature){FEATURES_POINT + first + d, POINT_LENGTH * point[d]};
}

void features_of(struct features *out, struct arena *arena, const struct reading *r,
		 const struct pack *pack)
{
	const struct words *title = &r->words[FIELD_TITLE], *text = &r->words[FIELD_TEXT];
	size_t title_len = words_within(title, FEATURES_TITLE);
	size_t lead_len = words_within(text, FEATURES_LEAD);
	struct features_gather g;
	struct headline headline;
	const struct vectors *vectors = pack ? pack_vectors(pack) : NULL;

	headline_of(&headline, r);
	features_gather_open(&g, arena,
			     bound_of(title->at, title_len) + bound_of(text->at, lead_len) +
				     bound_of(headline.at, headline.len) + features_cues_bound(r) +
				     SHAPES + 2 * vectors_dimensions(vectors));
	add_words(&g, BLOCK_WORDS, title->at, title_len);
	add_words(&g, BLOCK_WORDS, text->at, lead_len);
	features_gather_end(&g, 1.0F);
	add_words(&g, BLOCK_TITLE, headline.at, headline.len);
	features_gather_end(&g, 0.5F);
	add_grams(&g, r->article->field[FIELD_TITLE], title->at, title_len);
	add_grams(&g, r->article->field[FIELD_TEXT], text->at, lead_len);
	features_gather_end(&g, 1.0F);
	add_shape(&g, r, &headline, lead_len);
	features_gather_end(&g, 0.4F);
	if (pack)
		features_cues_add(&g, r, pack);
	if (vectors) {
		add_points(&g, vectors, 0, headline.at, headline.len);
		add_points(&g, vectors, VECTORS_DIMENSIONS_MAX, text->at, lead_len);
	}
	out->at = g.at;
	out->len = g.len;
}
