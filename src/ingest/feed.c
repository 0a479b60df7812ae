/* feed.c -- which reader, and what both kinds of feed have in common.
 *
 * Bytes become UTF-8 first, so that neither parser guesses at encodings. Links are
 * resolved, the address stands in for a missing id and an id that is an address for
 * a missing link, the feed's title and language for what an entry does not say. */
#include "ingest/feed.h"

#include "base/emit.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/feed_html.h"
#include "ingest/feed_node.h"
#include "ingest/feed_reader.h"
#include "text/charset.h"
#include "text/charset_declared.h"
#include "text/url.h"
#include "text/utf8.h"

struct feed {
	struct arena *arena; /* of the head and the decoded bytes */
	const struct feed_reader *reader;
	void *state;
	struct feed_record *head;
	struct str url;
	size_t entries;
	bool bent; /* the encoding was not as declared */
};

/* -- bytes ------------------------------------------------------------------------------ */

/* UTF-16 without a mark shows itself by the zeros around the first sign. */
static const char *by_zeros(struct str bytes)
{
	if (bytes.len < 4 || (bytes.at[0] && bytes.at[1]))
		return NULL;
	if (!bytes.at[0] && bytes.at[1] && !bytes.at[2])
		return "UTF-16BE";
	return bytes.at[0] && !bytes.at[1] && !bytes.at[3] ? "UTF-16LE" : NULL;
}

/* Of bytes declared as UTF-8: are there more characters beyond ASCII than errors? Then a
 * few are damaged; else the declaration is wrong. */
