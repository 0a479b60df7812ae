/* ingest/page_train_list.h -- the pages that training reads, with their labels.
 *
 * Lines of JSON: {"file": a page, "url", and labels}. A relative file is sought beside the
 * list. Pages of one site are in one fold. */
#pragma once
#include "base/json.h"
#include "ingest/page_blocks.h"

#define PAGE_FOLDS 5

struct page_train_page {
	struct arena *arena; /* the callback's from now on; holds all of this but `row` */
	const struct json *row;
	struct page_node *root;
	uint32_t fold;
};

typedef void page_train_on_page(void *state, const struct page_train_page *page);

/* ERR_INPUT names the line. */
bool page_train_list(const char *list, page_train_on_page *on_page, void *state,
		     struct err *err) MUST_USE;
