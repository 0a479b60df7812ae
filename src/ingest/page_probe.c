/* page_probe.c -- a page's paragraphs as JSON: `tocsin probe blocks`. */
#include "base/emit.h"
#include "ingest/page.h"
#include "ingest/page_blocks.h"
#include "text/charset.h"

static void path_of(struct emit *e, const struct page_node *n)
{
	emit_key(e, "path");
	emit_array(e);
	for (; n; n = n->parent) {
		emit_object(e);
		emit_pair_int(e, "tag", n->tag);
		emit_pair_int(e, "level", n->level);
		emit_pair_int(e, "surround", n->surround);
		emit_pair(e, "id", page_tree_attribute(n, PAGE_ID));
		emit_pair(e, "class", page_tree_attribute(n, PAGE_CLASS));
		emit_pair(e, "prop", page_tree_attribute(n, PAGE_ITEMPROP));
		emit_end(e);
	}
	emit_end(e);
}

static void block_line(struct buf *out, const struct page_block *b)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "text", b->text);
	emit_pair_int(&e, "letters", b->letters);
	emit_pair_int(&e, "linked", b->linked);
	emit_pair_int(&e, "links", b->links);
	emit_pair_int(&e, "in_best", b->in_best);
	emit_pair_int(&e, "surround", b->surround);
	emit_pair_int(&e, "rule", b->rule);
	emit_pair_int(&e, "kept", b->kept);
	path_of(&e, b->node);
	emit_end(&e);
	buf_char(out, '\n');
}

bool page_probe_blocks(struct buf *out, struct str html, struct err *err)
{
	struct arena *a = arena_new();
	struct page_blocks blocks;
	struct page_node *root;
	struct str utf8;
	bool ok = charset_decode(&utf8, a, html, charset_guess(html, STR_NONE), err);

	if (ok) {
		root = page_tree_of(a, utf8);
		page_blocks_chosen(&blocks, a, root, true);
		for (size_t i = 0; i < blocks.len; i++)
			block_line(out, &blocks.at[i]);
	}
	arena_free(a);
	return ok;
}
