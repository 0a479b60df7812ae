/* cues_naive.c -- matches one pattern at one place, by trying everything.
 *
 * A pattern is walked item by item with the set of places that can be reached,
 * as in a textbook NFA, so no text makes it slow: the set holds at most
 * CUES_ENDS_MAX places. The fast matcher tells only where matches end; from
 * there cues_naive_start() walks back word by word and asks this file which
 * start fits, which costs some 100 ns a hit and halves the compiled database
 * (vectorscan's own start-of-match doubles it: MEASURED.md section 2). It also
 * decides borders of words, because vectorscan knows ASCII only: letters of
 * Latin, Greek, Cyrillic and other alphabets (lead bytes 0xC3 to 0xDF, 0xE0,
 * 0xE1) are word characters, quotes, dashes and CJK are not. */
#include "judge/cues.h"

#include "base/check.h"
#include "judge/cues_letters.h"

static bool word_before(struct str s, size_t at)
{
	size_t back = at;

	if (at == 0)
		return false;
	back--;
	while (back > 0 && at - back < 4 && ((unsigned char)s.at[back] & 0xc0) == 0x80)
		back--;
	return cues_letters_at(s, back) == at - back;
}

/* An apostrophe, straight or curly: its bytes, else 0. */
static size_t apostrophe(struct str s, size_t at)
{
	if (cues_letters_byte(s, at) == '\'')
		return 1;
	if (cues_letters_byte(s, at) == 0xe2 && cues_letters_byte(s, at + 1) == 0x80 &&
	    cues_letters_byte(s, at + 2) == 0x99)
		return 3;
	return 0;
}

static size_t dash(struct str s, size_t at)
{
	if (cues_letters_byte(s, at) == '-')
		return 1;
	if (cues_letters_byte(s, at) == 0xe2 && cues_letters_byte(s, at + 1) == 0x80 &&
	    cues_letters_byte(s, at + 2) >= 0x90 && cues_letters_byte(s, at + 2) <= 0x93)
		return 3;
	return 0;
}

static size_t blank(struct str s, size_t at)
{
	unsigned char c = cues_letters_byte(s, at);

	if (at < s.len && cues_letters_blank((char)c))
		return 1;
	return c == 0xc2 && cues_letters_byte(s, at + 1) == 0xa0 ? 2 : 0;
}

static size_t blanks(struct str s, size_t at)
{
	size_t end = at, step;

	while ((step = blank(s, end)))
		end += step;
	return end;
}

static bool can_start(struct str s, size_t at)
{
	return !cues_letters_at(s, at) || !word_before(s, at);
}

/* "can" does not end in "can't". */
static bool can_end(struct str s, size_t at)
{
	size_t mark = apostrophe(s, at);

	if (!word_before(s, at))
		return true;
	if (mark && cues_letters_folded((char)cues_letters_byte(s, at + mark)) == 't' &&
	    !cues_letters_at(s, at + mark + 1))
		return false;
	return !cues_letters_at(s, at);
}

struct places { /* made by no_place and one_place: to clear the array would cost most of the time */
	size_t len;
	size_t at[CUES_ENDS_MAX];
};

static inline void no_place(struct places *p)
{
	p->len = 0;
}

static inline void one_place(struct places *p, size_t at)
{
	p->at[0] = at;
	p->len = 1;
}

static inline void same_places(struct places *p, const struct places *from)
{
	memcpy(p->at, from->at, from->len * sizeof *p->at);
	p->len = from->len;
}

static void places_add(struct places *p, size_t at)
{
	for (size_t i = 0; i < p->len; i++)
		if (p->at[i] == at)
			return;
	if (p->len < CUES_ENDS_MAX)
		p->at[p->len++] = at;
}

/* The letters of a word, then `rest` (an ending); a hyphen in a pattern stands
 * for a dash, blanks or nothing, so there can be several ends. */
static void letters(struct places *out, struct str s, size_t at, struct str word, bool exact)
{
	for (size_t i = 0; i < word.len; i++) {
		size_t step;

		if (word.at[i] == '-') {
			struct str rest = str_cut(word, i + 1, word.len);

			letters(out, s, at, rest, exact);
			if ((step = dash(s, at)))
				letters(out, s, at + step, rest, exact);
			for (size_t end = at; (step = blank(s, end)) != 0; end += step)
				letters(out, s, end + step, rest, exact);
			return;
		}
		step = word.at[i] == '\'' ? apostrophe(s, at) : 1;
		if (!step || at >= s.len)
			return;
		if (word.at[i] != '\'' &&
		    (exact ? s.at[at] != word.at[i]
			   : cues_letters_folded(s.at[at]) != cues_letters_folded(word.at[i])))
			return;
		at += step;
	}
	places_add(out, at);
}

