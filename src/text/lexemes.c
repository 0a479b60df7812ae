/* text/lexemes.c -- FTS5's tokenizer once more, for indexes that have another one of their own.
 *
 * What is a letter and what is lower case is asked of ICU. A letter with accents becomes its
 * bare one where that is a letter of ASCII ("é" and "ố", but not "й"), as there. Accents that
 * stand by themselves (combining ones) belong to a word and vanish in it. Of all characters of
 * Unicode 89 are taken in another way than by SQLite 3.40: ǡ, some marks of Mongolian and Vedic,
 * vowels of New Tai Lue, and what is no character. */
#include "text/lexemes.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/memory.h"
#include "text/porter.h"
#include "text/utf8.h"

struct lexemes {
	struct str rest;
	int64_t place;
	const UNormalizer2 *nfd;
	size_t len; /* of the word; more than LEXEME_BYTES: what does not fit is lost */
	char word[LEXEME_BYTES + 4];
};

struct lexemes *lexemes_new(void)
{
	struct lexemes *t = memory_zalloc(sizeof *t);
	UErrorCode rc = U_ZERO_ERROR;

	t->nfd = unorm2_getNFDInstance(&rc);
	CHECK(U_SUCCESS(rc));
	return t;
}

void lexemes_free(struct lexemes *t)
{
	memory_free(t);
}

void lexemes_of(struct lexemes *t, struct str text)
{
	t->rest = text;
	t->place = 0;
}

/* Those that stand on letters of living languages; a bit for each from U+0300 on. */
static bool is_accent(uint32_t c)
{
	return c >= 0x300 && c < 0x340 && (UINT64_C(0x000361f808029fdf) >> (c - 0x300) & 1);
}

/* SQLite knows Unicode 6.1; what came later is a letter to it, whatever it is, and has no case. */
static bool is_known(uint32_t c)
{
	UVersionInfo age;

	u_charAge((UChar32)c, age);
	return age[0] && (age[0] < 6 || (age[0] == 6 && age[1] <= 1));
}

static bool is_letter(uint32_t c)
{
	uint32_t kinds = U_GC_L_MASK | U_GC_N_MASK | U_GC_CO_MASK;

	return (U_MASK(u_charType((UChar32)c)) & kinds) || !is_known(c);
}

/* In lower case, without accents. */
static uint32_t bare(const struct lexemes *t, uint32_t c)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar parts[32];
	int32_t n;

	if (!is_known(c))
		return c;
	c = (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
	n = unorm2_getDecomposition(t->nfd, (UChar32)c, parts, 32, &rc);
	if (U_FAILURE(rc) || n < 2 || parts[0] >= 0x80)
		return c;
	return (unsigned char)ascii_lower((char)parts[0]);
}

static void put(struct lexemes *t, uint32_t c)
{
	if (t->len <= LEXEME_BYTES)
		t->len += utf8_put(t->word + t->len, c);
}

/* Takes one character; false when it is of no word, and ends one. */
static bool take(struct lexemes *t)
{
	char first = t->rest.at[0];
	uint32_t c;

	if ((unsigned char)first < 0x80) {
		t->rest = str_cut(t->rest, 1, t->rest.len);
		if (!ascii_is_alnum(first))
			return false;
		put(t, (unsigned char)ascii_lower(first));
		return true;
	}
	c = utf8_next(&t->rest);
	if (is_accent(c))
		return t->len > 0;
	if (!is_letter(c))
		return false;
	put(t, bare(t, c));
	return true;
}

bool lexemes_next(struct str *lexeme, int64_t *place, struct lexemes *t)
{
	for (;;) {
		t->len = 0;
		while (t->rest.len && (take(t) || t->len == 0))
			;
		if (t->len == 0)
			return false;
		t->place++;
		if (t->len > LEXEME_BYTES)
			continue;
		*lexeme = (struct str){t->word, porter_stem(t->word, t->len)};
		*place = t->place;
		return true;
	}
}
