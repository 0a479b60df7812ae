/* tools/background.c -- counts in how many texts each term stands: background.df
 *
 *   background OUT FILE.jsonl...     articles as `tocsin group` takes them
 *
 * Made from counts alone; no text is kept. Terms in fewer than three texts are left out,
 * then the rarest until the table fits 256 KB. The form is told in events/background.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/io.h"
#include "base/limits.h"
#include "base/vec.h"
#include "events/terms.h"

#define TERMS_MAX 52000

struct counted {
	uint32_t hash, texts;
};
struct hashes {
	uint32_t *at;
	size_t len, cap;
};

static int by_hash(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int by_texts(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->texts != y->texts)
		return x->texts > y->texts ? -1 : 1;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static bool count_line(struct hashes *seen, struct arena *arena, struct str line, struct err *err)
{
	struct article a;
	struct words words[FIELD_COUNT];
	const struct story_term *term;
	struct terms *bag;
	size_t count;

	if (!article_from_json(&a, arena, line, STR("line"), err))
		return false;
	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&words[f], arena, a.field[f]);
	bag = terms_new(arena, words[FIELD_TITLE].len + words[FIELD_TEXT].len);
	for (int f = 0; f < FIELD_COUNT; f++)
		terms_read(bag, arena, a.field[f], &words[f], f == FIELD_TITLE);
	term = terms_all(bag, &count);
	for (size_t i = 0; i < count; i++)
		VEC_PUSH(seen, (uint32_t)(term[i].term >> 32));
	return true;
}

static void put32(struct buf *out, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		buf_char(out, (char)(unsigned char)(n >> (8 * i)));
}

static bool write_table(const char *path, struct hashes *seen, uint32_t texts, struct err *err)
{
	VEC(struct counted) term = {0};
	struct buf out;
	bool ok;

	qsort(seen->at, seen->len, sizeof *seen->at, by_hash);
	for (size_t i = 0, upto; i < seen->len; i = upto) {
		for (upto = i + 1; upto < seen->len && seen->at[upto] == seen->at[i];)
			upto++;
		if (upto - i >= 3)
			VEC_PUSH(&term, ((struct counted){seen->at[i], (uint32_t)(upto - i)}));
	}
	printf("%u texts, %zu terms\n", texts, term.len);
	qsort(term.at, term.len, sizeof *term.at, by_texts);
	if (term.len > TERMS_MAX)
		term.len = TERMS_MAX;
	qsort(term.at, term.len, sizeof *term.at, by_hash);
	buf_init(&out, LIMIT_FILE);
	buf_z(&out, "TDF1");
	put32(&out, (uint32_t)term.len);
	put32(&out, texts);
	for (size_t i = 0; i < term.len; i++)
		put32(&out, term.at[i].hash);
	for (size_t i = 0; i < term.len; i++)
		buf_char(&out, (char)(unsigned char)lround(log2(term.at[i].texts) * 8));
	ok = io_write(path, buf_view(&out), err);
	buf_free(&out);
	VEC_FREE(&term);
	return ok;
}

int main(int argc, char **argv)
{
	struct hashes seen = {0};
	struct arena *arena = arena_new();
	struct io_lines *lines;
	struct str line;
	struct err err;
	uint32_t texts = 0;

	for (int i = 2; i < argc; i++) {
		if (!io_lines_open(&lines, argv[i], LIMIT_LINE, 0, &err)) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		while (io_lines_next(&line, lines, &err) == IO_LINE) {
			texts += count_line(&seen, arena, line, &err);
			arena_reset(arena);
		}
		io_lines_close(lines);
	}
	if (argc < 3 || !write_table(argv[1], &seen, texts, &err)) {
		fprintf(stderr, "usage: background OUT FILE.jsonl...\n");
		return 1;
	}
	VEC_FREE(&seen);
	arena_free(arena);
	return 0;
}
