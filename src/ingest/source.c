/* source.c -- one row per kind of source, the guess of the kind, and the calls.
 *
 * A name with a known ending is believed; else the first bytes decide: a brace is
 * JSON (a feed when "items" and the JSON Feed version stand in it, else JSON Lines),
 * "<rss", "<feed", "<rdf" are feeds, "<" is a page, "%PDF-" a PDF, everything else is plain text.
 * Standard input without a format is read as JSON Lines, since nothing can be put
 * back into a pipe. */
#include "ingest/source.h"

#include "base/io.h"
#include "base/memory.h"
#include "ingest/source_kinds.h"

#define HEAD 1024 /* bytes looked at */

static const struct source_ops *const kinds[] = {
	&source_jsonl_ops,    &source_folder_ops,    &source_feed_ops, &source_file_page_ops,
	&source_file_pdf_ops, &source_file_text_ops, &source_warc_ops,
};
#define KINDS (sizeof kinds / sizeof *kinds)

struct source {
	const struct source_ops *ops;
	void *state;
};

static const struct {
	const char *ending;
	const struct source_ops *ops;
} endings[] = {
	{".jsonl", &source_jsonl_ops},       {".ndjson", &source_jsonl_ops},
	{".rss", &source_feed_ops},          {".atom", &source_feed_ops},
	{".xml", &source_feed_ops},          {".rdf", &source_feed_ops},
	{".html", &source_file_page_ops},    {".htm", &source_file_page_ops},
	{".pdf", &source_file_pdf_ops},      {".txt", &source_file_text_ops},
	{".html.gz", &source_file_page_ops}, {".htm.gz", &source_file_page_ops},
	{".warc", &source_warc_ops},         {".warc.gz", &source_warc_ops},
	{".arc", &source_warc_ops},          {".arc.gz", &source_warc_ops},
};

static bool ends_nocase(struct str s, const char *ending)
{
	struct str e = str_of(ending);

	return s.len > e.len && str_eq_nocase(str_cut(s, s.len - e.len, s.len), e);
}

static const struct source_ops *by_ending(struct str spec)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (ends_nocase(spec, endings[i].ending))
			return endings[i].ops;
	return NULL;
}

bool source_knows(struct str path)
{
	return by_ending(path) || ends_nocase(path, ".json");
}

static const struct source_ops *by_first_bytes(struct str head)
{
	if (str_starts(head, STR("\xef\xbb\xbf")))
		head = str_cut(head, 3, head.len);
	head = str_trim(head);
	if (str_starts(head, STR("{"))) {
		if (str_find(head, STR("jsonfeed.org")) != STR_NPOS)
			return &source_feed_ops;
		return &source_jsonl_ops;
	}
	if (str_starts(head, STR("%PDF-")))
		return &source_file_pdf_ops;
	if (!str_starts(head, STR("<")))
		return &source_file_text_ops;
	if (str_find_nocase(head, STR("<rss")) != STR_NPOS ||
	    str_find_nocase(head, STR("<feed")) != STR_NPOS ||
	    str_find_nocase(head, STR("<rdf:rdf")) != STR_NPOS)
		return &source_feed_ops;
	return &source_file_page_ops;
}

static bool guess(const struct source_ops **out, struct str spec, const char *path, struct err *err)
{
	char head[HEAD];
	size_t len;

	if (str_eq(spec, STR("-"))) {
		*out = &source_jsonl_ops;
		return true;
	}
	if (str_starts(spec, STR("warc://"))) {
		*out = &source_warc_ops;
		return true;
	}
	if (io_is_folder(path)) {
		*out = &source_folder_ops;
		return true;
	}
	if (!io_head(head, sizeof head, &len, path, err))
		return false;
	*out = by_ending(spec);
	if (!*out)
		*out = by_first_bytes((struct str){head, len});
	return true;
}

static bool by_name(const struct source_ops **out, const char *name, struct err *err)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(str_of(kinds[i]->name), str_of(name))) {
			*out = kinds[i];
			return true;
		}
	return err_set(err, ERR_CONFIG,
		       "no format is called %s; there are jsonl, folder, feed, "
		       "html, pdf, text and warc",
		       name);
}

bool source_open(struct source **out, struct str spec, const char *format,
		 const struct cursor *from, struct err *err)
{
	struct arena *a = arena_new();
	const struct source_ops *ops = NULL;
	bool ok = format ? by_name(&ops, format, err) : guess(&ops, spec, arena_z(a, spec), err);
	void *state = NULL;

	if (from && !from->text[0])
		from = NULL;
	ok = ok && ops && ops->open(&state, spec, from, err);
	arena_free(a);
	if (!ok)
		return false;
	*out = memory_zalloc(sizeof **out);
	(*out)->ops = ops;
	(*out)->state = state;
	return true;
}

enum pulled source_next(struct document *out, struct source *s, struct arena *arena,
			struct err *err)
{
	*out = (struct document){.kind = DOCUMENT_JSON};
	return s->ops->next(out, s->state, arena, err);
}

void source_cursor(struct cursor *out, const struct source *s)
{
	*out = (struct cursor){{0}};
	s->ops->cursor(out, s->state);
}

double source_progress(const struct source *s)
{
	return s->ops->progress(s->state);
}

void source_close(struct source *s)
{
	if (!s)
		return;
	s->ops->close(s->state);
	memory_free(s);
}
