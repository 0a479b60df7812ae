/* base/io.c -- the disk, and nothing else of the world.
 *
 * Reading by line keeps one window and one line in memory whatever the file
 * holds, because a line of a gigabyte is one of the things that happen. Output
 * goes through stdio's buffer but each call is checked, so that a full disk
 * behind a pipe or a redirection ends in an error and exit status 1 and not in
 * a silently short file. */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"

#define WINDOW_BYTES (64u * 1024u)

/* read() that is not disturbed by signals. */
static ssize_t read_some(int fd, char *at, size_t len)
{
	ssize_t got;

	do
		got = read(fd, at, len);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool open_for_reading(int *fd, const char *path, struct err *err)
{
	struct stat st;

	if (strcmp(path, "-") == 0) {
		*fd = STDIN_FILENO;
		return true;
	}
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return err_errno(err, path);
	if (fstat(*fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(*fd);
		return err_set(err, ERR_INPUT, "%s: is a folder, a file was expected", path);
	}
	return true;
}

static void close_reading(int fd)
{
	if (fd != STDIN_FILENO)
		close(fd);
}

bool io_read(struct buf *out, const char *path, struct err *err)
{
	char window[WINDOW_BYTES];
	ssize_t got;
	int fd;

	if (!open_for_reading(&fd, path, err))
		return false;
	while ((got = read_some(fd, window, sizeof window)) > 0 && buf_ok(out))
		buf_str(out, (struct str){window, (size_t)got});
	if (got < 0)
		err_errno(err, path);
	else if (!buf_ok(out))
		err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, out->max);
	close_reading(fd);
	return got >= 0 && buf_ok(out);
}

bool io_head(char *at, size_t size, size_t *len, const char *path, struct err *err)
{
	ssize_t got;
	int fd;

	if (!open_for_reading(&fd, path, err))
		return false;
	got = read_some(fd, at, size);
	if (got < 0)
		err_errno(err, path);
	close_reading(fd);
	*len = got > 0 ? (size_t)got : 0;
	return got >= 0;
}

struct io_file {
	int fd;
	int64_t size;
	char path[];
};

bool io_file_open(struct io_file **out, const char *path, struct err *err)
{
	struct stat st;
	struct io_file *f;
	int fd;

	if (!open_for_reading(&fd, path, err))
		return false;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close_reading(fd);
		return err_set(err, ERR_INPUT, "%s: is no file that can be read at any place",
			       path);
	}
	f = memory_zalloc(sizeof *f + strlen(path) + 1);
	f->fd = fd;
	f->size = st.st_size;
	memcpy(f->path, path, strlen(path));
	*out = f;
	return true;
}

int64_t io_file_size(const struct io_file *f)
{
	return f->size;
}

bool io_file_read(char *at, size_t size, size_t *len, struct io_file *f, int64_t offset,
		  struct err *err)
{
	*len = 0;
	while (*len < size) {
		ssize_t got = pread(f->fd, at + *len, size - *len, offset + (int64_t)*len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, f->path);
		if (got == 0)
			break;
		*len += (size_t)got;
	}
	return true;
}

void io_file_close(struct io_file *f)
{
	if (!f)
		return;
	close_reading(f->fd);
	memory_free(f);
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.at, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_cut(bytes, (size_t)put, bytes.len);
	}
	return true;
}

bool io_write(const char *path, struct str bytes, struct err *err)
{
	char temporary[4096];
	int fd, len = snprintf(temporary, sizeof temporary, "%s.new", path);
	bool ok;

	if (len < 0 || (size_t)len >= sizeof temporary)
		return err_set(err, ERR_INPUT, "%.200s...: path is too long", path);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return err_errno(err, temporary);
	ok = write_all(fd, bytes) && fsync(fd) == 0;
	if (!ok)
		err_errno(err, path);
	if (close(fd) != 0 && ok)
		ok = err_errno(err, path);
	if (ok && rename(temporary, path) != 0)
		ok = err_errno(err, path);
	if (!ok)
		unlink(temporary);
	return ok;
}

/* -- what becomes whole later ------------------------------------------------- */

struct io_out {
	int fd;
	char *path;
};

bool io_out_open(struct io_out **out, const char *path, struct err *err)
{
	struct io_out *o;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		return err_errno(err, path);
	o = memory_zalloc(sizeof *o);
	o->fd = fd;
	o->path = memory_alloc(strlen(path) + 1);
	memcpy(o->path, path, strlen(path) + 1);
	*out = o;
	return true;
}

bool io_out_write(struct io_out *o, struct str bytes, struct err *err)
{
	return write_all(o->fd, bytes) || err_errno(err, o->path);
}

bool io_out_close(struct io_out *o, struct err *err)
{
	bool ok;

	if (!o)
		return true;
	ok = fsync(o->fd) == 0 || err_errno(err, o->path);
	if (close(o->fd) != 0 && ok)
		ok = err_errno(err, o->path);
	memory_free(o->path);
	memory_free(o);
	return ok;
}

