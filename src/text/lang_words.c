/* text/lang_words.c -- walks a folded text letter by letter and looks its signs up.
 *
 * 600 bytes hold some 200 signs, and a look-up is one or two reads, so that the vote costs a
 * fraction of what CLD2 does. A sign is counted once a text: a name that is repeated says
 * nothing new. */
#include "text/lang_words.h"

#include "base/memory.h"
#include "text/utf8.h"
#include "text/words.h"

#define WORD_LONGEST 32 /* bytes; nothing longer is in the table */

/* Each row of the table is counted once: a bit for each. */
struct counting {
	struct lang_vote *vote;
	uint8_t *seen;
};

static uint32_t mix(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 16777619u;
}

static void add_weights(struct lang_vote *v, const char *weights)
{
	for (; *weights; weights += 3)
		lang_vote_add(v, (struct str){weights, 2}, weights[2] - '0');
}

/* A sign is `kind` ('\0': none) and s. */
static void look_up(struct counting *c, char kind, struct str s)
{
	uint32_t hash = 2166136261u, row;

	if (kind)
		hash = mix(hash, kind);
	for (size_t i = 0; i < s.len; i++)
		hash = mix(hash, s.at[i]);
	for (uint32_t at = hash & (lang_words_slots - 1); (row = lang_words_slot[at]) != 0;
	     at = (at + 1) & (lang_words_slots - 1)) {
		const char *sign = lang_words_row[row - 1].sign;

		if (kind && *sign++ != kind)
			continue;
		if (!str_eq(s, str_of(sign)))
			continue;
		if (!(c->seen[row / 8] & (1 << row % 8)))
			add_weights(c->vote, lang_words_row[row - 1].weights);
		c->seen[row / 8] |= (uint8_t)(1 << row % 8);
		return;
	}
}

static void end_word(struct counting *c, struct str word, size_t letters, const size_t last[3])
{
	if (!word.len || word.len > WORD_LONGEST)
		return;
	look_up(c, '\0', word);
	if (letters > 4)
		look_up(c, '-', str_cut(word, last[0], word.len));
}

static bool is_letter(uint32_t c)
{
	return c < 0x80 ? c >= 'a' && c <= 'z' : words_is_letter(c);
}

void lang_vote_count(struct lang_vote *v, struct arena *a, struct str text)
{
	struct counting c = {v, arena_alloc(a, lang_words_slots / 8 + 1)};
	struct str rest = utf8_fold(a, text), from = rest;
	size_t letters = 0, last[3] = {0}; /* where the last three letters of the word begin */

	memset(c.seen, 0, lang_words_slots / 8 + 1);
	while (rest.len) {
		const char *at = rest.at;
		uint32_t letter = utf8_next(&rest);

		if (!is_letter(letter)) {
			end_word(&c, (struct str){from.at, (size_t)(at - from.at)}, letters, last);
			from = rest;
			letters = 0;
			continue;
		}
		if (letter >= 0x80)
			look_up(&c, '*', (struct str){at, (size_t)(rest.at - at)});
		letters++;
		last[0] = last[1];
		last[1] = last[2];
		last[2] = (size_t)(at - from.at);
	}
	end_word(&c, (struct str){from.at, (size_t)(rest.at - from.at)}, letters, last);
}

void lang_vote_add(struct lang_vote *v, struct str code, int score)
{
	if (code.len != 2 || code.at[0] < 'a' || code.at[0] > 'z' || code.at[1] < 'a' ||
	    code.at[1] > 'z')
		return;
	v->score[(code.at[0] - 'a') * 26 + code.at[1] - 'a'] += score;
}

int lang_vote_winner(const struct lang_vote *v, char code[2])
{
	int first = 0, second = 0;

	for (int i = 0; i < LANG_CODES; i++) {
		if (v->score[i] > first) {
			second = first;
			first = v->score[i];
			code[0] = (char)('a' + i / 26);
			code[1] = (char)('a' + i % 26);
		} else if (v->score[i] > second) {
			second = v->score[i];
		}
	}
	return first - second;
}

bool lang_words_has(struct str code)
{
	struct str one, rest = str_of(lang_words_languages);

	while (str_split(&one, &rest, ' '))
		if (one.len && str_eq(one, code))
			return true;
	return false;
}
