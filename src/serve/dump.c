/* serve/dump.c -- files first, then what vouches for them, then the name that counts.
 *
 * The folder in the making begins with a dot and is locked: a second run waits for nobody and
 * says so, and what a killed run left is taken away by the next. The manifest holds no time but
 * the day, so that the same store gives the same bytes twice a day. */
#include "serve/dump.h"

#include <stdio.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/secret.h"
#include "text/date.h"

struct entry {
	const char *what;
	char name[80];
	struct sink *sink;
	struct sink_sum sum;
};

struct dump {
	struct dump_about about;
	struct arena *arena;
	const char *part, *whole;
	struct str day;
	int claim;
	struct entry file[DUMP_FILES];
	size_t files;
};

bool dump_begin(struct dump **out, const char *parent, const struct dump_about *about,
		struct err *err)
{
	struct dump *d = memory_zalloc(sizeof *d);
	struct arena *a = arena_new();

	d->about = *about;
	d->arena = a;
	d->claim = -1;
	d->about.docs = arena_copy(a, about->docs);
	d->day = date_day(a, about->now_ms);
	d->whole = arena_fmt(a, "%s/tocsin-%s-%.*s", parent, about->format, STR_ARG(d->day)).at;
	d->part =
		arena_fmt(a, "%s/.tocsin-%s-%.*s.part", parent, about->format, STR_ARG(d->day)).at;
	if (io_exists(d->whole))
		err_set(err, ERR_CONFLICT, "%s is there already; remove it or take another folder",
			d->whole);
	else if (io_make_folder(parent, err) && io_claim(&d->claim, d->part, err)) {
		*out = d;
		return true;
	}
	arena_free(a);
	memory_free(d);
	return false;
}

bool dump_add(struct sink **out, struct dump *d, const char *name, const char *what,
	      struct err *err)
{
	struct entry *e = &d->file[d->files];

	if (d->files == DUMP_FILES)
		return err_set(err, ERR_LIMIT, "a dump has at most %d files", DUMP_FILES);
	snprintf(e->name, sizeof e->name, "%s.zst", name);
	e->what = what;
	if (!sink_open(&e->sink, arena_fmt(d->arena, "%s/%s", d->part, e->name).at, err))
		return false;
	d->files++;
	*out = e->sink;
	return true;
}

static bool close_one(struct entry *e, struct err *err)
{
	struct sink *k = e->sink;

	e->sink = NULL;
	return !k || sink_close(&e->sum, k, err);
}

bool dump_close(struct dump *d, struct sink *k, struct err *err)
{
	for (size_t i = 0; i < d->files; i++)
		if (d->file[i].sink == k)
			return close_one(&d->file[i], err);
	return true;
}

static void manifest(struct buf *b, const struct dump *d)
{
	struct emit e;

	emit_open(&e, b);
	emit_object(&e);
	emit_pair(&e, "dump", str_of(d->about.format));
	emit_pair(&e, "date", d->day);
	emit_pair(&e, "program", STR("tocsin " TOCSIN_VERSION));
	emit_pair_int(&e, "schema", d->about.schema);
	emit_pair_int(&e, "store_version", d->about.version);
	emit_key(&e, "texts");
	emit_bool(&e, d->about.texts);
	emit_key(&e, "files");
	emit_array(&e);
	for (size_t i = 0; i < d->files; i++) {
		const struct entry *f = &d->file[i];

		emit_object(&e);
		emit_pair(&e, "name", str_of(f->name));
		emit_pair(&e, "what", str_of(f->what));
		emit_pair_int(&e, "rows", f->sum.rows);
		emit_pair_int(&e, "bytes", f->sum.bytes);
		emit_pair(&e, "sha256", str_of(f->sum.sha256));
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
	buf_char(b, '\n');
}

/* Writes one more file and its line of SHA256SUMS. */
static bool vouch(struct buf *sums, struct dump *d, const char *name, struct str bytes,
		  struct err *err)
{
	char hex[SECRET_HEX_SIZE];

	secret_sha256(hex, bytes);
	buf_fmt(sums, "%s  %s\n", hex, name);
	return io_write(arena_fmt(d->arena, "%s/%s", d->part, name).at, bytes, err);
}

static bool close_files(struct dump *d, struct err *err)
{
	for (size_t i = 0; i < d->files; i++)
		if (!close_one(&d->file[i], err))
			return false;
	return true;
}

static bool write_papers(struct dump *d, struct err *err)
{
	struct buf sums, paper;
	bool ok;

	buf_init(&sums, KIB(64));
	buf_init(&paper, KIB(256));
	for (size_t i = 0; i < d->files; i++)
		buf_fmt(&sums, "%s  %s\n", d->file[i].sum.sha256, d->file[i].name);
	manifest(&paper, d);
	ok = vouch(&sums, d, "manifest.json", buf_view(&paper), err) &&
	     vouch(&sums, d, "SCHEMA.md", d->about.docs, err) &&
	     io_write(arena_fmt(d->arena, "%s/SHA256SUMS", d->part).at, buf_view(&sums), err);
	buf_free(&sums);
	buf_free(&paper);
	return ok;
}

static void release(struct dump *d)
{
	io_release(d->claim);
	arena_free(d->arena);
	memory_free(d);
}

bool dump_end(struct str *path, struct dump *d, struct arena *arena, struct err *err)
{
	if (!close_files(d, err) || !write_papers(d, err) ||
	    !io_settle(NULL, d->part, d->whole, err)) {
		dump_drop(d);
		return false;
	}
	*path = arena_copy(arena, str_of(d->whole));
	release(d);
	return true;
}

void dump_drop(struct dump *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->files; i++)
		sink_drop(d->file[i].sink);
	io_remove(d->part);
	release(d);
}
