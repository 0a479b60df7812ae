/* ingest/pdf.c -- lines as they stand on pages become paragraphs.
 *
 * A page has no paragraphs, only lines. One ends where a line is much shorter than the
 * page's longest and ends a sentence, before a bullet, and at an empty line. What stands at
 * the head or foot of half of the pages, numbers apart, is no text but the frame around it. */
#include "ingest/pdf.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/vec.h"
#include "text/utf8.h"

#define FRAME 2 /* lines at the head and at the foot of a page that may belong to its frame */
#define FRAME_PAGES 3

struct line {
	struct str text;
	size_t page;
	bool edge, drop; /* edge: among the first or last of its page */
	size_t longest;  /* of its page */
};

struct lines {
	VEC(struct line) at;
	size_t pages;
};

/* -- lines -------------------------------------------------------------------------------- */

static void page_lines(struct lines *l, struct str page)
{
	size_t first = l->at.len, longest = 0, count;
	struct str text;

	while (str_split(&text, &page, '\n')) {
		struct line line = {.text = str_trim(text), .page = l->pages};

		longest = line.text.len > longest ? line.text.len : longest;
		VEC_PUSH(&l->at, line);
	}
	while (l->at.len > first && !l->at.at[l->at.len - 1].text.len)
		l->at.len--;
	count = l->at.len - first;
	for (size_t i = 0; i < count; i++) {
		l->at.at[first + i].longest = longest;
		l->at.at[first + i].edge = i < FRAME || i + FRAME >= count;
	}
	l->pages++;
}

static bool is_number(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		digits += ascii_is_digit(s.at[i]);
		if (ascii_is_letter(s.at[i]))
			return false;
	}
	return digits > 0 && s.len <= 12;
}

/* Equal but for digits: "Page 3 of 9" and "Page 4 of 9". */
static bool is_same_frame(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.len && k < b.len) {
		bool number = ascii_is_digit(a.at[i]) && ascii_is_digit(b.at[k]);

		while (number && i + 1 < a.len && ascii_is_digit(a.at[i + 1]))
			i++;
		while (number && k + 1 < b.len && ascii_is_digit(b.at[k + 1]))
			k++;
		if (!number && a.at[i] != b.at[k])
			return false;
		i++;
		k++;
	}
	return i == a.len && k == b.len;
}

static void drop_frames(struct lines *l)
{
	for (size_t i = 0; i < l->at.len; i++) {
		struct line *a = &l->at.at[i];
		size_t pages = 0, last = STR_NPOS;

		if (!a->edge || !a->text.len)
			continue;
		for (size_t k = 0; k < l->at.len; k++) {
			const struct line *b = &l->at.at[k];

			if (b->edge && b->page != last && is_same_frame(a->text, b->text)) {
				pages++;
				last = b->page;
			}
		}
		a->drop = (is_number(a->text) && l->pages > 1) ||
			  (pages >= FRAME_PAGES && 2 * pages >= l->pages);
	}
}

/* -- paragraphs ---------------------------------------------------------------------------- */

static bool ends_sentence(struct str s)
{
	static const char *const mark[] = {".", "!", "?", ":", "\xe2\x80\x9d", "\"", ")", NULL};

	for (size_t i = 0; mark[i]; i++)
		if (str_ends(s, str_of(mark[i])))
			return true;
	return false;
}

static bool begins_item(struct str s)
{
	static const char *const mark[] = {
		"\xe2\x80\xa2", "\xe2\x97\x8f", "\xe2\x96\xaa", "- ", "* ", "\xe2\x80\x93 ", NULL};

	for (size_t i = 0; mark[i]; i++)
		if (str_starts(s, str_of(mark[i])))
			return true;
	return false;
}

