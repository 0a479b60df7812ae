/* serve/import.c -- manifest, checksums, rows, end.
 *
 * A dump of another schema is refused: only migrations know what changed in between, and they
 * work on a store. So it goes in with the program that made it, and is migrated then. */
#include "serve/import.h"

#include <stdio.h>

#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/zstd.h"
#include "store/dump.h"

#define WINDOW KIB(64)

/* -- lines of a packed file ------------------------------------------------------------ */

struct packed {
	const char *path;
	struct io_file *file;
	struct zstd_in *zstd;
	int64_t at, number; /* bytes read of the file; lines given */
	struct str in, out; /* not yet unpacked; not yet given */
	struct buf line;
	bool ended;
	char packed[WINDOW], plain[WINDOW];
};

static bool packed_open(struct packed **out, const char *path, struct err *err)
{
	struct packed *p = memory_zalloc(sizeof *p);

	if (!io_file_open(&p->file, path, err)) {
		memory_free(p);
		return false;
	}
	p->path = path;
	p->zstd = zstd_in_new();
	buf_init(&p->line, LIMIT_RESPONSE);
	*out = p;
	return true;
}

static void packed_close(struct packed *p)
{
	io_file_close(p->file);
	zstd_in_free(p->zstd);
	buf_free(&p->line);
	memory_free(p);
}

static bool unpack(struct packed *p, struct err *err)
{
	size_t len = 0;

	if (p->in.len == 0) {
		if (!io_file_read(p->packed, sizeof p->packed, &len, p->file, p->at, err))
			return false;
		p->at += (int64_t)len;
		p->in = (struct str){p->packed, len};
		p->ended = len == 0;
		if (p->ended && !zstd_in_is_whole(p->zstd)) {
			err_set(err, ERR_INPUT, "the file is cut off");
			err_at(err, p->path);
			return false;
		}
		if (p->ended)
			return true;
	}
	if (!zstd_unpack(p->plain, sizeof p->plain, &len, p->zstd, &p->in, err)) {
		err_at(err, p->path);
		return false;
	}
	p->out = (struct str){p->plain, len};
	return true;
}

/* IO_LINE, IO_LINES_END or IO_LINES_ERROR. */
static enum io_line packed_next(struct str *line, struct packed *p, struct err *err)
{
	buf_clear(&p->line);
	while (!p->ended) {
		size_t end = str_chr(p->out, '\n');

		buf_str(&p->line, str_cut(p->out, 0, end == STR_NPOS ? p->out.len : end));
		if (!buf_ok(&p->line)) {
			err_set(err, ERR_LIMIT, "%s:%lld: the line has over %d bytes", p->path,
				(long long)p->number + 1, LIMIT_RESPONSE);
			return IO_LINES_ERROR;
		}
		if (end != STR_NPOS) {
			p->out = str_cut(p->out, end + 1, p->out.len);
			p->number++;
			*line = buf_view(&p->line);
			return IO_LINE;
		}
		p->out = STR_NONE;
		if (!unpack(p, err))
			return IO_LINES_ERROR;
	}
	if (p->line.len == 0)
		return IO_LINES_END;
	err_set(err, ERR_INPUT, "%s:%lld: the last line has no end", p->path,
		(long long)p->number + 1);
	return IO_LINES_ERROR;
}

/* -- a folder --------------------------------------------------------------------------- */

struct import {
	struct store_load *load;
	struct arena *arena;
	const char *folder;
	int64_t rows;
};

static bool checksum(char hex[SECRET_HEX_SIZE], const char *path, struct err *err)
{
	struct secret_sum *sum;
	struct io_file *f;
	char *window;
	int64_t at = 0;
	size_t len = 0;
	bool ok;

	if (!io_file_open(&f, path, err))
		return false;
	sum = secret_sum_new();
	window = memory_alloc(WINDOW);
	do {
		ok = io_file_read(window, WINDOW, &len, f, at, err);
		if (ok)
			secret_sum_add(sum, (struct str){window, len});
		at += (int64_t)len;
	} while (ok && len);
	secret_sum_hex(hex, sum);
	memory_free(window);
	io_file_close(f);
	return ok;
}

