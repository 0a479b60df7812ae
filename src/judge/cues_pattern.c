/* cues_pattern.c -- reads one pattern of a *.cues file.
 *
 *   pattern := seq context*           context := !before(choice) | !after(choice) | @title | @lead
 *   seq     := item (blanks [gap blanks] item)*             gap := ..N
 *   item    := atom | word|word|word  atom := word | (choice) | [choice]
 *   choice  := seq | seq | ...        word := [=] letters [* or ~]
 *
 * A recursive descent over the line, one function per rule, depth bounded. The
 * first thing that is wrong is told with its column; nothing is guessed. */
#include "judge/cues.h"

#include "base/check.h"
#include "judge/cues_letters.h"

struct parser {
	struct arena *arena;
	struct str text;
	size_t at;
	int depth;
	struct err *err;
};

static bool trouble(struct parser *p, const char *reason)
{
	return err_set(p->err, ERR_INPUT, "%s", reason);
}

static char peek(const struct parser *p)
{
	return p->at < p->text.len ? p->text.at[p->at] : '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct parser *p)
{
	while (is_blank(peek(p)))
		p->at++;
}

static bool is_special(char c)
{
	return c == '\0' || is_blank(c) || strchr("()[]|*~=!@#\\", c) != NULL;
}

static bool parse_word(struct parser *p, struct cue_item *out)
{
	char word[100];
	size_t len = 0;

	if (peek(p) == '=') {
		out->exact = true;
		p->at++;
	}
	while (!is_special(peek(p)) || peek(p) == '\\') {
		if (peek(p) == '\\')
			p->at++;
		if (peek(p) == '\0')
			return trouble(p, "a character must follow \\");
		if (len == sizeof word)
			return trouble(p, "a word has at most 100 bytes");
		word[len++] = p->text.at[p->at++];
	}
	if (!len)
		return trouble(p, "a word is expected here");
	if (word[0] == '-' || word[len - 1] == '-')
		return trouble(p, "a word can not begin or end with a hyphen");
	out->word = arena_copy(p->arena, (struct str){word, len});
	if (peek(p) == '*' || peek(p) == '~') {
		out->star = peek(p) == '*';
		out->inflected = !out->star;
		p->at++;
	}
	out->first = cues_pattern_word_first(out->word, out->star || out->inflected);
	return true;
}

/* "try~" changes its last letter, "a-b" has a dash, a blank or nothing between. */
uint64_t cues_pattern_word_first(struct str word, bool free_ending)
{
	uint32_t one = cues_letters_class(cues_letters_byte(word, 0)), two;
	uint64_t any = 0;

	if (word.len > 1 && word.at[1] != '-' && (word.len > 2 || !free_ending))
		return cues_letters_pair(one, cues_letters_class((unsigned char)word.at[1]));
	if (word.len == 1 && !free_ending)
		return cues_letters_pair(one, 0);
	for (two = 0; two <= 'z'; two++)
		any |= cues_letters_pair(one, cues_letters_class((unsigned char)two));
	return any;
}

uint64_t cues_pattern_first(const struct cue_item *item, uint32_t len)
{
	uint64_t first = 0;

	for (uint32_t i = 0; i < len; i++) {
		first |= item[i].first;
		if (!item[i].optional)
			break;
	}
	return first;
}

static uint64_t first_of_choice(const struct cue_seq *choice, uint32_t count)
{
	uint64_t first = 0;

	for (uint32_t i = 0; i < count; i++)
		first |= choice[i].first;
	return first;
}

static bool parse_seq(struct parser *p, struct cue_seq *out);

/* Behind the opening bracket, up to and with the closing one. */
static bool parse_choice(struct parser *p, char closing, const struct cue_seq **out,
			 uint32_t *out_count)
{
	struct cue_seq choice[CUES_ITEMS_MAX * 4];
	const size_t max = sizeof choice / sizeof *choice;
	struct cue_seq *copy;
	uint32_t count = 0;

	if (++p->depth > CUES_DEPTH_MAX)
		return trouble(p, "brackets are nested too deep");
	do {
		if (count == max)
			return trouble(p, "too many alternatives in one bracket");
		p->at += count > 0;
		if (!parse_seq(p, &choice[count++]))
			return false;
	} while (peek(p) == '|');
	if (peek(p) != closing)
		return trouble(p, closing == ')' ? ") is missing" : "] is missing");
	p->at++;
	p->depth--;
	copy = ARENA_ARRAY(p->arena, struct cue_seq, count);
	memcpy(copy, choice, count * sizeof *choice);
	*out = copy;
	*out_count = count;
	return true;
}

/* word|word|word outside of brackets: words only. */
static bool parse_bare_choice(struct parser *p, struct cue_item *out, const struct cue_item *first)
{
	struct cue_item word[CUES_ITEMS_MAX * 4];
	const size_t max = sizeof word / sizeof *word;
	struct cue_item *words;
	struct cue_seq *choice;
	uint32_t count = 0;

	word[count++] = *first;
	while (peek(p) == '|') {
		if (count == max)
			return trouble(p, "too many alternatives");
		p->at++;
		word[count] = (struct cue_item){.word = STR_NONE};
		if (!parse_word(p, &word[count++]))
			return false;
	}
	words = ARENA_ARRAY(p->arena, struct cue_item, count);
	choice = ARENA_ARRAY(p->arena, struct cue_seq, count);
	memcpy(words, word, count * sizeof *word);
	for (uint32_t i = 0; i < count; i++)
		choice[i] = (struct cue_seq){&words[i], 1, words[i].first};
	*out = (struct cue_item){.choice = choice, .choice_count = count};
	out->first = first_of_choice(choice, count);
	return true;
}

static bool parse_item(struct parser *p, struct cue_item *out)
{
	char open = peek(p);

	*out = (struct cue_item){.word = STR_NONE};
	if (open == '(' || open == '[') {
		p->at++;
		if (!parse_choice(p, open == '(' ? ')' : ']', &out->choice, &out->choice_count))
			return false;
		out->optional = open == '[';
		out->first = first_of_choice(out->choice, out->choice_count);
		return true;
	}
	if (!parse_word(p, out))
		return false;
	if (peek(p) == '|' && p->depth == 0) {
		struct cue_item first = *out;

		return parse_bare_choice(p, out, &first);
	}
	return true;
}

static bool at_gap(const struct parser *p)
{
	return p->at + 1 < p->text.len && peek(p) == '.' && p->text.at[p->at + 1] == '.';
}

/* ..3 and the blanks behind it. */
static bool parse_gap(struct parser *p, uint8_t *gap)
{
	char digit;

	p->at += 2;
	digit = peek(p);
	if (digit < '1' || digit > '0' + CUES_GAP_MAX)
		return trouble(p, "a gap is .. and a digit from 1 to 8");
	*gap = (uint8_t)(digit - '0');
	p->at++;
	if (!is_blank(peek(p)))
		return trouble(p, "a gap stands alone and before a word");
	skip_blanks(p);
	return true;
}

static bool ends_seq(char c)
{
	return c == '\0' || c == ')' || c == ']' || c == '|' || c == '!' || c == '@';
}

static bool parse_seq(struct parser *p, struct cue_seq *out)
{
	struct cue_item item[CUES_ITEMS_MAX];
	struct cue_item *copy;
	uint32_t count = 0, needed = 0;

	skip_blanks(p);
	while (!ends_seq(peek(p))) {
		uint8_t gap = 0;

		if (count == CUES_ITEMS_MAX)
			return trouble(p, "a pattern has at most 24 items");
		if (at_gap(p)) {
			if (!needed)
				return trouble(p, "a gap needs a word before it");
			if (!parse_gap(p, &gap))
				return false;
		}
		if (!parse_item(p, &item[count]))
			return false;
		if (gap && item[count].optional)
			return trouble(p, "what follows a gap can not be optional");
		item[count].gap = gap;
		needed += !item[count].optional;
		count++;
		if (!is_blank(peek(p)) && !ends_seq(peek(p)))
			return trouble(p, "a blank is expected here");
		skip_blanks(p);
	}
	if (!needed)
		return trouble(p, "a word that is not optional is expected");
	copy = ARENA_ARRAY(p->arena, struct cue_item, count);
	memcpy(copy, item, count * sizeof *item);
	*out = (struct cue_seq){copy, count, cues_pattern_first(copy, count)};
	return true;
}

static bool take(struct parser *p, const char *word)
{
	struct str rest = str_cut(p->text, p->at, p->text.len);

	if (!str_starts(rest, str_of(word)))
		return false;
	p->at += strlen(word);
	return true;
}

static bool parse_tail(struct parser *p, struct cue *out)
{
	struct cue_context context[4] = {{0}};
	struct cue_context *copy;
	uint32_t count = 0;

	while (peek(p) != '\0') {
		struct cue_context *c = &context[count];

		if (take(p, "@title")) {
			out->scope = CUE_TITLE;
		} else if (take(p, "@lead")) {
			out->scope = CUE_LEAD;
		} else {
			bool before = take(p, "!before(");

			if (!before && !take(p, "!after("))
				return trouble(
					p, "expected !before(...), !after(...), @title or @lead");
			if (count == 4)
				return trouble(p, "a pattern has at most 4 contexts");
			*c = (struct cue_context){.before = before};
			if (!parse_choice(p, ')', &c->choice, &c->choice_count))
				return false;
			count++;
		}
		skip_blanks(p);
	}
	copy = ARENA_ARRAY(p->arena, struct cue_context, count);
	memcpy(copy, context, count * sizeof *context);
	out->context = copy;
	out->context_count = count;
	return true;
}

/* Bounds the search for the start of a match. */
uint32_t cues_pattern_words(const struct cue_seq *seq)
{
	uint32_t words = 0;

	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];
		uint32_t most = 1;

		for (size_t k = 0; k < item->word.len; k++)
			most += item->word.at[k] == '-';
		for (uint32_t k = 0; k < item->choice_count; k++)
			if (cues_pattern_words(&item->choice[k]) > most)
				most = cues_pattern_words(&item->choice[k]);
		words += most + item->gap;
	}
	return words;
}

