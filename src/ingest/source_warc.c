/* source_warc.c -- web archives as a source: the pages of one file, or of many.
 *
 * "warc://PLACE" is a folder of archives or a list of their paths, a line each; else one
 * archive. Given are answers of HTTP with status 2xx that say they are HTML, and resource
 * records of HTML; everything else is passed over. In an archive that Tocsin wrote (serve/
 * export_warc.c) a metadata record says of the next document how it came; that one is given
 * as it was then, whatever it is. The cursor is the archive's number in
 * the list, and the place behind the last record that was given. */
#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "ingest/capture.h"
#include "ingest/http_message.h"
#include "ingest/source_kinds.h"
#include "ingest/warc.h"
#include "text/date.h"
#include "text/utf8.h"

struct archives {
	struct arena *arena;
	VEC(const char *) path;
	size_t at; /* the archive that is open or comes next */
	struct warc *warc;
	struct warc_place from; /* to open path[at] with */
	struct http_work work;
	/* what our metadata says of the next document of that address; kind and all */
	struct capture next;
	struct str next_url;
	bool has_next;
	struct arena *next_arena;
};

static bool is_archive(struct str path)
{
	static const char *const ending[] = {".warc", ".warc.gz", ".arc", ".arc.gz"};

	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (str_ends(path, str_of(ending[i])))
			return true;
	return false;
}

static bool on_file(const char *path, const struct err *trouble, void *payload)
{
	struct archives *a = payload;

	(void)trouble;
	if (path && is_archive(str_of(path)))
		VEC_PUSH(&a->path, arena_z(a->arena, str_of(path)));
	return true;
}

static bool read_list(struct archives *a, const char *path, struct err *err)
{
	struct io_lines *lines;
	enum io_line got;
	struct str line;

	if (!io_lines_open(&lines, path, LIMIT_FIELD, 0, err))
		return false;
	while ((got = io_lines_next(&line, lines, err)) == IO_LINE) {
		line = str_trim(line);
		if (line.len && line.at[0] != '#')
			VEC_PUSH(&a->path, arena_z(a->arena, line));
	}
	io_lines_close(lines);
	return got == IO_LINES_END;
}

static bool list(struct archives *a, struct str spec, struct err *err)
{
	const char *place;

	if (!str_starts(spec, STR("warc://"))) {
		VEC_PUSH(&a->path, arena_z(a->arena, spec));
		return true;
	}
	place = arena_z(a->arena, str_cut(spec, 7, spec.len));
	if (io_is_folder(place) ? !io_walk(place, on_file, a, err) : !read_list(a, place, err))
		return false;
	if (!a->path.len)
		return err_set(err, ERR_INPUT, "%.*s: there is no archive", STR_ARG(spec));
	return true;
}

/* "FILE OFFSET INDEX" */
static bool seek(struct archives *a, const struct cursor *from)
{
	struct str rest = str_of(from->text), number[3];
	int64_t n[3];

	for (int i = 0; i < 3; i++)
		if (!str_split(&number[i], &rest, ' ') || !str_int(&n[i], number[i]) || n[i] < 0)
			return false;
	a->at = (size_t)n[0];
	a->from = (struct warc_place){n[1], n[2]};
	return a->at <= a->path.len;
}

static void close_warc(void *state)
{
	struct archives *a = state;

	warc_close(a->warc);
	http_work_free(&a->work);
	VEC_FREE(&a->path);
	arena_free(a->arena);
	arena_free(a->next_arena);
	memory_free(a);
}

static bool open_warc(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	struct archives *a = memory_zalloc(sizeof *a);
	bool ok;

	a->arena = arena_new();
	a->next_arena = arena_new();
	http_work_init(&a->work);
	ok = list(a, spec, err);
	if (ok && from && !seek(a, from))
		ok = err_set(err, ERR_INPUT, "%.*s: the place to go on from is not one of archives",
			     STR_ARG(spec));
	if (!ok) {
		close_warc(a);
		return false;
	}
	*state = a;
	return true;
}

static bool is_html(struct str type)
{
	return str_find_nocase(type, STR("html")) != STR_NPOS;
}

/* Whether the record is a page; its bytes and type. */
static bool page_of(struct http_message *m, const struct warc_record *r)
{
	if (str_eq(r->type, STR("resource"))) {
		*m = (struct http_message){
			.status = 200, .body = r->block, .content_type = r->content_type};
		return is_html(r->content_type);
	}
	if (!str_eq(r->type, STR("response")) || !str_starts(r->url, STR("http")))
		return false;
	http_message_head(m, r->block);
	if (!m->status) { /* ARC without HTTP's head */
		m->content_type = r->content_type;
		m->status = 200;
	}
	return m->status >= 200 && m->status < 300 && m->body.len && is_html(m->content_type);
}

/* "2026-01-24T10:00:00Z"; ARC: "20260124100000". */
static int64_t crawled_ms(struct str text)
{
	struct date date;
	int64_t n[3];

	if (text.len == 14 && str_int(&n[0], str_cut(text, 0, 4)) &&
	    str_int(&n[1], str_cut(text, 4, 6)) && str_int(&n[2], str_cut(text, 6, 8)) &&
	    n[0] >= 1990 && n[0] <= 2100 && n[1] >= 1 && n[1] <= 12 && n[2] >= 1 && n[2] <= 31)
		return date_from_parts((int)n[0], (int)n[1], (int)n[2]);
	return date_parse(&date, text) ? date.ms : 0;
}

