/* cues_index.c -- first words of all patterns in one hash table.
 *
 * The reading needs a pack's whole list: words as common as "could" and "said", gaps of
 * several words, a hundred and more matches in an article of 4 KB. Automata are slow at
 * that (vectorscan: 18-25 MB/s, and twenty times its database and a fifth of that speed
 * when it has to tell where a match begins), and their matches had to be checked word by
 * word all the same. Here a word of the text costs one hash and a look at a filter of 8 KB;
 * the few patterns that may begin with it are tried there and then. The gate, which
 * matches rarely, is vectorscan's (matcher.c).
 *
 * Keys are hashes of ASCII-folded bytes: of a whole word, of the first four letters (or
 * all, if fewer) of a word with a free ending, or of a single byte that is no letter. */
#include "judge/cues_index.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/vec.h"
#include "judge/cues_letters.h"

#define PREFIX 4
#define FILTER_BITS 16 /* 8 KB: stays in the first cache; some 5,000 keys set a tenth of it */

enum kind { KIND_WORD = 1, KIND_PREFIX, KIND_BYTE };

struct key {
	uint32_t hash;
	struct cues_start start;
};

struct slot {
	uint32_t hash, from, len; /* len 0: empty */
};

struct cues_index {
	VEC(struct key) key; /* while it is made */
	struct arena *arena; /* of the alternatives */
	struct cues_start *start;
	struct slot *slot;
	uint32_t mask;
	uint64_t filter[1 << (FILTER_BITS - 6)];
};

/* -- hashing --------------------------------------------------------------------------- */

static inline unsigned char folded(unsigned char c)
{
	return (unsigned char)cues_letters_folded((char)c);
}

/* FNV-1a, a byte at a time, so that a beginning's hash falls off on the way. */
static inline uint32_t hash_step(uint32_t h, unsigned char c)
{
	return (h ^ folded(c)) * 16777619U;
}

static inline uint32_t hash_end(uint32_t h, enum kind kind)
{
	h = (h ^ (uint32_t)kind) * 0x9E3779B1U;
	return h ^ h >> 15;
}

#define HASH_START 2166136261U

static uint32_t hash_of(struct str s, enum kind kind)
{
	uint32_t h = HASH_START;

	for (size_t i = 0; i < s.len; i++)
		h = hash_step(h, (unsigned char)s.at[i]);
	return hash_end(h, kind);
}

static size_t run_of(struct str s)
{
	size_t at = 0, step;

	while (at < s.len && (step = cues_letters_at(s, at)))
		at += step;
	return at;
}

/* -- making it ------------------------------------------------------------------------- */

static void add(struct cues_index *x, struct cues_start start, struct str s, enum kind kind)
{
	struct key k = {hash_of(s, kind), start};

	VEC_PUSH(&x->key, k);
}

static void add_prefix(struct cues_index *x, struct cues_start start, struct str s)
{
	add(x, start, str_cut(s, 0, PREFIX), KIND_PREFIX);
}

/* The endings of cues_naive.c, as far as their first run of letters goes. */
static void add_inflected(struct cues_index *x, struct cues_start start, struct str word)
{
	static const char *const plain[] = {"", "s", "es", "ed", "ing"};
	static const char *const after_e[] = {"e", "es", "ed", "ing", "e"};
	static const char *const after_y[] = {"y", "ies", "ied", "ying", "y"};
	unsigned char last = folded((unsigned char)word.at[word.len - 1]);
	const char *const *ending = last == 'e' ? after_e : last == 'y' ? after_y : plain;

	if (ending != plain)
		word.len--;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		uint32_t h = HASH_START;

		for (size_t k = 0; k < word.len; k++)
			h = hash_step(h, (unsigned char)word.at[k]);
		for (const char *c = ending[i]; *c; c++)
			h = hash_step(h, (unsigned char)*c);
		struct key key = {hash_end(h, KIND_WORD), start};

		VEC_PUSH(&x->key, key);
	}
}

/* "self-driving" begins with the word "self", or with "self..." where it is one word. */
static void add_hyphened(struct cues_index *x, struct cues_start start, struct str word,
			 struct str first)
{
	char joined[PREFIX];
	size_t len = 0;

	add(x, start, first, KIND_WORD);
	for (size_t i = 0; i < word.len && len < PREFIX; i++) {
		if (word.at[i] == '-')
			continue;
		if (!cues_letters_at(word, i))
			break;
		joined[len++] = word.at[i];
	}
	add_prefix(x, start, (struct str){joined, len});
}