/* "inci-" and "dent": only where a small letter follows one; "AI-" stays as it is. */
static bool is_cut_word(struct str text, struct str next)
{
	return text.len > 2 && str_ends(text, STR("-")) && ascii_is_letter(text.at[text.len - 2]) &&
	       next.len && ascii_is_letter(next.at[0]) && next.at[0] == ascii_lower(next.at[0]) &&
	       text.at[text.len - 2] == ascii_lower(text.at[text.len - 2]);
}

static bool is_new(const struct line *before, const struct line *l)
{
	bool ends = ends_sentence(before->text);

	if (begins_item(l->text))
		return true;
	if (before->page != l->page)
		return ends;
	return ends && 10 * before->text.len < 8 * before->longest;
}

static void join(struct buf *out, const struct lines *l)
{
	const struct line *before = NULL;

	for (size_t i = 0; i < l->at.len; i++) {
		const struct line *n = &l->at.at[i];

		if (n->drop)
			continue;
		if (!n->text.len) {
			if (before && ends_sentence(before->text))
				before = NULL;
			continue;
		}
		if (out->len == 0)
			;
		else if (!before || is_new(before, n))
			buf_z(out, "\n\n");
		else if (is_cut_word(buf_view(out), n->text))
			buf_cut(out, out->len - 1);
		else
			buf_char(out, ' ');
		buf_str(out, n->text);
		before = n;
	}
}

/* At most so many bytes, and no part of a character. */
static struct str cut(struct str s, size_t most)
{
	if (s.len <= most)
		return s;
	while (most > 0 && ((unsigned char)s.at[most] & 0xc0) == 0x80)
		most--;
	return str_cut(s, 0, most);
}

/* The heading is the article's title, and need not stand over its text again. */
static struct str without_title(struct str text, struct str title)
{
	size_t t = 0, i = 0;

	while (t < title.len && i < text.len) {
		if (text.at[i] == title.at[t]) {
			t++;
			i++;
		} else if (title.at[t] == ' ' && text.at[i] == '\n') {
			i++;
			t += i < text.len && text.at[i] != '\n';
		} else {
			return text;
		}
	}
	return t == title.len && t > 0 ? str_trim(str_cut(text, i, text.len)) : text;
}

static void shape(struct pdf *out, struct arena *arena, struct str raw)
{
	struct lines l = {.pages = 0};
	struct str page;
	struct buf text;

	raw = utf8_repair(arena, raw);
	while (str_split(&page, &raw, '\f'))
		page_lines(&l, page);
	drop_frames(&l);
	buf_init(&text, 2 * LIMIT_TEXT + LIMIT_CHILD_ANSWER);
	join(&text, &l);
	out->text = cut(utf8_nfc(arena, arena_copy(arena, buf_view(&text))), LIMIT_TEXT);
	out->text = arena_copy(arena, without_title(str_trim(out->text), out->title));
	buf_free(&text);
	VEC_FREE(&l.at);
}

enum child_end pdf_read(struct pdf *out, struct arena *arena, struct str bytes,
			struct child_answer *ran)
{
	struct child_answer own;
	struct child_answer *a = ran ? ran : &own;
	int64_t made_s = 0;

	*out = (struct pdf){.pages = 0};
	*a = (struct child_answer){.end = CHILD_TOO_BIG};
	if (bytes.len <= LIMIT_PDF)
		child_run(a, arena, "tocsin-pdf", bytes);
	if (a->end == CHILD_OK && (a->parts != 3 || a->part[1].b > LIMIT_PDF_PAGES))
		a->end = CHILD_BAD_ANSWER;
	if (a->end != CHILD_OK)
		return a->end;
	out->pages = (int)a->part[1].a;
	out->read = (int)a->part[1].b;
	if (str_int(&made_s, a->part[2].bytes) && made_s > 0 && made_s < INT32_MAX)
		out->made_ms = made_s * 1000;
	out->title = utf8_tidy(arena, utf8_repair(arena, a->part[0].bytes), false);
	out->title = cut(utf8_nfc(arena, out->title), LIMIT_TITLE);
	shape(out, arena, a->part[1].bytes);
	return a->end;
}
