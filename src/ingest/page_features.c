/* page_features.c -- the paragraph itself, where it stands, its neighbours, its words.
 *
 * Of each paragraph: length, share of links, element and ending, alone and in pairs;
 * whether the rules keep it and how far it is from the first and last that they keep;
 * the same of the two paragraphs on either side; the elements around it and the words
 * of their classes and ids; of short ones every word, of long ones the first three.
 * The choice follows what boilerplate classifiers have found to matter (Kohlschuetter
 * 2010, boilerpipe; Vogels 2018, Web2Text). */
#include "ingest/page_features.h"

#include "base/ascii.h"
#include "base/hash.h"

enum kind {
	K_RULE = 1,
	K_PLACE,
	K_LENGTH,
	K_LINKS,
	K_TAG,
	K_END,
	K_LENGTH_LINKS,
	K_LENGTH_TAG,
	K_LENGTH_END,
	K_RULE_LENGTH,
	K_RULE_TAG,
	K_PLACE_LINKS,
	K_PLACE_LENGTH,
	K_PLACE_TAG,
	K_PLACE_LENGTH_LINKS,
	K_PLACE_LENGTH_END,
	K_WHERE,
	K_WHERE_LENGTH,
	K_WHERE_PLACE,
	K_WHERE_TAG,
	K_QUARTER,
	K_FROM_FIRST,
	K_TO_LAST,
	K_TO_LAST_TAG,
	K_BEFORE,
	K_BEHIND,
	K_NEAR = 32, /* and up to 16 more for the kinds of neighbour features */
	K_AROUND = 64,
	K_ARTICLE_BODY,
	K_CLASS,
	K_CLASS_NEAR,
	K_REPEATED,
	K_WORD,
	K_WHOLE,
	K_FIRST_WORD,
	K_WORDS,
	K_COPYRIGHT,
	K_YEAR,
	K_MAIL,
	K_BULLET,
	K_ADDRESS,
	K_COMMAS,
	K_SMALL_START,
	K_BIAS
};

enum where { BEFORE_FIRST, WITHIN, BEHIND_LAST, NOWHERE };
enum ending { ENDS_OPEN, ENDS_SENTENCE, ENDS_COLON };

struct sketch {
	uint8_t length, links, tag, end, place, rule, near_rules;
	bool repeated;
};

/* Words of the names of elements that were looked at lately. */
#define CACHED 64
#define NAMES_MOST 14

struct names {
	const struct page_node *node;
	uint32_t len;
	uint32_t word[NAMES_MOST];
};

struct page_sketches {
	struct names cache[CACHED];
	const struct page_blocks *blocks;
	struct sketch *of;
	size_t first, last; /* that the rules keep */
	bool any;
};

static uint32_t mix(uint32_t h)
{
	h ^= h >> 16;
	h *= 0x7feb352dU;
	h ^= h >> 15;
	h *= 0x846ca68bU;
	return h ^ h >> 16;
}

static void add(struct page_features *f, uint32_t kind, uint32_t what)
{
	if (f->len < PAGE_FEATURES_MAX)
		f->column[f->len++] = (uint16_t)(mix(kind * 0x9e3779b1U + what) % PAGE_COLUMNS);
}

static void add3(struct page_features *f, uint32_t kind, uint32_t a, uint32_t b, uint32_t c)
{
	add(f, kind, (a * 64 + b) * 64 + c + 1);
}

/* -- sketches --------------------------------------------------------------------------- */

static uint8_t step_of(float value, const float *steps, uint8_t count)
{
	uint8_t i = 0;

	while (i < count && value >= steps[i])
		i++;
	return i;
}

static uint8_t length_of(uint32_t letters)
{
	static const float steps[] = {1, 10, 25, 40, 70, 110, 160, 250, 400, 700};

	return step_of((float)letters, steps, 10);
}

static uint8_t links_of(const struct page_block *b)
{
	static const float steps[] = {0.001F, 0.1F, 0.25F, 0.4F, 0.6F, 0.9F};

	return step_of(b->letters ? (float)b->linked / (float)b->letters : 0, steps, 6);
}

