/* judge/nouns.c -- plurals end the phrase.
 *
 * English marks what a number counts twice: by its place behind the number and
 * by its plural. A tagger would cost more than all the rest; this rule reads
 * "four Chinese tech workers recently flew" right and, when no plural comes
 * within four words, reads nothing. A capitalised word in s (Texas, Mercedes) is
 * passed over when a plural follows it. */
#include "judge/nouns.h"

#define WORDS_MOST 4

static bool ends(struct str s, const char *tail)
{
	struct str z = str_of(tail);

	return s.len >= z.len && str_eq_nocase(str_cut(s, s.len - z.len, s.len), z);
}

static bool is_plural(const struct tokens *t, size_t n)
{
	struct str s = tokens_str(t, n);

	if (!tokens_kind(t, n, TOKEN_WORD))
		return false;
	if (tokens_has(t, n, LEXICON_PEOPLE | LEXICON_PLURAL))
		return true;
	if (tokens_has(t, n, LEXICON_STOP | LEXICON_SINGULAR) || s.len < 3 ||
	    t->at[n].shape == TOKEN_UPPER)
		return false;
	if (t->at[n].shape == TOKEN_MIXED)
		return s.at[s.len - 1] == 's' && s.at[s.len - 2] >= 'A' && s.at[s.len - 2] <= 'Z';
	return (s.len >= 4 && ends(s, "s") && !ends(s, "ss") && !ends(s, "us") &&
		!ends(s, "sis")) ||
	       (s.len > 4 && ends(s, "men"));
}

/* Token behind the word at n, hyphens included: "AI-generated" is one. */
static size_t word_end(const struct tokens *t, size_t n)
{
	n++;
	while (tokens_is(t, n, "-") && t->at[n].joined && tokens_kind(t, n + 1, TOKEN_WORD) &&
	       t->at[n + 1].joined)
		n += 2;
	return n;
}

static bool is_inside(const struct tokens *t, size_t n, size_t first)
{
	if (!tokens_kind(t, n, TOKEN_WORD) || (n > first && !tokens_follows(t, n, false)))
		return false;
	if (tokens_has(t, n, LEXICON_PEOPLE | LEXICON_PERSON))
		return true;
	if (tokens_has(t, n, LEXICON_STOP | LEXICON_NUMBER | LEXICON_SCALE))
		return false;
	return !tokens_kind(t, n + 1, TOKEN_POSSESSIVE);
}

/* A proper name in s, or "sales": the plural proper is still to come. */
static bool goes_on(const struct tokens *t, size_t n, size_t first)
{
	if (!is_inside(t, n + 1, first))
		return false;
	if (tokens_has(t, n, LEXICON_PLURAL)) /* "police departments", "staff members" */
		return is_plural(t, n + 1);
	if (tokens_has(t, n, LEXICON_PEOPLE))
		return false;
	if (tokens_has(t, n, LEXICON_ATTRIBUTIVE))
		return is_plural(t, n + 1) || is_plural(t, n + 2);
	return tokens_capital(t, n) && !tokens_is_title_case(t) &&
	       (is_plural(t, n + 1) || (is_inside(t, n + 2, first) && is_plural(t, n + 2)));
}

static bool is_state(const struct tokens *t, size_t n)
{
	return tokens_has(t, n, LEXICON_STATE) &&
	       !(is_inside(t, n + 1, n) && (is_plural(t, n + 1) || is_plural(t, n + 2)));
}

bool nouns_at(struct noun *out, const struct tokens *t, size_t n, bool plural)
{
	size_t at = n;

	*out = (struct noun){.first = n};
	if (is_state(t, n) && n > 0 && tokens_follows(t, n, false)) {
		out->last = n + 1;
		out->people = true;
		return true;
	}
	for (int words = 0; words < WORDS_MOST && is_inside(t, at, n); words++) {
		size_t last = word_end(t, at), head = last - 1;
		bool person = tokens_has(t, head, LEXICON_PERSON);

		if (plural ? is_plural(t, head) && !goes_on(t, head, n)
			   : person && !tokens_has(t, last, LEXICON_PERSON)) {
			out->last = last;
			out->people = tokens_has(t, head, LEXICON_PEOPLE) || person;
			out->empty = tokens_has(t, head, LEXICON_VOID);
			return true;
		}
		at = last;
	}
	return false;
}

static bool is_participle(struct str s)
{
	return s.len > 4 && (ends(s, "ed") || ends(s, "ing"));
}

static bool is_owner(const struct tokens *t, size_t n) /* "the teachers' grades" */
{
	return tokens_follows(t, n + 1, true) && tokens_kind(t, n + 1, TOKEN_SIGN) &&
	       (tokens_is(t, n + 1, "'") || tokens_is(t, n + 1, "\xe2\x80\x99")) &&
	       n + 2 < t->len && !t->at[n + 2].joined;
}

bool nouns_mass(struct noun *out, const struct tokens *t, size_t n)
{
	size_t at = n;

	if (tokens_is(t, at, "the") || tokens_is(t, at, "its") || tokens_is(t, at, "their"))
		at++;
	*out = (struct noun){.first = at};
	for (int words = 0; words < WORDS_MOST && is_inside(t, at, out->first); words++) {
		size_t last = word_end(t, at);

		if (is_owner(t, last - 1))
			return false;
		if (words > 0 && is_participle(tokens_str(t, at)) && at + 1 == last)
			break;
		at = last;
		if (is_plural(t, last - 1) && !goes_on(t, last - 1, out->first))
			break;
	}
	out->last = at;
	return at > out->first;
}

struct str nouns_str(const struct tokens *t, const struct noun *noun)
{
	return str_cut(t->text, t->at[noun->first].from, t->at[noun->last - 1].upto);
}
