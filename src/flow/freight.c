/* flow/freight.c -- messages as bytes: a head, the sum of the rest, and the rest (flow/wire.h).
 *
 * Whoever changes what is written here, or what a finding has (verdicts, stories, round-ups),
 * raises FORM: a program that meets a newer form leaves the message for one that knows it, one
 * that meets an older form judges anew what it is about. */
#include "flow/freight.h"

#include <stdio.h>

#include "base/hash.h"
#include "flow/freight_finding.h"
#include "ingest/feed.h"

#define FORM 1
#define MAGIC "TOQ"
#define HEAD (sizeof MAGIC - 1 + 2 + 8) /* magic, form, kind, sum */

static void entry(struct wire *w, struct feed_entry *e)
{
	wire_str(w, &e->id);
	wire_str(w, &e->url);
	wire_str(w, &e->title);
	wire_str(w, &e->html);
	wire_str(w, &e->author);
	wire_str(w, &e->publisher);
	wire_str(w, &e->lang);
	wire_str(w, &e->image);
	wire_int(w, &e->date_ms);
}

static void entry_or_none(struct wire *w, struct document *d)
{
	bool there = d->entry != NULL;
	struct feed_entry e = {0}, *made;

	wire_bool(w, &there);
	if (!there)
		return;
	if (wire_writes(w)) {
		e = *d->entry;
		entry(w, &e);
		return;
	}
	made = ARENA_NEW(w->arena, struct feed_entry);
	entry(w, made);
	d->entry = made;
}

static void document(struct wire *w, struct document *d)
{
	WIRE_ENUM(w, &d->kind, DOCUMENT_PDF + 1);
	wire_str(w, &d->url);
	wire_str(w, &d->content_type);
	wire_str(w, &d->bytes);
	wire_int(w, &d->read_ms);
	wire_bool(w, &d->bulk);
	entry_or_none(w, d);
	wire_str(w, &d->id);
	wire_str(w, &d->head);
	wire_str(w, &d->redirects);
	wire_str(w, &d->source);
	wire_int(w, &d->seen_ms);
	wire_int(w, &d->version);
	wire_str(w, &d->article);
	wire_bool(w, &d->live);
	wire_str(w, &d->etag);
	wire_str(w, &d->modified);
	if (d->kind == DOCUMENT_ENTRY && !d->entry)
		wire_spoil(w);
}

/* A text with a NUL behind it, in room of its own. */
static void fixed_text(struct wire *w, char *at, size_t size)
{
	struct str s = str_of(at);

	wire_str(w, &s);
	if (wire_writes(w))
		return;
	if (s.len >= size || memchr(s.len ? s.at : "", 0, s.len)) {
		wire_spoil(w);
		return;
	}
	memcpy(at, s.len ? s.at : "", s.len);
	at[s.len] = '\0';
}

static void trouble(struct wire *w, struct err *e)
{
	WIRE_ENUM(w, &e->code, ERR_STOPPED + 1);
	fixed_text(w, e->text, sizeof e->text);
}

static void what_became(struct wire *w, struct freight_item *i)
{
	struct finding *f = i->finding;

	WIRE_ENUM(w, &i->fate, FATE_RETRY + 1);
	if (i->fate == FATE_REFUSED)
		trouble(w, &i->err);
	if (i->fate != FATE_DONE && i->fate != FATE_PASSED)
		return;
	if (!wire_writes(w))
		f = i->finding = ARENA_NEW(w->arena, struct finding);
	if (i->fate == FATE_PASSED) {
		wire_str(w, &f->passed.url);
		wire_int(w, &f->passed.day_ms);
		return;
	}
	document(w, &i->document);
	freight_finding(w, f);
	if (!wire_writes(w))
		f->document = i->document;
}

static void one_item(struct wire *w, struct freight_item *i, const struct freight_item *before,
		     bool judged)
{
	bool same = before && before->index == i->index;

	WIRE_ENUM(w, &i->pulled, PULLED_BROKEN + 1);
	wire_bool(w, &same);
	if (same && !before) {
		wire_spoil(w);
	} else if (same) {
		i->index = before->index;
		i->source = before->source;
	} else {
		wire_size(w, &i->index, UINT32_MAX);
		wire_str(w, &i->source);
	}
	fixed_text(w, i->cursor.text, sizeof i->cursor.text);
	wire_str(w, &i->document.origin);
	if (i->pulled == PULLED_REFUSED || i->pulled == PULLED_BROKEN)
		trouble(w, &i->err);
	if (i->pulled == PULLED_DOCUMENT && judged)
		what_became(w, i);
	else if (i->pulled == PULLED_DOCUMENT)
		document(w, &i->document);
}

