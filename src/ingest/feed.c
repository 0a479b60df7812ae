/* feed.c -- which reader, and what both kinds of feed have in common.
 *
 * Bytes become UTF-8 first, so that neither parser guesses at encodings. Links are
 * resolved, the address stands in for a missing id and an id that is an address for
 * a missing link, the feed's title and language for what an entry does not say. */
#include "ingest/feed.h"

#include "base/emit.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/feed_reader.h"
#include "text/charset.h"
#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"

struct feed {
	struct arena *arena; /* of the head and the decoded bytes */
	const struct feed_reader *reader;
	void *state;
	struct feed_head head;
	struct str url;
	size_t entries;
};

/* "utf-8" of "text/xml; charset=utf-8" */
static struct str charset_of(struct str type)
{
	size_t at = str_find_nocase(type, STR("charset="));
	struct str s;

	if (at == STR_NPOS)
		return STR_NONE;
	s = str_cut(type, at + 8, type.len);
	s = str_cut(s, 0, str_chr(s, ';'));
	s = str_trim(s);
	if (s.len > 1 && s.at[0] == '"')
		s = str_cut(s, 1, s.len - 1);
	return s;
}

static bool open_reader(struct feed *f, struct str bytes, struct str type, struct err *err)
{
	struct str utf8;

	if (bytes.len > LIMIT_FEED)
		return err_set(err, ERR_LIMIT, "the feed has %zu bytes, %d are the most", bytes.len,
			       LIMIT_FEED);
	if (!charset_decode(&utf8, f->arena, bytes, charset_guess(bytes, charset_of(type)), err))
		return false;
	utf8 = utf8_repair(f->arena, utf8);
	while (utf8.len && (unsigned char)utf8.at[0] <= ' ')
		utf8 = str_cut(utf8, 1, utf8.len);
	if (utf8.len == 0)
		return err_set(err, ERR_INPUT, "the feed is empty");
	f->reader = utf8.at[0] == '{' ? &feed_json_reader : &feed_xml_reader;
	return f->reader->open(&f->state, f->arena, utf8, &f->head, err);
}

bool feed_open(struct feed **out, struct str bytes, struct str http_type, struct str url,
	       struct err *err)
{
	struct feed *f = memory_zalloc(sizeof *f);

	f->arena = arena_new();
	f->url = arena_copy(f->arena, url);
	if (!open_reader(f, bytes, http_type, err)) {
		arena_free(f->arena);
		memory_free(f);
		return false;
	}
	*out = f;
	return true;
}

static struct str absolute(const struct feed *f, struct arena *arena, struct str reference)
{
	struct str base = f->url.len ? f->url : f->head.url;
	struct str whole;

	if (!reference.len)
		return reference;
	whole = url_resolve(arena, base, reference);
	return whole.len ? whole : reference;
}

static void complete(struct feed_entry *e, const struct feed *f, struct arena *arena)
{
	struct url parts;

	if (!e->url.len && url_parse(&parts, e->id))
		e->url = e->id;
	e->url = absolute(f, arena, e->url);
	e->image = absolute(f, arena, e->image);
	if (!e->id.len)
		e->id = e->url;
	if (!e->publisher.len)
		e->publisher = arena_copy(arena, f->head.title);
	if (!e->lang.len)
		e->lang = arena_copy(arena, f->head.lang);
}

enum feed_pulled feed_next(struct feed_entry *out, struct feed *f, struct arena *arena,
			   struct err *err)
{
	enum feed_pulled pulled;

	*out = (struct feed_entry){.id = STR_NONE};
	if (f->entries == LIMIT_FEED_ENTRIES) {
		err_set(err, ERR_LIMIT, "the feed has more than %d entries", LIMIT_FEED_ENTRIES);
		return FEED_BROKEN;
	}
	pulled = f->reader->next(out, f->state, arena, err);
	if (pulled == FEED_ENTRY) {
		f->entries++;
		complete(out, f, arena);
	}
	return pulled;
}

void feed_close(struct feed *f)
{
	if (!f)
		return;
	f->reader->close(f->state);
	arena_free(f->arena);
	memory_free(f);
}

static void pair(struct emit *e, const char *key, struct str value)
{
	if (value.len)
		emit_pair(e, key, value);
}

static void entry_to_json(struct emit *e, const struct feed_entry *entry, struct arena *arena)
{
	emit_object(e);
	pair(e, "id", entry->id);
	pair(e, "url", entry->url);
	pair(e, "title", entry->title);
	pair(e, "html", entry->html);
	pair(e, "author", entry->author);
	pair(e, "publisher", entry->publisher);
	pair(e, "lang", entry->lang);
	pair(e, "image", entry->image);
	if (entry->date_ms)
		emit_pair(e, "date", date_iso(arena, entry->date_ms));
	emit_end(e);
}

bool feed_to_json(struct buf *out, struct str bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct feed *f;
	struct feed_entry entry;
	enum feed_pulled pulled;
	struct emit e;

	if (!feed_open(&f, bytes, STR_NONE, STR_NONE, err)) {
		arena_free(arena);
		return false;
	}
	emit_open(&e, out);
	emit_object(&e);
	emit_key(&e, "entries");
	emit_array(&e);
	while ((pulled = feed_next(&entry, f, arena, err)) == FEED_ENTRY)
		entry_to_json(&e, &entry, arena);
	emit_end(&e);
	pair(&e, "title", f->head.title);
	pair(&e, "url", f->head.url);
	pair(&e, "lang", f->head.lang);
	if (pulled == FEED_BROKEN)
		emit_pair(&e, "error", str_of(err->text));
	emit_end(&e);
	feed_close(f);
	arena_free(arena);
	return true;
}
