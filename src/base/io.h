/* base/io.h -- files: whole, by line, by folder; and output that is checked.
 *
 * Only this file opens files by itself (libraries such as SQLite open their
 * own). "-" is standard input or output. Every error names the path. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Appends the whole file; ERR_LIMIT when it does not fit under buf's ceiling. */
bool io_read(struct buf *out, const char *path, struct err *err) MUST_USE;

/* At most `size` bytes from the front of a regular file. */
bool io_head(char *at, size_t size, size_t *len, const char *path, struct err *err) MUST_USE;

/* Writes to a temporary file beside `path`, syncs and renames: readers see the
 * old bytes or all the new ones. On failure the temporary file is removed. */
bool io_write(const char *path, struct str bytes, struct err *err) MUST_USE;

/* The same for what is too long for memory, or written by a library: io_out writes to any
 * path, io_settle syncs what is at `from` (file or folder with its files) and renames it.
 * Until then nobody takes it for whole. `*bytes` may be NULL; of a folder it is 0. */
struct io_out; /* one thread */
bool io_out_open(struct io_out **out, const char *path, struct err *err) MUST_USE;
bool io_out_write(struct io_out *o, struct str bytes, struct err *err) MUST_USE;
bool io_out_close(struct io_out *o, struct err *err) MUST_USE; /* synced; NULL is fine */
bool io_settle(int64_t *bytes, const char *from, const char *path, struct err *err) MUST_USE;
/* Makes the folder if need be, keeps others from claiming it, and takes out what a run that
 * was killed left in it. ERR_BUSY: another has it. Given back by io_release, also after it was
 * renamed. */
bool io_claim(int *claim, const char *path, struct err *err) MUST_USE;
void io_release(int claim); /* -1 is fine */
/* A file, or a folder with the files in it; a missing one is fine. */
void io_remove(const char *path);

bool io_exists(const char *path);
struct str io_program_folder(struct arena *a); /* where this program lies; "" nobody knows */
bool io_is_folder(const char *path);
bool io_make_folder(const char *path, struct err *err) MUST_USE; /* existing is fine */
/* The whole path of what is there, without links. */
bool io_real(struct str *out, struct arena *a, struct str path, struct err *err) MUST_USE;

/* Writes all of it to stdout, buffered; false once stdout is broken or full. */
bool io_print(struct str bytes, struct err *err) MUST_USE;
bool io_print_end(struct err *err) MUST_USE; /* flush; before exit */

/* -- lines ------------------------------------------------------------------ */

struct io_lines; /* one thread; a 64 KB window and the current line, nothing else */

enum io_line { IO_LINE, IO_LINE_TOO_LONG, IO_LINES_END, IO_LINES_ERROR };

/* Lines longer than `max` bytes are passed over in constant memory and told as
 * IO_LINE_TOO_LONG, once each; the line after is fine. A last line without \n
 * counts. `from` bytes are skipped first (the file must be seekable then). */
bool io_lines_open(struct io_lines **out, const char *path, size_t max, int64_t from,
		   struct err *err) MUST_USE;
enum io_line io_lines_next(struct str *out, struct io_lines *l, struct err *err);
int64_t io_lines_number(const struct io_lines *l); /* of the line just given, from 1 */
int64_t io_lines_offset(const struct io_lines *l); /* bytes behind the line just given */
int64_t io_lines_size(const struct io_lines *l);   /* of the file, 0 when unknown */
void io_lines_close(struct io_lines *l);

/* Calls fn for each line of a file ("-": standard input) that is not blank, up to the
 * first that it refuses or that is over LIMIT_LINE: the error is at "path:line". */
typedef bool io_line_fn(struct str line, void *payload, struct err *err);
bool io_each_line(const char *path, io_line_fn *fn, void *payload, struct err *err) MUST_USE;

/* -- parts ------------------------------------------------------------------ */

struct io_file; /* one thread; a regular file read at any place */

bool io_file_open(struct io_file **out, const char *path, struct err *err) MUST_USE;
int64_t io_file_size(const struct io_file *f);
/* At most `size` bytes from `offset`; fewer only at the file's end. */
bool io_file_read(char *at, size_t size, size_t *len, struct io_file *f, int64_t offset,
		  struct err *err) MUST_USE;
void io_file_close(struct io_file *f);

/* -- folders ---------------------------------------------------------------- */

/* Calls fn for each regular file below `path`, in byte order of names, folders
 * of a folder in place. Names that begin with '.' are passed over; symbolic
 * links are followed, a folder that is its own ancestor is told as an error and
 * not entered. fn gets either a path or, with path NULL, the error of one entry
 * (the walk goes on). Returning false from fn ends the walk. */
typedef bool io_walk_fn(const char *path, const struct err *trouble, void *payload);
bool io_walk(const char *path, io_walk_fn *fn, void *payload, struct err *err) MUST_USE;
