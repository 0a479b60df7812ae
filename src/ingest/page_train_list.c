/* page_train_list.c -- a line, its page, its site's fold. */
#include "ingest/page_train_list.h"

#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "text/charset.h"
#include "text/url.h"

static const char *beside(struct arena *a, const char *list, struct str file)
{
	size_t slash = str_rchr(str_of(list), '/');

	if (str_starts(file, STR("/")) || slash == STR_NPOS)
		return arena_z(a, file);
	return arena_fmt(a, "%.*s/%.*s", (int)slash, list, STR_ARG(file)).at;
}

static bool read_tree(struct page_train_page *p, const char *path, struct err *err)
{
	struct buf bytes;
	struct str utf8;
	bool ok;

	buf_init(&bytes, LIMIT_PAGE);
	ok = io_read(&bytes, path, err) &&
	     charset_decode(&utf8, p->arena, buf_view(&bytes),
			    charset_guess(buf_view(&bytes), STR_NONE), err);
	if (ok)
		p->root = page_tree_of(p->arena, arena_copy(p->arena, utf8));
	buf_free(&bytes);
	return ok;
}

static uint32_t fold_of(struct arena *a, struct str url)
{
	struct str site = url_site(a, url);

	return (uint32_t)(hash64(site.len ? site : url, 7) % PAGE_FOLDS);
}

struct reading {
	const char *list;
	page_train_on_page *on_page;
	void *state;
};

static bool read_line(struct str line, void *payload, struct err *err)
{
	const struct reading *r = payload;
	struct page_train_page page = {.arena = arena_new()};
	struct json *row = NULL;
	bool ok = json_parse(&row, line, err) &&
		  read_tree(&page, beside(page.arena, r->list, json_get_str(row, "file")), err);

	if (ok) {
		page.row = row;
		page.fold = fold_of(page.arena, json_get_str(row, "url"));
		r->on_page(r->state, &page);
	} else
		arena_free(page.arena);
	if (row)
		json_free(row);
	return ok;
}

bool page_train_list(const char *list, page_train_on_page *on_page, void *state, struct err *err)
{
	struct reading r = {list, on_page, state};

	return io_each_line(list, read_line, &r, err);
}
