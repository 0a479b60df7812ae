/* source_jsonl.c -- JSON Lines, one article a line, in constant memory.
 *
 * A line that is too long is passed over by io_lines without being held; a blank
 * line is passed over in silence. What is wrong inside a line is told by whoever
 * reads it (extract), with this origin. The cursor is the byte behind the last
 * line and its number, so that messages after a stop still name the right line. */
#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/source_kinds.h"

struct jsonl {
	struct io_lines *lines;
	struct arena *arena; /* of name */
	struct str name;
	int64_t before; /* lines before the first one read here */
	int64_t seen;   /* lines that held something */
	bool ended;     /* and was empty, which was told */
};

static bool read_cursor(const struct cursor *c, int64_t *offset, int64_t *line)
{
	struct str rest = str_of(c->text), first;

	return str_split(&first, &rest, ' ') && str_int(offset, first) && str_int(line, rest) &&
	       *offset >= 0 && *line >= 0;
}

static bool open_jsonl(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	struct arena *a = arena_new();
	struct jsonl *j = memory_zalloc(sizeof *j);
	int64_t offset = 0;

	j->arena = a;
	j->name = str_eq(spec, STR("-")) ? STR("standard input") : arena_copy(a, spec);
	if (from && !read_cursor(from, &offset, &j->before)) {
		err_set(err, ERR_INPUT, "%.*s: the place to go on from is not one of JSON Lines",
			STR_ARG(spec));
	} else if (io_lines_open(&j->lines, arena_z(a, spec), LIMIT_LINE, offset, err)) {
		*state = j;
		return true;
	}
	arena_free(a);
	memory_free(j);
	return false;
}

static struct str origin(const struct jsonl *j, struct arena *arena)
{
	return arena_fmt(arena, "%.*s:%" PRId64, STR_ARG(j->name),
			 j->before + io_lines_number(j->lines));
}

static enum pulled at_end(struct jsonl *j, struct err *err)
{
	if (j->ended || j->seen || j->before)
		return PULLED_END;
	j->ended = true;
	err_set(err, ERR_INPUT, "the file is empty: not one line of JSON");
	return PULLED_REFUSED;
}

static enum pulled next_jsonl(struct document *out, void *state, struct arena *arena,
			      struct err *err)
{
	struct jsonl *j = state;
	struct str line;

	for (;;) {
		switch (io_lines_next(&line, j->lines, err)) {
		case IO_LINES_END:
			out->origin = arena_copy(arena, j->name);
			return at_end(j, err);
		case IO_LINES_ERROR:
			out->origin = arena_copy(arena, j->name);
			return PULLED_BROKEN;
		case IO_LINE_TOO_LONG:
			j->seen++;
			out->origin = origin(j, arena);
			err_set(err, ERR_LIMIT, "a line has more than %d bytes", LIMIT_LINE);
			return PULLED_REFUSED;
		case IO_LINE:
			break;
		}
		if (str_trim(line).len == 0)
			continue;
		j->seen++;
		*out = (struct document){.kind = DOCUMENT_JSON,
					 .bytes = arena_copy(arena, line),
					 .origin = origin(j, arena)};
		return PULLED_DOCUMENT;
	}
}

static void cursor_jsonl(struct cursor *out, const void *state)
{
	const struct jsonl *j = state;

	snprintf(out->text, sizeof out->text, "%" PRId64 " %" PRId64, io_lines_offset(j->lines),
		 j->before + io_lines_number(j->lines) + j->ended);
}

static double progress_jsonl(const void *state)
{
	const struct jsonl *j = state;
	int64_t size = io_lines_size(j->lines);

	return size > 0 ? (double)io_lines_offset(j->lines) / (double)size : -1;
}

static void close_jsonl(void *state)
{
	struct jsonl *j = state;

	io_lines_close(j->lines);
	arena_free(j->arena);
	memory_free(j);
}

const struct source_ops source_jsonl_ops = {
	.name = "jsonl",
	.help = "JSON Lines, one article on each line",
	.open = open_jsonl,
	.next = next_jsonl,
	.cursor = cursor_jsonl,
	.progress = progress_jsonl,
	.close = close_jsonl,
};