static bool all_exact(const struct cue_seq *seq)
{
	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];

		if (!item->choice && !item->exact)
			return false;
		for (uint32_t k = 0; k < item->choice_count; k++)
			if (!all_exact(&item->choice[k]))
				return false;
	}
	return true;
}

/* One word, or a choice of such, that the matcher's own word borders are enough for. */
static bool is_plain(const struct cue_seq *seq)
{
	const struct cue_item *item = seq->item;

	if (seq->len != 1 || item->optional || item->gap || item->star)
		return false;
	for (uint32_t k = 0; k < item->choice_count; k++)
		if (!is_plain(&item->choice[k]))
			return false;
	for (size_t i = 0; i < item->word.len; i++) {
		char c = item->word.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			return false;
	}
	return true;
}

bool cues_pattern_parse(struct cue *out, struct arena *a, struct str text, size_t *column,
			struct err *err)
{
	struct parser p = {.arena = a, .text = text, .err = err};
	bool ok;

	ok = parse_seq(&p, &out->seq);
	if (ok && (peek(&p) == ')' || peek(&p) == ']' || peek(&p) == '|'))
		ok = trouble(&p, "a word is expected here");
	ok = ok && parse_tail(&p, out);
	*column += p.at;
	if (!ok)
		return false;
	out->text = arena_copy(a, str_trim(text));
	out->words_max = cues_pattern_words(&out->seq);
	out->exact = all_exact(&out->seq);
	out->plain = is_plain(&out->seq);
	return true;
}
