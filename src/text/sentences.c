/* text/sentences.c -- a linear scanner with a table of abbreviations.
 *
 * ICU's sentence breaks (148 MB/s) end at "Mr." and "U.S." unless a filter is
 * laid over them, and know nothing of headlines and list items, so the rules of
 * the header are written out here: an end mark, closing quotes and brackets, white
 * space, then something that can begin a sentence, unless the word before the full
 * stop is an abbreviation, an initial or the number of a list. What it gets wrong
 * most: a sentence that truly ends in "U.S." before a capital is not ended, and
 * "No. 5" style abbreviations that the table does not know end one. */
#include "text/sentences.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/memory.h"

/* Sorted, lower case, without the stop. After these a full stop ends nothing. */
static const char *const abbreviation[] = {
	"adm",  "al",  "apr",  "art",  "aug",  "ave",  "bros", "c",      "ca",   "capt",
	"cf",   "ch",  "cmdr", "co",   "col",  "corp", "dec",  "dept",   "det",  "dr",
	"e",    "ed",  "eds",  "eq",   "esq",  "est",  "etc",  "ex",     "feb",  "fig",
	"figs", "fri", "ft",   "gen",  "gov",  "hon",  "hr",   "inc",    "insp", "jan",
	"jr",   "jul", "jun",  "lt",   "ltd",  "maj",  "mar",  "messrs", "mr",   "mrs",
	"ms",   "mt",  "mx",   "nos",  "nov",  "oct",  "p",    "para",   "ph",   "pp",
	"prof", "pte", "pvt",  "rep",  "reps", "rev",  "sen",  "sens",   "sep",  "sept",
	"sgt",  "sr",  "st",   "supt", "v",    "viz",  "vol",  "vs",
};

static bool is_abbreviation(struct str word)
{
	char low[8];
	size_t from = 0, upto = sizeof abbreviation / sizeof abbreviation[0];

	if (word.len == 0 || word.len >= sizeof low)
		return false;
	for (size_t i = 0; i < word.len; i++)
		low[i] = ascii_lower(word.at[i]);
	while (from < upto) {
		size_t middle = (from + upto) / 2;
		int order = str_cmp((struct str){low, word.len}, str_of(abbreviation[middle]));

		if (order == 0)
			return true;
		if (order < 0)
			upto = middle;
		else
			from = middle + 1;
	}
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0xc3;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Bytes of a closing quote or bracket at `at`. */
static size_t closer(struct str s, size_t at)
{
	struct str rest = str_cut(s, at, s.len);

	if (rest.len &&
	    (rest.at[0] == '"' || rest.at[0] == '\'' || rest.at[0] == ')' || rest.at[0] == ']'))
		return 1;
	if (str_starts(rest, STR("\xe2\x80\x9d")) || str_starts(rest, STR("\xe2\x80\x99")))
		return 3;
	return str_starts(rest, STR("\xc2\xbb")) ? 2 : 0;
}

/* Bytes of an end mark at `at`: . ! ? or the ellipsis. */
static size_t end_mark(struct str s, size_t at)
{
	char c = s.at[at];

	if (c == '.' || c == '!' || c == '?')
		return 1;
	return c == '\xe2' && str_starts(str_cut(s, at, s.len), STR("\xe2\x80\xa6")) ? 3 : 0;
}

/* Whether the full stop at `dot` belongs to the word before it. */
static bool stop_of_word(struct str s, size_t from, size_t dot)
{
	size_t at = dot;
	struct str word;

	while (at > from &&
	       (is_letter(s.at[at - 1]) || ((unsigned char)s.at[at - 1] & 0xc0) == 0x80))
		at--;
	word = str_cut(s, at, dot);
	if (word.len == 1) /* "J. Smith", "U.S." */
		return s.at[at] != 'I' || (at > from && s.at[at - 1] == '.');
	if (word.len == 0) { /* the number of a list: "3. Turn" at the start of a line */
		while (at > from && ascii_is_digit(s.at[at - 1]))
			at--;
		return at < dot && at == from && dot - at < 3;
	}
	return is_abbreviation(word);
}

/* Whether a sentence can begin at `at`, white space passed over. */
static bool can_begin(struct str s, size_t at)
{
	while (at < s.len && is_blank(s.at[at]))
		at++;
	return at == s.len || !is_lower(s.at[at]);
}

/* Whether a sentence ends with the marks and closers that begin at `at`; *upto is
 * behind them in any case, so that a long run of dots is walked once. */
static bool ends_at(size_t *upto, struct str s, size_t from, size_t at)
{
	size_t mark, end = at, more;
	bool lone_stop = s.at[at] == '.';

	while (end < s.len && (mark = end_mark(s, end))) {
		lone_stop = lone_stop && end == at;
		end += mark;
	}
	while (end < s.len && (more = closer(s, end)))
		end += more;
	*upto = end;
	if (end < s.len && !is_blank(s.at[end]))
		return false;
	if (lone_stop && stop_of_word(s, from, at))
		return false;
	return can_begin(s, end);
}

/* A line break at `at`: whether it ends a sentence, and how many breaks it has. */
static bool breaks_at(struct str s, size_t from, size_t at, size_t *breaks)
{
	size_t upto = at, before = at;

	*breaks = 0;
	while (upto < s.len && is_blank(s.at[upto]))
		*breaks += s.at[upto++] == '\n';
	if (*breaks > 1 || upto == s.len)
		return true;
	while (before > from && is_blank(s.at[before - 1]))
		before--;
	/* A line that broke off in mid sentence goes on in lower case or after a comma. */
	return before == from || (s.at[before - 1] != ',' && !is_lower(s.at[upto]));
}

struct scan {
	struct sentence *at;
	size_t len, cap;
	uint32_t paragraph;
};

static void add(struct scan *out, struct str s, size_t from, size_t upto)
{
	struct str piece = str_trim(str_cut(s, from, upto));

	if (piece.len == 0)
		return;
	out->at = memory_array(out->at, &out->cap, out->len + 1, sizeof *out->at);
	out->at[out->len++] =
		(struct sentence){.from = (uint32_t)(piece.at - s.at),
				  .upto = (uint32_t)(piece.at - s.at + (ptrdiff_t)piece.len),
				  .paragraph = out->paragraph};
}

void sentences_of(struct sentences *out, struct arena *a, struct str s)
{
	struct scan scan = {0};
	size_t from = 0, at = 0;

	while (at < s.len && scan.len < LIMIT_SENTENCES - 1) {
		size_t breaks;

		if (s.at[at] == '\n' && breaks_at(s, from, at, &breaks)) {
			add(&scan, s, from, at);
			scan.paragraph += scan.len > 0;
			while (at < s.len && is_blank(s.at[at]))
				at++;
			from = at;
		} else if (end_mark(s, at)) {
			size_t begun = at;

			if (!ends_at(&at, s, from, begun))
				continue;
			add(&scan, s, from, at);
			while (at < s.len && is_blank(s.at[at]) && s.at[at] != '\n')
				at++;
			from = at;
		} else {
			at++;
		}
	}
	add(&scan, s, from, s.len);
	out->len = scan.len;
	out->at = ARENA_ARRAY(a, struct sentence, scan.len + 1);
	if (scan.len)
		memcpy(out->at, scan.at, scan.len * sizeof *scan.at);
	memory_free(scan.at);
}
