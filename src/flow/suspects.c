/* flow/suspects.c -- "NEXT DOCUMENT:DEATHS DOCUMENT:DEATHS ..." */
#include "flow/suspects.h"

#include <stdio.h>

#include "base/limits.h"

static const char *key_of(char out[40], uint64_t sequence)
{
	snprintf(out, 40, "suspect.%llu", (unsigned long long)sequence);
	return out;
}

bool suspects_recall(struct suspects *s, const struct queue_ops *ops, void *queue,
		     struct arena *arena, uint64_t sequence, struct err *err)
{
	struct str text, word;
	char key[40];
	int64_t n, deaths;

	*s = (struct suspects){0};
	if (!ops->noted(&text, queue, arena, key_of(key, sequence), err))
		return err->code == ERR_MISSING;
	if (str_int(&n, str_word(&text)) && n >= 0 && n < FREIGHT_ITEMS)
		s->died[n] = 1; /* there the one before us died */
	while ((word = str_word(&text)).len) {
		size_t colon = str_chr(word, ':');

		if (colon != STR_NPOS && str_int(&n, str_cut(word, 0, colon)) &&
		    str_int(&deaths, str_cut(word, colon + 1, word.len)) && n >= 0 &&
		    n < FREIGHT_ITEMS && deaths > 0 && deaths < 100)
			s->died[n] = (uint8_t)(s->died[n] + deaths);
	}
	return true;
}

unsigned suspects_died(const struct suspects *s, size_t n)
{
	return n < FREIGHT_ITEMS ? s->died[n] : 0;
}

bool suspects_note(const struct suspects *s, const struct queue_ops *ops, void *queue,
		   uint64_t sequence, size_t n, struct err *err)
{
	struct buf b;
	char key[40];
	bool ok;

	buf_init(&b, KIB(4));
	buf_fmt(&b, "%zu", n);
	for (size_t i = 0; i < FREIGHT_ITEMS; i++)
		if (s->died[i])
			buf_fmt(&b, " %zu:%d", i, s->died[i]);
	ok = ops->note(queue, key_of(key, sequence), buf_view(&b), err);
	buf_free(&b);
	return ok;
}
