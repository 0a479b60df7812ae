/* extract.c -- one function for each kind of document, and the common end: sealed.
 *
 * What is a PDF is read as one, whatever its server calls it; the work is done by a process
 * of its own (pdf.h). JSON lines are articles already, or carry a web page under "html". Plain text
 * is one article; a short first line with an empty one behind it is its title. Feeds often give a
 * summary only, which then is the text. */
#include "ingest/extract.h"

#include "base/limits.h"
#include "base/scan.h"
#include "ingest/feed.h"
#include "ingest/page.h"
#include "ingest/pdf.h"
#include "text/charset.h"
#include "text/url.h"
#include "text/utf8.h"

#define TITLE_MOST 200 /* bytes of a first line that may be a title */

/* What does not fit into a field is no reason to lose the article. */
static struct str fitting(struct str s, size_t most)
{
	return s.len <= most ? s : STR_NONE;
}

/* What a page leaves open its feed may know. Feeds are made by machines: where they give
 * a date it is the one of publication. */
static void fill_gaps(struct article *a, struct arena *arena, const struct feed_entry *e)
{
	if (!a->field[FIELD_TITLE].len)
		a->field[FIELD_TITLE] =
			utf8_tidy(arena, page_fragment_text(arena, e->title), false);
	if (e->date_ms) {
		a->date_ms = e->date_ms;
		a->date_zone = 0;
	}
	if (!a->author.len)
		a->author = fitting(e->author, LIMIT_FIELD);
	if (!a->publisher.len)
		a->publisher = fitting(e->publisher, LIMIT_FIELD);
}

/* A PDF says when it was made, which for notices of agencies and firms is the day that they
 * were published; a feed knows better. */
static bool from_pdf(struct article *out, struct arena *arena, const struct document *doc,
		     struct err *err)
{
	struct pdf pdf;
	enum child_end end = pdf_read(&pdf, arena, doc->bytes, NULL);

	if (end != CHILD_OK)
		return err_set(err, end == CHILD_TOO_BIG ? ERR_LIMIT : ERR_INPUT,
			       "this PDF can not be read (%s): %s", child_end_name(end),
			       child_end_text(end));
	*out = (struct article){.id = doc->id,
				.url = doc->url,
				.field = {pdf.title, pdf.text},
				.date_ms = pdf.made_ms,
				.publisher = url_site(arena, doc->url),
				.origin = doc->origin};
	if (doc->entry)
		fill_gaps(out, arena, doc->entry);
	return article_seal(out, arena, err);
}

static bool from_page(struct article *out, struct arena *arena, const struct document *doc,
		      struct str html, struct err *err)
{
	struct page page;

	if (str_starts(html, STR("%PDF-")))
		return from_pdf(out, arena, doc, err);
	if (!page_read(&page, arena, html, doc->content_type, doc->url, err))
		return false;
	if (!page.text.len)
		return err_set(err, ERR_INPUT, "no article text in this page");
	*out = (struct article){.id = doc->id,
				.url = page.url,
				.field = {page.title, page.text},
				.date_ms = page.date_ms,
				.date_zone = page.date_zone,
				.author = page.author,
				.publisher = page.publisher,
				.lang = page.lang,
				.image = page.image,
				.origin = doc->origin};
	if (doc->entry)
		fill_gaps(out, arena, doc->entry);
	return article_seal(out, arena, err);
}

static bool from_json(struct article *out, struct arena *arena, const struct document *doc,
		      struct err *err)
{
	struct scan_field f[] = {{.key = "html"}, {.key = "id"}, {.key = "url"}};
	struct document page = *doc;

	if (str_find(doc->bytes, STR("\"html\"")) == STR_NPOS)
		return article_from_json(out, arena, doc->bytes, doc->origin, err);
	if (!scan_object(f, 3, arena, doc->bytes, err))
		return false;
	if (f[0].kind != SCAN_STRING)
		return article_from_json(out, arena, doc->bytes, doc->origin, err);
	if (f[1].kind == SCAN_STRING || f[1].kind == SCAN_NUMBER)
		page.id = f[1].value;
	if (f[2].kind == SCAN_STRING)
		page.url = f[2].value;
	page.content_type = STR("text/html; charset=utf-8");
	return from_page(out, arena, &page, f[0].value, err);
}

static bool from_text(struct article *out, struct arena *arena, const struct document *doc,
		      struct err *err)
{
	struct str text, first, second;
	size_t end;

	if (!charset_decode(&text, arena, doc->bytes, charset_guess(doc->bytes, doc->content_type),
			    err))
		return false;
	text = str_trim(utf8_repair(arena, text));
	end = str_chr(text, '\n');
	first = str_trim(str_cut(text, 0, end));
	*out = (struct article){.id = doc->id, .url = doc->url, .origin = doc->origin};
	out->field[FIELD_TEXT] = text;
	second = str_cut(text, end + 1, text.len);
	second = str_cut(second, 0, str_chr(second, '\n'));
	if (end != STR_NPOS && first.len <= TITLE_MOST && !str_trim(second).len) {
		out->field[FIELD_TITLE] = first;
		out->field[FIELD_TEXT] = str_trim(str_cut(text, end, text.len));
	}
	return article_seal(out, arena, err);
}

static bool from_entry(struct article *out, struct arena *arena, const struct document *doc,
		       struct err *err)
{
	const struct feed_entry *e = doc->entry;
	struct str title = utf8_tidy(arena, page_fragment_text(arena, e->title), false);

	*out = (struct article){.id = fitting(e->id, LIMIT_FIELD),
				.url = e->url,
				.field = {title, page_fragment_text(arena, e->html)},
				.date_ms = e->date_ms,
				.author = fitting(e->author, LIMIT_FIELD),
				.publisher = fitting(e->publisher, LIMIT_FIELD),
				.lang = e->lang,
				.image = fitting(e->image, LIMIT_FIELD),
				.origin = doc->origin};
	return article_seal(out, arena, err);
}

bool extract_article(struct article *out, struct arena *arena, const struct document *doc,
		     struct err *err)
{
	switch (doc->kind) {
	case DOCUMENT_JSON:
		return from_json(out, arena, doc, err);
	case DOCUMENT_PAGE:
		return from_page(out, arena, doc, doc->bytes, err);
	case DOCUMENT_ENTRY:
		return from_entry(out, arena, doc, err);
	case DOCUMENT_PDF:
		return from_pdf(out, arena, doc, err);
	case DOCUMENT_TEXT:
		return from_text(out, arena, doc, err);
	}
	return err_set(err, ERR_INPUT, "a kind of document that nobody reads");
}