/* Quotes and brackets may stand behind the last mark. */
static uint8_t ending_of(struct str s)
{
	static const char *const closing[] = {
		"\"",           "'",        ")",       "\xe2\x80\x9d", "\xe2\x80\x9c",
		"\xe2\x80\x99", "\xc2\xbb", "\xc2\xab"};
	static const char *const marks[] = {".",
					    "!",
					    "?",
					    "\xe2\x80\xa6",
					    "\xe3\x80\x82",
					    "\xef\xbc\x81",
					    "\xef\xbc\x9f",
					    "\xe0\xa5\xa4"};

	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (str_ends(s, str_of(closing[i]))) {
			s.len -= strlen(closing[i]);
			i = (size_t)-1;
		}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_ends(s, str_of(marks[i])))
			return ENDS_SENTENCE;
	return str_ends(s, STR(":")) ? ENDS_COLON : ENDS_OPEN;
}

/* Marks texts that stand on the page more than once. */
static void find_repeated(struct page_sketches *s, struct arena *arena)
{
	size_t room = 64;
	uint32_t *seen;

	while (room < 2 * s->blocks->len)
		room *= 2;
	seen = ARENA_ARRAY(arena, uint32_t, room); /* block + 1 */
	for (size_t i = 0; i < s->blocks->len; i++) {
		struct str text = s->blocks->at[i].text;
		size_t at = hash64(text, 0) & (room - 1);

		while (seen[at] && !str_eq(s->blocks->at[seen[at] - 1].text, text))
			at = (at + 1) & (room - 1);
		if (seen[at])
			s->of[i].repeated = s->of[seen[at] - 1].repeated = true;
		else
			seen[at] = (uint32_t)i + 1;
	}
}

struct page_sketches *page_features_prepare(struct arena *arena, const struct page_blocks *b)
{
	struct page_sketches *s = ARENA_NEW(arena, struct page_sketches);

	s->blocks = b;
	s->of = ARENA_ARRAY(arena, struct sketch, b->len + 1);
	for (size_t i = 0; i < b->len; i++) {
		const struct page_block *block = &b->at[i];
		struct sketch *k = &s->of[i];

		k->length = length_of(block->letters);
		k->links = links_of(block);
		k->tag = block->node ? block->node->tag : 63;
		k->end = ending_of(block->text);
		k->place = (uint8_t)(block->in_best * 2 + block->surround);
		k->rule = block->rule;
		if (block->rule) {
			s->first = s->any ? s->first : i;
			s->last = i;
			s->any = true;
		}
	}
	find_repeated(s, arena);
	return s;
}

bool page_features_hopeless(const struct page_block *b)
{
	return !b->in_best && b->letters < 80 && 10 * b->linked >= 9 * b->letters;
}

/* -- features --------------------------------------------------------------------------- */

static void of_itself(struct page_features *f, const struct sketch *k)
{
	add(f, K_BIAS, 0);
	add(f, K_RULE, k->rule);
	add(f, K_PLACE, k->place);
	add(f, K_LENGTH, k->length);
	add(f, K_LINKS, k->links);
	add(f, K_TAG, k->tag);
	add(f, K_END, k->end);
	add3(f, K_LENGTH_LINKS, k->length, k->links, 0);
	add3(f, K_LENGTH_TAG, k->length, k->tag, 0);
	add3(f, K_LENGTH_END, k->length, k->end, 0);
	add3(f, K_RULE_LENGTH, k->rule, k->length, 0);
	add3(f, K_RULE_TAG, k->rule, k->tag, 0);
	add3(f, K_PLACE_LINKS, k->place, k->links, 0);
	add3(f, K_PLACE_LENGTH, k->place, k->length, 0);
	add3(f, K_PLACE_TAG, k->place, k->tag, 0);
	add3(f, K_PLACE_LENGTH_LINKS, k->place, k->length, k->links);
	add3(f, K_PLACE_LENGTH_END, k->place, k->length, k->end);
	if (k->repeated)
		add(f, K_REPEATED, k->length);
}

static uint32_t least(size_t a, uint32_t b)
{
	return a < b ? (uint32_t)a : b;
}

