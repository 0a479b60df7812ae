/* page_blocks.c -- the tree is walked once and cut into paragraphs. */
#include "ingest/page_blocks.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vec.h"
#include "ingest/page_score.h"
#include "text/utf8.h"

struct cutter {
	struct arena *arena;
	const struct page_node *best;
	struct buf text; /* of the block under way */
	struct page_block now;
	bool all; /* what is around an article is text as well */
	VEC(struct page_block) block;
};

bool page_blocks_is_block(const struct page_node *n)
{
	switch (n->tag) {
	case PAGE_TEXT:
	case PAGE_INLINE:
	case PAGE_A:
	case PAGE_BR:
	case PAGE_TIME:
	case PAGE_DELETED:
		return false;
	default:
		return true;
	}
}

static void end_block(struct cutter *c, const struct page_node *node, bool in_best, bool surround)
{
	struct page_block next = {.node = node, .in_best = in_best, .surround = surround};
	struct str text = utf8_tidy(c->arena, buf_view(&c->text), false);

	if (text.len && c->block.len < PAGE_BLOCKS_MAX) {
		c->now.text = text;
		VEC_PUSH(&c->block, c->now);
	}
	buf_clear(&c->text);
	c->now = next;
}

static void cut_text(struct cutter *c, const struct page_node *n, bool in_link)
{
	uint32_t letters = (uint32_t)str_trim(n->text).len;

	buf_str(&c->text, n->text);
	c->now.letters += letters;
	c->now.linked += in_link ? letters : 0;
}

static void cut(struct cutter *c, const struct page_node *n, bool in_link, bool surround);

static void cut_block(struct cutter *c, const struct page_node *n, bool in_link, bool surround)
{
	struct page_block outer = c->now;
	bool in_best = outer.in_best || n == c->best;

	end_block(c, n, in_best, surround);
	for (const struct page_node *child = n->child; child; child = child->next)
		cut(c, child, in_link, surround);
	end_block(c, outer.node, outer.in_best, outer.surround);
}

static void cut(struct cutter *c, const struct page_node *n, bool in_link, bool surround)
{
	if (n->tag == PAGE_TEXT) {
		cut_text(c, n, in_link);
		return;
	}
	if (n->tag == PAGE_BR) {
		buf_char(&c->text, '\n');
		if (n->next && n->next->tag == PAGE_BR)
			end_block(c, c->now.node, c->now.in_best, c->now.surround);
		return;
	}
	if (n->hidden || page_score_is_never_text(n))
		return;
	surround = surround || n->surround;
	if (page_blocks_is_block(n)) {
		cut_block(c, n, in_link, surround);
		return;
	}
	c->now.links += n->tag == PAGE_A;
	for (const struct page_node *child = n->child; child; child = child->next)
		cut(c, child, in_link || n->tag == PAGE_A, surround);
}

static void blocks_of(struct page_blocks *out, struct arena *arena, const struct page_node *root,
		      const struct page_node *best)
{
	struct cutter c = {.arena = arena, .best = best};

	buf_init(&c.text, LIMIT_TEXT);
	cut(&c, root, false, false);
	end_block(&c, NULL, false, false);
	out->len = c.block.len;
	out->at = ARENA_ARRAY(arena, struct page_block, c.block.len + 1);
	if (c.block.len)
		memcpy(out->at, c.block.at, c.block.len * sizeof *out->at);
	VEC_FREE(&c.block);
	buf_free(&c.text);
}

static struct str joined(struct arena *arena, const struct page_blocks *blocks)
{
	struct buf out;
	struct str text;

	buf_init(&out, LIMIT_TEXT);
	for (size_t i = 0; i < blocks->len; i++) {
		if (!blocks->at[i].kept)
			continue;
		if (out.len)
			buf_char(&out, '\n');
		buf_str(&out, blocks->at[i].text);
	}
	text = utf8_nfc(arena, arena_copy(arena, buf_view(&out)));
	buf_free(&out);
	return text;
}

void page_blocks_chosen(struct page_blocks *out, struct arena *arena, struct page_node *root,
			bool strict)
{
	blocks_of(out, arena, root, page_score_best(root, strict));
	page_choose(out, arena);
}

static struct str article(struct page_blocks *out, struct arena *arena, struct page_node *root,
			  bool strict)
{
	page_blocks_chosen(out, arena, root, strict);
	return joined(arena, out);
}

/* When next to nothing is left, the names of classes misled: once more without. */
struct str page_blocks_article(struct page_blocks *out, struct arena *arena, struct page_node *root)
{
	struct str text = article(out, arena, root, true), loose;
	struct page_blocks first = *out;

	if (text.len >= PAGE_BLOCKS_ENOUGH)
		return text;
	loose = article(out, arena, root, false);
	if (loose.len > 2 * text.len)
		return loose;
	page_score_best(root, true); /* for what it marks */
	*out = first;
	return text;
}

struct str page_blocks_all(struct arena *arena, const struct page_node *root)
{
	struct page_blocks blocks;

	blocks_of(&blocks, arena, root, NULL);
	for (size_t i = 0; i < blocks.len; i++)
		blocks.at[i].kept = true;
	return joined(arena, &blocks);
}
