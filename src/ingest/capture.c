/* ingest/capture.c -- documents, captures, and the JSON between. */
#include "ingest/capture.h"

#include "base/emit.h"
#include "base/limits.h"
#include "base/scan.h"
#include "ingest/feed.h"

const char *const capture_kind[] = {
	[DOCUMENT_JSON] = "line", [DOCUMENT_PAGE] = "page", [DOCUMENT_ENTRY] = "entry",
	[DOCUMENT_TEXT] = "text", [DOCUMENT_PDF] = "pdf",   NULL};

#define OURS "tocsin-capture" /* the key that tells our metadata from that of others */

static void pair(struct emit *e, const char *key, struct str value)
{
	if (value.len)
		emit_pair(e, key, value);
}

/* -- what a feed says ------------------------------------------------------------------- */

static struct str entry_json(struct arena *arena, const struct feed_entry *entry)
{
	struct str made;
	struct emit e;
	struct buf b;

	buf_init(&b, LIMIT_LINE);
	emit_open(&e, &b);
	emit_object(&e);
	pair(&e, "id", entry->id);
	pair(&e, "url", entry->url);
	pair(&e, "title", entry->title);
	pair(&e, "html", entry->html);
	pair(&e, "author", entry->author);
	pair(&e, "publisher", entry->publisher);
	pair(&e, "lang", entry->lang);
	pair(&e, "image", entry->image);
	if (entry->date_ms)
		emit_pair_int(&e, "date_ms", entry->date_ms);
	emit_end(&e);
	made = buf_ok(&b) ? arena_copy(arena, buf_view(&b)) : STR("");
	buf_free(&b);
	return made;
}

static bool entry_of(const struct feed_entry **out, struct arena *arena, struct str json,
		     struct err *err)
{
	struct scan_field f[] = {{.key = "id"},   {.key = "url"},    {.key = "title"},
				 {.key = "html"}, {.key = "author"}, {.key = "publisher"},
				 {.key = "lang"}, {.key = "image"},  {.key = "date_ms"}};
	struct feed_entry *e = ARENA_NEW(arena, struct feed_entry);

	if (!scan_object(f, sizeof f / sizeof *f, arena, json, err))
		return false;
	*e = (struct feed_entry){.id = f[0].value,
				 .url = f[1].value,
				 .title = f[2].value,
				 .html = f[3].value,
				 .author = f[4].value,
				 .publisher = f[5].value,
				 .lang = f[6].value,
				 .image = f[7].value};
	(void)!str_int(&e->date_ms, f[8].value);
	*out = e;
	return true;
}

/* -- documents ---------------------------------------------------------------------------- */

void capture_of(struct capture *out, struct arena *arena, const struct document *doc)
{
	*out = (struct capture){.kind = doc->kind,
				.url = doc->url,
				.redirects = doc->redirects,
				.head = doc->head,
				.type = doc->content_type,
				.body = doc->bytes,
				.id = doc->id,
				.origin = doc->origin,
				.source = doc->source,
				.read_ms = doc->read_ms,
				.seen_ms = doc->seen_ms,
				.version = doc->version,
				.article = doc->article};
	if (doc->kind == DOCUMENT_ENTRY)
		out->body = entry_json(arena, doc->entry);
	else if (doc->entry)
		out->entry = entry_json(arena, doc->entry);
}

bool capture_document(struct document *out, struct arena *arena, const struct capture *c,
		      struct err *err)
{
	struct str entry = c->kind == DOCUMENT_ENTRY ? c->body : c->entry;

	*out = (struct document){.kind = c->kind,
				 .url = c->url,
				 .redirects = c->redirects,
				 .head = c->head,
				 .content_type = c->type,
				 .bytes = c->body,
				 .id = c->id,
				 .origin = c->origin,
				 .source = c->source,
				 .read_ms = c->read_ms,
				 .seen_ms = c->seen_ms,
				 .version = c->version,
				 .article = c->article};
	return !entry.len || entry_of(&out->entry, arena, entry, err);
}

/* -- beside the body ------------------------------------------------------------------------ */

void capture_to_json(struct buf *out, const struct capture *c)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, OURS, str_of(capture_kind[c->kind]));
	pair(&e, "url", c->url);
	pair(&e, "redirects", c->redirects);
	pair(&e, "type", c->type);
	pair(&e, "id", c->id);
	pair(&e, "origin", c->origin);
	pair(&e, "source", c->source);
	if (c->read_ms)
		emit_pair_int(&e, "read_ms", c->read_ms);
	emit_pair_int(&e, "seen_ms", c->seen_ms);
	if (c->version > 1) {
		emit_pair_int(&e, "version", c->version);
		emit_pair(&e, "article", c->article);
	}
	pair(&e, "entry", c->entry);
	pair(&e, "head", c->head);
	emit_end(&e);
}

static bool kind_named(enum document_kind *out, struct str name)
{
	for (int i = 0; capture_kind[i]; i++)
		if (str_eq(name, str_of(capture_kind[i]))) {
			*out = (enum document_kind)i;
			return true;
		}
	return false;
}

bool capture_from_json(struct capture *out, struct arena *arena, struct str json)
{
	struct scan_field f[] = {{.key = OURS},     {.key = "url"},     {.key = "redirects"},
				 {.key = "type"},   {.key = "id"},      {.key = "origin"},
				 {.key = "source"}, {.key = "read_ms"}, {.key = "seen_ms"},
				 {.key = "entry"},  {.key = "head"},    {.key = "version"},
				 {.key = "article"}};
	struct err ignored;

	*out = (struct capture){0};
	if (!scan_object(f, sizeof f / sizeof *f, arena, json, &ignored) ||
	    !kind_named(&out->kind, f[0].value))
		return false;
	out->url = f[1].value;
	out->redirects = f[2].value;
	out->type = f[3].value;
	out->id = f[4].value;
	out->origin = f[5].value;
	out->source = f[6].value;
	(void)!str_int(&out->read_ms, f[7].value);
	(void)!str_int(&out->seen_ms, f[8].value);
	out->entry = f[9].value;
	out->head = f[10].value;
	(void)!str_int(&out->version, f[11].value);
	out->article = f[12].value;
	return true;
}
