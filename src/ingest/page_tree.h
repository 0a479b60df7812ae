/* ingest/page_tree.h -- a web page as a light tree, for scoring and metadata.
 *
 * Life     in the arena of whoever asked for it; texts borrowed from the page or from it.
 * Bounds   PAGE_NODES_MAX nodes; elements deeper than PAGE_DEPTH_MAX are left out, their
 *          text stands in the deepest that is kept. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"

#define PAGE_NODES_MAX 1000000
#define PAGE_DEPTH_MAX 500

enum page_tag { /* what the reader of articles tells apart; everything else is OTHER */
		PAGE_TEXT,
		PAGE_OTHER,
		PAGE_INLINE,
		PAGE_A,
		PAGE_P,
		PAGE_DIV,
		PAGE_LI,
		PAGE_LIST,
		PAGE_HEADING,
		PAGE_QUOTE,
		PAGE_PRE,
		PAGE_BR,
		PAGE_ARTICLE,
		PAGE_MAIN,
		PAGE_SECTION,
		PAGE_CELL,
		PAGE_ROW,
		PAGE_TABLE,
		PAGE_NAV,
		PAGE_ASIDE,
		PAGE_HEADER,
		PAGE_FOOTER,
		PAGE_FORM,
		PAGE_FIGURE,
		PAGE_ADDRESS,
		PAGE_DELETED,
		PAGE_HIDDEN,
		PAGE_TITLE,
		PAGE_META,
		PAGE_LINK,
		PAGE_SCRIPT,
		PAGE_TIME,
		PAGE_BODY,
		PAGE_HTML
};

enum page_attribute {
	PAGE_ID,
	PAGE_CLASS,
	PAGE_ITEMPROP,
	PAGE_PROPERTY,
	PAGE_NAME,
	PAGE_CONTENT,
	PAGE_DATETIME,
	PAGE_HREF,
	PAGE_TYPE,
	PAGE_REL,
	PAGE_LANG,
	PAGE_ROLE,
	PAGE_STYLE,
	PAGE_HTTP_EQUIV,
	PAGE_HINT,       /* title */
	PAGE_HIDDEN_SET, /* hidden, aria-hidden */
	PAGE_ATTRIBUTES
};

struct page_value {
	enum page_attribute name;
	struct str value;
};

struct page_node {
	uint8_t tag;     /* enum page_tag */
	uint8_t level;   /* of a heading: 1 to 6 */
	uint8_t values;  /* attributes that are known here */
	bool surround;   /* around an article, not of it: page_score.c */
	bool hidden;     /* not shown: page_score.c */
	uint8_t names;   /* enum page_name: page_score.c */
	uint32_t bulk;   /* bytes of text below, whatever it is: page_score.c */
	struct str text; /* of PAGE_TEXT and PAGE_SCRIPT */
	const struct page_value *value;
	struct page_node *parent, *child, *next;
	/* filled by page_score.c */
	uint32_t letters, linked; /* bytes of text below that may be the article's; in links */
	uint32_t commas;          /* in that text */
	float votes;              /* of all blocks below and its own */
	float score;
};

/* Never fails: every text is a page. `utf8` outlives the tree. */
struct page_node *page_tree_of(struct arena *arena, struct str utf8);

struct str page_tree_attribute(const struct page_node *n, enum page_attribute a);
