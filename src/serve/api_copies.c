/* serve/api_copies.c -- kept copies for reviewers' programs: what they are, and their bytes.
 *
 * The bytes go out as a file to be saved, of no type that a browser would show, in a sandbox
 * that may do nothing: whatever a publisher sent, it does not run here. */
#include "serve/copies.h"
#include "serve/route.h"
#include "text/date.h"

static struct str bytes_path(struct call *c, struct str id, int64_t version)
{
	return arena_fmt(c->arena, "/api/v1/review%.*s/copy?version=%lld",
			 STR_ARG(call_article_path(c->arena, id)), (long long)version);
}

static void copy(struct emit *e, struct call *c, const struct locker_row *r)
{
	struct str one, rest = r->capture.redirects;

	emit_object(e);
	emit_pair_int(e, "version", r->version);
	emit_pair(e, "at", date_iso(c->arena, r->capture.seen_ms));
	emit_pair(e, "kind", str_of(capture_kind[r->capture.kind]));
	emit_pair_or_null(e, "url", call_web_address(r->capture.url));
	emit_key(e, "redirects");
	emit_array(e);
	while (str_split(&one, &rest, '\n'))
		if (one.len)
			emit_str(e, one);
	emit_end(e);
	emit_pair_or_null(e, "type", r->capture.type);
	emit_pair_or_null(e, "head", r->capture.head);
	emit_pair(e, "sha256", r->sha256);
	emit_pair_int(e, "bytes", r->size < 0 ? 0 : r->size);
	emit_pair(e, "bytes_url", page_absolute(c, bytes_path(c, r->article, r->version)));
	emit_end(e);
}

void api_copies(struct call *c)
{
	struct copies all;
	struct emit e;

	if (!copies_load(&all, c, true))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "article", all.versions.article.id);
	emit_key(&e, "copies");
	emit_array(&e);
	for (size_t i = 0; i < all.count; i++)
		if (!call_int(c, "version", 0) || all.row[i].version == all.chosen->version)
			copy(&e, c, &all.row[i]);
	emit_end(&e);
	emit_key(&e, "read");
	if (all.read) {
		emit_object(&e);
		emit_pair_int(&e, "version", all.read->version);
		emit_pair(&e, "title", all.read->title);
		emit_pair(&e, "text", all.read->text);
		emit_end(&e);
	} else {
		emit_null(&e);
	}
	emit_end(&e);
}

void api_copy(struct call *c)
{
	struct copies all;
	struct str body;

	if (!copies_load(&all, c, false) || !copies_body(&body, c, &all))
		return;
	call_type(c, "application/octet-stream");
	buf_str(&c->out->body, body);
	c->out->download = true;
}