/* Where it is, seen from the paragraphs that the rules keep. */
static void of_place(struct page_features *f, const struct page_sketches *s, size_t i)
{
	const struct sketch *k = &s->of[i];
	uint32_t where = !s->any        ? NOWHERE
			 : i < s->first ? BEFORE_FIRST
			 : i > s->last  ? BEHIND_LAST
					: WITHIN;

	add(f, K_WHERE, where);
	add3(f, K_WHERE_LENGTH, where, k->length, 0);
	add3(f, K_WHERE_PLACE, where, k->place, 0);
	add3(f, K_WHERE_TAG, where, k->tag, 0);
	if (where == BEFORE_FIRST)
		add(f, K_BEFORE, least(s->first - i, 5));
	if (where == BEHIND_LAST)
		add(f, K_BEHIND, least(i - s->last, 5));
	if (where != WITHIN)
		return;
	if (s->last > s->first)
		add(f, K_QUARTER, (uint32_t)(4 * (i - s->first) / (s->last - s->first + 1)));
	add(f, K_FROM_FIRST, least(i - s->first, 4));
	add(f, K_TO_LAST, least(s->last - i, 4));
	add3(f, K_TO_LAST_TAG, least(s->last - i, 4), k->tag, k->length);
}

static void of_neighbours(struct page_features *f, const struct page_sketches *s, size_t i)
{
	const struct sketch *k = &s->of[i];

	for (int offset = -2; offset <= 2; offset++) {
		uint32_t kind = K_NEAR + (uint32_t)(offset + 2) * 4;
		bool there = (offset >= 0 || i >= (size_t)-offset) &&
			     i + (size_t)offset < s->blocks->len;
		const struct sketch *n;

		if (offset == 0)
			continue;
		if (!there) {
			add(f, kind, 0);
			continue;
		}
		n = &s->of[i + (size_t)offset];
		add3(f, kind, n->length, 1, 0);
		add3(f, kind, n->links, 2, 0);
		add3(f, kind, n->tag, 3, 0);
		add3(f, kind, n->rule, 4, 0);
		add3(f, kind + 1, k->length / 2, n->length / 2, 0);
		add3(f, kind + 2, n->rule, k->place, 0);
		add3(f, kind + 3, k->tag, n->tag, 0);
	}
}

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static uint32_t lower_hash(struct str s)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		h = (h ^ (unsigned char)ascii_lower(c)) * 16777619U;
	}
	return h;
}

/* "relatedPosts-wide" has three words. */
static void take_names(struct names *out, struct str names)
{
	size_t from = 0;

	for (size_t i = 0; i <= names.len; i++) {
		bool in = i < names.len && ascii_is_letter(names.at[i]);
		bool hump = in && i > from && names.at[i] <= 'Z' && names.at[i - 1] >= 'a';

		if (in && !hump)
			continue;
		if (i - from >= 3 && out->len < NAMES_MOST)
			out->word[out->len++] = lower_hash(str_cut(names, from, i));
		from = hump ? i : i + 1;
	}
}

static const struct names *names_of(struct page_sketches *s, const struct page_node *n)
{
	struct names *names = &s->cache[((uintptr_t)n >> 4) % CACHED];

	if (names->node == n)
		return names;
	names->node = n;
	names->len = 0;
	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == PAGE_ID || n->value[i].name == PAGE_CLASS)
			take_names(names, n->value[i].value);
	return names;
}

static bool is_article_body(const struct page_node *n)
{
	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == PAGE_ITEMPROP)
			return str_find_nocase(n->value[i].value, STR("articleBody")) != STR_NPOS;
	return false;
}

static void of_elements(struct page_features *f, struct page_sketches *s,
			const struct page_block *b)
{
	const struct names *names;
	uint64_t around = 0;
	int depth = 0;

	for (const struct page_node *n = b->node; n; n = n->parent, depth++) {
		if (depth < 12)
			around |= (uint64_t)1 << n->tag;
		if (n->values && is_article_body(n))
			add(f, K_ARTICLE_BODY, 0);
		if (!n->values || depth >= 6)
			continue;
		names = names_of(s, n);
		for (uint32_t i = 0; i < names->len; i++) {
			add(f, K_CLASS, names->word[i]);
			if (depth < 2)
				add(f, K_CLASS_NEAR, names->word[i]);
		}
	}
	for (; around; around &= around - 1)
		add(f, K_AROUND, (uint32_t)__builtin_ctzll(around));
}

