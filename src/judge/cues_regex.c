/* cues_regex.c -- a pattern as an expression of vectorscan.
 *
 * The expression finds every place where a match ends, and a few where none
 * does: it knows word borders for ASCII only, so the callback of the matcher
 * asks cues_naive.c for the exact start, which also refuses those. Flags are
 * CASELESS and nothing else; words written =Exact switch it off inside. No
 * UTF8 or UCP flag (71 s of compiling, or none at all: MEASURED.md section 2);
 * letters beyond ASCII are spelt as bytes. */
#include "judge/cues.h"
#include "judge/cues_letters.h"

#define BLANK "(?:\\s|\\xc2\\xa0)+"
#define DASH "(?:-|\\xe2\\x80[\\x90-\\x93]|" BLANK ")?"
#define APOSTROPHE "(?:'|\\xe2\\x80\\x99)"
#define LETTERS "(?:\\w|[\\xc3-\\xdf][\\x80-\\xbf]|[\\xe0\\xe1][\\x80-\\xbf]{2})*"
#define SKIPPED "(?:[^\\s!?;]*(?:[^\\s!?;.:]|\\.[a-z]\\.)" BLANK ")"

static bool is_word(char c)
{
	return cues_letters_ascii((unsigned char)c);
}

static void letters(struct buf *out, struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		if (c == '-')
			buf_z(out, DASH);
		else if (c == '\'')
			buf_z(out, APOSTROPHE);
		else if (is_word(c))
			buf_char(out, c);
		else
			buf_fmt(out, "\\x%02x", (unsigned char)c);
	}
}

static void inflected(struct buf *out, struct str word)
{
	char last = word.len ? (char)(word.at[word.len - 1] | 0x20) : ' ';

	if (last == 'e' || last == 'y')
		word.len--;
	letters(out, word);
	if (last == 'e')
		buf_z(out, "(?:e|es|ed|ing|e" APOSTROPHE "s)");
	else if (last == 'y')
		buf_z(out, "(?:y|ies|ied|ying|y" APOSTROPHE "s)");
	else
		buf_z(out, "(?:s|es|ed|ing|" APOSTROPHE "s)?");
}

static void put_word(struct buf *out, const struct cue_item *item)
{
	if (item->exact)
		buf_z(out, "(?-i:");
	if (item->inflected)
		inflected(out, item->word);
	else
		letters(out, item->word);
	if (item->exact)
		buf_char(out, ')');
	if (item->star)
		buf_z(out, LETTERS);
}

static void put_seq(struct buf *out, const struct cue_seq *seq);

static void put_item(struct buf *out, const struct cue_item *item)
{
	if (!item->choice) {
		put_word(out, item);
		return;
	}
	buf_z(out, "(?:");
	for (uint32_t i = 0; i < item->choice_count; i++) {
		if (i)
			buf_char(out, '|');
		put_seq(out, &item->choice[i]);
	}
	buf_char(out, ')');
}

static void put_seq(struct buf *out, const struct cue_seq *seq)
{
	bool have = false; /* an item that is not optional stands before */

	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];

		if (item->optional)
			buf_z(out, "(?:");
		if (have)
			buf_z(out, BLANK);
		if (item->gap)
			buf_fmt(out, SKIPPED "{0,%d}", item->gap);
		put_item(out, item);
		if (item->optional && !have)
			buf_z(out, BLANK);
		if (item->optional)
			buf_z(out, ")?");
		have = have || !item->optional;
	}
}

/* The first and the last byte decide whether ASCII borders can be asked for;
 * only a single plain word tells them, everything else is left to the callback
 * unless all its ends are word characters. */
static bool edge_is_word(const struct cue_seq *seq, bool front)
{
	uint32_t i = front ? 0 : seq->len - 1;
	const struct cue_item *item = &seq->item[i];

	if (item->optional && !edge_is_word(&(struct cue_seq){.item = front ? item + 1 : seq->item,
							      .len = seq->len - 1},
					    front))
		return false;
	if (!item->choice) {
		if (!front && item->star)
			return false;
		return is_word(front ? item->word.at[0] : item->word.at[item->word.len - 1]);
	}
	for (uint32_t k = 0; k < item->choice_count; k++)
		if (!edge_is_word(&item->choice[k], front))
			return false;
	return true;
}

void cues_regex_of(struct buf *out, const struct cue *cue)
{
	if (edge_is_word(&cue->seq, true))
		buf_z(out, "\\b");
	put_seq(out, &cue->seq);
	if (edge_is_word(&cue->seq, false))
		buf_z(out, "\\b");
}
