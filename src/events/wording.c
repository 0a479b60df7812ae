/* events/wording.c -- sentences that speak to the reader, told by single words.
 *
 * A sentence ends where a full stop, a mark or the end of a line stands between two words.
 * That cuts at "Mr." too, which does no harm. What is longer than LONG has no sentences
 * (lists, transcripts) and stays. */
#include "events/wording.h"

#define FEW 25  /* words: "Subscribe to read on" is no story */
#define LONG 80 /* words */

static const char TO_READERS[] =
	"you your yours our please sign signing signup newsletter newsletters subscribe subscribed "
	"subscriber subscribers subscribing subscription subscriptions cookie cookies click "
	"clicking advertisement advertising copyright reserved javascript browser inbox login";

static bool holds(const struct words *list, uint32_t hash)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].hash == hash)
			return true;
	return false;
}

static bool ends_between(struct str text, const struct word *a, const struct word *b)
{
	for (uint32_t at = a->upto; at < b->from; at++)
		if (memchr(".!?\n", text.at[at], 4))
			return true;
	return false;
}

/* Where the sentence ends that begins with word `from`. */
static size_t sentence(struct str text, const struct words *words, size_t from)
{
	size_t upto = from + 1;

	while (upto < words->len && !ends_between(text, &words->at[upto - 1], &words->at[upto]))
		upto++;
	return upto;
}

static bool is_to_readers(const struct words *words, size_t from, size_t upto,
			  const struct words *list)
{
	if (upto - from > LONG)
		return false;
	for (size_t i = from; i < upto; i++)
		if (holds(list, words->at[i].hash))
			return true;
	return false;
}

static size_t put(struct words *out, const struct words *words, size_t from, size_t upto)
{
	memcpy(&out->at[out->len], &words->at[from], (upto - from) * sizeof *out->at);
	return out->len += upto - from;
}

void wording_of(struct words *out, struct arena *arena, const struct article *a,
		const struct words words[FIELD_COUNT])
{
	const struct words *title = &words[FIELD_TITLE], *text = &words[FIELD_TEXT];
	struct words list, own = {.at = ARENA_ARRAY(arena, struct word, text->len + 1)};

	words_of(&list, arena, str_of(TO_READERS));
	for (size_t from = 0, upto; from < text->len; from = upto) {
		upto = sentence(a->field[FIELD_TEXT], text, from);
		if (!is_to_readers(text, from, upto, &list))
			put(&own, text, from, upto);
	}
	*out = own;
	if (own.len >= FEW)
		return;
	*out = (struct words){.at = ARENA_ARRAY(arena, struct word, title->len + own.len + 1)};
	if (title->len == 0)
		return;
	put(out, title, 0, title->len);
	put(out, &own, 0, own.len);
}
