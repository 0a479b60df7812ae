/* http_message.c -- RFC 9112's head and chunks, RFC 9110's encodings, as servers send them. */
#include "ingest/http_message.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "ingest/unbrotli.h"

static struct str take_line(struct str *s)
{
	size_t end = str_chr(*s, '\n');
	struct str line = str_cut(*s, 0, end);

	*s = str_cut(*s, end == STR_NPOS ? s->len : end + 1, s->len);
	return str_trim(line);
}

static int status_of(struct str line)
{
	size_t blank = str_chr(line, ' ');
	struct str digits = str_cut(line, blank == STR_NPOS ? line.len : blank + 1, line.len);
	int64_t status;

	return str_int(&status, str_cut(digits, 0, 3)) && status >= 100 ? (int)status : 0;
}

bool http_message_field(struct str *name, struct str *value, struct str line)
{
	size_t colon = str_chr(line, ':');

	if (colon == STR_NPOS)
		return false;
	*name = str_trim(str_cut(line, 0, colon));
	*value = str_trim(str_cut(line, colon + 1, line.len));
	return true;
}

static void take_field(struct http_message *out, struct str line)
{
	static const struct {
		const char *name;
		size_t place;
	} wanted[] = {
		{"content-type", offsetof(struct http_message, content_type)},
		{"content-encoding", offsetof(struct http_message, encoding)},
		{"transfer-encoding", offsetof(struct http_message, transfer)},
		{"location", offsetof(struct http_message, location)},
	};
	struct str name, value;

	if (!http_message_field(&name, &value, line))
		return;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (str_eq_nocase(name, str_of(wanted[i].name)))
			*(struct str *)((char *)out + wanted[i].place) = value;
}

void http_message_head(struct http_message *out, struct str bytes)
{
	struct str rest = bytes, line;

	*out = (struct http_message){.status = 0};
	if (!str_starts(bytes, STR("HTTP/"))) {
		out->body = bytes;
		return;
	}
	out->status = status_of(take_line(&rest));
	while (rest.len) {
		line = take_line(&rest);
		if (!line.len)
			break;
		take_field(out, line);
	}
	out->body = rest;
}

/* -- chunks ----------------------------------------------------------------------------- */

/* "1a4;name=value" */
static bool chunk_size(size_t *size, struct str line)
{
	size_t digits = 0;

	*size = 0;
	for (; digits < line.len && ascii_hex(line.at[digits]) >= 0 && digits < 8; digits++)
		*size = *size * 16 + (size_t)ascii_hex(line.at[digits]);
	return digits && (digits == line.len || line.at[digits] == ';' || line.at[digits] == ' ');
}

/* False: these are no chunks. What is cut off ends the body. */
static bool join_chunks(struct buf *out, struct str bytes)
{
	bool any = false;

	buf_clear(out);
	while (bytes.len) {
		struct str rest = bytes, line = take_line(&rest);
		size_t size;

		if (!chunk_size(&size, line) || (size > rest.len && !any))
			return any;
		if (!size)
			return true;
		buf_str(out, str_cut(rest, 0, size));
		any = true;
		bytes = str_cut(rest, size, rest.len);
		if (str_starts(bytes, STR("\r\n")))
			bytes = str_cut(bytes, 2, bytes.len);
		else if (str_starts(bytes, STR("\n")))
			bytes = str_cut(bytes, 1, bytes.len);
	}
	return any;
}

/* -- encodings -------------------------------------------------------------------------- */

/* "deflate" is zlib's form by the standard, and often is not. */
static bool unpack_deflate(struct buf *out, struct http_work *work, struct str bytes)
{
	size_t taken;

	return inflate_run(out, &taken, work->inflate, bytes, INFLATE_ZLIB) == INFLATED ||
	       inflate_run(out, &taken, work->inflate, bytes, INFLATE_RAW) == INFLATED;
}

static bool unpack(struct buf *out, struct http_work *work, struct str coding, struct str bytes,
		   struct err *err)
{
	size_t taken;
	bool ok;

	if (str_eq_nocase(coding, STR("br"))) {
		buf_clear(out);
		ok = unbrotli_read(out, bytes);
	} else if (str_eq_nocase(coding, STR("deflate"))) {
		ok = unpack_deflate(out, work, bytes);
	} else if (str_eq_nocase(coding, STR("gzip")) || str_eq_nocase(coding, STR("x-gzip"))) {
		ok = inflate_run(out, &taken, work->inflate, bytes, INFLATE_GZIP) == INFLATED;
	} else {
		return err_set(err, ERR_INPUT, "the body is in an encoding that is not known: %.*s",
			       STR_ARG(str_cut(coding, 0, 40)));
	}
	if (!ok)
		return err_set(err, ERR_INPUT,
			       "the body's %.*s is damaged, cut off or unpacks to more than 8 MB",
			       STR_ARG(coding));
	return true;
}

static bool is_packed(struct str coding, struct str bytes)
{
	if (!coding.len || str_eq_nocase(coding, STR("identity")) || !bytes.len)
		return false;
	/* archives often keep the head as sent and the body unpacked */
	if (str_eq_nocase(coding, STR("gzip")))
		return (unsigned char)bytes.at[0] == 0x1f;
	return bytes.at[0] != '<' || str_eq_nocase(coding, STR("br"));
}

bool http_message_body(struct str *out, struct http_work *work, const struct http_message *m,
		       struct err *err)
{
	struct buf *to = &work->body;
	struct str codings = m->encoding, coding;

	*out = m->body;
	if (str_find_nocase(m->transfer, STR("chunked")) != STR_NPOS &&
	    join_chunks(&work->chunks, m->body))
		*out = buf_view(&work->chunks);
	for (int i = 0; i < 3 && str_split(&coding, &codings, ','); i++) {
		coding = str_trim(coding);
		if (!is_packed(coding, *out))
			continue;
		if (!unpack(to, work, coding, *out, err))
			return false;
		*out = buf_view(to);
		to = to == &work->body ? &work->more : &work->body;
	}
	if (out->len > LIMIT_PAGE)
		return err_set(err, ERR_LIMIT, "the body has more than %d bytes", LIMIT_PAGE);
	return true;
}

void http_work_init(struct http_work *w)
{
	w->inflate = inflate_new();
	buf_init(&w->chunks, LIMIT_WARC_RECORD);
	buf_init(&w->body, LIMIT_PAGE);
	buf_init(&w->more, LIMIT_PAGE);
}

void http_work_free(struct http_work *w)
{
	inflate_free(w->inflate);
	buf_free(&w->chunks);
	buf_free(&w->body);
	buf_free(&w->more);
}