static void body(struct wire *w, struct freight *f)
{
	struct str *source;

	wire_str(w, &f->lane);
	wire_str(w, &f->maker);
	wire_u64(w, &f->round);
	wire_u64(w, &f->number);
	wire_str(w, &f->behind);
	wire_bool(w, &f->last);
	wire_u64(w, &f->sequence);
	wire_str(w, &f->claim);
	source = wire_array(w, f->source, &f->sources, sizeof *f->source);
	f->source = source;
	for (size_t i = 0; i < f->sources && !w->broken; i++)
		wire_str(w, &source[i]);
	f->item = wire_array(w, f->item, &f->items, sizeof *f->item);
	for (size_t i = 0; i < f->items && !w->broken; i++)
		one_item(w, &f->item[i], i ? &f->item[i - 1] : NULL, f->judged);
}

bool freight_pack(struct buf *out, const struct freight *f, struct err *err)
{
	struct freight copy = *f;
	struct wire w;
	uint64_t sum;

	buf_clear(out);
	buf_z(out, MAGIC);
	buf_char(out, FORM);
	buf_char(out, f->judged ? 'f' : 'd');
	buf_str(out, (struct str){(const char[8]){0}, 8});
	wire_write(&w, out);
	body(&w, &copy);
	if (!wire_ok(&w))
		return err_set(err, ERR_LIMIT, "a message of over %zu bytes", out->max);
	sum = hash64(str_cut(buf_view(out), HEAD, out->len), FORM);
	for (size_t i = 0; i < 8; i++)
		out->at[HEAD - 8 + i] = (char)(sum >> (8 * i));
	return true;
}

bool freight_unpack(struct freight *out, struct arena *arena, struct str bytes, struct err *err)
{
	struct str rest = str_cut(bytes, HEAD, bytes.len);
	uint64_t sum = 0;
	struct wire w;
	int form;

	*out = (struct freight){0};
	if (bytes.len < HEAD || !str_starts(bytes, STR(MAGIC)))
		return err_set(err, ERR_INPUT, "not a message of ours");
	form = (unsigned char)bytes.at[sizeof MAGIC - 1];
	if (form > FORM)
		return err_set(
			err, ERR_CONFIG,
			"a message of form %d, made by a newer tocsin; this one knows up to %d",
			form, FORM);
	out->judged = bytes.at[sizeof MAGIC] == 'f';
	for (size_t i = 0; i < 8; i++)
		sum |= (uint64_t)(unsigned char)bytes.at[HEAD - 8 + i] << (8 * i);
	if (sum != hash64(rest, (uint64_t)form))
		return err_set(err, ERR_INPUT, "a message whose sum is wrong");
	wire_read(&w, arena, rest);
	body(&w, out);
	if (wire_ok(&w))
		return true;
	*out = (struct freight){0};
	return err_set(err, ERR_INPUT, "a message that is not well-formed");
}

/* The end of a source has the cursor of its last document: but who was told of the end must not
 * be taken for one who was not. */
struct str freight_place(struct arena *arena, const struct freight_item *i)
{
	if (i->pulled == PULLED_END || i->pulled == PULLED_BROKEN)
		return arena_fmt(arena, "%zu ", i->index + 1);
	return arena_fmt(arena, "%zu %s", i->index, i->cursor.text);
}

bool freight_place_read(size_t *source, struct cursor *c, struct str place)
{
	size_t blank = str_chr(place, ' ');
	struct str rest = str_cut(place, blank == STR_NPOS ? place.len : blank + 1, place.len);
	int64_t n = 0;

	*c = (struct cursor){0};
	*source = 0;
	if (!place.len)
		return true;
	if (blank == STR_NPOS || !str_int(&n, str_cut(place, 0, blank)) || n < 0 ||
	    rest.len >= sizeof c->text)
		return false;
	*source = (size_t)n;
	memcpy(c->text, rest.len ? rest.at : "", rest.len);
	return true;
}

struct str freight_maker(struct arena *arena, struct str pack)
{
	return arena_fmt(arena, "%s %d %.*s", TOCSIN_VERSION, FORM, STR_ARG(pack));
}