/* The name itself is on the disk when the folder that it stands in is. */
static bool sync_at(int64_t *bytes, const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool ok;

	if (fd < 0)
		return err_errno(err, path);
	ok = fsync(fd) == 0 && fstat(fd, &st) == 0;
	if (!ok)
		err_errno(err, path);
	else if (bytes)
		*bytes = S_ISREG(st.st_mode) ? st.st_size : 0;
	close(fd);
	return ok;
}

bool io_settle(int64_t *bytes, const char *from, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";

	if (slash)
		snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path),
			 path);
	if (!sync_at(bytes, from, err))
		return false;
	if (rename(from, path) != 0)
		return err_errno(err, path);
	return sync_at(NULL, folder, err);
}

static bool remove_one(const char *path, const struct err *trouble, void *payload)
{
	(void)payload;
	if (!trouble)
		unlink(path);
	return true;
}

static bool is_still(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino &&
	       held.st_dev == named.st_dev;
}

bool io_claim(int *claim, const char *path, struct err *err)
{
	struct err ignored;

	if (!io_make_folder(path, err))
		return false;
	*claim = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*claim < 0)
		return err_errno(err, path);
	if (flock(*claim, LOCK_EX | LOCK_NB) != 0 || !is_still(*claim, path)) {
		io_release(*claim);
		*claim = -1;
		return err_set(err, ERR_BUSY, "%s: another program writes there", path);
	}
	(void)!io_walk(path, remove_one, NULL, &ignored);
	return true;
}

void io_release(int claim)
{
	if (claim >= 0)
		close(claim);
}

void io_remove(const char *path)
{
	struct err ignored;

	if (unlink(path) == 0 || errno == ENOENT)
		return;
	(void)!io_walk(path, remove_one, NULL, &ignored);
	rmdir(path);
}

struct str io_program_folder(struct arena *a)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);
	struct str whole = {path, len > 0 ? (size_t)len : 0};
	size_t slash = str_rchr(whole, '/');

	return slash == STR_NPOS ? STR_NONE : arena_copy(a, str_cut(whole, 0, slash));
}

bool io_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool io_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool io_real(struct str *out, struct arena *a, struct str path, struct err *err)
{
	char real[PATH_MAX];

	if (!realpath(arena_z(a, path), real))
		return err_errno(err, arena_z(a, path));
	*out = arena_copy(a, str_of(real));
	return true;
}

bool io_make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0755) == 0 || (errno == EEXIST && io_is_folder(path)))
		return true;
	return err_errno(err, path);
}

bool io_print(struct str bytes, struct err *err)
{
	if (bytes.len && fwrite(bytes.at, 1, bytes.len, stdout) != bytes.len)
		return err_errno(err, "standard output");
	return true;
}

bool io_print_end(struct err *err)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return err_errno(err, "standard output");
	return true;
}

/* -- lines ------------------------------------------------------------------ */

struct io_lines {
	int fd;
	char *path;
	size_t max;
	int64_t number, offset, size;
	bool ended;
	size_t from, upto; /* unread part of the window */
	struct buf line;   /* a line that did not lie within one window */
	char window[WINDOW_BYTES];
};

bool io_lines_open(struct io_lines **out, const char *path, size_t max, int64_t from,
		   struct err *err)
{
	struct io_lines *l;
	struct stat st;
	int fd;

	if (!open_for_reading(&fd, path, err))
		return false;
	if (from > 0 && lseek(fd, from, SEEK_SET) < 0) {
		err_errno(err, path);
		close_reading(fd);
		return false;
	}
	l = memory_zalloc(sizeof *l);
	l->fd = fd;
	l->path = memory_alloc(strlen(path) + 1);
	memcpy(l->path, path, strlen(path) + 1);
	l->max = max;
	l->offset = from;
	l->size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : 0;
	buf_init(&l->line, max);
	*out = l;
	return true;
}

/* False at the end of the file and on errors; err->code tells which. */
static bool refill(struct io_lines *l, struct err *err)
{
	ssize_t got = read_some(l->fd, l->window, sizeof l->window);

	err->code = ERR_NONE;
	if (got < 0)
		return err_errno(err, l->path);
	l->from = 0;
	l->upto = (size_t)got;
	return got > 0;
}

static enum io_line line_done(struct str *out, struct io_lines *l, struct str piece)
{
	l->number++;
	if (l->line.len || l->line.overflowed) {
		buf_str(&l->line, piece);
		piece = buf_view(&l->line);
	}
	if (!buf_ok(&l->line) || piece.len > l->max)
		return IO_LINE_TOO_LONG;
	if (piece.len && piece.at[piece.len - 1] == '\r')
		piece.len--;
	*out = piece;
	return IO_LINE;
}

