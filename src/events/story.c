/* events/story.c -- an article, boiled down to two and a half kilobytes.
 *
 * The terms of title and text (events/terms.c), term frequencies dampened (1 + ln), and of
 * a long article only the most telling: those with the greatest product of frequency and
 * rarity in the news at large. A cap keeps a story's cost flat; 200 terms keep all of what
 * a usual report of 600 words has to say.
 *
 * Weights are kept in eighths from the start, so that packing loses nothing and a
 * window refilled from the store equals the window that was lost.
 *
 * Packed: version, article hash, label, date, publisher, fingerprint (512 bytes of it the
 * sketch), terms (8 bytes of hash, kind and place, weight), and a checksum, since a store
 * may be old or damaged. */
#include "events/story.h"

#include <math.h>
#include <stdlib.h>
#include "base/check.h"
#include "base/limits.h"
#include "events/background.h"
#include "events/terms.h"
#include "events/wording.h"
#include "text/url.h"

#define VERSION 2
#define STEPS STORY_STEPS
#define STEPS_MOST 63
#define STEPS_1 16.0F /* of the first version, whose terms know no place */
#define PLACES_ALL (STORY_IN_TITLE | STORY_IN_LEAD)
#define HEAD_BYTES 57   /* without sketch and terms */
#define HEAD_BYTES_1 64 /* of the first version */
#define SKETCH_BYTES 8
#define TERM_BYTES 10
#define SUM_BYTES 8
#define TITLE_WORDS_LEAST 3
#define KEPT_GAIN 3.0F /* years and the words of a title are few, and are compared apart */

struct ranked {
	struct story_term term;
	float value;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return x->term.term < y->term.term ? -1 : x->term.term > y->term.term;
}

static int by_term(const void *a, const void *b)
{
	const struct story_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

float story_rarity(uint64_t term)
{
	return logf(((float)background_texts() + 1.0F) / ((float)background_count(term) + 1.0F));
}

/* Dampened, in eighths, at most 63 of them. */
static float dampened(float weight)
{
	float level = roundf((1.0F + logf(weight > 1 ? weight : 1)) * STEPS);

	return (level > STEPS_MOST ? STEPS_MOST : level) / STEPS;
}

static void choose(struct story *out, struct arena *arena, const struct terms *bag)
{
	size_t count;
	const struct story_term *all = terms_all(bag, &count);
	struct ranked *rank = ARENA_ARRAY(arena, struct ranked, count + 1);
	size_t kept = count < LIMIT_STORY_TERMS ? count : LIMIT_STORY_TERMS;
	struct story_term *term = ARENA_ARRAY(arena, struct story_term, kept + 1);

	for (size_t i = 0; i < count; i++) {
		rank[i].term = all[i];
		rank[i].term.weight = dampened(all[i].weight);
		rank[i].value = rank[i].term.weight * story_rarity(all[i].term);
		if (all[i].kind == STORY_YEAR || all[i].place & STORY_IN_TITLE)
			rank[i].value *= KEPT_GAIN;
	}
	qsort(rank, count, sizeof *rank, by_value);
	for (size_t i = 0; i < kept; i++)
		term[i] = rank[i].term;
	qsort(term, kept, sizeof *term, by_term);
	out->term = term;
	out->term_count = kept;
}

/* "2019/5/16/176277/tesla-autopilot-crash?x=1": the part of the path with most words, its
 * words with blanks between. Empty when no part has three. */
static struct str title_of_address(struct arena *arena, struct str address)
{
	struct url url;
	struct str best = STR_NONE;
	size_t most = TITLE_WORDS_LEAST - 1;
	char *copy;

	if (!url_parse(&url, address))
		return STR_NONE;
	for (struct str rest = url.path; rest.len;) {
		size_t end = str_chr(rest, '/'), dashes = 1;
		struct str part = str_cut(rest, 0, end);

		for (size_t i = 0; i < part.len; i++)
			dashes += part.at[i] == '-' || part.at[i] == '_';
		if (dashes > most) {
			most = dashes;
			best = part;
		}
		rest = end == STR_NPOS ? STR_NONE : str_cut(rest, end + 1, rest.len);
	}
	best = arena_copy(arena, best);
	copy = (char *)(uintptr_t)best.at; /* ours, just made */
	for (size_t i = 0; i < best.len; i++)
		if (copy[i] == '-' || copy[i] == '_' || copy[i] == '+' || copy[i] == '%')
			copy[i] = ' ';
	return best;
}

void story_of(struct story *out, struct arena *arena, const struct article *a,
	      const struct verdict *v)
{
	struct str field[FIELD_COUNT] = {a->field[FIELD_TITLE], a->field[FIELD_TEXT]};
	struct words words[FIELD_COUNT], own;
	struct terms *bag;

	*out = (struct story){.article = a->content,
			      .date_ms = a->date_ms,
			      .publisher = a->publisher.len ? hash64(a->publisher, 0) : 0,
			      .label = v ? v->label : LABEL_COMPLEMENTARY};
	if (str_trim(field[FIELD_TITLE]).len == 0)
		field[FIELD_TITLE] = title_of_address(arena, a->url);
	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&words[f], arena, field[f]);
	wording_of(&own, arena, a, words);
	fingerprint_of(&out->fingerprint, &own);
	bag = terms_new(arena, words[FIELD_TITLE].len + words[FIELD_TEXT].len);
	for (int f = 0; f < FIELD_COUNT; f++)
		terms_read(bag, arena, field[f], &words[f], f == FIELD_TITLE);
	choose(out, arena, bag);
}

