/* warc.c -- a window over the file, members unpacked out of it, records out of those.
 *
 * The window holds the bytes from `base` on; it is filled when less than a record's
 * worth is left, and grows only for a record that is larger. A plain archive is taken
 * as one endless member whose bytes are the window itself; so is a member that is too
 * large to be unpacked in one go (one gzip stream over all records), by a reader of its
 * own whose window zlib fills. */
#include "ingest/warc.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/gunzip.h"
#include "ingest/http_message.h"
#include "ingest/inflate.h"

#define WINDOW MIB(4)
#define ENOUGH MIB(1)         /* bytes of the window that a member is tried with */
#define NOTICED_WITHIN KIB(4) /* of damage in a gzip stream, mostly */
#define GZIP_DAMAGED "the gzip data is damaged or cut off"

struct warc {
	struct io_file *file;
	struct gunzip_stream *stream; /* fills the window in place of the file */
	struct warc *large;           /* reads the member that is too large for `member` */
	struct inflate *inflate;
	struct buf window;
	int64_t base;          /* offset of the window's first byte */
	size_t at;             /* in the window: what comes next */
	bool at_end;           /* the window reaches the file's end */
	struct buf member;     /* the member unpacked */
	struct buf joined;     /* members of a record that lies across some */
	struct str rest;       /* of it: records not given yet */
	struct warc_place now; /* of the next record */
	int64_t skip;          /* records of the first member that were given before */
	bool in_member;
};

static struct str left(const struct warc *w)
{
	return str_cut(buf_view(&w->window), w->at, w->window.len);
}

static int64_t offset(const struct warc *w)
{
	return w->base + (int64_t)w->at;
}

static bool read_on(char *to, size_t room, size_t *got, struct warc *w, int64_t at, struct err *err)
{
	if (w->stream)
		return gunzip_stream_read(to, room, got, w->stream, err);
	return io_file_read(to, room, got, w->file, at, err);
}

/* At least `need` bytes behind `at`, or all that there are. */
static bool fill(struct warc *w, size_t need, struct err *err)
{
	size_t got, keep = w->window.len - w->at;
	char *to;

	if (keep >= need || w->at_end)
		return true;
	if (w->at)
		memmove(w->window.at, w->window.at + w->at, keep);
	w->base += (int64_t)w->at;
	w->at = 0;
	w->window.len = keep;
	need = need > WINDOW ? need : WINDOW;
	to = buf_space(&w->window, need - keep);
	if (!to)
		return err_set(err, ERR_LIMIT, "a record is larger than %d bytes",
			       LIMIT_WARC_RECORD);
	if (!read_on(to, need - keep, &got, w, w->base + (int64_t)keep, err))
		return false;
	buf_made(&w->window, got);
	w->at_end = got < need - keep;
	return true;
}

/* -- headers ---------------------------------------------------------------------------- */

/* The line at the front of *s, without its end; *s moves behind it. */
static struct str take_line(struct str *s)
{
	size_t end = str_chr(*s, '\n');
	struct str line = str_cut(*s, 0, end);

