/* ingest/page_names.h -- what the names of classes and ids say about an element. Pure. */
#pragma once
#include "ingest/page_tree.h"

enum page_name {
	PAGE_NAMED_GOOD = 1,
	PAGE_NAMED_BAD = 2,
	PAGE_NAMED_REMARKS = 4,
	PAGE_NAMED_TITLE = 8,
	PAGE_NAMED_PUBLISHED = 16
};

/* Flags of the element's own id and class. */
uint8_t page_names_of(const struct page_node *n);