static void add_word(struct cues_index *x, struct cues_start start, const struct cue_item *item)
{
	struct str word = item->word, run = str_cut(word, 0, run_of(word));

	if (run.len == 0)
		add(x, start, str_cut(word, 0, 1), KIND_BYTE);
	else if (run.len < word.len && word.at[run.len] == '-')
		add_hyphened(x, start, word, run);
	else if (run.len < word.len)
		add(x, start, run, KIND_WORD);
	else if (item->star)
		add_prefix(x, start, run);
	else if (item->inflected)
		add_inflected(x, start, word);
	else
		add(x, start, run, KIND_WORD);
}

static void add_seq(struct cues_index *x, struct cues_start start, const struct cue_seq *seq)
{
	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];

		if (!item->choice)
			add_word(x, start, item);
		else
			for (uint32_t k = 0; k < item->choice_count; k++)
				add_seq(x, start, &item->choice[k]);
		if (!item->optional)
			return;
	}
}

/* "(a|b c) d" without its first choice: "b c d". */
static struct cue_seq alternative(struct arena *arena, const struct cue_seq *seq, uint32_t n)
{
	const struct cue_seq *first = &seq->item[0].choice[n];
	struct cue_item *item = ARENA_ARRAY(arena, struct cue_item, first->len + seq->len);
	uint32_t len = 0;

	for (uint32_t i = 0; i < first->len; i++)
		item[len++] = first->item[i];
	for (uint32_t i = 1; i < seq->len; i++)
		item[len++] = seq->item[i];
	return (struct cue_seq){item, len, cues_pattern_first(item, len)};
}

/* What must follow the first word, and within how many words. */
static void see_next(struct cues_start *start)
{
	const struct cue_item *item = start->seq.item;
	uint32_t next = 1, words = 1;

	start->need = UINT64_MAX;
	if (item->choice || item->optional)
		return;
	for (size_t i = 0; i < item->word.len; i++)
		words += item->word.at[i] == '-';
	for (; next < start->seq.len && item[next].optional; next++)
		words += cues_pattern_words(&(struct cue_seq){.item = item + next, .len = 1});
	if (next == start->seq.len)
		return;
	start->need = item[next].first;
	start->level = cues_near_level(words + item[next].gap);
	if (!start->level)
		start->need = UINT64_MAX;
}

static void see_hyphen(struct cues_start *start)
{
	const struct cue_item *item = start->seq.item;
	size_t part = run_of(item->word);
	struct str tail = str_cut(item->word, part + 1, item->word.len);

	if (item->choice || item->optional || !part || part > UINT8_MAX ||
	    part == item->word.len || item->word.at[part] != '-' || tail.at[0] == '-')
		return;
	start->part = (uint8_t)part;
	start->tail = cues_pattern_word_first(tail, item->star || item->inflected);
}

static struct cues_start start_of(uint32_t cue, struct cue_seq seq)
{
	struct cues_start start = {.cue = cue, .seq = seq};
	const struct cue_item *item = &seq.item[0];
	size_t letters = 0;

	while (!item->choice && letters < item->word.len &&
	       cues_letters_ascii((unsigned char)item->word.at[letters]))
		letters++;
	start.simple = !item->choice && !item->optional && letters == item->word.len && letters > 1;
	see_next(&start);
	see_hyphen(&start);
	return start;
}

static void add_cue(struct cues_index *x, uint32_t n, const struct cue_seq *seq)
{
	if (!seq->item[0].choice || seq->item[0].optional) {
		add_seq(x, start_of(n, *seq), seq);
		return;
	}
	for (uint32_t i = 0; i < seq->item[0].choice_count; i++) {
		struct cues_start start = start_of(n, alternative(x->arena, seq, i));

		add_seq(x, start, &start.seq);
	}
}

static int by_hash(const void *left, const void *right)
{
	const struct key *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->start.cue != b->start.cue)
		return a->start.cue < b->start.cue ? -1 : 1;
	return (a->start.seq.item > b->start.seq.item) - (a->start.seq.item < b->start.seq.item);
}

static inline uint32_t filter_bit(uint32_t hash)
{
	return hash >> (32 - FILTER_BITS);
}

static void put_slot(struct cues_index *x, struct slot s)
{
	uint32_t i = s.hash & x->mask, bit = filter_bit(s.hash);

	while (x->slot[i].len)
		i = (i + 1) & x->mask;
	x->slot[i] = s;
	x->filter[bit >> 6] |= 1ULL << (bit & 63);
}

/* Sorted keys into spans of different starts. */
static void fill(struct cues_index *x)
{
	uint32_t slots = 64, n = 0;

	while (slots < 2 * x->key.len)
		slots *= 2;
	x->mask = slots - 1;
	x->slot = memory_zalloc(slots * sizeof *x->slot);
	x->start = memory_alloc((x->key.len + 1) * sizeof *x->start);
	for (size_t i = 0; i < x->key.len;) {
		struct slot s = {.hash = x->key.at[i].hash, .from = n};

		for (; i < x->key.len && x->key.at[i].hash == s.hash; i++)
			if (n == s.from || x->start[n - 1].seq.item != x->key.at[i].start.seq.item)
				x->start[n++] = x->key.at[i].start;
		s.len = n - s.from;
		put_slot(x, s);
	}
}

