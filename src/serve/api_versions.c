/* serve/api_versions.c -- an article's versions as JSON, and as a TimeMap.
 *
 * A memento here is the page that tells a version: what changed, its verdict, its digest. The
 * text itself is the publisher's and is not given out. */
#include "serve/route.h"
#include "serve/versions.h"
#include "text/date.h"

static void version(struct emit *e, struct call *c, const struct versions *v, size_t n)
{
	const struct version_row *r = &v->row[n];

	emit_object(e);
	emit_pair_int(e, "version", r->version);
	emit_pair(e, "at", date_iso(c->arena, r->at_ms));
	emit_pair(e, "title", r->title);
	emit_pair(e, "label", r->label);
	emit_pair_or_null(e, "sha256", r->sha256);
	emit_pair_or_null(e, "kind", r->kind);
	emit_key(e, "changes");
	if (r->version > 1)
		emit_raw(e, r->changes);
	else
		emit_null(e);
	emit_pair(e, "url", page_absolute(c, versions_path(c->arena, v->article.id, r->version)));
	emit_end(e);
}

void api_versions(struct call *c)
{
	struct versions v;
	struct emit e;

	if (!versions_load(&v, c))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "article", v.article.id);
	emit_pair_or_null(&e, "url", call_web_address(v.article.url));
	emit_pair_or_null(&e, "state", v.look.state);
	emit_pair_or_null(&e, "since", date_known_iso(c->arena, v.look.since_ms));
	emit_pair_or_null(&e, "next_look", date_known_iso(c->arena, v.look.next_ms));
	if (v.removed)
		emit_pair_int(&e, "removed", v.removed);
	emit_key(&e, "versions");
	emit_array(&e);
	for (size_t i = 0; i < v.count; i++)
		version(&e, c, &v, i);
	emit_end(&e);
	emit_end(&e);
}

/* An address within <...>: what would end it is escaped. */
static void address(struct buf *b, struct str url)
{
	buf_char(b, '<');
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.at[i] <= ' ' || url.at[i] == '>' || url.at[i] == '<' ||
		    url.at[i] == '"')
			buf_fmt(b, "%%%02X", (unsigned char)url.at[i]);
		else
			buf_char(b, url.at[i]);
	buf_char(b, '>');
}

static const char *relation(size_t n, size_t count)
{
	if (count == 1)
		return "first last memento";
	return n == 0 ? "first memento" : n + 1 == count ? "last memento" : "memento";
}

void api_timemap(struct call *c)
{
	struct buf *b = &c->out->body;
	struct versions v;
	struct str self;

	if (!versions_load(&v, c))
		return;
	call_type(c, "application/link-format; charset=utf-8");
	self = page_absolute(c, arena_fmt(c->arena, "%.*s/timemap",
					  STR_ARG(call_article_path(c->arena, v.article.id))));
	if (call_web_address(v.article.url).len) {
		address(b, v.article.url);
		buf_z(b, "; rel=\"original\",\n");
	}
	address(b, self);
	buf_fmt(b,
		"; rel=\"self\"; type=\"application/link-format\"; from=\"%.*s\"; "
		"until=\"%.*s\"",
		STR_ARG(date_http(c->arena, v.row[0].at_ms)),
		STR_ARG(date_http(c->arena, v.row[v.count - 1].at_ms)));
	for (size_t i = 0; i < v.count; i++) {
		buf_z(b, ",\n");
		address(b,
			page_absolute(c, versions_path(c->arena, v.article.id, v.row[i].version)));
		buf_fmt(b, "; rel=\"%s\"; datetime=\"%.*s\"", relation(i, v.count),
			STR_ARG(date_http(c->arena, v.row[i].at_ms)));
	}
	buf_char(b, '\n');
}
