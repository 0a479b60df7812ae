/* feed_record_json.c -- a record as JSON, for eyes and for tests. */
#include "ingest/feed_record.h"
#include "text/date.h"

static void pair(struct emit *e, const char *key, struct str value)
{
	if (value.len)
		emit_pair(e, key, value);
}

/* "2025-06-16T10:30:00.25Z"; a fraction only where there is one. */
static struct str exact(struct arena *a, int64_t ms)
{
	struct str iso = date_iso(a, ms), whole;

	if (ms % 1000 == 0)
		return iso;
	whole = arena_fmt(a, "%.*s.%03d", STR_ARG(str_cut(iso, 0, iso.len - 1)), (int)(ms % 1000));
	while (str_ends(whole, STR("0")))
		whole.len--;
	return arena_fmt(a, "%.*sZ", STR_ARG(whole));
}

/* As one form for all, UTC; as it was written beside it, where that differs. */
static void moment(struct emit *e, const struct feed_record *r, enum feed_text field,
		   const char *key)
{
	struct str written = r->text[field], iso = written;
	int64_t ms = feed_record_ms(r, field);

	if (!written.len)
		return;
	if (ms)
		iso = exact(r->arena, ms);
	emit_pair(e, key, iso);
	if (!str_eq(iso, written)) {
		emit_key_str(e, arena_fmt(r->arena, "%sText", key));
		emit_str(e, written);
	}
}

static void image(struct emit *e, const struct feed_record *r, const char *const *key)
{
	bool said = false;

	for (int i = FEED_IMAGE_URL; i <= FEED_IMAGE_DESCRIPTION; i++)
		said |= r->text[i].len > 0;
	if (!said)
		return;
	emit_key(e, "image");
	emit_object(e);
	for (int i = FEED_IMAGE_URL; i <= FEED_IMAGE_DESCRIPTION; i++)
		pair(e, key[i], r->text[i]);
	emit_end(e);
}

static void texts(struct emit *e, const struct feed_record *r, bool feed)
{
	static const char *const key[] = {
#define X(name, json) json,
		FEED_TEXTS(X)
#undef X
	};

	for (int i = 0; i < FEED_TEXT_COUNT; i++) {
		if (i >= FEED_IMAGE_URL && i <= FEED_IMAGE_DESCRIPTION)
			continue;
		if (i == FEED_PUBLISHED || i == FEED_UPDATED)
			moment(e, r, (enum feed_text)i, key[i]);
		else
			pair(e, feed && i == FEED_SUMMARY ? "description" : key[i], r->text[i]);
	}
	image(e, r, key);
}

static void links(struct emit *e, const char *key, const struct feed_link *l)
{
	if (!l)
		return;
	emit_key(e, key);
	emit_array(e);
	for (; l; l = l->next) {
		emit_object(e);
		pair(e, "href", l->href);
		pair(e, "rel", l->rel);
		pair(e, "type", l->type);
		pair(e, "hreflang", l->hreflang);
		pair(e, "title", l->title);
		pair(e, "length", l->length);
		pair(e, "duration", l->duration);
		emit_end(e);
	}
	emit_end(e);
}

static void people(struct emit *e, const char *key, const struct feed_person *p)
{
	if (!p)
		return;
	emit_key(e, key);
	emit_array(e);
	for (; p; p = p->next) {
		emit_object(e);
		pair(e, "name", p->name);
		pair(e, "email", p->email);
		pair(e, "url", p->url);
		pair(e, "avatar", p->avatar);
		emit_end(e);
	}
	emit_end(e);
}

static void categories(struct emit *e, const struct feed_category *c)
{
	if (!c)
		return;
	emit_key(e, "categories");
	emit_array(e);
	for (; c; c = c->next) {
		emit_object(e);
		pair(e, "term", c->term);
		pair(e, "label", c->label);
		pair(e, "scheme", c->scheme);
		emit_end(e);
	}
	emit_end(e);
}

static void extras(struct emit *e, const struct feed_extra *list);

static void extra(struct emit *e, const struct feed_extra *x)
{
	emit_object(e);
	pair(e, "value", x->value);
	if (x->attributes) {
		emit_key(e, "attributes");
		emit_object(e);
		for (const struct feed_extra *a = x->attributes; a; a = a->next) {
			emit_key_str(e, a->name);
			emit_str(e, a->value);
		}
		emit_end(e);
	}
	if (x->children) {
		emit_key(e, "children");
		extras(e, x->children);
	}
	emit_end(e);
}

static bool named_before(const struct feed_extra *list, const struct feed_extra *x)
{
	for (; list != x; list = list->next)
		if (str_eq(list->name, x->name))
			return true;
	return false;
}

/* {"dc:subject":[{"value":...}]}, the same names together. */
static void extras(struct emit *e, const struct feed_extra *list)
{
	emit_object(e);
	for (const struct feed_extra *x = list; x; x = x->next) {
		if (named_before(list, x))
			continue;
		emit_key_str(e, x->name);
		emit_array(e);
		for (const struct feed_extra *same = x; same; same = same->next)
			if (str_eq(same->name, x->name))
				extra(e, same);
		emit_end(e);
	}
	emit_end(e);
}

void feed_record_json(struct emit *e, const struct feed_record *r, bool feed)
{
	emit_object(e);
	texts(e, r, feed);
	links(e, "links", r->links);
	links(e, "enclosures", r->enclosures);
	people(e, "authors", r->authors);
	people(e, "contributors", r->contributors);
	categories(e, r->categories);
	if (r->source) {
		emit_key(e, "source");
		feed_record_json(e, r->source, true);
	}
	if (r->extras) {
		emit_key(e, "extensions");
		extras(e, r->extras);
	}
	emit_end(e);
}
