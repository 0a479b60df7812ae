/* ingest/warc_write.c -- what goes into an archive, in the words of the standard. */
#include "ingest/warc_write.h"

#include <stdio.h>

#include "base/secret.h"
#include "ingest/http_message.h"

static void field(struct buf *out, const char *name, struct str value)
{
	if (!value.len)
		return;
	buf_fmt(out, "%s: ", name);
	for (size_t i = 0; i < value.len; i++)
		buf_char(out, value.at[i] == '\r' || value.at[i] == '\n' ? ' ' : value.at[i]);
	buf_z(out, "\r\n");
}

static void in_brackets(struct buf *out, const char *name, struct str id)
{
	if (id.len)
		buf_fmt(out, "%s: <%.*s>\r\n", name, STR_ARG(id));
}

void warc_write(struct buf *out, const struct warc_write *r)
{
	char digest[SECRET_HEX_SIZE];

	buf_z(out, "WARC/1.1\r\n");
	field(out, "WARC-Type", str_of(r->type));
	in_brackets(out, "WARC-Record-ID", r->id);
	field(out, "WARC-Date", r->date);
	field(out, "WARC-Target-URI", r->url);
	in_brackets(out, "WARC-Concurrent-To", r->concurrent);
	field(out, "WARC-Filename", r->filename);
	secret_sha256(digest, r->block);
	buf_fmt(out, "WARC-Block-Digest: sha256:%s\r\n", digest);
	if (r->payload.len)
		buf_fmt(out, "WARC-Payload-Digest: sha256:%.*s\r\n", STR_ARG(r->payload));
	field(out, "Content-Type", r->content_type);
	buf_fmt(out, "Content-Length: %zu\r\n\r\n", r->block.len);
	buf_str(out, r->block);
	buf_z(out, "\r\n\r\n");
}

void warc_write_id(char out[WARC_WRITE_ID_SIZE], struct str name)
{
	char d[SECRET_HEX_SIZE];

	secret_sha256(d, name);
	snprintf(out, WARC_WRITE_ID_SIZE, "urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", d, d + 8, d + 12,
		 d + 15, d + 18);
}

/* The body is decoded and whole: how it was coded, and how long it then was, is told apart. */
static bool is_of_coding(struct str name)
{
	static const char *const coding[] = {"content-encoding", "transfer-encoding",
					     "content-length", NULL};

	for (int i = 0; coding[i]; i++)
		if (str_eq_nocase(name, str_of(coding[i])))
			return true;
	return false;
}

static void status_line(struct buf *out, struct str line)
{
	size_t blank = str_chr(line, ' ');
	struct str rest = str_trim(str_cut(line, blank == STR_NPOS ? line.len : blank, line.len));

	/* HTTP/2 has no words behind its number, and readers of archives know 1.x alone */
	buf_fmt(out, "HTTP/1.1 %.*s%s\r\n", STR_ARG(rest), rest.len == 3 ? " " : "");
}

void warc_write_head(struct buf *out, struct str head, size_t body)
{
	struct str rest = head, line, name, value;
	bool first = true;

	while (str_split(&line, &rest, '\n')) {
		line = str_trim(line);
		if (first)
			status_line(out, line);
		else if (http_message_field(&name, &value, line))
			buf_fmt(out, "%s%.*s: %.*s\r\n",
				is_of_coding(name) ? "X-Archive-Orig-" : "", STR_ARG(name),
				STR_ARG(value));
		first = false;
	}
	buf_fmt(out, "Content-Length: %zu\r\n\r\n", body);
}