struct cues_index *cues_index_new(const struct cues *c)
{
	struct cues_index *x = memory_zalloc(sizeof *x);

	x->arena = arena_new();
	for (size_t i = 0; i < cues_count(c); i++)
		add_cue(x, (uint32_t)i, &cues_at(c, i)->seq);
	if (x->key.len)
		qsort(x->key.at, x->key.len, sizeof *x->key.at, by_hash);
	fill(x);
	VEC_FREE(&x->key);
	return x;
}

void cues_index_free(struct cues_index *x)
{
	if (!x)
		return;
	arena_free(x->arena);
	memory_free(x->start);
	memory_free(x->slot);
	memory_free(x);
}

/* -- walking --------------------------------------------------------------------------- */

static inline void look(struct cues_span *span, size_t *spans, const struct cues_index *x,
			uint32_t hash)
{
	uint32_t bit = filter_bit(hash);

	if (!(x->filter[bit >> 6] >> (bit & 63) & 1))
		return;
	for (uint32_t i = hash & x->mask; x->slot[i].len; i = (i + 1) & x->mask)
		if (x->slot[i].hash == hash) {
			span[(*spans)++] =
				(struct cues_span){x->start + x->slot[i].from, x->slot[i].len};
			return;
		}
}

/* The word that begins at `at`: its spans; returns where it ends. */
static size_t look_at_word(struct cues_span *span, size_t *spans, const struct cues_index *x,
			   struct str s, size_t at)
{
	uint32_t h = HASH_START;
	size_t end = at, step, letters = 0;

	for (; end < s.len && (step = cues_letters_at(s, end)); end += step)
		for (size_t k = 0; k < step; k++) {
			h = hash_step(h, (unsigned char)s.at[end + k]);
			if (++letters <= PREFIX)
				look(span, spans, x, hash_end(h, KIND_PREFIX));
		}
	look(span, spans, x, hash_end(h, KIND_WORD));
	return end;
}

size_t cues_index_next(struct cues_span span[CUES_SPANS_MAX], size_t *from, size_t *at,
		       const struct cues_index *x, struct str text)
{
	size_t here = *at, spans = 0;

	while (here < text.len) {
		*from = here;
		if (cues_letters_at(text, here)) {
			here = look_at_word(span, &spans, x, text, here);
		} else {
			if (text.at[here] != ' ')
				look(span, &spans, x,
				     hash_end(hash_step(HASH_START, (unsigned char)text.at[here]),
					      KIND_BYTE));
			here++;
		}
		if (spans) {
			*at = here;
			return spans;
		}
	}
	*at = here;
	return 0;
}

/* -- trying ------------------------------------------------------------------------------ */

/* Behind "self": a dash or blanks, and a word that begins as "driving". */
static bool may_join(const struct cues_start *start, struct str text, size_t at)
{
	if (at >= text.len)
		return false;
	if ((unsigned char)text.at[at] >= 0x80)
		return true; /* another dash or blank: look closer */
	if (text.at[at] == '-')
		at++;
	else if (!cues_letters_blank(text.at[at]))
		return false;
	else
		while (at < text.len && cues_letters_blank(text.at[at]))
			at++;
	return cues_letters_byte(text, at) >= 0x80 ||
	       (start->tail & cues_letters_begin(text, at));
}

/* The letters that stand in pattern and text alike; hashes may have met by chance. */
static bool begins_alike(const struct cue_item *item, struct str text, size_t from, size_t len)
{
	size_t least = item->word.len - (item->inflected ? 1 : 0);

	if (len < least || (!item->star && !item->inflected && len != least))
		return false;
	for (size_t i = 0; i < least; i++) {
		unsigned char c = (unsigned char)text.at[from + i];
		unsigned char want = (unsigned char)item->word.at[i];

		if (item->exact ? c != want : folded(c) != folded(want))
			return false;
	}
	return true;
}

size_t cues_index_ends(size_t end[CUES_ENDS_MAX], const struct cues_start *start, struct str text,
		       size_t from, size_t at)
{
	unsigned char behind = at < text.len ? (unsigned char)text.at[at] : ' ';

	if (start->simple && start->seq.len == 1 && !start->seq.item[0].inflected &&
	    behind < 0x80 && behind != '\'' && behind != '-') {
		if (!begins_alike(&start->seq.item[0], text, from, at - from))
			return 0;
		end[0] = at;
		return 1;
	}
	if (start->part && at - from == start->part && !may_join(start, text, at))
		return 0;
	return cues_naive_seq_ends(end, &start->seq, text, from);
}
