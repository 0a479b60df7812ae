/* text/words.c -- one pass over the bytes; ASCII by a table, the rest by ranges.
 *
 * The hash is FNV-1a over the folded bytes, made while walking, so that a word
 * need not be copied to be counted. Folding is ASCII's plus Latin-1's and basic
 * Greek's and Cyrillic's capitals; ICU would be exact for the rest of the world
 * and ten times slower, and what is judged is English. A hyphen ends a word; an
 * apostrophe stays inside one ("don't", "O’Brien"), a full stop only between
 * single letters ("U.S."). */
#include "text/words.h"

#include "base/limits.h"
#include "base/memory.h"
#include "text/utf8.h"

enum letter { OTHER, LOWER, UPPER, DIGIT };

static enum letter ascii_class(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	return c >= '0' && c <= '9' ? DIGIT : OTHER;
}

static bool is_cjk(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* All but these blocks of punctuation, signs and symbols. */
bool words_is_letter(uint32_t c)
{
	static const struct {
		uint32_t from, upto;
	} other[] = {{0, 0xa9},         {0xab, 0xb4},     {0xb6, 0xb9},     {0xbb, 0xbf},
		     {0xd7, 0xd7},      {0xf7, 0xf7},     {0x2000, 0x2bff}, {0x3000, 0x303f},
		     {0xe000, 0xf8ff},  {0xfe30, 0xfe6f}, {0xfeff, 0xff0f}, {0xfffd, 0xfffd},
		     {0x1f000, 0x1ffff}};

	for (size_t i = 0; i < sizeof other / sizeof other[0] && c >= other[i].from; i++)
		if (c <= other[i].upto)
			return false;
	return true;
}

static bool is_capital(uint32_t c)
{
	return (c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x400 && c <= 0x42f);
}

static uint32_t folded(uint32_t c)
{
	if ((c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	return c >= 0x400 && c <= 0x40f ? c + 80 : c;
}

struct walk {
	struct str text;
	size_t at;
	uint32_t hash;
	int letters, capitals, digits;
	bool first_capital;
};

static void mix(struct walk *w, unsigned char c)
{
	w->hash = (w->hash ^ c) * 16777619u;
}

static void count(struct walk *w, bool capital)
{
	w->first_capital = w->first_capital || (capital && w->letters == 0);
	w->letters++;
	w->capitals += capital;
}

/* Takes one character of a word at w->at; false when there is none. */
static bool take(struct walk *w, bool *cjk)
{
	unsigned char c = (unsigned char)w->text.at[w->at];
	struct str rest;
	uint32_t wide;
	char bytes[4];

	*cjk = false;
	if (c < 0x80) {
		enum letter k = ascii_class(c);

		if (k == OTHER)
			return false;
		mix(w, k == UPPER ? (unsigned char)(c + 32) : c);
		if (k == DIGIT)
			w->digits++;
		else
			count(w, k == UPPER);
		w->at++;
		return true;
	}
	rest = str_cut(w->text, w->at, w->text.len);
	wide = utf8_next(&rest);
	if (!words_is_letter(wide))
		return false;
	*cjk = is_cjk(wide);
	for (size_t i = 0, n = utf8_put(bytes, folded(wide)); i < n; i++)
		mix(w, (unsigned char)bytes[i]);
	count(w, is_capital(wide));
	w->at = (size_t)(rest.at - w->text.at);
	return true;
}

static bool word_char_at(const struct walk *w, size_t at)
{
	unsigned char c = at < w->text.len ? (unsigned char)w->text.at[at] : 0;

	return c >= 0xc3 || ascii_class(c) != OTHER;
}

/* Bytes of an apostrophe that stands inside a word, 0 when there is none. */
static size_t apostrophe(const struct walk *w)
{
	struct str rest = str_cut(w->text, w->at, w->text.len);

	if (str_starts(rest, STR("'")) && word_char_at(w, w->at + 1))
		return 1;
	return str_starts(rest, STR("\xe2\x80\x99")) && word_char_at(w, w->at + 3) ? 3 : 0;
}

/* "U.S.", "A.I.": single letters, each with its full stop. */
static size_t initials(const struct walk *w, size_t from)
{
	size_t at = from, n = 0;

	while (at + 1 < w->text.len && ascii_class((unsigned char)w->text.at[at]) >= LOWER &&
	       ascii_class((unsigned char)w->text.at[at]) <= UPPER && w->text.at[at + 1] == '.') {
		at += 2;
		n++;
	}
	return n >= 2 && !word_char_at(w, at) ? at : 0;
}

static uint8_t kind_of(const struct walk *w)
{
	if (w->letters == 0)
		return WORD_NUMBER;
	if (w->digits)
		return WORD_MIXED;
	if (w->capitals == 0)
		return WORD_LOWER;
	if (w->capitals == w->letters)
		return w->letters > 1 ? WORD_UPPER : WORD_CAPITALISED;
	return w->first_capital && w->capitals == 1 ? WORD_CAPITALISED : WORD_MIXED;
}

static void take_word(struct walk *w)
{
	size_t from = w->at, stop = initials(w, from);
	bool cjk = false;

	if (stop) {
		for (; w->at < stop; w->at += 2) {
			unsigned char c = (unsigned char)w->text.at[w->at];

			mix(w, c <= 'Z' ? (unsigned char)(c + 32) : c);
			count(w, c <= 'Z');
		}
		return;
	}
	while (w->at < w->text.len && !cjk) {
		size_t skip;

		if (w->at > from && (unsigned char)w->text.at[w->at] >= 0xe3 &&
		    is_cjk(utf8_next(&(struct str){w->text.at + w->at, w->text.len - w->at})))
			return;
		if (take(w, &cjk))
			continue;
		skip = w->at > from ? apostrophe(w) : 0;
		if (!skip)
			return;
		mix(w, '\'');
		w->at += skip;
	}
}

void words_of(struct words *out, struct arena *a, struct str text)
{
	struct walk w = {.text = text};
	struct word *list = NULL;
	size_t cap = 0;

	*out = (struct words){0};
	while (w.at < text.len && out->len < LIMIT_WORDS) {
		size_t from = w.at;

		w = (struct walk){.text = text, .at = from, .hash = 2166136261u};
		take_word(&w);
		if (w.at == from) {
			w.at += (unsigned char)text.at[from] < 0x80 ? 1 : 0;
			if (w.at == from) {
				struct str rest = str_cut(text, from, text.len);

				utf8_next(&rest);
				w.at = (size_t)(rest.at - text.at);
			}
			continue;
		}
		list = memory_array(list, &cap, out->len + 1, sizeof *list);
		list[out->len++] = (struct word){.from = (uint32_t)from,
						 .upto = (uint32_t)w.at,
						 .hash = w.hash,
						 .kind = kind_of(&w)};
	}
	out->at = ARENA_ARRAY(a, struct word, out->len + 1);
	if (list && out->len)
		memcpy(out->at, list, out->len * sizeof *list);
	memory_free(list);
}

/* Sorted; asked by binary search. */
static const char *const stop_word[] = {
	"a",      "about",   "above", "after",   "again", "against", "all",   "also",    "am",
	"an",     "and",     "any",   "are",     "as",    "at",      "be",    "because", "been",
	"before", "being",   "below", "between", "both",  "but",     "by",    "can",     "could",
	"did",    "do",      "does",  "doing",   "down",  "during",  "each",  "few",     "for",
	"from",   "further", "had",   "has",     "have",  "having",  "he",    "her",     "here",
	"hers",   "him",     "his",   "how",     "i",     "if",      "in",    "into",    "is",
	"it",     "its",     "just",  "me",      "more",  "most",    "my",    "no",      "nor",
	"not",    "now",     "of",    "off",     "on",    "once",    "only",  "or",      "other",
	"our",    "ours",    "out",   "over",    "own",   "s",       "same",  "she",     "should",
	"so",     "some",    "such",  "t",       "than",  "that",    "the",   "their",   "theirs",
	"them",   "then",    "there", "these",   "they",  "this",    "those", "through", "to",
	"too",    "under",   "until", "up",      "very",  "was",     "we",    "were",    "what",
	"when",   "where",   "which", "while",   "who",   "whom",    "why",   "will",    "with",
	"would",  "you",     "your",  "yours",
};

size_t words_from(const struct words *w, uint32_t at)
{
	size_t low = 0, high = w->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->at[middle].from < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool words_is_stop(struct str word)
{
	size_t from = 0, upto = sizeof stop_word / sizeof stop_word[0];

	while (from < upto) {
		size_t middle = (from + upto) / 2;
		int order = str_cmp(word, str_of(stop_word[middle]));

		if (order == 0)
			return true;
		if (order < 0)
			upto = middle;
		else
			from = middle + 1;
	}
	return false;
}