enum io_line io_lines_next(struct str *out, struct io_lines *l, struct err *err)
{
	buf_clear(&l->line);
	while (!l->ended) {
		struct str rest = {l->window + l->from, l->upto - l->from};
		size_t end = str_chr(rest, '\n');

		if (end != STR_NPOS) {
			l->from += end + 1;
			l->offset += (int64_t)end + 1;
			return line_done(out, l, str_cut(rest, 0, end));
		}
		buf_str(&l->line, rest);
		l->offset += (int64_t)rest.len;
		l->from = l->upto;
		if (refill(l, err))
			continue;
		l->ended = true;
		if (err->code != ERR_NONE)
			return IO_LINES_ERROR;
		if (l->line.len || l->line.overflowed)
			return line_done(out, l, STR_NONE);
	}
	return IO_LINES_END;
}

int64_t io_lines_number(const struct io_lines *l)
{
	return l->number;
}

int64_t io_lines_offset(const struct io_lines *l)
{
	return l->offset;
}

int64_t io_lines_size(const struct io_lines *l)
{
	return l->size;
}

void io_lines_close(struct io_lines *l)
{
	if (!l)
		return;
	close_reading(l->fd);
	buf_free(&l->line);
	memory_free(l->path);
	memory_free(l);
}

static bool at_line(struct err *err, const char *path, const struct io_lines *l)
{
	char where[400];

	snprintf(where, sizeof where, "%s:%lld", path, (long long)io_lines_number(l));
	err_at(err, where);
	return false;
}

bool io_each_line(const char *path, io_line_fn *fn, void *payload, struct err *err)
{
	struct io_lines *lines;
	struct str line;
	enum io_line got;
	bool fine = true;

	if (!io_lines_open(&lines, path, LIMIT_LINE, 0, err))
		return false;
	while (fine && (got = io_lines_next(&line, lines, err)) != IO_LINES_END) {
		if (got == IO_LINES_ERROR) {
			fine = false;
			break;
		}
		if (got == IO_LINE_TOO_LONG)
			fine = err_set(err, ERR_LIMIT, "a line has more than %d bytes", LIMIT_LINE);
		else if (str_trim(line).len)
			fine = fn(line, payload, err);
		if (!fine)
			at_line(err, path, lines);
	}
	io_lines_close(lines);
	return fine;
}

/* -- folders ---------------------------------------------------------------- */

struct walk {
	io_walk_fn *fn;
	void *payload;
	bool stopped;
	size_t depth;
	struct stat ancestor[LIMIT_DEPTH];
};

static void walk_folder(struct walk *w, const char *path);

static void walk_trouble(struct walk *w, const struct err *trouble)
{
	w->stopped = !w->fn(NULL, trouble, w->payload);
}

/* Device and inode tell a folder from another, whatever links lead to it. */
static bool is_ancestor(const struct walk *w, const struct stat *st)
{
	for (size_t i = 0; i < w->depth; i++)
		if (w->ancestor[i].st_ino == st->st_ino && w->ancestor[i].st_dev == st->st_dev)
			return true;
	return false;
}

static void walk_entry(struct walk *w, const char *path)
{
	struct err trouble;
	struct stat st;

	if (stat(path, &st) != 0) {
		err_errno(&trouble, path);
		walk_trouble(w, &trouble);
	} else if (S_ISREG(st.st_mode)) {
		w->stopped = !w->fn(path, NULL, w->payload);
	} else if (!S_ISDIR(st.st_mode)) {
		return;
	} else if (is_ancestor(w, &st)) {
		err_set(&trouble, ERR_INPUT, "%s: leads back to a folder it lies in; not entered",
			path);
		walk_trouble(w, &trouble);
	} else if (w->depth == LIMIT_DEPTH) {
		err_set(&trouble, ERR_LIMIT, "%s: more than %d folders deep; not entered", path,
			LIMIT_DEPTH);
		walk_trouble(w, &trouble);
	} else {
		w->ancestor[w->depth++] = st;
		walk_folder(w, path);
		w->depth--;
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void walk_folder(struct walk *w, const char *path)
{
	DIR *folder = opendir(path);
	VEC(char *) names = {0};
	struct dirent *entry;
	struct err trouble;

	if (!folder) {
		err_errno(&trouble, path);
		walk_trouble(w, &trouble);
		return;
	}
	while ((entry = readdir(folder))) {
		size_t len = strlen(path) + strlen(entry->d_name) + 2;
		char *full;

		if (entry->d_name[0] == '.')
			continue;
		full = memory_alloc(len);
		snprintf(full, len, "%s/%s", path, entry->d_name);
		VEC_PUSH(&names, full);
	}
	closedir(folder);
	if (names.len)
		qsort(names.at, names.len, sizeof *names.at, by_name);
	for (size_t i = 0; i < names.len; i++) {
		if (!w->stopped)
			walk_entry(w, names.at[i]);
		memory_free(names.at[i]);
	}
	VEC_FREE(&names);
}

bool io_walk(const char *path, io_walk_fn *fn, void *payload, struct err *err)
{
	struct walk *w;
	struct stat st;

	if (stat(path, &st) != 0)
		return err_errno(err, path);
	w = memory_zalloc(sizeof *w);
	w->fn = fn;
	w->payload = payload;
	walk_entry(w, path);
	memory_free(w);
	return true;
}
