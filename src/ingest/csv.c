/* ingest/csv.c -- records are put together from lines: one is whole when its quotes are even. */
#include "ingest/csv.h"

#include "base/limits.h"

bool csv_open(struct csv *c, const char *path, struct err *err)
{
	*c = (struct csv){.path = path};
	buf_init(&c->record, LIMIT_LINE);
	return io_lines_open(&c->lines, path, LIMIT_LINE, 0, err);
}

void csv_close(struct csv *c)
{
	if (c->lines)
		io_lines_close(c->lines);
	buf_free(&c->record);
}

static size_t quotes_in(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == '"';
	return n;
}

/* Goes on in the line behind the first of the record at hand. */
static enum csv_next again(struct csv *c, struct err *err)
{
	struct err why;

	io_lines_close(c->lines);
	c->before = c->line;
	if (io_lines_open(&c->lines, c->path, LIMIT_LINE, c->behind, &why))
		return CSV_REFUSED;
	c->lines = NULL;
	*err = why;
	return CSV_BROKEN;
}

/* The lines of one record into c->record. */
static enum csv_next gather(struct csv *c, struct err *err)
{
	size_t quotes = 0;
	bool begun = false, too_long = false;
	struct str line;
	enum io_line got;

	buf_clear(&c->record);
	while ((got = io_lines_next(&line, c->lines, err)) != IO_LINES_END) {
		if (got == IO_LINES_ERROR)
			return CSV_BROKEN;
		if (begun)
			buf_char(&c->record, '\n');
		else
			c->behind = io_lines_offset(c->lines),
			c->line = c->before + io_lines_number(c->lines);
		begun = true;
		if (got == IO_LINE_TOO_LONG)
			too_long = true;
		else
			buf_str(&c->record, line);
		quotes += got == IO_LINE ? quotes_in(line) : 0;
		if (too_long || !buf_ok(&c->record)) {
			err_set(err, ERR_LIMIT, "the record has over %d bytes", LIMIT_LINE);
			return again(c, err);
		}
		if (quotes % 2 == 0)
			return CSV_ROW;
	}
	if (!begun)
		return CSV_END;
	err_set(err, ERR_INPUT, "the quote that is open here is never closed");
	return again(c, err);
}

/* One field from `from`, behind which *from is moved; quotes are taken off. */
static bool take(struct str *out, size_t *from, struct arena *a, struct str s)
{
	char *to = arena_bytes(a, s.len - *from + 1);
	size_t i = *from, len = 0;
	bool quoted = i < s.len && s.at[i] == '"';

	i += quoted;
	while (i < s.len) {
		if (quoted && s.at[i] == '"') {
			if (i + 1 == s.len || s.at[i + 1] != '"')
				break;
			i++;
		} else if (!quoted && s.at[i] == ',') {
			break;
		}
		to[len++] = s.at[i++];
	}
	i += quoted;
	*from = i + 1;
	*out = (struct str){to, len};
	return i >= s.len || s.at[i] == ',';
}

static enum csv_next split(struct str field[], size_t *count, struct arena *a, struct str s,
			   struct err *err)
{
	size_t from = 0;

	*count = 0;
	do {
		if (*count == CSV_FIELDS) {
			err_set(err, ERR_LIMIT, "the record has over %d fields", CSV_FIELDS);
			return CSV_REFUSED;
		}
		if (!take(&field[(*count)++], &from, a, s)) {
			err_set(err, ERR_INPUT, "field %zu goes on behind its closing quote",
				*count);
			return CSV_REFUSED;
		}
	} while (from <= s.len);
	return CSV_ROW;
}

enum csv_next csv_next(struct str field[CSV_FIELDS], size_t *count, struct csv *c,
		       struct arena *arena, struct err *err)
{
	struct str record;
	enum csv_next got;

	do {
		got = gather(c, err);
		if (got != CSV_ROW)
			return got;
		record = buf_view(&c->record);
		if (str_starts(record, STR("\xef\xbb\xbf")) && c->line == 1)
			record = str_cut(record, 3, record.len);
		if (str_ends(record, STR("\r")))
			record = str_cut(record, 0, record.len - 1);
	} while (record.len == 0);
	return split(field, count, arena, record, err);
}
