/* ingest/source_list.c -- lines of four fields, read and written. */
#include "ingest/source_list.h"

#include "base/limits.h"
#include "ingest/opml.h"
#include "text/url.h"
#include "text/utf8.h"

static struct source_item *with(const struct source_list *l, struct str name, struct str url)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_eq(l->item[i].name, name) || str_eq(l->item[i].url, url))
			return &l->item[i];
	return NULL;
}

static bool fits(const struct source_item *item, struct err *err)
{
	struct url u;

	if (!url_parse(&u, item->url) || u.user.len)
		return err_set(err, ERR_INPUT, "\"%.100s\" is no http:// or https:// address",
			       item->url.len ? item->url.at : "");
	if (item->url.len > LIMIT_FETCH_URL)
		return err_set(err, ERR_LIMIT, "an address of %zu bytes, %d are the most",
			       item->url.len, LIMIT_FETCH_URL);
	if (!str_eq(item->kind, STR("feed")) && !str_eq(item->kind, STR("summary")))
		return err_set(err, ERR_INPUT, "the kind is feed or summary, not \"%.*s\"",
			       (int)(item->kind.len < 50 ? item->kind.len : 50), item->kind.at);
	if (item->lang.len > 35 || item->name.len > LIMIT_SOURCE_NAME)
		return err_set(err, ERR_LIMIT, "the language has over 35 bytes or the name %d",
			       LIMIT_SOURCE_NAME);
	return true;
}

bool source_list_add(struct source_list *l, struct arena *a, const struct source_item *item,
		     struct err *err)
{
	struct source_item copy = {
		.name = utf8_tidy(a, item->name, false),
		.url = arena_copy(a, str_trim(item->url)),
		.lang = arena_copy(a, item->lang.len ? item->lang : STR("-")),
		.kind = arena_copy(a, item->kind.len ? item->kind : STR("feed"))};

	if (!fits(&copy, err))
		return false;
	if (with(l, STR_NONE, copy.url))
		return true;
	if (!copy.name.len || with(l, copy.name, STR_NONE))
		copy.name = copy.url;
	if (l->count == LIMIT_SOURCES)
		return err_set(err, ERR_LIMIT, "over %d sources", LIMIT_SOURCES);
	if ((l->count & (l->count + 1)) == 0) { /* 0, 1, 3, 7...: doubles */
		struct source_item *more = ARENA_ARRAY(a, struct source_item, 2 * l->count + 1);

		if (l->count)
			memcpy(more, l->item, l->count * sizeof *more);
		l->item = more;
	}
	l->item[l->count++] = copy;
	return true;
}

static bool one_line(struct source_list *l, struct arena *a, struct str line, struct err *err)
{
	struct source_item item;

	line = str_trim(line);
	if (!line.len || line.at[0] == '#')
		return true;
	item.url = str_word(&line);
	item.lang = str_word(&line);
	item.kind = str_word(&line);
	item.name = line;
	if (!item.name.len)
		return err_set(err, ERR_INPUT, "\"address language kind name\" expected");
	return source_list_add(l, a, &item, err);
}

bool source_list_read(struct source_list *out, struct arena *a, struct str text, struct err *err)
{
	struct str line, rest = str_trim(text);
	size_t number = 0;

	*out = (struct source_list){0};
	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_cut(rest, 3, rest.len);
	if (str_starts(rest, STR("<")))
		return opml_read(out, a, rest, err);
	rest = text;
	while (str_split(&line, &rest, '\n')) {
		number++;
		if (one_line(out, a, line, err))
			continue;
		err_at(err, arena_z(a, arena_fmt(a, "line %zu", number)));
		return false;
	}
	return true;
}

void source_list_write(struct buf *out, const struct source_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		buf_fmt(out, "%.*s  %.*s  %.*s  %.*s\n", STR_ARG(l->item[i].url),
			STR_ARG(l->item[i].lang), STR_ARG(l->item[i].kind),
			STR_ARG(l->item[i].name));
}