/* What stands before the body of an answer. */
static struct str head_of(struct arena *arena, const struct warc_record *r,
			  const struct http_message *m)
{
	size_t len = m->body.at ? (size_t)(m->body.at - r->block.at) : 0;

	return arena_copy(arena, utf8_repair(arena, str_cut(r->block, 0, len)));
}

static enum pulled give(struct document *out, struct archives *a, struct arena *arena,
			const struct warc_record *r, const struct http_message *m, struct err *err)
{
	struct str origin = arena_fmt(arena, "%s@%" PRId64, a->path.at[a->at], r->place.offset);
	struct str body;

	*out = (struct document){.kind = DOCUMENT_PAGE,
				 .bulk = true,
				 .read_ms = crawled_ms(r->date),
				 .url = arena_copy(arena, r->url),
				 .content_type = arena_copy(arena, m->content_type),
				 .head = head_of(arena, r, m),
				 .origin = origin};
	if (!http_message_body(&body, &a->work, m, err)) {
		err_at(err, origin.at);
		return PULLED_REFUSED;
	}
	out->bytes = arena_copy(arena, body);
	return PULLED_DOCUMENT;
}

/* -- archives of our own ----------------------------------------------------------------- */

static void take_metadata(struct archives *a, const struct warc_record *r)
{
	arena_reset(a->next_arena);
	a->has_next = capture_from_json(&a->next, a->next_arena, r->block);
	a->next_url = arena_copy(a->next_arena, r->url);
}

static bool is_next(const struct archives *a, const struct warc_record *r)
{
	return a->has_next && str_eq(r->url, a->next_url) &&
	       (str_eq(r->type, STR("response")) || str_eq(r->type, STR("resource")));
}

static enum pulled give_again(struct document *out, struct archives *a, struct arena *arena,
			      const struct warc_record *r, struct err *err)
{
	struct str *const text[] = {&a->next.url,    &a->next.redirects, &a->next.head,
				    &a->next.type,   &a->next.entry,     &a->next.id,
				    &a->next.origin, &a->next.source,    &a->next.article};
	struct capture c;

	a->has_next = false;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(arena, *text[i]);
	c = a->next;
	c.body = r->block;
	if (str_eq(r->type, STR("response"))) {
		struct http_message m;

		http_message_head(&m, r->block);
		c.body = m.body;
	}
	c.body = arena_copy(arena, c.body);
	return capture_document(out, arena, &c, err) ? PULLED_DOCUMENT : PULLED_REFUSED;
}

static enum pulled next_of_archive(struct document *out, struct archives *a, struct arena *arena,
				   struct err *err)
{
	struct warc_record record;
	struct http_message message;

	for (;;) {
		switch (warc_next(&record, a->warc, err)) {
		case WARC_RECORD:
			if (str_eq(record.type, STR("metadata")))
				take_metadata(a, &record);
			else if (is_next(a, &record))
				return give_again(out, a, arena, &record, err);
			else if (page_of(&message, &record))
				return give(out, a, arena, &record, &message, err);
			break;
		case WARC_DAMAGED:
			*out = (struct document){.kind = DOCUMENT_PAGE};
			out->origin = arena_fmt(arena, "%s@%" PRId64, a->path.at[a->at],
						record.place.offset);
			err_at(err, out->origin.at);
			return PULLED_REFUSED;
		case WARC_BROKEN:
			return PULLED_BROKEN;
		case WARC_END:
			return PULLED_END;
		}
	}
}

static enum pulled next_warc(struct document *out, void *state, struct arena *arena,
			     struct err *err)
{
	struct archives *a = state;

	while (a->at < a->path.len) {
		enum pulled got;

		if (!a->warc && !warc_open(&a->warc, a->path.at[a->at], &a->from, err))
			return PULLED_BROKEN;
		a->from = (struct warc_place){0};
		got = next_of_archive(out, a, arena, err);
		if (got != PULLED_END)
			return got;
		warc_close(a->warc);
		a->warc = NULL;
		a->at++;
	}
	return PULLED_END;
}

static void cursor_warc(struct cursor *out, const void *state)
{
	const struct archives *a = state;
	struct warc_place place = a->warc ? warc_place(a->warc) : a->from;

	snprintf(out->text, sizeof out->text, "%zu %" PRId64 " %" PRId64, a->at, place.offset,
		 place.index);
}

static double progress_warc(const void *state)
{
	const struct archives *a = state;
	double here = a->warc ? warc_progress(a->warc) : 0;

	return a->path.len ? ((double)a->at + here) / (double)a->path.len : 1;
}

const struct source_ops source_warc_ops = {
	.name = "warc",
	.help = "the pages of web archives (WARC, ARC), plain or gzip",
	.open = open_warc,
	.next = next_warc,
	.cursor = cursor_warc,
	.progress = progress_warc,
	.close = close_warc,
};
