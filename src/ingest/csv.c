/* ingest/csv.c -- libcsv is fed line by line, so that it ends one record at a time.
 *
 * Ours are only the bounds and the way back: after a record that is refused the file is read
 * on in the line behind the one that the record began in, by a parser that knows nothing yet. */
#include "ingest/csv.h"

#include <csv.h>

#include "base/check.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"

#define WINDOW KIB(64)

struct csv {
	struct csv_parser parser;
	struct io_file *file;
	int64_t at;           /* bytes read of the file */
	int64_t lines;        /* behind which we are */
	int64_t line, behind; /* the record's first line; bytes behind it, 0 not known yet */
	size_t fed;           /* bytes of the record */
	size_t from, upto;    /* unread part of the window */
	char window[WINDOW];
	/* the record being read */
	struct str *field;
	size_t count;
	struct arena *arena;
	bool whole, first;
	bool passing; /* the rest of this line is refused */
};

/* A carriage return before the line's end is a blank at the end of a field. */
static int is_blank(unsigned char c)
{
	return c == CSV_SPACE || c == CSV_TAB || c == CSV_CR;
}

static int is_end(unsigned char c)
{
	return c == CSV_LF;
}

static void begin(struct csv *c)
{
	CHECK(csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_blk_size(&c->parser,
			 WINDOW); /* of 128 bytes each, a long field is copied for ever */
	csv_set_space_func(&c->parser, is_blank);
	csv_set_term_func(&c->parser, is_end);
}

bool csv_open(struct csv **out, const char *path, struct err *err)
{
	struct csv *c = memory_zalloc(sizeof *c);

	if (!io_file_open(&c->file, path, err)) {
		memory_free(c);
		return false;
	}
	c->first = true;
	begin(c);
	*out = c;
	return true;
}

void csv_close(struct csv *c)
{
	if (!c)
		return;
	csv_free(&c->parser);
	io_file_close(c->file);
	memory_free(c);
}

int64_t csv_line(const struct csv *c)
{
	return c->line;
}

static void on_field(void *text, size_t len, void *payload)
{
	struct csv *c = payload;

	if (c->count < CSV_FIELDS)
		c->field[c->count] = arena_copy(c->arena, (struct str){text, len});
	c->count++;
}

static void on_record(int end, void *payload)
{
	(void)end;
	((struct csv *)payload)->whole = true;
}

/* Goes on in the line behind the first of the record at hand. */
static enum csv_next refuse(struct csv *c)
{
	csv_free(&c->parser);
	begin(c);
	c->passing = !c->behind;
	if (c->behind) {
		c->at = c->behind;
		c->from = c->upto = 0;
		c->lines = c->line;
	}
	return CSV_REFUSED;
}

/* The rest of a line that is refused and longer than the window. */
static void pass(struct csv *c)
{
	struct str rest = {c->window + c->from, c->upto - c->from};
	size_t end = str_chr(rest, '\n');

	c->from += end == STR_NPOS ? rest.len : end + 1;
	c->passing = end == STR_NPOS;
	c->lines += end != STR_NPOS;
	c->line = c->lines + 1;
}

static bool refill(struct csv *c, struct err *err)
{
	c->from = 0;
	if (!io_file_read(c->window, sizeof c->window, &c->upto, c->file, c->at, err))
		return false;
	c->at += (int64_t)c->upto;
	if (c->first && c->upto >= 3 && memcmp(c->window, "\xef\xbb\xbf", 3) == 0)
		c->from = 3;
	c->first = false;
	return true;
}

/* Feeds what the window has of one line. False: libcsv refuses it. */
static bool feed(struct csv *c)
{
	struct str rest = {c->window + c->from, c->upto - c->from};
	size_t end = str_chr(rest, '\n');
	size_t len = end == STR_NPOS ? rest.len : end + 1;

	c->from += len;
	if (end != STR_NPOS) {
		c->lines++;
		if (!c->behind)
			c->behind = c->at - (int64_t)(c->upto - c->from);
	}
	c->fed += len;
	return csv_parse(&c->parser, rest.at, len, on_field, on_record, c) == len;
}

/* What libcsv has gathered: a row, or why it is none. */
static enum csv_next settle(struct csv *c, size_t *count, struct err *err)
{
	*count = c->count;
	if (c->count <= CSV_FIELDS)
		return CSV_ROW;
	err_set(err, ERR_LIMIT, "the record has over %d fields", CSV_FIELDS);
	return CSV_REFUSED;
}

static void begin_record(struct csv *c)
{
	c->line = c->lines + 1;
	c->behind = 0;
	c->fed = 0;
	c->count = 0;
	c->whole = false;
}

static bool is_empty_line(const struct csv *c)
{
	return c->behind && !c->whole && c->count == 0 && !c->parser.quoted &&
	       c->parser.entry_pos == 0;
}

enum csv_next csv_next(struct str field[CSV_FIELDS], size_t *count, struct csv *c,
		       struct arena *arena, struct err *err)
{
	c->field = field;
	c->arena = arena;
	begin_record(c);
	while (!c->whole) {
		if (c->from == c->upto && !refill(c, err))
			return CSV_BROKEN;
		if (c->upto == 0)
			break;
		if (c->passing) {
			pass(c);
			continue;
		}
		if (!feed(c)) {
			err_set(err, ERR_INPUT, "field %zu goes on behind its closing quote",
				c->count + 1);
			return refuse(c);
		}
		if (c->fed > LIMIT_LINE) {
			err_set(err, ERR_LIMIT, "the record has over %d bytes", LIMIT_LINE);
			return refuse(c);
		}
		if (is_empty_line(c))
			begin_record(c);
	}
	if (c->whole)
		return settle(c, count, err);
	if (csv_fini(&c->parser, on_field, on_record, c) != 0) {
		err_set(err, ERR_INPUT, "the quote that is open here is never closed");
		return refuse(c);
	}
	return c->whole ? settle(c, count, err) : CSV_END;
}
