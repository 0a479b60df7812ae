/* ingest/page_blocks.h -- a page as the run of its paragraphs, each with what is known
 * of it; page_choose.c says which are the article's.
 *
 * Life     in the arena given; texts are tidied copies in it.
 * Bounds   PAGE_BLOCKS_MAX blocks, the others are left out. One thread. */
#pragma once
#include "ingest/page_tree.h"

#define PAGE_BLOCKS_MAX 20000
#define PAGE_BLOCKS_ENOUGH 250 /* bytes of an article that is believed at once */

struct page_block {
	struct str text;
	const struct page_node *node; /* the innermost element around it that is a block */
	uint32_t letters, linked;     /* bytes of text; of them in links */
	uint32_t links;
	bool in_best;  /* within the element that won the votes */
	bool surround; /* within what stands around articles, by element or name */
	bool rule;     /* what page_choose.c's rules alone say */
	bool kept;     /* the answer */
};

struct page_blocks {
	struct page_block *at;
	size_t len;
};

bool page_blocks_is_block(const struct page_node *n);

#define PAGE_THRESHOLD (-0.4F) /* log odds from which a paragraph is the article's */

#define PAGE_HOPELESS (-99)

/* Sets `rule` and `kept` of each: page_choose.c. */
void page_choose(struct page_blocks *blocks, struct arena *arena);
/* `kept` alone, by scores of somebody's; for training. */
void page_choose_by(struct page_blocks *blocks, const float *score, float threshold);

/* Cut and chosen: `kept` is set. `strict`: names of classes say what is around an article. */
void page_blocks_chosen(struct page_blocks *out, struct arena *arena, struct page_node *root,
			bool strict);
/* The article's text, paragraphs with "\n" between; "" when there is none. */
struct str page_blocks_article(struct page_blocks *out, struct arena *arena,
			       struct page_node *root);
/* Every text of a subtree that is shown, by paragraphs (for fragments of feeds). */
struct str page_blocks_all(struct arena *arena, const struct page_node *root);