static void endings(struct places *out, struct str s, size_t at, const struct cue_item *item)
{
	static const char *const plain[] = {"", "s", "es", "ed", "ing", "'s"};
	static const char *const after_e[] = {"e", "es", "ed", "ing", "e's"};
	static const char *const after_y[] = {"y", "ies", "ied", "ying", "y's"};
	struct str word = item->word;
	const char *const *ending = plain;
	size_t count = sizeof plain / sizeof *plain;
	struct places stems;
	char last = word.len ? cues_letters_folded(word.at[word.len - 1]) : 0;

	if (last == 'e' || last == 'y') {
		ending = last == 'e' ? after_e : after_y;
		count = sizeof after_e / sizeof *after_e;
		word.len--;
	}
	no_place(&stems);
	letters(&stems, s, at, word, item->exact);
	for (size_t i = 0; i < stems.len; i++)
		for (size_t k = 0; k < count; k++)
			letters(out, s, stems.at[i], str_of(ending[k]), item->exact);
}

static void word_ends(struct places *out, struct str s, size_t at, const struct cue_item *item)
{
	struct places found;

	if (item->inflected) {
		endings(out, s, at, item);
		return;
	}
	if (!item->star) {
		letters(out, s, at, item->word, item->exact);
		return;
	}
	no_place(&found);
	letters(&found, s, at, item->word, item->exact);
	for (size_t i = 0; i < found.len; i++) {
		size_t end = found.at[i], step;

		while ((step = cues_letters_at(s, end)))
			end += step;
		places_add(out, end);
	}
}

/* The last dot of "U.S." and "a.m." ends no sentence. */
static bool is_abbreviation(struct str s, size_t at, size_t dot)
{
	char c = dot > at ? (char)(s.at[dot - 1] | 0x20) : ' ';

	return dot >= at + 2 && s.at[dot - 2] == '.' && c >= 'a' && c <= 'z';
}

/* Each end of one skipped word: a run without blanks that ends no sentence, with
 * the blanks after it. */
static void skipped(struct places *out, struct str s, size_t at)
{
	for (size_t end = at; end < s.len; end++) {
		char c = s.at[end];
		bool ends_here = c == ':' || (c == '.' && !is_abbreviation(s, at, end));

		if (cues_letters_blank(c) || c == '!' || c == '?' || c == ';')
			return;
		if (!ends_here && blank(s, end + 1))
			places_add(out, blanks(s, end + 1));
	}
}

static void seq_ends(struct places *out, struct str s, const struct places *in,
		     const struct cue_seq *seq);

/* Cheap: false when one of the first letters of a plain word is another one. */
static bool may_begin(const struct cue_item *item, struct str s, size_t at)
{
	if (item->choice || item->optional)
		return true;
	for (size_t i = 0; i < 4 && i + 1 < item->word.len; i++) { /* the last may change: "try~" */
		if (!cues_letters_ascii((unsigned char)item->word.at[i]))
			return true;
		if (cues_letters_folded(item->word.at[i]) !=
		    cues_letters_folded((char)cues_letters_byte(s, at + i)))
			return false;
	}
	return true;
}

static void item_ends(struct places *out, struct str s, size_t at, const struct cue_item *item)
{
	struct places here;

	if (!item->choice) {
		word_ends(out, s, at, item);
		return;
	}
	one_place(&here, at);
	uint64_t bit = cues_letters_begin(s, at);

	for (uint32_t i = 0; i < item->choice_count; i++) {
		const struct cue_seq *seq = &item->choice[i];

		if (!(seq->first & bit) || !may_begin(&seq->item[0], s, at))
			continue;
		if (seq->len == 1 && !seq->item[0].choice)
			word_ends(out, s, at, &seq->item[0]);
		else
			seq_ends(out, s, &here, seq);
	}
}

/* From each place of `in`: blanks, up to gap words, the item. */
static void step(struct places *out, struct str s, const struct places *in,
		 const struct cue_item *item)
{
	for (size_t i = 0; i < in->len; i++) {
		struct places front;
		size_t at = blanks(s, in->at[i]);

		if (at == in->at[i])
			continue;
		one_place(&front, at);
		for (size_t done = 0, left = item->gap; left; left--) {
			size_t upto = front.len;

			for (; done < upto; done++)
				skipped(&front, s, front.at[done]);
		}
		for (size_t k = 0; k < front.len; k++)
			if (item->first & cues_letters_begin(s, front.at[k]))
				item_ends(out, s, front.at[k], item);
	}
}

