/* cues_near.c -- one pass for the words, one for what is near them. */
#include "judge/cues_near.h"

#include "judge/cues_letters.h"

/* Words by ASCII blanks, each with its own bit where level 0 will be. */
static void find_words(struct cues_near_words *out, struct str text, bool *unbroken)
{
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		if (cues_letters_blank(text.at[i])) {
			inside = false;
			continue;
		}
		if (!inside) {
			struct cues_near word = {.from = i,
						 .within = {cues_letters_begin(text, i)}};

			VEC_PUSH(&out->word, word);
		}
		inside = true;
		if ((unsigned char)text.at[i] == 0xc2 && cues_letters_byte(text, i + 1) == 0xa0)
			*unbroken = true;
	}
}

static uint64_t level_at(const struct cues_near_words *w, size_t n, size_t level)
{
	return n < w->word.len ? w->word.at[n].within[level] : 0;
}

void cues_near_of(struct cues_near_words *out, struct str text)
{
	bool unbroken = false; /* blanks that join: words are not what they seem */

	out->word.len = 0;
	find_words(out, text, &unbroken);
	for (size_t i = 0; i < out->word.len; i++)
		out->word.at[i].within[1] = level_at(out, i + 1, 0);
	for (size_t level = 2, words = 1; level < CUES_NEAR_LEVELS; level++, words *= 2)
		for (size_t i = 0; i < out->word.len; i++)
			out->word.at[i].within[level] =
				level_at(out, i, level - 1) | level_at(out, i + words, level - 1);
	for (size_t i = 0; i < out->word.len; i++)
		for (size_t level = 0; level < CUES_NEAR_LEVELS; level++)
			if (level == 0 || unbroken)
				out->word.at[i].within[level] = UINT64_MAX;
}

uint8_t cues_near_level(uint32_t words)
{
	uint8_t level = 1;

	for (uint32_t most = 1; most < words; most *= 2)
		level++;
	return words && level < CUES_NEAR_LEVELS ? level : 0;
}
