/* text/article.c -- the checks that make an article, and its two JSON forms.
 *
 * title and text stay exactly the bytes that came, because evidence counts in
 * them; everything else (URL, date, language) is put into its one form here, so
 * that no upper floor has to. The content hash is of title and text alone: the
 * same words under another address are the same article. */
#include "text/article.h"

#include "base/ascii.h"
#include "base/check.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/scan.h"
#include "text/date.h"
#include "text/lang.h"
#include "text/url.h"
#include "text/utf8.h"

static const char *const field_name[FIELD_COUNT] = {"title", "text"};

static bool check_text(struct str s, const char *name, size_t max, struct err *err)
{
	size_t bad;

	if (s.len > max)
		return err_set(err, ERR_LIMIT, "%s has %zu bytes, %zu are the most", name, s.len,
			       max);
	if (!utf8_valid(s, &bad))
		return err_set(err, ERR_INPUT, "%s is not UTF-8 at byte %zu", name, bad);
	return true;
}

static bool check_all(const struct article *a, struct err *err)
{
	const struct {
		const char *name;
		struct str value;
	} small[] = {{"id", a->id},         {"url", a->url},
		     {"author", a->author}, {"publisher", a->publisher},
		     {"lang", a->lang},     {"image", a->image}};

	if (str_trim(a->field[FIELD_TITLE]).len == 0 && str_trim(a->field[FIELD_TEXT]).len == 0)
		return err_set(err, ERR_INPUT, "neither a title nor a text");
	if (!check_text(a->field[FIELD_TITLE], field_name[FIELD_TITLE], LIMIT_TITLE, err) ||
	    !check_text(a->field[FIELD_TEXT], field_name[FIELD_TEXT], LIMIT_TEXT, err))
		return false;
	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
		if (!check_text(small[i].value, small[i].name, LIMIT_FIELD, err))
			return false;
	return true;
}

static struct hash128 content_of(const struct article *a, struct arena *arena)
{
	struct str title = a->field[FIELD_TITLE], text = a->field[FIELD_TEXT];

	return hash128(arena_fmt(arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(text)));
}

struct str article_told(const struct article *a)
{
	return a->field[a->field[FIELD_TEXT].len ? FIELD_TEXT : FIELD_TITLE];
}

bool article_seal(struct article *a, struct arena *arena, struct err *err)
{
	char hex[HASH_HEX_SIZE];
	struct str canonical;

	CHECK(!a->sealed);
	if (!check_all(a, err))
		return false;
	canonical = url_canonical(arena, a->url);
	if (canonical.len)
		a->url = canonical;
	a->lang = lang_of(arena, article_told(a), a->lang);
	a->content = content_of(a, arena);
	if (a->id.len == 0) {
		hash128_hex(hex, a->content);
		a->id = arena_copy(arena, (struct str){hex, 16});
	}
	a->sealed = true;
	return true;
}

static void pair(struct emit *e, const char *key, struct str value)
{
	if (value.len)
		emit_pair(e, key, value);
}

void article_to_json(struct buf *out, const struct article *a)
{
	struct arena *arena = arena_new();
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	pair(&e, "id", a->id);
	pair(&e, "url", a->url);
	pair(&e, "title", a->field[FIELD_TITLE]);
	pair(&e, "text", a->field[FIELD_TEXT]);
	if (a->date_ms)
		emit_pair(&e, "date",
			  a->date_ms % DATE_DAY_MS || a->date_zone
				  ? date_iso_in(arena, a->date_ms, a->date_zone)
				  : date_day(arena, a->date_ms));
	pair(&e, "author", a->author);
	pair(&e, "publisher", a->publisher);
	pair(&e, "lang", a->lang);
	pair(&e, "image", a->image);
	emit_end(&e);
	arena_free(arena);
}

enum {
	KEY_ID,
	KEY_URL,
	KEY_TITLE,
	KEY_HEADLINE,
	KEY_TEXT,
	KEY_CONTENT,
	KEY_BODY,
	KEY_DESCRIPTION,
	KEY_DATE,
	KEY_AUTHOR,
	KEY_PUBLISHER,
	KEY_LANG,
	KEY_LANGUAGE,
	KEY_IMAGE,
	KEY_COUNT
};

/* The first of the keys from..upto that holds a text. */
static struct str first_text(const struct scan_field *f, int from, int upto)
{
	for (int i = from; i <= upto; i++)
		if ((f[i].kind == SCAN_STRING || f[i].kind == SCAN_STRINGS) && f[i].value.len)
			return f[i].value;
	return STR_NONE;
}

bool article_from_json(struct article *out, struct arena *arena, struct str json, struct str origin,
		       struct err *err)
{
	struct scan_field f[KEY_COUNT] = {
		[KEY_ID] = {.key = "id"},
		[KEY_URL] = {.key = "url"},
		[KEY_TITLE] = {.key = "title"},
		[KEY_HEADLINE] = {.key = "headline"},
		[KEY_TEXT] = {.key = "text"},
		[KEY_CONTENT] = {.key = "content"},
		[KEY_BODY] = {.key = "body"},
		[KEY_DESCRIPTION] = {.key = "description"},
		[KEY_DATE] = {.key = "date"},
		[KEY_AUTHOR] = {.key = "author"},
		[KEY_PUBLISHER] = {.key = "publisher"},
		[KEY_LANG] = {.key = "lang"},
		[KEY_LANGUAGE] = {.key = "language"},
		[KEY_IMAGE] = {.key = "image"},
	};
	struct date date;

	*out = (struct article){.origin = origin};
	if (!scan_object(f, KEY_COUNT, arena, json, err))
		return false;
	out->id = f[KEY_ID].value;
	out->url = first_text(f, KEY_URL, KEY_URL);
	out->field[FIELD_TITLE] = first_text(f, KEY_TITLE, KEY_HEADLINE);
	out->field[FIELD_TEXT] = first_text(f, KEY_TEXT, KEY_DESCRIPTION);
	out->author = first_text(f, KEY_AUTHOR, KEY_AUTHOR);
	out->publisher = first_text(f, KEY_PUBLISHER, KEY_PUBLISHER);
	out->lang = first_text(f, KEY_LANG, KEY_LANGUAGE);
	out->image = first_text(f, KEY_IMAGE, KEY_IMAGE);
	if (date_parse(&date, f[KEY_DATE].value))
		out->date_ms = date.ms, out->date_zone = date.zone;
	return article_seal(out, arena, err);
}
