/* events/postings.c -- lists in blocks of three and of fifteen.
 *
 * A list is named by its newest block: each leads to the one before. With a million stories
 * every block that is followed is a wait for memory (80 ns), so lists that have grown are
 * continued in blocks as long as a cache line, and stay as short in memory as they were. */
#include "events/postings.h"

#include <stdbool.h>

#include "base/check.h"
#include "base/vec.h"

#define UNIT 4           /* words of a small block: the older one's name, three stories */
#define LARGE (4 * UNIT) /* of a large one */
#define IS_LARGE (UINT32_C(1) << 31) /* in a name; the rest counts units */
#define LARGE_FROM 12                /* stories in the list; shorter ones would waste half of it */

struct postings {
	VEC(uint32_t) word; /* places without a story hold POSTINGS_NONE and lie behind */
};

struct postings *postings_new(void)
{
	return memory_zalloc(sizeof(struct postings));
}

void postings_free(struct postings *p)
{
	if (p)
		VEC_FREE(&p->word);
	memory_free(p);
}

static size_t size_of(uint32_t block)
{
	return block & IS_LARGE ? LARGE : UNIT;
}

static uint32_t *words_of(const struct postings *p, uint32_t block)
{
	return p->word.at + (size_t)(block & ~IS_LARGE) * UNIT;
}

static uint32_t open_block(struct postings *p, uint32_t older, bool large, uint32_t story)
{
	uint32_t block = (uint32_t)(p->word.len / UNIT) | (large ? IS_LARGE : 0);
	size_t size = size_of(block);

	CHECK(p->word.len / UNIT < IS_LARGE - LARGE); /* 32 GB of lists */
	VEC_RESERVE(&p->word, p->word.len + size);
	p->word.at[p->word.len] = older;
	p->word.at[p->word.len + 1] = story;
	for (size_t i = 2; i < size; i++)
		p->word.at[p->word.len + i] = POSTINGS_NONE;
	p->word.len += size;
	return block;
}

uint32_t postings_add(struct postings *p, uint32_t list, size_t length, uint32_t story)
{
	uint32_t *word = list == POSTINGS_NONE ? NULL : words_of(p, list);
	size_t size = word ? size_of(list) : 0;

	CHECK(story != POSTINGS_NONE);
	for (size_t i = 2; i < size; i++)
		if (word[i] == POSTINGS_NONE) {
			word[i] = story;
			return list;
		}
	return open_block(p, list, length >= LARGE_FROM, story);
}

size_t postings_read(uint32_t *out, size_t most, const struct postings *p, uint32_t list)
{
	size_t count = 0;

	while (list != POSTINGS_NONE) {
		const uint32_t *word = words_of(p, list);

		for (size_t i = size_of(list); i-- > 1;) {
			if (word[i] == POSTINGS_NONE)
				continue;
			if (count == most)
				return count;
			out[count++] = word[i];
		}
		list = word[0];
	}
	return count;
}

void postings_expect(const struct postings *p, uint32_t list)
{
	if (list != POSTINGS_NONE)
		__builtin_prefetch(words_of(p, list));
}
