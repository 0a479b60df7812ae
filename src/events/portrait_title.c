/* portrait_title.c -- the most central headline: mean cosine of its words to the others'.
 *
 * A headline that shares much with the rest says what the event is, where one that
 * shares little tells a side of it ("Ministry looks into claims"). Function words do
 * not count. At most CONSIDERED headlines are compared, all with all. */
#include "events/portrait_title.h"

#include <math.h>

#include "text/utf8.h"
#include "text/words.h"

#define CONSIDERED 60
#define WORDS 24

struct headline {
	uint32_t word[WORDS];
	size_t len;
};

static void read_headline(struct headline *out, struct arena *arena, struct str title)
{
	struct words words;

	words_of(&words, arena, title);
	for (size_t i = 0; i < words.len && out->len < WORDS; i++) {
		struct str word = str_cut(title, words.at[i].from, words.at[i].upto);

		if (!words_is_stop(utf8_fold(arena, word)))
			out->word[out->len++] = words.at[i].hash;
	}
}

static float likeness(const struct headline *a, const struct headline *b)
{
	size_t both = 0;

	for (size_t i = 0; i < a->len; i++)
		for (size_t k = 0; k < b->len; k++)
			both += a->word[i] == b->word[k];
	return both ? (float)both / sqrtf((float)a->len * (float)b->len) : 0;
}

size_t portrait_title(struct arena *arena, const struct portrait_article *article, size_t count,
		      size_t fallback)
{
	size_t considered = count < CONSIDERED ? count : CONSIDERED, best = fallback;
	struct headline *h = ARENA_ARRAY(arena, struct headline, considered);
	float most = 0;

	if (count < 3)
		return fallback;
	for (size_t i = 0; i < considered; i++)
		read_headline(&h[i], arena, article[i].title);
	for (size_t i = 0; i < considered; i++) {
		float sum = 0;

		for (size_t k = 0; k < considered; k++)
			sum += i == k ? 0 : likeness(&h[i], &h[k]);
		if (sum > most) {
			most = sum;
			best = i;
		}
	}
	return best;
}