void story_of_part(struct story *out, struct arena *arena, struct str text,
		   const struct story *whole)
{
	struct words words;
	struct terms *bag;

	words_of(&words, arena, text);
	*out = *whole;
	out->fingerprint = (struct fingerprint){.words = (uint32_t)words.len};
	bag = terms_new(arena, words.len);
	terms_read(bag, arena, text, &words, false);
	choose(out, arena, bag);
}

/* -- packed ------------------------------------------------------------------------------ */

static void put(struct buf *out, uint64_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(out, (char)(unsigned char)(n >> (8 * i)));
}

static uint64_t take(struct str *s, int bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < bytes; i++)
		n |= (uint64_t)(unsigned char)s->at[i] << (8 * i);
	*s = str_cut(*s, (size_t)bytes, s->len);
	return n;
}

static void put_print(struct buf *out, const struct fingerprint *f)
{
	put(out, f->exact.hi, 8);
	put(out, f->exact.lo, 8);
	put(out, f->words, 4);
	put(out, f->count, 1);
	for (size_t i = 0; i < f->count; i++)
		put(out, f->sketch[i], SKETCH_BYTES);
}

void story_pack(struct buf *out, const struct story *s)
{
	size_t from = out->len;

	put(out, VERSION, 1);
	put(out, s->article.hi, 8);
	put(out, s->article.lo, 8);
	put(out, (uint64_t)s->label, 1);
	put(out, (uint64_t)s->date_ms, 8);
	put(out, s->publisher, 8);
	put_print(out, &s->fingerprint);
	put(out, s->term_count, 2);
	for (size_t i = 0; i < s->term_count; i++) {
		put(out, s->term[i].term, 8);
		put(out, (uint64_t)(s->term[i].kind | s->term[i].place << 4), 1);
		put(out, (uint64_t)(s->term[i].weight * STEPS), 1);
	}
	if (buf_ok(out))
		put(out, hash64(str_cut(buf_view(out), from, out->len), VERSION), SUM_BYTES);
}

/* Ascending, and all there: term_count stands behind it. */
static bool sketch_unpack(struct fingerprint *out, struct str *s)
{
	out->count = (uint32_t)take(s, 1);
	if (out->count > LIMIT_SKETCH || s->len < out->count * SKETCH_BYTES + 2)
		return false;
	for (size_t i = 0; i < out->count; i++) {
		out->sketch[i] = take(s, SKETCH_BYTES);
		if (i > 0 && out->sketch[i - 1] >= out->sketch[i])
			return false;
	}
	return true;
}

/* The first version had a simhash in place of the sketch: such a story is found again
 * when its words are the same. */
static bool print_unpack(struct fingerprint *out, struct str *s, int version)
{
	out->exact.hi = take(s, 8);
	out->exact.lo = take(s, 8);
	if (version == 1)
		take(s, 8);
	out->words = (uint32_t)take(s, 4);
	return version == 1 || sketch_unpack(out, s);
}

/* Finer steps, and more of them. */
static float weight_1(uint64_t byte)
{
	float level = roundf((float)byte / STEPS_1 * STEPS);

	return (level > STEPS_MOST ? STEPS_MOST : level) / STEPS;
}

/* Sorted, of known kinds, none without weight. */
static bool terms_unpack(struct story_term *term, size_t count, struct str *s, int version)
{
	uint8_t kind;

	for (size_t i = 0; i < count; i++) {
		term[i].term = take(s, 8);
		kind = (uint8_t)take(s, 1);
		term[i].kind = kind & 15;
		term[i].place = kind >> 4;
		term[i].weight = version == 1 ? weight_1(take(s, 1)) : (float)take(s, 1) / STEPS;
		if (term[i].kind >= STORY_KINDS || term[i].place > PLACES_ALL ||
		    term[i].weight <= 0 || term[i].weight * STEPS > STEPS_MOST ||
		    (i > 0 && term[i - 1].term >= term[i].term))
			return false;
	}
	return true;
}

bool story_unpack(struct story *out, struct arena *arena, struct str bytes)
{
	struct str body = str_cut(bytes, 0, bytes.len < SUM_BYTES ? 0 : bytes.len - SUM_BYTES);
	struct str sum = str_cut(bytes, body.len, bytes.len), rest = body;
	struct story_term *term;
	int version;

	if (body.len < HEAD_BYTES)
		return false;
	version = (int)take(&rest, 1);
	if (version < 1 || version > VERSION || (version == 1 && body.len < HEAD_BYTES_1) ||
	    take(&sum, SUM_BYTES) != hash64(body, (uint64_t)version))
		return false;
	*out = (struct story){0};
	out->article.hi = take(&rest, 8);
	out->article.lo = take(&rest, 8);
	out->label = (enum label)take(&rest, 1);
	out->date_ms = (int64_t)take(&rest, 8);
	out->publisher = take(&rest, 8);
	if (!print_unpack(&out->fingerprint, &rest, version))
		return false;
	out->term_count = take(&rest, 2);
	if (out->label >= LABEL_COUNT || out->term_count > LIMIT_STORY_TERMS ||
	    rest.len != out->term_count * TERM_BYTES)
		return false;
	term = ARENA_ARRAY(arena, struct story_term, out->term_count + 1);
	out->term = term;
	return terms_unpack(term, out->term_count, &rest, version);
}
