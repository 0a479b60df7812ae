/* text/lang.c -- CLD2's answer, the vote of small words, and what is declared, weighed.
 *
 * The first 600 bytes are enough and keep the cost flat, CLD2 being the slowest step of judging
 * plain lines; they are cut at a character's border. CLD2 alone, where it is sure, is right on
 * 95 % of single sentences in the twenty languages of most news; the rest it is not sure of, or
 * takes for a neighbour's (Malay for Indonesian, Bokmaal for Danish). So its sure answer is eight
 * nats in the vote of small words (lang_words.h), and other languages of its family get half of
 * that. An answer for which there are no small words (Galician, Khmer) stands as it is. Where
 * CLD2 is unsure the vote must be ahead by two nats. docs/READING.md tells how the numbers were
 * chosen and what they give. */
#include "text/lang.h"

#include "base/ascii.h"

#include "text/lang_cld2.h"
#include "text/lang_words.h"
#include "text/utf8.h"

#define LANG_BYTES 600
#define PARAGRAPH 200   /* bytes of a paragraph that can stand for the text */
#define LOOKED_AT 16384 /* bytes in which it is looked for */
#define SURE 32         /* CLD2's sure answer, in quarters of a nat */
#define FAMILY 16       /* a language that it is taken for */
#define DECLARED 16     /* as much as a family's: decides within one, and little else */
#define AHEAD 8         /* where CLD2 is unsure */
#define EVIDENT 32      /* no need to ask CLD2 */
#define EVIDENT_BYTES 200

/* Languages that CLD2 takes for each other. */
static const char *const family[] = {
	"no nn da sv",       "hr sr bs sl", "id ms",    "cs sk", "pt es gl ca",
	"bg mk ru uk be sr", "af nl",       "hi mr ne", "zu xh", "st tn"};

/* -- forms ------------------------------------------------------------------------------- */

/* BCP 47's usual form: language small, a region of two letters in capitals. */
static struct str usual_form(struct arena *arena, struct str lang)
{
	struct str copy = arena_copy(arena, lang);
	char *at = (char *)(uintptr_t)copy.at; /* ours, just made */
	size_t part = 0;

	for (size_t i = 0; i <= copy.len; i++) {
		if (i < copy.len && copy.at[i] != '-') {
			at[i] = ascii_lower(at[i]);
			continue;
		}
		for (size_t k = part; part > 0 && i - part == 2 && k < i; k++)
			at[k] = (char)(at[k] >= 'a' && at[k] <= 'z' ? at[k] - 32 : at[k]);
		part = i + 1;
	}
	return copy;
}

/* "pt" of "pt-BR". Some have two names: CLD2 says no of what pages call nb, and old ISO codes. */
static struct str primary(struct str lang)
{
	static const char *const same[][2] = {{"nb", "no"}, {"iw", "he"}, {"jw", "jv"},
					      {"in", "id"}, {"mo", "ro"}, {"fil", "tl"}};

	lang = str_cut(lang, 0, str_chr(lang, '-'));
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (str_eq_nocase(lang, str_of(same[i][0])))
			return str_of(same[i][1]);
	return lang;
}

/* CLD2's codes as BCP 47 has them: only the old ones differ. */
static struct str modern(const char *code)
{
	return strchr(code, '-') ? str_of(code) : primary(str_of(code));
}

static bool among(struct str list, struct str lang)
{
	struct str one;

	while (str_split(&one, &list, ' '))
		if (one.len && str_eq(one, lang))
			return true;
	return false;
}

/* -- the text ---------------------------------------------------------------------------- */

/* Scripts that one language of the news is written in; kana outweighs the Han beside it. */
static const struct {
	uint32_t from, upto;
	const char *lang;
} script[] = {
	{0x370, 0x3ff, "el"},   {0x530, 0x58f, "hy"},   {0x590, 0x5ff, "he"},
	{0x980, 0x9ff, "bn"},   {0xa00, 0xa7f, "pa"},   {0xa80, 0xaff, "gu"},
	{0xb80, 0xbff, "ta"},   {0xc00, 0xc7f, "te"},   {0xc80, 0xcff, "kn"},
	{0xd00, 0xd7f, "ml"},   {0xe00, 0xe7f, "th"},   {0x10a0, 0x10ff, "ka"},
	{0x3040, 0x30ff, "ja"}, {0x4e00, 0x9fff, "zh"}, {0xac00, 0xd7af, "ko"},
};