	*s = str_cut(*s, end == STR_NPOS ? s->len : end + 1, s->len);
	while (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool is_warc(struct str s)
{
	return str_starts(s, STR("WARC/"));
}

/* "http://a/ 1.2.3.4 20140216050221 text/html 1234" */
static bool arc_line(struct warc_record *out, int64_t *length, struct str line)
{
	struct str part[3];

	for (int i = 0; i < 3; i++) { /* from the end: addresses may hold blanks */
		size_t blank = str_rchr(line, ' ');

		if (blank == STR_NPOS)
			return false;
		part[i] = str_cut(line, blank + 1, line.len);
		line = str_cut(line, 0, blank);
	}
	if (!str_int(length, part[0]) || *length < 0 || part[2].len != 14)
		return false;
	out->content_type = part[1];
	out->date = part[2];
	out->url = str_cut(line, 0, str_rchr(line, ' '));
	out->type = str_starts(line, STR("filedesc://")) ? STR("filedesc") : STR("response");
	return str_find(line, STR("://")) != STR_NPOS || str_find(line, STR(":")) != STR_NPOS;
}

/* "<http://a/>" was written by some as the standard of 2009 seemed to say. */
static struct str bare_url(struct str s)
{
	if (str_starts(s, STR("<")) && str_ends(s, STR(">")))
		return str_cut(s, 1, s.len - 1);
	return s;
}

static void take_field(struct warc_record *out, int64_t *length, struct str line)
{
	struct str name, value;

	if (!http_message_field(&name, &value, line))
		return;
	if (str_eq_nocase(name, STR("WARC-Type")))
		out->type = value;
	else if (str_eq_nocase(name, STR("WARC-Target-URI")))
		out->url = bare_url(value);
	else if (str_eq_nocase(name, STR("WARC-Date")))
		out->date = value;
	else if (str_eq_nocase(name, STR("Content-Type")))
		out->content_type = value;
	else if (str_eq_nocase(name, STR("Content-Length")) && !str_int(length, value))
		*length = -1;
}

/* The head of a record at the front of `s`; its bytes to *head. NULL, or what is wrong. */
static const char *read_head(struct warc_record *out, size_t *head, int64_t *length, struct str s)
{
	struct str rest = s, line = take_line(&rest);

	*length = -1;
	if (!is_warc(s)) {
		if (!arc_line(out, length, line))
			return "no record begins here";
		*head = s.len - rest.len;
		return NULL;
	}
	while (rest.len) {
		line = take_line(&rest);
		if (!line.len)
			break;
		take_field(out, length, line);
		if (s.len - rest.len > LIMIT_WARC_HEADER)
			return "the record's header does not end";
	}
	*head = s.len - rest.len;
	return *length < 0 ? "the record has no Content-Length" : NULL;
}

/* -- records ---------------------------------------------------------------------------- */

static enum warc_pulled damaged(struct warc_record *out, const struct warc *w, const char *what,
				struct err *err)
{
	out->place = w->now;
	err_set(err, ERR_INPUT, "%s", what);
	return WARC_DAMAGED;
}

static struct str without_blank_lines(struct str s)
{
	while (s.len && (s.at[0] == '\r' || s.at[0] == '\n'))
		s = str_cut(s, 1, s.len);
	return s;
}

/* The first place behind the front of `s` where a record may begin. */
static size_t next_record(struct str s)
{
	size_t warc = str_find(str_cut(s, 1, s.len), STR("\nWARC/"));

	return warc == STR_NPOS ? s.len : warc + 2;
}

/* -- gzip ------------------------------------------------------------------------------- */

/* Passes over bytes up to the next that look like a member's header. */
static bool seek_member(struct warc *w, struct err *err)
{
	for (w->at++;; w->at = w->window.len > 3 ? w->window.len - 3 : w->window.len) {
		size_t found;

		if (!fill(w, ENOUGH, err))
			return false;
		found = str_find(left(w), STR("\x1f\x8b\x08"));
		if (found != STR_NPOS) {
			w->at += found;
			return true;
		}
		if (w->at_end) {
			w->at = w->window.len;
			return true;
		}
	}
}

/* Unpacks the member at the front of the window. */
static bool unpack_member(enum inflated *got, struct warc *w, struct err *err)
{
	size_t need = ENOUGH, taken = 0;

	for (;;) {
		if (!fill(w, need, err))
			return false;
		*got = inflate_run(&w->member, &taken, w->inflate, left(w), INFLATE_GZIP);
		if (*got != INFLATED_DAMAGED || w->at_end || left(w).len < need ||
		    need >= LIMIT_WARC_RECORD)
			break;
		need *= 2; /* it may only be cut off by the window */
	}
	w->at += *got == INFLATED ? taken : 0;
	return true;
}

static struct warc *reader_new(void)
{
	struct warc *w = memory_zalloc(sizeof *w);

	buf_init(&w->window, LIMIT_WARC_RECORD + LIMIT_WARC_HEADER);
	buf_init(&w->member, LIMIT_WARC_RECORD);
	buf_init(&w->joined, LIMIT_WARC_RECORD);
	return w;
}

static void open_large(struct warc *w)
{
	buf_free(&w->member); /* is at its ceiling, and not wanted now */
	buf_init(&w->member, LIMIT_WARC_RECORD);
	w->large = reader_new();
	w->large->stream = gunzip_stream_new(w->file, offset(w));
}

static void close_large(struct warc *w)
{
	if (w->large)
		gunzip_stream_free(w->large->stream);
	warc_close(w->large);
	w->large = NULL;
}

/* The window goes on at `to` in the file, wherever that is. */
static void go_to(struct warc *w, int64_t to)
{
	buf_clear(&w->window);
	w->base = to;
	w->at = 0;
	w->at_end = false;
}

static enum warc_pulled open_member(struct warc_record *out, struct warc *w, struct err *err)
{
	enum inflated got;

	w->now = (struct warc_place){.offset = offset(w)};
	if (!unpack_member(&got, w, err))
		return WARC_BROKEN;
	w->in_member = got != INFLATED_DAMAGED;
	if (got == INFLATED)
		w->rest = buf_view(&w->member);
	else if (got == INFLATED_TOO_LARGE)
		open_large(w);
	if (w->in_member)
		return WARC_RECORD;
	return seek_member(w, err) ? damaged(out, w, GZIP_DAMAGED, err) : WARC_BROKEN;
}

/* Some writers end members within a record: the next one is put behind what is there,
 * unless a record of its own begins in it. */
static bool join_member(struct warc *w)
{
	int64_t before = offset(w);
	enum inflated got;
	struct buf swap;
	struct err err;

	if (!fill(w, ENOUGH, &err) || !gunzip_is(left(w)))
		return false;
	buf_clear(&w->joined);
	buf_str(&w->joined, w->rest);
	if (!unpack_member(&got, w, &err) || got != INFLATED) {
		w->rest = STR_NONE; /* was in the buffer that is used up */
		return false;
	}
	if (is_warc(buf_view(&w->member)) || !buf_ok(&w->joined) ||
	    w->member.len > w->joined.max - w->joined.len) {
		w->at = (size_t)(before - w->base);
		w->rest = STR_NONE;
		return false;
	}
	buf_str(&w->joined, buf_view(&w->member));
	swap = w->member;
	w->member = w->joined;
	w->joined = swap;
	w->rest = buf_view(&w->member);
	return true;
}

/* A record of the member; WARC_END: the member is used up. */
static enum warc_pulled next_in_member(struct warc_record *out, struct warc *w, struct err *err)
{
	size_t head = 0, whole;
	int64_t length;
	const char *wrong;

	w->rest = without_blank_lines(w->rest);
	if (!w->rest.len)
		return WARC_END;
	do {
		wrong = read_head(out, &head, &length, w->rest);
		if (!wrong && (uint64_t)length > w->rest.len - head)
			wrong = "the record is cut off";
	} while (wrong && is_warc(w->rest) && join_member(w));
	out->place = w->now;
	w->now.index++;
	if (wrong) {
		w->rest = w->rest.len ? str_cut(w->rest, next_record(w->rest), w->rest.len)
				      : STR_NONE;
		w->now.index--;
		return damaged(out, w, wrong, err);
	}
	whole = head + (size_t)length;
	out->block = str_cut(w->rest, head, whole);
	w->rest = str_cut(w->rest, whole, w->rest.len);
	return WARC_RECORD;
}

/* -- plain ------------------------------------------------------------------------------ */

static bool seek_plain(struct warc *w, struct err *err)
{
	for (;;) {
		size_t next;

		if (!fill(w, ENOUGH, err))
			return false;
		next = next_record(left(w));
		if (next < left(w).len || w->at_end) {
			w->at += next;
			return true;
		}
		w->at = w->window.len - 6; /* "\nWARC/" may lie across the edge */
	}
}

static enum warc_pulled skip_plain(struct warc_record *out, struct warc *w, const char *wrong,
				   struct err *err)
{
	enum warc_pulled told = damaged(out, w, wrong, err);
	struct err other;

	if (seek_plain(w, &other))
		return told;
	*err = other;
	return WARC_BROKEN;
}

static enum warc_pulled next_plain(struct warc_record *out, struct warc *w, struct err *err)
{
	size_t head = 0;
	int64_t length;
	const char *wrong;

	do {
		if (!fill(w, LIMIT_WARC_HEADER, err))
			return WARC_BROKEN;
		w->at = w->window.len - without_blank_lines(left(w)).len;
	} while (!left(w).len && !w->at_end);
	w->now = (struct warc_place){.offset = offset(w)};
	if (!left(w).len)
		return WARC_END;
	if (!fill(w, LIMIT_WARC_HEADER, err))
		return WARC_BROKEN;
	wrong = read_head(out, &head, &length, left(w));
	if (wrong)
		return skip_plain(out, w, wrong, err);
	if (length > LIMIT_WARC_RECORD - (int64_t)head)
		return skip_plain(out, w, "the record is larger than 64 MB", err);
	if (!fill(w, head + (size_t)length, err))
		return WARC_BROKEN;
	if (left(w).len < head + (size_t)length)
		return skip_plain(out, w, "the record is cut off", err);
	(void)read_head(out, &head, &length, left(w)); /* the window may have moved */
	out->place = w->now;
	out->block = str_cut(left(w), head, head + (size_t)length);
	w->at += head + (size_t)length;
	w->now.offset = offset(w);
	return WARC_RECORD;
}

/* -- a member that is too large to be unpacked in one go --------------------------------- */

/* Where zlib noticed is behind where the damage is: the next member may begin before that. */
static enum warc_pulled large_damaged(struct warc_record *out, struct warc *w, int64_t noticed,
				      struct err *err)
{
	int64_t from = noticed - NOTICED_WITHIN;

	w->in_member = false;
	go_to(w, from > w->now.offset ? from : w->now.offset);
	return seek_member(w, err) ? damaged(out, w, GZIP_DAMAGED, err) : WARC_BROKEN;
}

/* As next_in_member. Places are the member's: what is unpacked has none in the file. */
static enum warc_pulled next_in_large(struct warc_record *out, struct warc *w, struct err *err)
{
	enum warc_pulled got = next_plain(out, w->large, err);
	bool harmed = gunzip_stream_damaged(w->large->stream);
	int64_t here = gunzip_stream_offset(w->large->stream);

	out->place = w->now;
	if (got == WARC_RECORD)
		w->now.index++;
	if (got != WARC_END)
		return got;
	close_large(w);
	if (harmed)
		return large_damaged(out, w, here, err);
	go_to(w, here);
	return WARC_END;
}

/* -- the reader ------------------------------------------------------------------------- */

static enum warc_pulled next(struct warc_record *out, struct warc *w, struct err *err)
{
	for (;;) {
		enum warc_pulled got;

		if (w->in_member) {
			got = (w->large ? next_in_large : next_in_member)(out, w, err);
			if (got != WARC_END)
				return got;
			w->in_member = false;
			w->skip = 0;
			w->now = (struct warc_place){.offset = offset(w)};
		}
		if (!fill(w, ENOUGH, err))
			return WARC_BROKEN;
		if (!gunzip_is(left(w)))
			return next_plain(out, w, err);
		got = open_member(out, w, err);
		if (got != WARC_RECORD)
			return got;
	}
}

enum warc_pulled warc_next(struct warc_record *out, struct warc *w, struct err *err)
{
	enum warc_pulled got;

	do {
		*out = (struct warc_record){.type = STR_NONE};
		got = next(out, w, err);
	} while (got == WARC_RECORD && out->place.index < w->skip);
	if (got == WARC_RECORD)
		w->skip = 0;
	return got;
}

bool warc_open(struct warc **out, const char *path, const struct warc_place *from, struct err *err)
{
	struct io_file *file;
	struct warc *w;

	if (!io_file_open(&file, path, err))
		return false;
	w = reader_new();
	w->file = file;
	w->inflate = inflate_new();
	if (from) {
		w->base = from->offset;
		w->skip = from->index;
		w->now = *from;
	}
	*out = w;
	return true;
}

struct warc_place warc_place(const struct warc *w)
{
	if (w->in_member && !w->large && !without_blank_lines(w->rest).len)
		return (struct warc_place){.offset = offset(w)};
	return w->now;
}

double warc_progress(const struct warc *w)
{
	int64_t size = io_file_size(w->file);
	int64_t here = w->large ? gunzip_stream_offset(w->large->stream) : offset(w);

	return size ? (double)here / (double)size : 1;
}

void warc_close(struct warc *w)
{
	if (!w)
		return;
	close_large(w);
	io_file_close(w->file);
	inflate_free(w->inflate);
	buf_free(&w->window);
	buf_free(&w->member);
	buf_free(&w->joined);
	memory_free(w);
}