static const char *path_in(struct import *m, struct str name)
{
	return arena_fmt(m->arena, "%s/%.*s", m->folder, STR_ARG(name)).at;
}

/* The entry of the manifest for this table. */
static const struct json *entry_of(const struct json *files, struct arena *a, const char *table)
{
	struct str name = arena_fmt(a, "%s.jsonl.zst", table);

	for (size_t i = 0; i < json_len(files); i++)
		if (str_eq(json_get_str(json_at(files, i), "name"), name))
			return json_at(files, i);
	return NULL;
}

static bool verify(struct import *m, const struct json *files, struct err *err)
{
	for (const struct store_table *t = store_table; t->name; t++) {
		const struct json *e = entry_of(files, m->arena, t->name);
		char hex[SECRET_HEX_SIZE];

		if (!e && t->whole_only)
			continue;
		if (!e)
			return err_set(err, ERR_INPUT, "%s/manifest.json: names no file for %s",
				       m->folder, t->name);
		if (!checksum(hex, path_in(m, json_get_str(e, "name")), err))
			return false;
		if (!str_eq(json_get_str(e, "sha256"), str_of(hex)))
			return err_set(err, ERR_INPUT,
				       "%s: damaged: its SHA-256 is not the one of the manifest",
				       path_in(m, json_get_str(e, "name")));
	}
	return true;
}

static bool load_table(struct import *m, const struct json *entry, const char *table,
		       struct err *err)
{
	const char *path = path_in(m, json_get_str(entry, "name"));
	struct packed *p;
	enum io_line got;
	struct str line;

	if (!packed_open(&p, path, err))
		return false;
	while ((got = packed_next(&line, p, err)) == IO_LINE) {
		if (!store_load_row(m->load, str_of(table), line, err)) {
			err_at(err, arena_fmt(m->arena, "%s:%lld", path, (long long)p->number).at);
			got = IO_LINES_ERROR;
			break;
		}
		m->rows++;
	}
	if (got == IO_LINES_END && p->number != json_int(json_get(entry, "rows"), -1)) {
		err_set(err, ERR_INPUT, "%s: %lld rows, the manifest says %lld", path,
			(long long)p->number, (long long)json_int(json_get(entry, "rows"), -1));
		got = IO_LINES_ERROR;
	}
	packed_close(p);
	return got == IO_LINES_END;
}

static bool is_ours(const struct json *head, const char *path, struct err *err)
{
	int64_t schema = json_int(json_get(head, "schema"), -1);

	if (!str_eq(json_get_str(head, "dump"), STR("jsonl")))
		return err_set(err, ERR_INPUT, "%s: no dump of format jsonl", path);
	if (schema != store_schema())
		return err_set(err, ERR_INPUT,
			       "%s: a dump of schema %lld, this program has %lld; import it with "
			       "the program that made it, then migrate",
			       path, (long long)schema, (long long)store_schema());
	return true;
}

static bool from_manifest(struct import *m, const struct json *manifest, struct err *err)
{
	const struct json *files = json_get(manifest, "files");

	if (!is_ours(manifest, path_in(m, STR("manifest.json")), err) || !verify(m, files, err))
		return false;
	for (const struct store_table *t = store_table; t->name; t++) {
		const struct json *e = entry_of(files, m->arena, t->name);

		if (e && !load_table(m, e, t->name, err))
			return false;
	}
	return true;
}

static bool from_folder(struct import *m, struct err *err)
{
	const char *path = path_in(m, STR("manifest.json"));
	struct json *manifest;
	struct buf b;
	bool ok;

	buf_init(&b, MIB(1));
	ok = io_read(&b, path, err);
	if (ok && !json_parse(&manifest, buf_view(&b), err)) {
		err_at(err, path);
		ok = false;
	}
	buf_free(&b);
	if (!ok)
		return false;
	ok = from_manifest(m, manifest, err);
	json_free(manifest);
	return ok;
}

/* -- one stream -------------------------------------------------------------------------- */

