/* source_folder.c -- all files below a folder that have a known ending, in byte order.
 *
 * The names are listed once when it is opened; what the walk could not enter (a
 * loop of links, a folder without permission) stands in the list as an error and is
 * told in its place. Each file is a source of its own kind. The cursor is a hash of
 * the file's path and the file's own cursor; when that file is gone, reading starts
 * from the first one again, which the store takes as a repetition. */
#include <stdio.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/memory.h"
#include "base/vec.h"
#include "ingest/source_kinds.h"

#define ROOM 16 /* bytes of a cursor left to those who keep it */

struct entry {
	struct str path; /* "" for trouble */
	struct err *trouble;
};

struct folder {
	struct arena *arena;
	VEC(struct entry) entry;
	size_t at;             /* the entry that is open or comes next */
	struct source *source; /* of entry[at], NULL: not open */
	struct cursor inner;   /* to open entry[at] with */
};

static bool on_entry(const char *path, const struct err *trouble, void *payload)
{
	struct folder *f = payload;
	struct entry e = {.path = STR_NONE};

	if (path && !source_knows(str_of(path)))
		return true;
	if (path) {
		e.path = arena_copy(f->arena, str_of(path));
	} else {
		e.trouble = ARENA_NEW(f->arena, struct err);
		*e.trouble = *trouble;
	}
	VEC_PUSH(&f->entry, e);
	return true;
}

static void hash_of(char hex[HASH_HEX_SIZE], struct str path)
{
	hash128_hex(hex, hash128(path));
}

/* "HASH inner" */
static void seek(struct folder *f, const struct cursor *from)
{
	char hex[HASH_HEX_SIZE];

	for (size_t i = 0; i < f->entry.len; i++) {
		size_t len = sizeof hex - 1;

		hash_of(hex, f->entry.at[i].path);
		if (strncmp(from->text, hex, len) != 0 || from->text[len] != ' ')
			continue;
		f->at = i;
		snprintf(f->inner.text, sizeof f->inner.text, "%s", from->text + len + 1);
		return;
	}
}

static bool open_folder(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	struct arena *a = arena_new();
	struct folder *f = memory_zalloc(sizeof *f);

	f->arena = a;
	if (!io_walk(arena_z(a, spec), on_entry, f, err)) {
		VEC_FREE(&f->entry);
		arena_free(a);
		memory_free(f);
		return false;
	}
	if (f->entry.len == 0)
		on_entry(NULL,
			 &(struct err){ERR_INPUT, "no file here that can be read (.jsonl, .xml, "
						  ".rss, .atom, .json, .html, .pdf, .txt)"},
			 f);
	if (from)
		seek(f, from);
	*state = f;
	return true;
}

static void step(struct folder *f)
{
	source_close(f->source);
	f->source = NULL;
	f->inner = (struct cursor){{0}};
	f->at++;
}

static enum pulled refuse(struct folder *f, struct document *out, struct arena *arena)
{
	out->origin = arena_copy(arena, f->entry.at[f->at].path);
	step(f);
	return PULLED_REFUSED;
}

static enum pulled next_folder(struct document *out, void *state, struct arena *arena,
			       struct err *err)
{
	struct folder *f = state;

	while (f->at < f->entry.len) {
		const struct entry *e = &f->entry.at[f->at];
		enum pulled pulled;

		if (e->trouble) {
			*err = *e->trouble;
			return refuse(f, out, arena);
		}
		if (!f->source && !source_open(&f->source, e->path, NULL, &f->inner, err))
			return refuse(f, out, arena);
		pulled = source_next(out, f->source, arena, err);
		if (pulled == PULLED_BROKEN)
			return refuse(f, out, arena);
		if (pulled != PULLED_END)
			return pulled;
		step(f);
	}
	return PULLED_END;
}

static void cursor_folder(struct cursor *out, const void *state)
{
	const struct folder *f = state;
	struct cursor inner = {{0}};
	char hex[HASH_HEX_SIZE];

	if (f->at >= f->entry.len) {
		snprintf(out->text, sizeof out->text, "end");
		return;
	}
	if (f->source)
		source_cursor(&inner, f->source);
	hash_of(hex, f->entry.at[f->at].path);
	snprintf(out->text, sizeof out->text, "%s %.*s", hex,
		 (int)(sizeof out->text - HASH_HEX_SIZE - ROOM), inner.text);
}

static double progress_folder(const void *state)
{
	const struct folder *f = state;
	double inner = f->source ? source_progress(f->source) : 0;

	return ((double)f->at + (inner > 0 ? inner : 0)) / (double)f->entry.len;
}

static void close_folder(void *state)
{
	struct folder *f = state;

	source_close(f->source);
	VEC_FREE(&f->entry);
	arena_free(f->arena);
	memory_free(f);
}

const struct source_ops source_folder_ops = {
	.name = "folder",
	.help = "every file below it that can be read",
	.open = open_folder,
	.next = next_folder,
	.cursor = cursor_folder,
	.progress = progress_folder,
	.close = close_folder,
};