static bool is_mostly_utf8(struct str s)
{
	size_t good = 0, bad = 0, at;

	while (s.len) {
		bool valid = utf8_valid(s, &at);
		size_t upto = valid ? s.len : at;

		for (size_t i = 0; i < upto; i++)
			good += (unsigned char)s.at[i] >= 0xc2;
		bad += !valid;
		s = str_cut(s, valid ? s.len : at + 1, s.len);
	}
	return good >= bad;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

/* What is declared, unless the bytes say that it can not be so. */
static const char *encoding_of(bool *wrong, struct str bytes, struct str label)
{
	const char *charset = by_zeros(bytes);
	bool valid = utf8_valid(bytes, NULL);

	*wrong = false;
	if (charset)
		return charset;
	charset = charset_guess(bytes, label);
	if (strcmp(charset, "UTF-8") == 0) {
		*wrong = !valid;
		return valid || is_mostly_utf8(bytes) ? charset : "windows-1252";
	}
	*wrong = valid && !is_ascii(bytes);
	return *wrong ? "UTF-8" : charset;
}

static bool open_reader(struct feed *f, struct str bytes, struct str type, struct err *err)
{
	struct str utf8;
	const char *charset;

	if (bytes.len > LIMIT_FEED)
		return err_set(err, ERR_LIMIT, "the feed has %zu bytes, %d are the most", bytes.len,
			       LIMIT_FEED);
	charset = encoding_of(&f->bent, bytes, charset_label(type));
	if (!charset_decode(&utf8, f->arena, bytes, charset, err))
		return false;
	utf8 = utf8_repair(f->arena, utf8);
	while (utf8.len && (unsigned char)utf8.at[0] <= ' ')
		utf8 = str_cut(utf8, 1, utf8.len);
	if (utf8.len == 0)
		return err_set(err, ERR_INPUT, "the feed is empty");
	f->reader = utf8.at[0] == '{' ? &feed_json_reader : &feed_xml_reader;
	return f->reader->open(&f->state, f->head, utf8, f->url, err);
}

static bool open_feed(struct feed **out, struct str bytes, struct str type, struct str url,
		      bool wants_extras, struct err *err)
{
	struct feed *f = memory_zalloc(sizeof *f);

	f->arena = arena_new();
	f->head = feed_record_new(f->arena, wants_extras);
	f->url = arena_copy(f->arena, url);
	if (!open_reader(f, bytes, type, err)) {
		arena_free(f->arena);
		memory_free(f);
		return false;
	}
	*out = f;
	return true;
}

bool feed_open(struct feed **out, struct str bytes, struct str http_type, struct str url,
	       struct err *err)
{
	return open_feed(out, bytes, http_type, url, false, err);
}

/* Ill-formed XML or a wrongly declared encoding in what was read so far. */
static bool is_bozo(const struct feed *f)
{
	return f->bent || f->reader->bent(f->state);
}

void feed_close(struct feed *f)
{
	if (!f)
		return;
	f->reader->close(f->state);
	arena_free(f->arena);
	memory_free(f);
}

/* -- records ---------------------------------------------------------------------------- */

static struct str absolute(const struct feed *f, struct arena *arena, struct str reference)
{
	struct str base = f->url.len ? f->url : f->head->text[FEED_LINK];
	struct str whole;

	if (!reference.len)
		return reference;
	whole = url_resolve(arena, base, reference);
	return whole.len ? whole : reference;
}

static struct str image_in(const struct feed_record *r, enum feed_text field)
{
	return r->plain[field] ? STR_NONE : feed_html_image(r->text[field]);
}

/* What one field says for another. */
static void complete(struct feed_record *r, const struct feed *f, bool entry)
{
	struct url parts;

	feed_record_text(r, FEED_IMAGE_URL, r->text[FEED_LOGO], 6);
	feed_record_text(r, FEED_IMAGE_URL, r->text[FEED_ICON], 7);
	feed_record_text(r, FEED_IMAGE_URL, image_in(r, FEED_CONTENT), 8);
	feed_record_text(r, FEED_IMAGE_URL, image_in(r, FEED_SUMMARY), 9);
	if (entry && url_parse(&parts, r->text[FEED_ID]))
		feed_record_text(r, FEED_LINK, r->text[FEED_ID], 9);
	if (entry && str_eq(f->head->text[FEED_TYPE], STR("atom")))
		feed_record_text(r, FEED_PUBLISHED, r->text[FEED_UPDATED], 9);
	if (entry)
		feed_record_text(r, FEED_LANGUAGE,
				 arena_copy(r->arena, f->head->text[FEED_LANGUAGE]), 10);
	r->text[FEED_LINK] = absolute(f, r->arena, r->text[FEED_LINK]);
	r->text[FEED_IMAGE_URL] = absolute(f, r->arena, r->text[FEED_IMAGE_URL]);
	for (struct feed_link *l = r->links; l; l = l->next)
		l->href = absolute(f, r->arena, l->href);
	for (struct feed_link *l = r->enclosures; l; l = l->next)
		l->href = absolute(f, r->arena, l->href);
}

static enum feed_pulled next_record(struct feed_record **out, struct feed *f, struct arena *arena,
				    struct err *err)
{
	enum feed_pulled pulled;

	if (f->entries == LIMIT_FEED_ENTRIES) {
		err_set(err, ERR_LIMIT, "the feed has more than %d entries", LIMIT_FEED_ENTRIES);
		return FEED_BROKEN;
	}
	*out = feed_record_new(arena, f->head->wants_extras);
	pulled = f->reader->next(*out, f->state, err);
	if (pulled == FEED_ENTRY) {
		f->entries++;
		complete(*out, f, true);
	}
	return pulled;
}

/* -- entries ---------------------------------------------------------------------------- */

static struct str html_of(const struct feed_record *r, enum feed_text field)
{
	return r->plain[field] ? feed_node_escape(r->arena, r->text[field]) : r->text[field];
}

static void shorten(struct feed_entry *out, const struct feed_record *r, const struct feed *f)
{
	struct str content = html_of(r, FEED_CONTENT), summary = html_of(r, FEED_SUMMARY);
	const struct feed_person *author = r->authors;
	int64_t published = feed_record_ms(r, FEED_PUBLISHED);

	*out = (struct feed_entry){.id = r->text[r->text[FEED_ID].len ? FEED_ID : FEED_LINK],
				   .url = r->text[FEED_LINK],
				   .title = html_of(r, FEED_TITLE),
				   .html = content.len >= summary.len ? content : summary,
				   .lang = r->text[FEED_LANGUAGE],
				   .image = r->text[FEED_IMAGE_URL],
				   .date_ms =
					   published ? published : feed_record_ms(r, FEED_UPDATED)};
	if (author)
		out->author = author->name.len ? author->name : author->email;
	if (r->source)
		out->publisher = r->source->text[FEED_TITLE];
	if (!out->publisher.len)
		out->publisher = arena_copy(r->arena, f->head->text[FEED_TITLE]);
}

enum feed_pulled feed_next(struct feed_entry *out, struct feed *f, struct arena *arena,
			   struct err *err)
{
	struct feed_record *r;
	enum feed_pulled pulled = next_record(&r, f, arena, err);

	*out = (struct feed_entry){.id = STR_NONE};
	if (pulled == FEED_ENTRY)
		shorten(out, r, f);
	return pulled;
}

/* -- for eyes --------------------------------------------------------------------------- */

/* Entries go to a buffer of their own, since the feed may say things behind them. */
static enum feed_pulled entries_json(struct buf *out, struct feed *f, struct err *err)
{
	struct arena *arena = arena_new();
	struct feed_record *r;
	enum feed_pulled pulled;
	struct emit e;

	emit_open(&e, out);
	emit_array(&e);
	while ((pulled = next_record(&r, f, arena, err)) == FEED_ENTRY) {
		feed_record_json(&e, r, false);
		arena_reset(arena);
	}
	emit_end(&e);
	arena_free(arena);
	return pulled;
}

static void whole_json(struct buf *out, const struct feed *f, struct str entries,
		       const char *trouble)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_key(&e, "feed");
	feed_record_json(&e, f->head, true);
	emit_key(&e, "entries");
	emit_raw(&e, entries);
	emit_key(&e, "bozo");
	emit_bool(&e, is_bozo(f));
	if (trouble)
		emit_pair(&e, "error", str_of(trouble));
	emit_end(&e);
}

bool feed_to_json(struct buf *out, struct str bytes, struct err *err)
{
	struct feed *f;
	enum feed_pulled pulled;
	struct buf entries;
	bool ok;

	if (!open_feed(&f, bytes, STR_NONE, STR_NONE, true, err))
		return false;
	buf_init(&entries, LIMIT_FILE);
	pulled = entries_json(&entries, f, err);
	ok = pulled != FEED_BROKEN || f->head->text[FEED_TYPE].len;
	if (ok) {
		complete(f->head, f, false);
		whole_json(out, f, buf_view(&entries), pulled == FEED_BROKEN ? err->text : NULL);
	}
	if (ok && (!buf_ok(&entries) || !buf_ok(out)))
		ok = err_set(err, ERR_LIMIT, "more than %zu bytes of JSON", out->max);
	buf_free(&entries);
	feed_close(f);
	return ok;
}
