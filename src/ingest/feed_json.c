/* feed_json.c -- JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).
 *
 * A feed is one document, so it is held as a tree. Numbers as ids are allowed by
 * habit and read as text. JSON Feed has no date of its own: that of its first entry
 * stands for it. */
#include "base/json.h"
#include "base/memory.h"
#include "ingest/feed_reader.h"

struct feed_json {
	struct json *root;
	const struct json *items;
	size_t at;
};

static struct str scalar(struct arena *a, const struct json *value)
{
	double n = json_num(value, 0);

	if (json_is_num(value))
		return arena_fmt(
			a, n > -1e15 && n < 1e15 && n == (double)(int64_t)n ? "%.0f" : "%g", n);
	return arena_copy(a, str_trim(json_str(value)));
}

static struct str member(struct arena *a, const struct json *object, const char *key)
{
	return scalar(a, json_get(object, key));
}

static void person(struct feed_record *r, const struct json *from)
{
	struct feed_person *p = json_is_object(from) ? feed_record_author(r, 1) : NULL;

	if (!p)
		return;
	p->name = member(r->arena, from, "name");
	p->url = member(r->arena, from, "url");
	p->avatar = member(r->arena, from, "avatar");
}

/* "author" is 1.0's. */
static void people(struct feed_record *r, const struct json *object)
{
	const struct json *list = json_get(object, "authors");

	for (size_t i = 0; i < json_len(list) && json_is_array(list); i++)
		person(r, json_at(list, i));
	if (!r->authors)
		person(r, json_get(object, "author"));
}

static void link_to(struct feed_record *r, struct str href, const char *rel)
{
	struct feed_link *l = href.len ? feed_record_link(r) : NULL;

	if (l) {
		l->href = href;
		l->rel = str_of(rel);
	}
}

static void attachments(struct feed_record *r, const struct json *list)
{
	for (size_t i = 0; i < json_len(list) && json_is_array(list); i++) {
		const struct json *from = json_at(list, i);
		struct str href = member(r->arena, from, "url");
		struct feed_link *e = href.len ? feed_record_enclosure(r) : NULL;

		if (!e)
			continue;
		e->href = href;
		e->type = member(r->arena, from, "mime_type");
		e->title = member(r->arena, from, "title");
		e->length = member(r->arena, from, "size_in_bytes");
		e->duration = member(r->arena, from, "duration_in_seconds");
	}
}

static void tags(struct feed_record *r, const struct json *list)
{
	for (size_t i = 0; i < json_len(list) && json_is_array(list); i++) {
		struct str tag = scalar(r->arena, json_at(list, i));
		struct feed_category *c = tag.len ? feed_record_category(r) : NULL;

		if (c)
			c->term = tag;
	}
}

/* Members with one field to go to; ranks as in a record. */
struct member {
	const char *key;
	enum feed_text field;
	int rank;
	bool plain;
};

static const struct member head_members[] = {
	{"title", FEED_TITLE, 1, true},
	{"home_page_url", FEED_LINK, 1, false},
	{"feed_url", FEED_SELF, 1, false},
	{"description", FEED_SUMMARY, 1, true},
	{"language", FEED_LANGUAGE, 1, false},
	{"icon", FEED_IMAGE_URL, 1, false},
	{"favicon", FEED_ICON, 1, false},
	{"version", FEED_VERSION, 1, false},
	{NULL, 0, 0, false},
};

static const struct member item_members[] = {
	{"id", FEED_ID, 1, false},
	{"url", FEED_LINK, 1, false},
	{"external_url", FEED_LINK, 2, false},
	{"title", FEED_TITLE, 1, true},
	{"content_html", FEED_CONTENT, 1, false},
	{"content_text", FEED_CONTENT, 2, true},
	{"summary", FEED_SUMMARY, 1, true},
	{"image", FEED_IMAGE_URL, 1, false},
	{"banner_image", FEED_IMAGE_URL, 2, false},
	{"language", FEED_LANGUAGE, 1, false},
	{NULL, 0, 0, false},
};

