/* portrait_title.c -- the most central headline: mean cosine of its words to the others'.
 *
 * The mean and its own place are weighed by what the publishers count (reputation.h).
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

size_t portrait_title(const struct easel *w)
{
	size_t considered = w->count < CONSIDERED ? w->count : CONSIDERED, best = w->speaker;
	struct headline *h = ARENA_ARRAY(w->arena, struct headline, considered);
	double most = 0;

	if (w->count < 3)
		return w->speaker;
	for (size_t i = 0; i < considered; i++)
		read_headline(&h[i], w->arena, w->article[i].title);
	for (size_t i = 0; i < considered; i++) {
		double sum = 0;

		for (size_t k = 0; k < considered; k++)
			if (k != i)
				sum += (double)likeness(&h[i], &h[k]) * w->standing[k].weight;
		sum *= w->standing[i].weight;
		if (sum > most) {
			most = sum;
			best = i;
		}
	}
	return best;
}
