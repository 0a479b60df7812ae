/* ingest/page_score.h -- which element of a page holds the article. */
#pragma once
#include "ingest/page_tree.h"

/* Fills what page_tree.h says is filled here. `strict`: the names of classes count
 * against an element ("related", "share"). Never NULL: the root when nothing speaks. */
struct page_node *page_score_best(struct page_node *root, bool strict);
/* Script, style, form fields: never text, whatever the page. */
bool page_score_is_never_text(const struct page_node *n);
