/* page.c -- a page's bytes become UTF-8 (header, marks, meta, detection), a tree, and
 * an article's fields. */
#include "ingest/page.h"

#include "base/limits.h"
#include "ingest/page_blocks.h"
#include "ingest/page_data.h"
#include "ingest/page_meta.h"
#include "ingest/page_tree.h"
#include "text/charset.h"
#include "text/utf8.h"

bool page_read(struct page *out, struct arena *arena, struct str html, struct str http_type,
	       struct str url, struct err *err)
{
	struct arena *work = arena_new();
	struct page_node *root;
	struct page_blocks blocks;
	struct str text;
	struct str utf8;
	bool ok = false;

	*out = (struct page){.title = STR_NONE};
	if (html.len > LIMIT_PAGE)
		err_set(err, ERR_LIMIT, "the page has %zu bytes, %d are the most", html.len,
			LIMIT_PAGE);
	else
		ok = charset_decode(&utf8, work, html, charset_guess(html, http_type), err);
	if (ok) {
		root = page_tree_of(work, utf8);
		text = page_blocks_article(&blocks, work, root);
		if (text.len < PAGE_BLOCKS_ENOUGH) {
			struct str data = page_data_text(work, root);

			text = data.len > 2 * text.len ? str_cut(data, 0, LIMIT_TEXT) : text;
		}
		page_meta_of(out, arena, root, &blocks, url);
		out->text = arena_copy(arena, text);
	}
	arena_free(work);
	return ok;
}

struct str page_fragment_text(struct arena *arena, struct str html)
{
	struct arena *work = arena_new();
	struct str text = page_blocks_all(arena, page_tree_of(work, utf8_repair(work, html)));

	arena_free(work);
	return text;
}
