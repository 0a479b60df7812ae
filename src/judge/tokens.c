/* judge/tokens.c -- one pass over the bytes of a field.
 *
 * Each token is looked up in the lexicon while its hash is at hand; everything
 * that reads quantities or names then asks for bits of that row and compares
 * no text. A letter is any ASCII letter and any byte of a longer character that
 * is not typographic punctuation or a currency sign (U+2000 to U+20CF and the
 * signs of Latin-1), which is right for every script that we read numbers in. */
#include "judge/tokens.h"

#include "base/limits.h"

struct lexer {
	struct str text;
	size_t at;
};

static uint8_t byte(const struct lexer *l, size_t at)
{
	return at < l->text.len ? (uint8_t)l->text.at[at] : 0;
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii_letter(uint8_t c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26;
}

static size_t width(uint8_t lead)
{
	if (lead < 0x80)
		return 1;
	return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/* Bytes of the letter at `at`, 0 when there is none. */
static size_t letter(const struct lexer *l, size_t at)
{
	uint8_t c = byte(l, at), d = byte(l, at + 1);

	if (c < 0x80)
		return is_ascii_letter(c) ? 1 : 0;
	if (c == 0xc2 || (c == 0xc3 && (d == 0x97 || d == 0xb7)))
		return 0;
	if (c == 0xe2 && d >= 0x80 && d <= 0x83)
		return 0;
	return at + width(c) <= l->text.len ? width(c) : 0;
}

/* Bytes of the white space at `at`: ASCII, NBSP, U+2000 to U+200F, U+202F. */
static size_t blank(const struct lexer *l, size_t at)
{
	uint8_t c = byte(l, at), d = byte(l, at + 1), e = byte(l, at + 2);

	if (at >= l->text.len)
		return 0;
	if (c <= ' ')
		return 1;
	if (c == 0xc2 && d == 0xa0)
		return 2;
	return c == 0xe2 && d == 0x80 && ((e >= 0x80 && e <= 0x8f) || e == 0xaf) ? 3 : 0;
}

/* Bytes of the apostrophe at `at`: ' or U+2019. */
static size_t apostrophe(const struct lexer *l, size_t at)
{
	if (byte(l, at) == '\'')
		return 1;
	return byte(l, at) == 0xe2 && byte(l, at + 1) == 0x80 && byte(l, at + 2) == 0x99 ? 3 : 0;
}

static bool is_possessive(const struct lexer *l, size_t at)
{
	size_t n = apostrophe(l, at);

	return n && (byte(l, at + n) | 0x20) == 's' && !letter(l, at + n + 1);
}

/* U.S., a.m.: single letters with stops; the last stop belongs to it. */
static size_t dotted(const struct lexer *l, size_t at)
{
	size_t end = at;

	while (is_ascii_letter(byte(l, end)) && byte(l, end + 1) == '.')
		end += 2;
	return end - at >= 4 && !letter(l, end) ? end - at : 0;
}

/* "RM2 million", "Rs500": the code of a currency touches its number. */
static bool is_currency(const struct lexer *l, size_t end)
{
	static const char *const code[] = {"RM", "Rs", "USD", "EUR", "INR", "RMB", "CHF", "GBP"};
	struct str word = str_cut(l->text, l->at, end);

	for (size_t i = 0; i < sizeof code / sizeof *code; i++)
		if (str_eq(word, str_of(code[i])))
			return true;
	return false;
}

static size_t word_end(const struct lexer *l)
{
	size_t end = l->at + dotted(l, l->at), n;

	if (end > l->at)
		return end;
	for (;;) {
		while (is_ascii_letter(byte(l, end)))
			end++;
		if ((n = letter(l, end)) != 0)
			end += n;
		else if (end > l->at && is_digit(byte(l, end)) && !is_currency(l, end))
			end++;
		else if ((n = apostrophe(l, end)) != 0 && !is_possessive(l, end) &&
			 letter(l, end + n))
			end += n;
		else
			return end;
	}
}

/* A to Z, À to Þ, А to Я. */
static bool opens_upper(const struct lexer *l)
{
	uint8_t first = byte(l, l->at), second = byte(l, l->at + 1);

	return (first >= 'A' && first <= 'Z') || (first == 0xc3 && second < 0x9f) ||
	       (first == 0xd0 && second >= 0x90 && second < 0xb0);
}

/* Capitals, other letters and digits of a word, and its hash, in one pass. */
struct sum {
	size_t big, small, digits;
	uint32_t hash;
};

static void add_up(struct sum *out, const struct lexer *l, size_t end)
{
	*out = (struct sum){.hash = LEXICON_HASH_START};
	for (size_t i = l->at; i < end; i++) {
		uint8_t c = byte(l, i);

		if (c >= 'A' && c <= 'Z') {
			out->big++;
			c |= 0x20;
		} else if (c >= 'a') {
			out->small++;
		} else if (is_digit(c)) {
			out->digits++;
		}
		out->hash = lexicon_hash_byte(out->hash, c);
	}
}

static uint8_t shape(const struct sum *sum, bool opens)
{
	if (sum->digits)
		return TOKEN_MIXED;
	if (opens && sum->big >= 2 && !sum->small)
		return TOKEN_UPPER;
	if (opens)
		return sum->big >= 2 ? TOKEN_MIXED : TOKEN_CAPITALISED;
	return sum->big ? TOKEN_MIXED : TOKEN_LOWER;
}

static void read_word(const struct lexer *l, struct token *out)
{
	size_t end = word_end(l);
	struct sum sum;

	add_up(&sum, l, end);
	out->kind = TOKEN_WORD;
	out->shape = shape(&sum, opens_upper(l));
	out->upto = (uint32_t)end;
	out->row = lexicon_find(str_cut(l->text, l->at, end), sum.hash);
}

/* Digits, then groups of ",ddd", then decimals; more points make it a code. */
static void read_number(const struct lexer *l, struct token *out)
{
	size_t end = l->at, points = 0;

	while (is_digit(byte(l, end)))
		end++;
	while (byte(l, end) == ',' && is_digit(byte(l, end + 1)) && is_digit(byte(l, end + 2)) &&
	       is_digit(byte(l, end + 3)) && !is_digit(byte(l, end + 4)))
		end += 4;
	while (byte(l, end) == '.' && is_digit(byte(l, end + 1))) {
		points++;
		for (end++; is_digit(byte(l, end));)
			end++;
	}
	out->kind = points > 1 ? TOKEN_CODE : TOKEN_NUMBER;
	out->upto = (uint32_t)end;
}

static void read_sign(const struct lexer *l, struct token *out)
{
	size_t n = width(byte(l, l->at));

	out->kind = is_possessive(l, l->at) ? TOKEN_POSSESSIVE : TOKEN_SIGN;
	if (out->kind == TOKEN_POSSESSIVE)
		n = apostrophe(l, l->at) + 1;
	out->upto = (uint32_t)(l->at + n < l->text.len ? l->at + n : l->text.len);
}

void tokens_of(struct tokens *out, struct arena *a, struct str text,
	       const struct sentences *sentences)
{
	struct lexer l = {text, 0};
	size_t most = text.len < LIMIT_WORDS ? text.len : LIMIT_WORDS, sentence = 0, n;
	bool joined = false;

	*out = (struct tokens){text, ARENA_ARRAY(a, struct token, most + 1), 0};
	while (l.at < text.len && out->len < most) {
		struct token *t = &out->at[out->len];

		if ((n = blank(&l, l.at)) != 0) {
			l.at += n;
			joined = false;
			continue;
		}
		while (sentence + 1 < sentences->len && sentences->at[sentence].upto <= l.at)
			sentence++;
		*t = (struct token){
			.from = (uint32_t)l.at, .sentence = (uint32_t)sentence, .joined = joined};
		if (is_digit(byte(&l, l.at)))
			read_number(&l, t);
		else if (letter(&l, l.at))
			read_word(&l, t);
		else
			read_sign(&l, t);
		l.at = t->upto;
		joined = true;
		out->len++;
	}
}

bool tokens_one_of(const struct tokens *t, size_t n, const char *const *folded, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tokens_is(t, n, folded[i]))
			return true;
	return false;
}

bool tokens_capital(const struct tokens *t, size_t n)
{
	uint8_t first;

	if (!tokens_kind(t, n, TOKEN_WORD))
		return false;
	first = (uint8_t)t->text.at[t->at[n].from];
	return (first >= 'A' && first <= 'Z') || (first >= 0x80 && t->at[n].shape != TOKEN_LOWER);
}

bool tokens_starts(const struct tokens *t, size_t n)
{
	while (n > 0 && n < t->len && t->at[n - 1].sentence == t->at[n].sentence) {
		if (t->at[n - 1].kind != TOKEN_SIGN)
			return false;
		n--;
	}
	return true;
}

bool tokens_follows(const struct tokens *t, size_t n, bool joined)
{
	return n > 0 && n < t->len && t->at[n].sentence == t->at[n - 1].sentence &&
	       (t->at[n].joined || !joined);
}

bool tokens_phrase(const struct tokens *t, size_t *n, const char *phrase)
{
	struct str rest = str_of(phrase), word;
	size_t at = *n;

	if (at >= t->len || (t->text.at[t->at[at].from] | 0x20) != (*phrase | 0x20))
		return false;
	while (str_split(&word, &rest, ' ')) {
		if (!str_eq_nocase(tokens_str(t, at), word))
			return false;
		at++;
	}
	*n = at;
	return true;
}

bool tokens_is_title_case(const struct tokens *t)
{
	size_t words = 0, big = 0;

	for (size_t i = 0; i < t->len; i++) {
		if (t->at[i].kind != TOKEN_WORD || t->at[i].upto - t->at[i].from < 4)
			continue;
		words++;
		big += t->at[i].shape != TOKEN_LOWER;
	}
	return words >= 3 && big * 10 >= words * 7;
}

size_t tokens_fold(char *key, size_t size, size_t len, struct str word)
{
	if (len + word.len + 1 >= size)
		return 0;
	if (len)
		key[len++] = ' ';
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		key[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return len;
}
