/* tests/lib/prose.h -- one-line texts cut into sentences and tokens for tests.
 *
 * Ends a sentence at . ! ? before a blank and a capital; enough for texts that are
 * written for it, so that these tests do not hang on text/sentences.c. */
#pragma once
#include <ctype.h>

#include "judge/tokens.h"
#include "text/article.h"

static inline void prose_sentences(struct sentences *out, struct arena *arena, struct str text)
{
	size_t from = 0;

	*out = (struct sentences){.at = ARENA_ARRAY(arena, struct sentence, text.len + 1)};
	for (size_t i = 0; i < text.len; i++) {
		bool end = strchr(".!?", text.at[i]) && i + 2 < text.len && text.at[i + 1] == ' ' &&
			   isupper((unsigned char)text.at[i + 2]) &&
			   !(i >= 2 && isupper((unsigned char)text.at[i - 1]) &&
			     text.at[i - 2] == '.') &&
			   !(i >= 2 && memcmp(text.at + i - 2, "Dr", 2) == 0);

		if (!end && text.at[i] != '\n' && i + 1 < text.len)
			continue;
		out->at[out->len++] = (struct sentence){(uint32_t)from, (uint32_t)(i + 1), 0};
		from = i + (end ? 2 : 1);
	}
}

static inline void prose_tokens(struct tokens out[FIELD_COUNT], struct arena *arena,
				const char *title, const char *text)
{
	struct sentences sentences;

	prose_sentences(&sentences, arena, str_of(title));
	tokens_of(&out[FIELD_TITLE], arena, str_of(title), &sentences);
	prose_sentences(&sentences, arena, str_of(text));
	tokens_of(&out[FIELD_TEXT], arena, str_of(text), &sentences);
}
