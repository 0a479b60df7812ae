/* ingest/page_features.h -- what a paragraph looks like, as the columns of a linear
 * model that says whether it is the article's. Pure.
 *
 * A feature is a hash; two may share a column, which training takes as it is. Which
 * they are is told in page_features.c; a change there needs a new training. */
#pragma once
#include "ingest/page_blocks.h"

#define PAGE_FEATURES_MAX 256
#define PAGE_COLUMNS 65536
#define PAGE_FEATURES_VERSION 1 /* of paragraphs */
#define PAGE_CANDIDATES_VERSION 1   /* of headlines and days */

#define PAGE_FEATURES_SEEN 8

struct page_features {
	uint16_t column[PAGE_FEATURES_MAX];
	size_t len;
	/* by page_features_add: bits of columns that may be there already; most are not */
	uint64_t seen[PAGE_FEATURES_SEEN];
};

struct page_sketches; /* what is known of all blocks of a page */

/* A line of links outside: no article has it, and most paragraphs of a page are such. */
bool page_features_hopeless(const struct page_block *b);
struct page_sketches *page_features_prepare(struct arena *arena, const struct page_blocks *b);
void page_features_of(struct page_features *out, struct page_sketches *s, size_t block);

/* For other models: one feature, once; the words of an element's class and id. */
void page_features_add(struct page_features *f, uint32_t kind, uint32_t what);
void page_features_add3(struct page_features *f, uint32_t kind, uint32_t a, uint32_t b, uint32_t c);
void page_features_names(struct page_features *f, uint32_t kind, const struct page_node *n);
uint32_t page_features_word(struct str word); /* its hash; case does not count in ASCII */