/* The text of the row, without parsing it twice: {"table":"...","row":ROW} */
static bool wrapped(struct str *table, struct str *row, struct str line)
{
	static const struct str head = {"{\"table\":\"", 10}, middle = {"\",\"row\":", 8};
	size_t end;

	if (!str_starts(line, head) || !str_ends(line, STR("}")))
		return false;
	line = str_cut(line, head.len, line.len - 1);
	end = str_find(line, middle);
	if (end == STR_NPOS)
		return false;
	*table = str_cut(line, 0, end);
	*row = str_cut(line, end + middle.len, line.len);
	return true;
}

static bool first_or_last(bool *ended, struct import *m, struct str line, int64_t number,
			  struct err *err)
{
	struct json *o;
	bool ok = true;

	if (!json_parse(&o, line, err))
		return false;
	if (number == 1)
		ok = is_ours(o, "the first line", err);
	else if (!str_eq(json_get_str(o, "end"), STR("jsonl")))
		ok = err_set(err, ERR_INPUT, "no row of a dump");
	else if (json_int(json_get(o, "rows"), -1) != m->rows)
		ok = err_set(err, ERR_INPUT, "%lld rows, the last line says %lld",
			     (long long)m->rows, (long long)json_int(json_get(o, "rows"), -1));
	else
		*ended = true;
	json_free(o);
	return ok;
}

static bool take(bool *ended, struct import *m, struct str line, int64_t number, struct err *err)
{
	struct str table, row;

	if (*ended)
		return err_set(err, ERR_INPUT, "a line behind the last one");
	if (number == 1 || !wrapped(&table, &row, line))
		return first_or_last(ended, m, line, number, err);
	m->rows++;
	return store_load_row(m->load, table, row, err);
}

static bool from_lines(struct import *m, const char *path, struct err *err)
{
	struct io_lines *lines;
	struct str line;
	enum io_line got;
	bool ended = false, ok = true;

	if (!io_lines_open(&lines, path, LIMIT_RESPONSE, 0, err))
		return false;
	while (ok && (got = io_lines_next(&line, lines, err)) != IO_LINES_END) {
		ok = got == IO_LINE ||
		     (got == IO_LINE_TOO_LONG &&
		      err_set(err, ERR_LIMIT, "the line has over %d bytes", LIMIT_RESPONSE));
		ok = ok && take(&ended, m, line, io_lines_number(lines), err);
		if (!ok && got != IO_LINES_ERROR)
			err_at(err, arena_fmt(m->arena, "%s:%lld", path,
					      (long long)io_lines_number(lines))
					    .at);
	}
	io_lines_close(lines);
	if (ok && !ended)
		return err_set(err, ERR_INPUT, "%s: cut off: the closing line is missing", path);
	return ok;
}

static bool from_packed(struct import *m, const char *path, struct err *err)
{
	bool ended = false, ok = true;
	enum io_line got = IO_LINES_END;
	struct packed *p;
	struct str line;

	if (!packed_open(&p, path, err))
		return false;
	while (ok && (got = packed_next(&line, p, err)) == IO_LINE) {
		ok = take(&ended, m, line, p->number, err);
		if (!ok)
			err_at(err, arena_fmt(m->arena, "%s:%lld", path, (long long)p->number).at);
	}
	packed_close(p);
	if (ok && got == IO_LINES_END && !ended)
		return err_set(err, ERR_INPUT, "%s: cut off: the closing line is missing", path);
	return ok && got == IO_LINES_END;
}

bool import_run(int64_t *rows, struct store *s, const char *path, struct err *err)
{
	struct import m = {.folder = path, .arena = arena_new()};
	bool ok = store_load_begin(&m.load, s, err);

	if (ok) {
		if (io_is_folder(path))
			ok = from_folder(&m, err);
		else if (str_ends(str_of(path), STR(".zst")))
			ok = from_packed(&m, path, err);
		else
			ok = from_lines(&m, path, err);
		if (ok)
			ok = store_load_end(m.load, err);
		else
			store_abandon(s);
		store_load_free(m.load);
	}
	*rows = m.rows;
	arena_free(m.arena);
	return ok;
}