static uint32_t of_words(struct page_features *f, struct str text)
{
	uint32_t word[13], count = 0;
	size_t from = 0;

	for (size_t i = 0; i <= text.len && count < 13; i++) {
		if (i < text.len && is_word_byte(text.at[i]))
			continue;
		if (i > from)
			word[count++] = lower_hash(str_cut(text, from, i));
		from = i + 1;
	}
	for (uint32_t i = 0; i < count && count <= 12; i++)
		add(f, K_WORD, word[i]);
	for (uint32_t i = 0; i < 3 && count > 12; i++)
		add(f, K_FIRST_WORD, word[i]);
	if (count && count <= 5) {
		uint32_t whole = count;

		for (uint32_t i = 0; i < count; i++)
			whole = mix(whole ^ word[i]);
		add(f, K_WHOLE, whole);
	}
	return count;
}

static bool has_year(struct str s)
{
	int digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		digits = ascii_is_digit(s.at[i]) ? digits + 1 : 0;
		if (digits == 4)
			return true;
	}
	return false;
}

static bool has_bullet(struct str t)
{
	return str_starts(t, STR("|")) || str_starts(t, STR("-")) ||
	       str_starts(t, STR("\xe2\x80\xa2")) || str_starts(t, STR("\xc2\xb7"));
}

/* By its last byte, which is rarer in texts than its first. */
static bool has(struct str text, struct str what)
{
	const char *end = text.at + text.len, *at = text.at + what.len - 1;
	char last = what.at[what.len - 1];

	for (; text.len >= what.len && at < end; at++) {
		at = memchr(at, last, (size_t)(end - at));
		if (!at)
			return false;
		if (memcmp(at + 1 - what.len, what.at, what.len) == 0)
			return true;
	}
	return false;
}

static void of_marks(struct page_features *f, const struct page_block *b)
{
	struct str t = b->text;
	uint32_t commas = 0;

	for (size_t i = 0; i < t.len && commas < 3; i++)
		commas += t.at[i] == ',';
	add(f, K_COMMAS, commas);
	if (has(t, STR("\xc2\xa9")))
		add(f, K_COPYRIGHT, 0);
	if (t.len < 80 && has_year(t))
		add(f, K_YEAR, 0);
	if (str_chr(t, '@') != STR_NPOS)
		add(f, K_MAIL, 0);
	if (has(t, STR("http")) || has(t, STR("www.")))
		add(f, K_ADDRESS, 0);
	if (has_bullet(t))
		add(f, K_BULLET, 0);
	if (t.len && t.at[0] >= 'a' && t.at[0] <= 'z')
		add(f, K_SMALL_START, 0);
}

void page_features_of(struct page_features *out, struct page_sketches *s, size_t block)
{
	const struct page_block *b = &s->blocks->at[block];

	out->len = 0;
	of_itself(out, &s->of[block]);
	of_place(out, s, block);
	of_neighbours(out, s, block);
	of_elements(out, s, b);
	add(out, K_WORDS, of_words(out, b->text));
	of_marks(out, b);
}

/* -- for other models ------------------------------------------------------------------- */

void page_features_add(struct page_features *f, uint32_t kind, uint32_t what)
{
	size_t before = f->len;
	uint16_t column;
	uint64_t *seen, bit;

	add(f, kind, what);
	if (f->len == before)
		return;
	column = f->column[before];
	seen = &f->seen[column / 64 % PAGE_FEATURES_SEEN];
	bit = (uint64_t)1 << column % 64;
	for (size_t i = 0; (*seen & bit) && i < before; i++)
		if (f->column[i] == column) {
			f->len = before;
			return;
		}
	*seen |= bit;
}

void page_features_add3(struct page_features *f, uint32_t kind, uint32_t a, uint32_t b, uint32_t c)
{
	page_features_add(f, kind, (a * 64 + b) * 64 + c + 1);
}

void page_features_names(struct page_features *f, uint32_t kind, const struct page_node *n)
{
	struct names names = {.node = n};

	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == PAGE_ID || n->value[i].name == PAGE_CLASS)
			take_names(&names, n->value[i].value);
	for (uint32_t i = 0; i < names.len; i++)
		page_features_add(f, kind, names.word[i]);
}

uint32_t page_features_word(struct str word)
{
	return lower_hash(word);
}
