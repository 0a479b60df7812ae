/* serve/export_warc.c -- what the locker holds, as a web archive that other programs read.
 *
 * First a warcinfo; then of each document, in the order of keeping: a metadata record with all
 * that Tocsin has to know to read it again (ingest/capture.h), and a response with its request
 * where a server gave it, else a resource. Metadata stands before what it is about, so that an
 * archive is read in one go. The request is what is certain of it: method, address, host.
 *
 * The same locker gives the same bytes: ids are made of what is kept, and the only time is that
 * of the newest document. */
#include "base/limits.h"
#include "base/log.h"
#include "ingest/warc_write.h"
#include "serve/export_parts.h"
#include "serve/gzip.h"
#include "store/locker.h"
#include "text/date.h"
#include "text/url.h"

struct archive {
	struct sink *sink;
	struct buf block, record, packed;
	bool plain;
	int64_t damaged;
	struct err *err;
};

static bool put(struct archive *w, const struct warc_write *r)
{
	buf_clear(&w->record);
	buf_clear(&w->packed);
	warc_write(&w->record, r);
	if (!w->plain)
		gzip_member(&w->packed, buf_view(&w->record));
	if (!buf_ok(&w->record) || !buf_ok(&w->packed) || !buf_ok(&w->block))
		return err_set(w->err, ERR_LIMIT, "a record has over %zu bytes", w->record.max);
	return sink_bytes(w->sink, buf_view(w->plain ? &w->record : &w->packed), w->err);
}

static bool put_info(struct archive *w, struct arena *arena, int64_t now_ms)
{
	char id[WARC_WRITE_ID_SIZE];

	warc_write_id(id, arena_fmt(arena, "warcinfo %lld", (long long)now_ms));
	buf_clear(&w->block);
	buf_z(&w->block, "software: Tocsin/" TOCSIN_VERSION "\r\nformat: WARC File Format 1.1\r\n"
			 "description: documents that verdicts of Tocsin rest on\r\n");
	return put(w, &(struct warc_write){.type = "warcinfo",
					   .id = str_of(id),
					   .date = date_iso(arena, now_ms),
					   .content_type = STR("application/warc-fields"),
					   .block = buf_view(&w->block)});
}

/* What all records of one document share. */
struct shared {
	char body_id[WARC_WRITE_ID_SIZE], other_id[2][WARC_WRITE_ID_SIZE];
	struct str url, date;
};

static bool put_metadata(struct archive *w, const struct shared *d, const struct capture *c)
{
	buf_clear(&w->block);
	capture_to_json(&w->block, c);
	return put(w, &(struct warc_write){.type = "metadata",
					   .id = str_of(d->other_id[0]),
					   .concurrent = str_of(d->body_id),
					   .url = d->url,
					   .date = d->date,
					   .content_type = STR("application/json"),
					   .block = buf_view(&w->block)});
}

static bool put_request(struct archive *w, const struct shared *d)
{
	struct url u;

	if (!url_parse(&u, d->url))
		return true;
	buf_clear(&w->block);
	buf_fmt(&w->block, "GET %.*s%s%.*s HTTP/1.1\r\nHost: %.*s%s%.*s\r\n\r\n",
		STR_ARG(u.path.len ? u.path : STR("/")), u.has_query ? "?" : "", STR_ARG(u.query),
		STR_ARG(u.host), u.port.len ? ":" : "", STR_ARG(u.port));
	return put(w, &(struct warc_write){.type = "request",
					   .id = str_of(d->other_id[1]),
					   .concurrent = str_of(d->body_id),
					   .url = d->url,
					   .date = d->date,
					   .content_type = STR("application/http;msgtype=request"),
					   .block = buf_view(&w->block)});
}

static struct str resource_type(const struct capture *c)
{
	switch (c->kind) {
	case DOCUMENT_PAGE:
		return c->type.len ? c->type : STR("text/html");
	case DOCUMENT_TEXT:
		return c->type.len ? c->type : STR("text/plain");
	case DOCUMENT_PDF:
		return c->type.len ? c->type : STR("application/pdf");
	case DOCUMENT_JSON:
	case DOCUMENT_ENTRY:
		break;
	}
	return STR("application/json");
}

static bool put_body(struct archive *w, const struct shared *d, const struct locker_row *row)
{
	const struct capture *c = &row->capture;
	struct warc_write r = {.type = c->head.len ? "response" : "resource",
			       .id = str_of(d->body_id),
			       .url = d->url,
			       .date = d->date,
			       .payload = row->sha256,
			       .content_type = c->head.len
						       ? STR("application/http;msgtype=response")
						       : resource_type(c)};

	buf_clear(&w->block);
	if (c->head.len)
		warc_write_head(&w->block, c->head, c->body.len);
	buf_str(&w->block, c->body);
	r.block = buf_view(&w->block);
	return put(w, &r);
}

static bool put_document(const struct locker_row *row, struct arena *arena, void *payload,
			 struct err *err)
{
	struct locker_row told = *row;
	struct capture *c = &told.capture;
	struct archive *w = payload;
	struct shared d = {.url = c->url};
	struct url u;
	struct str name = arena_fmt(arena, "%lld %.*s %lld", (long long)row->number,
				    STR_ARG(row->sha256), (long long)c->seen_ms);

	c->version = row->version;
	c->article = row->article;
	w->err = err;
	if (row->trouble) {
		log_error("article %.*s: left out: %s", STR_ARG(row->article), row->trouble);
		w->damaged++;
		return true;
	}
	if (!url_parse(&u, d.url))
		d.url = arena_fmt(arena, "urn:sha256:%.*s", STR_ARG(row->sha256));
	d.date = date_iso(arena, c->read_ms ? c->read_ms : c->seen_ms);
	warc_write_id(d.body_id, name);
	warc_write_id(d.other_id[0], arena_fmt(arena, "metadata %.*s", STR_ARG(name)));
	warc_write_id(d.other_id[1], arena_fmt(arena, "request %.*s", STR_ARG(name)));
	return put_metadata(w, &d, c) && put_body(w, &d, row) &&
	       (!c->head.len || put_request(w, &d));
}

bool export_warc(struct sink *k, struct store *s, const struct export_options *o, struct err *err)
{
	struct archive w = {.sink = k, .plain = str_ends(str_of(o->out), STR(".warc")), .err = err};
	struct arena *arena = arena_new();
	struct locker_sums sums;
	bool ok;

	buf_init(&w.block, 2 * LIMIT_CAPTURE);
	buf_init(&w.record, 3 * LIMIT_CAPTURE);
	buf_init(&w.packed, 3 * LIMIT_CAPTURE);
	ok = store_locker_sums(&sums, s, arena, err) && put_info(&w, arena, sums.newest_ms) &&
	     store_locker_each(s, put_document, &w, err);
	if (ok && w.damaged)
		log_error("%lld damaged documents were left out", (long long)w.damaged);
	buf_free(&w.block);
	buf_free(&w.record);
	buf_free(&w.packed);
	arena_free(arena);
	return ok;
}