/* Read somewhere else; or read here, and no other member took its place. */
static bool is_read(const struct feed_record *r, struct str key, struct str value,
		    const struct member *members)
{
	static const char *const others[] = {"items",        "authors",     "author",
					     "tags",         "attachments", "date_published",
					     "date_modified"};

	for (; members->key; members++)
		if (str_eq(key, str_of(members->key)) && str_eq(r->text[members->field], value))
			return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_eq(key, str_of(others[i])))
			return true;
	return false;
}

static void extras(struct feed_record *r, const struct json *object, const struct member *members)
{
	for (size_t i = 0; i < json_len(object); i++) {
		const struct json *value;
		struct str key = json_key(&value, object, i), s = scalar(r->arena, value);
		struct feed_extra *x;

		if (is_read(r, key, s, members) || json_is_object(value) || json_is_array(value))
			continue;
		if (!s.len)
			s = json_bool(value, false) ? STR("true") : STR("false");
		x = feed_record_extra(r->arena, &r->extras);
		if (!x)
			return;
		x->name = arena_copy(r->arena, key);
		x->value = s;
	}
}

static void read_members(struct feed_record *r, const struct json *object,
			 const struct member *members)
{
	for (const struct member *m = members; m->key; m++) {
		struct str value = member(r->arena, object, m->key);

		feed_record_text(r, m->field, value, m->rank);
		if (value.len && r->text[m->field].at == value.at)
			r->plain[m->field] = m->plain;
	}
	people(r, object);
	if (r->wants_extras)
		extras(r, object, members);
}

static void read_dates(struct feed_record *r, const struct json *item)
{
	feed_record_moment(r, FEED_PUBLISHED, member(r->arena, item, "date_published"), 1);
	feed_record_moment(r, FEED_UPDATED, member(r->arena, item, "date_modified"), 1);
}

/* "https://jsonfeed.org/version/1.1" */
static void read_version(struct feed_record *head)
{
	struct str *version = &head->text[FEED_VERSION];

	*version = str_cut(*version, str_rchr(*version, '/') + 1, version->len);
	feed_record_text(head, FEED_TYPE, STR("json"), 1);
}

static bool open_json(void **state, struct feed_record *head, struct str utf8, struct str url,
		      struct err *err)
{
	struct feed_json *j;
	struct json *root;

	(void)url;
	if (!json_parse(&root, utf8, err))
		return false;
	if (!json_is_array(json_get(root, "items"))) {
		json_free(root);
		return err_set(err, ERR_INPUT, "JSON, but no JSON Feed: \"items\" is missing");
	}
	j = memory_zalloc(sizeof *j);
	j->root = root;
	j->items = json_get(root, "items");
	read_members(head, root, head_members);
	read_dates(head, json_at(j->items, 0));
	read_version(head);
	link_to(head, head->text[FEED_LINK], "alternate");
	link_to(head, head->text[FEED_SELF], "self");
	*state = j;
	return true;
}

static enum feed_pulled next_json(struct feed_record *out, void *state, struct err *err)
{
	struct feed_json *j = state;
	const struct json *item;

	(void)err;
	if (j->at == json_len(j->items))
		return FEED_END;
	item = json_at(j->items, j->at++);
	read_members(out, item, item_members);
	read_dates(out, item);
	link_to(out, member(out->arena, item, "url"), "alternate");
	link_to(out, member(out->arena, item, "external_url"), "related");
	tags(out, json_get(item, "tags"));
	attachments(out, json_get(item, "attachments"));
	return FEED_ENTRY;
}

static bool is_bent(const void *state)
{
	(void)state;
	return false; /* JSON is right or refused */
}

static void close_json(void *state)
{
	json_free(((struct feed_json *)state)->root);
	memory_free(state);
}

const struct feed_reader feed_json_reader = {open_json, next_json, is_bent, close_json};