static void seq_ends(struct places *out, struct str s, const struct places *in,
		     const struct cue_seq *seq)
{
	struct places now, next; /* behind the last item that matched; behind this one */
	struct places begun;     /* optional items at the front: with blanks behind */
	bool have = false;

	same_places(&begun, in);
	no_place(&now);
	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];

		no_place(&next);
		if (have) {
			step(&next, s, &now, item);
			for (size_t k = 0; item->optional && k < now.len; k++)
				places_add(&next, now.at[k]);
		} else {
			for (size_t k = 0; k < begun.len; k++)
				item_ends(&next, s, begun.at[k], item);
			if (item->optional) {
				for (size_t k = 0; k < next.len; k++)
					if (blanks(s, next.at[k]) > next.at[k])
						places_add(&begun, blanks(s, next.at[k]));
				continue;
			}
			have = true;
		}
		if (next.len == 0)
			return;
		same_places(&now, &next);
	}
	for (size_t k = 0; have && k < now.len; k++)
		places_add(out, now.at[k]);
}

size_t cues_naive_ends(size_t end[CUES_ENDS_MAX], const struct cue *cue, struct str text,
		       size_t from)
{
	return cues_naive_seq_ends(end, &cue->seq, text, from);
}

size_t cues_naive_seq_ends(size_t end[CUES_ENDS_MAX], const struct cue_seq *seq, struct str text,
			   size_t from)
{
	struct places in, out;
	size_t count = 0;

	if (!can_start(text, from))
		return 0;
	one_place(&in, from);
	no_place(&out);
	seq_ends(&out, text, &in, seq);
	for (size_t i = 0; i < out.len; i++) {
		size_t k = count;

		if (out.at[i] == from || !can_end(text, out.at[i]))
			continue;
		for (; k > 0 && end[k - 1] > out.at[i]; k--)
			end[k] = end[k - 1];
		end[k] = out.at[i];
		count++;
	}
	return count;
}

static bool ends_at(const struct cue_seq *seq, struct str s, size_t from, size_t upto)
{
	struct places in, out;

	if (!can_start(s, from))
		return false;
	one_place(&in, from);
	no_place(&out);
	seq_ends(&out, s, &in, seq);
	for (size_t i = 0; i < out.len; i++)
		if (out.at[i] == upto)
			return true;
	return false;
}

/* Leftmost start among the beginnings of words, at most `words` blanks back. */
static size_t start_of(const struct cue_seq *seq, struct str s, size_t upto, uint32_t words)
{
	size_t found = STR_NPOS;
	uint32_t passed = 0;

	if (!can_end(s, upto))
		return STR_NPOS;
	for (size_t at = upto; at > 0;) {
		bool was_blank = blank(s, at) != 0;

		at--;
		if (at > 0 && ((unsigned char)s.at[at] & 0xc0) == 0x80)
			continue;
		if (blank(s, at)) {
			if (!was_blank && ++passed > words)
				break;
			continue;
		}
		if (ends_at(seq, s, at, upto))
			found = at;
	}
	return found;
}

/* Where the run of ASCII word characters before `upto` begins, when its borders are
 * beyond doubt: the matcher has compared the letters already. STR_NPOS: look closer. */
static size_t plain_start(struct str s, size_t upto)
{
	size_t at = upto;

	if (cues_letters_byte(s, upto) >= 0x80 || cues_letters_byte(s, upto) == '\'')
		return STR_NPOS;
	while (at > 0 && cues_letters_ascii(cues_letters_byte(s, at - 1)))
		at--;
	if (at == upto || (at > 0 && (cues_letters_byte(s, at - 1) >= 0x80 ||
				      cues_letters_byte(s, at - 1) == '\'')))
		return STR_NPOS;
	return at;
}

size_t cues_naive_start(const struct cue *cue, struct str text, size_t upto)
{
	size_t at = cue->plain ? plain_start(text, upto) : STR_NPOS;

	if (at != STR_NPOS)
		return at;
	return start_of(&cue->seq, text, upto, cue->words_max);
}

static bool stands_before(const struct cue_context *c, struct str s, size_t upto)
{
	size_t at = upto, gap = dash(s, at);

	at = gap ? at + gap : blanks(s, at);
	if (at == upto)
		return false;
	for (uint32_t i = 0; i < c->choice_count; i++) {
		struct cue one = {.seq = c->choice[i]};
		size_t end[CUES_ENDS_MAX];

		if (cues_naive_ends(end, &one, s, at))
			return true;
	}
	return false;
}

static bool stands_after(const struct cue_context *c, struct str s, size_t from)
{
	size_t at = from;

	while (at > 0 && cues_letters_blank(s.at[at - 1]))
		at--;
	if (at == from && from > 0 && s.at[from - 1] == '-')
		at--;
	if (at == from || at == 0)
		return false;
	for (uint32_t i = 0; i < c->choice_count; i++)
		if (start_of(&c->choice[i], s, at, CUES_ITEMS_MAX) != STR_NPOS)
			return true;
	return false;
}

bool cues_naive_forbidden(const struct cue *cue, struct str text, size_t from, size_t upto)
{
	for (uint32_t i = 0; i < cue->context_count; i++) {
		const struct cue_context *c = &cue->context[i];

		if (c->before ? stands_before(c, text, upto) : stands_after(c, text, from))
			return true;
	}
	return false;
}
