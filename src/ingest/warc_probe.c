/* warc_probe.c -- what an archive holds, record by record. */
#include "ingest/warc_probe.h"

#include "base/emit.h"
#include "base/limits.h"
#include "ingest/http_message.h"
#include "ingest/warc.h"

struct counts {
	int64_t records, responses, damaged, bytes;
};

static void pair(struct emit *e, const char *key, struct str value)
{
	if (value.len)
		emit_pair(e, key, value);
}

static void response(struct emit *e, const struct warc_record *r, struct http_work *work)
{
	struct http_message m;
	struct str body;
	struct err err;

	http_message_head(&m, r->block);
	emit_pair_int(e, "status", m.status);
	pair(e, "media_type", m.content_type);
	pair(e, "transfer", m.transfer);
	pair(e, "encoding", m.encoding);
	if (http_message_body(&body, work, &m, &err))
		emit_pair_int(e, "body", (int64_t)body.len);
	else
		emit_pair(e, "error", str_of(err.text));
}

static void record_line(struct buf *out, const struct warc_record *r, struct http_work *work)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "offset", r->place.offset);
	if (r->place.index)
		emit_pair_int(&e, "index", r->place.index);
	emit_pair_int(&e, "length", (int64_t)r->block.len);
	pair(&e, "type", r->type);
	pair(&e, "url", r->url);
	pair(&e, "date", r->date);
	pair(&e, "content_type", r->content_type);
	if (str_eq(r->type, STR("response")))
		response(&e, r, work);
	emit_end(&e);
}

static void damage_line(struct buf *out, const struct warc_record *r, const struct err *err)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "offset", r->place.offset);
	emit_pair(&e, "error", str_of(err->text));
	emit_end(&e);
}

static void last_line(struct buf *out, const struct counts *c)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair_int(&e, "records", c->records);
	emit_pair_int(&e, "responses", c->responses);
	emit_pair_int(&e, "damaged", c->damaged);
	emit_pair_int(&e, "bytes", c->bytes);
	emit_end(&e);
}

static bool one(struct buf *line, struct counts *c, struct warc *w, struct http_work *work,
		enum warc_pulled *got)
{
	struct warc_record r;
	struct err err;

	buf_clear(line);
	*got = warc_next(&r, w, &err);
	if (*got == WARC_RECORD) {
		c->records++;
		c->responses += str_eq(r.type, STR("response"));
		c->bytes += (int64_t)r.block.len;
		record_line(line, &r, work);
	} else if (*got == WARC_DAMAGED || *got == WARC_BROKEN) {
		c->damaged++;
		damage_line(line, &r, &err);
	} else {
		last_line(line, c);
	}
	buf_char(line, '\n');
	return *got == WARC_RECORD || *got == WARC_DAMAGED;
}

bool warc_probe(const char *path, warc_probe_print_fn *print, void *payload, struct err *err)
{
	struct counts counts = {0};
	enum warc_pulled got;
	struct http_work work;
	struct warc *w;
	struct buf line;
	bool more = true;

	if (!warc_open(&w, path, NULL, err))
		return false;
	buf_init(&line, LIMIT_LINE);
	http_work_init(&work);
	while (more) {
		more = one(&line, &counts, w, &work, &got);
		if (!print(buf_view(&line), payload))
			break;
	}
	http_work_free(&work);
	buf_free(&line);
	warc_close(w);
	if (counts.damaged)
		return err_set(err, ERR_INPUT, "%s: %lld records are damaged", path,
			       (long long)counts.damaged);
	return true;
}
