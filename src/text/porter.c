/* text/porter.c -- M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980).
 *
 * With the two changes that its author made later on ("bli" for "abli", "logi"), which SQLite
 * has and libstemmer's "porter" has not, and with SQLite's "ies" only behind a letter. A word
 * is consonants and vowels, [C](VC)^m[V]; most rules ask for an m of the stem that would be
 * left. Of the endings in one step the longest that fits is looked at, and no other. Bytes of
 * other scripts count as consonants. */
#include "text/porter.h"

struct word {
	char *at;
	size_t len;
};

struct ending {
	const char *old, *fresh;
};

static bool is_vowel(const char *at, size_t i)
{
	if (at[i] == 'y')
		return i > 0 && !is_vowel(at, i - 1);
	return at[i] == 'a' || at[i] == 'e' || at[i] == 'i' || at[i] == 'o' || at[i] == 'u';
}

/* m of the first `len` bytes. */
static int measure(const char *at, size_t len)
{
	bool before = false;
	int m = 0;

	for (size_t i = 0; i < len; i++) {
		bool vowel = is_vowel(at, i);

		m += before && !vowel;
		before = vowel;
	}
	return m;
}

static bool has_vowel(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_vowel(at, i))
			return true;
	return false;
}

/* Consonant, vowel, consonant that is not w, x or y: "hop", but not "snow". */
static bool is_short(const char *at, size_t len)
{
	return len >= 3 && !is_vowel(at, len - 1) && is_vowel(at, len - 2) &&
	       !is_vowel(at, len - 3) && !strchr("wxy", at[len - 1]);
}

/* The length of what stands before that ending; 0 when it is another one. */
static size_t before(const struct word *w, const char *ending)
{
	struct str word = {w->at, w->len}, end = str_of(ending);

	return str_ends(word, end) ? w->len - end.len : 0;
}

static void put(struct word *w, size_t stem, const char *fresh)
{
	struct str end = str_of(fresh);

	memcpy(w->at + stem, end.at, end.len);
	w->len = stem + end.len;
}

/* The longest ending that fits, when the stem's m is more than `most`. */
static void replace(struct word *w, const struct ending *list, int most)
{
	const struct ending *found = NULL;
	size_t stem = 0;

	for (const struct ending *e = list; e->old; e++) {
		size_t len = before(w, e->old);

		if (len && (!found || len < stem)) {
			found = e;
			stem = len;
		}
	}
	if (found && measure(w->at, stem) > most)
		put(w, stem, found->fresh);
}

static void plurals(struct word *w)
{
	if (before(w, "sses"))
		w->len -= 2;
	else if (before(w, "ies"))
		w->len -= 2;
	else if (before(w, "s") && !before(w, "ss"))
		w->len--;
}

/* What "ed" and "ing" leave behind. */
static void mend(struct word *w)
{
	char last = w->at[w->len - 1];

	if (before(w, "at") || before(w, "bl") || before(w, "iz"))
		put(w, w->len, "e");
	else if (w->len > 1 && last == w->at[w->len - 2] && !is_vowel(w->at, w->len - 1) &&
		 !strchr("lsz", last))
		w->len--;
	else if (measure(w->at, w->len) == 1 && is_short(w->at, w->len))
		put(w, w->len, "e");
}

static void past(struct word *w)
{
	size_t stem = before(w, "eed");

	if (stem) {
		if (measure(w->at, stem) > 0)
			w->len--;
		return;
	}
	stem = before(w, "ed");
	if (!stem)
		stem = before(w, "ing");
	if (!stem || !has_vowel(w->at, stem))
		return;
	w->len = stem;
	mend(w);
}

/* "(s|t)ion" among the endings that go without a trace. */
static void strip(struct word *w)
{
	static const struct ending list[] = {{"al", ""},  {"ance", ""}, {"ence", ""},  {"er", ""},
					     {"ic", ""},  {"able", ""}, {"ible", ""},  {"ant", ""},
					     {"ent", ""}, {"ment", ""}, {"ement", ""}, {"ou", ""},
					     {"ism", ""}, {"ate", ""},  {"iti", ""},   {"ous", ""},
					     {"ive", ""}, {"ize", ""},  {NULL, NULL}};
	size_t stem = before(w, "ion");

	if (stem) {
		if (strchr("st", w->at[stem - 1]) && measure(w->at, stem) > 1)
			w->len = stem;
		return;
	}
	replace(w, list, 1);
}

static void tidy_end(struct word *w)
{
	size_t stem = before(w, "e");
	int m = measure(w->at, stem);

	if (stem && (m > 1 || (m == 1 && !is_short(w->at, stem))))
		w->len = stem;
	if (before(w, "ll") && measure(w->at, w->len - 1) > 1)
		w->len--;
}

size_t porter_stem(char *word, size_t len)
{
	static const struct ending second[] = {
		{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},
		{"izer", "ize"},    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"},
		{"eli", "e"},       {"ousli", "ous"},   {"ization", "ize"}, {"ation", "ate"},
		{"ator", "ate"},    {"alism", "al"},    {"iveness", "ive"}, {"fulness", "ful"},
		{"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"},   {"biliti", "ble"},
		{"logi", "log"},    {NULL, NULL}};
	static const struct ending third[] = {{"icate", "ic"}, {"ative", ""},  {"alize", "al"},
					      {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""},
					      {"ness", ""},    {NULL, NULL}};
	struct word w = {word, len};
	size_t stem;

	if (len < PORTER_LEAST || len > PORTER_MOST)
		return len;
	plurals(&w);
	past(&w);
	stem = before(&w, "y");
	if (stem && has_vowel(w.at, stem))
		w.at[stem] = 'i';
	replace(&w, second, 0);
	replace(&w, third, 0);
	strip(&w);
	tidy_end(&w);
	return w.len;
}
