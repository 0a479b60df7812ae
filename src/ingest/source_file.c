/* source_file.c -- a whole file as one document: a web page, a PDF or plain text.
 *
 * Read when it is asked for, unpacked when its first bytes say gzip. The id is the
 * file's name without its endings. The cursor says only whether it was given. */
#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/gunzip.h"
#include "ingest/source_kinds.h"

#define DONE "1"

struct file {
	struct arena *arena;
	struct str path;
	enum document_kind kind;
	bool given;
};

static bool open_file(void **state, struct str spec, const struct cursor *from,
		      enum document_kind kind)
{
	struct arena *a = arena_new();
	struct file *f = memory_zalloc(sizeof *f);

	f->arena = a;
	f->path = arena_copy(a, spec);
	f->kind = kind;
	f->given = from != NULL;
	*state = f;
	return true;
}

static bool open_page(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	(void)err;
	return open_file(state, spec, from, DOCUMENT_PAGE);
}

static bool open_pdf(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	(void)err;
	return open_file(state, spec, from, DOCUMENT_PDF);
}

static bool open_text(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	(void)err;
	return open_file(state, spec, from, DOCUMENT_TEXT);
}

/* "a/b/1234.html.gz" -> "1234" */
static struct str id_of(struct str path)
{
	static const char *const ending[] = {".gz", ".html", ".htm", ".txt", ".pdf"};
	struct str name = str_cut(path, str_rchr(path, '/') + 1, path.len);

	if (str_rchr(path, '/') == STR_NPOS)
		name = path;
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (str_ends(name, str_of(ending[i])) && name.len > strlen(ending[i]))
			name.len -= strlen(ending[i]);
	return str_eq(name, STR("-")) ? STR_NONE : name;
}

static bool read_plain(struct str *out, struct arena *arena, struct str path, struct err *err)
{
	struct buf raw, plain;
	bool ok;

	buf_init(&raw, LIMIT_PAGE);
	buf_init(&plain, LIMIT_PAGE);
	ok = io_read(&raw, arena_z(arena, path), err);
	if (ok && gunzip_is(buf_view(&raw))) {
		ok = gunzip_read(&plain, buf_view(&raw), err);
		*out = arena_copy(arena, buf_view(&plain));
	} else if (ok) {
		*out = arena_copy(arena, buf_view(&raw));
	}
	buf_free(&raw);
	buf_free(&plain);
	if (ok && out->len == 0)
		return err_set(err, ERR_INPUT, "the file is empty");
	return ok;
}

static enum pulled next_file(struct document *out, void *state, struct arena *arena,
			     struct err *err)
{
	struct file *f = state;

	if (f->given)
		return PULLED_END;
	f->given = true;
	*out = (struct document){.kind = f->kind,
				 .id = arena_copy(arena, id_of(f->path)),
				 .origin = arena_copy(arena, f->path)};
	return read_plain(&out->bytes, arena, f->path, err) ? PULLED_DOCUMENT : PULLED_REFUSED;
}

static void cursor_file(struct cursor *out, const void *state)
{
	const struct file *f = state;

	if (f->given)
		memcpy(out->text, DONE, sizeof DONE);
}

static double progress_file(const void *state)
{
	return ((const struct file *)state)->given ? 1 : 0;
}

static void close_file(void *state)
{
	arena_free(((struct file *)state)->arena);
	memory_free(state);
}

const struct source_ops source_file_page_ops = {
	.name = "html",
	.help = "one web page, plain or gzip",
	.open = open_page,
	.next = next_file,
	.cursor = cursor_file,
	.progress = progress_file,
	.close = close_file,
};

const struct source_ops source_file_pdf_ops = {
	.name = "pdf",
	.help = "the text of one PDF",
	.open = open_pdf,
	.next = next_file,
	.cursor = cursor_file,
	.progress = progress_file,
	.close = close_file,
};

const struct source_ops source_file_text_ops = {
	.name = "text",
	.help = "one article as plain text",
	.open = open_text,
	.next = next_file,
	.cursor = cursor_file,
	.progress = progress_file,
	.close = close_file,
};
