/* feed_json.c -- JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).
 *
 * A feed is one document, so it is held as a tree. Numbers as ids are allowed by
 * habit and read as text. */
#include "base/json.h"
#include "base/memory.h"
#include "ingest/feed_reader.h"
#include "text/date.h"

struct feed_json {
	struct json *root;
	const struct json *items;
	size_t at;
};

static bool open_json(void **state, struct arena *arena, struct str utf8, struct feed_head *head,
		      struct err *err)
{
	struct feed_json *j;
	struct json *root;

	if (!json_parse(&root, utf8, err))
		return false;
	if (!json_is_array(json_get(root, "items"))) {
		json_free(root);
		return err_set(err, ERR_INPUT, "JSON, but no JSON Feed: \"items\" is missing");
	}
	j = memory_zalloc(sizeof *j);
	j->root = root;
	j->items = json_get(root, "items");
	head->title = arena_copy(arena, json_get_str(root, "title"));
	head->url = arena_copy(arena, json_get_str(root, "home_page_url"));
	head->lang = arena_copy(arena, json_get_str(root, "language"));
	*state = j;
	return true;
}

static struct str first_of(const struct json *item, const char *const *key, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (json_get_str(item, key[i]).len)
			return json_get_str(item, key[i]);
	return STR_NONE;
}

static struct str id_of(const struct json *item, struct arena *arena)
{
	const struct json *id = json_get(item, "id");

	if (json_is_num(id))
		return arena_fmt(arena, "%.0f", json_num(id, 0));
	return arena_copy(arena, json_str(id));
}

/* Text is shown as it is, so its angle brackets are no tags. */
static struct str escaped(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len * 5 + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *as = text.at[i] == '<' ? "&lt;" : text.at[i] == '&' ? "&amp;" : NULL;

		if (as) {
			memcpy(copy + len, as, strlen(as));
			len += strlen(as);
		} else if (text.at[i] == '\n') {
			memcpy(copy + len, "<br>", 4);
			len += 4;
		} else {
			copy[len++] = text.at[i];
		}
	}
	return (struct str){copy, len};
}

static struct str html_of(const struct json *item, struct arena *arena)
{
	struct str html = json_get_str(item, "content_html");
	struct str text = json_get_str(item, "content_text");

	if (html.len)
		return arena_copy(arena, html);
	return escaped(arena, text.len ? text : json_get_str(item, "summary"));
}

static enum feed_pulled next_json(struct feed_entry *out, void *state, struct arena *arena,
				  struct err *err)
{
	static const char *const date_keys[] = {"date_published", "date_modified"};
	static const char *const url_keys[] = {"url", "external_url"};
	static const char *const image_keys[] = {"image", "banner_image"};
	struct feed_json *j = state;
	const struct json *item, *author;
	struct date date;

	(void)err;
	if (j->at == json_len(j->items))
		return FEED_END;
	item = json_at(j->items, j->at++);
	author = json_at(json_get(item, "authors"), 0);
	out->id = id_of(item, arena);
	out->url = arena_copy(arena, first_of(item, url_keys, 2));
	out->title = arena_copy(arena, json_get_str(item, "title"));
	out->html = html_of(item, arena);
	out->author =
		arena_copy(arena, json_get_str(author ? author : json_get(item, "author"), "name"));
	out->lang = arena_copy(arena, json_get_str(item, "language"));
	out->image = arena_copy(arena, first_of(item, image_keys, 2));
	if (date_parse(&date, first_of(item, date_keys, 2)))
		out->date_ms = date.ms;
	return FEED_ENTRY;
}

static void close_json(void *state)
{
	json_free(((struct feed_json *)state)->root);
	memory_free(state);
}

const struct feed_reader feed_json_reader = {open_json, next_json, close_json};