#define SCRIPTS (sizeof script / sizeof *script)

/* The language of a script that has most of the letters. */
static struct str by_script(struct str s)
{
	size_t count[SCRIPTS] = {0}, all = 0, best = 0;
	bool kana = false;

	while (s.len) {
		uint32_t c = utf8_next(&s);

		all += (c | 32) >= 'a' ? (c | 32) <= 'z' || c >= 0xc0 : 0;
		for (size_t i = 0; i < SCRIPTS; i++)
			count[i] += c >= script[i].from && c <= script[i].upto;
		kana = kana || (c >= 0x3040 && c <= 0x30ff);
	}
	for (size_t i = 1; i < SCRIPTS; i++)
		if (count[i] > count[best])
			best = i;
	if (count[best] < 2 || count[best] * 2 <= all)
		return STR_NONE;
	return kana ? STR("ja") : str_of(script[best].lang);
}

static void add_family(struct lang_vote *v, struct str lang)
{
	for (size_t i = 0; i < sizeof family / sizeof *family; i++) {
		struct str one, list = str_of(family[i]);

		if (!among(list, lang))
			continue;
		while (str_split(&one, &list, ' '))
			if (one.len && !str_eq(one, lang))
				lang_vote_add(v, one, FAMILY);
	}
}

/* Do the signs of the first words say what is declared, far ahead of any other language? Then
 * CLD2 need not be asked, which is most of the cost of a line that has its language. */
static bool is_evident(struct arena *a, struct str text, struct str declared)
{
	struct lang_vote vote = {0};
	char code[2];
	size_t len = text.len < EVIDENT_BYTES ? text.len : EVIDENT_BYTES;

	if (!lang_words_has(declared))
		return false;
	while (len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	lang_vote_count(&vote, a, str_cut(text, 0, len));
	return lang_vote_winner(&vote, code) >= EVIDENT && str_eq((struct str){code, 2}, declared);
}

/* What the text itself tells; `declared` is the primary language said of it. */
static struct str told_by(struct arena *a, struct str text, struct str declared)
{
	struct lang_vote vote = {0};
	struct str sure, said;
	char code[2];
	int ahead;

	if (is_evident(a, text, declared))
		return declared;
	sure = modern(lang_cld2(text.at, (int)text.len));
	if (sure.len && !lang_words_has(sure))
		return sure;
	if (!sure.len && (said = by_script(text)).len)
		return said;
	lang_vote_count(&vote, a, text);
	if (sure.len) {
		lang_vote_add(&vote, sure, SURE);
		add_family(&vote, sure);
	}
	ahead = lang_vote_winner(&vote, code);
	if (ahead > 0 && declared.len) { /* only where signs were found at all */
		lang_vote_add(&vote, declared, DECLARED);
		ahead = lang_vote_winner(&vote, code);
	}
	if (ahead < (sure.len ? 1 : AHEAD))
		return STR_NONE;
	return arena_copy(a, (struct str){code, 2});
}

/* Of a long text its longest paragraph: what else stands on its page (a notice, a menu,
 * captions), perhaps in another language, comes first and is short. */
static struct str body_of(struct str text)
{
	struct str rest = str_cut(text, 0, LOOKED_AT), line, longest = STR_NONE;

	if (text.len <= LANG_BYTES)
		return text;
	while (str_split(&line, &rest, '\n'))
		if (line.len > longest.len)
			longest = line;
	return longest.len >= PARAGRAPH ? longest : text;
}

struct str lang_of(struct arena *a, struct str whole, struct str declared)
{
	struct str told, text = body_of(whole);
	size_t len = text.len < LANG_BYTES ? text.len : LANG_BYTES;

	while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	declared = usual_form(a, str_trim(declared));
	told = len ? told_by(a, str_cut(text, 0, len), primary(declared)) : STR_NONE;
	if (!told.len || str_eq(primary(told), primary(declared)))
		return declared;
	return told;
}

bool lang_may_be_english(struct str lang)
{
	return lang.len == 0 ||
	       (str_starts(lang, STR("en")) && (lang.len == 2 || lang.at[2] == '-'));
}
