/* ingest/page_data.h -- the article of a page that a script draws: from its data. Pure. */
#pragma once
#include "ingest/page_tree.h"

/* JSON-LD's articleBody; else the sentences in the page's JSON (__NEXT_DATA__ and its
 * kind), in their order. "" when there is none. */
struct str page_data_text(struct arena *arena, const struct page_node *root);
