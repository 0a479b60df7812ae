/* decoders/pdf.c -- tocsin-pdf: the text of a PDF, by poppler-glib.
 *
 * Part 0 is its title (its own field, or what is set largest on the first page), part 1 the
 * text, pages apart by form feeds; part 1's a is the number of pages in the document, b
 * how many were read. Part 2 is when it was made, in seconds since 1970, or "". Nothing is
 * drawn, no font is looked for, no script is run, nothing that is attached is opened. */
#include <stdlib.h>

#include <poppler.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "decoders/cell.h"

#define TITLE_LINES 4 /* of one heading */

/* -- the title ---------------------------------------------------------------------------- */

/* What word processors put there when nobody wrote a title. */
static bool is_of_a_machine(struct str s)
{
	static const char *const sign[] = {"Microsoft ", ".doc", ".pdf", ".indd",
					   ".qxd",       ".ppt", ".xls", ".tex",
					   "untitled",   "http", NULL};

	for (size_t i = 0; sign[i]; i++)
		if (str_find_nocase(s, str_of(sign[i])) != STR_NPOS)
			return true;
	return str_chr(s, ' ') == STR_NPOS; /* one word is a file's name */
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Characters of the text are counted, not bytes. */
static size_t byte_of(struct str text, size_t from, size_t characters)
{
	while (characters > 0 && from < text.len) {
		from++;
		while (from < text.len && ((unsigned char)text.at[from] & 0xc0) == 0x80)
			from++;
		characters--;
	}
	return from;
}

/* The first run of the largest letters of the page that is some words long. */
static void largest(struct buf *out, PopplerPage *page, struct str text)
{
	GList *list = poppler_page_get_text_attributes(page);
	double size = 0;
	size_t at = 0, seen = 0;

	for (GList *l = list; l; l = l->next) {
		const PopplerTextAttributes *a = l->data;
		size_t from = byte_of(text, at, (size_t)a->start_index - seen);
		size_t upto = byte_of(text, from, (size_t)(a->end_index + 1 - a->start_index));
		struct str run = str_trim(str_cut(text, from, upto));

		at = upto;
		seen = (size_t)a->end_index + 1;
		if (out->len > 0 && a->font_size > size - 0.6 && a->font_size < size + 0.6 &&
		    out->len + run.len < LIMIT_TITLE) {
			buf_char(out, ' '); /* the heading goes on in another face */
			buf_str(out, run);
			continue;
		}
		if (a->font_size <= size + 0.6 || run.len < 8 || run.len > LIMIT_TITLE)
			continue;
		size = a->font_size;
		buf_clear(out);
		buf_str(out, run);
	}
	poppler_page_free_text_attributes(list);
}

static void one_line(struct buf *out)
{
	size_t to = 0;

	for (size_t i = 0; i < out->len; i++) {
		if (is_blank(out->at[i]) && to > 0 && out->at[to - 1] == ' ')
			continue;
		out->at[to++] = is_blank(out->at[i]) ? ' ' : out->at[i];
	}
	buf_cut(out, to);
}

static void title_of(struct buf *out, PopplerDocument *doc)
{
	PopplerPage *page = poppler_document_get_page(doc, 0);
	char *own = poppler_document_get_title(doc),
	     *text = page ? poppler_page_get_text(page) : NULL;

	if (own && !is_of_a_machine(str_trim(str_of(own))) && strlen(own) < LIMIT_TITLE)
		buf_str(out, str_trim(str_of(own)));
	else if (text)
		largest(out, page, str_of(text));
	one_line(out);
	g_free(own);
	g_free(text);
	if (page)
		g_object_unref(page);
}

/* -- the text ----------------------------------------------------------------------------- */

static int text_of(struct buf *out, PopplerDocument *doc, int pages)
{
	int read = 0;

	for (; read < pages && read < LIMIT_PDF_PAGES && out->len < LIMIT_TEXT; read++) {
		PopplerPage *page = poppler_document_get_page(doc, read);
		char *text = page ? poppler_page_get_text(page) : NULL;

		if (read > 0)
			buf_char(out, '\f');
		if (text)
			buf_str(out, str_cut(str_of(text), 0, LIMIT_TEXT));
		g_free(text);
		if (page)
			g_object_unref(page);
	}
	return read;
}

static bool has_letters(struct str s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s.len && letters < 40; i++)
		letters += (unsigned char)s.at[i] >= 0x80 || ascii_is_letter(s.at[i]);
	return letters >= 40;
}

static enum child_end end_of(const GError *error)
{
	if (error && error->domain == POPPLER_ERROR && error->code == POPPLER_ERROR_ENCRYPTED)
		return CHILD_LOCKED;
	return CHILD_DAMAGED;
}

/* A PDF that was cut off has no end mark, and poppler then looks for its pieces by itself:
 * what it finds may be half of it. */
static bool is_whole(struct str s)
{
	struct str tail = str_cut(s, s.len > 2048 ? s.len - 2048 : 0, s.len);

	return str_find(tail, STR("%%EOF")) != STR_NPOS ||
	       str_find(tail, STR("startxref")) != STR_NPOS;
}

static void read_pdf(struct str s)
{
	GError *error = NULL;
	GBytes *bytes = g_bytes_new_static(s.at, s.len);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, &error);
	struct cell_part part[3] = {{.a = 0}};
	struct buf title, text, made;
	int64_t made_s;
	int pages;

	if (!doc)
		cell_fail(is_whole(s) ? end_of(error) : CHILD_TRUNCATED);
	pages = poppler_document_get_n_pages(doc);
	if (pages < 1)
		cell_fail(is_whole(s) ? CHILD_DAMAGED : CHILD_TRUNCATED);
	buf_init(&title, LIMIT_CHILD_ANSWER);
	buf_init(&text, 2 * LIMIT_TEXT + LIMIT_PDF_PAGES);
	buf_init(&made, 40);
	part[1].a = (uint32_t)pages;
	part[1].b = (uint32_t)text_of(&text, doc, pages);
	if (!has_letters(buf_view(&text)))
		cell_fail(is_whole(s) ? CHILD_NO_TEXT : CHILD_TRUNCATED);
	title_of(&title, doc);
	made_s = (int64_t)poppler_document_get_creation_date(doc);
	if (made_s > 0)
		buf_fmt(&made, "%lld", (long long)made_s);
	part[0].bytes = buf_view(&title);
	part[1].bytes = buf_view(&text);
	part[2].bytes = buf_view(&made);
	if (!buf_ok(&text) || !buf_ok(&title))
		cell_fail(CHILD_TOO_BIG);
	cell_answer(part, 3);
}

int main(void)
{
	struct str s;

	cell_enter();
	s = cell_input(LIMIT_PDF);
	/* Acrobat looks for the mark in the first kilobyte, and so some have something before. */
	if (str_find(str_cut(s, 0, 1024), STR("%PDF-")) == STR_NPOS)
		cell_fail(CHILD_NOT_A_PDF);
	read_pdf(s);
}
